"""Makes valid documents of any resource from the catalogue alone, together with all that they refer to.

It knows nothing of how the server validates: it reads the same facts and reasons on its own, so that a mistake in
the one does not hide in the other. Where the server follows a document from its members to their rules, the maker
goes from the target of a reference to the values that the reference must carry.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mockedfi.model.catalogue import Catalogue
from mockedfi.model.facts import Child, Node, Path, Reference, Resource

from .values import Values

Document = dict[str, Any]
Key = tuple[Any, ...]


@dataclass(frozen=True)
class Made:
    """One document and the resource that it belongs to."""

    resource: Resource
    document: Document


@dataclass(frozen=True)
class Story:
    """A document to post, and before it, in this order, the documents that it leans on and that are new."""

    subject: Made
    before: list[Made]


def value_at(document: Document, path: Path) -> Any:
    """The one value at a path that passes through no collection."""
    value: Any = document
    for name in path:
        value = value[name]
    return value


def key_of(made: Made) -> Key:
    """The natural key of a document, in the order of its resource's identity."""
    return tuple(value_at(made.document, path) for path in made.resource.identity)


class Maker:
    """Makes documents. What a document refers to is kept and shared by those that come later."""

    def __init__(self, catalogue: Catalogue, descriptors: Mapping[str, Sequence[str]]) -> None:
        """`descriptors` are the URIs that the server has from the start, by kind."""
        self.catalogue = catalogue
        self.values = Values()
        self._descriptors: dict[str, list[str]] = {kind: list(uris) for kind, uris in descriptors.items()}
        self._kept: dict[str, list[Made]] = defaultdict(list)
        self._new: list[Made] = []
        self._popular = _references_by_target(catalogue)

    def minimal(self, name: str) -> Story:
        """A document with nothing but what it must have."""
        return self._story(name, full=False)

    def maximal(self, name: str) -> Story:
        """A document with every member, the longest strings, two items in each collection where two can differ."""
        return self._story(name, full=True)

    def forget(self, made: Made) -> None:
        """The server does not have this document, so none must refer to it."""
        kept = self._kept[made.resource.name]
        if made in kept:
            kept.remove(made)

    def _story(self, name: str, full: bool) -> Story:
        self._new = []
        document = Draft(self, self.catalogue.resources[name], full, {}).document()
        return Story(Made(self.catalogue.resources[name], document), self._new)

    def target(self, reference: Reference, known: Mapping[str, Any], unlike: Iterable[Mapping[str, Any]]) -> Document:
        """What `reference` carries when it points to a document with the `known` values, and is none of `unlike`."""
        for made in self._candidates(reference.target):
            keys = self._keys(reference, made)
            if all(keys[name] == value for name, value in known.items()) and keys not in unlike:
                return keys
        made = self._make(reference, known)
        return self._keys(reference, made)

    def fresh(self, reference: Reference, known: Mapping[str, Any]) -> Document:
        """What `reference` carries when it points to a document that nothing else has pointed to so far."""
        return self._keys(reference, self._make(reference, known))

    def descriptor(self, kind: str, nth: int) -> str:
        """A value of one kind of descriptor; another for another `nth`, as far as there are others."""
        values = self._descriptors.setdefault(kind, [])
        while len(values) < min(nth + 1, 2):
            made = self._keep(self.catalogue.resources[kind], {})
            values.append(f"{made.document['namespace']}#{made.document['codeValue']}")
        return values[nth % len(values)]

    def _make(self, reference: Reference, known: Mapping[str, Any]) -> Made:
        resource = self._kinds(reference.target)[0]
        paths = dict(zip([key.value.name for key in reference.keys], self._paths(reference, resource), strict=True))
        return self._keep(resource, {paths[name]: value for name, value in known.items()})

    def _keep(self, resource: Resource, known: Mapping[Path, Any]) -> Made:
        made = Made(resource, Draft(self, resource, False, known).document())
        self._kept[resource.name].append(made)
        self._new.append(made)
        return made

    def _candidates(self, target: str) -> Iterator[Made]:
        for resource in self._kinds(target):
            yield from self._kept[resource.name]

    def _kinds(self, target: str) -> list[Resource]:
        """The resources that meet a reference to `target`, the one that most others refer to first."""
        return sorted(self.catalogue.concrete(target), key=lambda each: (-self._popular[each.name], each.name))

    def _keys(self, reference: Reference, made: Made) -> Document:
        paths = self._paths(reference, made.resource)
        names = [key.value.name for key in reference.keys]
        return {name: value_at(made.document, path) for name, path in zip(names, paths, strict=True)}

    def _paths(self, reference: Reference, resource: Resource) -> list[Path]:
        """Where a document of `resource` carries each key of the reference.

        What a base takes from a reference of its own stands in every subtype at the same path; the rest has a name of
        each subtype's own.
        """
        if reference.target == resource.name:
            return [key.target for key in reference.keys]
        names = self.catalogue.abstracts[reference.target].identity
        return [
            key.target if len(key.target) > 1 else resource.identity[names.index(key.target[0])]
            for key in reference.keys
        ]


@dataclass
class Draft:
    """One document in the making. Members that share a column share its value, wherever in the document they stand."""

    maker: Maker
    resource: Resource
    full: bool
    known: Mapping[Path, Any]
    _column: dict[Path, int] = field(default_factory=dict)
    _value: dict[int, Any] = field(default_factory=dict)

    def document(self) -> Document:
        """The document; its natural key has been used by no other."""
        for number, paths in enumerate(self.resource.unifications):
            self._column.update(dict.fromkeys(paths, number))
        for path, value in self.known.items():
            self._learn(path, value)
        return self._node(self.resource, (), 0, self._made_unique_by())

    def _made_unique_by(self) -> str | None:
        """The name of the reference that makes the key unique, where no value of the document's own can."""
        key = [path for path in self.resource.identity if self._recall(path) is None]
        own = {each.name: each for each in self.resource.properties}
        if any(len(path) == 1 and own[path[0]].type not in ("descriptor", "boolean") for path in key):
            return None
        return next((path[0] for path in key if len(path) > 1), None)

    def _node(self, node: Node, path: Path, nth: int, fresh: str | None = None) -> Document:
        made: Document = {}
        for reference in sorted(node.references, key=self._order):
            if self.full or reference.required or reference.identity:
                made[reference.name] = self._reference(reference, path, (), reference.name == fresh)
        for each in node.properties:
            if self.full or each.required or each.identity:
                made[each.name] = self._property(each, (*path, each.name), nth)
        for child in node.children:
            if self.full or child.required:
                made[child.name] = self._child(child, (*path, child.name), nth)
        return made

    def _child(self, child: Child, path: Path, nth: int) -> Any:
        if not child.many:
            return self._node(child, path, nth)
        items: list[Document] = []
        for number in range(2 if self.full else 1):
            item = self._item(child, path, nth * 2 + number, items)
            if not any(_same(item, other, child.item_key) for other in items):
                items.append(item)
        return items

    def _item(self, child: Child, path: Path, nth: int, others: Sequence[Document]) -> Document:
        """An item whose references differ from those of the others where they can."""
        item = self._node(child, path, nth)
        for reference in child.references:
            carried = [other[reference.name] for other in others]
            if reference.name in item and item[reference.name] in carried and self._tells(child, reference):
                item[reference.name] = self._reference(reference, path, carried, False)
                break
        return item

    @staticmethod
    def _tells(child: Child, reference: Reference) -> bool:
        return any(path[0] == reference.name for path in child.item_key)

    def _reference(self, reference: Reference, path: Path, unlike: Sequence[Document], fresh: bool) -> Document:
        here = {key.value.name: (*path, reference.name, key.value.name) for key in reference.keys}
        known = {name: self._recall(where) for name, where in here.items()}
        known = {name: value for name, value in known.items() if value is not None}
        find = self.maker.fresh(reference, known) if fresh else self.maker.target(reference, known, unlike)
        for name, where in here.items():
            self._learn(where, find[name])
        return find

    def _property(self, each: Any, path: Path, nth: int) -> Any:
        value = self._recall(path)
        if value is None:
            if each.type == "descriptor":
                value = self.maker.descriptor(each.descriptor, nth)
            else:
                value = self.maker.values.of(each, self.resource, self.full)
            self._learn(path, value)
        return value

    def _recall(self, path: Path) -> Any:
        number = self._column.get(path)
        return self.known.get(path) if number is None else self._value.get(number)

    def _learn(self, path: Path, value: Any) -> None:
        number = self._column.get(path)
        if number is not None:
            assert self._value.setdefault(number, value) == value, (self.resource.name, path, value, self._value)

    def _order(self, reference: Reference) -> tuple[bool, bool, int]:
        """What leaves least choice comes first: the identity, then a resource rather than any subtype of a base."""
        return (not reference.identity, reference.target in self.maker.catalogue.abstracts, -len(reference.keys))


def _same(one: Document, other: Document, key: Sequence[Path]) -> bool:
    return all(value_at(one, path) == value_at(other, path) for path in key)


def _references_by_target(catalogue: Catalogue) -> dict[str, int]:
    """How many references point to each resource by its own name."""
    count: dict[str, int] = defaultdict(int)

    def visit(node: Node) -> None:
        for reference in node.references:
            count[reference.target] += 1
        for child in node.children:
            visit(child)

    for resource in catalogue.resources.values():
        visit(resource)
    return count
