"""Every document of Grand Bend, written as an interchange file would have it, is read as it was."""

from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element, SubElement, fromstring, tostring

import pytest

from mockedfi.districts.find import find
from mockedfi.districts.generator import generate
from mockedfi.interchange.convert import Converter
from mockedfi.model.catalogue import Catalogue, load
from mockedfi.model.facts import Child, Node, Path, Property, Reference

SOME = 40
"""Documents of each resource."""


class Writer:
    """Writes documents by the plainest reading of the data standard's schemas."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def write(self, plural: str, document: dict[str, Any]) -> Element:
        resource = self._catalogue.find("ed-fi", plural)
        assert resource is not None
        element = Element(resource.name)
        self._node(resource, document, element, (resource.entity, resource.base or resource.entity))
        return element

    def _node(self, node: Node, value: Mapping[str, Any], into: Element, entities: tuple[str, ...]) -> None:
        for each in node.properties:
            if each.name in value:
                self._leaf(into, each, value[each.name])
        for reference in node.references:
            if reference.name in value:
                self._reference(into, reference, value[reference.name])
        short = [_short(each, entities) for each in node.children]
        for child in node.children:
            items = value.get(child.name, [])
            name = _short(child, entities) if short.count(_short(child, entities)) == 1 else child.entity
            for item in items if child.many else [items] if items else []:
                self._item(into, name, child, item, entities)

    def _item(self, into: Element, name: str, child: Child, item: Mapping[str, Any], entities: tuple[str, ...]) -> None:
        if len(child.references) == 1 and child.references[0].name in item and len(item) == 1:
            self._identity(SubElement(into, f"{name}Reference"), child.references[0], item[child.references[0].name])
        elif len(child.properties) == 1 and not child.children and not child.references:
            (only,) = child.properties
            SubElement(into, name).text = _text(item[only.name])
        else:
            self._node(child, item, SubElement(into, name), (child.entity, *entities))

    def _reference(self, into: Element, reference: Reference, value: Mapping[str, Any]) -> None:
        if reference.target == "SchoolYearType":
            year = value["schoolYear"]
            SubElement(into, f"{_role(reference)}SchoolYear").text = f"{year - 1}-{year}"
            return
        self._identity(SubElement(into, _capital(reference.name)), reference, value)

    def _identity(self, into: Element, reference: Reference, value: Mapping[str, Any]) -> None:
        holder = SubElement(into, f"{reference.target}Identity")
        for key in reference.keys:
            self._part(holder, reference.target, key.target, key.value, value[key.value.name])

    def _part(self, into: Element, target: str, path: Path, own: Property, value: Any) -> None:
        if len(path) == 1:
            resource = self._catalogue.resources.get(target)
            there = next((each for each in resource.properties if each.name == path[0]), own) if resource else own
            self._leaf(into, there, value)
            return
        inner = next(each for each in self._catalogue.concrete(target)[0].references if each.name == path[0])
        if inner.target == "SchoolYearType":
            SubElement(into, f"{_role(inner)}SchoolYear").text = f"{value - 1}-{value}"
            return
        key = next(each for each in inner.keys if each.value.name == path[1])
        below = into.find(_capital(inner.name))
        if below is None:
            below = SubElement(SubElement(into, _capital(inner.name)), f"{inner.target}Identity")
        else:
            below = below[0]
        self._part(below, inner.target, key.target, key.value, value)

    def _leaf(self, into: Element, each: Property, value: Any) -> None:
        name = _capital(each.name)
        SubElement(into, name.removesuffix("Descriptor") if each.descriptor else name).text = _text(value)


def _short(child: Child, entities: tuple[str, ...]) -> str:
    """Without what repeats the parent."""
    return min((child.entity.removeprefix(each) for each in entities), key=len)


def _role(reference: Reference) -> str:
    return _capital(reference.name).removesuffix("SchoolYearTypeReference")


def _capital(name: str) -> str:
    return name[0].upper() + name[1:]


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


@pytest.mark.parametrize("standard", ["3.3", "5.2"])
def test_every_document_is_read_as_it_was(standard: str) -> None:
    catalogue = load(standard)
    writer, converter = Writer(catalogue), Converter(catalogue)
    seen: dict[str, int] = {}
    for plural, document in generate(find("grand-bend"), standard):
        seen[plural] = seen.get(plural, 0) + 1
        if plural == "schoolYearTypes" or seen[plural] > SOME:
            continue
        reading = converter.convert(fromstring(tostring(writer.write(plural, document))))
        assert reading is not None
        assert (plural, reading.document, reading.unknown) == (plural, document, [])
    assert len(seen) > 50
