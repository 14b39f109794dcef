"""What a profile shows and writes, reasoned from its XML anew, one member at a time.

It shares no code with the server's compiled form, so that a mistake in the one does not hide in the other.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

from mockedfi.model.facts import Child, Node, Resource

Document = dict[str, Any]
ALWAYS = {"id", "_etag", "_lastModifiedDate"}


@dataclass(frozen=True)
class Said:
    """What one element of a definition says of a class."""

    element: Element
    node: Node
    above: bool = False
    """What is said of properties within is said of those of their names here, too."""

    def keeps(self, name: str) -> bool:
        """Whether a member, by its name on the wire, is kept."""
        member = next((each for each in self._members() if each.name == name), None)
        if member is None or name in keys(self.node):
            return True
        listed = any(each.get("name") == member.member for each in self.element if each.tag != "Filter")
        if self.above:
            listed = listed or any(each.get("name") == member.member for each in self.element.iter("Property"))
        mode = self.element.get("memberSelection")
        return mode == "IncludeAll" or listed == (mode == "IncludeOnly")

    def inside(self, child: Child) -> "Said | None":
        """What is said of a kept child; None: nothing, so it is kept whole."""
        if self.element.get("memberSelection") == "ExcludeOnly":
            return None
        found = next((each for each in self.element if each.get("name") == child.member), None)
        return None if found is None else Said(found, child, self.above)

    def admits(self, item: Document) -> bool:
        condition = self.element.find("Filter")
        if condition is None:
            return True
        name = next(each.name for each in self.node.properties if each.member == condition.get("propertyName"))
        values = [each.text for each in condition]
        return (item.get(name) in values) == (condition.get("filterMode") == "IncludeOnly")

    def _members(self) -> Iterator[Any]:
        yield from self.node.properties
        yield from self.node.references
        yield from self.node.children


def keys(node: Node) -> set[str]:
    """Members that no profile takes away."""
    found = {each.name for each in (*node.properties, *node.references) if each.identity}
    if isinstance(node, Resource):
        found |= {path[0] for path in node.identity} | ALWAYS
        found |= set() if node.surrogate is None else {node.surrogate.name}
    return found


def child_of(node: Node, name: str) -> Child | None:
    return next((each for each in node.children if each.name == name), None)


def shown(said: Said, value: Document) -> Document:
    """An item as GET shows it through the profile."""
    found: Document = {}
    for name, member in value.items():
        if not said.keeps(name):
            continue
        child = child_of(said.node, name)
        inner = None if child is None else said.inside(child)
        if inner is None:
            found[name] = member
        elif isinstance(member, list):
            found[name] = [shown(inner, item) for item in member if inner.admits(item)]
        else:
            found[name] = shown(inner, member)
    return found


def key_of(child: Child, item: Document) -> tuple[Any, ...]:
    parts = []
    for path in child.item_key:
        value: Any = item
        for name in path:
            value = value[name]
        parts.append(str(value).lower())
    return tuple(parts)


def written(said: Said, old: Document, new: Document) -> Document:
    """What GET shows without a profile after `new` was put over `old` through the profile."""
    found: Document = {}
    for name in {**old, **new}:
        child = child_of(said.node, name)
        inner = None if child is None else said.inside(child)
        source = new if said.keeps(name) else old
        if said.keeps(name) and inner is not None and child is not None and name in new:
            if child.many:
                found[name] = _items(inner, child, old.get(name, []), new[name])
            else:
                found[name] = written(inner, old.get(name, {}), new[name])
        elif name in source:
            found[name] = source[name]
        elif child is not None and child.many:
            found[name] = _items(inner, child, old.get(name, []), []) if inner is not None else []
    return found


def with_moments(node: Node, old: Document, new: Document) -> Document:
    """`new` with those moments of `old` that it lacks: no update takes them away."""
    found = dict(new)
    for each in node.properties:
        if each.type == "datetime" and each.name in old:
            found.setdefault(each.name, old[each.name])
    for child in node.children:
        if child.name not in old or child.name not in new:
            continue
        if child.many:
            before = {key_of(child, item): item for item in old[child.name]}
            found[child.name] = [
                with_moments(child, before.get(key_of(child, item), {}), item) for item in new[child.name]
            ]
        else:
            found[child.name] = with_moments(child, old[child.name], new[child.name])
    return found


def _items(inner: Said, child: Child, old: list[Document], new: list[Document]) -> list[Document]:
    wanted = {key_of(child, item): item for item in new}
    kept = []
    for item in old:
        if not inner.admits(item):
            kept.append(item)
        elif key_of(child, item) in wanted:
            kept.append(written(inner, item, wanted[key_of(child, item)]))
    return kept
