"""Bearer authentication of a request.

Source: EdFi.Ods.Api/Middleware/EdFiOAuthAuthenticationHandler.cs, Providers/OAuthTokenAuthenticator.cs. A value that is
no GUID or that no token has ends in an exception there, hence in "Invalid Authorization header."; only a token that
was known before it expired is called invalid.
"""

import re

from mockedfi.dialect.security import Security
from mockedfi.exchange import Request
from mockedfi.problems import Problem, Refusal
from mockedfi.problems.security import (
    HEADER_MISSING,
    SCHEME_UNKNOWN,
    TOKEN_EXPIRED,
    TOKEN_MISSING,
    TOKEN_UNKNOWN,
    UNAUTHENTICATED,
)
from mockedfi.security.explanation import Explanation, Remedy
from mockedfi.security.tokens import Caller, Tokens

_DATA = ("/data", "/composites", "/changequeries")
"""Below these, a refusal has a body, and comes before the route (EdFiApiAuthenticationMiddleware.cs)."""
_REMEDY = Remedy(text="Get a token at POST /oauth/token and send it as Authorization: Bearer <token>.")
_HEADER = re.compile(r"(?P<scheme>[!#$%&'*+.^_`|~0-9A-Za-z-]+)(?:[ \t]+(?P<value>.*))?", re.ASCII)


def authenticate(request: Request, tokens: Tokens) -> Caller:
    """The caller of a request.

    Raises:
        Refusal: there is no live token in its ``Authorization`` header.
    """
    header = request.headers.get("authorization", "")
    if header[:7] == "Bearer ":
        caller = tokens.caller(header[7:])
        if caller is not None and tokens.alive(caller.token):
            return caller
    return _slowly(request, header.strip(), tokens)


def precedes_route(request: Request, facts: Security) -> bool:
    """Whether a request without a live token is refused before its route is looked for."""
    return facts.token_before_route and _is_watched(request)


def _is_watched(request: Request) -> bool:
    """Whether a path tells that its request needs a token."""
    path = request.ods.named(request.path).lower()
    return any(path == each or path.startswith(each + "/") for each in _DATA)


def _slowly(request: Request, header: str, tokens: Tokens) -> Caller:
    match = _HEADER.fullmatch(header)
    if match is None:
        raise _refusal(request, HEADER_MISSING, "The request has no Authorization header, or none that can be read.")
    if match["scheme"].lower() != "bearer":
        raise _refusal(request, SCHEME_UNKNOWN, f"The Authorization header's scheme is {match['scheme']}, not Bearer.")
    value = (match["value"] or "").strip()
    if not value:
        raise _refusal(request, TOKEN_MISSING, "The Authorization header has no value after Bearer.")
    caller = tokens.caller(value)
    if caller is None:
        raise _refusal(request, TOKEN_UNKNOWN, "No token of this value was issued, or its client is gone.")
    if not tokens.alive(caller.token):
        expired = f"The token expired at {caller.token.expires:%Y-%m-%dT%H:%M:%SZ}."
        raise _refusal(request, TOKEN_EXPIRED, expired, caller)
    return caller


def _refusal(request: Request, problem: Problem, reason: str, caller: Caller | None = None) -> Refusal:
    why = Explanation(outcome="denied", reason=reason, client=caller.client.key if caller else "", remedies=(_REMEDY,))
    return Refusal(problem if _is_watched(request) else UNAUTHENTICATED, why=why)
