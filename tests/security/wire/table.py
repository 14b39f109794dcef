"""The notation of the table: what is asked, under which claims and data; what the versions answer, to the letter."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

JSON = "application/json; charset=utf-8"
MIDDLEWARE = "application/problem+json"
CORRELATION = "c"
"""Every request brings this correlation id."""
D0 = "Access to the requested data could not be authorized."
UNEXPECTED = "An unexpected error occurred on the server."
Grants = Mapping[str, Sequence[str]]
"""Resource claims, and the strategies by which every action on them is judged."""


@dataclass(frozen=True)
class Said:
    """A whole answer: status, content type, and the body to the letter."""

    status: int
    content_type: str | None = None
    body: str = ""


def message(text: str, status: int = 403) -> Said:
    """As before 7.2."""
    return Said(status, JSON, json.dumps({"message": text}, indent=2, ensure_ascii=False))


def with_id(said: Said, *, escaped: bool = False) -> Said:
    """The same at 7.1, whose messages carry a correlation id; those that escape a controller the status, too."""
    if not said.body.startswith("{"):
        return said
    status = {"code": said.status, "type": HTTPStatus(said.status).phrase} if escaped else {}
    body = {**status, **json.loads(said.body), "correlationId": CORRELATION}
    return Said(said.status, said.content_type, json.dumps(body, indent=2, ensure_ascii=False))


def problem(
    type: str, detail: str, *errors: str, status: int = 403, title: str = "Authorization Denied", by: str = JSON
) -> Said:
    """Problem Details; `by`: the content type tells who wrote them."""
    body: dict[str, Any] = {
        "detail": detail,
        "type": f"urn:ed-fi:api:{type}",
        "title": title,
        "status": status,
        "correlationId": CORRELATION,
    }
    if errors:
        body["errors"] = list(errors)
    text = json.dumps(body, indent=2, ensure_ascii=False)
    return Said(status, by, text.replace("'", "\\u0027") if by == MIDDLEWARE else text)


def misconfigured(error: str) -> Said:
    """The security metadata are at fault, and 7.3 says so."""
    detail = "A security configuration problem was detected. The request cannot be authorized."
    title = "Security Configuration Error"
    return problem("system:configuration:security", detail, error, status=500, title=title)


SYSTEM = problem("system", "An unexpected problem has occurred.", status=500, title="System Error")
"""They are at fault, and 7.2 does not say so."""


def allowed(status: int) -> Said:
    """A success, whose body is others' business."""
    return Said(status)


@dataclass(frozen=True)
class Row:
    """One row of the table.

    Paths and documents may hold ``<s0>``, the id of what `stage` calls s0, and ``@family``: parent or contact.
    """

    name: str
    ask: str
    """``GET students/<s0>``, below ``/data/v3/ed-fi`` unless it begins with a slash."""
    old: Said | None
    """5.2, and 5.3 too; None: it has nothing of the kind."""
    new: Said | None
    """7.3."""
    body: Any = None
    grants: Grants | str = field(default_factory=dict)
    """Or the name of a standard claim set."""
    claims: tuple[int, ...] = (100,)
    prefixes: tuple[str, ...] = ("uri://ed-fi.org",)
    tokens: tuple[str | int, ...] = ()
    given: tuple[str, Any] | None = None
    """(plural, document) that is there before, as ``<given>``."""
    owner: str | int | None = None
    """The ownership token of what is given."""
    creator: str | int | None = None
    """The ownership token of what the client creates."""
    headers: Mapping[str, str] = field(default_factory=dict)
    between: Mapping[str, Said | None] = field(default_factory=dict)
    """By version, what `said` does not guess right."""

    def said(self, version: str) -> Said | None:
        """What a version says. In 6.2 a missing relationship is told as in 7.3, all else as in 5.2; 7.1 adds an id."""
        match version:
            case "5.2" | "5.3":
                return self.between.get(version, self.old)
            case "6.2":
                return self.between[version] if version in self.between else self._guessed("Parent")
            case "7.1":
                known = next((each for each in ("7.1", "6.2") if each in self.between), None)
                before = self.between[known] if known else self._guessed("Contact")
                escaped = self.ask.endswith(("/deletes", "/keyChanges"))
                return None if before is None else with_id(before, escaped=escaped)
            case "7.2":
                return self.between.get(version, self.new)
        return self.new

    def _guessed(self, family: str) -> Said | None:
        if self.new is not None and self.new.status < 300:
            return self.new
        return _unrelated(self.new, family) or self.old


def _unrelated(said: Said | None, family: str) -> Said | None:
    """A missing relationship in the words before 7.2; None: it is something else."""
    errors = json.loads(said.body).get("errors", ()) if said is not None and said.body.startswith("{") else ()
    found = [each for each in errors if each.startswith("No relationships")]
    return message("Authorization denied. " + found[0].replace("Contact", family)) if found else None
