"""What a client can be told about change queries."""

from mockedfi.problems import Problem

WINDOW_INVALID = Problem(
    status=400,
    type="bad-request:parameter-validation-failed",
    title="Parameter Validation Failed",
    detail="Parameters supplied to the request were invalid.",
    message="{text}",
    source="EdFi.Ods.Features/ChangeQueries/Controllers/DeletesController.cs",
)
SNAPSHOT_UNKNOWN = Problem(
    status=404,
    source="EdFi.Ods.Features/ChangeQueries/Controllers/SnapshotsController.cs (before 7.0): a result without a value",
)
