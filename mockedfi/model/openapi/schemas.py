"""Definitions: what documents, their parts and their references look like.

Source: EdFi.Ods.Features/OpenApiMetadata/Factories/OpenApiMetadataDefinitionsFactory.cs.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mockedfi.dialect import Dialect
from mockedfi.model.build.names import order
from mockedfi.model.catalogue import Catalogue
from mockedfi.model.facts import TEXT_TYPES, Child, Extension, Node, Property, Reference, ReferenceKey, Resource, Type
from mockedfi.model.openapi import naming
from mockedfi.model.openapi.marks import Json, ref
from mockedfi.model.openapi.naming import Naming
from mockedfi.model.plan import find, own_name

DEFINITIONS = "definitions"
TYPES: Mapping[Type, Json] = {
    "string": {"type": "string"},
    "boolean": {"type": "boolean"},
    "int16": {"type": "integer", "format": "int32"},
    "int32": {"type": "integer", "format": "int32"},
    "int64": {"type": "integer", "format": "int64"},
    "decimal": {"type": "number", "format": "double"},
    "date": {"type": "string", "format": "date"},
    "datetime": {"type": "string", "format": "date-time"},
    "time": {"type": "string"},
    "descriptor": {"type": "string"},
}
"""EdFi.Ods.Common/Models/Domain/PropertyTypeExtensions.cs."""

IDENTITY = "x-Ed-Fi-isIdentity"
DEPRECATED: Json = {"x-Ed-Fi-isDeprecated": True, "x-Ed-Fi-deprecatedReasons": "Deprecated by the data model."}
STANDARD_SCHEMA = "edfi"
LINK: Json = {
    "type": "object",
    "properties": {
        "rel": {"type": "string", "description": "Name of the resource referred to."},
        "href": {"type": "string", "description": "Path of the item referred to."},
    },
}
ETAG: Json = {"type": "string", "description": "Changes with every version of the item."}
LAST_MODIFIED: Json = {"type": "string", "format": "date-time", "description": "When the item was last changed."}
ID: Json = {"type": "string", "description": "Identifier of the item in this API."}
_NUMBERS = frozenset({"int16", "int32", "decimal"})


@dataclass(frozen=True, slots=True)
class _Member:
    sort: tuple[int, str, str]
    name: str
    required: bool
    schema: Json


class Schemas:
    """Definitions in the way of one dialect."""

    def __init__(self, catalogue: Catalogue, dialect: Dialect, names: Naming, *, general: bool = False) -> None:
        """`general` leaves ``_ext`` of the standard's own classes open, whatever extensions there are."""
        self.catalogue = catalogue
        self.facts = dialect.metadata
        self.names = names
        self._dated = dialect.metadata.last_modified_date
        self._general = general

    def definitions(self, resources: Iterable[Resource]) -> dict[str, Json]:
        """Of the resources, their parts and their references, by name, sorted."""
        made: dict[str, Json] = {"link": LINK}
        if self.facts.change_queries and not self.facts.key_changes:
            made["deletedResource"] = _tracked({})
        for resource in resources:
            made |= self._resource(resource)
            for node in _nodes(resource):
                if isinstance(node, Child):
                    made.setdefault(self.names.child(node), self._child(node))
                for reference in node.references:
                    made.setdefault(self.names.reference(reference), self._reference(reference))
                made |= self._extensions(node)
        return dict(sorted(made.items()))

    def additions(self, schema: str) -> dict[str, Json]:
        """What the extension of a physical schema adds to resources, and the references of these resources."""
        made: dict[str, Json] = {}
        for resource in self.catalogue.resources.values():
            nodes = list(_nodes(resource))
            added = [(node, each) for node in nodes for each in node.extensions if each.schema == schema]
            for node, extension in added:
                made[self.names.extension(node, extension)] = self._child(extension)
                inner = [each for each in _nodes(extension) if isinstance(each, Child)]
                made |= {self.names.child(each): self._child(each) for each in inner}
            for reference in (each for node in nodes for each in node.references) if added else ():
                made.setdefault(self.names.reference(reference), self._reference(reference))
        return made

    def value(self, value: Property, *, identity: bool | None = None, nullable: bool | None = None) -> Json:
        """The schema of a scalar member."""
        schema: Json = {**TYPES[value.type], "description": naming.described_property(value)}
        if value.identity if identity is None else identity:
            schema[IDENTITY] = True
        if value.max_length and value.type in TEXT_TYPES:
            schema["maxLength"] = value.max_length
        if self.facts.ranges:
            schema |= _limits(value)
        if value.deprecated:
            schema |= DEPRECATED
        if self.facts.nullable and (not value.required if nullable is None else nullable):
            schema["x-nullable"] = True
        return schema

    def _resource(self, resource: Resource) -> dict[str, Json]:
        name = self.names.resource(resource)
        made = {name: self._body(resource)}
        if self.facts.change_queries and self.facts.key_changes:
            key = ref(DEFINITIONS, f"trackedChanges_{name}Key")
            made[f"trackedChanges_{name}Key"] = self._key(resource)
            made[f"trackedChanges_{name}Delete"] = _tracked({"keyValues": key})
            made[f"trackedChanges_{name}KeyChange"] = _tracked({"oldKeyValues": key, "newKeyValues": key})
        return made

    def _body(self, resource: Resource) -> Json:
        members = [*self._scalars(resource), *self._lists(resource), *self._objects(resource)]
        members += self._references(resource)
        properties = {"id": ID} | {each.name: each.schema for each in sorted(members, key=lambda each: each.sort)}
        properties["_etag"] = ETAG
        if self._dated:
            properties["_lastModifiedDate"] = LAST_MODIFIED
        properties |= self._extended(resource, standard=not resource.descriptor)
        return _described(properties, members)

    def _child(self, node: Child | Extension) -> Json:
        members = [*self._scalars(node), *self._references(node), *self._lists(node), *self._objects(node)]
        properties = {each.name: each.schema for each in members}
        return _described(properties | self._extended(node, standard=True), members)

    def _scalars(self, node: Node) -> Iterator[_Member]:
        if isinstance(node, Resource) and node.descriptor and node.surrogate is not None and not self._by_value(node):
            shown = self.value(node.surrogate, identity=True, nullable=False)
            yield _Member((2, *order(node.surrogate.member)), node.surrogate.name, required=False, schema=shown)
        for value in sorted(node.properties, key=lambda each: (not each.identity, each.type != "descriptor")):
            identity = value.identity or (self._by_value(node) and isinstance(node, Resource) and _names(node, value))
            required = value.required or value.identity
            schema = self.value(value, identity=identity, nullable=not required)
            yield _Member((2 if identity else 9, *order(value.member)), value.name, required, schema)

    def _by_value(self, node: Node) -> bool:
        """Whether this is a descriptor whose namespace and code value are marked as its identity."""
        return self.facts.identity_of_descriptors and isinstance(node, Resource) and node.descriptor

    def _lists(self, node: Node) -> Iterator[_Member]:
        for child in node.children:
            if child.many:
                sort = (2 if child.required else 9, *order(child.name))
                yield _Member(sort, child.name, child.required, self._items(child))

    def _objects(self, node: Node) -> Iterator[_Member]:
        for child in node.children:
            if not child.many:
                required = child.required and self.facts.required_objects
                schema = ref(DEFINITIONS, self.names.child(child))
                yield _Member((9, *order(child.name)), child.name, required, schema)

    def _references(self, node: Node) -> Iterator[_Member]:
        for reference in node.references:
            schema = ref(DEFINITIONS, self.names.reference(reference))
            yield _Member((3, *order(reference.member)), reference.name, reference.required, schema)

    def _items(self, child: Child) -> Json:
        return {
            "type": "array",
            "description": f"{naming.sentence(naming.words(child.name))[:-1]}, in no order.",
            "items": ref(DEFINITIONS, self.names.child(child)),
        }

    def _reference(self, reference: Reference) -> Json:
        identity = self.facts.identity_of_references
        properties = {}
        for key in sorted(reference.keys, key=lambda each: order(each.value.member)):
            properties[key.value.name] = self.value(key.value, identity=identity, nullable=False)
            if self.facts.ranges:
                properties[key.value.name] |= _limits(self._origin(reference, key))
        return _object(properties | {"link": ref(DEFINITIONS, "link")}, list(properties))

    def _origin(self, reference: Reference, key: ReferenceKey) -> Property:
        """The property that a reference's key repeats, through the target's own references."""
        target = self.catalogue.concrete(reference.target)[0]
        for each in target.references:
            for inner in each.keys:
                if (each.name, inner.value.name) == key.target:
                    return self._origin(each, inner)
        try:
            return find(target, key.target)
        except KeyError:  # a subtype's own name for the key of its abstract base
            return key.value

    def _extended(self, node: Node, *, standard: bool) -> Json:
        """The member ``_ext``, if there is one."""
        if self._general:
            is_open = standard and node.schema == STANDARD_SCHEMA
            return {"_ext": {"type": "object", "description": "Extensions.", "properties": {}}} if is_open else {}
        return {"_ext": ref(DEFINITIONS, self.names.bridge(node))} if node.extensions else {}

    def _extensions(self, node: Node) -> dict[str, Json]:
        if self._general or not node.extensions:
            return {}
        made: dict[str, Json] = {}
        members: Json = {}
        for extension in node.extensions:
            used = self.names.extension(node, extension)
            member = extension.name if self.facts.extensions_as_written else naming.proper(extension.logical_name)
            members[member] = ref(DEFINITIONS, used)
            made[used] = self._child(extension)
        return {self.names.bridge(node): _object(members, []), **made}

    def _key(self, resource: Resource) -> Json:
        values = [(own_name(resource, path), find(resource, path)) for path in resource.identity]
        return _object({name: self.value(value, identity=True, nullable=False) for name, value in values}, [])


def _nodes(node: Node) -> Iterator[Node]:
    yield node
    below: tuple[Child | Extension, ...] = (*node.children, *node.extensions)
    for each in below:
        yield from _nodes(each)


def _limits(value: Property) -> Json:
    limits: Json = {}
    if value.min_length and value.type == "string":
        limits["minLength"] = value.min_length
    if value.type in _NUMBERS:
        for name, limit in (("minimum", value.minimum), ("maximum", value.maximum)):
            if limit is not None:
                limits[name] = int(limit) if limit == int(limit) else limit
    return limits


def _names(resource: Resource, value: Property) -> bool:
    return (value.name,) in resource.identity


def _described(properties: Json, members: Sequence[_Member]) -> Json:
    return _object(properties, [each.name for each in members if each.required])


def _object(properties: Json, required: list[str]) -> Json:
    schema: Json = {"type": "object"}
    if required:
        schema["required"] = required
    return schema | {"properties": properties}


def _tracked(keys: Json) -> Json:
    properties = {
        "id": {"type": "string", "description": "Identifier that the item had."},
        "changeVersion": {"type": "number", "description": "Change version of the change."},
    }
    return _object(properties | keys, [])
