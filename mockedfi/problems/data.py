"""What a client can be told while reading and writing resources."""

from dataclasses import replace

from mockedfi.problems import Problem

_CONTROLLER = "EdFi.Ods.Api/Controllers/DataManagementControllerBase.cs"
_EXCEPTIONS = "EdFi.Ods.Common/Exceptions"
_VALIDATION_DETAIL = "Data validation failed. See 'validationErrors' for details."

ROUTE_NOT_FOUND = Problem(
    status=404,
    type="not-found",
    title="Not Found",
    detail="The specified data could not be found.",
    middleware=True,
    source="EdFi.Ods.Api/Middleware/ProblemDetailsErrorEnrichmentMiddleware.cs",
)
FEATURE_OFF = replace(ROUTE_NOT_FOUND, bare_status=True, source="controllers of EdFi.Ods.Features: NotFound()")
ITEM_NOT_FOUND = Problem(
    status=404,
    type="not-found",
    title="Not Found",
    detail="The specified item could not be found.",
    message="Entity of type '{entity}' with the specified id was not found.",
    source="EdFi.Ods.Api/Infrastructure/Pipelines/Steps/GetEntityModelById.cs (5.2 to 7.1)",
)
UPDATE_NOT_FOUND = Problem(
    status=404,
    type="not-found",
    title="Not Found",
    detail="Resource to update was not found.",
    message="Resource to update was not found.",
    source="EdFi.Ods.Common/Infrastructure/Repositories/UpsertEntity.cs",
)
DELETE_NOT_FOUND = Problem(
    status=404,
    type="not-found",
    title="Not Found",
    detail="Resource to delete was not found.",
    message="Resource to delete was not found.",
    source="EdFi.Ods.Common/Infrastructure/Repositories/DeleteEntityById.cs",
)
METHOD_NOT_SUPPORTED = Problem(
    status=405,
    type="method-not-allowed",
    title="Method Not Allowed",
    detail="The request construction was invalid.",
    errors=("The endpoint of the request does not support the '{method}' method.",),
    middleware=True,
    source="EdFi.Ods.Api/Middleware/ProblemDetailsErrorEnrichmentMiddleware.cs",
)
COLLECTION_PUT = Problem(
    status=405,
    type="method-not-allowed",
    title="Method Not Allowed",
    detail="The request construction was invalid.",
    errors=(
        (
            'Resource collections cannot be replaced. To "upsert" an item in the collection, use POST. '
            'To update a specific item, use PUT and include the "id" in the route.'
        ),
    ),
    source=_CONTROLLER,
)
COLLECTION_DELETE = Problem(
    status=405,
    type="method-not-allowed",
    title="Method Not Allowed",
    detail="The request construction was invalid.",
    errors=(
        (
            "Resource collections cannot be deleted. To delete a specific item, "
            'use DELETE and include the "id" in the route.'
        ),
    ),
    source=_CONTROLLER,
)
ITEM_POST = Problem(
    status=405,
    type="method-not-allowed",
    title="Method Not Allowed",
    detail="The request construction was invalid.",
    errors=(
        (
            'Resource items can only be updated using PUT. To "upsert" an item in the resource collection using POST, '
            'remove the "id" from the route.'
        ),
    ),
    source=_CONTROLLER,
)
MEDIA_TYPE_MISSING = Problem(
    status=415,
    type="unsupported-media-type",
    title="Unsupported Media Type",
    detail="The request construction was invalid.",
    errors=("The 'Content-Type' header is missing.",),
    middleware=True,
    bare_status=True,
    source="EdFi.Ods.Api/Middleware/ProblemDetailsErrorEnrichmentMiddleware.cs",
)
MEDIA_TYPE_UNSUPPORTED = Problem(
    status=415,
    type="unsupported-media-type",
    title="Unsupported Media Type",
    detail="The request construction was invalid.",
    errors=("The value specified in the 'Content-Type' header is not supported by this host.",),
    middleware=True,
    bare_status=True,
    source="EdFi.Ods.Api/Middleware/ProblemDetailsErrorEnrichmentMiddleware.cs",
)
BODY_UNREADABLE = Problem(
    status=400,
    type="bad-request",
    title="Bad Request",
    detail="The request could not be processed. See 'errors' for details.",
    message="{text}",
    source="EdFi.Ods.Api/ExceptionHandling/ErrorTranslator.cs",
)
BODY_INVALID = Problem(
    status=400,
    type="bad-request:data-validation-failed",
    title="Data Validation Failed",
    detail=_VALIDATION_DETAIL,
    message="The request is invalid.",
    source="EdFi.Ods.Api/ExceptionHandling/ErrorTranslator.cs",
)
ID_ASSIGNED = Problem(
    status=400,
    type="bad-request:data-validation-failed",
    title="Data Validation Failed",
    detail="The request data was constructed incorrectly.",
    errors=(
        (
            "Resource identifiers cannot be assigned by the client. "
            "The 'id' property should not be included in the request body."
        ),
    ),
    message="Resource identifiers cannot be assigned by the client.",
    source=_CONTROLLER,
)
IDENTIFIER_MISSING = Problem(
    status=400,
    message="Value for resource's identifier property '{member}' is required.",
    source="EdFi.Ods.Common/Infrastructure/Repositories/CreateEntity.cs (5.2 to 7.1)",
)
NUMBER_ASSIGNED = Problem(
    status=400,
    message=(
        "Value for the auto-assigned identifier property 'DescriptorId' cannot be assigned by the client "
        "(value was '{value}'.)"
    ),
    source="EdFi.Ods.Common/Infrastructure/Repositories/CreateEntity.cs (5.2 to 6.2: later no body has one)",
)
DATA_INVALID = Problem(
    status=400,
    type="bad-request:data-validation-failed",
    title="Data Validation Failed",
    detail=_VALIDATION_DETAIL,
    message="Validation of '{type}' failed.\n{text}",
    source="EdFi.Ods.Api/Infrastructure/Pipelines/Steps/ValidateResourceModel.cs",
)
DESCRIPTOR_UNRESOLVED = Problem(
    status=400,
    type="bad-request:data-validation-failed",
    title="Data Validation Failed",
    detail="Data validation failed. See 'errors' for details.",
    errors=(
        (
            "{descriptor} value '{value}' is not a valid value for use as a descriptor "
            "(a '#' is expected to delineate the namespace and code value portions)."
        ),
    ),
    message="Unable to resolve value '{value}' to an existing '{descriptor}' resource.",
    source=(
        "EdFi.Ods.Api/Caching/DescriptorsCache.cs; 7.0: EdFi.Ods.Common/Descriptors/DescriptorDetailsProvider.cs; "
        "7.2: EdFi.Ods.Api/ExceptionHandling/Translators/ValidationExceptionTranslator.cs"
    ),
)
PARAMETER_INVALID = Problem(
    status=400,
    type="bad-request:parameter-validation-failed",
    title="Parameter Validation Failed",
    detail={"5.2": "The limit parameter was incorrect.", "7.3": "The request construction was invalid."},
    message="{text}",
    source=f"EdFi.Ods.Common/Models/Queries/QueryParametersValidator.cs; before 7.3: {_CONTROLLER}",
)
CRITERION_INVALID = Problem(
    status=400,
    type="bad-request:data-validation-failed",
    title="Data Validation Failed",
    detail="Unable to obtain the value for '{member}Id'.",
    errors=(
        (
            "{descriptor} value '{value}' is not a valid value for use as a descriptor (a '#' is expected to delineate "
            "the namespace and code value portions)."
        ),
    ),
    source="EdFi.Ods.Common/Extensions/ObjectExtensions.cs; EdFi.Ods.Common/Descriptors/DescriptorDetailsProvider.cs",
)
CRITERION_UNREADABLE = replace(CRITERION_INVALID, detail="Data validation failed. See 'errors' for details.")
"""Of a member that is not the resource's own."""
ETAG_INVALID = Problem(
    status=400,
    type="bad-request:parameter-validation-failed",
    title="Parameter Validation Failed",
    detail="An invalid value was provided for use in detecting changes applied by other users.",
    errors=("An invalid ETag value was provided that could not be processed back into a Date/Time value.",),
    message="Invalid ETag value.",
    source="EdFi.Ods.Api/Providers/ETagProvider.cs",
)
MODIFIED = Problem(
    status=412,
    type="optimistic-lock-failed",
    title="Optimistic Lock Failed",
    detail="The item has been modified by another user.",
    errors=(
        (
            "The resource item's etag value does not match what was specified in the 'If-Match' request header "
            "indicating that it has been modified by another client since it was last retrieved."
        ),
    ),
    message="Resource was modified by another consumer.",
    source=f"{_EXCEPTIONS}/OptimisticLockException.cs",
)
MODIFIED_BODY = Problem(
    status=409,
    message="Resource was modified by another consumer.",
    source=f"{_CONTROLLER}: a stale _etag in a POST body, 5.2",
)
KEY_CHANGE = Problem(
    status=400,
    type="bad-request:data-validation-failed:key-change-not-supported",
    title="Key Change Not Supported",
    detail="Identifying values for the {entity} data cannot be changed. Delete and recreate the item instead.",
    message="Key values for this resource cannot be changed. Delete and recreate the resource item.",
    source=f"{_EXCEPTIONS}/KeyChangeNotSupportedException.cs",
)
PERSON_NOT_FOUND = Problem(
    status=409,
    message="Access to the resource item could not be authorized because the '{person}' was not found.",
    source="EdFi.Ods.Common/Attributes/RequiredWithNonDefaultAttribute.cs (7.1)",
)
REFERENCE_UNRESOLVED = Problem(
    status=409,
    type="data-conflict:unresolved-reference",
    title="Unresolved Reference",
    detail="The referenced '{target}' item does not exist.",
    message={
        "5.2": "The value supplied for the related '{table}' resource does not exist.",
        "7.0": "The value supplied for {related} resource does not exist.",
    },
    source="EdFi.Ods.Api/ExceptionHandling/Translators/Postgres/PostgresForeignKeyExceptionTranslator.cs",
)
REFERENCE_UNTOLD = replace(REFERENCE_UNRESOLVED, detail="A referenced item does not exist.")
"""From a table whose name is shortened, so that the reference does not find the class by it."""
DEPENDENT_ROOT = Problem(
    status=409,
    type="data-conflict:dependent-item-exists",
    title="Dependent Item Exists",
    detail="The requested action cannot be performed because this item is referenced by an existing '{entity}' item.",
    message={
        "5.2": (
            "The resource (or a subordinate entity of the resource) cannot be deleted because it is a dependency of "
            "the 'unknown' value of the '{table}' entity."
        ),
        "7.0": (
            "The resource (or a subordinate entity of the resource) cannot be deleted because it is a dependency of "
            "{dependency} entity."
        ),
    },
    source=f"{_EXCEPTIONS}/DependentResourceItemExistsException.cs",
)
DEPENDENT_CHILD = Problem(
    status=409,
    type="data-conflict:dependent-item-exists",
    title="Dependent Item Exists",
    detail={
        "5.2": DEPENDENT_ROOT.detail,
        "7.3": (
            "The requested action cannot be performed because this item is referenced by an existing '{entity}' item "
            "contained within an '{root}' resource item."
        ),
    },
    message=DEPENDENT_ROOT.message,
    source=f"{_EXCEPTIONS}/DependentResourceItemExistsException.cs",
)
DEPENDENT_BASE_CHILD = Problem(
    status=409,
    type="data-conflict:dependent-item-exists",
    title="Dependent Item Exists",
    detail={
        "5.2": DEPENDENT_ROOT.detail,
        "7.3": (
            "The requested action cannot be performed because this item is referenced by an existing '{entity}' item "
            "contained within a resource item of one of the following types: {types}."
        ),
    },
    message=DEPENDENT_ROOT.message,
    source=f"{_EXCEPTIONS}/DependentResourceItemExistsException.cs",
)
DEPENDENT_UNTOLD = Problem(
    status=409,
    type="data-conflict:dependent-item-exists",
    title="Dependent Item Exists",
    detail="The requested action cannot be performed because this item is referenced by another item.",
    message=DEPENDENT_ROOT.message,
    source=f"{_EXCEPTIONS}/DependentResourceItemExistsException.cs",
)
_UNKNOWN_TAKEN = "The value unknown supplied for property 'unknown' of entity '{table}' is not unique."
_TAKEN = "The value(s) supplied for the resource are not unique."
IDENTITY_TAKEN = Problem(
    status=409,
    type="data-conflict:non-unique-identity",
    title="Identifying Values Are Not Unique",
    detail="The identifying value(s) of the item are the same as another item that already exists.",
    errors=("{text}",),
    message={"5.2": _UNKNOWN_TAKEN, "7.1": "{text_of_7_1}"},
    source="EdFi.Ods.Api/ExceptionHandling/Translators/Postgres/PostgresDuplicateKeyExceptionTranslator.cs",
)
BASE_IDENTITY_TAKEN = replace(
    IDENTITY_TAKEN,
    errors=("A primary key conflict occurred when attempting to create or update a record in the '{entity}' table.",),
    message={"5.2": _UNKNOWN_TAKEN, "7.1": _TAKEN},
)
VALUES_TAKEN = replace(
    IDENTITY_TAKEN,
    type="data-conflict:non-unique-values",
    title="Non-Unique Values",
    detail=(
        "A value (or a specific set of values) in the item must be unique, but another item with these values already "
        "exists."
    ),
    errors=(),
    message={"5.2": _UNKNOWN_TAKEN, "7.1": _TAKEN},
)
SNAPSHOT_READ_ONLY = Problem(
    status=405,
    type="snapshots:method-not-allowed",
    title="Method Not Allowed with Snapshots",
    detail="An attempt was made to modify data in a Snapshot, but this data is read-only.",
    message="Snapshots are read-only.",
    headers=(("Allow", "GET"),),
    source="EdFi.Ods.Features/ChangeQueries/SnapshotContext/SnapshotContextActionFilter.cs",
)
SNAPSHOT_NOT_FOUND = Problem(
    status={"5.2": 410, "7.0": 404},
    type="not-found",
    title="Not Found",
    detail="Snapshot not found.",
    errors={"5.2": (), "7.3": ("The snapshot connection for the ODS has not been configured.",)},
    message={"5.2": "Snapshot not available.", "7.0": "Snapshot not found."},
    source=(
        "EdFi.Ods.Features/ChangeQueries/ExceptionHandling: SnapshotGoneExceptionTranslator.cs, since 7.0 "
        "SnapshotNotFoundExceptionTranslator.cs; 7.3: SnapshotOdsDatabaseConnectionStringProviderDecorator.cs"
    ),
)
SNAPSHOT_ID_INVALID = Problem(
    status=400,
    message="Invalid value for snapshot identifier.",
    source="EdFi.Ods.Features/ChangeQueries/SnapshotContext/SnapshotContextActionFilter.cs (5.2)",
)
SYSTEM_ERROR = Problem(
    status=500,
    type="system",
    title="System Error",
    detail="An unexpected problem has occurred.",
    message="An unexpected error occurred on the server.",
    source="EdFi.Ods.Api/ExceptionHandling/EdFiProblemDetailsProvider.cs",
)
BODY_UNEXPECTED = replace(SYSTEM_ERROR, unexpected=True, source="EdFi.Ods.Api/Filters/ExceptionHandlingFilter.cs")
