"""Reads an extension from the ``ApiSchema`` that MetaEd writes, as the OpenAPI document that it amounts to.

It holds a JSON schema for each resource, whose objects have no names, and OpenAPI paths. An extended resource of the
data standard shows only what is added: ``_ext``, at its root and in items of its collections. Classes are named as the
ODS/API does: by what they are a part of, then by their member.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from mockedfi.errors import UserError
from mockedfi.model.build import names
from mockedfi.model.build.documents import Document
from mockedfi.model.build.endpoints import class_prefix, namespace_of, reference_of

Facts = Mapping[str, Any]
_REFERENCE = "Reference"
_EXTENSION = "Extension"
_IDENTITY = "x-Ed-Fi-isIdentity"


class ApiSchema(Document):
    """The document of one extension, and what it says of itself.

    Args:
        path: for messages.
        content: of the file.

    Raises:
        UserError: it is no such file, or that of a data standard.
    """

    def __init__(self, path: Path, content: Facts) -> None:
        try:
            project = content["projectSchema"]
            self.logical: str = project["projectName"]
            self.version: str = project["projectVersion"]
            self.description: str = project.get("description", "")
            parts = _Project(project) if project["isExtensionProject"] else None
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise UserError(f"{path}: not an ApiSchema as MetaEd writes it ({error!r}); build it again") from error
        if parts is None:
            raise UserError(f"{path}: the ApiSchema of a data standard; give that of an extension")
        super().__init__({"paths": parts.paths, "components": {"schemas": parts.schemas}})


class _Project:
    """Collects the paths and classes of all resources."""

    def __init__(self, project: Facts) -> None:
        self.name: str = project["projectEndpointName"]
        self.prefix = class_prefix(self.name)
        self.paths: dict[str, Facts] = {}
        self.schemas: dict[str, dict[str, Any]] = {}
        for plural, each in project["resourceSchemas"].items():
            _Resource(self, plural, each).collect()

    def class_name(self, shown: str) -> str:
        """``Sample_Bus_Reference`` as ``sample_busReference``; the prefix is the extension's or another's."""
        prefix, *parts = shown.split("_")
        return f"{class_prefix(namespace_of(prefix))}_{names.camel(''.join(parts))}"


class _Resource:
    """Collects those of one resource, a new or an extended one."""

    def __init__(self, project: _Project, plural: str, facts: Facts) -> None:
        self._project = project
        self._plural = plural
        self._entity: str = facts["resourceName"]
        self._extends: bool = facts["isResourceExtension"]
        self._updatable: bool = facts["allowIdentityUpdates"]
        self._schema: Facts = facts["jsonSchemaForInsert"]
        self._required = {each.get("path") for each in facts["documentPathsMapping"].values() if each["isRequired"]}
        self._key = set(facts["identityJsonPaths"]).union(*map(_unique, facts["arrayUniquenessConstraints"]))
        self._shown: dict[str, Facts] = {}
        self._operations: dict[str, Facts] = {}
        for each in facts["openApiFragments"].values():
            self._shown |= each["components"]["schemas"] | each.get("exts", {})
            self._operations |= each.get("paths", {})

    def collect(self) -> None:
        if self._extends:
            self._extended(self._entity, self._schema, "$")
        else:
            self._class(self._own(self._entity), self._entity, self._schema, "$")
            self._paths()

    def _own(self, entity: str) -> str:
        return f"{self._project.prefix}_{names.camel(entity)}"

    def _class(self, class_name: str, entity: str, schema: Facts, path: str) -> None:
        """A class of the extension with all that is below it."""
        members = {
            member: self._member(member, each, entity, f"{path}.{member}")
            for member, each in schema["properties"].items()
        }
        self._add(class_name, members, self._needed(schema, path))

    def _needed(self, schema: Facts, path: str) -> Iterator[str]:
        """The members that must be given; the JSON schema of what is added to a class does not say so."""
        given = schema.get("required", ())
        for member, each in schema["properties"].items():
            if member in given or each.get("minItems") or f"{path}.{member}" in self._required:
                yield member

    def _member(self, member: str, schema: Facts, entity: str, path: str) -> Facts:
        many = "items" in schema
        inner = schema["items"] if many else schema
        if inner.get("type") != "object":
            return {**schema, _IDENTITY: path in self._key}
        named = self._named(member, many=many)
        if member.endswith(_REFERENCE):
            class_name = named or f"edFi_{member}"
            keys = {key: {**each, _IDENTITY: True} for key, each in inner["properties"].items()}
            self._add(class_name, keys, inner.get("required", ()))
        else:
            part = entity + _one(member, many=many)
            inherited = named is not None and not named.startswith(f"{self._project.prefix}_")
            class_name = named if named and inherited else self._own(part)
            self._class(class_name, part, inner, f"{path}[*]" if many else path)
        link = {"$ref": f"#/components/schemas/{class_name}"}
        return {"type": "array", "items": link} if many else link

    def _named(self, member: str, *, many: bool) -> str | None:
        """What the OpenAPI part calls the class of a member; no two members of a resource share a name and differ."""
        for each in self._shown.values():
            shown = each.get("properties", {}).get(member, {})
            found = reference_of(shown.get("items", {}) if many else shown)
            if found:
                return self._project.class_name(found)
        return None

    def _add(self, class_name: str, members: Mapping[str, Facts], required: Iterable[str]) -> None:
        schema = {"type": "object", "properties": dict(members), "required": list(required)}
        self._project.schemas.setdefault(class_name, schema)

    def _extended(self, entity: str, schema: Facts, path: str) -> None:
        """What is added to a class of the data standard, and to those below it."""
        for member, each in schema["properties"].items():
            if member == "_ext":
                added = self._own(f"{entity}{_EXTENSION}")
                own = each["properties"][self._project.name]
                self._class(added, entity, own, f"{path}._ext.{self._project.name}")
                link = {"$ref": f"#/components/schemas/{added}"}
                self._add(f"{names.camel(entity)}{_EXTENSION}s", {self._project.name: link}, ())
            else:
                many = "items" in each
                below = f"{path}.{member}[*]" if many else f"{path}.{member}"
                self._extended(entity + _one(member, many=many), each["items"] if many else each, below)

    def _paths(self) -> None:
        """The endpoint: its class, its query parameters, and whether its key may change."""
        collection = f"/{self._project.name}/{self._plural}"
        items = {"type": "array", "items": {"$ref": f"#/components/schemas/{self._own(self._entity)}"}}
        found = {"200": {"content": {"application/json": {"schema": items}}}}
        parameters = list(self._parameters(self._operations[collection]["get"]["parameters"]))
        self._project.paths[collection] = {"get": {"parameters": parameters, "responses": found}}
        self._project.paths[f"{collection}/{{id}}"] = {"put": {"x-Ed-Fi-isUpdatable": self._updatable}}

    def _parameters(self, given: Iterable[Facts]) -> Iterator[Facts]:
        """The query parameters; those are the key that references to the resource hold."""
        own = self._own(f"{self._entity}{_REFERENCE}")
        key: Facts = next(
            (each["properties"] for name, each in self._shown.items() if self._project.class_name(name) == own), {}
        )
        for each in given:
            if "name" in each:
                identity = each["name"] in key if key else each.get(_IDENTITY, False)
                yield {**each, _IDENTITY: identity}


def _unique(constraint: Facts) -> Iterator[str]:
    """The paths of what tells items apart, those of items in items too."""
    base = constraint.get("basePath", "$")
    yield from (base + path.removeprefix("$") for path in constraint["paths"])
    for each in constraint.get("nestedConstraints", ()):
        yield from _unique(each)


def _one(member: str, *, many: bool) -> str:
    capital = member[:1].upper() + member[1:]
    return names.singular(capital) if many else capital
