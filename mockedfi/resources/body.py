"""A request's body as a typed document: members in any case and order, as the reference binds them.

The document holds only what the resource knows, under its own names, in the order in which it is written.
"""

from collections.abc import Callable, Mapping
from typing import Any

from mockedfi.bodies.deserializer import Class, Contract, Extended, Many, Value
from mockedfi.bodies.parsing import exactly, quickly
from mockedfi.bodies.values import As
from mockedfi.dialect import Dialect
from mockedfi.dialect.rules import Rules
from mockedfi.model.facts import Extension, Node, Reference, Resource
from mockedfi.model.written import written_order
from mockedfi.problems import Refusal
from mockedfi.resources import convert
from mockedfi.resources.convert import Mismatch
from mockedfi.resources.defaults import default_values
from mockedfi.resources.partial import PartialReferences
from mockedfi.resources.query import guid

Document = dict[str, Any]
SchemaOf = Callable[[str], str]
"""The schema of a resource or abstract base, as it is written: ``Ed-Fi``."""
_STANDARD, _STANDARD_SCHEMA = "ed-fi", "edfi"
_MODELS = "EdFi.Ods.Api.Common.Models"
_ID, _ETAG, _MODIFIED = "id", "_etag", "_lastModifiedDate"
_OWN = (_ID, _ETAG, _MODIFIED.lower())
NUMBER = "number"
"""What a body says of a descriptor's surrogate key, in a version that shows it."""


class Binder:
    """Makes documents of one resource out of bodies."""

    def __init__(self, resource: Resource, dialect: Dialect, schema_of: SchemaOf) -> None:
        place = _Place(f"{_MODELS}.Resources", resource, schema_of)
        self._root = _NodeBinder(resource, dialect.rules, place)
        self._after = PartialReferences(resource, dialect.rules)
        self._names = _request_class(resource)
        self._members = {
            **self._root.contract.members,
            _ID: (_ID, Value(As.ANY, "System.Guid", _guid, nullable=False)),
            _ETAG: (_ETAG, Value(As.TEXT, "System.String", str)),
        }
        if dialect.data.last_modified_date:
            moment = Value(As.MOMENT, "System.DateTime", convert.written, nullable=False)
            self._members[_MODIFIED.lower()] = (_MODIFIED, moment)
        self._brought: dict[str, _Bind] = {}
        if resource.surrogate is not None and resource.surrogate_shown:
            name = resource.surrogate.name.lower()
            self._members[name] = (NUMBER, convert.contract(resource.surrogate, dialect.rules))
            self._brought[name] = convert.quick(resource.surrogate, dialect.rules)
        self._own_names = dialect.errors.members_as_json
        self._member_ends_path = dialect.errors.member_ends_path

    def bind(self, body: bytes, request: str) -> tuple[Document, Mapping[str, Any]]:
        """The document, and the ``id``, ``_etag`` and `NUMBER` that the body brings along.

        Args:
            body: as it arrived, in UTF-8.
            request: ``Post`` or ``Put``.

        Raises:
            Refusal: the body is no JSON object, or a value does not fit its property.
        """
        raw = quickly(body)
        try:
            document = self._root.bind(raw)
            brought = _brought(raw, self._brought)
        except Mismatch:
            document, brought = self._exactly(body, request)
        self._after.settle(document)
        return document, brought

    def _exactly(self, body: bytes, request: str) -> tuple[Document, Mapping[str, Any]]:
        brought: Document = {}

        def finish(found: Document) -> Document:
            for name in (_ID, _ETAG, _MODIFIED, NUMBER):
                if name in found:
                    brought[name] = found.pop(name)
            return self._root.finished(found)

        try:
            contract = Class(self._names + request, self._members, finish)
            document = exactly(body, contract, member_ends_path=self._member_ends_path)
        except Refusal as refusal:
            if refusal.details and self._own_names:
                refusal.details = {self._own_name(path): texts for path, texts in refusal.details.items()}
            raise
        return document, brought

    def _own_name(self, path: str) -> str:
        """A path with the members' own names (EdFi.Ods.Api/ExceptionHandling/ModelStateKeyConverter.cs); collections
        are not found there by the names that they have in JSON.
        """
        members: Mapping[str, tuple[str, Contract]] = self._members
        names: list[str] = []
        parts = path.split(".")
        for part in parts:
            own, member = members.get(part.lower(), ("", None))
            if member is None:
                break
            names.append(own)
            members = member.members if isinstance(member, Class) else {}
        return ".".join([*names, *parts[len(names) :]])


class _Place:
    """Where the classes of a node are: the namespace of its own, and of those that it refers to."""

    def __init__(self, models: str, resource: Resource, schema_of: SchemaOf, below: str = "") -> None:
        self._models = models
        self._resource = resource
        self._schema_of = schema_of
        self._below = below

    def own(self, entity: str) -> str:
        schema = _identifier(self._resource.logical_schema)
        return f"{self._models}.{self._resource.name}.{schema}{self._below}.{entity}"

    def inherited(self, entity: str) -> str:
        return (
            f"{self._models}.{self._resource.base}.{_identifier(self._schema_of(self._resource.base or ''))}.{entity}"
        )

    def reference(self, target: str) -> str:
        return f"{self._models}.{target}.{_identifier(self._schema_of(target))}.{target}Reference"

    def extended(self, schema: str) -> "_Place":
        return _Place(self._models, self._resource, self._schema_of, f".Extensions.{_identifier(schema)}")


_Bind = Callable[[Any], Any]
"""From a plain JSON value to what a document has; None leaves it out. It raises `Mismatch`."""


class _NodeBinder:
    """Binds one node: `bind(raw)` what is plain, and by `contract` anything."""

    def __init__(self, node: Node, rules: Rules, place: _Place, entity: str = "") -> None:
        self._members: dict[str, tuple[str, _Bind]] = {}
        contracts: dict[str, tuple[str, Contract]] = {}
        for reference in node.references:
            bound = _ReferenceBinder(reference, rules, place)
            self._members[reference.name.lower()] = (reference.name, bound.bind)
            contracts[reference.name.lower()] = (reference.name, bound.contract)
        for each in node.properties:
            self._members[each.name.lower()] = (each.name, convert.quick(each, rules))
            contracts[each.name.lower()] = (each.name, convert.contract(each, rules))
        for child in node.children:
            of = place.inherited(child.entity) if child.inherited else place.own(child.entity)
            item = _NodeBinder(child, rules, place, of)
            part = _ManyBinder(item) if child.many else item
            self._members[child.name.lower()] = (child.name, part.bind)
            contracts[child.name.lower()] = (child.name, part.contract)
        if node.schema == _STANDARD_SCHEMA and not (isinstance(node, Resource) and node.descriptor):
            extensions = _ExtensionsBinder(node.extensions, rules, place)
            self._members["_ext"] = ("_ext", extensions.bind)
            contracts["_ext"] = ("_ext", extensions.contract)
        self._defaults = default_values(node) if rules.missing_gets_default else {}
        self._order = tuple(written_order(node))
        self.contract: Class = Class(entity or place.own(node.entity), contracts, self.finished)

    def bind(self, raw: Any) -> Document:
        if not isinstance(raw, dict):
            raise Mismatch
        found: Document = dict(self._defaults)
        members = self._members
        for name, value in raw.items():
            if value is None:
                continue
            member = members.get(name) or members.get(name.lower())
            if member is not None:
                typed = member[1](value)
                if typed is not None:
                    found[member[0]] = typed
        return {name: found[name] for name in self._order if name in found}

    def finished(self, found: Document) -> Document:
        """What was read, in the order in which it is written, without what is empty."""
        found = {**self._defaults, **found}
        return {
            name: found[name]
            for name in self._order
            if name in found and found[name] != [] and (name != "_ext" or found[name])
        }


class _ReferenceBinder:
    def __init__(self, reference: Reference, rules: Rules, place: _Place) -> None:
        keys = tuple(key.value for key in reference.keys)
        moment = rules.dates_in_references_with_time
        self._keys = {each.name.lower(): (each.name, convert.quick(each, rules, moment=moment)) for each in keys}
        contracts: dict[str, tuple[str, Contract]] = {
            each.name.lower(): (each.name, convert.contract(each, rules, key=True, moment=moment)) for each in keys
        }
        self._order = tuple(each.name for each in keys)
        self.contract: Class = Class(place.reference(reference.target), contracts, self.finished)

    def bind(self, raw: Any) -> Document:
        if not isinstance(raw, dict):
            raise Mismatch
        found = {}
        for name, value in raw.items():
            key = self._keys.get(name) or self._keys.get(name.lower())
            if key is not None and value is not None:
                found[key[0]] = key[1](value)
        return self.finished(found)

    def finished(self, found: Document) -> Document:
        """The default of a number stands for none."""
        return {
            name: found[name] for name in self._order if name in found and (found[name] != 0 or found[name] is False)
        }


class _ManyBinder:
    def __init__(self, item: _NodeBinder) -> None:
        self._item = item
        self.contract: Many = Many(item.contract, list)

    def bind(self, raw: Any) -> list[Document] | None:
        if not isinstance(raw, list):
            raise Mismatch
        return list(map(self._item.bind, raw)) or None


class _ExtensionsBinder:
    def __init__(self, extensions: tuple[Extension, ...], rules: Rules, place: _Place) -> None:
        self._parts = {
            each.name.lower(): (each.name, _NodeBinder(each, rules, place.extended(each.logical_name)))
            for each in extensions
        }
        self.contract = Extended({name: (own, part.contract) for name, (own, part) in self._parts.items()})

    def bind(self, raw: Any) -> Document | None:
        if not isinstance(raw, dict):
            raise Mismatch
        found = {}
        for name, value in raw.items():
            own, part = self._parts.get(name.lower(), ("", None))
            if part is not None:
                found[own] = part.bind(value)
            elif not isinstance(value, dict):
                raise Mismatch
        return found or None


def _brought(raw: Mapping[str, Any], numbers: Mapping[str, _Bind]) -> Mapping[str, Any]:
    """What a body says of the item rather than of its contents, its number by names of these. Raises `Mismatch`."""
    brought = {}
    for name, value in raw.items():
        lower = name.lower()
        if lower in numbers and value is not None:
            brought[NUMBER] = numbers[lower](value)
        if lower not in _OWN or value is None:
            continue
        if not isinstance(value, str) or (lower == _ID and guid(value) is None):
            raise Mismatch
        if lower == _MODIFIED.lower():
            convert.MOMENT(value)
        brought[lower] = value
    return brought


def _guid(value: Any) -> str:
    found = guid(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError(value)
    return found


def _request_class(resource: Resource) -> str:
    """How the class of a request on a resource is called, less the request at its end.

    Source: EdFi.Ods.CodeGen/Generators/Requests.cs.
    """
    plural = resource.plural[:1].upper() + resource.plural[1:]
    schema = _identifier(resource.logical_schema)
    parts = [plural, schema] if resource.namespace == _STANDARD else [schema, plural]
    return f"{_MODELS}.Requests.{'.'.join(parts)}.{resource.name}"


def _identifier(schema: str) -> str:
    return "".join(filter(str.isalnum, schema))
