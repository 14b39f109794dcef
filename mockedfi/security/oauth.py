"""``/oauth/token``: a request becomes a token or the refusal of the version, free of any web framework.

Source: EdFi.Ods.Api/Controllers/TokenController.cs (credentials), Providers/ClientCredentialsTokenRequestProvider.cs
(the rest). The protocol beyond that is Authlib's, which is imported at the first request.
"""

import base64
import binascii
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl

from mockedfi.bodies.deserializer import Class, Value
from mockedfi.bodies.media import declared, in_utf_8
from mockedfi.bodies.parsing import exactly
from mockedfi.bodies.values import As
from mockedfi.dialect import Dialect
from mockedfi.exchange import Answer, Request
from mockedfi.explanations import Failed
from mockedfi.problems import Refusal
from mockedfi.problems.data import MEDIA_TYPE_UNSUPPORTED, SNAPSHOT_READ_ONLY
from mockedfi.problems.oauth import (
    CONTENT_TYPE_MISSING,
    CONTENT_TYPE_UNSUPPORTED,
    CREDENTIALS_MISSING,
    CREDENTIALS_TWICE,
    HEADER_MALFORMED,
    NO_STORE,
    NOT_A_PAIR,
    NOT_BASE64,
    SCHEME_NOT_BASIC,
    UNAUTHORIZED,
    TokenError,
)
from mockedfi.security.clients import Clients
from mockedfi.security.explanation import Explanation, Remedy
from mockedfi.security.tokens import Tokens
from mockedfi.since import chosen

JSON = "application/json"
BODY_CLASS = "EdFi.Ods.Api.Models.Tokens.TokenRequest"
FORM = "application/x-www-form-urlencoded"
_CONTENT_TYPE = ("Content-Type", "application/json; charset=utf-8")
_REMEDY = Remedy(
    text="Send grant_type=client_credentials to POST /oauth/token, with Authorization: Basic and the Base64 of "
    "key:secret. mockedfi clients shows keys and secrets."
)
_FIELDS = ("client_id", "client_secret", "grant_type", "scope")


class TokenRefused(Exception):
    """The token endpoint's own kind of refusal; `reason` says more of it than the answer does."""

    def __init__(self, error: TokenError, reason: str = "") -> None:
        super().__init__(error.error)
        self.error = error
        self.why = Explanation(outcome="denied", reason=reason or error.reason, remedies=(_REMEDY,))


class TokenEndpoint:
    """Answers ``POST /oauth/token`` of one API version."""

    def __init__(self, dialect: Dialect, clients: Clients, tokens: Tokens) -> None:
        self._dialect = dialect
        self._clients = clients
        self._tokens = tokens

    def answer(self, request: Request) -> Answer:
        """A token.

        Raises:
            TokenRefused: what the endpoint refuses in its own form.
            Refusal: what is refused as elsewhere: the media type, an unreadable body, too many tokens, a bare status.
        """
        from mockedfi.security.protocol import grant  # noqa: PLC0415 - Authlib takes longer than the start may

        fields = fields_of(request, media_type_of(request), _FIELDS)
        if self._dialect.changes.snapshot_header in request.headers:
            raise Refusal(SNAPSHOT_READ_ONLY)
        try:
            key, secret = self._credentials(request, fields)
        except TokenRefused as refused:
            if self._chosen(refused.error.error) is None:
                raise Refusal(UNAUTHORIZED, why=refused.why) from None
            raise
        return _answer(200, grant(fields, key, secret, self._dialect.security, self._clients, self._tokens))

    def _credentials(self, request: Request, fields: Mapping[str, str | None]) -> tuple[str, str]:
        """Key and secret, from the header or from the body.

        Raises:
            TokenRefused: there are none, or two of them, or they cannot be read.
        """
        key, secret = fields.get("client_id"), fields.get("client_secret")
        either_blank = self._dialect.security.either_credential_blank
        header = request.headers.get("authorization")
        if header is not None:
            own = _pair(header)
            given = [each for each in (key, secret) if (each or "").strip() or (each is not None and not either_blank)]
            if given:
                raise TokenRefused(CREDENTIALS_TWICE)
            key, secret = own
        absent = [each is None or (either_blank and not each.strip()) for each in (key, secret)]
        if any(absent) if either_blank else all(absent):
            raise TokenRefused(CREDENTIALS_MISSING)
        return key or "", secret or ""

    def refused(self, error: TokenError) -> Answer:
        """A refusal in the endpoint's own form."""
        body = {"error": self._chosen(error.error)}
        if error.description is not None:
            body["error_description"] = error.description
        return _answer(self._chosen(error.status), body)

    def _chosen(self, value: Any) -> Any:
        """A plain value, or the one that a history has for the version."""
        return chosen(value, self._dialect.version.name)


def media_type_of(request: Request) -> str:
    """`FORM` or `JSON`.

    Raises:
        Refusal: it is neither.
    """
    content_type = request.headers.get("content-type", "").strip()
    if not content_type:
        raise Refusal(CONTENT_TYPE_MISSING, why=Failed("no Content-Type tells which of two routes is meant."))
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type not in (FORM, JSON):
        raise Refusal(CONTENT_TYPE_UNSUPPORTED)
    return media_type


def fields_of(
    request: Request, media_type: str, names: tuple[str, ...], body_class: str = BODY_CLASS
) -> dict[str, str | None]:
    """The named fields of a form or JSON body; their names are read in any letter case.

    `body_class` is what the reference makes of the body.

    Raises:
        Refusal: a body that is no JSON object, or has no text where there must be one.
    """
    if media_type == FORM:
        pairs = parse_qsl(request.body.decode("utf-8", "replace"), keep_blank_values=True)
        found = {name.lower(): value for name, value in reversed(pairs) if name.lower() in names}
        return {name: value if value.strip() else None for name, value in found.items()}
    _, encoding = declared(request.headers.get("content-type", ""))
    if encoding is None:
        raise Refusal(MEDIA_TYPE_UNSUPPORTED)
    text = Value(As.TEXT, "System.String", str)
    members = {name: (name, text) for name in names}
    return exactly(in_utf_8(request.body, encoding), Class(body_class, members, dict))


def _pair(header: str) -> tuple[str, str]:
    """Key and secret of a Basic header.

    Raises:
        TokenRefused: it is not one.
    """
    parts = header.strip().split(" ")
    if len(parts) != 2:
        raise TokenRefused(HEADER_MALFORMED)
    scheme, value = parts
    if scheme.lower() != "basic":
        raise TokenRefused(SCHEME_NOT_BASIC)
    try:
        decoded = base64.b64decode(value, validate=True).decode("utf-8", "replace").split(":")
    except (binascii.Error, ValueError):
        raise TokenRefused(NOT_BASE64) from None
    if len(decoded) != 2:
        raise TokenRefused(NOT_A_PAIR)
    return decoded[0], decoded[1]


def _answer(status: int, body: Mapping[str, object]) -> Answer:
    return Answer(status, [*NO_STORE, _CONTENT_TYPE], json.dumps(body, indent=2).encode())
