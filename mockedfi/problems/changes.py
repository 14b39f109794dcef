"""What a client can be told about change queries."""

from dataclasses import replace

from mockedfi.problems import Problem
from mockedfi.problems.data import ROUTE_NOT_FOUND, SNAPSHOT_NOT_FOUND, SYSTEM_ERROR

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
SNAPSHOT_OF_TRACKED_UNKNOWN = replace(
    SNAPSHOT_NOT_FOUND,
    status={"5.2": 410, "6.0": 500, "7.2": 404},
    detail={"5.2": "Snapshots are not configured.", "7.3": SNAPSHOT_NOT_FOUND.detail},
    message={"5.2": "Snapshot not available.", "6.0": SYSTEM_ERROR.message},
    source=(
        "EdFi.Ods.Features/ChangeQueries: Repositories/TrackedChangesResourceDataProviderBase.cs; since 7.0 "
        "Providers/SnapshotOdsDatabaseConnectionStringProviderDecorator.cs"
    ),
)
"""Tracked changes open a connection of their own, and nothing translates what comes of that; since 7.2 it says so."""
SNAPSHOT_OF_VERSIONS_UNKNOWN = replace(
    SNAPSHOT_OF_TRACKED_UNKNOWN,
    status={"5.2": 410, "7.0": 500, "7.2": 404},
    message={"5.2": "Snapshot not available.", "7.0": SYSTEM_ERROR.message},
    source="EdFi.Ods.Features/ChangeQueries/Providers/AvailableChangeVersionProvider.cs",
)
"""So do the available change versions, since 7.0."""
