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
_TRACKED = ("/deletes", "/keyChanges")
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
    of_written = dialect.metadata.tracked_of_written
    ordered = sorted(kept, key=lambda usages: order(_any(usages).name))
    for usages in ordered:
        for usage, resource in usages.items():
            names = _ProfileNaming(catalogue, resource, usage, tracked=_READABLE if of_written else usage)
            for name, schema in Schemas(catalogue, dialect, names).definitions([resource]).items():
                definitions.setdefault(name, schema)
            for path, item in Operations(dialect, names).paths(resource):
                shown = paths.setdefault(path, {})
                for verb, operation in item.items():
                    described, typed = _usages(path, verb, usages, of_written=of_written)
                    if described == usage:
                        shown[verb] = operation if typed is None else _typed(operation, media_type(resource, typed))
    resources = [_any(usages) for usages in ordered]
    return assembled(catalogue, dialect, resources, page_limit, paths, dict(sorted(definitions.items())))


def _any(usages: Mapping[str, Resource]) -> Resource:
    return next(iter(usages.values()))


def _usages(path: str, verb: str, usages: Collection[str], *, of_written: bool) -> tuple[str, str | None]:
    """The usage as which an operation is described, and that of its media type, if it has one of the profile's.

    `usages` are those of the resource, `of_written` is the dialect's.
    """
    if path.endswith(_TRACKED):
        if of_written:
            return _WRITABLE, _WRITABLE
        return _WRITABLE if _WRITABLE in usages else _READABLE, None
    if path.endswith("/partitions"):
        return _READABLE if _READABLE in usages else _WRITABLE, _READABLE
    return _USAGE_OF_VERB[verb], _USAGE_OF_VERB[verb]


def _typed(operation: Json, media_type: str) -> Json:
    return operation | {"produces" if "produces" in operation else "consumes": [media_type]}


class _ProfileNaming(Naming):
    """Definition names of one resource as a profile keeps it: ``edFi_school_readable``."""

    def __init__(self, catalogue: Catalogue, resource: Resource, usage: str, *, tracked: str) -> None:
        """`tracked`: the usage of which tracked changes tell."""
        super().__init__(catalogue)
        self._usage = usage
        self._tracked = tracked
        self._owner = camel(resource.entity)
        self._schema = prefix(resource.logical_schema)
        self._inherited = {child.entity for child in resource.children if child.inherited}

    def resource(self, resource: Resource) -> str:
        """``edFi_student_readable``."""
        return f"{super().resource(resource)}_{self._usage}"

    def tracked(self, resource: Resource) -> str:
        """``edFi_student_writable``."""
        return f"{super().resource(resource)}_{self._tracked}"

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
