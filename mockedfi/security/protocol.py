"""The client credentials grant, by Authlib, with the reference's refusals in place of the RFC's.

Source: EdFi.Ods.Api/Providers/ClientCredentialsTokenRequestProvider.cs.
"""

import hmac
import re
from collections.abc import Mapping
from typing import Any

from authlib.oauth2.rfc6749 import AuthorizationServer, OAuth2Request
from authlib.oauth2.rfc6749.grants import ClientCredentialsGrant
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload

from mockedfi.dialect.security import Security as Dialect
from mockedfi.problems.oauth import (
    CREDENTIAL_EMPTY,
    CREDENTIALS_WRONG,
    GRANT_TYPE_UNSUPPORTED,
    SCOPE_NOT_A_NUMBER,
    SCOPE_NOT_OWN,
)
from mockedfi.security.clients import Client, Clients
from mockedfi.security.oauth import TokenRefused
from mockedfi.security.tokens import Tokens

_SECURE = "https://mockedfi/oauth/token"
"""Authlib asks for a secure address; which one it is does not matter to it."""
_METHOD = "key_and_secret"
_GRANT_TYPE = "client_credentials"
_INT = re.compile(r"[+-]?\d+", re.ASCII)
_INT_LIMIT = 2**31


def grant(
    fields: Mapping[str, str | None], key: str, secret: str, dialect: Dialect, clients: Clients, tokens: Tokens
) -> dict[str, Any]:
    """The body of a token response.

    Raises:
        TokenRefused: in the reference's order: grant type, credentials, scope, approval.
        Refusal: too many tokens.
    """
    server = _Server(key, secret, dialect, clients, tokens)
    body: dict[str, Any] = server.create_token_response(fields)
    return body


class _Grantee:
    """A client as Authlib sees one."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def check_endpoint_auth_method(self, method: str, _endpoint: str) -> bool:
        return method == _METHOD

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == _GRANT_TYPE


class _Grant(ClientCredentialsGrant):  # type: ignore[misc]  # Authlib has no types
    TOKEN_ENDPOINT_AUTH_METHODS = (_METHOD,)

    def validate_requested_scope(self) -> None:
        """The scope must be one of the client's own education organizations."""
        scope = self.request.payload.scope
        client: Client = self.request.client.client
        if scope is None:
            return
        if not _INT.fullmatch(scope) or not -_INT_LIMIT <= int(scope) < _INT_LIMIT:
            raise TokenRefused(SCOPE_NOT_A_NUMBER)
        if int(scope) not in client.education_organization_ids:
            own = ", ".join(map(str, client.education_organization_ids)) or "none"
            raise TokenRefused(SCOPE_NOT_OWN, f"The scope is none of the client's education organizations: {own}.")


class _Server(AuthorizationServer):  # type: ignore[misc]  # Authlib has no types
    """Authlib's server for one request."""

    def __init__(self, key: str, secret: str, dialect: Dialect, clients: Clients, tokens: Tokens) -> None:
        super().__init__()
        self._key = key
        self._secret = secret
        self._dialect = dialect
        self._clients = clients
        self._tokens = tokens
        self.register_grant(_Grant)
        self.register_client_auth_method(_METHOD, self._authenticated)
        self.register_token_generator("default", self._generate)

    def create_oauth2_request(self, request: Mapping[str, str | None]) -> OAuth2Request:
        scope = request.get("scope")
        made = OAuth2Request("POST", _SECURE)
        made.payload = BasicOAuth2Payload(
            {"grant_type": (request.get("grant_type") or "").lower(), "scope": scope.strip() if scope else None}
        )
        return made

    def query_client(self, client_id: str) -> Client | None:
        return self._clients.by_key(client_id)

    def save_token(self, token: object, request: OAuth2Request) -> None:
        """`Tokens.issue` has kept it."""

    def send_signal(self, name: str, *args: object, **kwargs: object) -> None:
        """Nobody listens."""

    def handle_response(self, _status: int, body: dict[str, Any], _headers: object) -> dict[str, Any]:
        return body

    def handle_error_response(self, _request: OAuth2Request, _error: object) -> dict[str, Any]:
        """The only error of Authlib's own that can arise: no grant of this type."""
        raise TokenRefused(GRANT_TYPE_UNSUPPORTED)

    def _authenticated(self, query_client: Any, _request: OAuth2Request) -> _Grantee:
        if not self._key or not self._secret:
            raise TokenRefused(CREDENTIAL_EMPTY)
        client = query_client(self._key)
        if client is None:
            raise TokenRefused(CREDENTIALS_WRONG, f"No client has the key {self._key}.")
        if not hmac.compare_digest(client.secret.encode(), self._secret.encode()):
            raise TokenRefused(CREDENTIALS_WRONG, f"The secret is not that of the client {self._key}.")
        return _Grantee(client)

    def _generate(self, *, client: _Grantee, scope: str | None, **_more: object) -> dict[str, Any]:
        if self._dialect.approval_checked and not client.client.approved:
            raise TokenRefused(CREDENTIALS_WRONG, f"The client {self._key} is not approved.")
        token = self._tokens.issue(client.client, None if scope is None else int(scope))
        body = {
            "access_token": token.value,
            "expires_in": int(self._tokens.lifetime.total_seconds()),
            "token_type": "bearer",
        }
        return body if scope is None else {**body, "scope": scope}
