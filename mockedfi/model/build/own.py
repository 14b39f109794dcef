"""What an extension's OpenAPI document has beyond the data standard, and whether it goes with one."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from mockedfi.model.build.documents import Document
from mockedfi.model.build.endpoints import endpoints_of, entity_of
from mockedfi.model.build.tables import ED_FI
from mockedfi.model.catalogue import Catalogue
from mockedfi.model.facts import Node

EXTENSIONS = "Extensions"
_REFERENCE = "Reference"
_DESCRIPTOR = "Descriptor"
_LINK = "link"
_STANDARD = f"{ED_FI.prefix}_"


def own_part(document: Document) -> Document:
    """A document without the data standard's resources: other resources, ``_ext`` objects, and what these need.

    Servers publish an extension together with the standard that it extends.
    """
    paths = {path: each for path, each in document.paths.items() if not path.startswith(f"/{ED_FI.namespace}/")}
    classes = [each.class_name for each in endpoints_of(document.narrowed(paths, document.schemas))]
    wanted = [*classes, *(f"{each}{_REFERENCE}" for each in classes)]
    wanted += [each for each in document.schemas if each.endswith(EXTENSIONS) and "_" not in each]
    return document.narrowed(paths, _reached(document, wanted))


def misfit(catalogue: Catalogue, own: Document, every: Iterable[Document]) -> str:
    """Why what a document has of its own does not go with a catalogue; empty if it does.

    Args:
        catalogue: of a data standard.
        own: as `own_part` gives it.
        every: all documents that are used together, this one too.
    """
    return next(_Fit(catalogue, [own, *every]).faults(own), "")


def _reached(document: Document, wanted: Iterable[str]) -> dict[str, Any]:
    """The classes of these names, and those that they refer to."""
    found: dict[str, Any] = {}
    waiting = list(wanted)
    while waiting:
        name = waiting.pop()
        if name not in found and name in document.schemas:
            found[name] = document.schemas[name]
            waiting += _references(found[name])
    return {name: found[name] for name in document.schemas if name in found}


def _references(schema: Any) -> Iterator[str]:
    """The classes that a schema names, at any depth."""
    if isinstance(schema, dict):
        for name, value in schema.items():
            if name == "$ref" and isinstance(value, str):
                yield value.rpartition("/")[2]
            else:
                yield from _references(value)
    elif isinstance(schema, list):
        for each in schema:
            yield from _references(each)


class _Fit:
    """What extensions may build upon: the catalogue's classes, and those of the documents themselves."""

    def __init__(self, catalogue: Catalogue, every: Sequence[Document]) -> None:
        self._standard = f"data standard {catalogue.name}"
        self._keys: dict[str, frozenset[str]] = {
            name.lower(): frozenset(each.identity) for name, each in catalogue.abstracts.items()
        }
        self._classes: set[str] = set()
        for each in catalogue.resources.values():
            if each.namespace == ED_FI.namespace:
                self._keys[each.entity.lower()] = frozenset(each.key_names)
                self._classes.update(_entities(each))
        own = {entity_of(name).lower() for document in every for name in document.schemas if _is_own(name)}
        self._extensible = self._classes | own
        self._described = {name for document in every for name in document.schemas}
        self._kinds = tuple(each for each in self._extensible if each.endswith(_DESCRIPTOR.lower()))

    def faults(self, own: Document) -> Iterator[str]:
        if not own.schemas:
            yield "it describes nothing beyond the data standard"
        for name, schema in own.schemas.items():
            members = schema.get("properties", {})
            yield from (
                f"{name} names {each}, which no document describes"
                for each in _references(schema)
                if each not in self._described and each != _LINK
            )
            if _is_own(name):
                yield from self._of_descriptors(name, members)
            elif not name.startswith(_STANDARD):
                yield from self._of_extended(name)
            elif name.endswith(_REFERENCE):
                yield from self._of_reference(entity_of(name).removesuffix(_REFERENCE), members)
            elif entity_of(name).lower() not in self._classes:
                yield f"it needs {entity_of(name)}, which {self._standard} does not have"

    def _of_reference(self, target: str, members: Mapping[str, Any]) -> Iterator[str]:
        key = self._keys.get(target.lower())
        given = members.keys() - {"link"}
        if key is None:
            yield f"it refers to {target}, which {self._standard} does not have"
        elif key != given:
            known = ", ".join(sorted(key))
            yield f"it refers to {target} by {', '.join(sorted(given))}, where {self._standard} has {known}"

    def _of_extended(self, name: str) -> Iterator[str]:
        extended = entity_of(name).removesuffix(EXTENSIONS)
        if name.endswith(EXTENSIONS) and extended.lower() not in self._extensible:
            yield f"it extends {extended}, which {self._standard} does not have"

    def _of_descriptors(self, name: str, members: Iterable[str]) -> Iterator[str]:
        for member in members:
            if member.endswith(_DESCRIPTOR) and not member.lower().endswith(self._kinds):
                yield f"no document lists the descriptors of {name}.{member}; give that of its descriptors too"


def _is_own(name: str) -> bool:
    """Whether a class is the extension's: ``tpdm_candidate``."""
    return "_" in name and not name.startswith(_STANDARD)


def _entities(node: Node) -> Iterator[str]:
    """The classes of a node and of all below it."""
    yield node.entity.lower()
    for each in node.children:
        yield from _entities(each)
