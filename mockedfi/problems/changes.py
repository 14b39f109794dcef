"""What a client can be told about change queries."""

from dataclasses import replace

from mockedfi.problems import Problem
from mockedfi.problems.data import ROUTE_NOT_FOUND

WINDOW_INVALID = Problem(
    status=400,
    type="bad-request:parameter-validation-failed",
    title="Parameter Validation Failed",
    detail="Parameters supplied to the request were invalid.",
    message="{text}",
    source="EdFi.Ods.Features/ChangeQueries/Controllers/DeletesController.cs",
)
SWITCHED_OFF = Problem(
    status=404,
    type="system:configuration:feature-disabled",
    title="Feature Disabled",
    detail="The 'ChangeQueries' feature is disabled.",
    source="EdFi.Ods.Api/Helpers/ControllerHelpers.cs; EdFi.Ods.Common/Exceptions/FeatureDisabledException.cs",
)
RESOURCE_UNKNOWN = replace(ROUTE_NOT_FOUND, middleware=False, source="EdFi.Ods.Api/Helpers/ControllerHelpers.cs")
"""Partitions say so, too."""
SNAPSHOT_UNKNOWN = Problem(
    status=404,
    source="EdFi.Ods.Features/ChangeQueries/Controllers/SnapshotsController.cs (before 7.0): a result without a value",
)
