"""What a client can be told about API profiles."""

from mockedfi.problems import Problem

_MIDDLEWARE = "EdFi.Ods.Features/Profiles/ProfileContentTypeContextMiddleware.cs"
_MAPPING = "EdFi.Ods.Common/Models/MappingContractProvider.cs"
_SUITE = "the Profile Postman suite of 5.2"
_USAGE_TYPE = "profile:invalid-profile-usage"
_USAGE_TITLE = "Invalid Profile Usage"
_USAGE_DETAIL = "The request construction was invalid with respect to usage of a data policy."
_NOT_ACCESSIBLE = "The resource is not accessible through the profile specified by the content type."
_NOT_THROUGH = "resource is not accessible through the '{profile}' profile specified by the content type."
_UNSUPPORTED = "The profile specified by the content type in the '{header}' header is not supported by this host."
_POLICY_DETAIL = "The data cannot be saved because a data policy has been applied to the request that prevents it."

_BY_THE_MIDDLEWARE = {"5.2": "formatted", "6.2": "compact", "7.0": "indented"}
_BY_THE_FILTER = {"5.2": "formatted", "6.2": "compact", "7.0": "formatted"}

FORMAT = Problem(
    status=400,
    type=_USAGE_TYPE,
    title=_USAGE_TITLE,
    detail=_USAGE_DETAIL,
    errors=("The format of the profile-based '{header}' header was invalid.",),
    message="The format of the profile-based '{header}' header was invalid.",
    middleware=True,
    written=_BY_THE_MIDDLEWARE,
    source=_MIDDLEWARE,
)
USAGE_UNKNOWN = Problem(
    status=400,
    type=_USAGE_TYPE,
    title=_USAGE_TITLE,
    detail=_USAGE_DETAIL,
    errors=("The profile usage segment in the profile-based '{header}' header was not recognized.",),
    message="The profile usage segment in the profile-based '{header}' header was not recognized.",
    middleware=True,
    written=_BY_THE_MIDDLEWARE,
    source=_MIDDLEWARE,
)
WRITABLE_FOR_READING = Problem(
    status=400,
    type=_USAGE_TYPE,
    title=_USAGE_TITLE,
    detail=_USAGE_DETAIL,
    errors=("A profile-based content type that is writable cannot be used with GET requests.",),
    message={
        "5.2": _NOT_ACCESSIBLE,
        "6.2": "A profile-based content type that is writable cannot be used with GET requests.",
    },
    middleware=True,
    written=_BY_THE_MIDDLEWARE,
    source=f"{_MIDDLEWARE}; {_SUITE}",
)
READABLE_FOR_WRITING = Problem(
    status=400,
    type=_USAGE_TYPE,
    title=_USAGE_TITLE,
    detail=_USAGE_DETAIL,
    errors=("A profile-based content type that is readable cannot be used with {method} requests.",),
    message={
        "5.2": _NOT_ACCESSIBLE,
        "6.2": "A profile-based content type that is readable cannot be used with PUT or POST requests.",
    },
    middleware=True,
    written=_BY_THE_MIDDLEWARE,
    source=f"{_MIDDLEWARE}; {_SUITE}",
)
MISCONFIGURED = Problem(
    status=406,
    type=_USAGE_TYPE,
    title=_USAGE_TITLE,
    detail=_USAGE_DETAIL,
    errors=("The profile specified by the content type in the '{header}' header is configured but invalid.",),
    middleware=True,
    source=_MIDDLEWARE,
)
UNSUPPORTED_FOR_READING = Problem(
    status=406,
    type=_USAGE_TYPE,
    title=_USAGE_TITLE,
    detail=_USAGE_DETAIL,
    errors=(_UNSUPPORTED,),
    message={"5.2": "the profile specified by the content type is not supported by this host", "6.2": _UNSUPPORTED},
    middleware=True,
    written=_BY_THE_MIDDLEWARE,
    source=f"{_MIDDLEWARE}; {_SUITE}",
)
UNSUPPORTED_FOR_WRITING = Problem(
    status=415,
    type=_USAGE_TYPE,
    title=_USAGE_TITLE,
    detail=_USAGE_DETAIL,
    errors=(_UNSUPPORTED,),
    message=UNSUPPORTED_FOR_READING.message,
    middleware=True,
    written=_BY_THE_MIDDLEWARE,
    source=f"{_MIDDLEWARE}; {_SUITE}",
)
NOT_ASSIGNED_FOR_READING = Problem(
    status=403,
    type="security:data-policy:incorrect-usage",
    title="Data Policy Failure Due to Incorrect Usage",
    detail=(
        "A data policy failure was encountered. The request was not constructed correctly for the data policy that has "
        "been applied to this data for the caller."
    ),
    errors=(
        (
            "Based on profile assignments, {one_of}the following profile-specific content type{s} is required when "
            "requesting this resource: '{types}'"
        ),
    ),
    message={
        "5.2": (
            "One of the following profile-specific content types is required when requesting this resource: '{types}'"
        ),
        "6.2": (
            "Based on profile assignments, one of the following profile-specific content types is required when "
            "requesting this resource: '{types}'"
        ),
    },
    written=_BY_THE_FILTER,
    source=f"EdFi.Ods.Api/Filters/EnforceAssignedProfileUsageFilter.cs; {_SUITE}",
)
NOT_ASSIGNED_FOR_WRITING = Problem(
    status=403,
    type=NOT_ASSIGNED_FOR_READING.type,
    title=NOT_ASSIGNED_FOR_READING.title,
    detail=NOT_ASSIGNED_FOR_READING.detail,
    errors=(
        (
            "Based on profile assignments, {one_of}the following profile-specific content type{s} is required when "
            "creating or updating this resource: '{types}'"
        ),
    ),
    message={
        "5.2": (
            "Based on the assigned profiles, one of the following profile-specific content types is required when "
            "updating this resource: '{types}'"
        ),
        "6.2": (
            "Based on profile assignments, one of the following profile-specific content types is required when "
            "updating this resource: '{types}'"
        ),
    },
    written=_BY_THE_FILTER,
    source=NOT_ASSIGNED_FOR_READING.source,
)
RESOURCE_MISMATCH = Problem(
    status=400,
    type=_USAGE_TYPE,
    title=_USAGE_TITLE,
    detail=_USAGE_DETAIL,
    errors=(
        (
            "The resource specified by the profile-based content type ('{segment}') does not match the requested "
            "resource ('{resource}')."
        ),
    ),
    message={
        "5.2": _NOT_ACCESSIBLE,
        "6.2": "The resource in the profile-based content type does not match the resource targeted by the request.",
    },
    written=_BY_THE_FILTER,
    source=f"{_MAPPING}; {_SUITE}",
)
NOT_COVERED = Problem(
    status=400,
    type=_USAGE_TYPE,
    title=_USAGE_TITLE,
    detail=f"{_USAGE_DETAIL} The resource is not contained by the profile used by (or applied to) the request.",
    errors=("Resource '{resource}' is not accessible through the '{profile}' profile specified by the content type.",),
    message={
        "5.2": f"The '{{segment}}' {_NOT_THROUGH}",
        "6.2": f"The '{{resource}}' {_NOT_THROUGH}",
    },
    written=_BY_THE_FILTER,
    source=f"{_MAPPING}; {_SUITE}",
)
NOT_READABLE = Problem(
    status=405,
    type="profile:method-usage",
    title="Method Not Allowed with Profile",
    detail=f"{_USAGE_DETAIL} An attempt was made to access a resource that is not readable using the profile.",
    errors=("Resource class '{resource}' is not readable using API profile '{profile}'.",),
    message={
        "5.2": (
            "The allowed methods for this resource with the '{defined}' profile are PUT, POST, DELETE and OPTIONS."
        ),
        "6.2": "The allowed methods for this resource with the '{profile}' profile are PUT, POST, DELETE and OPTIONS.",
    },
    written=_BY_THE_FILTER,
    source="EdFi.Ods.Common/Exceptions/ProfileMethodUsageException.cs",
)
NOT_WRITABLE = Problem(
    status=405,
    type=NOT_READABLE.type,
    title=NOT_READABLE.title,
    detail=f"{_USAGE_DETAIL} An attempt was made to access a resource that is not writable using the profile.",
    errors=("Resource class '{resource}' is not writable using API profile '{profile}'.",),
    message={
        "5.2": "The allowed methods for this resource with the '{defined}' profile are GET, DELETE and OPTIONS.",
        "6.2": "The allowed methods for this resource with the '{profile}' profile are GET, DELETE and OPTIONS.",
    },
    written=_BY_THE_FILTER,
    source=NOT_READABLE.source,
)
NOT_CREATABLE = Problem(
    status=400,
    type="bad-request:data-policy-enforced",
    title="Data Policy Enforced",
    detail=_POLICY_DETAIL,
    errors=(
        (
            "The Profile definition for '{profile}' excludes (or does not include) one or more required data elements "
            "needed to create the resource."
        ),
    ),
    source="EdFi.Ods.Common/Exceptions/DataPolicyException.cs",
)
CHILD_NOT_CREATABLE = Problem(
    status=400,
    type=NOT_CREATABLE.type,
    title=NOT_CREATABLE.title,
    detail=_POLICY_DETAIL,
    errors=(
        (
            "The Profile definition for '{profile}' excludes (or does not include) one or more required data elements "
            "needed to create a child item of type '{entity}' in the resource."
        ),
    ),
    source=NOT_CREATABLE.source,
)
