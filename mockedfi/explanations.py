"""Why requests were refused, for as long as somebody may ask: the newest ones, by their own id or by correlation id.

May import: nothing of ours. Must not know: how an explanation came about, or how it is shown.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, Protocol, runtime_checkable

HEADER = "Mockedfi-Explanation"
"""The response header that names an explanation: the one departure from the reference's headers."""


@runtime_checkable
class Explains(Protocol):
    """Anything that says why."""

    def as_json(self) -> dict[str, Any]:
        """What there is to say, with camelCase keys."""


class Explanations:
    """A bounded shelf."""

    def __init__(self, new_id: Callable[[], str], most: int = 1000) -> None:
        """`new_id` makes identifiers; beyond `most` explanations the oldest is given up."""
        self._new_id = new_id
        self._most = most
        self._kept: OrderedDict[str, tuple[str, Explains]] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, explanation: Explains, correlation: str) -> str:
        """Put an explanation on the shelf; its id."""
        with self._lock:
            id = self._new_id()
            self._kept[id] = correlation, explanation
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
            return id

    def find(self, id: str) -> Explains | None:
        """The explanation of this id, or the latest one of a request with this correlation id."""
        with self._lock:
            if id in self._kept:
                return self._kept[id][1]
            return next((each for correlation, each in reversed(self._kept.values()) if correlation == id), None)
