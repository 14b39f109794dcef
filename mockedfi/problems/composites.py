"""What a client can be told while reading composites."""

from dataclasses import replace

from mockedfi.problems import Problem
from mockedfi.problems.data import ROUTE_NOT_FOUND

_CONTROLLER = "EdFi.Ods.Features/Controllers/CompositeResourceController.cs"
_QUERY = "EdFi.Ods.Features/Composites/Infrastructure/HqlBuilder.cs"
_AUTHORIZATION = "EdFi.Ods.Features/Composites/HqlBuilderAuthorizationDecorator.cs"
_PARAMETER_TYPE = "bad-request:parameter-validation-failed"
_PARAMETER_TITLE = "Parameter Validation Failed"
_VALUE = "Invalid query string parameter value provided.  The value for parameter '{member}' could not be processed"


def _parameter(source: str, detail: str, error: str, message: str) -> Problem:
    return Problem(
        status=400,
        type=_PARAMETER_TYPE,
        title=_PARAMETER_TITLE,
        detail=detail,
        errors=(error,),
        message=message,
        source=source,
    )


COMPOSITE_UNKNOWN = replace(ROUTE_NOT_FOUND, bare_status=True, source=_CONTROLLER)
LIMIT_OUT_OF_RANGE = _parameter(
    _CONTROLLER,
    "The limit parameter was incorrect.",
    "Limit must be omitted or set to a value between 1 and 100.",
    "Limit must be omitted or set to a value between 1 and 100.",
)
ID_INVALID = _parameter(
    _CONTROLLER,
    "The supplied data identifier is invalid.",
    "The identifier could not be processed as a GUID.",
    "The supplied resource identifier is invalid.",
)
LIMIT_NO_NUMBER = _parameter(
    _QUERY,
    "The 'limit' parameter must be a number.",
    "Limit parameter value '{value}' is not a number.",
    "Invalid limit specified.",
)
OFFSET_NO_NUMBER = _parameter(
    _QUERY,
    "The 'offset' parameter must be a number.",
    "Offset parameter value '{value}' is not a number.",
    "Invalid offset specified.",
)
PROPERTY_UNKNOWN = _parameter(
    _QUERY,
    "Filter value was supplied for an unrecognized data element named '{shown}'.",
    "The property '{shown}' does not exist or is not available.",
    "The property '{name}' does not exist or is not available.",
)
PROPERTY_UNREADABLE = _parameter(
    _QUERY,
    "Filter value was supplied for an unrecognized data element.",
    "Attempted query string filter parameter does not match an available property of the resource: '{shown}'.",
    "Invalid query string parameter.",
)
RANGE_INVALID = _parameter(
    _QUERY,
    "Only numeric and date range filter expressions are supported.",
    "The query filter expression parameter was invalid "
    "(regular expression pattern match for range expressions failed).",
    "The query filter expression was invalid. Currently, only numeric and date range expressions are supported.",
)
VALUE_INVALID = Problem(
    status=400,
    type="bad-request:data-validation-failed",
    title="Data Validation Failed",
    detail="Filter value for '{name}' is not a valid value for the type of data expected.",
    errors=(
        ("Invalid query string parameter value for '{member}' could not be processed to target type '{net_type}'."),
        "{reason}",
    ),
    message=_VALUE + ". {reason}",
    source=_QUERY,
)
ID_VALUE_INVALID = Problem(
    status=400,
    type="bad-request:data-validation-failed",
    title="Data Validation Failed",
    detail="Filter value for '{name}' is not a valid value for an id.",
    errors=("Invalid query string parameter value for '{member}' could not be processed as a GUID.",),
    message=_VALUE + " as a GUID.",
    source=_QUERY,
)
DESCRIPTOR_INVALID = Problem(
    status=400,
    type="bad-request:data-validation-failed",
    title="Data Validation Failed",
    detail="Data validation failed. See 'errors' for details.",
    errors=(
        (
            "{descriptor} value '{value}' is not a valid value for use as a descriptor (a '#' is expected to delineate "
            "the namespace and code value portions)."
        ),
    ),
    message="Unable to resolve value '{value}' to an existing '{descriptor}' resource.",
    source="EdFi.Ods.Common/Descriptors/DescriptorDetailsProvider.cs; before: EdFi.Ods.Api/Caching/DescriptorsCache.cs",
)
ITEM_NOT_FOUND = Problem(
    status=404,
    type="not-found",
    title="Not Found",
    detail="The specified item could not be found.",
    message="The specified resource could not be found.",
    source="EdFi.Ods.Features/Composites/Infrastructure/CompositeResourceResponseProvider.cs",
)
NOT_READABLE = Problem(
    status=405,
    type="security:authorization:composite:not-readable",
    title="Composite Data Not Readable",
    detail="The data cannot be read due to a data policy.",
    errors=(
        (
            "The composite's root resource '{root}' is not readable because the API client has been assigned a "
            "Profile covering that resource which only supports writes."
        ),
        (
            "There is no readable content type available to the caller for the '{resource}' resource in the following "
            "profiles: '{profiles}'."
        ),
    ),
    message={
        "5.2": "There is no Readable content type available to the caller for the requested resource.",
        "6.2": "There is no Readable content type available to the caller for the '{full_name}' resource in the "
        "following profiles: '{profiles}'.",
    },
    source="EdFi.Ods.Common/Exceptions/CompositeResourceNotReadableException.cs; Models/Resource/"
    "ProfilesAppliedResourceModel.cs",
)
VIEWS_UNSUPPORTED = Problem(
    status=500,
    type="system:configuration:security",
    title="Security Configuration Error",
    detail="A security configuration problem was detected. The request cannot be authorized.",
    errors=(
        (
            "The request cannot be authorized because an authorization strategy has been used for the '{full_name}' "
            "resource that does not support Composites requests. Should a different authorization strategy be used?"
        ),
    ),
    source=_AUTHORIZATION,
)
