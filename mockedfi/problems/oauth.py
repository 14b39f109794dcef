"""What ``/oauth/token`` and ``/oauth/token_info`` refuse.

The token endpoint answers in its own form, ``{"error": …}``, in every version; what its middleware refuses is a
`Problem` like any other.
"""

from dataclasses import dataclass

from mockedfi.problems import History, Problem
from mockedfi.problems.data import SYSTEM_ERROR

_CONTROLLER = "EdFi.Ods.Api/Controllers/TokenController.cs"
_PROVIDER = "EdFi.Ods.Api/Providers/ClientCredentialsTokenRequestProvider.cs"
_INFO_CONTROLLER = "EdFi.Ods.Features/Controllers/TokenInfoController.cs"
NO_STORE = (("Cache-Control", "no-store,no-cache"), ("Pragma", "no-cache"))
"""What ``ResponseCache(Location = None, NoStore = true)`` writes to all that an action of these controllers answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenError:
    """One way in which a request for a token fails; the values may be histories."""

    source: str
    status: int | History
    error: str | History | None
    """None: the controller returns nothing but the status (`UNAUTHORIZED`)."""
    description: str | None = None
    reason: str
    """What is wrong, for the explanation; never in the body."""


HEADER_MALFORMED = TokenError(
    source=_CONTROLLER,
    status={"5.2": 401, "6.0": 400},
    error={"5.2": None, "6.0": "invalid_request"},
    reason="The Authorization header is not a scheme and a value with a space between.",
)
SCHEME_NOT_BASIC = TokenError(
    source=_CONTROLLER, status=401, error="invalid_client", reason="The Authorization header's scheme is not Basic."
)
NOT_BASE64 = TokenError(
    source=_CONTROLLER,
    status=400,
    error="invalid_request",
    reason="The value of the Authorization header is not Base64.",
)
NOT_A_PAIR = TokenError(
    source=_CONTROLLER,
    status=400,
    error="invalid_client",
    reason="What the Authorization header encodes is not key:secret with a single colon.",
)
CREDENTIALS_TWICE = TokenError(
    source=_CONTROLLER,
    status=400,
    error="invalid_client",
    reason="Both the Authorization header and the body bring credentials.",
)
CREDENTIALS_MISSING = TokenError(
    source=_CONTROLLER,
    status=401,
    error={"5.2": None, "6.0": "invalid_request"},
    reason="Neither the Authorization header nor the body brings a key and a secret.",
)
GRANT_TYPE_UNSUPPORTED = TokenError(
    source=_PROVIDER,
    status=400,
    error="unsupported_grant_type",
    reason="The body has no grant_type=client_credentials.",
)
CREDENTIAL_EMPTY = TokenError(
    source=_PROVIDER, status=400, error="invalid_client", reason="The key or the secret is empty."
)
CREDENTIALS_WRONG = TokenError(
    source=_PROVIDER, status={"5.2": 400, "6.0": 401}, error="invalid_client", reason="The key or the secret is wrong."
)
SCOPE_NOT_A_NUMBER = TokenError(
    source=_PROVIDER,
    status=400,
    error="invalid_scope",
    description="The supplied 'scope' was not a number (it should be an EducationOrganizationId that is explicitly "
    "associated with the client).",
    reason="The scope is no number.",
)
SCOPE_NOT_OWN = TokenError(
    source=_PROVIDER,
    status=400,
    error="invalid_scope",
    description="The client is not explicitly associated with the EducationOrganizationId specified in the requested "
    "'scope'.",
    reason="The scope is none of the education organizations of the client.",
)

UNAUTHORIZED = Problem(source=_CONTROLLER, status=401, bare_status=True, headers=NO_STORE)
TOO_MANY_TOKENS = Problem(
    source="EdFi.Ods.Common/Exceptions/TooManyTokensException.cs",
    status=429,
    headers=NO_STORE,
    type="security:authentication:too-many-tokens",
    title="Too Many Tokens",
    detail="The caller has authenticated too many times in too short of a time period.",
    errors=(
        (
            "Too many access tokens have been requested (limit is {limit}). "
            "Access tokens should be reused until they expire."
        ),
    ),
)
CONTENT_TYPE_MISSING = Problem(
    source="EdFi.Ods.Api/Middleware/OAuthContentTypeValidationMiddleware.cs; before 7.1 both actions match such a "
    "request, which ends in an AmbiguousMatchException of ASP.NET Core",
    status={"5.2": 500, "7.1": 415},
    type="unsupported-media-type",
    title="Unsupported Media Type",
    detail="The request construction was invalid.",
    errors=("The 'Content-Type' header is missing.",),
    message={"5.2": None, "7.1": "Content-Type header is missing."},
    plain=True,
    middleware=True,
)
CONTENT_TYPE_UNSUPPORTED = Problem(
    source="EdFi.Ods.Api/Middleware/ProblemDetailsErrorEnrichmentMiddleware.cs",
    status=415,
    type="unsupported-media-type",
    title="Unsupported Media Type",
    detail="The request construction was invalid.",
    errors=("The value specified in the 'Content-Type' header is not supported by this host.",),
    middleware=True,
)
TOKEN_INVALID = Problem(
    source=_INFO_CONTROLLER,
    status=400,
    headers=NO_STORE,
    type="bad-request",
    title="Bad Request",
    detail="An invalid token was provided",
    errors=("The token was not present, or was not processable as a GUID value.",),
    message="Invalid token",
)
TOKEN_NOT_FOUND = Problem(
    source=f"{_INFO_CONTROLLER}; 6.1: EdFi.Ods.Api/Security/Authentication/ApiClientDetailsProvider.cs",
    status={"5.2": 404, "6.1": 500},
    type=SYSTEM_ERROR.type,
    title=SYSTEM_ERROR.title,
    detail=SYSTEM_ERROR.detail,
    message={"5.2": None, "6.1": SYSTEM_ERROR.message},
    bare_status=True,
    headers=NO_STORE,
    unexpected=True,
)
"""An unknown token, or one that has expired. Since 6.1 looking it up ends in an exception."""
TOKEN_OF_ANOTHER = Problem(source=_INFO_CONTROLLER, status=401, bare_status=True, headers=NO_STORE)
