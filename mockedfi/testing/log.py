"""The requests that a client made, and what a test may claim of them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, overload

from mockedfi.testing.comparing import Difference, differences, shown
from mockedfi.testing.control import ControlClient
from mockedfi.testing.moments import moment_of

_TOKEN = "/oauth/token"  # noqa: S105 - a path
_SHOWN = 20
_GOOD = 0.8
"""Part of a token's life during which nobody needs another one."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer."""

    facts: Mapping[str, Any]
    """As the control API gives them."""

    @property
    def number(self) -> int:
        """Counts on from 1."""
        return int(self.facts["number"])

    @property
    def method(self) -> str:
        """``POST``."""
        return str(self.facts["method"])

    @property
    def path(self) -> str:
        """Below the version's root: ``/data/v3/ed-fi/students``."""
        return str(self.facts["path"])

    @property
    def query(self) -> str:
        """Without the question mark."""
        return str(self.facts["query"])

    @property
    def resource(self) -> str | None:
        """``ed-fi/students``; None outside the data."""
        resource: str | None = self.facts["resource"]
        return resource

    @property
    def client(self) -> str | None:
        """Key of the client, if the request named one."""
        client: str | None = self.facts["client"]
        return client

    @property
    def status(self) -> int | None:
        """Of the answer; None where a fault dropped the connection."""
        status: int | None = self.facts["status"]
        return status

    @property
    def body(self) -> Any:
        """What was sent, parsed where it is JSON."""
        return self.facts["request"]["body"]

    @property
    def answer(self) -> Any:
        """What came back, parsed where it is JSON."""
        return self.facts["response"]["body"]

    @property
    def token(self) -> str | None:
        """Tells the token that was sent, or issued, from others, without giving it away."""
        token: str | None = self.facts["token"]
        return token

    @property
    def time(self) -> datetime:
        """When it was answered."""
        return moment_of(self.facts["time"])

    @property
    def lifetime(self) -> timedelta:
        """How long the token is good that it brought."""
        seconds = self.answer.get("expires_in", 0) if isinstance(self.answer, dict) else 0
        return timedelta(seconds=seconds)

    @property
    def succeeded(self) -> bool:
        """Whether the answer arrived and is no refusal."""
        return self.status is not None and self.status < 400 and self.facts["outcome"] == "answered"

    @property
    def asks_for_token(self) -> bool:
        """Whether it went to the token endpoint."""
        return self.path.lower().rstrip("/") == _TOKEN

    def of(self, resource: str) -> bool:
        """Whether it is about a resource: ``students``, or ``ed-fi/students``."""
        own = (self.resource or "").lower()
        wanted = resource.strip("/").lower()
        return own == wanted or own.rpartition("/")[2] == wanted

    def __str__(self) -> str:
        query = f"?{self.query}" if self.query else ""
        struck = " (by a fault)" if self.facts["fault"] else ""
        status = self.status if self.facts["outcome"] == "answered" else self.facts["outcome"]
        return f"#{self.number} {self.method} {self.path}{query} -> {status}{struck}"


class Requests(Sequence[Exchange]):
    """All requests of a workspace, oldest first, as they are at the moment of asking."""

    def __init__(self, control: ControlClient, references: Callable[[str, Any], list[tuple[str, Any, str]]]) -> None:
        """`references`: see `references.References.of`."""
        self._control = control
        self._references = references

    def all(self, **wanted: Any) -> list[Exchange]:
        """Those that are wanted: ``method``, ``path``, ``status`` (403 or 4xx), ``client``, ``after``, ``newest``."""
        return [Exchange(each) for each in self._control.requests(**wanted)]

    def clear(self) -> None:
        """Forget them."""
        self._control.clear_requests()

    def __len__(self) -> int:
        return len(self.all())

    def __iter__(self) -> Iterator[Exchange]:
        return iter(self.all())

    @overload
    def __getitem__(self, index: int) -> Exchange: ...
    @overload
    def __getitem__(self, index: slice) -> list[Exchange]: ...
    def __getitem__(self, index: int | slice) -> Exchange | list[Exchange]:
        return self.all()[index]

    def posted(self, resource: str) -> list[Any]:
        """The bodies that were posted to a resource and taken."""
        return [each.body for each in self if each.method == "POST" and each.of(resource) and each.succeeded]

    def assert_posted(
        self, resource: str, members: Mapping[str, Any] | None = None, *, times: int | None = None, **more: Any
    ) -> None:
        """That a document with these members was posted to a resource and taken; what else it has does not matter.

        Args:
            resource: ``students``, or ``ed-fi/students``.
            members: what the document must have, also within references and collections.
            times: exactly so often; at least once where it is not given.
            more: further members.
        """
        expected = {**(members or {}), **more}
        posts = [each for each in self if each.method == "POST" and each.of(resource)]
        found = {each.number: list(differences(expected, each.body)) for each in posts}
        fitting = [each for each in posts if not found[each.number]]
        taken = [each for each in fitting if each.succeeded]
        if len(taken) == times or (times is None and taken):
            return
        raise AssertionError(self._not_posted(resource, posts, fitting, found, times, len(taken)))

    def assert_not_posted(self, resource: str, members: Mapping[str, Any] | None = None, **more: Any) -> None:
        """That no document with these members was posted to a resource and taken."""
        self.assert_posted(resource, members, times=0, **more)

    def assert_none_refused(self, *allowed: int) -> None:
        """That every request was answered, and none with a status of 400 or more, but for those allowed."""
        refused = [each for each in self if not each.succeeded and each.status not in allowed]
        if refused:
            lines = "\n".join(f"  {each}\n{_reason(each)}" for each in refused)
            raise AssertionError(f"{len(refused)} of {len(self)} requests were refused:\n{lines}")

    def assert_dependency_order(self) -> None:
        """That nothing was posted before what it refers to, of all that was posted."""
        exchanges = [each for each in self if each.method == "POST" and each.resource and each.succeeded]
        named = [(each, self._references(each.resource or "", each.body)) for each in exchanges]
        keys: dict[Any, Exchange] = {}
        for each, links in named:
            for kind, key, _ in links:
                if kind == "itself":
                    keys.setdefault(key, each)
        wrong = [
            f"  {each}\n    its {path} leads to what was posted only later: {keys[key]}"
            for each, links in named
            for kind, key, path in links
            if kind != "itself" and key in keys and keys[key].number > each.number
        ]
        if wrong:
            raise AssertionError("the dependency order was not respected:\n" + "\n".join(wrong))

    def assert_token_reused(self) -> None:
        """That no client asked for another token while the one that it had was good."""
        wrong = []
        good: dict[str, Exchange] = {}
        for each in self:
            client = each.client or ""
            if each.status == 401:
                good.pop(client, None)
            elif each.asks_for_token and each.succeeded:
                if client in good and good[client].time + _GOOD * good[client].lifetime > each.time:
                    wrong.append(f"  client {client}: {each}, though it had one from {good[client]}")
                good[client] = each
        if wrong:
            raise AssertionError("tokens were not reused:\n" + "\n".join(wrong))

    def _not_posted(
        self,
        resource: str,
        posts: Sequence[Exchange],
        fitting: Sequence[Exchange],
        found: Mapping[int, Sequence[Difference]],
        times: int | None,
        taken: int,
    ) -> str:
        """What to tell when the right documents were not posted."""
        if times is not None and (taken or times == 0):
            lines = "\n".join(f"  {each}" for each in fitting)
            return f"{resource} were posted and taken {taken} times, expected {times}:\n{lines}"
        if fitting:
            lines = "\n".join(f"  {each}\n{_reason(each)}" for each in fitting)
            return f"{resource} were posted as expected, but refused:\n{lines}"
        if not posts:
            made = [str(each) for each in self]
            left = [f"  … and {len(made) - _SHOWN} before"] if len(made) > _SHOWN else []
            lines = "\n".join([*left, *(f"  {each}" for each in made[-_SHOWN:])]) or "  none"
            return f"no {resource} were posted; the requests were:\n{lines}"
        nearest = min(posts, key=lambda each: len(found[each.number]))
        several = f" (the nearest of {len(posts)})" if len(posts) > 1 else ""
        return f"no {resource} were posted as expected{several}:\n  {nearest}\n{shown(found[nearest.number])}"


def _reason(exchange: Exchange) -> str:
    """What an answer says of itself, in lines."""
    said = exchange.answer
    if not isinstance(said, dict):
        return f"    {said or 'no body'}"
    lines = [said[name] for name in ("detail", "message", "error", "error_description") if said.get(name)]
    lines += said.get("errors") or []
    for name in ("validationErrors", "modelState"):
        lines += [f"{path}: {' '.join(texts)}" for path, texts in (said.get(name) or {}).items()]
    return "\n".join(f"    {line}" for line in lines) or f"    {said}"
