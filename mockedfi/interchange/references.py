"""References of interchange files: by the key of what they refer to, in nested elements, or by another element's id."""

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

from mockedfi.interchange import names
from mockedfi.interchange.values import value_of
from mockedfi.model.catalogue import Catalogue
from mockedfi.model.facts import Path, Property, Reference, Resource
from mockedfi.model.plan import find

Document = dict[str, Any]
ELSEWHERE, TARGET = "@ref", "@target"
"""Members of a reference that names an element by its id, until `identifiers` puts the key in their place."""
_IDENTITY = "Identity"
_Chain = tuple[frozenset[str], ...]
"""Names of the elements on the way to a value; each reference on the way has an ``…Identity`` inside."""


def identifier_of(element: Element) -> str:
    """The id by which a reference names another element; empty if it does not."""
    return element.get("ref", "")


def by_identifier(element: Element, target: str) -> Document:
    """A reference to be settled later."""
    return {ELSEWHERE: identifier_of(element), TARGET: target}


class ByKey:
    """Reads one reference of the catalogue where an element spells out the key."""

    def __init__(self, reference: Reference, catalogue: Catalogue) -> None:
        self._parts = [
            (key.value.name, _Part(reference.target, key.target, key.value, catalogue)) for key in reference.keys
        ]

    def read(self, element: Element) -> Document:
        """The reference object; without the keys that the element does not have."""
        found = {name: part.read(element) for name, part in self._parts}
        return {name: value for name, value in found.items() if value is not None}


class KeyOf:
    """Reads a reference that stands alone, to be named by its id, as a document that is nothing but its key."""

    def __init__(self, resource: Resource, catalogue: Catalogue) -> None:
        self._parts = [
            (path, _Part(resource.name, path, find(resource, path), catalogue)) for path in resource.identity
        ]

    def read(self, element: Element) -> Document:
        """The key, where documents carry it."""
        document: Document = {}
        for (*above, name), part in self._parts:
            holder = document
            for each in above:
                holder = holder.setdefault(each, {})
            holder[name] = part.read(element)
        return document


class _Part:
    """One part of a key."""

    def __init__(self, target: str, path: Path, value: Property, catalogue: Catalogue) -> None:
        """`path` is where documents of `target` carry it."""
        self._property = value
        self._chains = tuple(_chains(target, path, value, catalogue))
        self._names = frozenset(names.of_property(value))

    def read(self, element: Element) -> Any:
        """The value below a reference; None if there is none."""
        texts = (_walk(element, chain) for chain in self._chains)
        text = next((each for each in texts if each is not None), None)
        if text is None:
            text = next((each.text for each in element.iter() if each.tag in self._names and each.text), None)
        return None if text is None else value_of(self._property, text)


def _chains(target: str, path: Path, value: Property, catalogue: Catalogue) -> Iterator[_Chain]:
    """The ways to a key's value below a reference to `target`, in which documents carry it at `path`."""
    resource = catalogue.concrete(target)[0]
    if len(path) == 1:
        own = () if target in catalogue.abstracts else names.of_property(find(resource, path))
        yield (frozenset((*own, *names.of_property(value))),)
        return
    inner = next(each for each in resource.references if each.name == path[0])
    key = next(each for each in inner.keys if each.value.name == path[1])
    yield (frozenset(names.of_value(inner)),)
    for rest in _chains(inner.target, key.target, key.value, catalogue):
        yield (frozenset(names.of_reference(inner)), *rest)


def _walk(element: Element, chain: _Chain) -> str | None:
    for each in _inside(element):
        if each.tag in chain[0]:
            if len(chain) > 1:
                return _walk(each, chain[1:])
            if each.text and each.text.strip():
                return each.text
    return None


def _inside(element: Element) -> Element:
    """What spells out the key."""
    for each in element:
        if each.tag.endswith(_IDENTITY):
            return each
    return element
