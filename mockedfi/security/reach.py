"""Which persons an education organization is connected to: found in the store by the keys of associations."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from mockedfi.model.catalogue import Catalogue
from mockedfi.security.bygone import OldKeys
from mockedfi.security.hierarchy import Hierarchy
from mockedfi.security.subjects import ORGANIZATION, Item, Value, subject_value
from mockedfi.security.views import View
from mockedfi.store.documents import Documents, Table
from mockedfi.store.record import Change


@dataclass(frozen=True, slots=True)
class _Ends:
    """Where an association holds what it connects."""

    near: Value
    far: Value


class _Stored:
    """The associations of a table, found by the person."""

    def __init__(self, table: Table, ends: _Ends) -> None:
        self._table = table
        self._near = ends.near.reader()
        self._far = ends.far.path

    def near_of(self, far: Hashable) -> Iterable[Any]:
        """The near ends of a person, some of them perhaps more than once."""
        return map(self._near, self._table.find(self._far, far))

    def meeting(self, near: frozenset[Any]) -> Callable[[Hashable], bool]:
        """What tells whether a person is connected to any of these, as long as nothing is written."""
        find, read = self._table.lookup(self._far).find, self._near

        def meets(far: Hashable) -> bool:
            return not near.isdisjoint(map(read, find(far)))

        return meets


class _Deleted:
    """Associations that are gone, of which the tracked deletes and key changes tell."""

    def __init__(self, items: Iterable[Item], ends: _Ends) -> None:
        self._by_far: dict[Hashable, set[Any]] = {}
        for item in items:
            self._by_far.setdefault(ends.far.of_item(item), set()).add(ends.near.of_item(item))

    def near_of(self, far: Hashable) -> Iterable[Any]:
        """The near ends of a person."""
        return self._by_far.get(far, ())


class Reach:
    """Who reaches whom in one store. Each part is read from the store at its first use."""

    def __init__(self, catalogue: Catalogue, documents: Documents, below: "Reach | None" = None) -> None:
        """`below`: that of a store over which this one lies."""
        self._catalogue = catalogue
        self._documents = documents
        self.hierarchy: Hierarchy = Hierarchy(catalogue, documents, None if below is None else below.hierarchy)
        self._live: dict[str, _Stored] = {}
        self._deleted: dict[str, _Deleted] = {}
        self.commits = 0
        """How many commits there were."""
        documents.on_commit(self._follow)
        documents.on_reset(self.reset)

    def connected(self, view: View, person: str, organizations: frozenset[int]) -> bool:
        """Whether any of `organizations`, themselves and not what is below them, is connected to a person."""
        return any(self._along(view, path, len(path) - 1, person, organizations) for path in view.paths)

    def tester(self, view: View, organizations: frozenset[int]) -> Callable[[str], bool]:
        """`connected` for many persons, as long as nothing is written."""
        if view.deletes or any(len(path) > 1 for path in view.paths):
            return lambda person: self.connected(view, person, organizations)
        first, *others = [self._stored(view, path, 0).meeting(organizations) for path in view.paths]
        if not others:
            return first
        return lambda person: first(person) or any(meets(person) for meets in others)

    def organizations_of(self, view: View, person: str) -> frozenset[int]:
        """All education organizations that a person is directly connected to."""
        found: set[int] = set()
        for path in view.paths:
            ends: set[Any] = {person}
            for index in reversed(range(len(path))):
                ends = {near for edges in self._edges(view, path, index) for far in ends for near in edges.near_of(far)}
            found |= ends
        return frozenset(found)

    def near(self, view: View, path: Sequence[str], index: int, person: str) -> tuple[Any, ...]:
        """The near ends of a person by the association at `index` of one of a view's paths."""
        return tuple(dict.fromkeys(near for edges in self._edges(view, path, index) for near in edges.near_of(person)))

    def stamp(self, views: Iterable[View]) -> tuple[int, ...]:
        """Changes whenever anything that `views` or the hierarchy say may have changed."""
        parts = [self.hierarchy.generation]
        for view in views:
            if view.deletes:
                parts.append(self.commits)
            parts += [self._documents.table(name).generation for path in view.paths for name in path]
        return tuple(parts)

    def pristine(self, views: Iterable[View]) -> bool:
        """Whether `views` and the hierarchy say what they say of a store below."""
        if not self.hierarchy.pristine:
            return False
        associations = {name for view in views for path in view.paths for name in path}
        return all(self._documents.table(name).pristine for name in associations)

    def reset(self) -> None:
        """Forget everything, when the store was exchanged; it is read again at the next use."""
        with self._documents.lock:
            self.hierarchy.reset()
            self._deleted.clear()

    def _along(self, view: View, path: Sequence[str], index: int, person: str, organizations: frozenset[int]) -> bool:
        for edges in self._edges(view, path, index):
            if index == 0:
                if not organizations.isdisjoint(edges.near_of(person)):
                    return True
            elif any(self._along(view, path, index - 1, near, organizations) for near in edges.near_of(person)):
                return True
        return False

    def _edges(self, view: View, path: Sequence[str], index: int) -> Iterator[_Stored | _Deleted]:
        """What the association at `index` of one of a view's paths connects, and connected once if that counts."""
        yield self._stored(view, path, index)
        if view.deletes:
            yield self._deleted.get(path[index]) or self._gone(view, path, index)

    def _stored(self, view: View, path: Sequence[str], index: int) -> _Stored:
        found = self._live.get(path[index])
        if found is None:
            table = self._documents.table(path[index])
            found = self._live[path[index]] = _Stored(table, self._ends(view, path, index))
        return found

    def _gone(self, view: View, path: Sequence[str], index: int) -> _Deleted:
        with self._documents.lock:
            changes = self._documents.changes
            resource = self._catalogue.resources[path[index]]
            items = map(OldKeys(resource, changes).of, changes.of(resource.name))
            return self._deleted.setdefault(path[index], _Deleted(items, self._ends(view, path, index)))

    def _ends(self, view: View, path: Sequence[str], index: int) -> _Ends:
        kinds = [ORGANIZATION, *(self._far_kind(view, path, step) for step in range(len(path)))]
        resource = self._catalogue.resources[path[index]]
        values = {subject.kind: subject_value(resource, subject) for subject in resource.subjects}
        return _Ends(values[kinds[index]], values[kinds[index + 1]])

    def _far_kind(self, view: View, path: Sequence[str], step: int) -> str:
        """The last association ends at the view's person, an earlier one at the person beside the organization."""
        if step == len(path) - 1:
            return view.person
        return next(each.kind for each in self._catalogue.resources[path[step]].subjects if each.kind != ORGANIZATION)

    def _follow(self, changes: Sequence[Change]) -> None:
        self.commits += 1
        self.hierarchy.apply(changes)
        for change in changes:
            if change.key_changed and self._catalogue.resources[change.record.resource].person:
                self._deleted.clear()
            self._deleted.pop(change.record.resource, None)
