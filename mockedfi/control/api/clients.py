"""Calls about API clients."""

from typing import Any

import orjson

from mockedfi.control.answers import IDS, PREFIXES, TOKEN_OF_OWNER, a, several
from mockedfi.control.calls import InvalidCall, NotThere
from mockedfi.control.fields import Field
from mockedfi.control.routes import Asked, Route
from mockedfi.settings.clients import camel_case, client_as_json, client_from, snake_case
from mockedfi.settings.values import Refused


def show(asked: Asked) -> list[dict[str, Any]]:
    """Every client, with its secret: they open nothing but mock data."""
    return [client_as_json(client) for client in asked.workspace.clients()]


def add(asked: Asked) -> dict[str, Any]:
    """Add a client to every version, or replace the one with its key; key and secret are made where not given."""
    try:
        row = snake_case(orjson.loads(asked.raw))
    except ValueError:
        raise InvalidCall("the body must be JSON: an object with claimSet") from None
    if not isinstance(row, dict):
        raise InvalidCall("the body must be a JSON object with claimSet")
    made = {name: asked.workspace.clock.hex_id() for name in ("key", "secret") if row.get(name) is None}
    try:
        client = client_from({**row, **made})
    except Refused as refused:
        field = camel_case(refused.key)
        raise InvalidCall(f"{field} {refused.text}".strip(), field) from None
    if unknown := asked.workspace.unknown_claim_set(client.claim_set):
        raise InvalidCall(unknown, "claimSet")
    for name in client.profiles:
        if unknown := asked.workspace.unknown_profile(name):
            raise InvalidCall(unknown, "profiles")
    asked.workspace.add_client(client)
    return client_as_json(client)


def remove(asked: Asked) -> dict[str, Any]:
    """Forget a client that was added."""
    try:
        asked.workspace.remove_client(asked.name)
    except KeyError:
        there = any(client.key == asked.name for client in asked.workspace.clients())
        why = "comes with the server and stays" if there else "is not there; see GET /mockedfi/clients"
        raise NotThere(f"client {asked.name} {why}", "key") from None
    return {"status": "removed", "key": asked.name}


def remove_added(asked: Asked) -> dict[str, Any]:
    """Forget every client that was added."""
    keys = asked.workspace.added_clients()
    for key in keys:
        asked.workspace.remove_client(key)
    return {"status": "removed", "keys": list(keys)}


FIELDS = (
    Field(name="claimSet", kind="text", required=True, purpose="Name of a claim set."),
    Field(name="key", kind="text", purpose="Made up where it is not given."),
    Field(name="secret", kind="text", purpose="Made up where it is not given."),
    Field(name="name", kind="text", purpose="For people."),
    Field(name="educationOrganizationIds", kind="objects", purpose="Those that it holds a claim for.", schema=IDS),
    Field(
        name="namespacePrefixes",
        kind="texts",
        purpose="Texts, or an object of such lists by API version.",
        schema=PREFIXES,
    ),
    Field(name="profiles", kind="texts", purpose="Names of API profiles that are assigned."),
    Field(name="ownershipTokens", kind="objects", purpose="Texts or whole numbers.", schema=several(TOKEN_OF_OWNER)),
    Field(name="creatorOwnershipToken", kind="text", purpose="A text or a whole number.", schema=TOKEN_OF_OWNER),
    Field(name="approved", kind="flag", purpose="Whether it may get tokens; true where it is not given."),
)
ROUTES = (
    Route(
        method="GET",
        path="/clients",
        purpose="Every API client.",
        act=show,
        answer=several(a("client")),
    ),
    Route(
        method="POST",
        path="/clients",
        purpose="Add an API client to every version, or replace the one with its key.",
        act=add,
        answer=a("client"),
        fields=FIELDS,
        status=201,
        example={"claimSet": "SIS Vendor", "educationOrganizationIds": [255901001]},
    ),
    Route(
        method="DELETE",
        path="/clients/{key}",
        purpose="Forget an API client that was added, and its tokens.",
        act=remove,
        answer=a("done"),
    ),
    Route(
        method="DELETE",
        path="/clients",
        purpose="Forget every API client that was added.",
        act=remove_added,
        answer=a("done"),
    ),
)
