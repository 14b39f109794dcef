"""The items of a resource that a caller sees, found as far as somebody asked and remembered while nothing changes."""

import threading
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Generic, TypeVar

from mockedfi.security.filters import Filter, Keep
from mockedfi.security.repeats import Times, repeated
from mockedfi.security.subjects import Item

I = TypeVar("I", bound=Item)  # noqa: E741 - an item
_MOST = 256
"""Listings remembered at a time."""
_CHUNK = 4096
"""Items looked at at once, at most."""


class Listing(Generic[I]):
    """What remains of a sequence of items, searched no further than needed."""

    def __init__(self, items: Iterable[I], keep: Keep, times: Times | None = None) -> None:
        """`times`: how often each is shown, if not once."""
        self._rest: Iterator[I] | None = iter(items)
        self._keep = keep
        self._times = times
        self._found: list[I] = []
        self._lock = threading.Lock()

    def page(self, offset: int, limit: int) -> Sequence[I]:
        """At most `limit` visible items from `offset` on."""
        self._search(offset + limit)
        return self._found[offset : offset + limit]

    def following(self, key: Callable[[I], int], least: int, limit: int) -> Sequence[I]:
        """At most `limit` visible items from the first whose `key` is `least` or more; they come in its order."""
        while self._rest is not None and (not self._found or key(self._found[-1]) < least):
            self._search(len(self._found) + 1)
        return self.page(bisect_left(self._found, least, key=key), limit)

    def count(self) -> int:
        """How many are visible."""
        self._search(None)
        return len(self._found)

    def all(self) -> Sequence[I]:
        """All that are visible; not to be changed."""
        self._search(None)
        return self._found

    def __iter__(self) -> Iterator[I]:
        """All that are visible, searched as one goes."""
        place = 0
        while True:
            self._search(place + 1)
            if place >= len(self._found):
                return
            yield self._found[place]
            place += 1

    def _search(self, wanted: int | None) -> None:
        with self._lock:
            while self._rest is not None and (wanted is None or len(self._found) < wanted):
                missing = _CHUNK if wanted is None else min(wanted - len(self._found), _CHUNK)
                items = list(islice(self._rest, missing))
                if not items:
                    self._rest = None
                kept = filter(self._keep, items)
                self._found += kept if self._times is None else repeated(kept, self._times)


@dataclass(frozen=True, slots=True)
class Remembered(Generic[I]):
    """A listing, good for as long as its stamp stays the same; none, as long as that of a store below is the same."""

    filters: Sequence[Filter]
    """They tell what the stamp is, and whether a store below has the same list."""
    stamp: Hashable = None
    listing: Listing[I] | None = None


class Listings(Generic[I]):
    """The listings of a store, those that were asked for last."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, Remembered[I]] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, key: Hashable) -> Remembered[I] | None:
        """What was kept of this key, good or not."""
        with self._lock:
            known = self._kept.get(key)
            if known is not None:
                self._kept.move_to_end(key)
            return known

    def keep(self, key: Hashable, listing: Remembered[I]) -> None:
        """Remember a listing, in place of the one that has the key."""
        with self._lock:
            self._kept[key] = listing
            self._kept.move_to_end(key)
            while len(self._kept) > _MOST:
                self._kept.popitem(last=False)

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._kept.clear()
