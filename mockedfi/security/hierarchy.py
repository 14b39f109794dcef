"""The education organizations: who is above whom.

Parents are what an education organization's own references name. What a claim reaches is the plain closure of these
links (EdFi.Ods.Standard/…/Structure/Ods/1302-CreateEdOrgToEdOrgTriggers.sql keeps it in a table of tuples).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from mockedfi.model.catalogue import Catalogue
from mockedfi.model.facts import Path, Resource
from mockedfi.security.subjects import ORGANIZATION, value_at
from mockedfi.store.documents import Documents
from mockedfi.store.record import Change, Record

Closures = dict[frozenset[int], tuple[int, frozenset[int]]]
"""By claims: the generation they were found in, and all within reach."""


@dataclass(frozen=True, slots=True)
class Organization:
    """One education organization."""

    id: int
    type: str
    """Its resource name, ``School``."""
    parents: tuple[int, ...]
    """In the order of its references, absent ones left out."""
    record: Record


def parent_paths(catalogue: Catalogue, resource: Resource) -> tuple[Path, ...]:
    """Where a kind of education organization names those above it."""
    base = catalogue.abstracts[ORGANIZATION]
    above = {base.name, *base.subtypes}
    return tuple(
        (reference.name, key.value.name)
        for reference in resource.references
        if reference.target in above
        for key in reference.keys
    )


class Hierarchy:
    """All education organizations of one store, kept up to date by its commits.

    Over the hierarchy of a store that lies below, it is that one until a commit touches an education organization.
    """

    def __init__(self, catalogue: Catalogue, documents: Documents, below: "Hierarchy | None" = None) -> None:
        self._documents = documents
        self._underneath = below
        self._kinds = {
            resource.name: parent_paths(catalogue, resource) for resource in catalogue.concrete(ORGANIZATION)
        }
        self._values = {
            resource.name: tuple(value_at(resource, path) for path in self._kinds[resource.name])
            for resource in catalogue.concrete(ORGANIZATION)
        }
        self._known: dict[int, Organization] | None = None
        self._children: dict[int, dict[int, None]] = {}
        self._below: Closures = {}
        self._above: Closures = {}
        self.generation = 0
        """Rises with every change."""

    def find(self, id_: int) -> Organization | None:
        """The education organization of this id."""
        return self._all().get(id_)

    def all(self) -> list[Organization]:
        """Every education organization, by id."""
        return [organization for _, organization in sorted(self._all().items())]

    @property
    def pristine(self) -> bool:
        """Whether it is that of a store below."""
        return self._underneath is not None and self._known is None

    def copy(self) -> tuple[dict[int, Organization], dict[int, dict[int, None]]]:
        """The education organizations, and the ids of those below each."""
        with self._documents.lock:
            known = dict(self._all())
            return known, {id_: dict(below) for id_, below in self._children.items()}

    def children(self, id_: int, kind: str) -> list[int]:
        """Ids of those of one kind directly below."""
        if self._known is None and self._underneath is not None:
            return self._underneath.children(id_, kind)
        known = self._all()
        found = [known.get(child) for child in tuple(self._children.get(id_, ()))]
        return [child.id for child in found if child is not None and child.type == kind]

    def below(self, claims: frozenset[int]) -> frozenset[int]:
        """The claims that exist, and everything below them."""
        if self._known is None and self._underneath is not None:
            return self._underneath.below(claims)
        return self._closure(self._below, claims, lambda id_: self._children.get(id_, ()))

    def above(self, claims: frozenset[int]) -> frozenset[int]:
        """The claims that exist, and everything above them."""
        if self._known is None and self._underneath is not None:
            return self._underneath.above(claims)
        known = self._all()

        def parents(id_: int) -> Iterable[int]:
            found = known.get(id_)
            return () if found is None else found.parents

        return self._closure(self._above, claims, parents)

    def lineage(self, id_: int) -> list[Organization]:
        """The education organization itself and those above it, nearest first."""
        known = self._all()
        start = known.get(id_)
        found = {} if start is None else {id_: start}
        for each in (queue := list(found.values())):
            for parent in map(known.get, each.parents):
                if parent is not None and parent.id not in found:
                    found[parent.id] = parent
                    queue.append(parent)
        return list(found.values())

    def apply(self, changes: Iterable[Change]) -> None:
        """Follow a commit."""
        known = self._known
        if known is None:
            if self._underneath is None or all(change.record.resource not in self._kinds for change in changes):
                return
            known, self._children = self._underneath.copy()
            self._known = known
        for change in changes:
            if change.old is not None and change.old.resource in self._kinds:
                self._remove(known, change.old)
            if change.new is not None and change.new.resource in self._kinds:
                self._add(known, change.new)

    def reset(self) -> None:
        """Forget everything; it is read again at the next use."""
        self._known = None
        self._touch()

    def _all(self) -> dict[int, Organization]:
        known = self._known
        if known is None and self._underneath is not None:
            return self._underneath._all()  # noqa: SLF001 - of its own kind
        if known is None:
            with self._documents.lock:
                known = self._known
                if known is None:
                    known, self._children = {}, {}
                    for name in self._kinds:
                        for record in self._documents.table(name).records():
                            self._add(known, record)
                    self._known = known
        return known

    def _add(self, known: dict[int, Organization], record: Record) -> None:
        document = record.document() if self._values[record.resource] else {}
        found = (value.of_document(document) for value in self._values[record.resource])
        parents = tuple(dict.fromkeys(parent for parent in found if parent is not None))
        made = known[record.key[0]] = Organization(record.key[0], record.resource, parents, record)
        for parent in parents:
            self._children.setdefault(parent, {})[made.id] = None
        self._touch()

    def _remove(self, known: dict[int, Organization], record: Record) -> None:
        gone = known.pop(record.key[0], None)
        if gone is not None:
            for parent in gone.parents:
                self._children[parent].pop(gone.id, None)
        self._touch()

    def _touch(self) -> None:
        """Closures of an earlier generation count no more; one that is being found now is of an earlier one."""
        self.generation += 1
        self._below.clear()
        self._above.clear()

    def _closure(
        self, cache: Closures, claims: frozenset[int], following: Callable[[int], Iterable[int]]
    ) -> frozenset[int]:
        known, generation = self._all(), self.generation
        remembered = cache.get(claims)
        if remembered is not None and remembered[0] == generation:
            return remembered[1]
        found = {id_ for id_ in claims if id_ in known}
        for each in (queue := list(found)):
            fresh = [id_ for id_ in tuple(following(each)) if id_ not in found and id_ in known]
            found.update(fresh)
            queue.extend(fresh)
        closed = frozenset(found)
        cache[claims] = (generation, closed)
        return closed
