"""From what the generator writes to the documents of one data standard: its members, their order, whole descriptors.

The generator writes every member that some data standard has. The catalogue says which of them this one has, and in
which order they stand on the wire.
"""

from collections.abc import Callable, Mapping
from typing import Any

from mockedfi.districts.standards import names_of
from mockedfi.errors import UserError
from mockedfi.model.catalogue import Catalogue, load_descriptors
from mockedfi.model.facts import Child, Node, Property, Reference, Resource

Document = dict[str, Any]
Raw = Mapping[str, Any]
_Step = tuple[str, str, Callable[[Any], Any]]
"""A member's name, what the generator calls it, and how its value is made."""

_WHOLE_NUMBERS = frozenset({"int16", "int32", "int64"})


class Shaper:
    """Makes the documents of one data standard."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._names = names_of(catalogue.name)
        self._catalogue = catalogue
        self._known = load_descriptors(catalogue.name)
        self._resources: dict[str, Callable[[Raw], Document]] = {}
        self._uris: dict[tuple[str, str], str] = {}
        self.unused: set[str] = set()
        """Members that this data standard does not have, as ``students.somethingNew``."""

    def resource(self, plural: str) -> Resource | None:
        """The resource that the generator calls `plural`, if this data standard has it."""
        return self._catalogue.find("ed-fi", self._names.resources.get(plural, plural))

    def shape(self, plural: str, raw: Raw) -> Document:
        """The document of this data standard.

        Raises:
            UserError: a descriptor has no such code value, or a reference lacks a key.
        """
        make = self._resources.get(plural)
        if make is None:
            resource = self.resource(plural)
            assert resource is not None, plural
            make = self._resources[plural] = self._node(resource, plural)
        try:
            return make(raw)
        except KeyError as error:
            raise UserError(f"{plural}: {error.args[0]} is missing in {raw}") from error

    def _node(self, node: Node, place: str) -> Callable[[Raw], Document]:
        steps = [self._step(reference.name, self._reference(reference)) for reference in node.references]
        steps += [self._step(each.name, self._value(each)) for each in node.properties]
        steps += [self._step(child.name, self._child(child, place)) for child in node.children]
        names = frozenset(newest for _, newest, _ in steps)

        def make(raw: Raw) -> Document:
            if not names.issuperset(raw):
                self.unused.update(f"{place}.{name}" for name in raw if name not in names)
            document = {}
            for name, newest, convert in steps:
                value = raw.get(newest)
                if value is not None and value not in ([], {}):
                    document[name] = convert(value)
            return document

        return make

    def _child(self, child: Child, place: str) -> Callable[[Any], Any]:
        item = self._node(child, f"{place}.{child.name}")
        return _each(item) if child.many else item

    def _step(self, name: str, convert: Callable[[Any], Any]) -> _Step:
        return name, self._names.newest_members.get(name, name), convert

    def _reference(self, reference: Reference) -> Callable[[Raw], Document]:
        steps = [self._step(key.value.name, self._value(key.value)) for key in reference.keys]

        def make(raw: Raw) -> Document:
            return {name: convert(raw[newest]) for name, newest, convert in steps}

        return make

    def _value(self, each: Property) -> Callable[[Any], Any]:
        if each.descriptor is not None:
            kind = each.descriptor
            return lambda value: self._uri(kind, value)
        if each.type in _WHOLE_NUMBERS:
            return int
        if each.type == "decimal":
            return float
        return lambda value: value

    def _uri(self, kind: str, value: str) -> str:
        if value.startswith("uri://"):
            return value
        found = self._uris.get((kind, value))
        if found is None:
            found = self._uris[kind, value] = self._looked_up(kind, value)
        return found

    def _looked_up(self, kind: str, value: str) -> str:
        code_value = self._names.values.get(kind, {}).get(value, value)
        known = self._known.get(kind, {"namespace": "", "values": []})
        for each in known["values"]:
            if each[0] == code_value:
                namespace = each[2] if len(each) > 2 and each[2] else known["namespace"]
                return f"{namespace}#{code_value}"
        raise UserError(f"{kind} has no value {code_value!r} in data standard {self._catalogue.name}")


def _each(item: Callable[[Raw], Document]) -> Callable[[list[Raw]], list[Document]]:
    return lambda values: [item(value) for value in values]
