"""The document of an API profile: its resources, as far as it reads and writes them, under its media types.

Source, in EdFi.Ods.Features/OpenApiMetadata/Strategies: ResourceStrategies/OpenApiProfileStrategy.cs,
FactoryStrategies/OpenApiMetadataPathsFactoryProfileStrategy.cs,
FactoryStrategies/OpenApiMetadataDefinitionsFactoryProfileNamingStrategy.cs.
"""

from collections.abc import Callable, Mapping, Sequence

from mockedfi.dialect import Dialect
from mockedfi.model.build.names import camel, order
from mockedfi.model.catalogue import Catalogue
from mockedfi.model.facts import Child, Extension, Node, Resource
from mockedfi.model.openapi.document import assembled
from mockedfi.model.openapi.marks import Json
from mockedfi.model.openapi.naming import Naming
from mockedfi.model.openapi.operations import Operations
from mockedfi.model.openapi.schemas import Schemas

_USAGE_OF_VERB = {"get": "readable", "post": "writable", "put": "writable", "delete": "writable"}
_MediaType = Callable[[Resource, str], str]
"""(resource, usage) to the media type of the profile."""


def profiled(
    catalogue: Catalogue,
    dialect: Dialect,
    kept: Sequence[Mapping[str, Resource]],
    media_type: _MediaType,
    page_limit: int,
) -> Json:
    """The document that describes a profile.

    Args:
        catalogue: to which the resources belong.
        dialect: whose document it is.
        kept: for each resource of the profile, by usage (``readable``, ``writable``), what it keeps.
        media_type: for requests and answers.
        page_limit: the most items that a page may have.
    """
    paths: dict[str, Json] = {}
    definitions: dict[str, Json] = {}
    ordered = sorted(kept, key=lambda usages: order(_any(usages).name))
    for usages in ordered:
        for usage, resource in usages.items():
            names = _ProfileNaming(catalogue, resource, usage)
            for name, schema in Schemas(catalogue, dialect, names).definitions([resource]).items():
                definitions.setdefault(name, schema)
            for path, item in Operations(dialect, names).paths(resource):
                paths.setdefault(path, {}).update(_operations(item, resource, usage, usages, media_type))
    resources = [_any(usages) for usages in ordered]
    shown = {path: item for path, item in paths.items() if item}
    return assembled(catalogue, dialect, resources, page_limit, shown, dict(sorted(definitions.items())))


def _any(usages: Mapping[str, Resource]) -> Resource:
    return next(iter(usages.values()))


def _operations(
    item: Json, resource: Resource, usage: str, usages: Mapping[str, Resource], media_type: _MediaType
) -> Json:
    """Of the operations of one path, those of the usage; what only tells of changes belongs to both."""
    on_items = "post" in item or "put" in item
    found: Json = {}
    for verb, operation in item.items():
        if not on_items:
            if usage == next(iter(usages)):
                found[verb] = operation
        elif _USAGE_OF_VERB[verb] == usage:
            types = "produces" if verb == "get" else "consumes"
            found[verb] = operation | {types: [media_type(resource, usage)]}
    return found


class _ProfileNaming(Naming):
    """Definition names of one resource as a profile keeps it: ``edFi_school_readable``."""

    def __init__(self, catalogue: Catalogue, resource: Resource, usage: str) -> None:
        super().__init__(catalogue)
        self._usage = usage
        self._owner = camel(resource.entity)
        self._inherited = {each.entity for child in resource.children if child.inherited for each in _below(child)}

    def resource(self, resource: Resource) -> str:
        """``edFi_student_readable``."""
        return f"{super().resource(resource)}_{self._usage}"

    def child(self, child: Child) -> str:
        """``edFi_studentOtherName_readable``; what belongs to a base is told apart by resource."""
        owner = f"_{self._owner}" if child.entity in self._inherited else ""
        return f"{super().child(child)}{owner}_{self._usage}"

    def bridge(self, node: Node) -> str:
        """Of the object ``_ext``."""
        return f"{super().bridge(node)}_{self._usage}"

    def extension(self, node: Node, extension: Extension) -> str:
        """Of one of the members of ``_ext``."""
        return f"{super().extension(node, extension)}_{self._usage}"


def _below(child: Child) -> list[Child]:
    found = [child]
    for each in found:
        found.extend(each.children)
    return found
