"""The OpenAPI documents of composites: one a category, made at its first use.

Source: EdFi.Ods.Features/Composites/CompositesOpenApiContentProvider.cs, CompositeResourceModelBuilder.cs,
OpenApiMetadata/Strategies/FactoryStrategies/OpenApiMetadataCompositePathsFactoryStrategy.cs and
OpenApiMetadataDefinitionsFactoryCompositeNamingStrategy.cs.
"""

import re
from collections.abc import Iterator
from functools import partial

from mockedfi.composites.definition import Category, Composite, Parameter
from mockedfi.composites.described import Definitions
from mockedfi.composites.library import Library
from mockedfi.composites.routes import VERSION
from mockedfi.dialect.metadata import Metadata
from mockedfi.metadata.documents import COMPOSITES, Entry
from mockedfi.model.build.names import camel, order, plural
from mockedfi.model.facts import Resource
from mockedfi.model.openapi import naming, shared
from mockedfi.model.openapi.document import DATA_VERSION, TITLE
from mockedfi.model.openapi.marks import JSON_TYPE, Json, ref, shell
from mockedfi.model.openapi.operations import query
from mockedfi.model.openapi.schemas import DEFINITIONS, LINK, TYPES
from mockedfi.model.plan import own_name
from mockedfi.problems import Refusal

_ABOUT = "{title}: composites of the Ed-Fi data standard {standard}, served by mockedfi as ODS/API {version} would."
_PLACEHOLDER = re.compile(r"\{([^}]*)\}")
_NAME = "compositeName"
_LISTING = ("offset", "limit", "fields", "queryExpression")


def composite_entries(library: Library, page_limit: int) -> list[Entry]:
    """One entry a category."""
    return [
        Entry(
            COMPOSITES,
            each.name,
            f"composites/{VERSION}",
            partial(_described, library, each, page_limit),
            section_path=f"{each.organization}/{each.name}",
        )
        for each in library.categories
    ]


def _described(library: Library, category: Category, page_limit: int) -> Json:
    found = [(each, library.resource(each)) for each in sorted(category.composites, key=lambda each: order(each.name))]
    paths: Json = {}
    definitions: Json = {"link": LINK}
    present = [(composite, resource) for composite, resource in found if resource is not None]
    for composite, resource in present:
        paths |= dict(_Operations(library, category, composite, resource).paths())
        definitions |= Definitions(library, composite, resource).made
    facts = library.dialect.metadata
    about = _ABOUT.format(
        title=category.title, standard=library.catalogue.version, version=library.dialect.version.name
    )
    return shell(TITLE, DATA_VERSION, about) | {
        "produces": [JSON_TYPE],
        "tags": [_tag(each) for each, _ in present],
        "paths": paths,
        "definitions": dict(sorted(definitions.items())),
        "parameters": shared.parameters(facts, page_limit, composites=True),
        "responses": shared.responses(facts, composites=True),
    }


def _tag(composite: Composite) -> Json:
    name = camel(plural(composite.name))
    return {"name": name, "description": naming.sentence(naming.words(name))}


class _Operations:
    """The paths of one composite and their operations."""

    def __init__(self, library: Library, category: Category, composite: Composite, resource: Resource) -> None:
        self._library = library
        self._facts: Metadata = library.dialect.metadata
        self._category = category
        self._composite = composite
        self._resource = resource
        self._plural = plural(composite.name)

    def paths(self) -> Iterator[tuple[str, Json]]:
        """Those of every composite, then those of the category that it has a parameter for."""
        root = f"/{self._category.organization}/{self._category.name}"
        by_key = list(self._by_key())
        item = [shared.ID_IN_PATH, *_named("If-None-Match", "fields")]
        yield f"{root}/{self._plural}", {"get": self._get("", by_key, many=True)}
        yield f"{root}/{self._plural}/{{id}}", {"get": self._get("ById", item, many=False)}
        declared = {each.name.lower() for each in self._composite.parameters}
        for template in self._category.routes:
            narrowing = [each for each in _PLACEHOLDER.findall(template) if each != _NAME]
            if len(narrowing) == 1 and narrowing[0].lower() in declared:
                name = _identifier(narrowing[0])
                path = template.replace(f"{{{_NAME}}}", camel(self._plural)).replace(narrowing[0], name)
                parameters = [*self._queryable(), *by_key, shared.ID_IN_PATH | {"name": name}]
                suffix = f"By{narrowing[0].partition('.')[0]}"
                yield f"{root}/{path.lstrip('/')}", {"get": self._get(suffix, parameters, many=True)}

    def _by_key(self) -> Iterator[Json]:
        """The key of the base resource, as query parameters."""
        identity = {own_name(self._resource, path) for path in self._resource.identity}
        for each in self._resource.parameters:
            if each.name in identity:
                yield query(self._resource, each, identity=True)

    def _queryable(self) -> Iterator[Json]:
        """The composite's own parameters that may be given in the query."""
        for each in self._composite.parameters:
            if each.queryable:
                yield {"name": _identifier(each.name), "in": "query", "required": False, **self._type(each)}

    def _type(self, parameter: Parameter) -> Json:
        try:
            value = self._library.path(parameter, self._resource).member.value
        except Refusal:
            return {"description": naming.sentence(naming.words(parameter.name)), "type": "string"}
        return {"description": naming.described_property(value), **TYPES[value.type]}

    def _get(self, suffix: str, parameters: list[Json], *, many: bool) -> Json:
        schema = ref(DEFINITIONS, camel(self._composite.name))
        responses = shared.reading(self._facts, {"type": "array", "items": schema} if many else schema)
        before = _named(*_LISTING) if many else []
        return {
            "tags": [camel(self._plural)],
            "summary": f"Gets {naming.words(camel(self._plural))}.",
            "description": "Gets a page of them." if many else "Gets the item with this identifier.",
            "operationId": f"get{self._plural}{suffix}",
            "deprecated": False,
            "produces": [JSON_TYPE],
            "parameters": [*before, *parameters, *shared.snapshot(self._facts)],
            "responses": dict(sorted(responses.items())),
        }


def _named(*names: str) -> list[Json]:
    return [ref("parameters", name) for name in names]


def _identifier(name: str) -> str:
    """``School.Id`` as ``school_id``."""
    return "_".join(camel(each) for each in name.split("."))
