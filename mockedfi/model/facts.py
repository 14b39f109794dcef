"""What a data standard says of its resources, as frozen facts. No code here knows a resource by name.

Names on the wire are camelCase (`name`); `member` is the same thing in the reference's classes (PascalCase), which its
error texts print; `column` and `table` are those of its database, from which other texts are made.
Every tuple of members stands in the order in which the reference writes them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Type = Literal["string", "boolean", "int16", "int32", "int64", "decimal", "date", "datetime", "time", "descriptor"]
TEXT_TYPES: tuple[Type, ...] = ("string", "descriptor")
BITS: Mapping[str, int] = {"int16": 16, "int32": 32, "int64": 64}
"""Of whole numbers, by type."""
Path = tuple[str, ...]
"""Member names from the document's root; a collection's name stands for each of its items."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """A scalar member of a resource, of a child, or of a reference (its key)."""

    name: str
    """On the wire: ``entryGradeLevelDescriptor``."""
    member: str
    """In the reference's classes: ``EntryGradeLevelDescriptor``."""
    column: str
    """In the reference's table: ``EntryGradeLevelDescriptorId``."""
    type: Type
    required: bool = False
    identity: bool = False
    """Part of the primary key of its resource or item."""
    max_length: int | None = None
    min_length: int | None = None
    precision: int | None = None
    scale: int | None = None
    minimum: float | None = None
    maximum: float | None = None
    descriptor: str | None = None
    """For a descriptor: the resource name of its kind, ``GradeLevelDescriptor``."""
    person: str | None = None
    """For a unique id that stands for a surrogate key (USI): the person's resource name, ``Student``."""
    deprecated: bool = False
    """Documents mark it; a later data standard may not have it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceKey:
    """One key of a reference: the inner member, and where its value lives on both sides."""

    value: Property
    """The inner member (``schoolId`` of ``courseOfferingReference``); its column is the *referring* table's."""
    parameter: str
    """The value's name as the referring resource's own: ``locationSchoolId``."""
    target: Path
    """Where the target's document carries the value: ``("schoolReference", "schoolId")``."""
    contextual: bool = False
    """Repeats the key of the node that holds this one, hence may be left out where the reference fills it in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """An object that holds the key of a document of another resource."""

    name: str
    """``locationSchoolReference``."""
    member: str
    target: str
    """Name of the resource, or of the abstract base, referred to."""
    role: str
    keys: tuple[ReferenceKey, ...]
    required: bool
    identity: bool
    implied: bool = False
    """All its values also come from other members: it shows when they are set, given or not."""
    cascade: bool = False
    """A change of the target's key rewrites this document (the reference's ON UPDATE CASCADE)."""
    order: int = 0
    """Position of the foreign key in its table, hence the order in which the database refuses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A class with members: a resource, an item of a collection, or an embedded object."""

    entity: str
    """The reference's entity: ``EducationOrganizationAddress``."""
    table: str
    """Physical table name, as the reference's PostgreSQL has it: lower case, shortened where too long."""
    schema: str = "edfi"
    """Physical schema."""
    primary_key: tuple[str, ...] = ()
    """Columns, in the table's order."""
    properties: tuple[Property, ...] = ()
    references: tuple[Reference, ...] = ()
    children: tuple["Child", ...] = ()
    extensions: tuple["Extension", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Child(Node):
    """A collection, or an embedded object, of another node."""

    name: str
    """On the wire: ``addresses``, ``contentStandard``."""
    member: str
    """In the reference's classes: ``EducationOrganizationAddresses``, ``LearningStandardContentStandard``."""
    many: bool
    required: bool
    inherited: bool = False
    """Belongs to the abstract base."""
    item_key: tuple[Path, ...] = ()
    """What tells the items of one collection apart, as paths within the item."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension(Node):
    """What an extension adds to a node: the object ``_ext.{name}``."""

    name: str
    """On the wire: ``tpdm``."""
    logical_name: str
    """``TPDM``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource(Node):
    """A resource: the root of a document."""

    name: str
    """``StudentSchoolAssociation``."""
    namespace: str = "ed-fi"
    """Schema segment of its URL and of its resource claim."""
    logical_schema: str = "Ed-Fi"
    plural: str
    """URL segment, ``studentSchoolAssociations``."""
    base: str | None = None
    """Abstract base: ``EducationOrganization``, ``GeneralStudentProgramAssociation``, ``Descriptor``."""
    identity: tuple[Path, ...]
    """Where the natural key's parts stand, in the order of the primary key's columns."""
    key_names: tuple[str, ...] = ()
    """What references to this resource call the parts of `identity`, in the same order."""
    surrogate: Property | None = None
    """The server's own key behind the natural one: ``StudentUSI`` of a person, ``TermDescriptorId`` of a descriptor."""
    surrogate_shown: bool = False
    """GET shows `surrogate`, before the properties; what a body says of it counts for nothing."""
    updatable: bool = False
    """PUT may change its natural key."""
    deprecated: bool = False
    """Documents mark its operations; a later data standard may not have it."""
    person: bool = False
    """Its key is a surrogate (USI) behind a unique id: Student, Staff, Parent, Contact."""
    descriptor: bool = False
    unifications: tuple[tuple[Path, ...], ...] = ()
    """Classes of paths that carry one column, hence must be equal; the first is the one the texts name."""
    subjects: tuple["Subject", ...] = ()
    """What relationship-based authorization looks at."""
    parameters: tuple["Parameter", ...] = ()
    """Query by example."""
    order: int = 0
    """Load order: a resource stands after everything it refers to."""

    def tracks(self, path: Path) -> bool:
        """Whether tracked changes know what stood at a path: a part of the key, or what else must be there.

        Source: EdFi.Ods.Standard/…/Structure/Ods/Changes/0200-CreateTrackedChangeTables.sql.
        """
        members: tuple[Property | Reference, ...] = (*self.properties, *self.references)
        return path in self.identity or any(each.required for each in members if each.name == path[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """An authorization subject: a value of the document, by which the caller must reach it."""

    name: str
    """As the texts print it: ``SchoolId``, ``StudentUniqueId``."""
    column: str
    """``SchoolId``, ``StudentUSI``."""
    kind: str
    """``Student``, ``Staff``, ``Parent``, ``Contact``, or ``EducationOrganization``."""
    path: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """A query parameter of GET many and the member it compares."""

    name: str
    member: str
    """In the reference's request class, as its texts print it."""
    path: Path
    type: Type
    descriptor: str | None = None
    person: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Abstract:
    """A base without documents of its own: a reference to it is met by any of its subtypes."""

    name: str
    schema: str = "edfi"
    namespace: str = "ed-fi"
    plural: str
    table: str
    primary_key: tuple[str, ...]
    identity: tuple[str, ...]
    """Names of its key parts, in the order of `primary_key`; a subtype's `identity` stands in the same order."""
    subtypes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DataStandard:
    """A whole catalogue."""

    name: str
    """``5.2``"""
    version: str
    """As discovery prints it: ``5.2.0``."""
    resources: Mapping[str, Resource] = field(default_factory=dict)
    abstracts: Mapping[str, Abstract] = field(default_factory=dict)
