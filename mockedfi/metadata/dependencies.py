"""The order in which resources can be loaded, as layers (JSON) and as a graph (GraphML).

Sources: EdFi.Ods.Common/Models/Graphs/ResourceLoadGraphFactory.cs, EdFi.Ods.Api/Security/Authorization/
PersonResourceGraphAuthorizationTransformer.cs, EdFi.Ods.Features/Controllers/AggregateDependencyController.cs,
EdFi.Ods.Api/MediaTypeFormatters/GraphMLMediaTypeOutputFormatter.cs.
"""

from collections.abc import Iterator
from typing import Any

from mockedfi.dialect.metadata import Metadata
from mockedfi.metadata.graph import Edge, Graph
from mockedfi.model.build.names import order
from mockedfi.model.catalogue import Catalogue
from mockedfi.model.facts import Child, Extension, Node, Resource

NOT_LOADED = "SchoolYearType"
"""The reference leaves it out by name: school years come with the server."""
VISIBLE_THROUGH = {
    "Student": ("StudentSchoolAssociation",),
    "Staff": ("StaffEducationOrganizationAssignmentAssociation", "StaffEducationOrganizationEmploymentAssociation"),
    "Contact": ("StudentContactAssociation",),
    "Parent": ("StudentParentAssociation",),
}
"""Who may not be seen before an association is there. The reference names them as well."""
UPDATED_AFTER = {
    "Contact": ("StudentContactAssociation", "StudentSchoolAssociation"),
    "Parent": ("StudentParentAssociation", "StudentSchoolAssociation"),
}
"""Where a person can be updated only after more than `VISIBLE_THROUGH` says."""
RETRY = "#Retry"
GRAPH_ID = "EdFi Dependencies"
_GRAPHML = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
    ' xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns'
    ' http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">\n'
    f'<graph id="{GRAPH_ID}" edgedefault="directed">\n'
    "{content}</graph>\n</graphml>\n"
)


class Dependencies:
    """Dependencies between the resources of a catalogue, in the way of one dialect."""

    def __init__(self, catalogue: Catalogue, facts: Metadata) -> None:
        self._catalogue = catalogue
        self._facts = facts
        self._paths = {each.name: f"/{each.namespace}/{each.plural}" for each in catalogue.resources.values()}

    def entries(self) -> list[dict[str, Any]]:
        """Each resource with its layer, as the JSON document lists them."""
        entries: list[dict[str, Any]] = []
        for number, layer in enumerate(self._graph().layers(), start=1):
            for path in sorted((self._paths[name] for name in layer), key=order):
                operations = list(self._facts.dependency_operations)
                entries.append({"resource": path, "order": number, "operations": operations})
        if self._facts.person_updates:
            for person in VISIBLE_THROUGH:
                self._split(entries, person)
        return entries

    def graph(self) -> dict[str, Any]:
        """The graph as JSON (EdFi.Ods.Api/Models/GraphML, to 7.2)."""
        graph = self._retrying() if self._facts.graph_retries else self._by_path()
        edges = []
        for vertex in graph.vertices:
            targets = sorted((each.target for each in graph.leaving(vertex)), key=order)
            edges += [{"source": vertex, "target": target} for target in targets]
        return {"id": GRAPH_ID, "nodes": [{"id": each} for each in graph.vertices], "edges": edges}

    def graphml(self) -> str:
        """The graph as XML."""
        graph = self.graph()
        lines = [f'<node id="{each["id"]}"/>\n' for each in graph["nodes"]]
        lines += [f'<edge source="{each["source"]}" target="{each["target"]}"/>\n' for each in graph["edges"]]
        return _GRAPHML.format(content="".join(lines))

    def _split(self, entries: list[dict[str, Any]], person: str) -> None:
        """Let a person be created at its place and updated after the associations that make it visible."""
        created = self._entry(entries, person)
        if created is None:
            return
        needed = UPDATED_AFTER.get(person, VISIBLE_THROUGH[person])
        number = 1 + max(each["order"] for each in (self._entry(entries, name) for name in needed) if each is not None)
        created["operations"].remove("Update")
        update = {"resource": created["resource"], "order": number, "operations": ["Update"]}
        places = [index for index, each in enumerate(entries) if each["order"] == number]
        entries.insert(places[0] if places else len(entries) - 1, update)

    def _entry(self, entries: list[dict[str, Any]], name: str) -> dict[str, Any] | None:
        path = self._paths.get(name)
        return next((each for each in entries if each["resource"] == path and "Create" in each["operations"]), None)

    def _graph(self) -> Graph:
        """Who needs whom, by resource name, without cycles."""
        names = [name for name in self._catalogue.resources if name != NOT_LOADED]
        graph = Graph(names, self._edges(names))
        for person, associations in VISIBLE_THROUGH.items():
            if person in self._catalogue.resources:
                _repoint(graph, person, associations)
        graph.break_cycles()
        return graph

    def _edges(self, names: list[str]) -> Iterator[Edge]:
        """One edge for each pair; of several references the first one says whether it is soft."""
        seen = set()
        for name in names:
            for target, soft in _needs(self._catalogue.resources[name]):
                for source in self._catalogue.concrete(target):
                    if source.name != NOT_LOADED and (source.name, name) not in seen:
                        seen.add((source.name, name))
                        yield Edge(source.name, name, soft)

    def _by_path(self) -> Graph:
        graph = self._graph()
        vertices = sorted((self._paths[name] for name in graph.vertices), key=order)
        edges = {Edge(self._paths[each.source], self._paths[each.target], each.soft) for each in graph.edges()}
        return Graph(vertices, _distinct(edges))

    def _retrying(self) -> Graph:
        """With a second node for each person: what needs to see the person needs that one."""
        graph = self._by_path()
        retried = {
            self._paths[association]: (self._paths[person], self._paths[person] + RETRY)
            for person, associations in VISIBLE_THROUGH.items()
            for association in associations
            if association in self._paths
        }
        edges = []
        for edge in graph.edges():
            person, retry = retried.get(edge.target, ("", ""))
            if edge.source == person:
                edges += [edge, Edge(edge.target, retry, soft=False)]
            elif edge.source in retried:
                edges.append(Edge(retried[edge.source][1], edge.target, edge.soft))
            else:
                edges.append(edge)
        vertices = sorted({*graph.vertices, *(retry for _, retry in retried.values())}, key=order)
        made = Graph(vertices, _distinct(edges))
        made.break_cycles()
        return made


def _repoint(graph: Graph, person: str, associations: tuple[str, ...]) -> None:
    """What refers to a person waits for the associations through which the person is seen."""
    for edge in graph.leaving(person):
        if edge.target not in associations:
            graph.remove(edge)
            for association in associations:
                graph.add(Edge(association, edge.target, edge.soft))


def _needs(resource: Resource) -> Iterator[tuple[str, bool]]:
    """(target, soft) of each reference, then of each descriptor value."""
    nodes = list(_nodes(resource, soft=False))
    for node, soft in nodes:
        for reference in node.references:
            yield reference.target, soft or not reference.required
    for node, soft in nodes:
        for value in node.properties:
            if value.descriptor:
                yield value.descriptor, soft or not value.required


def _nodes(node: Node, *, soft: bool) -> Iterator[tuple[Node, bool]]:
    """The node and all below it; soft if the document can do without it."""
    yield node, soft
    below: tuple[Child | Extension, ...] = (*node.children, *node.extensions)
    for each in below:
        optional = not each.required if isinstance(each, Child) else True
        yield from _nodes(each, soft=soft or optional)


def _distinct(edges: Iterator[Edge] | list[Edge] | set[Edge]) -> list[Edge]:
    """One edge a pair, sorted; soft only if all of the pair's are."""
    firm: dict[tuple[str, str], bool] = {}
    for edge in edges:
        pair = (edge.source, edge.target)
        firm[pair] = firm.get(pair, True) and edge.soft
    ordered = sorted(firm, key=lambda pair: (order(pair[0]), order(pair[1])))
    return [Edge(source, target, firm[source, target]) for source, target in ordered]
