"""Joins: a reference, or a descriptor value, that leads from the documents of one resource to those of another.

Source of the names of linked collections: EdFi.Ods.Common/Models/Domain/AssociationView.cs.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from mockedfi.model.build.names import role
from mockedfi.model.catalogue import Catalogue
from mockedfi.model.facts import Path, Property, Reference, Resource
from mockedfi.model.openapi.naming import plural_class
from mockedfi.model.plan import fold_of, values_at
from mockedfi.store.documents import Documents, Record


class Join(Protocol):
    """Both ends of it."""

    @property
    def holder(self) -> str:
        """Name of the resource whose documents refer."""

    @property
    def target(self) -> str:
        """Name of the resource, or abstract base, that is referred to."""

    def within(self, prefix: Path) -> "Join":
        """The same from further up: the objects that hold it are at `prefix`."""

    def forward(self, holder: Mapping[str, Any], documents: Documents) -> Record | None:
        """What an object refers to."""

    def backward(self, record: Record, documents: Documents) -> Sequence[Record]:
        """The documents that refer to a record."""


@dataclass(frozen=True, slots=True)
class ReferenceJoin:
    """By a reference."""

    holder: str
    target: str
    name: str
    parts: tuple[tuple[str, bool], ...]
    """The reference's keys, in the order of the target's: (name, whether values compare without regard to case)."""
    telling: int
    """Which of them tells the most."""
    prefix: Path = ()

    def within(self, prefix: Path) -> "ReferenceJoin":
        """From further up."""
        return ReferenceJoin(self.holder, self.target, self.name, self.parts, self.telling, prefix)

    def forward(self, holder: Mapping[str, Any], documents: Documents) -> Record | None:
        """What an object refers to."""
        key = self._key(holder.get(self.name) or {})
        return None if None in key else documents.resolve(self.target, key)

    def backward(self, record: Record, documents: Documents) -> Sequence[Record]:
        """The documents that refer to a record: found by one part of its key, compared with all of it."""
        path = (*self.prefix, self.name)
        found = documents.table(self.holder).find((*path, self.parts[self.telling][0]), record.key[self.telling])
        if len(self.parts) == 1:
            return found
        return [each for each in found if record.key in map(self._key, values_at(each.document(), path))]

    def _key(self, reference: Mapping[str, Any]) -> tuple[Any, ...]:
        values = ((reference.get(name), fold) for name, fold in self.parts)
        return tuple(value.lower() if fold and value is not None else value for value, fold in values)


@dataclass(frozen=True, slots=True)
class DescriptorJoin:
    """By a descriptor value."""

    holder: str
    target: str
    name: str
    prefix: Path = ()

    def within(self, prefix: Path) -> "DescriptorJoin":
        """From further up."""
        return DescriptorJoin(self.holder, self.target, self.name, prefix)

    def forward(self, holder: Mapping[str, Any], documents: Documents) -> Record | None:
        """What an object refers to."""
        value = holder.get(self.name)
        return None if value is None else documents.descriptor(self.target, value)

    def backward(self, record: Record, documents: Documents) -> Sequence[Record]:
        """The documents that refer to a descriptor."""
        return documents.table(self.holder).find((*self.prefix, self.name), "#".join(record.key))


def by_reference(holder: str, reference: Reference, catalogue: Catalogue) -> ReferenceJoin:
    """The join of a reference in documents of `holder`."""
    keys = {each.value.name: each.value for each in reference.keys}
    names = catalogue.key_names(reference.target)
    telling = min(range(len(names)), key=lambda place: _vagueness(keys[names[place]]))
    parts = tuple((name, fold_of(keys[name])) for name in names)
    return ReferenceJoin(holder, reference.target, reference.name, parts, telling)


def by_descriptor(holder: str, value: Property) -> DescriptorJoin:
    """The join of a descriptor value in documents of `holder`."""
    assert value.descriptor is not None
    return DescriptorJoin(holder, value.descriptor, value.name)


def linked(resource: Resource, catalogue: Catalogue) -> dict[str, Join]:
    """What refers to a resource, by the names of its linked collections in lower case.

    A role is told only where one resource refers twice. What an abstract base refers to, its subtypes do not.
    """
    found: dict[str, Join] = {}
    for name in catalogue.referring(resource.name):
        holder = catalogue.resources[name]
        joins = list(_joins(holder, resource, catalogue))
        for shown_role, join in joins:
            plural = plural_class(holder)
            told = shown_role if len(joins) > 1 and not plural.startswith(shown_role) else ""
            found.setdefault(f"{told}{plural}".lower(), join)
    return found


def _joins(holder: Resource, target: Resource, catalogue: Catalogue) -> Iterator[tuple[str, Join]]:
    for reference in holder.references:
        if reference.target == target.name and not (holder.base and reference.identity):
            yield reference.role, by_reference(holder.name, reference, catalogue)
    for value in holder.properties:
        if value.descriptor == target.name:
            yield role([(value.column, f"{target.name}Id")], target.name), by_descriptor(holder.name, value)


def _vagueness(value: Property) -> int:
    """How many items share one value of a key's part, roughly."""
    if value.person:
        return 0
    return {"string": 1, "int32": 2, "int64": 2, "date": 3, "datetime": 3}.get(value.type, 4)
