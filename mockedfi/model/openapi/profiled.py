"""The document of an API profile: its resources, as far as it reads and writes them, under its media types.

Source, in EdFi.Ods.Features/OpenApiMetadata/Strategies: ResourceStrategies/OpenApiProfileStrategy.cs,
FactoryStrategies/OpenApiMetadataPathsFactoryProfileStrategy.cs,
FactoryStrategies/OpenApiMetadataDefinitionsFactoryProfileNamingStrategy.cs.
"""

from collections.abc import Callable, Collection, Mapping, Sequence

from mockedfi.dialect import Dialect
from mockedfi.model.build.names import camel, order
from mockedfi.model.catalogue import Catalogue
from mockedfi.model.facts import Child, Extension, Node, Reference, Resource
from mockedfi.model.openapi.document import assembled
from mockedfi.model.openapi.marks import Json
from mockedfi.model.openapi.naming import Naming, prefix
from mockedfi.model.openapi.operations import Operations
from mockedfi.model.openapi.schemas import Schemas

_READABLE, _WRITABLE = "readable", "writable"
_USAGE_OF_VERB = {"get": _READABLE, "post": _WRITABLE, "put": _WRITABLE, "delete": _WRITABLE}
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
    as_written = dialect.metadata.profiles_track_written
    paths: dict[str, Json] = {}
    definitions: dict[str, Json] = {}
    ordered = sorted(kept, key=lambda usages: order(_any(usages).name))
    for usages in ordered:
        for usage, resource in usages.items():
            names = _ProfileNaming(catalogue, resource, usage)
            for name, schema in Schemas(catalogue, dialect, names).definitions([resource]).items():
                definitions.setdefault(name, schema)
            tracked = _ProfileNaming(catalogue, resource, _READABLE) if as_written else names
            shown = {*usages, _WRITABLE} if as_written else {*usages}
            for path, item in Operations(dialect, names, tracked).paths(resource):
                kept_of_it = {verb: each for verb, each in item.items() if _belongs(path, verb, item, usage, shown)}
                typed = _typed(kept_of_it, resource, media_type, tracked=as_written)
                paths.setdefault(path, {}).update(typed)
    resources = [_any(usages) for usages in ordered]
    return assembled(catalogue, dialect, resources, page_limit, paths, dict(sorted(definitions.items())))


def _any(usages: Mapping[str, Resource]) -> Resource:
    return next(iter(usages.values()))


def _belongs(path: str, verb: str, item: Json, usage: str, usages: Collection[str]) -> bool:
    """Whether an operation is described as a usage has it.

    Partitions are, if possible, as they are read, tracked changes as they are written.
    """
    if "post" in item or "put" in item:
        return _USAGE_OF_VERB[verb] == usage
    wanted = _READABLE if path.endswith("/partitions") else _WRITABLE
    return usage == wanted or wanted not in usages


def _typed(item: Json, resource: Resource, media_type: _MediaType, *, tracked: bool) -> Json:
    """Operations under the profile's media types; those of tracked changes only if told to, as if they wrote."""
    made: Json = {}
    for verb, operation in item.items():
        types = "produces" if "produces" in operation else "consumes"
        tracks = verb == "get" and types == "consumes"
        usage = _WRITABLE if tracks else _USAGE_OF_VERB[verb]
        made[verb] = operation | {types: [media_type(resource, usage)]} if tracked or not tracks else operation
    return made


class _ProfileNaming(Naming):
    """Definition names of one resource as a profile keeps it: ``edFi_school_readable``."""

    def __init__(self, catalogue: Catalogue, resource: Resource, usage: str) -> None:
        super().__init__(catalogue)
        self._usage = usage
        self._owner = camel(resource.entity)
        self._schema = prefix(resource.logical_schema)
        self._inherited = {child.entity for child in resource.children if child.inherited}

    def resource(self, resource: Resource) -> str:
        """``edFi_student_readable``."""
        return f"{super().resource(resource)}_{self._usage}"

    def child(self, child: Child) -> str:
        """``edFi_studentOtherName_readable``; collections of a base are told apart by resource."""
        owner = f"_{self._owner}" if child.entity in self._inherited else ""
        return f"{super().child(child)}{owner}_{self._usage}"

    def reference(self, reference: Reference) -> str:
        """``edFi_studentReference``, in the schema of the resource that refers."""
        return f"{self._schema}_{super().reference(reference).partition('_')[2]}"

    def bridge(self, node: Node) -> str:
        """Of the object ``_ext``."""
        return f"{super().bridge(node)}_{self._usage}"

    def extension(self, node: Node, extension: Extension) -> str:
        """Of one of the members of ``_ext``."""
        return f"{super().extension(node, extension)}_{self._usage}"
