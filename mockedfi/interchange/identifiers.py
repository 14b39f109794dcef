"""References by id: keys of elements that carry one, and documents with those keys in place of the ids."""

from typing import Any

from mockedfi.interchange.convert import Reading
from mockedfi.interchange.references import ELSEWHERE, TARGET
from mockedfi.model.catalogue import Catalogue
from mockedfi.model.facts import Path

Document = dict[str, Any]


class Unresolved(Exception):
    """A reference by an id that no element has, or that leads back to itself."""


class Identifiers:
    """What elements with an id are known by: one small entry each, and all that is kept of a file in memory."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._known: dict[str, tuple[Any, ...]] = {}

    def note(self, reading: Reading) -> None:
        """Remember an element's key by its id, if it has one."""
        if reading.identifier:
            parts = (_at(reading.document, path) for path in reading.resource.identity)
            self._known[reading.identifier] = tuple(parts)

    def settle(self, document: Document) -> Document:
        """The document with keys in place of ids.

        Raises:
            Unresolved: there is no such element.
        """
        settled = self._settled(document, ())
        assert isinstance(settled, dict)
        return settled

    def _settled(self, value: Any, through: tuple[str, ...]) -> Any:
        if isinstance(value, dict):
            if ELSEWHERE in value:
                return self._key(value[ELSEWHERE], value[TARGET], through)
            return {name: self._settled(each, through) for name, each in value.items()}
        if isinstance(value, list):
            return [self._settled(each, through) for each in value]
        return value

    def _key(self, identifier: str, target: str, through: tuple[str, ...]) -> Document:
        if identifier in through or identifier not in self._known:
            raise Unresolved(f"no element has the id {identifier}")
        names = self._catalogue.key_names(target)
        parts = (self._part(part, (*through, identifier)) for part in self._known[identifier])
        return dict(zip(names, parts, strict=True))

    def _part(self, part: Any, through: tuple[str, ...]) -> Any:
        if isinstance(part, _Elsewhere):
            return self._key(part.identifier, part.target, through)[part.name]
        return part


class _Elsewhere:
    """A part of a key that stands in the key of another element."""

    __slots__ = ("identifier", "name", "target")

    def __init__(self, identifier: str, target: str, name: str) -> None:
        self.identifier = identifier
        self.target = target
        self.name = name


def _at(document: Document, path: Path) -> Any:
    value: Any = document
    for name in path:
        if not isinstance(value, dict):
            return None
        if ELSEWHERE in value:
            return _Elsewhere(value[ELSEWHERE], value[TARGET], name)
        value = value.get(name)
    return value
