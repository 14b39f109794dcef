"""What OpenAPI documents say of resources: their addresses, classes and query parameters."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mockedfi.model.build.documents import Document, Documents, Schema
from mockedfi.model.build.tables import ED_FI
from mockedfi.model.build.tables import Schema as Owner
from mockedfi.model.facts import Type

_COLLECTION = re.compile(r"/([^/{}]+)/([^/{}]+)")
_PAGING = frozenset({"offset", "limit", "minChangeVersion", "maxChangeVersion", "totalCount", "pageToken", "pageSize"})
_LONGEST_INITIALISM = 4
_WORD_END = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_FORMATS: Mapping[tuple[str | None, str | None], Type] = {
    ("integer", "int64"): "int64",
    ("integer", None): "int32",
    ("integer", "int32"): "int32",
    ("number", None): "decimal",
    ("number", "double"): "decimal",
    ("boolean", None): "boolean",
    ("string", "date"): "date",
    ("string", "date-time"): "datetime",
    ("string", "time"): "time",
}


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One resource of a document."""

    namespace: str
    plural: str
    class_name: str
    parameters: Mapping[str, Schema]
    """Query parameters of GET many: they are the root table's columns."""

    @property
    def entity(self) -> str:
        """The resource's name, as far as its class's name tells."""
        return entity_of(self.class_name)

    @property
    def is_descriptor(self) -> bool:
        """Whether the resource is a kind of descriptor."""
        return self.plural.endswith("Descriptors")


def entity_of(class_name: str) -> str:
    """``tpdm_candidateAddress`` as ``CandidateAddress``; capitals that camel case lowered stay lost."""
    name = class_name.partition("_")[2] or class_name
    return name[:1].upper() + name[1:]


def owner_of(class_name: str) -> Owner:
    """The schema a class belongs to, as far as its name tells."""
    prefix = class_name.partition("_")[0]
    if prefix == ED_FI.prefix:
        return ED_FI
    logical = prefix.upper() if len(prefix) <= _LONGEST_INITIALISM else prefix[:1].upper() + prefix[1:]
    return Owner(physical=prefix.lower(), namespace=namespace_of(prefix), logical=logical, prefix=prefix)


def namespace_of(logical: str) -> str:
    """``SampleStudentTranscript`` as ``sample-student-transcript``: part of a resource's address."""
    return _WORD_END.sub("-", logical).lower()


def class_prefix(namespace: str) -> str:
    """``sample-student-transcript`` as ``sampleStudentTranscript``: the inverse of `owner_of`."""
    if namespace == ED_FI.namespace:
        return ED_FI.prefix
    first, *rest = namespace.split("-")
    return first + "".join(each.capitalize() for each in rest)


def endpoints(documents: Documents) -> Iterator[Endpoint]:
    """The resources of all documents, each once."""
    seen = set()
    for document in documents.documents:
        for each in endpoints_of(document):
            if each.class_name not in seen:
                seen.add(each.class_name)
                yield each


def endpoints_of(document: Document) -> Iterator[Endpoint]:
    """The resources of one document."""
    for path, operations in document.paths.items():
        found = _COLLECTION.fullmatch(path)
        class_name = _item_class(operations)
        if found and class_name:
            yield Endpoint(found[1], found[2], class_name, dict(_parameters(document, operations)))


def _item_class(operations: Mapping[str, Any]) -> str | None:
    """The class of the items that GET many answers."""
    answer = operations.get("get", {}).get("responses", {}).get("200", {})
    schema = answer.get("schema") or answer.get("content", {}).get("application/json", {}).get("schema", {})
    return reference_of(schema.get("items", {}))


def reference_of(schema: Schema) -> str | None:
    """The class that a schema refers to."""
    reference: str | None = schema.get("$ref")
    return reference.rpartition("/")[2] if reference else None


def _parameters(document: Document, operations: Mapping[str, Any]) -> Iterator[tuple[str, Schema]]:
    for given in operations.get("get", {}).get("parameters", ()):
        each = document.parameter(given)
        name = each.get("name", "")
        if each.get("in") == "query" and name not in _PAGING and name != "id":
            yield name, {**each, **each.get("schema", {})}


def type_of(schema: Schema) -> Type:
    """A member's type; text without a length is a time of day."""
    kind, form = schema.get("type"), schema.get("format")
    if kind == "string" and form is None:
        return "string" if "maxLength" in schema else "time"
    return _FORMATS.get((kind, form), "string")


def is_identity(schema: Schema) -> bool:
    """Whether a member or parameter is marked as part of the key."""
    return schema.get("x-Ed-Fi-isIdentity") is True
