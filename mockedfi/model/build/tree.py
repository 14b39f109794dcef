"""Walking a resource."""

from collections.abc import Iterator

from mockedfi.model.facts import Node


def nodes(node: Node) -> Iterator[Node]:
    """A node and all nodes within it, outermost first."""
    yield node
    for child in (*node.children, *node.extensions):
        yield from nodes(child)
