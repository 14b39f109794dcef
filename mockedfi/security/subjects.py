"""What of a document is authorized: the values by which a caller must reach it.

A value is read from a document by its path, and from a stored record's key wherever it is a part of that, so that
filtering a list needs no documents.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from mockedfi.model.facts import Path, Resource, Subject

ORGANIZATION = "EducationOrganization"
"""The abstract base of education organizations, and the kind of subjects that hold one's id."""
_NAMESPACE = "Namespace"
_USI = "USI"
_ID = "Id"


class Item(Protocol):
    """What a list consists of: a stored record, or a tracked change that remembers an old key."""

    @property
    def key(self) -> tuple[Any, ...]:
        """The natural key."""

    @property
    def owner(self) -> str | int | None:
        """The ownership token stamped on it."""

    def document(self) -> dict[str, Any]:
        """The document, without what the server adds."""


@dataclass(frozen=True, slots=True)
class OldKey:
    """What a tracked change remembers of a document: its key, and what else authorization may look at."""

    resource: Resource
    key: tuple[Any, ...]
    """In the order of the resource's identity."""
    beside: Mapping[str, Any] | None = None
    owner: str | int | None = None

    def document(self) -> dict[str, Any]:
        """A document that has nothing but this."""
        made: dict[str, Any] = dict(self.beside or {})
        for path, value in zip(self.resource.identity, self.key, strict=True):
            holder = made
            for name in path[:-1]:
                inner = dict(holder.get(name, {}))
                holder[name] = inner
                holder = inner
            holder[path[-1]] = value
        return made


@dataclass(frozen=True, slots=True)
class Value:
    """Where a resource carries one value, and how to read it."""

    path: Path
    index: int | None
    """Position in the natural key, if it is a part of that."""

    def of_document(self, document: Mapping[str, Any]) -> Any:
        """The value in a document, None if absent; a number 0 counts as absent, as the reference's default does."""
        value: Any = document
        for name in self.path:
            value = value.get(name)
            if value is None:
                return None
        return value or None

    def of(self, item: Mapping[str, Any] | Item) -> Any:
        """The value in a document or in a stored item."""
        return self.of_document(item) if isinstance(item, Mapping) else self.of_item(item)

    def of_item(self, item: Item) -> Any:
        """The same of a stored item."""
        return self.of_document(item.document()) if self.index is None else item.key[self.index]

    def reader(self) -> Callable[[Item], Any]:
        """`of_item` compiled for a loop over many."""
        index = self.index
        if index is None:
            return self.of_item
        return lambda item: item.key[index]


def value_at(resource: Resource, path: Path) -> Value:
    """How to read the value at `path` of a resource's documents. A descriptor's key is in lower case, so not read."""
    in_key = path in resource.identity and not resource.descriptor
    return Value(path, resource.identity.index(path) if in_key else None)


def subject_value(resource: Resource, subject: Subject) -> Value:
    """How to read an authorization subject."""
    return value_at(resource, subject.path)


def namespace_value(resource: Resource, *, suffixed: bool) -> Value | None:
    """How to read what NamespaceBased compares; None if the resource has nothing of the kind, or more than one.

    `suffixed`: a single property whose name ends in Namespace will do (NamespaceAuthorizationConvention.cs).
    """
    found = {each.member: each.path for each in resource.parameters if each.member.endswith(_NAMESPACE)}
    found |= {each.member: (each.name,) for each in resource.properties if each.member == _NAMESPACE}
    if _NAMESPACE in found:
        return value_at(resource, found[_NAMESPACE])
    if suffixed and len(found) == 1:
        return value_at(resource, next(iter(found.values())))
    return None


def has_candidates(resource: Resource, organizations: Iterable[str]) -> bool:
    """Whether any column could be a subject, so that the reference has a provider of subjects for the resource.

    `organizations`: names of the columns that hold education organization ids
    (EdFi.Ods.CodeGen/Generators/EntityAuthorizationContextProviders.cs).
    """
    if resource.subjects:
        return True
    own = [each.column for each in resource.properties]
    referred = [key.value.column for reference in resource.references for key in reference.keys]
    endings = (_USI, *organizations)
    return any(column.endswith(endings) for column in (*own, *referred))


def is_person(subject: Subject) -> bool:
    """Whether the subject is a person."""
    return subject.kind != ORGANIZATION


def organization_id(kind: str) -> str:
    """The column of an education organization's id: ``SchoolId``."""
    return kind + _ID
