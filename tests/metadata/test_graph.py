"""The graph: layers, and which edge is cut to break a cycle."""

import pytest

from mockedfi.metadata.graph import CyclicGraphError, Edge, Graph


def soft(source, target):
    return Edge(source, target, soft=True)


def firm(source, target):
    return Edge(source, target, soft=False)


def test_layers_follow_the_edges():
    graph = Graph("abcd", [firm("a", "b"), firm("a", "c"), firm("b", "d"), soft("c", "d")])
    assert list(graph.layers()) == [["a"], ["b", "c"], ["d"]]


def test_a_vertex_that_needs_itself_does_without():
    graph = Graph("a", [soft("a", "a")])
    graph.break_cycles()
    assert list(graph.layers()) == [["a"]]


@pytest.mark.parametrize(
    ("edges", "cut"),
    [
        ([firm("a", "b"), firm("b", "c"), soft("c", "a")], ("c", "a")),
        ([firm("a", "b"), soft("b", "c"), firm("c", "a")], ("b", "c")),
        ([soft("a", "b"), soft("b", "c"), soft("c", "a")], ("c", "a")),
    ],
)
def test_the_last_soft_edge_of_a_cycle_is_cut(edges, cut):
    graph = Graph("abc", edges)
    graph.break_cycles()
    assert {(each.source, each.target) for each in edges} - {(each.source, each.target) for each in graph.edges()} == {
        cut
    }


def test_all_edges_of_the_cycle_into_the_chosen_vertex_are_cut():
    graph = Graph("ab", [firm("a", "b"), soft("b", "a"), soft("b", "a")])
    graph.break_cycles()
    assert list(graph.edges()) == [firm("a", "b")]


def test_a_cycle_of_firm_edges_is_an_error():
    graph = Graph("ab", [firm("a", "b"), firm("b", "a")])
    with pytest.raises(CyclicGraphError, match="a -> b -> a"):
        graph.break_cycles()
    with pytest.raises(CyclicGraphError):
        list(graph.layers())


def test_what_is_not_in_the_graph_cannot_be_removed():
    graph = Graph("ab", [firm("a", "b")])
    graph.remove(soft("a", "b"))
    assert list(graph.edges()) == [firm("a", "b")]
