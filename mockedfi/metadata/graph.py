"""A directed graph whose edges may be given up, as the reference sorts its resources with.

Source: EdFi.Ods.Common/Models/Graphs/BidirectionalGraphExtensions.cs.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Edge:
    """`target` needs `source`; a soft edge may be cut to break a cycle."""

    source: str
    target: str
    soft: bool


class CyclicGraphError(Exception):
    """A cycle without an edge that may be cut; its vertices are the message."""


class Graph:
    """Vertices in a fixed order, and edges; there may be several between the same two."""

    def __init__(self, vertices: Iterable[str], edges: Iterable[Edge]) -> None:
        self._out: dict[str, list[Edge]] = {each: [] for each in vertices}
        self._in: dict[str, list[Edge]] = {each: [] for each in self._out}
        for edge in edges:
            self.add(edge)

    @property
    def vertices(self) -> tuple[str, ...]:
        """In the order given."""
        return tuple(self._out)

    def edges(self) -> Iterator[Edge]:
        """By source, in the order of the vertices."""
        for edges in self._out.values():
            yield from edges

    def leaving(self, vertex: str) -> tuple[Edge, ...]:
        """Edges of which this is the source."""
        return tuple(self._out[vertex])

    def add(self, edge: Edge) -> None:
        """One more edge between known vertices."""
        self._out[edge.source].append(edge)
        self._in[edge.target].append(edge)

    def remove(self, edge: Edge) -> None:
        """One such edge less, if there is one."""
        if edge in self._out[edge.source]:
            self._out[edge.source].remove(edge)
            self._in[edge.target].remove(edge)

    def break_cycles(self) -> None:
        """Cut, in each cycle, the soft edges that lead to the last vertex that can spare them.

        Raises:
            CyclicGraphError: a cycle has no such vertex.
        """
        for cycle in self._cycles():
            members = set(cycle)
            for vertex in [cycle[0], *reversed(cycle[1:])]:
                edges = [each for each in self._in[vertex] if each.source in members]
                if all(each.soft for each in edges):
                    for edge in edges:
                        self.remove(edge)
                    break
            else:
                raise CyclicGraphError(" -> ".join([*cycle, cycle[0]]))

    def layers(self) -> Iterator[list[str]]:
        """Vertices that need nothing, then those that need only these, and so on."""
        waiting = {vertex: {edge.source for edge in edges} for vertex, edges in self._in.items()}
        while waiting:
            ready = [vertex for vertex, sources in waiting.items() if not sources]
            if not ready:
                raise CyclicGraphError(" -> ".join(waiting))
            yield ready
            for vertex in ready:
                del waiting[vertex]
                for edge in self._out[vertex]:
                    waiting[edge.target].discard(vertex)

    def _cycles(self) -> list[list[str]]:
        """Cycles that a walk in depth meets, each from the vertex at which the walk came back to itself."""
        found: list[list[str]] = []
        visited: set[str] = set()
        for start in self._out:
            path = [start] if start not in visited else []
            visited.add(start)
            pending = [self._targets(start)] if path else []
            while pending:
                target = next(pending[-1], None)
                if target is None:
                    pending.pop()
                    path.pop()
                elif target in path:
                    found.append(path[path.index(target) :])
                elif target not in visited:
                    visited.add(target)
                    path.append(target)
                    pending.append(self._targets(target))
        return found

    def _targets(self, vertex: str) -> Iterator[str]:
        return iter([edge.target for edge in self._out[vertex]])
