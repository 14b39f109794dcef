"""Why requests were refused, for as long as somebody may ask: the newest ones, by their own id or by correlation id.

May import: nothing of ours. Must not know: how an explanation came about, or how it is shown.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

HEADER = "Mockedfi-Explanation"
"""The response header that names an explanation: the one departure from the reference's headers."""


@runtime_checkable
class Explains(Protocol):
    """Anything that says why."""

    def as_json(self) -> dict[str, Any]:
        """What there is to say, with camelCase keys."""


@dataclass(frozen=True, slots=True)
class Failed:
    """The server failed on a request, as the reference does on the same."""

    what: str
    """What it cannot cope with: a sentence."""

    @property
    def reason(self) -> str:
        """The sentence, and whose fault it is."""
        return f"The Ed-Fi ODS/API fails on this, hence mockedfi too: {self.what}"

    def as_json(self) -> dict[str, Any]:
        """Outcome and reason, as the explanations of refusals tell theirs."""
        return {"outcome": "failed", "reason": self.reason}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """An explanation on the shelf, and the request that it is about."""

    id: str
    correlation: str
    """The request's correlation id; nothing if it explains no request."""
    method: str
    root: str
    """URL of the version's root, without a trailing slash."""
    path: str
    """Below the root."""
    why: Explains

    def as_json(self) -> dict[str, Any]:
        """The explanation, after what it is about. What it wants posted is posted below ``root``."""
        about: dict[str, Any] = {"id": self.id, "root": self.root}
        if self.correlation:
            about["correlationId"] = self.correlation
            about["request"] = {"method": self.method, "url": self.root + self.path}
        return {**about, **self.why.as_json()}


class Explanations:
    """A bounded shelf."""

    def __init__(self, new_id: Callable[[], str], most: int = 1000) -> None:
        """`new_id` makes identifiers; beyond `most` explanations the oldest is given up."""
        self._new_id = new_id
        self._most = most
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, why: Explains, correlation: str = "", *, method: str = "", root: str = "", path: str = "") -> str:
        """Put an explanation on the shelf, with what there is to say of the request; its id."""
        with self._lock:
            id = self._new_id()
            self._kept[id] = Kept(id=id, correlation=correlation, method=method, root=root, path=path, why=why)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
            return id

    def find(self, id: str) -> Kept | None:
        """The explanation of this id, or the latest one of a request with this correlation id."""
        with self._lock:
            if id in self._kept:
                return self._kept[id]
            return next((each for each in reversed(self._kept.values()) if id and each.correlation == id), None)
