"""What a client can be told while reading metadata."""

from mockedfi.problems import Problem

CIRCULAR_DEPENDENCY = Problem(
    status=400,
    type="bad-request",
    title="Bad Request",
    detail="There was a problem preparing the resource dependency information.",
    errors=("Circular dependency found: {cycle}",),
    message="Circular dependency found: {cycle}",
    source="EdFi.Ods.Features/Controllers/AggregateDependencyController.cs",
)
GRAPH_UNWRITABLE = Problem(
    status=500,
    source="EdFi.Ods.Api/Models/GraphML/GraphMLEdge.cs (7.3); no filter and no middleware hears of the formatter",
)
