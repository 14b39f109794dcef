"""Writing through a profile: what is kept comes from the body, the rest stays as it is stored.

Source: Utilities/CodeGeneration/EdFi.Ods.CodeGen/Mustache/EntityMapper.mustache and
EdFi.Ods.Common/Extensions/{CollectionExtensions,IHasExtensionsExtensions}.cs.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mockedfi.model.facts import Child, Node, Path, Resource
from mockedfi.model.plan import item_key, values_at
from mockedfi.model.written import written_order
from mockedfi.profiles.scope import EXTENSIONS, Condition, Scope, identity_of, reaches

Document = dict[str, Any]
_NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Written:
    """What a document becomes."""

    document: Document
    uncreatable: Scope | None = None
    """Of the first new item within that misses what it needs."""


@dataclass(frozen=True, slots=True)
class Stray:
    """Items of a collection that its filter does not let through."""

    path: str
    """JSON path of the collection without ``$.``."""
    members: str
    """The same in the names of the reference's classes."""
    entity: str
    value: Any
    """The first one's value."""
    condition: Condition


class Merging:
    """Merges bodies for one resource into what is stored."""

    def __init__(self, scope: Scope) -> None:
        self._root = _Merger(scope)
        self._scope = scope
        assert isinstance(scope.full, Resource)
        self._unified = list(_unified(scope.full, scope))

    def merged(self, given: Mapping[str, Any], stored: Mapping[str, Any] | None) -> Written:
        """The body over what is stored, or as a new item."""
        uncreatable: list[Scope] = []
        document = self._root.merge(given, stored or _NOTHING, uncreatable)
        for sources, followers in self._unified:
            values = [value for path in sources for value in values_at(given, path)]
            for path in followers if values else ():
                *above, name = path
                for holder in values_at(document, tuple(above)):
                    if name in holder:
                        holder[name] = values[0]
        return Written(document, uncreatable[0] if uncreatable else None)

    def strays(self, given: Mapping[str, Any]) -> list[Stray]:
        """Every collection of the body with items that its filter does not let through."""
        return list(_strays(self._scope, given, "", ""))


class _Merger:
    """Merges objects of one class."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope
        self._node = scope.full
        self._order = written_order(scope.full)
        self._identity = identity_of(scope.full)
        self._parts = {name: _Merger(inner) for name, inner in scope.parts.items()}
        self._extensions = {name: _Merger(inner) for name, inner in scope.extensions.items()}
        self.many = isinstance(scope.full, Child) and scope.full.many
        """Whether it merges the items of a collection."""
        self._key = item_key(scope.full) if isinstance(scope.full, Child) else None

    def merge(self, given: Mapping[str, Any], stored: Mapping[str, Any], uncreatable: list[Scope]) -> Document:
        merged: Document = {}
        for name in self._order:
            value = self._member(name, given, stored, uncreatable)
            if value is not None and value != []:
                merged[name] = value
        return merged

    def _member(self, name: str, given: Mapping[str, Any], stored: Mapping[str, Any], uncreatable: list[Scope]) -> Any:
        if name == EXTENSIONS:
            return self._extend(given.get(name, _NOTHING), stored.get(name, _NOTHING), uncreatable) or None
        if name not in self._scope.names:
            return stored.get(name)
        part = self._parts.get(name)
        if part is None:
            return given.get(name, stored.get(name) if name in self._identity else None)
        if part.many:
            return part.collect(given.get(name, ()), stored.get(name, ()), uncreatable)
        return None if name not in given else part.embed(given[name], stored.get(name), uncreatable)

    def embed(self, given: Mapping[str, Any], stored: Mapping[str, Any] | None, uncreatable: list[Scope]) -> Document:
        """What an embedded object becomes, or one item; without `stored` it is new."""
        if stored is None and not self._scope.creatable:
            uncreatable.append(self._scope)
        return self.merge(given, stored or _NOTHING, uncreatable)

    def collect(
        self, given: Sequence[Mapping[str, Any]], stored: Sequence[Document], uncreatable: list[Scope]
    ) -> list[Document]:
        """Stored items that are not let through stay as they are; of the others, those that the body names.

        New ones follow. One with the key of a stored item that is not let through counts for nothing: a set has it.
        """
        assert self._key is not None
        wanted: dict[tuple[Any, ...], Mapping[str, Any]] = {}
        for item in given:
            wanted.setdefault(self._key(item), item)
        merged = []
        for old in stored:
            new = wanted.pop(self._key(old), None)
            if not self._scope.admits(old):
                merged.append(old)
            elif new is not None:
                merged.append(self.embed(new, old, uncreatable))
        merged.extend(self.embed(item, None, uncreatable) for item in wanted.values())
        return merged

    def _extend(self, given: Mapping[str, Any], stored: Mapping[str, Any], uncreatable: list[Scope]) -> Document:
        extended: Document = {}
        for each in self._node.extensions:
            merger = self._extensions.get(each.name)
            if merger is None:
                merged = stored.get(each.name)
            else:
                merged = merger.merge(given.get(each.name, _NOTHING), stored.get(each.name, _NOTHING), uncreatable)
            if merged:
                extended[each.name] = merged
        return extended


def _strays(scope: Scope, value: Mapping[str, Any], path: str, members: str) -> Iterator[Stray]:
    for child in scope.full.children:
        inner = scope.parts.get(child.name)
        given = value.get(child.name)
        if inner is None or given is None:
            continue
        here, member = f"{path}{child.name}", f"{members}{child.member}"
        items = [(f"[{index}]", item) for index, item in enumerate(given)] if child.many else [("", given)]
        astray = [item for _, item in items if not inner.admits(item)]
        if astray and inner.condition is not None:
            yield Stray(here, member, child.entity, astray[0].get(inner.condition.name), inner.condition)
        for index, item in items:
            yield from _strays(inner, item, f"{here}{index}.", f"{member}{index}.")
    for name, extension in scope.extensions.items():
        extended = value.get(EXTENSIONS, _NOTHING).get(name)
        if extended is not None:
            yield from _strays(extension, extended, f"{path}{EXTENSIONS}.{name}.", f"{members}Extensions.{name}.")


def _unified(resource: Resource, scope: Scope) -> Iterator[tuple[list[Path], list[Path]]]:
    """Unified paths with one value an item: (those that are kept, those that must follow them)."""
    for paths in resource.unifications:
        single = [path for path in paths if not _many(resource, path)]
        kept = [path for path in single if reaches(scope.kept, path)]
        others = [path for path in single if path not in kept]
        if kept and others:
            yield kept, others


def _many(node: Node, path: Path) -> bool:
    """Whether a path leads through a collection, or an extension."""
    return path[0] == EXTENSIONS or any(child.name == path[0] and child.many for child in node.children)
