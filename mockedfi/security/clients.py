"""API clients: their credentials and what is claimed for them."""

import threading
from collections.abc import Iterable
from dataclasses import dataclass

OwnershipToken = str | int


@dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """One API client, as one API version sees it."""

    key: str
    secret: str
    claim_set: str
    education_organization_ids: tuple[int, ...] = ()
    namespace_prefixes: tuple[str, ...] = ()
    profiles: tuple[str, ...] = ()
    ownership_tokens: tuple[OwnershipToken, ...] = ()
    """Items that carry one of these are the client's."""
    creator_ownership_token: OwnershipToken | None = None
    """Stamped on what the client creates."""
    approved: bool = True
    name: str = ""
    student_identification_system: str | None = None
    """A descriptor that ``token_info`` shows."""


class Clients:
    """The clients of one API version, by key."""

    def __init__(self, clients: Iterable[Client] = ()) -> None:
        self._by_key = {client.key: client for client in clients}
        self._lock = threading.Lock()

    def by_key(self, key: str) -> Client | None:
        """The client of this key; letter case counts."""
        return self._by_key.get(key)

    def add(self, client: Client) -> None:
        """Add a client, or replace the one of the same key."""
        with self._lock:
            self._by_key = {**self._by_key, client.key: client}

    def remove(self, key: str) -> None:
        """Forget a client.

        Raises:
            KeyError: there is none of this key.
        """
        with self._lock:
            if key not in self._by_key:
                raise KeyError(key)
            self._by_key = {each: client for each, client in self._by_key.items() if each != key}

    def all(self) -> tuple[Client, ...]:
        """Every client, in the order of addition."""
        return tuple(self._by_key.values())
