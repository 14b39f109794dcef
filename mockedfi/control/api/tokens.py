"""Calls about access tokens."""

from typing import Any

from mockedfi.clock import iso_of, ticks_of
from mockedfi.control.answers import a
from mockedfi.control.calls import InvalidCall
from mockedfi.control.fields import Field
from mockedfi.control.routes import API_VERSION, Asked, Route
from mockedfi.problems import Refusal
from mockedfi.settings.values import nearest


def issue(asked: Asked) -> dict[str, Any]:
    """A token without the token endpoint, hence without a trace among the requests."""
    body = asked.body
    instance = asked.instance(body.get("apiVersion"))
    key = body.get("key") or asked.workspace.default_client.key
    client = instance.clients.by_key(key)
    if client is None:
        known = [each.key for each in instance.clients.all()]
        raise InvalidCall(f"key {key} is no client of version {instance.edition.version}{nearest(key, known)}", "key")
    scope = body.get("educationOrganizationId")
    if scope is not None and scope not in client.education_organization_ids:
        own = ", ".join(map(str, client.education_organization_ids)) or "none"
        raise InvalidCall(f"educationOrganizationId must be one of the client's: {own}", "educationOrganizationId")
    try:
        token = instance.tokens.issue(client, scope)
    except Refusal:
        raise InvalidCall(f"client {key} holds as many tokens as it may; let some expire", "key") from None
    return {"accessToken": token.value, "expires": iso_of(ticks_of(token.expires)), "key": client.key}


ROUTES = (
    Route(
        method="POST",
        path="/tokens",
        purpose="An access token, without asking the token endpoint.",
        act=issue,
        answer=a("token"),
        fields=(
            Field(name="key", kind="text", purpose="Of the API client; without it the default one."),
            API_VERSION,
            Field(name="educationOrganizationId", kind="whole", purpose="The one that the token is narrowed to."),
        ),
        status=201,
    ),
)
