"""The OpenAPI documents of composites: one a category, made at its first use.

Source: EdFi.Ods.Features/Composites/CompositesOpenApiContentProvider.cs, OpenApiMetadata/Strategies/FactoryStrategies/
OpenApiMetadataCompositePathsFactoryStrategy.cs.
"""

import re
from collections.abc import Iterator
from functools import partial

from mockedfi.composites.definition import Category, Composite
from mockedfi.composites.library import Library
from mockedfi.composites.plan import Part, Shown, Value
from mockedfi.composites.query import DEFAULT_LIMIT, MAXIMUM
from mockedfi.composites.routes import VERSION
from mockedfi.metadata.documents import Entry
from mockedfi.model.build.names import camel, order, plural
from mockedfi.model.facts import Resource
from mockedfi.model.openapi import naming, shared
from mockedfi.model.openapi.document import DATA_VERSION, TITLE
from mockedfi.model.openapi.marks import JSON_TYPE, Json, ref, shell
from mockedfi.model.openapi.schemas import DEFINITIONS, TYPES
from mockedfi.model.plan import find, own_name

SECTION = "Composites"
_ABOUT = "{title}: composites of the Ed-Fi data standard {standard}, served by mockedfi as ODS/API {version} would."
_PLACEHOLDER = re.compile(r"\{([^}]*)\}")
_NAME = "compositeName"
_RESPONSES = {
    "400": "BadRequest",
    "401": "Unauthorized",
    "403": "Forbidden",
    "404": "NotFound",
    "500": "Error",
}


def composite_entries(library: Library) -> list[Entry]:
    """One entry a category."""
    return [
        Entry(
            SECTION,
            each.name,
            f"composites/{VERSION}",
            partial(_described, library, each),
            section_path=f"{each.organization}/{each.name}",
        )
        for each in library.categories
    ]


def _described(library: Library, category: Category) -> Json:
    found = [(each, library.resource(each)) for each in sorted(category.composites, key=lambda each: order(each.name))]
    paths: Json = {}
    definitions: Json = {}
    present = [(composite, resource) for composite, resource in found if resource is not None]
    for composite, resource in present:
        paths |= _paths(category, composite, resource)
        definitions |= _Definitions(library, composite, resource).made
    metadata = library.dialect.metadata
    named = shared.responses(metadata)
    about = _ABOUT.format(
        title=category.title, standard=library.catalogue.version, version=library.dialect.version.name
    )
    return shell(TITLE, DATA_VERSION, about) | {
        "produces": [JSON_TYPE],
        "tags": [_tag(each) for each, _ in present],
        "paths": paths,
        "definitions": dict(sorted(definitions.items())),
        "parameters": _PARAMETERS,
        "responses": {name: named[name] for name in _RESPONSES.values()},
    }


_PARAMETERS: Json = {
    "offset": {"name": "offset", "in": "query", "description": "Items to skip.", "type": "integer", "format": "int32"},
    "limit": {
        "name": "limit",
        "in": "query",
        "description": "Most items to return.",
        "type": "integer",
        "format": "int32",
        "minimum": 1,
        "maximum": MAXIMUM,
        "default": DEFAULT_LIMIT,
    },
    "fields": {
        "name": "fields",
        "in": "query",
        "description": "Members to return: property1,collection1(property1,property2).",
        "type": "string",
    },
    "queryExpression": {
        "name": "q",
        "in": "query",
        "description": "Ranges of dates or numbers, with a brace where the end is left out: "
        "schoolId:[255901000..255901002],beginDate:[2016-03-07..2016-03-10}.",
        "type": "string",
    },
}


def _tag(composite: Composite) -> Json:
    name = _plural(composite)
    return {"name": name, "description": naming.sentence(naming.words(name))}


def _plural(composite: Composite) -> str:
    return camel(plural(composite.name))


def _paths(category: Category, composite: Composite, resource: Resource) -> Json:
    root = f"/{category.organization}/{category.name}"
    own = f"{root}/{plural(composite.name)}"
    by_key = [_query(resource, own_name(resource, path), path) for path in resource.identity]
    listing = [*(ref("parameters", name) for name in _PARAMETERS), *by_key]
    item = [_in_path("id"), ref("parameters", "fields")]
    paths = {
        own: {"get": _operation(composite, "", listing, many=True)},
        f"{own}/{{id}}": {"get": _operation(composite, "ById", item, many=False)},
    }
    declared = {each.name.lower() for each in composite.parameters}
    for template in category.routes:
        narrowing = [each for each in _PLACEHOLDER.findall(template) if each != _NAME]
        if len(narrowing) == 1 and narrowing[0].lower() in declared:
            shown = template.replace(f"{{{_NAME}}}", _plural(composite))
            shown = shown.replace(narrowing[0], _identifier(narrowing[0]))
            parameters = [_in_path(_identifier(narrowing[0])), *listing]
            suffix = f"By{narrowing[0].partition('.')[0]}"
            paths[f"{root}/{shown.lstrip('/')}"] = {"get": _operation(composite, suffix, parameters, many=True)}
    return paths


def _operation(composite: Composite, suffix: str, parameters: list[Json], *, many: bool) -> Json:
    schema = ref(DEFINITIONS, camel(composite.name))
    found = {"type": "array", "items": schema} if many else schema
    responses = {status: ref("responses", name) for status, name in _RESPONSES.items()}
    return {
        "tags": [_plural(composite)],
        "summary": f"Gets {naming.words(_plural(composite))}.",
        "description": "Gets a page of them." if many else "Gets the item with this identifier.",
        "operationId": f"get{plural(composite.name)}{suffix or 'All'}",
        "deprecated": False,
        "produces": [JSON_TYPE],
        "parameters": parameters,
        "responses": {"200": {"description": "Found.", "schema": found}, **responses},
    }


def _identifier(name: str) -> str:
    """``School.Id`` as ``school_id``."""
    return "_".join(camel(each) for each in name.split("."))


def _in_path(name: str) -> Json:
    return {"name": name, "in": "path", "description": "Identifier of an item.", "required": True, "type": "string"}


def _query(resource: Resource, name: str, path: tuple[str, ...]) -> Json:
    value = find(resource, path)
    about = naming.described_property(value)
    return {"name": name, "in": "query", "description": about, "required": False, **TYPES[value.type]}


class _Definitions:
    """The definitions of one composite."""

    def __init__(self, library: Library, composite: Composite, resource: Resource) -> None:
        self.made: Json = {}
        self._dates = "date-time" if library.dialect.composites.whole_moments else "date"
        plan = library.plan(composite, resource)
        self.made[camel(composite.name)] = self._object(camel(composite.name), plan.shown, plan.parts)

    def _object(self, name: str, shown: Shown, parts: tuple[Part, ...]) -> Json:
        properties = {each.name: self._value(each) for each in _values(shown)}
        for part in parts:
            inner_name = f"{name}_{part.name}"
            inner = self._object(inner_name, part.shown, part.parts)
            if part.single:
                properties[part.name] = inner | {"x-nullable": True}
            else:
                self.made[inner_name] = inner
                properties[part.name] = {"type": "array", "items": ref(DEFINITIONS, inner_name)}
        return {"type": "object", "properties": properties}

    def _value(self, value: Value) -> Json:
        kind = value.member.value
        schema = {**TYPES[kind.type], "description": naming.described_property(kind)}
        return schema | {"format": self._dates} if kind.type == "date" else schema


def _values(shown: Shown) -> Iterator[Value]:
    yield from shown.values
    for each in shown.flattened:
        yield from _values(each.shown)
