"""Accessors compiled once per resource: where a document carries its key, its references and its descriptors.

A document is a plain dict with the wire's member names, without ``id``, ``_etag``, ``_lastModifiedDate`` and ``link``.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mockedfi.model.facts import Child, Extension, Node, Path, Property, Reference, Resource

Document = dict[str, Any]
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """One reference of one document."""

    reference: Reference
    entity: str
    """Entity of the node that holds it."""
    key: Key
    """The target's natural key, in the order of its identity."""
    holder: dict[str, Any]
    """The reference object itself, in place."""
    path: str
    """JSON path of the reference object, ``$.classPeriods[0].classPeriodReference``."""


class Plan:
    """Everything that is asked of a document of one resource, over and over."""

    def __init__(self, resource: Resource, identities: Callable[[str], tuple[str, ...]]) -> None:
        """`identities` gives, for a resource or abstract base, the names of its key parts as references carry them."""
        self.resource = resource
        self._parts = tuple((path, resource.descriptor or fold_of(find(resource, path))) for path in resource.identity)
        self.telling = min(range(len(resource.identity)), key=self._rank, default=0)
        """Place of the part of the key that the fewest items have in common."""
        self.folds = any(fold for _, fold in self._parts)
        """Whether a part of the key compares without regard to case."""
        self._root = _compile(resource, identities)

    def key(self, document: Mapping[str, Any]) -> Key:
        """The natural key; descriptor values in lower case, since they compare so.

        Raises:
            KeyError: a part is missing.
        """
        parts = []
        for path, fold in self._parts:
            value: Any = document
            for name in path:
                value = value[name]
            parts.append(value.lower() if fold else value)
        return tuple(parts)

    def _rank(self, place: int) -> tuple[bool, bool, bool]:
        """A person tells more than a text of the resource's own, that more than one of another's, or a number."""
        path = self.resource.identity[place]
        part = find(self.resource, path)
        return part.person is None, len(path) > 1, part.type != "string"

    def references(self, document: Document) -> Iterator[Link]:
        """Every reference that the document carries with all its keys, outermost first."""
        return _references(self._root, document, "$")

    def descriptors(self, document: Document) -> Iterator[tuple[str, Property, str]]:
        """(entity, property, value) of every descriptor value outside references."""
        for entity, each, holder in _descriptors(self._root, document):
            yield entity, each, holder[each.name]

    def descriptor_holders(self, document: Document) -> Iterator[tuple[dict[str, Any], Property]]:
        """(object, property) of every descriptor value outside references; the object is the document's own."""
        for _, each, holder in _descriptors(self._root, document):
            yield holder, each


@dataclass(frozen=True, slots=True)
class _Compiled:
    entity: str
    references: tuple[tuple[Reference, tuple[tuple[str, bool], ...]], ...]
    descriptors: tuple[Property, ...]
    children: tuple[tuple[tuple[str, ...], bool, "_Compiled"], ...]
    """(names from the node to the child, many, the child)."""


def _compile(node: Node, identities: Callable[[str], tuple[str, ...]]) -> _Compiled:
    references = []
    for each in node.references:
        by_name = {key.value.name: key.value for key in each.keys}
        order = identities(each.target)
        assert set(order) == set(by_name), (node.entity, each.name, order, tuple(by_name))
        references.append((each, tuple((name, fold_of(by_name[name])) for name in order)))
    children: list[tuple[tuple[str, ...], bool, _Compiled]] = [
        *(((each.name,), each.many, _compile(each, identities)) for each in node.children),
        *((("_ext", each.name), False, _compile(each, identities)) for each in node.extensions),
    ]
    return _Compiled(
        entity=node.entity,
        references=tuple(references),
        descriptors=tuple(each for each in node.properties if each.type == "descriptor"),
        children=tuple(children),
    )


def _references(node: _Compiled, value: dict[str, Any], path: str) -> Iterator[Link]:
    for reference, parts in node.references:
        holder = value.get(reference.name)
        if holder is not None and all(name in holder for name, _ in parts):
            key = tuple(holder[name].lower() if fold else holder[name] for name, fold in parts)
            yield Link(reference, node.entity, key, holder, f"{path}.{reference.name}")
    for child, item, where in _items(node, value, path):
        yield from _references(child, item, where)


def _descriptors(node: _Compiled, value: dict[str, Any]) -> Iterator[tuple[str, Property, dict[str, Any]]]:
    for each in node.descriptors:
        if each.name in value:
            yield node.entity, each, value
    for child, item, _ in _items(node, value, ""):
        yield from _descriptors(child, item)


def _items(node: _Compiled, value: dict[str, Any], path: str) -> Iterator[tuple[_Compiled, dict[str, Any], str]]:
    for names, many, child in node.children:
        found: Any = value
        for name in names:
            found = found.get(name)
            if found is None:
                break
        else:
            where = ".".join((path, *names))
            if many:
                for index, item in enumerate(found):
                    yield child, item, f"{where}[{index}]"
            else:
                yield child, found, where


def fold_of(value: Property) -> bool:
    """Whether values compare without regard to case: descriptors do (EdFi.Ods.Common/Descriptors)."""
    return value.type == "descriptor"


def item_key(child: Child, folds: Callable[[Property], bool] = fold_of) -> Callable[[Mapping[str, Any]], Key]:
    """What tells the items of a collection apart: what `folds` is in lower case, None for a part that is missing."""
    parts = tuple((path, folds(find(child, path))) for path in child.item_key)

    def key(item: Mapping[str, Any]) -> Key:
        found = []
        for path, fold in parts:
            value: Any = item
            for name in path:
                value = value.get(name) if value is not None else None
            found.append(value.lower() if fold and value is not None else value)
        return tuple(found)

    return key


def find(node: Node, path: Path) -> Property:
    """The property at a path of member names.

    Raises:
        KeyError: there is none.
    """
    name, *rest = path
    for each in node.properties:
        if each.name == name and not rest:
            return each
    for reference in node.references:
        if reference.name == name:
            for key in reference.keys:
                if (key.value.name,) == tuple(rest):
                    return key.value
    below: tuple[Child | Extension, ...] = node.children
    if name == "_ext" and rest:
        below = node.extensions
        name, *rest = rest
    for child in below:
        if child.name == name and rest:
            return find(child, tuple(rest))
    raise KeyError(f"{node.entity} has no {'.'.join(path)}")


def own_name(resource: Resource, path: Path) -> str:
    """What a value is called as the resource's own: ``locationSchoolId`` for ``locationReference.schoolId``."""
    for reference in resource.references:
        if reference.name == path[0]:
            return next(each.parameter for each in reference.keys if each.value.name == path[-1])
    return path[-1]


def values_at(document: Any, path: Path) -> list[Any]:
    """All values at a path; a collection on the way stands for each of its items."""
    values = [document]
    for name in path:
        below = [value.get(name) for value in values]
        values = []
        for value in below:
            if isinstance(value, list):
                values.extend(value)
            elif value is not None:
                values.append(value)
    return values


class Plans(Mapping[str, Plan]):
    """The plan of each resource of a catalogue, compiled at its first use."""

    def __init__(self, resources: Mapping[str, Resource], identities: Callable[[str], tuple[str, ...]]) -> None:
        self._resources = resources
        self._identities = identities
        self._made: dict[str, Plan] = {}

    def __getitem__(self, name: str) -> Plan:
        plan = self._made.get(name)
        if plan is None:
            plan = self._made[name] = Plan(self._resources[name], self._identities)
        return plan

    def __iter__(self) -> Iterator[str]:
        return iter(self._resources)

    def __len__(self) -> int:
        return len(self._resources)
