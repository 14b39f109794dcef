"""Paths and their operations.

Source: EdFi.Ods.Features/OpenApiMetadata/Factories/OpenApiMetadataPathsFactory.cs.
"""

from collections.abc import Iterator, Sequence

from mockedfi.dialect import Dialect
from mockedfi.model.build.names import camel
from mockedfi.model.facts import TEXT_TYPES, Parameter, Property, Resource
from mockedfi.model.openapi import shared
from mockedfi.model.openapi.marks import JSON_TYPE, Json, ref
from mockedfi.model.openapi.naming import Naming, described_property, plural_class, words
from mockedfi.model.openapi.schemas import DEFINITIONS, DEPRECATED, IDENTITY, TYPES
from mockedfi.model.plan import find, own_name

NOT_TRACKED = "SchoolYearType"
"""The one resource without ``/deletes`` (EdFi.Ods.Features/ChangeQueries/ChangeQueriesConstants.cs)."""
_WINDOW = ("MinChangeVersion", "MaxChangeVersion")
_TRACKED_PARAMETERS = ("offset", "limit", *_WINDOW)


class Operations:
    """Paths in the way of one dialect.

    Args:
        dialect: whose way it is.
        names: of definitions.
        tracked: of those of tracked changes, if they are others.
    """

    def __init__(self, dialect: Dialect, names: Naming, tracked: Naming | None = None) -> None:
        self.facts = dialect.metadata
        self.names = names
        self._tracked_names = tracked or names
        self._window = _WINDOW if dialect.metadata.change_queries else ()

    def paths(self, resource: Resource) -> Iterator[tuple[str, Json]]:
        """The paths of a resource, in the reference's order."""
        path = f"/{resource.namespace}/{resource.plural}"
        yield path, {"get": self._get_many(resource), "post": self._post(resource)}
        yield (
            f"{path}/{{id}}",
            {"get": self._get(resource), "put": self._put(resource), "delete": self._delete(resource)},
        )
        if resource.name != NOT_TRACKED and self.facts.change_queries:
            yield f"{path}/deletes", {"get": self._deletes(resource)}
            if self.facts.key_changes:
                yield f"{path}/keyChanges", {"get": self._key_changes(resource)}
        if self.facts.partitions:
            yield f"{path}/partitions", {"get": self._partitions(resource)}

    def _get_many(self, resource: Resource) -> Json:
        read = shared.reading(self.facts, {"type": "array", "items": self._definition(resource)})
        paging = ["offset", "limit"]
        if self.facts.partitions:
            paging += ["pageToken", "pageSize"]
            description = "Token of the next page; absent after the last one."
            read["200"]["headers"] = {"Next-Page-Token": {"description": description, "type": "string"}}
        paging += [*self._window, "totalCount"]
        return self._operation(
            resource,
            f"get{plural_class(resource)}",
            f"Lists {words(resource.plural)}.",
            "Lists the items that equal the example given by the query parameters, page by page.",
            parameters=[*_named(paging), *self._example(resource)],
            responses=read,
            produces=True,
        )

    def _partitions(self, resource: Resource) -> Json:
        responses = shared.referred({"400": "BadRequest", "401": "Unauthorized", "403": "Forbidden", "500": "Error"})
        named = ["numberOfPartitions", *self._window]
        return self._operation(
            resource,
            f"get{plural_class(resource)}Partitions",
            f"Divides {words(resource.plural)} into partitions to be read side by side.",
            "Returns page tokens, each the first one of a partition.",
            parameters=[*_named(named), *self._example(resource)],
            responses=responses | {"200": ref("responses", "Partitions")},
            produces=True,
        )

    def _get(self, resource: Resource) -> Json:
        return self._operation(
            resource,
            f"get{plural_class(resource)}ById",
            f"Gets one of the {words(resource.plural)}.",
            "Gets the item with this identifier.",
            parameters=[shared.ID_IN_PATH, *_named(["If-None-Match"]), *shared.snapshot(self.facts)],
            responses=shared.reading(self.facts, self._definition(resource)),
            produces=True,
        )

    def _post(self, resource: Resource) -> Json:
        return self._operation(
            resource,
            f"post{resource.entity}",
            f"Creates or updates one of the {words(resource.plural)}.",
            "Creates the item, or updates the one that has the same natural key.",
            parameters=[self._body(resource)],
            responses=self._written({"200": "Updated", "201": "Created"}),
        )

    def _put(self, resource: Resource) -> Json:
        effect = "Its natural key stays."
        if resource.updatable:
            effect = "Its natural key may change; references to it follow."
        operation = self._operation(
            resource,
            f"put{resource.entity}",
            f"Updates one of the {words(resource.plural)}.",
            f"Replaces the item with this identifier. {effect}",
            parameters=[shared.ID_IN_PATH, _if_match("replace"), self._body(resource)],
            responses=self._written({"204": "Updated", "404": "NotFound"}),
        )
        if resource.updatable:
            operation["x-Ed-Fi-isUpdatable"] = True
        return operation

    def _delete(self, resource: Resource) -> Json:
        return self._operation(
            resource,
            f"delete{resource.entity}ById",
            f"Deletes one of the {words(resource.plural)}.",
            "Deletes the item with this identifier, unless others refer to it.",
            parameters=[shared.ID_IN_PATH, _if_match("delete")],
            responses=self._written({"204": "Deleted", "404": "NotFound"}),
        )

    def _deletes(self, resource: Resource) -> Json:
        name = "deletedResource"
        if self.facts.key_changes:
            name = f"trackedChanges_{self._tracked_names.resource(resource)}Delete"
        return self._tracked(resource, "deletes", "Tells which items were deleted.", name)

    def _key_changes(self, resource: Resource) -> Json:
        name = f"trackedChanges_{self._tracked_names.resource(resource)}KeyChange"
        return self._tracked(resource, "keyChanges", "Tells which items' natural keys were changed.", name)

    def _tracked(self, resource: Resource, kind: str, summary: str, definition: str) -> Json:
        named = [*_TRACKED_PARAMETERS, "totalCount"] if self.facts.key_changes else _TRACKED_PARAMETERS
        return self._operation(
            resource,
            f"{kind}{plural_class(resource)}",
            summary,
            f"{summary[:-1]}, by change version.",
            parameters=[*_named(named), *shared.snapshot(self.facts)],
            responses=shared.reading(self.facts, {"type": "array", "items": ref(DEFINITIONS, definition)}),
        )

    def _operation(
        self,
        resource: Resource,
        operation_id: str,
        summary: str,
        description: str,
        *,
        parameters: Sequence[Json],
        responses: Json,
        produces: bool = False,
    ) -> Json:
        return {
            "tags": [resource.plural],
            "summary": summary,
            "description": description,
            "operationId": operation_id,
            "deprecated": resource.deprecated,
            "produces" if produces else "consumes": [JSON_TYPE],
            "parameters": list(parameters),
            "responses": dict(sorted(responses.items())),
        }

    def _example(self, resource: Resource) -> Iterator[Json]:
        """Query by example, the snapshot's header, the members of identification codes."""
        hidden = None
        if resource.surrogate is not None and not self.facts.surrogate_parameters:
            hidden = resource.surrogate.name
        identity = {own_name(resource, path) for path in resource.identity}
        if resource.descriptor and resource.surrogate is not None and hidden is None:
            identity = {resource.surrogate.name}
        codes = []
        for each in resource.parameters:
            if _of_a_collection(each):
                codes.append(each)
            elif each.name != hidden:
                yield query(resource, each, identity=each.name in identity)
        yield from shared.snapshot(self.facts)
        kept = {child.name for child in resource.children}
        yield from (query(resource, each, identity=False) for each in codes if each.path[0] in kept)

    def _body(self, resource: Resource) -> Json:
        name = camel(resource.entity)
        return {
            "name": name,
            "in": "body",
            "description": "The item.",
            "required": True,
            "schema": self._definition(resource),
        }

    def _definition(self, resource: Resource) -> Json:
        return ref(DEFINITIONS, self.names.resource(resource))

    def _written(self, results: dict[str, str]) -> Json:
        named = {
            "400": "BadRequest",
            "401": "Unauthorized",
            "403": "Forbidden",
            "409": "Conflict",
            "412": "PreconditionFailed",
            "500": "Error",
        }
        written = shared.referred(named | results)
        if self.facts.change_queries:
            text = f"Snapshots are read-only: the header {self.facts.snapshot_header} was sent."
            written["405"] = {"description": text}
        return written


def _of_a_collection(parameter: Parameter) -> bool:
    """Whether a parameter is looked for in a collection of identification codes, not in a reference.

    A profile that keeps no such collection takes it from the documents
    (EdFi.Ods.Common/Providers/Queries/ResourceIdentificationCodePropertiesProvider.cs).
    """
    return len(parameter.path) > 1 and not parameter.path[0].endswith("Reference")


def query(resource: Resource, parameter: Parameter, *, identity: bool) -> Json:
    """A query parameter, marked if it is part of the key."""
    try:
        value = find(resource, parameter.path)
    except KeyError:
        value = None
    made = {"name": parameter.name, "in": "query", "description": words(parameter.name), "required": False}
    if value is not None:
        made = _query(parameter.name, value)
    elif parameter.name == "id":
        made |= {"description": "Identifier of the item.", **TYPES["string"]}
    else:
        made |= TYPES[parameter.type]
    if identity:
        made[IDENTITY] = True
    return made


def _query(name: str, value: Property) -> Json:
    made: Json = {"name": name, "in": "query", "description": described_property(value), "required": False}
    made |= TYPES[value.type]
    if value.max_length and value.type in TEXT_TYPES:
        made["maxLength"] = value.max_length
    return made | (DEPRECATED if value.deprecated else {})


def _if_match(verb: str) -> Json:
    text = f"ETag of the version to {verb}; of another version nothing is changed."
    return {"name": "If-Match", "in": "header", "description": text, "type": "string"}


def _named(names: Sequence[str]) -> list[Json]:
    return [ref("parameters", name) for name in names]
