"""One element of an interchange file as a document."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any
from xml.etree.ElementTree import Element

from mockedfi.interchange import names
from mockedfi.interchange.references import ByKey, KeyOf, by_identifier, identifier_of
from mockedfi.interchange.values import value_of
from mockedfi.model.catalogue import Catalogue
from mockedfi.model.facts import Child, Node, Property, Reference, Resource

Document = dict[str, Any]
_REFERENCE = "Reference"


@dataclass(slots=True)
class Reading:
    """What an element says, and what is noticed on the way."""

    resource: Resource
    identifier: str
    """The element's ``id``, by which references name it."""
    document: Document = field(default_factory=dict)
    alone: bool = False
    """It is a reference, of which others name the id; the document is nothing but its key."""
    pending: bool = False
    """The document has references by id."""
    unknown: list[str] = field(default_factory=list)
    """Elements that the data standard does not have, as ``Student/ShoeSize``."""


_Put = Callable[[Element, Document, Reading], None]
"""Puts what an element says into the object of its node."""


class Converter:
    """Converts the elements of one data standard; their tags are without XML namespace."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._nodes: dict[str, _Node] = {}

    def convert(self, element: Element) -> Reading | None:
        """What an element says; None where the data standard has no such resource."""
        name = element.tag.removesuffix(_REFERENCE)
        if name not in self._catalogue.resources:
            return None
        reading = Reading(self._catalogue.resources[name], element.get("id", ""))
        if name != element.tag:
            reading.alone = True
            reading.document = KeyOf(reading.resource, self._catalogue).read(element)
        else:
            self._node(reading.resource).read(element, reading.document, reading)
        return reading

    def _node(self, resource: Resource) -> "_Node":
        node = self._nodes.get(resource.name)
        if node is None:
            node = self._nodes[resource.name] = _Node(resource, self._catalogue, (resource.base or "",))
        return node


class _Node:
    """Reads a resource, an embedded object or an item of a collection."""

    def __init__(self, node: Node, catalogue: Catalogue, above: tuple[str, ...]) -> None:
        """`above`: entities whose names the elements do not repeat."""
        self._name = node.entity
        entities = (node.entity, *above)
        leaves: list[_Claim] = [(names.of_property(each), _Value(each)) for each in node.properties]
        branches: list[_Claim] = []
        for reference in node.references:
            branches.append((names.of_reference(reference), _Link(reference, ByKey(reference, catalogue))))
            leaves.append((names.of_value(reference), _LinkByValue(reference)))
        for child in node.children:
            put = _Item(child, _Node(child, catalogue, entities), catalogue)
            branches.append((names.of_child(child, *entities), put))
            if put.value is not None:
                leaves.append((names.of_child(child, *entities), put))
        self._leaves, self._branches = _table(leaves), _table(branches)

    def read(self, element: Element, into: Document, reading: Reading, wrapper: str = "") -> None:
        """Read the elements below this one; `wrapper` is its name where the API knows no such object."""
        for each in element:
            is_branch = len(each) > 0 or bool(identifier_of(each))
            put = self._put(self._branches if is_branch else self._leaves, each.tag, wrapper)
            if put is not None:
                put(each, into, reading)
            elif len(each):
                self.read(each, into, reading, each.tag)
            elif each.text and each.text.strip():
                reading.unknown.append(f"{self._name}/{each.tag}")

    @staticmethod
    def _put(table: dict[str, _Put], name: str, wrapper: str) -> _Put | None:
        for known in (*names.within(wrapper, name), name):
            if known in table:
                return table[known]
        return None


_Claim = tuple[Iterable[str], _Put]
"""Names of elements, the likeliest first, and what reads them."""


def _table(claims: Iterable[_Claim]) -> dict[str, _Put]:
    """Who reads which element: of several, the one to which the name is likelier."""
    table: dict[str, _Put] = {}
    for ranked in zip_longest(*([(name, put) for name in likely] for likely, put in claims)):
        for claim in ranked:
            if claim is not None:
                table.setdefault(*claim)
    return table


class _Value:
    """A property."""

    def __init__(self, each: Property) -> None:
        self._property = each

    def __call__(self, element: Element, into: Document, _: Reading) -> None:
        text = (element.text or "").strip()
        if text:
            into[self._property.name] = value_of(self._property, text)


class _Link:
    """A reference, by key or by id."""

    def __init__(self, reference: Reference, by_key: ByKey) -> None:
        self._reference = reference
        self._by_key = by_key

    def __call__(self, element: Element, into: Document, reading: Reading) -> None:
        into[self._reference.name] = self.value(element, reading)

    def value(self, element: Element, reading: Reading) -> Document:
        """The reference object."""
        if identifier_of(element):
            reading.pending = True
            return by_identifier(element, self._reference.target)
        return self._by_key.read(element)


class _LinkByValue:
    """A reference of one key, by that key's value alone."""

    def __init__(self, reference: Reference) -> None:
        self._name = reference.name
        self._key = reference.keys[0].value

    def __call__(self, element: Element, into: Document, _: Reading) -> None:
        text = (element.text or "").strip()
        if text:
            into[self._name] = {self._key.name: value_of(self._key, text)}


class _Item:
    """An embedded object, or an item of a collection."""

    def __init__(self, child: Child, node: _Node, catalogue: Catalogue) -> None:
        self._child = child
        self._node = node
        self.value = _only(child.properties)
        """The property for which a text alone stands."""
        reference = child.references[0] if len(child.references) == 1 else None
        self._link = None if reference is None else _Link(reference, ByKey(reference, catalogue))
        self._linked = "" if reference is None else reference.name

    def __call__(self, element: Element, into: Document, reading: Reading) -> None:
        item = self._read(element, reading)
        if not item:
            return
        if self._child.many:
            into.setdefault(self._child.name, []).append(item)
        else:
            into[self._child.name] = item

    def _read(self, element: Element, reading: Reading) -> Document:
        item: Document = {}
        if self._link is not None and element.tag.endswith(_REFERENCE):
            item[self._linked] = self._link.value(element, reading)
        elif len(element):
            self._node.read(element, item, reading)
        elif self.value is not None and element.text and element.text.strip():
            item[self.value.name] = value_of(self.value, element.text)
        return item


def _only(properties: tuple[Property, ...]) -> Property | None:
    """The one property, or the one that tells items apart."""
    if len(properties) == 1:
        return properties[0]
    telling = [each for each in properties if each.identity]
    return telling[0] if len(telling) == 1 else None
