"""Composite definitions as their XML says them.

Source: EdFi.Ods.Common/Metadata/Schemas/Ed-Fi-ODS-API-Composites.xsd. Beyond that notation, a member may say since
which API version it is there, or before which (``since="7.0"``, ``before="7.0"``).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mockedfi.errors import UserError
from mockedfi.places import fixtures
from mockedfi.settings.values import nearest
from mockedfi.since import number

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element as Xml

PROPERTY, COLLECTION, OBJECT = "Property", "Collection", "EmbeddedObject"
LINKED, REFERENCE, BASE = "LinkedCollection", "ReferencedResource", "BaseResource"

_ANY = (PROPERTY, COLLECTION, REFERENCE, LINKED, OBJECT)
_INSIDE: Mapping[str, Sequence[str]] = {
    BASE: _ANY,
    LINKED: _ANY,
    REFERENCE: _ANY,
    COLLECTION: (PROPERTY, COLLECTION, REFERENCE),
    OBJECT: (PROPERTY, COLLECTION, REFERENCE, OBJECT),
    PROPERTY: (),
}
STANDARD = "Ed-Fi"


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """A class, and what is shown of it; a property shows nothing but itself."""

    kind: str
    name: str
    """As the reference's class calls the member."""
    display: str = ""
    """What it is called in the answer; by its own name if empty."""
    flatten: bool = False
    """Its members show where it stands."""
    subtype: bool = False
    """Of an abstract resource: shows which subtype it is."""
    schema: str = STANDARD
    """Logical name."""
    inside: tuple["Element", ...] = ()

    def of(self, *kinds: str) -> Iterator["Element"]:
        """What stands within, kind by kind."""
        for kind in kinds:
            yield from (each for each in self.inside if each.kind == kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """What narrows a composite by the value at the end of a path of joins."""

    name: str
    path: str
    queryable: bool
    """Not only in a route but in the query too."""
    description: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Composite:
    """One composite."""

    name: str
    parameters: tuple[Parameter, ...]
    base: Element


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """Composites that share an address and its routes."""

    organization: str
    name: str
    title: str
    routes: tuple[str, ...]
    composites: tuple[Composite, ...]
    file: Path


def packaged(version: str) -> list[Category]:
    """The composites that come with the API at a version."""
    return [each for file in sorted((fixtures() / "composites").glob("*.xml")) for each in read(file, version)]


def read(file: Path, version: str) -> list[Category]:
    """The categories of a file, as an API version has them.

    Raises:
        UserError: the file cannot be read, is no XML or is not in the notation.
    """
    root = _parsed(file)
    reader = _Reader(file, version)
    if root.tag != "CompositeMetadata":
        raise UserError(f"{file}: the outermost element is <{root.tag}>; write <CompositeMetadata>")
    return [reader.category(root, each) for each in reader.within(root, ("Category",))]


def _parsed(file: Path) -> "Xml":
    from defusedxml import DefusedXmlException  # noqa: PLC0415 - read when a composite is
    from defusedxml.ElementTree import ParseError, parse  # noqa: PLC0415

    try:
        root: Xml | None = parse(file).getroot()
    except OSError as error:
        raise UserError(f"{file}: {error.strerror}; mend [composites] files") from None
    except ParseError as error:
        raise UserError(f"{file}: {error}; mend the XML there") from None
    except DefusedXmlException as error:
        raise UserError(f"{file}: {type(error).__name__}; composites need no document type or entities") from None
    assert root is not None
    return root


class _Reader:
    """Reads the elements of one file; every complaint names it and the composite."""

    def __init__(self, file: Path, version: str) -> None:
        self._file = file
        self._version = number(version)
        self._where = ""

    def category(self, root: "Xml", element: "Xml") -> Category:
        name = self._attribute(element, "name")
        self._where = f"category {name}: "
        parts = {each.tag: each for each in self.within(element, ("Routes", "Composites"))}
        if "Composites" not in parts:
            raise self._error("<Category> needs <Composites>")
        routes = self.within(parts["Routes"], ("Route",)) if "Routes" in parts else []
        return Category(
            organization=self._attribute(root, "organizationCode"),
            name=name,
            title=element.get("displayName", name),
            routes=tuple(self._attribute(each, "relativeRouteTemplate") for each in routes),
            composites=tuple(self._composite(each) for each in self.within(parts["Composites"], ("Composite",))),
            file=self._file,
        )

    def _composite(self, element: "Xml") -> Composite:
        name = self._attribute(element, "name")
        self._where = f"composite {name}: "
        parts = {each.tag: each for each in self.within(element, ("Specification", BASE))}
        if BASE not in parts:
            raise self._error(f"<Composite> needs <{BASE}>")
        specification = parts.get("Specification")
        parameters = [] if specification is None else self.within(specification, ("Parameter",))
        return Composite(
            name=name,
            parameters=tuple(self._parameter(each) for each in parameters),
            base=self._element(parts[BASE]),
        )

    def _parameter(self, element: "Xml") -> Parameter:
        return Parameter(
            name=self._attribute(element, "name"),
            path=self._attribute(element, "filterPath"),
            queryable=self._flag(element, "queryable"),
            description=element.get("description", ""),
        )

    def _element(self, element: "Xml") -> Element:
        inside = self.within(element, _INSIDE[str(element.tag)])
        if not inside and element.tag != PROPERTY:
            raise self._error(f"<{element.tag}> {element.get('name', '')} shows nothing; name what it should")
        return Element(
            kind=str(element.tag),
            name=self._attribute(element, "name"),
            display=element.get("displayName", ""),
            flatten=self._flag(element, "flatten"),
            subtype=self._flag(element, "includeResourceSubtype"),
            schema=element.get("logicalSchema", STANDARD),
            inside=tuple(self._element(each) for each in inside if self._current(each)),
        )

    def within(self, element: "Xml", allowed: Sequence[str]) -> list["Xml"]:
        """The elements within, each of them one that may stand there."""
        for each in element:
            if each.tag not in allowed:
                hint = nearest(str(each.tag), allowed)
                raise self._error(f"<{each.tag}> has no place in <{element.tag}>{hint}")
        return list(element)

    def _current(self, element: "Xml") -> bool:
        since, before = element.get("since"), element.get("before")
        try:
            return (since is None or self._version >= number(since)) and (
                before is None or self._version < number(before)
            )
        except ValueError:
            raise self._error(f"<{element.tag}>: since and before take API versions, as 7.3") from None

    def _attribute(self, element: "Xml", name: str) -> str:
        value = element.get(name)
        if not value:
            raise self._error(f"<{element.tag}> needs {name}")
        return value

    def _flag(self, element: "Xml", name: str) -> bool:
        value = element.get(name, "false").strip().lower()
        if value not in ("true", "false", "1", "0"):
            raise self._error(f'{name}="{value}" of <{element.tag}> must be true or false')
        return value in ("true", "1")

    def _error(self, text: str) -> UserError:
        return UserError(f"{self._file}: {self._where}{text}")
