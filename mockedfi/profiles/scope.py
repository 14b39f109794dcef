"""What a profile keeps of a resource, compiled from its definition for one usage.

Source, in EdFi.Ods.Common/Models: Resource/ProfileResourceMembersFilterProvider.cs, Resource/FilterContext.cs,
Resource/ProfileResourceContentTypes.cs, ResourceItemPredicateBuilder.cs.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar, cast

from mockedfi.model.facts import Child, Extension, Node, Path, Property, Reference, Resource
from mockedfi.profiles.definition import Filter, Selection

EXTENSIONS = "_ext"
_SERVERS_OWN = ("id", "_etag", "_lastModifiedDate")
_N = TypeVar("_N", bound=Node)
_Part = TypeVar("_Part", Child, Extension)


@dataclass(frozen=True, slots=True)
class Condition:
    """What an item of a collection must fulfil to be let through."""

    name: str
    """The property on the wire."""
    member: str
    including: bool
    values: tuple[str, ...]
    fold: bool
    """Values compare without regard to case."""

    def admits(self, item: Mapping[str, Any]) -> bool:
        """Whether the item is let through."""
        value = item.get(self.name)
        if self.fold:
            listed = value is not None and value.lower() in {each.lower() for each in self.values}
        else:
            listed = value in self.values
        return listed is self.including


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Scope:
    """What is kept of one class."""

    full: Node
    """The class with every member."""
    kept: Node
    """The class with those that are kept only."""
    names: frozenset[str]
    """Kept members by their names on the wire."""
    parts: Mapping[str, "Scope"] = field(default_factory=dict)
    """Kept collections and objects of which not everything is kept; the others are kept whole."""
    extensions: Mapping[str, "Scope"] = field(default_factory=dict)
    """Kept extensions, by their names on the wire."""
    condition: Condition | None = None
    """For a collection: which of its items are kept."""
    missing: tuple[str, ...] = ()
    """What a new item needs and is not kept; in required collections and objects as ``items.name``."""

    @property
    def whole(self) -> bool:
        """Whether every item is kept with every member, at all depths."""
        return self.complete and self.condition is None

    @property
    def complete(self) -> bool:
        """Whether every member of a kept item is kept, at all depths."""
        return self.kept is self.full and not self.parts and all(each.complete for each in self.extensions.values())

    @property
    def creatable(self) -> bool:
        """Whether everything is kept that a new item needs."""
        return not self.missing

    @property
    def resource(self) -> Resource:
        """The class of a scope that is a resource's, with the kept members only."""
        assert isinstance(self.kept, Resource)
        return self.kept

    def admits(self, item: Mapping[str, Any]) -> bool:
        """Whether an item of this collection is kept."""
        return self.condition is None or self.condition.admits(item)


def scope_of(resource: Resource, selection: Selection, *, fold: bool) -> Scope:
    """The scope of a resource; `fold`: filters compare without regard to case.

    The selection is valid for the resource (`validity`).
    """
    return _Compiler(fold=fold).scope(resource, selection)


def identity_of(node: Node) -> frozenset[str]:
    """Members that no profile takes away: the parts of the key, and what the server adds."""
    names = {each.name for each in members_of(node) if each.identity}
    if isinstance(node, Child):
        names.update(path[0] for path in node.item_key)
    if isinstance(node, Resource):
        names.update(path[0] for path in node.identity)
        names.update(_SERVERS_OWN)
        if node.surrogate is not None:
            names.add(node.surrogate.name)
    return frozenset(names)


def members_of(node: Node) -> Iterator[Property | Reference]:
    """Scalars and references."""
    yield from node.properties
    yield from node.references


class _Compiler:
    def __init__(self, *, fold: bool) -> None:
        self._fold = fold

    def scope(self, node: Node, selection: Selection) -> Scope:
        identity = identity_of(node)
        keeps = _keeps(selection)
        children = [each for each in node.children if keeps(each.member)]
        parts = self._parts(children, selection)
        extensions = self._extensions(node, selection)
        kept = {each.name for each in members_of(node) if each.name in identity or keeps(each.member)}
        names = frozenset({*identity, *kept, *(each.name for each in children)})
        narrowed = _narrowed(node, names, parts, extensions)
        return Scope(
            full=node,
            kept=narrowed,
            names=names,
            parts=parts,
            extensions=extensions,
            condition=None if selection.filter is None else self._condition(node, selection.filter),
            missing=tuple(_missing(node, names, parts)),
        )

    def _parts(self, children: list[Child], selection: Selection) -> dict[str, Scope]:
        described = {} if selection.mode == "ExcludeOnly" else _folded(selection.children)
        parts: dict[str, Scope] = {}
        for child in children:
            inner = described.get(child.member.lower())
            scope = None if inner is None else self.scope(child, inner)
            if scope is not None and not scope.whole:
                parts[child.name] = scope
        return parts

    def _extensions(self, node: Node, selection: Selection) -> dict[str, Scope]:
        described = _folded(selection.extensions)
        found: dict[str, Scope] = {}
        for each in node.extensions:
            inner = described.get(each.logical_name.lower())
            listed = inner is not None
            if selection.mode == "IncludeAll" or listed is (selection.mode == "IncludeOnly"):
                found[each.name] = self.scope(each, inner or Selection(mode="IncludeAll"))
        return found

    def _condition(self, node: Node, condition: Filter) -> Condition:
        found = next(each for each in node.properties if each.member.lower() == condition.property.lower())
        return Condition(found.name, found.member, condition.including, condition.values, self._fold)


def _keeps(selection: Selection) -> Callable[[str], bool]:
    """Whether a member, by its name in the reference's classes, is kept, its key aside."""
    if selection.mode == "IncludeAll":
        return lambda _: True
    listed = {each.lower() for each in selection.members}
    including = selection.mode == "IncludeOnly"
    return lambda member: (member.lower() in listed) is including


def _folded(selections: Mapping[str, Selection]) -> dict[str, Selection]:
    return {name.lower(): each for name, each in selections.items()}


def _narrowed(node: _N, names: frozenset[str], parts: Mapping[str, Scope], extensions: Mapping[str, Scope]) -> _N:
    """The class without what is not kept; itself if all of it is."""
    before = (node.properties, node.references, node.children, node.extensions)
    properties = tuple(each for each in node.properties if each.name in names)
    references = tuple(each for each in node.references if each.name in names)
    children = tuple(_inner(each, parts) for each in node.children if each.name in names)
    extended = tuple(_inner(each, extensions) for each in node.extensions if each.name in extensions)
    if (properties, references, children, extended) == before:
        return node
    narrowed = replace(node, properties=properties, references=references, children=children, extensions=extended)
    if isinstance(narrowed, Resource):
        return replace(narrowed, unifications=_unifications(narrowed))
    return narrowed


def _inner(part: _Part, scopes: Mapping[str, Scope]) -> _Part:
    scope = scopes.get(part.name)
    return part if scope is None else cast("_Part", scope.kept)


def _unifications(narrowed: Resource) -> tuple[tuple[Path, ...], ...]:
    """What is left of each class of unified paths, where that is more than one."""
    left = (tuple(path for path in paths if reaches(narrowed, path)) for paths in narrowed.unifications)
    return tuple(paths for paths in left if len(paths) > 1)


def reaches(node: Node, path: Path) -> bool:
    """Whether a path leads to a member of the class."""
    name, *rest = path
    if any(each.name == name for each in members_of(node)):
        return True
    if name == EXTENSIONS:
        name, *rest = rest
        return any(each.name == name and reaches(each, tuple(rest)) for each in node.extensions)
    return any(each.name == name and reaches(each, tuple(rest)) for each in node.children)


def _missing(node: Node, names: frozenset[str], parts: Mapping[str, Scope]) -> Iterator[str]:
    """Required members that are not kept, in required collections and objects too."""
    for member in (*members_of(node), *node.children):
        if member.required and member.name not in names:
            yield member.name
        elif member.required and member.name in parts:
            for name in parts[member.name].missing:
                yield f"{member.name}.{name}"
