"""What was deleted, and which keys changed: what ``/deletes`` and ``/keyChanges`` are answered from."""

import heapq
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

import orjson

from mockedfi.model.facts import Path, Resource
from mockedfi.model.plan import values_at
from mockedfi.store.layout import Row
from mockedfi.store.memory import MemoryStorage, Operation
from mockedfi.store.record import Change, Document, Key
from mockedfi.store.traces import HIGHEST, Numbered, Traces, Tracked, row_of, tracked_from


class Changes:
    """Tracked deletes and key changes of one API version, oldest first."""

    def __init__(self, storage: MemoryStorage, table: str, *, keys: bool = True, bases: bool = False) -> None:
        """`keys`: whether a change of a key is tracked too. `bases`: whether a delete is, at an abstract base."""
        self.table = table
        self._keys = keys
        self._bases = bases
        self._storage = storage
        self._of: dict[str, Traces] | None = None
        self._size = 0

    def tracks(self, change: Change) -> bool:
        """Whether a change leaves a trace of its own."""
        return change.kind == "delete" or (self._keys and change.key_changed and not change.renamed)

    def places(self, resource: Resource) -> tuple[str, ...]:
        """Of which resource or base a change is tracked, once for each: a subtype, unless it is a descriptor, leaves
        that to its base.
        """
        if not self._bases or resource.base is None:
            return (resource.name,)
        return (resource.name, resource.base) if resource.descriptor else (resource.base,)

    def of(self, resource: str, low: int = 0, high: int = HIGHEST) -> Iterator[Tracked]:
        """Both kinds, of a resource or base, as they are now: those with change versions from `low` to `high`."""
        traces = self._loaded().get(resource)
        return iter(()) if traces is None else (tracked for _, tracked in traces.numbered(low, high))

    def deletes(self, resource: str, low: int = 0, high: int = HIGHEST) -> Iterator[Tracked]:
        """What was deleted of a resource; see `of`."""
        return (each for each in self.of(resource, low, high) if each.new is None)

    def key_changes(self, resource: str, low: int = 0, high: int = HIGHEST) -> Iterator[Tracked]:
        """Which keys of a resource changed; see `of`."""
        return (each for each in self.of(resource, low, high) if each.new is not None)

    def __len__(self) -> int:
        self._loaded()
        return self._size

    def __iter__(self) -> Iterator[Tracked]:
        """All of them, as they are now."""
        return (tracked for _, tracked in _merged(self.copies().values()))

    def operations(self, tracked: Sequence[Tracked]) -> list[Operation]:
        """What the journal must hold for them."""
        return [(self.table, number, _row(each)) for number, each in enumerate(tracked, len(self) + 1)]

    def add(self, tracked: Iterable[Tracked]) -> None:
        """Take over what the journal holds now."""
        found = self._loaded()
        for each in tracked:
            self._size += 1
            _add(found, self._size, each)

    def adopt(self, other: "Changes") -> None:
        """Have what others have, in place of all: the old ones are shared with them."""
        self._of, self._size = other.copies(), len(other)

    def replacing(self, other: "Changes") -> list[Operation]:
        """What the journal must hold for `adopt`."""
        rows: list[Operation] = [(self.table, number, _row(each)) for number, each in enumerate(other, 1)]
        return rows + self.undoing(len(other))

    def undoing(self, size: int) -> list[Operation]:
        """What the journal must hold for `truncate`."""
        return [(self.table, number, None) for number in range(size + 1, len(self) + 1)]

    def truncate(self, size: int) -> None:
        """Forget all but the first ones."""
        if size < len(self):
            for traces in self._loaded().values():
                traces.truncate(size)
            self._size = size

    def forget(self) -> None:
        """Read them again at the next use."""
        self._of = None

    def copies(self) -> dict[str, Traces]:
        """All of them by resource, to go their own way."""
        with self._storage.lock:
            return {resource: traces.copy() for resource, traces in self._loaded().items()}

    def rows(self) -> Callable[[], Iterator[Row]]:
        """What makes rows of the store's file of all that there are now."""
        return partial(_rows, self.copies().values())

    def _loaded(self) -> dict[str, Traces]:
        """By resource, read at the first use: under the lock, since a compaction may want them at the same time."""
        found = self._of
        if found is None:
            with self._storage.lock:
                found = self._of
                if found is None:
                    found, size = {}, 0
                    for tracked in self._stored():
                        size += 1
                        _add(found, size, tracked)
                    self._of, self._size = found, size
        return found

    def _stored(self) -> Iterator[Tracked]:
        stored = dict(self._storage.rows(self.table))
        pending = {int(number): row for number, row in self._storage.pending(self.table).items()}
        for number in sorted(stored.keys() | pending.keys()):
            row = pending[number] if number in pending else orjson.loads(stored[number])
            if row is not None:
                yield tracked_from(**row)


def _add(traces: dict[str, Traces], number: int, tracked: Tracked) -> None:
    found = traces.get(tracked.resource)
    if found is None:
        found = traces[tracked.resource] = Traces(tracked.resource)
    found.add(number, tracked)


def tracked_of(change: Change, resource: Resource, place: str, version: int) -> Tracked:
    """The trace of a delete or a key change of a resource, at one of its `places`."""
    before, after = change.before(), change.after()
    assert before is not None
    new = None if after is None else _key_values(after, resource)
    beside = _part(before, _paths_beside(resource))
    return Tracked(place, change.record.guid, version, _key_values(before, resource), new, beside or None)


def _key_values(document: Document, resource: Resource) -> Key:
    return tuple(values_at(document, path)[0] for path in resource.identity)


def _paths_beside(resource: Resource) -> Iterator[Path]:
    """Of authorization subjects and the namespace, where the key lacks them (Structure/Ods/Changes/0200)."""
    found = [subject.path for subject in resource.subjects]
    found += [parameter.path for parameter in resource.parameters if parameter.member == "Namespace"]
    return (path for path in found if path not in resource.identity and resource.tracks(path))


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


def _merged(traces: Iterable[Traces]) -> Iterator[Numbered]:
    return heapq.merge(*(each.numbered() for each in traces), key=lambda numbered: numbered[0])


def _rows(traces: Iterable[Traces]) -> Iterator[Row]:
    return ((number, orjson.dumps(_row(tracked))) for number, tracked in _merged(traces))


def _row(tracked: Tracked) -> dict[str, object]:
    return {"resource": tracked.resource, **row_of(tracked)}
