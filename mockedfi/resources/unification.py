"""Key unification: members that carry one column must agree.

Source: Resources.mustache, "Validate unified keys": each node compares its own property, its references and, below the
root, what its parents carry.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mockedfi.model.facts import Node, Path, Resource

_SHOWN = 50
"""Values are cut to this many characters."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Sources that disagree: where they stand, and what the texts say of them."""

    paths: list[str]
    facts: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Unification:
    """One unified column as one node sees it."""

    name: str
    entity: str
    own: tuple[Path, ...]
    """Paths within the node."""
    parent: tuple[int, Path] | None
    """(depth of the parent, path within it) of the value from higher up."""

    def conflict(self, value: Mapping[str, Any], context: tuple[Mapping[str, Any], ...]) -> Conflict | None:
        """What disagrees in `value`, whose parents are `context` (the root first); None: nothing."""
        sources: list[tuple[str | None, Any]] = []
        for path in self.own:
            found = _get(value, path)
            if found is not None:
                sources.append((".".join(path), found))
        if self.parent is not None and sources:
            depth, path = self.parent
            from_parent = _get(context[depth], path)
            if from_parent is not None:
                place = 1 if len(self.own[0]) == 1 and sources[0][0] == self.own[0][0] else 0
                sources.insert(place, (None, from_parent))
        if len({found for _, found in sources}) < 2:
            return None
        from_above = any(path is None for path, _ in sources)
        return Conflict(
            [path for path, _ in sources if path is not None],
            {
                "name": self.name,
                "entity": self.entity,
                "context": " (including those higher up in the resource's data)" if from_above else "",
                "values": "', '".join(_shown(found) for _, found in sources),
                "sources": ", ".join(f"{path or f'{self.name} (from parent context)'} = {v}" for path, v in sources),
            },
        )


def unifications(resource: Resource) -> dict[Path, tuple[Unification, ...]]:
    """By node (path of members from the root): what it must compare."""
    nodes = _nodes(resource, ())
    found: dict[Path, list[Unification]] = {}
    for paths in resource.unifications:
        by_node: dict[Path, list[Path]] = {}
        for path in paths:
            node = max((each for each in nodes if path[: len(each)] == each), key=len)
            by_node.setdefault(node, []).append(path)
        for node, members in by_node.items():
            each = _unification(nodes, node, members, by_node)
            if each is not None:
                found.setdefault(node, []).append(each)
    return {node: tuple(each) for node, each in found.items()}


def _unification(
    nodes: Mapping[Path, Node], node: Path, members: list[Path], by_node: Mapping[Path, list[Path]]
) -> Unification | None:
    above = [each for each in by_node if len(each) < len(node) and node[: len(each)] == each]
    parent = None
    if above:
        nearest = max(above, key=len)
        depth = sum(1 for each in nodes if each and len(each) <= len(nearest) and nearest[: len(each)] == each)
        parent = (depth, _first(by_node[nearest])[len(nearest) :])
    if len(members) < 2 and parent is None:
        return None
    own = tuple(sorted((path[len(node) :] for path in members), key=len))
    first = _first(members)
    return Unification(
        name=_column_name(nodes, node, first),
        entity=nodes[node].entity,
        own=own,
        parent=parent,
    )


def _first(paths: list[Path]) -> Path:
    """The property itself where there is one, else the first reference that carries it."""
    return min(paths, key=lambda path: (len(path), paths.index(path)))


def _column_name(nodes: Mapping[Path, Node], node: Path, path: Path) -> str:
    """The unified column as the node's own member would be called."""
    *holder, name = path[len(node) :]
    for reference in nodes[node].references:
        for key in reference.keys:
            if [reference.name] == holder and key.value.name == name:
                return key.parameter
    return name


def _nodes(node: Node, path: Path) -> dict[Path, Node]:
    found: dict[Path, Node] = {path: node}
    for child in node.children:
        found.update(_nodes(child, (*path, child.name)))
    for extension in node.extensions:
        found.update(_nodes(extension, (*path, "_ext", extension.name)))
    return found


def _get(value: Any, path: Path) -> Any:
    for name in path:
        value = value.get(name) if value is not None else None
    return value


def _shown(value: Any) -> str:
    text = str(value)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 3]}..."
