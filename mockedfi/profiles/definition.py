"""Profile definitions as their XML says them.

Source: EdFi.Ods.Common/Metadata/Schemas/Ed-Fi-ODS-API-Profiles.xsd.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from mockedfi.errors import UserError
from mockedfi.settings.values import nearest

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Usage = Literal["readable", "writable"]
STANDARD = "Ed-Fi"

_MODES = ("IncludeOnly", "ExcludeOnly", "IncludeAll", "ExcludeAll")
_FILTER_MODES = ("IncludeOnly", "ExcludeOnly")
_CONTENT_TYPES: Mapping[str, Usage] = {"ReadContentType": "readable", "WriteContentType": "writable"}
_IN_CLASS = ("Property", "Object", "Collection", "Extension")
_IN_EXTENSION = ("Property", "Object", "Collection")
_FILTER = "Filter"
_VALUE = "Value"
_OF_CLASS = ("name", "memberSelection", "logicalSchema")
_ATTRIBUTES: Mapping[str, Sequence[str]] = {
    "Profile": ("name",),
    "Resource": ("name", "logicalSchema"),
    **dict.fromkeys(_CONTENT_TYPES, ("memberSelection",)),
    "Property": ("name",),
    **dict.fromkeys(("Object", "Collection", "Extension"), _OF_CLASS),
    _FILTER: ("propertyName", "filterMode"),
    _VALUE: (),
}
"""By element; those of the namespace for instances of schemas are everywhere."""
_OF_INSTANCES = "{http://www.w3.org/2001/XMLSchema-instance}"


@dataclass(frozen=True, slots=True)
class Filter:
    """Which items of a collection are let through, by the value of one property."""

    property: str
    including: bool
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What is said of the members of one class. Members have their names in the reference's classes."""

    mode: str
    """``IncludeOnly``, ``ExcludeOnly``, ``IncludeAll`` or ``ExcludeAll``."""
    properties: tuple[str, ...] = ()
    """Scalars and references."""
    children: Mapping[str, "Selection"] = field(default_factory=dict)
    """Collections and embedded objects."""
    extensions: Mapping[str, "Selection"] = field(default_factory=dict)
    """By logical name of their schema."""
    filter: Filter | None = None

    @property
    def members(self) -> tuple[str, ...]:
        """Every member named, but for extensions."""
        return (*self.properties, *self.children)

    @property
    def deepened(self) -> "Selection":
        """The same, where each class takes the properties that are named anywhere within it for its own."""
        children = {name: each.deepened for name, each in self.children.items()}
        extensions = {name: each.deepened for name, each in self.extensions.items()}
        within = (name for each in (*children.values(), *extensions.values()) for name in each.properties)
        return replace(self, properties=(*self.properties, *within), children=children, extensions=extensions)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResourceDefinition:
    """What one profile says of one resource."""

    name: str
    schema: str
    """Logical name."""
    selections: Mapping[Usage, Selection]
    """By the usages that it offers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One profile."""

    name: str
    file: Path
    resources: tuple[ResourceDefinition, ...]
    faults: tuple[str, ...] = ()
    """What breaks the notation."""


def read(file: Path) -> list[Definition]:
    """The profiles of a file: ``<Profiles>``, or a single ``<Profile>``.

    What breaks the notation within a profile is kept with it, since such a profile is known and refused.

    Raises:
        UserError: the file cannot be read, is no XML or has no profile.
    """
    root = _parsed(file)
    elements = [root] if root.tag == "Profile" else [each for each in root if each.tag == "Profile"]
    if not elements:
        raise UserError(f"{file}: there is no profile in <{root.tag}>; write <Profiles> with <Profile name=…> in it")
    try:
        return [_profile(each, file) for each in elements]
    except RecursionError:
        raise UserError(f"{file}: its elements are nested too deeply; mend the XML there") from None


def _parsed(file: Path) -> "Element":
    from defusedxml import DefusedXmlException  # noqa: PLC0415 - read when a profile is
    from defusedxml.ElementTree import ParseError, parse  # noqa: PLC0415

    try:
        root: Element | None = parse(file).getroot()
    except OSError as error:
        raise UserError(f"{file}: {error.strerror}; mend [profiles] files") from None
    except ParseError as error:
        raise UserError(f"{file}: {error}; mend the XML there") from None
    except DefusedXmlException as error:
        raise UserError(f"{file}: {type(error).__name__}; a profile needs no document type or entities") from None
    assert root is not None
    return root


def _profile(element: "Element", file: Path) -> Definition:
    faults: list[str] = []
    name = _attribute(element, "name", faults)
    resources = [_resource(each, faults) for each in _inside(element, ("Resource",), faults)]
    if not resources:
        faults.append("<Profile> has no <Resource>")
    return Definition(name=name, file=file, resources=tuple(resources), faults=tuple(faults))


def _resource(element: "Element", faults: list[str]) -> ResourceDefinition:
    selections = {
        _CONTENT_TYPES[each.tag]: _selection(each, _IN_CLASS, faults)
        for each in _inside(element, tuple(_CONTENT_TYPES), faults, once=tuple(_CONTENT_TYPES))
    }
    name = _attribute(element, "name", faults)
    return ResourceDefinition(name=name, schema=element.get("logicalSchema", STANDARD), selections=selections)


def _selection(element: "Element", allowed: Sequence[str], faults: list[str]) -> Selection:
    """The selection of a content type, object, collection or extension."""
    properties: list[str] = []
    children: dict[str, Selection] = {}
    extensions: dict[str, Selection] = {}
    condition: Filter | None = None
    for each in _inside(element, allowed, faults, once=(_FILTER,)):
        if each.tag == _FILTER:
            condition = _filter(each, faults)
            continue
        name = _attribute(each, "name", faults)
        if each.tag == "Property":
            properties.append(name)
            _inside(each, (), faults)
        elif each.tag == "Extension":
            extensions.setdefault(name, _selection(each, _IN_EXTENSION, faults))
        else:
            within = tuple(tag for tag in allowed if tag != _FILTER)
            inner = _selection(each, (*within, _FILTER) if each.tag == "Collection" else within, faults)
            children.setdefault(name, inner)
    return Selection(
        mode=_attribute(element, "memberSelection", faults, _MODES),
        properties=tuple(properties),
        children=children,
        extensions=extensions,
        filter=condition,
    )


def _filter(element: "Element", faults: list[str]) -> Filter:
    values = _inside(element, (_VALUE,), faults)
    for each in values:
        _inside(each, (), faults)
    if not values:
        faults.append("<Filter> has no <Value>")
    mode = _attribute(element, "filterMode", faults, _FILTER_MODES)
    texts = tuple(each.text or "" for each in values)
    return Filter(_attribute(element, "propertyName", faults), mode == "IncludeOnly", texts)


def _inside(
    element: "Element", allowed: Sequence[str], faults: list[str], *, once: Sequence[str] = ()
) -> list["Element"]:
    """The elements within, which must stand in the order of `allowed`; what else is wrong with it is said, too."""
    _check(element, faults)
    found: list[Element] = []
    for each in element:
        if each.tag not in allowed:
            hint = "" if each.tag in _ATTRIBUTES else nearest(str(each.tag), allowed)
            faults.append(f"<{each.tag}> has no place in <{element.tag}>{hint}")
        elif found and allowed.index(each.tag) < allowed.index(found[-1].tag):
            faults.append(f"<{each.tag}> must stand before <{found[-1].tag}> in <{element.tag}>")
        elif each.tag in once and found and found[-1].tag == each.tag:
            faults.append(f"<{each.tag}> stands twice in <{element.tag}>")
        else:
            found.append(each)
    return found


def _check(element: "Element", faults: list[str]) -> None:
    """Look for attributes, and texts, that have no place."""
    known = _ATTRIBUTES[element.tag]
    strange = [name for name in element.attrib if name not in known and not name.startswith(_OF_INSTANCES)]
    faults.extend(f"<{element.tag}> takes no {name}{nearest(name, known)}" for name in strange)
    texts = [*(each.tail for each in element), None if element.tag == _VALUE else element.text]
    stray = next((each.strip() for each in texts if each and each.strip()), None)
    if stray is not None:
        faults.append(f"<{element.tag}> holds no text, but {stray!r} stands there")


def _attribute(element: "Element", name: str, faults: list[str], choices: Sequence[str] = ()) -> str:
    value = element.get(name)
    if value is None:
        faults.append(f"<{element.tag}> needs {name}")
        return choices[-1] if choices else ""
    if choices and value not in choices:
        faults.append(f'{name}="{value}" of <{element.tag}> must be one of {", ".join(choices)}')
    return value
