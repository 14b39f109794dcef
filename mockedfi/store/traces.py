"""What is remembered of one resource's deletes and key changes: old ones compressed, since there is no end to them."""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, NamedTuple

import orjson

from mockedfi.store.record import Document, Key, id_of

HIGHEST = 2**63 - 1
"""No change version is higher."""

_TOGETHER = 256
"""Traces that are compressed at a time."""


@dataclass(frozen=True, slots=True)
class Tracked:
    """One delete, or one change of a natural key."""

    resource: str
    """Or the abstract base."""
    guid: int
    version: int
    """The change version of the delete or the key change itself."""
    old: Key
    """The values of the key that was, in the order of the resource's identity, as the document had them."""
    new: Key | None = None
    """The values of the key that came; None for a delete."""
    beside: Document | None = None
    """What else of the document that was tells who may see it: a part of that document."""

    @property
    def id(self) -> str:
        """32 lower-case hex digits."""
        return id_of(self.guid)


def row_of(tracked: Tracked) -> dict[str, Any]:
    """A trace as JSON, without its resource."""
    return {
        "id": tracked.id,
        "version": tracked.version,
        "old": tracked.old,
        "new": tracked.new,
        "beside": tracked.beside,
    }


def tracked_from(
    resource: str, id: str, version: int, old: list[Any], new: list[Any] | None, beside: Document | None
) -> Tracked:
    """A trace from that JSON and its resource."""
    return Tracked(resource, int(id, 16), version, tuple(old), None if new is None else tuple(new), beside)


Numbered = tuple[int, Tracked]
"""A trace, and its place among those of all resources."""


class _Compressed(NamedTuple):
    """Some traces that follow each other."""

    last: int
    """The place of the last one."""
    lowest: int
    highest: int
    """Change versions."""
    data: bytes

    @classmethod
    def of(cls, traces: Sequence[Numbered]) -> "_Compressed":
        """Some traces, in order."""
        versions = [tracked.version for _, tracked in traces]
        data = orjson.dumps([(number, row_of(tracked)) for number, tracked in traces])
        return cls(traces[-1][0], min(versions), max(versions), zlib.compress(data, 1))

    def traces(self, resource: str) -> list[Numbered]:
        """The same traces."""
        return [(number, tracked_from(resource, **row)) for number, row in orjson.loads(zlib.decompress(self.data))]


class Traces:
    """The traces of one resource, oldest first. Whoever writes holds the store's lock; who reads needs none."""

    def __init__(self, resource: str) -> None:
        self._resource = resource
        self._state: tuple[tuple[_Compressed, ...], list[Numbered]] = ((), [])
        """Compressed ones, and those that came since: a list that is only appended to."""

    def add(self, number: int, tracked: Tracked) -> None:
        """Take in a trace that is later than all others."""
        compressed, recent = self._state
        recent.append((number, tracked))
        if len(recent) == _TOGETHER:
            self._state = (*compressed, _Compressed.of(recent)), []

    def truncate(self, last: int) -> None:
        """Forget all after a place."""
        compressed, recent = self._state
        while compressed and compressed[-1].last > last:
            compressed, recent = compressed[:-1], compressed[-1].traces(self._resource)
        self._state = compressed, [each for each in recent if each[0] <= last]

    def copy(self) -> "Traces":
        """The same traces, to go their own way."""
        copied = Traces(self._resource)
        compressed, recent = self._state
        copied._state = compressed, recent[:]
        return copied

    def numbered(self, low: int = 0, high: int = HIGHEST) -> Iterator[Numbered]:
        """Those with change versions from `low` to `high`, as they are now, with their places."""
        compressed, recent = self._state
        recent = recent[:]
        met = (each.traces(self._resource) for each in compressed if each.lowest <= high and each.highest >= low)
        yield from (each for each in chain(chain.from_iterable(met), recent) if low <= each[1].version <= high)
