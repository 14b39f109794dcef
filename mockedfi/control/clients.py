"""Which clients a server offers, and what each is at one API version."""

from collections.abc import Iterable
from functools import cache

from mockedfi.places import fixtures
from mockedfi.security.clients import Client
from mockedfi.settings import ClientSettings, Settings
from mockedfi.settings.clients import clients_of_json


@cache
def packaged() -> tuple[ClientSettings, ...]:
    """The clients that come with mockedfi, the default one first.

    Raises:
        UserError: their file is broken.
    """
    return clients_of_json(fixtures() / "clients.json")


def offered(settings: Settings) -> tuple[ClientSettings, ...]:
    """The packaged clients, then those of the configuration, which win by key."""
    by_key = {client.key: client for client in (*packaged(), *settings.clients)}
    return tuple(by_key.values())


def at_version(clients: Iterable[ClientSettings], version: str) -> list[Client]:
    """The clients as one API version sees them."""
    return [
        Client(
            key=each.key,
            secret=each.secret,
            claim_set=each.claim_set,
            education_organization_ids=each.education_organization_ids,
            namespace_prefixes=each.prefixes(version),
            profiles=each.profiles,
            ownership_tokens=each.ownership_tokens,
            creator_ownership_token=each.creator_ownership_token,
            approved=each.approved,
            name=each.name,
        )
        for each in clients
    ]
