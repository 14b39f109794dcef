"""What OpenAPI documents add to table facts: required collections, minimum lengths, ranges, updatable keys."""

import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from mockedfi.errors import UserError
from mockedfi.model.build import names
from mockedfi.model.build.tables import Table

Schema = Mapping[str, Any]
DEPRECATED = "x-Ed-Fi-isDeprecated"
"""Marks a member."""


class Document:
    """One OpenAPI document (version 2 or 3): its schemas and its paths."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        components = content.get("components", {}).get("schemas")
        self.schemas: Mapping[str, Schema] = components if components is not None else content.get("definitions", {})
        self.paths: Mapping[str, Mapping[str, Any]] = content.get("paths", {})
        self._parameters: Mapping[str, Any] = content.get("components", content).get("parameters", {})

    def narrowed(self, paths: Mapping[str, Mapping[str, Any]], schemas: Mapping[str, Schema]) -> "Document":
        """With these paths and classes only."""
        return Document({"paths": paths, "components": {"schemas": schemas, "parameters": self._parameters}})

    def parameter(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """A parameter, itself or the shared one it refers to."""
        shared = given.get("$ref")
        found: Mapping[str, Any] = self._parameters.get(shared.rpartition("/")[2], {}) if shared else given
        return found


def read(path: Path) -> Document:
    """The document of a ``.json`` or ``.json.gz`` file."""
    return document(path, content(path))


def content(path: Path) -> Mapping[str, Any]:
    """The object that a ``.json`` or ``.json.gz`` file holds."""
    try:
        raw = path.read_bytes()
        found = json.loads(gzip.decompress(raw) if raw[:2] == b"\x1f\x8b" else raw)
    except (OSError, EOFError, ValueError) as error:
        raise UserError(f"{path}: not an OpenAPI document ({error}); give one in JSON") from error
    if not isinstance(found, dict):
        raise UserError(f"{path}: not an OpenAPI document (it holds no object); give one in JSON")
    return found


def document(path: Path, given: Mapping[str, Any]) -> Document:
    """What a file holds, as an OpenAPI document; `path` is for messages."""
    try:
        made = Document(given)
    except AttributeError as error:
        raise UserError(f"{path}: not an OpenAPI document ({error}); give one in JSON") from error
    if not made.schemas:
        raise UserError(f"{path}: an OpenAPI document without schemas; give one that describes resources")
    misshapen = next(_misshapen(made), None)
    if misshapen is not None:
        raise UserError(f"{path}: not an OpenAPI document ({misshapen} is no object); export it again")
    return made


def _misshapen(document: Document) -> Iterator[str]:
    """What should be an object, but is not: a class, a member, a path, an operation."""
    for holder, inner in ((document.schemas, "properties"), (document.paths, "get")):
        if not isinstance(holder, dict):
            yield "the list of classes or of paths"
            return
        for name, each in holder.items():
            below = each.get(inner, {}) if isinstance(each, dict) else None
            if not isinstance(below, dict):
                yield name
            elif inner == "properties":
                yield from (f"{name}.{member}" for member, schema in below.items() if not isinstance(schema, dict))


def class_name(table: Table) -> str:
    """What OpenAPI documents call a table's class: ``edFi_schoolGradeLevel``."""
    return f"{table.schema.prefix}_{names.camel(table.entity)}"


class Documents:
    """Several documents; the first that knows a thing has the word. Classes go by their names there: `class_name`."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.documents = documents

    def schemas(self) -> Iterator[str]:
        """The names of all classes."""
        for document in self.documents:
            yield from document.schemas

    def required(self, name: str, member: str) -> bool:
        """Whether a collection or object must be given."""
        for schema in self.classes(name):
            if member in schema.get("properties", {}):
                return member in schema.get("required", ())
        return False

    def property(self, name: str, member: str) -> Schema:
        """The schema of a member, empty if there is none."""
        for schema in self.classes(name):
            found: Schema | None = schema.get("properties", {}).get(member)
            if found is not None:
                return found
        return {}

    def updatable(self, namespace: str, plural: str) -> bool:
        """Whether PUT may change the natural key."""
        path = f"/{namespace}/{plural}/{{id}}"
        return any(
            document.paths.get(path, {}).get("put", {}).get("x-Ed-Fi-isUpdatable") is True
            for document in self.documents
        )

    def deprecated(self, namespace: str, plural: str) -> bool:
        """Whether a resource is marked, in the first document that has it."""
        found = (each.paths.get(f"/{namespace}/{plural}") for each in self.documents)
        path = next((each for each in found if each is not None), {})
        return path.get("get", {}).get("deprecated") is True

    def members(self, name: str) -> set[str] | None:
        """The names of all members of a class in the first document that has it."""
        schema = next(self.classes(name), None)
        return None if schema is None else set(schema.get("properties", {}))

    def classes(self, name: str) -> Iterator[Schema]:
        """The schemas of a class in all documents that have it."""
        for document in self.documents:
            if name in document.schemas:
                yield document.schemas[name]
