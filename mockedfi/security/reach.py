"""Which persons an education organization is connected to, kept up to date by the store's commits."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import Any

from mockedfi.model.catalogue import Catalogue
from mockedfi.security.bygone import OldKeys
from mockedfi.security.hierarchy import Hierarchy
from mockedfi.security.subjects import ORGANIZATION, Item, subject_value
from mockedfi.security.views import View
from mockedfi.store.documents import Documents
from mockedfi.store.layered import Layered
from mockedfi.store.record import Change


class Edges:
    """What one kind of association connects, seen from its far end: by person, the near ends and how often."""

    def __init__(
        self, catalogue: Catalogue, association: str, near: str, far: str, below: "Edges | None" = None
    ) -> None:
        """`near` and `far`: the kinds of its two ends; `below`: what a store below connects, of which this differs."""
        resource = catalogue.resources[association]
        ends = {subject.kind: subject_value(resource, subject).reader() for subject in resource.subjects}
        self._near = ends[near]
        self._far = ends[far]
        self.by_far: dict[Hashable, dict[Any, int]] | Layered[Hashable, dict[Any, int]] = {}
        self.generation = 0
        """Rises with every change."""
        self._layers: Layered[Hashable, dict[Any, int]] | None = None
        if below is not None:
            self.by_far = self._layers = Layered(below.by_far)

    def near_of(self, far: Hashable) -> tuple[Any, ...]:
        """The near ends of a person."""
        return tuple(self.by_far.get(far, ()))

    def meets(self, far: Hashable, near: frozenset[Any]) -> bool:
        """Whether a person is connected to any of these."""
        found = self.by_far.get(far)
        return found is not None and not near.isdisjoint(found)

    def add(self, item: Item) -> None:
        """Take an association in."""
        found = self._of(self._far(item))
        near = self._near(item)
        found[near] = found.get(near, 0) + 1
        self.generation += 1

    def remove(self, item: Item) -> None:
        """Let an association go."""
        far, near = self._far(item), self._near(item)
        found = self._of(far)
        if found[near] > 1:
            found[near] -= 1
        else:
            del found[near]
            if not found:
                del self.by_far[far]
        self.generation += 1

    def _of(self, far: Hashable) -> dict[Any, int]:
        """The near ends of a person, to be changed."""
        found = self.by_far.get(far)
        if found is None or (self._layers is not None and self._layers.own(far) is None):
            found = self.by_far[far] = dict(found or {})
        return found


class Reach:
    """Who reaches whom in one store. Each part is read from the store at its first use."""

    def __init__(self, catalogue: Catalogue, documents: Documents, below: "Reach | None" = None) -> None:
        """`below`: that of a store over which this one lies."""
        self._catalogue = catalogue
        self._documents = documents
        self._below = below
        self.hierarchy: Hierarchy = Hierarchy(catalogue, documents, None if below is None else below.hierarchy)
        self._live: dict[str, Edges] = {}
        self._deleted: dict[str, Edges] = {}
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
        first, *others = [self.edges(view, path, 0).meets for path in view.paths]
        if not others:
            return lambda person: first(person, organizations)
        return lambda person: first(person, organizations) or any(meets(person, organizations) for meets in others)

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
            for path in view.paths:
                for index in range(len(path)):
                    parts.extend(edges.generation for edges in self._edges(view, path, index))
        return tuple(parts)

    def pristine(self, views: Iterable[View]) -> bool:
        """Whether `views` and the hierarchy say what they say of a store below."""
        if not self.hierarchy.pristine:
            return False
        associations = {name for view in views for path in view.paths for name in path}
        return all(self._documents.table(name).pristine for name in associations)

    def edges(self, view: View, path: Sequence[str], index: int) -> Edges:
        """What the association at `index` of one of a view's paths connects now."""
        return self._live.get(path[index]) or self._read(view, path, index)

    def reset(self) -> None:
        """Forget everything, when the store was exchanged; it is read again at the next use."""
        with self._documents.lock:
            self.hierarchy.reset()
            self._live.clear()
            self._deleted.clear()

    def _along(self, view: View, path: Sequence[str], index: int, person: str, organizations: frozenset[int]) -> bool:
        for edges in self._edges(view, path, index):
            if index == 0:
                if edges.meets(person, organizations):
                    return True
            elif any(self._along(view, path, index - 1, near, organizations) for near in edges.near_of(person)):
                return True
        return False

    def _edges(self, view: View, path: Sequence[str], index: int) -> Iterator[Edges]:
        yield self.edges(view, path, index)
        if view.deletes:
            yield self._deleted.get(path[index]) or self._read_deleted(view, path, index)

    def _read(self, view: View, path: Sequence[str], index: int) -> Edges:
        with self._documents.lock:
            below = None if self._below is None else self._below.edges(view, path, index)
            edges = self._made(view, path, index, below)
            for before, after in self._documents.table(path[index]).differences():
                if before is not None:
                    edges.remove(before)
                if after is not None:
                    edges.add(after)
            return self._live.setdefault(path[index], edges)

    def _read_deleted(self, view: View, path: Sequence[str], index: int) -> Edges:
        with self._documents.lock:
            edges = self._made(view, path, index)
            resource = self._catalogue.resources[path[index]]
            old_keys = OldKeys(resource, self._documents.changes)
            for tracked in self._documents.changes.of(resource.name):
                edges.add(old_keys.of(tracked))
            return self._deleted.setdefault(path[index], edges)

    def _made(self, view: View, path: Sequence[str], index: int, below: Edges | None = None) -> Edges:
        kinds = [ORGANIZATION, *(self._far_kind(view, path, step) for step in range(len(path)))]
        return Edges(self._catalogue, path[index], kinds[index], kinds[index + 1], below)

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
            edges = self._live.get(change.record.resource)
            if edges is not None:
                if change.old is not None:
                    edges.remove(change.old)
                if change.new is not None:
                    edges.add(change.new)
