"""What a client can be told about who it is and what it may do."""

from dataclasses import replace

from mockedfi.problems import Problem
from mockedfi.problems.data import SYSTEM_ERROR

_MIDDLEWARE = "EdFi.Ods.Api/Middleware/EdFiOAuthAuthenticationHandler.cs, AuthenticationFailureMessages.cs"
_EVALUATOR = "EdFi.Ods.Api/Security/Authorization/AuthorizationBasis; 5.2: EdFiAuthorizationProvider.cs"
_VIEWS = "EdFi.Ods.Api/Security/Authorization/EntityAuthorization/EntityInstanceViewBasedFilterAuthorizer.cs"
_RELATIONSHIPS = "EdFi.Ods.Api/Security/AuthorizationStrategies/Relationships"
_TYPED = "5.2: EdFi.Ods.Security/AuthorizationStrategies/Relationships"
_NAMESPACE = "EdFi.Ods.Api/Security/AuthorizationStrategies/NamespaceBased"
_OWNERSHIP = "EdFi.Ods.Api/Security/AuthorizationStrategies/OwnershipBased"
_CUSTOM = "EdFi.Ods.Api/Security/AuthorizationStrategies/CustomViewBased"

_DENIED = "Authorization Denied"
_NO_ACCESS = "Access to the requested data could not be authorized."
_EMPTY_SUBJECT = "Access to the resource item could not be authorized because the '{subject}' of the resource is empty."
_UNEXPECTED = "An unexpected error occurred on the server."


def _authentication(error: str) -> Problem:
    return Problem(
        source=_MIDDLEWARE,
        status=401,
        type="security:authentication",
        title="Authentication Failed",
        detail="The caller could not be authenticated.",
        errors=(error,),
        middleware=True,
    )


HEADER_MISSING = _authentication("Authorization header is missing.")
SCHEME_UNKNOWN = _authentication("Unknown Authorization header scheme.")
TOKEN_MISSING = _authentication("Missing Authorization header bearer token value.")
TOKEN_UNKNOWN = _authentication("Invalid Authorization header.")
TOKEN_EXPIRED = _authentication("Invalid token")
UNAUTHENTICATED = Problem(source="EdFi.Ods.Api/Middleware/EdFiApiAuthenticationMiddleware.cs", status=401)
"""Outside the data: no body in any version."""

RESOURCE_DENIED = Problem(
    source=_EVALUATOR,
    status=403,
    type="security:authorization:access-denied:resource",
    title=_DENIED,
    detail=_NO_ACCESS + " You do not have permissions to access this data.",
    errors=(
        (
            "The API client's assigned claim set (currently '{claim_set}') must include one of the following "
            "resource claims to provide access to this resource: '{claims_quoted}'."
        ),
    ),
    message={
        "5.2": "Access to the resource could not be authorized. Are you missing a claim? "
        "This resource can be authorized by the following claims:\n    {claims_lines}\n"
        "The API client has been assigned the '{claim_set}' claim set with the following resource claims:\n"
        "    {client_claims_lines}",
        "7.0": "Access to the resource could not be authorized. "
        "The API client has been assigned the '{claim_set}' claim set.\n"
        "Assign a different claim set which includes one of the following claims to access this resource: "
        "{claims_listed}",
    },
)
ACTION_DENIED = Problem(
    source=_EVALUATOR,
    status=403,
    type="security:authorization:access-denied:action",
    title=_DENIED,
    detail=_NO_ACCESS + " You do not have permissions to perform the requested operation on the data.",
    errors=(
        (
            "The API client's assigned claim set (currently '{claim_set}') must grant permission of the '{action}' "
            "action on one of the following resource claims: '{claims_quoted}'."
        ),
    ),
    message="Access to the resource could not be authorized for the requested action '{action}'.",
)


def _configuration(source: str, error: str, message: str = _UNEXPECTED) -> Problem:
    return Problem(
        source=source,
        status=500,
        type="system:configuration:security",
        title="Security Configuration Error",
        detail="A security configuration problem was detected. The request cannot be authorized.",
        errors=(error,),
        message=message,
    )


def _told_since(version: str, problem: Problem) -> Problem:
    """Before `version` the same is a fault of the server, of which nothing is told."""
    return replace(
        problem,
        type={"5.2": SYSTEM_ERROR.type, version: problem.type},
        title={"5.2": SYSTEM_ERROR.title, version: problem.title},
        detail={"5.2": SYSTEM_ERROR.detail, version: problem.detail},
        errors={"5.2": (), version: problem.errors},
    )


METADATA_MISSING = _configuration(_EVALUATOR, "No security metadata has been configured for this resource.")
METADATA_AMBIGUOUS = _configuration(
    _EVALUATOR,
    "Authorization metadata was found for more than one of the supplied resource claims ('{claims_listed}') "
    "resulting in an ambiguous basis for authorization.",
)
STRATEGY_MISSING = _told_since(
    "7.3",
    _configuration(
        _EVALUATOR + "; before 7.3: AuthorizationBasisMetadataSelector.cs",
        "No authorization strategies were defined for the requested action '{action}' against resource URIs "
        "['{claims_quoted}'] matched by the caller's claim '{claim}'.",
    ),
)
STRATEGY_UNKNOWN = _told_since(
    "7.3",
    _configuration(
        _EVALUATOR + "; before 7.3: AuthorizationBasisMetadataSelector.cs",
        "Could not find authorization strategy implementations for the following strategy names: '{strategies}'.",
    ),
)
SUBJECTS_MISSING = _configuration(
    _RELATIONSHIPS,
    "Authorization strategy '{strategy}' processed the authorization context names '{names}' and produced no "
    "authorization subjects, meaning no authorization filtering will be performed. Are you using the correct "
    "authorization strategy for this resource?",
    message="The request cannot be authorized due to a security misconfiguration.",
)
BASIS_MISSING = _configuration(
    "EdFi.Ods.Common/Security/Authorization/CustomViewBasedAuthorizationStrategy.cs",
    "Unable to find a property on the authorization subject entity type '{entity}' corresponding to the '{property}' "
    "property on the custom authorization view's basis entity type '{basis}' in order to perform authorization. "
    "Should a different authorization strategy be used?",
)
VIEW_NOT_ON_KEY = _configuration(
    _CUSTOM,
    "Non-identifying properties ('{properties}') were found to be used for the custom view-based authorization "
    "strategy, but this is not supported by Change Queries which only tracks deleted/changed values of identifying "
    "properties. Should a different authorization strategy be used?",
)

_RELATIONSHIP_SENTENCE = (
    "No relationships have been established between the caller's education organization id {claims} ({ids}) and "
)
_ONE_SUBJECT = _RELATIONSHIP_SENTENCE + "the resource item's '{subjects}' value."
_SEVERAL_SUBJECTS = (
    _RELATIONSHIP_SENTENCE + "one or more of the following properties of the resource item: '{subjects}'."
)
_NO_RELATIONSHIP_BEFORE = (
    "Authorization denied.  The claim does not have any established relationships with the requested resource."
)


HINT_ONE = "You may need to create a corresponding '{}' item."
HINT_ANY = "You may need to create corresponding '{}' items."
HINT_ALL = HINT_ANY
HINT_VIEW = "You may need {article} {words}."
HINTS = " Hint: {hints}"


def _unrelated(sentence: str) -> Problem:
    return Problem(
        source=_VIEWS,
        status=403,
        type="security:authorization",
        title=_DENIED,
        detail=_NO_ACCESS + "{hint}",
        errors=(sentence,),
        message={"5.2": _NO_RELATIONSHIP_BEFORE, "6.0": "Authorization denied. " + sentence},
    )


UNRELATED_SUBJECT = _unrelated(_ONE_SUBJECT)
UNRELATED_SUBJECTS = _unrelated(_SEVERAL_SUBJECTS)
SUBJECT_REQUIRED = Problem(
    source=_RELATIONSHIPS,
    status=403,
    type="security:authorization:relationships:access-denied:element-required",
    title=_DENIED,
    detail=_NO_ACCESS + " The '{subject}' value is required for authorization purposes.",
    message=_EMPTY_SUBJECT,
)
SUBJECT_UNINITIALIZED = Problem(
    source=_RELATIONSHIPS,
    status=403,
    type="security:authorization:relationships:invalid-data:element-uninitialized",
    title=_DENIED,
    detail=_NO_ACCESS + " The existing '{subject}' value is required for authorization purposes.",
    errors=("The existing resource item is inaccessible to clients using the '{strategy}' authorization strategy.",),
    message=_EMPTY_SUBJECT,
)
PERSON_UNRESOLVED = Problem(
    source="6.2: EdFi.Ods.Api/Security/AuthorizationStrategies/Relationships; 7.1: " + _VIEWS,
    status={"5.2": 403, "6.0": 409, "7.1": 403},
    message={
        "5.2": _EMPTY_SUBJECT,
        "6.0": "Access to the resource item could not be authorized because the '{person}' was not found.",
        "7.1": "Authorization denied. Either referenced '{person}' was not found or no relationships have been "
        "established between the caller's education organization id claims ({ids}) and the referenced '{person}'.",
    },
)
"""A reference to a person that does not exist; Problem Details do not tell it from a missing relationship."""

ORGANIZATIONS_NOT_CLAIMED = Problem(
    source=_TYPED + "/AuthorizationBuilder.cs",
    status=403,
    message="The request can not be authorized because there were no education organizations on the claim.",
)
ORGANIZATIONS_UNKNOWN = Problem(
    source=_TYPED + "/AuthorizationBuilder.cs",
    status=403,
    message="The request can not be authorized because the education organizations identifiers assigned to the claim "
    "did not exist in the underlying ODS.",
)
ORGANIZATION_NOT_FOUND = Problem(
    source="5.2: EdFi.Ods.Security/Authorization/ConcreteAuthorizationContextDataProvider.cs",
    status=404,
    message="Education Organization with an identifier of '{id}' could not be found.",
)
TYPE_UNREACHABLE_SENTENCE = (
    "Authorization denied.  The claims associated with an identifier of '{claim}' cannot be used to authorize a "
    "request associated with an identifier of '{subject}'."
)
TYPE_UNREACHABLE = Problem(
    source=_TYPED + "/RelationshipsAuthorizationStrategyBase.cs",
    status=403,
    message="{sentences}",
)
"""`sentences`: one `TYPE_UNREACHABLE_SENTENCE` for each pair, a space between."""
ORGANIZATION_DENIED = Problem(
    source=_TYPED + "/RelationshipsAuthorizationStrategyBase.cs",
    status=403,
    message="Authorization denied.  Access to the requested '{subject}' was denied.",
)
TYPE_UNSUPPORTED = Problem(
    source="5.2: EdFi.Ods.Security/Authorization/AuthorizationSegmentSqlProviderBase.cs",
    status=403,
    message="Unable to authorize the request because there is no authorization support for associating the API "
    "client's associated education organization types ('{types}') with the resource.",
)
LIST_UNSUPPORTED = Problem(
    source="5.2: EdFi.Ods.Security/Authorization/Repositories/AggregateRootCriteriaProviderDecoratorBase.cs",
    status=403,
    message="Unable to authorize the request because there is no authorization support for associating the API "
    "client's associated claim values (of '{claims}') with the requested resource ('{entity}').",
)

NAMESPACES_MISSING = Problem(
    source=_NAMESPACE,
    status=403,
    type="security:authorization:namespace:invalid-client:no-namespaces",
    title=_DENIED,
    detail="There was a problem authorizing the request. The caller has not been configured correctly for accessing "
    "resources authorized by Namespace.",
    errors=(
        (
            "The API client has been given permissions on a resource that uses the '{strategy}' authorization strategy "
            "but the client doesn't have any namespace prefixes assigned."
        ),
    ),
    message="Access to the resource could not be authorized because the caller did not have any NamespacePrefix claims "
    "('http://ed-fi.org/claims/namespacePrefix') or the claim values were all empty.",
)
_NAMESPACE_EMPTY = "Access to the resource item could not be authorized because the Namespace of the resource is empty."
NAMESPACE_REQUIRED = Problem(
    source=_NAMESPACE,
    status=403,
    type="security:authorization:namespace:access-denied:namespace-required",
    title=_DENIED,
    detail=_NO_ACCESS + " The 'Namespace' value has not been assigned but is required for authorization purposes.",
    message=_NAMESPACE_EMPTY,
)
NAMESPACE_UNINITIALIZED = Problem(
    source=_NAMESPACE,
    status=403,
    type="security:authorization:namespace:invalid-data:namespace-uninitialized",
    title=_DENIED,
    detail=_NO_ACCESS
    + " The existing 'Namespace' value has not been assigned but is required for authorization purposes.",
    errors=(
        (
            "The existing resource item is inaccessible to clients using the '{strategy}' authorization strategy "
            "because the 'Namespace' value has not been assigned."
        ),
    ),
    message=_NAMESPACE_EMPTY,
)


def _mismatch(existing: str) -> Problem:
    claims = " could not be authorized based on the caller's NamespacePrefix claims: '{prefixes}'."
    return Problem(
        source=_NAMESPACE,
        status=403,
        type="security:authorization:namespace:access-denied:namespace-mismatch",
        title=_DENIED,
        detail=f"{_NO_ACCESS} The {existing}'Namespace' value of the data does not start with any of the caller's "
        "associated namespace prefixes ('{prefixes}').",
        message={
            "5.2": "Access to the resource item with namespace '{namespace}'" + claims,
            "6.0": "Access to the resource item" + claims,
        },
    )


NAMESPACE_MISMATCH = _mismatch("")
NAMESPACE_MISMATCH_EXISTING = _mismatch("existing ")

OWNERSHIP_MISMATCH = Problem(
    source=_OWNERSHIP,
    status=403,
    type="security:authorization:ownership:access-denied:ownership-mismatch",
    title=_DENIED,
    detail=_NO_ACCESS + " The item is not owned by the caller.",
    message="Access to the resource item could not be authorized using any of the caller's ownership tokens.",
)
OWNERSHIP_UNINITIALIZED = Problem(
    source=_OWNERSHIP,
    status=403,
    type="security:authorization:ownership:invalid-data:ownership-uninitialized",
    title=_DENIED,
    detail=_NO_ACCESS + " The item is not owned by the caller.",
    errors=(
        (
            "The existing resource item has no 'CreatedByOwnershipTokenId' value assigned and thus will never be "
            "accessible to clients using the '{strategy}' authorization strategy."
        ),
    ),
    message="Access to the resource item could not be authorized based on the caller's ownership token because the "
    "resource item has no owner.",
)

VIEW_SUBJECT_REQUIRED = Problem(
    source=_CUSTOM,
    status=403,
    type="security:authorization:custom-view:access-denied:element-required",
    title=_DENIED,
    detail=_NO_ACCESS + " The '{subject}' value is required for authorization purposes.",
)
VIEW_SUBJECT_UNINITIALIZED = Problem(
    source=_CUSTOM,
    status=403,
    type="security:authorization:custom-view:invalid-data:element-uninitialized",
    title=_DENIED,
    detail=_NO_ACCESS + " The existing '{subject}' value is required for authorization purposes.",
    errors=("The existing resource item is inaccessible to clients using the '{strategy}' authorization strategy.",),
)


def _outside_view(values: str) -> Problem:
    return Problem(
        source=_VIEWS,
        status=403,
        type="security:authorization",
        title=_DENIED,
        detail=_NO_ACCESS + "{hint}",
        errors=(
            "The caller is not authorized to perform the requested operation on the item based on the {phase} "
            + values,
        ),
    )


OUTSIDE_VIEW = _outside_view("value of the '{subjects}' property of the item.")
OUTSIDE_VIEW_SEVERAL = _outside_view("values of one or more of the following properties of the item: '{subjects}'.")
