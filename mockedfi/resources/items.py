"""Collections as the reference's entities hold them, in sets: of equal items there is one, and none has to move.

Source: EdFi.Ods.Common/Extensions/CollectionExtensions.cs; the collections of Mustache/Entities.mustache.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mockedfi.model.facts import Node, Path, Property
from mockedfi.model.plan import fold_of, item_key

Document = dict[str, Any]
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    path: Path
    """From the node to the collection, or object."""
    key: Callable[[Mapping[str, Any]], Key] | None
    """Of an item; None: it is an object."""
    key_paths: tuple[Path, ...]
    within: "Items"


class Items:
    """The collections below one node."""

    def __init__(self, node: Node, fold_texts: bool) -> None:
        """`fold_texts`: the texts of keys, too, compare without regard to case."""
        folds = _folds_texts if fold_texts else fold_of
        parts = [
            _Part((each.name,), item_key(each, folds) if each.many else None, each.item_key, Items(each, fold_texts))
            for each in node.children
            if each.item_key or not each.many
        ]
        parts.extend(_Part(("_ext", each.name), None, (), Items(each, fold_texts)) for each in node.extensions)
        self._parts = tuple(each for each in parts if each.key is not None or each.within)

    def __bool__(self) -> bool:
        return bool(self._parts)

    def keep_first(self, document: Document) -> None:
        """Of equal items, keep the first, in place; those that lack a part of their key equal none."""
        for part, holder, name in self._held(document):
            if part.key is None:
                part.within.keep_first(holder[name])
                continue
            found: dict[Any, Document] = {}
            for item in holder[name]:
                key = part.key(item)
                found.setdefault(id(item) if None in key else key, item)
                part.within.keep_first(item)
            holder[name] = list(found.values())

    def keep_places(self, document: Document, stored: Document) -> None:
        """Put items that are stored where they are now, with the keys that they have, in place; others follow."""
        for part, holder, name in self._held(document):
            before = _at(stored, part.path)
            if before is None:
                continue
            if part.key is None:
                part.within.keep_places(holder[name], before)
                continue
            given = {part.key(item): item for item in holder[name]}
            kept = []
            for old in before:
                item = given.pop(part.key(old), None)
                if item is not None:
                    for *above, last in part.key_paths:
                        _at(item, tuple(above))[last] = _at(old, (*above, last))
                    part.within.keep_places(item, old)
                    kept.append(item)
            holder[name] = [*kept, *given.values()]

    def _held(self, document: Document) -> Iterator[tuple[_Part, Document, str]]:
        """Each part that a document has, the object that holds it, and its name there."""
        for part in self._parts:
            *above, name = part.path
            holder = _at(document, tuple(above))
            if holder is not None and name in holder:
                yield part, holder, name


def _at(document: Any, path: Path) -> Any:
    for name in path:
        document = document.get(name)
        if document is None:
            return None
    return document


def _folds_texts(value: Property) -> bool:
    """A person's unique id stands for a number."""
    return fold_of(value) or (value.type == "string" and value.person is None)
