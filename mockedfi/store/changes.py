"""What was deleted, and which keys changed: what ``/deletes`` and ``/keyChanges`` are answered from."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import orjson

from mockedfi.model.facts import Path, Resource
from mockedfi.model.plan import values_at
from mockedfi.store.layout import Row
from mockedfi.store.memory import MemoryStorage, Operation
from mockedfi.store.record import Change, Document, Key, id_of


@dataclass(frozen=True, slots=True)
class Tracked:
    """One delete, or one change of a natural key."""

    resource: str
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


class Changes:
    """Tracked deletes and key changes of one API version, oldest first."""

    def __init__(self, storage: MemoryStorage, table: str, *, keys: bool = True) -> None:
        """`keys`: whether a change of a key is tracked too."""
        self.table = table
        self._keys = keys
        self._storage = storage
        self._all: list[Tracked] | None = None
        self._of: dict[str, list[Tracked]] = {}

    def tracks(self, change: Change) -> bool:
        """Whether a change leaves a trace of its own."""
        return change.kind == "delete" or (self._keys and change.key_changed and not change.renamed)

    def of(self, resource: str) -> Sequence[Tracked]:
        """Both kinds, of a resource."""
        self.load()
        return list(self._of.get(resource, ()))

    def deletes(self, resource: str) -> Sequence[Tracked]:
        """What was deleted of a resource."""
        return [each for each in self.of(resource) if each.new is None]

    def key_changes(self, resource: str) -> Sequence[Tracked]:
        """Which keys of a resource changed."""
        return [each for each in self.of(resource) if each.new is not None]

    def __len__(self) -> int:
        return len(self.load())

    def load(self) -> list[Tracked]:
        """All of them, read at the first use: under the lock, since a compaction may want them at the same time."""
        if self._all is None:
            with self._storage.lock:
                if self._all is None:
                    tracked = self._stored()
                    self._of = {}
                    for each in tracked:
                        self._of.setdefault(each.resource, []).append(each)
                    self._all = tracked
        return self._all

    def _stored(self) -> list[Tracked]:
        stored = {number: orjson.loads(row) for number, row in self._storage.rows(self.table)}
        for number, row in self._storage.pending(self.table).items():
            stored[int(number)] = row
        return [_tracked(**row) for _, row in sorted(stored.items()) if row is not None]

    def operations(self, tracked: Sequence[Tracked]) -> list[Operation]:
        """What the journal must hold for them."""
        return [(self.table, number, _row(each)) for number, each in enumerate(tracked, len(self) + 1)]

    def add(self, tracked: Sequence[Tracked]) -> None:
        """Take over what the journal holds now."""
        found = self.load()
        for each in tracked:
            found.append(each)
            self._of.setdefault(each.resource, []).append(each)

    def replacing(self, tracked: Sequence[Tracked]) -> list[Operation]:
        """What the journal must hold for these to take the place of all."""
        rows: list[Operation] = [(self.table, number, _row(each)) for number, each in enumerate(tracked, 1)]
        return rows + self.undoing(len(tracked))

    def undoing(self, size: int) -> list[Operation]:
        """What the journal must hold for `truncate`."""
        return [(self.table, number, None) for number in range(size + 1, len(self) + 1)]

    def truncate(self, size: int) -> None:
        """Forget all but the first ones."""
        tracked = self.load()
        while len(tracked) > size:
            self._of[tracked.pop().resource].pop()

    def forget(self) -> None:
        """Read them again at the next use."""
        self._all = None
        self._of.clear()

    def rows(self) -> Callable[[], Iterator[Row]]:
        """What makes rows of the store's file of all that there are now."""
        return partial(_rows, list(self.load()))


def _rows(tracked: Sequence[Tracked]) -> Iterator[Row]:
    return ((number, orjson.dumps(_row(each))) for number, each in enumerate(tracked, 1))


def tracked_of(change: Change, resource: Resource, version: int) -> Tracked:
    """The trace of a delete or a key change."""
    before, after = change.before(), change.after()
    assert before is not None
    new = None if after is None else _key_values(after, resource)
    beside = _part(before, _paths_beside(resource))
    return Tracked(resource.name, change.record.guid, version, _key_values(before, resource), new, beside or None)


def _key_values(document: Document, resource: Resource) -> Key:
    return tuple(values_at(document, path)[0] for path in resource.identity)


def _paths_beside(resource: Resource) -> Iterator[Path]:
    """Of authorization subjects and the namespace, where the key lacks them (Structure/Ods/Changes/0200)."""
    found = [subject.path for subject in resource.subjects]
    found += [parameter.path for parameter in resource.parameters if parameter.member == "Namespace"]
    return (path for path in found if path not in resource.identity)


def _part(document: Document, paths: Iterator[Path]) -> Document:
    """What a document holds at some paths, none of which leads through a collection."""
    part: Document = {}
    for path in paths:
        for value in values_at(document, path):
            holder = part
            for name in path[:-1]:
                holder = holder.setdefault(name, {})
            holder[path[-1]] = value
    return part


def _tracked(
    resource: str, id: str, version: int, old: list[Any], new: list[Any] | None, beside: Document | None
) -> Tracked:
    return Tracked(resource, int(id, 16), version, tuple(old), None if new is None else tuple(new), beside)


def _row(tracked: Tracked) -> Mapping[str, Any]:
    return {
        "resource": tracked.resource,
        "id": tracked.id,
        "version": tracked.version,
        "old": tracked.old,
        "new": tracked.new,
        "beside": tracked.beside,
    }
