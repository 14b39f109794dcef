"""What the reference's entities keep of documents: equal items once, where they are, and any moment once it is there.

Source: EdFi.Ods.Common/Extensions/CollectionExtensions.cs; the collections of Mustache/Entities.mustache; the setters
of Mustache/Entities_PropertyAccessors.mustache.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mockedfi.model.facts import Node, Path, Property
from mockedfi.model.plan import fold_of, item_key
from mockedfi.model.written import written_order

Document = dict[str, Any]
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    path: Path
    """From the node to the collection, or object."""
    key: Callable[[Mapping[str, Any]], Key] | None
    """Of an item; None: it is an object."""
    key_paths: tuple[Path, ...]
    within: "Entity"

    def tells(self, item: Document) -> Any:
        """What tells an item from others: its key, or itself, if it lacks a part of that."""
        assert self.key is not None
        key = self.key(item)
        return id(item) if None in key else key


class Entity:
    """One node, and the collections below it."""

    def __init__(self, node: Node, fold_texts: bool) -> None:
        """`fold_texts`: the texts of keys, too, compare without regard to case."""
        folds = _folds_texts if fold_texts else fold_of
        parts = [
            _Part((each.name,), item_key(each, folds) if each.many else None, each.item_key, Entity(each, fold_texts))
            for each in node.children
            if each.item_key or not each.many
        ]
        parts.extend(_Part(("_ext", each.name), None, (), Entity(each, fold_texts)) for each in node.extensions)
        self._parts = tuple(each for each in parts if each.key is not None or each.within)
        self._moments = [each.name for each in node.properties if each.type == "datetime" and not each.required]
        self._order = written_order(node)

    def __bool__(self) -> bool:
        return bool(self._parts or self._moments)

    def keep_first(self, document: Document) -> None:
        """Of equal items, keep the first, in place; those that lack a part of their key equal none."""
        for part, holder, name in self._held(document):
            if part.key is None:
                part.within.keep_first(holder[name])
                continue
            found: dict[Any, Document] = {}
            for item in holder[name]:
                found.setdefault(part.tells(item), item)
                part.within.keep_first(item)
            holder[name] = list(found.values())

    def keep(self, document: Document, stored: Document) -> bool:
        """Keep of what is stored what an update leaves as it is, in place.

        Items stay where they are, with the keys that they have, and others follow; moments stay that are not given.

        Returns:
            Whether there are such moments: that counts as a change.
        """
        kept = self._keep_moments(document, stored)
        for part, holder, name in self._held(document):
            before = _at(stored, part.path)
            if before is None:
                continue
            if part.key is None:
                kept = part.within.keep(holder[name], before) or kept
                continue
            given = {part.tells(item): item for item in holder[name]}
            places = []
            for old in before:
                item = given.pop(part.tells(old), None)
                if item is not None:
                    for *above, last in part.key_paths:
                        _at(item, tuple(above))[last] = _at(old, (*above, last))
                    kept = part.within.keep(item, old) or kept
                    places.append(item)
            holder[name] = [*places, *given.values()]
        return kept

    def _keep_moments(self, document: Document, stored: Document) -> bool:
        missing = {name: stored[name] for name in self._moments if name not in document and name in stored}
        if missing:
            whole = {**document, **missing}
            document.clear()
            document.update((name, whole[name]) for name in self._order if name in whole)
        return bool(missing)

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
