"""The definitions of a composite in its OpenAPI document.

Source: EdFi.Ods.Features/OpenApiMetadata/Factories/OpenApiMetadataDefinitionsFactory.cs, Strategies/FactoryStrategies/
OpenApiMetadataDefinitionsFactoryCompositeNamingStrategy.cs.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from mockedfi.composites.definition import Composite
from mockedfi.composites.library import Library
from mockedfi.composites.plan import Part, Shown, Value
from mockedfi.model.build.names import camel, order
from mockedfi.model.facts import Resource
from mockedfi.model.openapi import naming
from mockedfi.model.openapi.marks import Json, ref
from mockedfi.model.openapi.naming import Naming
from mockedfi.model.openapi.schemas import DEFINITIONS, ETAG, ID, LAST_MODIFIED, Schemas

_SUBTYPE: Json = {"type": "string", "description": "Which subtype it is.", "maxLength": 128}


@dataclass(frozen=True, slots=True)
class _Member:
    place: int
    name: str
    required: bool
    schema: Json


class Definitions:
    """Those of one composite, by name: its own, ``school``, and one a class within, ``school_schoolCategory``."""

    def __init__(self, library: Library, composite: Composite, resource: Resource) -> None:
        self._facts = library.dialect.metadata
        self._schemas = Schemas(library.catalogue, library.dialect, Naming(library.catalogue))
        self.made: Json = {}
        plan = library.plan(composite, resource)
        name = camel(composite.name)
        members = sorted(self._members(name, plan.shown, plan.parts), key=lambda each: (each.place, *order(each.name)))
        properties = {each.name: each.schema for each in members} | {"_etag": ETAG}
        if self._facts.last_modified_date:
            properties["_lastModifiedDate"] = LAST_MODIFIED
        self.made[name] = _object([each for each in members if each.place > 1], properties)

    def _members(self, name: str, shown: Shown, parts: tuple[Part, ...]) -> Iterator[_Member]:
        for value in _values(shown):
            yield self._scalar(value)
        for part in parts:
            inner = ref(DEFINITIONS, self._part(name, part))
            if part.single:
                yield _Member(9, part.name, required=False, schema=inner)
            else:
                text = f"{naming.sentence(naming.words(part.name))[:-1]}, in no order."
                schema = {"type": "array", "description": text, "items": inner}
                yield _Member(2 if part.required else 9, part.name, part.required, schema)

    def _scalar(self, value: Value) -> _Member:
        member = value.member
        if member.kind == "id":
            return _Member(1, value.name, required=True, schema=ID)
        if member.kind == "subtype":
            nullable = {"x-nullable": True} if self._facts.nullable else {}
            return _Member(9, value.name, required=False, schema=_SUBTYPE | nullable)
        required = member.value.required or member.value.identity
        schema = self._schemas.value(member.value, nullable=not required)
        return _Member(2 if member.value.identity else 9, value.name, required, schema)

    def _part(self, within: str, part: Part) -> str:
        """The name of the definition of the rows within a row; it is made."""
        name = f"{within}_{camel(part.entity)}"
        members = list(self._members(name, part.shown, part.parts))
        self.made.setdefault(name, _object(members, {each.name: each.schema for each in members}))
        return name


def _object(members: list[_Member], properties: Json) -> Json:
    required = [each.name for each in members if each.required]
    return {"type": "object", **({"required": required} if required else {}), "properties": properties}


def _values(shown: Shown) -> Iterator[Value]:
    yield from shown.values
    for each in shown.flattened:
        yield from _values(each.shown)
