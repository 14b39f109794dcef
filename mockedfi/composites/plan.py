"""A composite, compiled against the catalogue: what is shown of a row, and which rows stand within it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from mockedfi.composites.rows import Hop, Row
from mockedfi.model.facts import Path, Property, Resource

Kind = Literal["member", "id", "number", "subtype"]


@dataclass(frozen=True, slots=True)
class Member:
    """A property of a class, its own or one of the keys of its references."""

    name: str
    """In the reference's class: ``BeginDate``."""
    value: Property
    paths: tuple[Path, ...] = ()
    """Where it can stand; any that does tells its value."""
    kind: Kind = "member"
    subtypes: Mapping[str, str] = field(default_factory=dict)
    """What an abstract resource calls its subtypes, by their names: ``edfi.School``."""

    def of(self, row: Row) -> Any:
        """Its value in a row; None if there is none."""
        match self.kind:
            case "member":
                return next((found for path in self.paths if (found := _at(row.holder, path)) is not None), None)
            case "id":
                return row.record.id
            case "number":
                return row.record.number
            case "subtype":
                return self.subtypes[row.record.resource]


@dataclass(frozen=True, slots=True)
class Value:
    """A member that is shown."""

    name: str
    """In the answer."""
    member: Member


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown of a row itself."""

    values: tuple[Value, ...] = ()
    flattened: tuple["Flattened", ...] = ()


@dataclass(frozen=True, slots=True)
class Flattened:
    """What is shown of another row as if it were of this one. Without that row, this one is not shown either."""

    hop: Hop
    resource: str
    """Which the caller must have a claim for; none if empty."""
    shown: Shown


@dataclass(frozen=True, slots=True)
class Part:
    """Rows within a row."""

    name: str
    """In the answer."""
    single: bool
    """At most one, shown as an object, or as null."""
    hops: tuple[Hop, ...]
    behind: tuple[str, ...]
    """Resources on the way there, which the caller must have claims for."""
    resource: str
    """Of the rows, of which the caller must be authorized to see each; not looked at if empty."""
    entity: str
    required: bool
    """A collection that has at least one item."""
    shown: Shown
    parts: tuple["Part", ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole composite."""

    resource: Resource
    members: Mapping[str, Member]
    """What can be asked for, by names in lower case."""
    shown: Shown
    parts: tuple[Part, ...]
    faults: tuple[str, ...]
    """What the definition names and the data standard does not have; it is left out."""


def _at(holder: Any, path: Path) -> Any:
    value = holder
    for name in path:
        if value is None:
            return None
        value = value.get(name)
    return value
