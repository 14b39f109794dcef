"""What a client did, told by the journal, so that it can be done again: steps that may use one another's answers."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

_TOKEN = "/oauth/token"  # noqa: S105 - a path
_SENT_AGAIN = ("accept", "if-match", "if-none-match", "use-snapshot", "snapshot-identifier", "correlation-id")
_ID = re.compile(r"[0-9a-f]{32}", re.ASCII)
_MARK = "\N{LEFT-POINTING DOUBLE ANGLE QUOTATION MARK}{}\N{RIGHT-POINTING DOUBLE ANGLE QUOTATION MARK}"
MARKED = re.compile(_MARK.format(r"((?:id|etag|page)_\d+)"))
"""Where a value stands that an earlier answer gave, and its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """A value of an answer that later steps use."""

    name: str
    header: str
    """The answer's header that has it; of a ``Location``, the last segment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One request, and the status of its answer. Texts may have marks (`MARKED`)."""

    number: int
    client: str
    method: str
    path: str
    """Below the version's root, with the query."""
    headers: Mapping[str, str]
    body: Any
    status: int
    captures: Sequence[Capture] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """The steps at one API version."""

    api_version: str
    steps: Sequence[Step]
    left_out: Sequence[str] = field(default_factory=tuple)
    """Requests that cannot be made again as they were, and why."""

    @property
    def clients(self) -> list[str]:
        """Keys of the clients, in the order in which they first called."""
        return list(dict.fromkeys(step.client for step in self.steps if step.client))


def recording(exchanges: Iterable[Mapping[str, Any]], api_version: str) -> Recording:
    """The steps of what the control API tells of requests; those for tokens are left to whoever does it again."""
    steps: list[Step] = []
    left_out: list[str] = []
    known: dict[str, str] = {}
    for each in exchanges:
        if each["apiVersion"] != api_version or each["path"].lower().rstrip("/") == _TOKEN:
            continue
        if why := _unrepeatable(each):
            left_out.append(f"#{each['number']} {each['method']} {each['path']}: {why}")
            continue
        step = _step(each, known)
        steps.append(step)
    used = {name for step in steps for name in _marks(step)}
    kept = [_with_captures(step, used) for step in steps]
    return Recording(api_version=api_version, steps=kept, left_out=left_out)


def _unrepeatable(exchange: Mapping[str, Any]) -> str:
    if exchange["fault"]:
        return "a fault struck it"
    return "its token was refused" if exchange["status"] == 401 else ""


def _step(exchange: Mapping[str, Any], known: dict[str, str]) -> Step:
    request, response = exchange["request"], exchange["response"]
    headers = {name.lower(): value for name, value in request["headers"].items()}
    content_type = headers.get("content-type", "")
    sent = {name: headers[name] for name in _SENT_AGAIN if name in headers and headers[name] != "*/*"}
    if content_type and (isinstance(request["body"], str) or content_type.partition(";")[0] != "application/json"):
        sent["content-type"] = content_type
    query = f"?{exchange['query']}" if exchange["query"] else ""
    return Step(
        number=exchange["number"],
        client=exchange["client"] or "",
        method=exchange["method"],
        path=_marked(exchange["path"] + query, known),
        headers={name.title(): _marked(value, known) for name, value in sent.items()},
        body=_marked(request["body"], known),
        status=exchange["status"],
        captures=tuple(_captures(exchange["number"], response["headers"], known)),
    )


def _captures(number: int, headers: Mapping[str, str], known: dict[str, str]) -> Iterable[Capture]:
    """What an answer gives that may come back: ids, ETags, page tokens."""
    id = headers.get("Location", "").rpartition("/")[2]
    values = {
        "Location": ("id", id if _ID.fullmatch(id) else ""),
        "ETag": ("etag", headers.get("ETag", "").strip('"')),
        "Next-Page-Token": ("page", headers.get("Next-Page-Token", "")),
    }
    for header, (kind, value) in values.items():
        if value and value not in known:
            known[value] = f"{kind}_{number}"
            yield Capture(name=known[value], header=header)


def _marked(value: Any, known: Mapping[str, str]) -> Any:
    """A value in which what an earlier answer gave is marked."""
    if isinstance(value, dict):
        return {name: _marked(each, known) for name, each in value.items()}
    if isinstance(value, list):
        return [_marked(each, known) for each in value]
    if not isinstance(value, str):
        return value
    for each, name in known.items():
        if each in value:
            value = value.replace(each, _MARK.format(name))
    return value


def _marks(step: Step) -> set[str]:
    return set(MARKED.findall(repr((step.path, step.headers, step.body))))


def _with_captures(step: Step, used: set[str]) -> Step:
    """The step with those captures only that others use."""
    captures = tuple(each for each in step.captures if each.name in used)
    return Step(
        number=step.number,
        client=step.client,
        method=step.method,
        path=step.path,
        headers=step.headers,
        body=step.body,
        status=step.status,
        captures=captures,
    )
