"""Who may call, and with which tokens: what the reference keeps in its admin database, one for each tenant."""

from dataclasses import dataclass

from mockedfi.security.clients import Clients
from mockedfi.security.tokens import Tokens


@dataclass(frozen=True, slots=True)
class Admin:
    """Shared by all databases of one tenant."""

    clients: Clients
    tokens: Tokens
