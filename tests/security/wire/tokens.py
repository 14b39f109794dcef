"""``POST /oauth/token``, and the Authorization header of other requests."""

import base64
import json
from dataclasses import dataclass

from mockedfi.since import number

from .table import JSON, MIDDLEWARE, UNEXPECTED, Said, allowed, message, problem, with_id

KEY, SECRET = "token-client", "s3cret"
FIELDS = {"grant_type": "client_credentials"}
BODY = {**FIELDS, "client_id": KEY, "client_secret": SECRET}


@dataclass(frozen=True)
class TokenRow:
    """What is sent to the token endpoint, as a form and as JSON, and what comes back."""

    name: str
    fields: dict[str, str]
    authorization: str | None
    old: Said
    """Before 6.0."""
    new: Said
    between: Said | None = None
    """Since 6.0, before 7.3, if not as `new`."""

    def said(self, version: str) -> Said:
        """What a version says."""
        if number(version) < (6,):
            return self.old
        return self.between if self.between is not None and version != "7.3" else self.new


def basic(pair: str) -> str:
    return "Basic " + base64.b64encode(pair.encode()).decode()


def error(status: int, code: str, description: str = "") -> Said:
    body = {"error": code} | ({"error_description": description} if description else {})
    return Said(status, JSON, json.dumps(body, indent=2))


def framework(status: int, title: str, link: str) -> Said:
    """What ASP.NET Core writes to a bare status; the digits of the trace are hidden."""
    body = {"type": f"https://tools.ietf.org/html/{link}", "title": title, "status": status, "traceId": "<trace>"}
    return Said(status, JSON, json.dumps(body, indent=2))


BARE = Said(401)
UNAUTHORIZED = framework(401, "Unauthorized", "rfc7235#section-3.1")
OK = allowed(200)
RIGHT = basic(f"{KEY}:{SECRET}")
CLIENT_400, CLIENT_401 = error(400, "invalid_client"), error(401, "invalid_client")
REQUEST_400, REQUEST_401 = error(400, "invalid_request"), error(401, "invalid_request")
GRANT = error(400, "unsupported_grant_type")
NO_NUMBER = error(
    400,
    "invalid_scope",
    "The supplied 'scope' was not a number (it should be an EducationOrganizationId that is explicitly associated with "
    "the client).",
)
NOT_OWN = error(
    400,
    "invalid_scope",
    "The client is not explicitly associated with the EducationOrganizationId specified in the requested 'scope'.",
)

TOKENS = [
    # what, fields, header, 5.2, 7.3
    TokenRow("Basic", FIELDS, RIGHT, OK, OK),
    TokenRow("Basic in any letter case", FIELDS, "bAsIc" + RIGHT[5:], OK, OK),
    TokenRow("in the body", BODY, None, OK, OK),
    TokenRow("a header of one part", FIELDS, "Basic", UNAUTHORIZED, REQUEST_400),
    TokenRow("a header of three parts", FIELDS, "Basic a b", UNAUTHORIZED, REQUEST_400),
    TokenRow("an empty header", FIELDS, "", UNAUTHORIZED, REQUEST_400),
    TokenRow("another scheme", FIELDS, "Bearer abc", CLIENT_401, CLIENT_401),
    TokenRow("not Base64", FIELDS, "Basic ###", REQUEST_400, REQUEST_400),
    TokenRow("no colon", FIELDS, basic(KEY), CLIENT_400, CLIENT_400),
    TokenRow("a secret with a colon", FIELDS, basic(f"{KEY}:s3:cret"), CLIENT_400, CLIENT_400),
    TokenRow("both places", BODY, RIGHT, CLIENT_400, CLIENT_400),
    TokenRow("no credentials", FIELDS, None, UNAUTHORIZED, REQUEST_401),
    TokenRow("only a key", {**FIELDS, "client_id": KEY}, None, CLIENT_400, REQUEST_401),
    TokenRow("an empty secret", FIELDS, basic(f"{KEY}:"), CLIENT_400, REQUEST_401),
    TokenRow("an unknown key", FIELDS, basic(f"nobody:{SECRET}"), CLIENT_400, CLIENT_401),
    TokenRow("a key in another letter case", FIELDS, basic(f"{KEY.upper()}:{SECRET}"), CLIENT_400, CLIENT_401),
    TokenRow("a wrong secret", FIELDS, basic(f"{KEY}:wrong"), CLIENT_400, CLIENT_401),
    TokenRow("no grant type", {}, RIGHT, GRANT, GRANT),
    TokenRow("another grant type", {"grant_type": "password"}, RIGHT, GRANT, GRANT),
    TokenRow("the grant type in any letter case", {"grant_type": "Client_Credentials"}, RIGHT, OK, OK),
    TokenRow("whether there are credentials comes before the grant type", {}, None, UNAUTHORIZED, REQUEST_401),
    TokenRow("whether they are right comes after it", {}, basic("x:y"), GRANT, GRANT),
    TokenRow("a scope of its own", {**FIELDS, "scope": "100"}, RIGHT, OK, OK),
    TokenRow("an empty scope", {**FIELDS, "scope": ""}, RIGHT, OK, OK),
    TokenRow("a scope that is no number", {**FIELDS, "scope": "x"}, RIGHT, NO_NUMBER, NO_NUMBER),
    TokenRow("a scope that is no integer", {**FIELDS, "scope": "1.0"}, RIGHT, NO_NUMBER, NO_NUMBER),
    TokenRow("a scope that is not its own", {**FIELDS, "scope": "9"}, RIGHT, NOT_OWN, NOT_OWN),
    TokenRow("a client that is not approved", FIELDS, basic("not-approved:secret"), OK, CLIENT_401, OK),
]


def unauthenticated(text: str) -> Said:
    return problem(
        "security:authentication",
        "The caller could not be authenticated.",
        text,
        status=401,
        title="Authentication Failed",
        by=MIDDLEWARE,
    )


MISSING = unauthenticated("Authorization header is missing.")
WITHOUT_VALUE = unauthenticated("Missing Authorization header bearer token value.")
UNKNOWN = unauthenticated("Invalid Authorization header.")
EXPIRED = unauthenticated("Invalid token")

BEARERS: list[tuple[str, str | None, Said, Said]] = [
    # what, header, 5.2, 7.3
    ("no header", None, BARE, MISSING),
    ("an empty header", "", BARE, MISSING),
    ("another scheme", "Basic abc", BARE, unauthenticated("Unknown Authorization header scheme.")),
    ("a scheme without value", "Bearer", BARE, WITHOUT_VALUE),
    ("a scheme with blanks", "Bearer   ", BARE, WITHOUT_VALUE),
    ("no GUID", "Bearer nonsense", BARE, UNKNOWN),
    ("an unknown GUID", "Bearer d49f5c606f03406db2e01b1c82d2997f", BARE, UNKNOWN),
    ("an expired token", "Bearer <expired>", BARE, EXPIRED),
    ("a live token", "Bearer <live>", OK, OK),
    ("the scheme in any letter case", "bEaReR <live>", OK, OK),
]
BLANKS = [
    # fields beside the header, by a form, by JSON at 5.x, by JSON since 6.0
    ({"client_id": " "}, OK, CLIENT_400, OK),
    ({"client_id": "", "client_secret": ""}, OK, CLIENT_400, OK),
    ({"scope": " "}, OK, NO_NUMBER, NO_NUMBER),
]
"""A form's blank value counts as absent."""
NO_MEDIA_TYPE = {
    "5.2": Said(500),
    "7.1": Said(415, None, "Content-Type header is missing."),
    "7.2": problem(
        "unsupported-media-type",
        "The request construction was invalid.",
        "The 'Content-Type' header is missing.",
        status=415,
        title="Unsupported Media Type",
        by=MIDDLEWARE,
    ),
}
"""By history."""
_NOT_FOUND = framework(404, "Not Found", "rfc7231#section-6.5.4")
_FAILED = problem("system", "An unexpected problem has occurred.", status=500, title="System Error")
_INVALID = problem(
    "bad-request",
    "An invalid token was provided",
    "The token was not present, or was not processable as a GUID value.",
    status=400,
    title="Bad Request",
)


_FAILED_BEFORE, _INVALID_BEFORE = message(UNEXPECTED, 500), message("Invalid token", 400)
_LOOKED_UP = {"5.2": _NOT_FOUND, "6.1": _FAILED_BEFORE, "7.1": with_id(_FAILED_BEFORE, escaped=True), "7.2": _FAILED}
TOKEN_INFOS = {
    # the token in the body, and what is said, by history
    "<own>": {"5.2": OK},
    "<second>": {"5.2": OK},
    "<expired>": _LOOKED_UP,
    "d49f5c606f03406db2e01b1c82d2997f": _LOOKED_UP,
    "<theirs>": {
        "5.2": UNAUTHORIZED,
        "6.2": framework(401, "Unauthorized", "rfc9110#section-15.5.2"),
        "7.0": UNAUTHORIZED,
        "7.2": BARE,
    },
    "nonsense": {"5.2": _INVALID_BEFORE, "7.1": with_id(_INVALID_BEFORE), "7.2": _INVALID},
}
OUTSIDE_DATA = ("POST /oauth/token_info",)
"""Where a refused bearer has no body in any version."""
