"""A state that requests go to: documents, clients and tokens of every API version, and all that steers them."""

import threading
import time
from collections.abc import Callable, Iterable, Mapping

from mockedfi.callers import may_steer
from mockedfi.clock import Clock
from mockedfi.control.clients import at_version, packaged
from mockedfi.control.faults import Faults
from mockedfi.control.journal import Journal
from mockedfi.control.snapshots import Snapshots
from mockedfi.edition import Edition
from mockedfi.errors import UserError
from mockedfi.exchange import Request
from mockedfi.explanations import HEADER, Explains, Explanations
from mockedfi.instance import Instance
from mockedfi.resources.databases import Database
from mockedfi.security.claims import ClaimSets
from mockedfi.settings import ClientSettings
from mockedfi.settings.clients import client_as_json, client_from, snake_case
from mockedfi.settings.values import Refused, nearest
from mockedfi.store import MemoryStorage

CLIENTS = "_clients"
"""The store's table of clients that were added while a server ran."""

Opening = Callable[[Edition, MemoryStorage, Clock], Database]


class Workspace:
    """One state of a server, steered apart from all others.

    Args:
        name: what it is called in paths; empty for the server's own state.
        editions: the API versions by the path of their root, the default one first.
        clients: who may call from the beginning.
        fixed: those of them that win over clients that were added while a server ran.
        opening: makes the documents of an edition, at the first request for it.
        token_limit: live tokens of one client; None: as the editions have it.
        control_key: opens explanations to callers from elsewhere; None: refusals name no explanation.

    Raises:
        UserError: the storage's table of clients cannot be read.
    """

    def __init__(
        self,
        name: str,
        editions: Mapping[str, Edition],
        *,
        clients: Iterable[ClientSettings],
        fixed: Iterable[ClientSettings] = (),
        storage: MemoryStorage,
        clock: Clock,
        opening: Opening,
        token_limit: int | None = None,
        control_key: str | None = None,
    ) -> None:
        self.name = name
        self.editions = editions
        self.clock = clock
        self.journal = Journal(clock)
        self.faults = Faults(clock.hex_id)
        self.explanations = Explanations(clock.hex_id)
        self.snapshots = Snapshots(lambda: self.instances().values())
        self._storage = storage
        self._opening = opening
        self._token_limit = token_limit
        self._control_key = control_key
        self._lock = threading.RLock()
        self._made: dict[str, Instance] = {}
        self._clients = {each.key: each for each in (*clients, *self._stored(), *fixed)}
        self.used = time.monotonic()
        """When somebody asked for it last."""

    @property
    def prefix(self) -> str:
        """The path below which it is served: ``/w/mine``, or nothing."""
        return f"/w/{self.name}" if self.name else ""

    def instance(self, root: str) -> Instance:
        """The state of the API version at a root.

        Raises:
            KeyError: there is none.
        """
        found = self._made.get(root)
        if found is None:
            with self._lock:
                found = self._made.get(root)
                if found is None:
                    found = self._made[root] = self._instance(self.editions[root])
        return found

    def instances(self) -> dict[str, Instance]:
        """Every API version by its root, the default one first."""
        return {root: self.instance(root) for root in self.editions}

    def versions(self) -> dict[str, str]:
        """API versions by the path of their root, the default one first."""
        return {root: edition.version for root, edition in self.editions.items()}

    @property
    def first(self) -> Instance:
        """The default API version."""
        return self.instance(next(iter(self.editions)))

    def clients(self) -> tuple[ClientSettings, ...]:
        """Every client, the default one first."""
        return tuple(self._clients.values())

    def add_client(self, client: ClientSettings) -> None:
        """Add a client to every version, or replace the one of its key."""
        with self._lock:
            self._storage.meta(CLIENTS)[client.key] = client_as_json(client)
            self._clients = {**self._clients, client.key: client}
            for instance in self._made.values():
                for each in at_version([client], instance.edition.version):
                    instance.clients.add(each)

    def remove_client(self, key: str) -> None:
        """Forget a client that was added, and its tokens.

        Raises:
            KeyError: there is none of this key, or it was there from the beginning.
        """
        with self._lock:
            del self._storage.meta(CLIENTS)[key]
            self._clients = {name: each for name, each in self._clients.items() if name != key}
            for instance in self._made.values():
                if instance.clients.by_key(key) is not None:
                    instance.clients.remove(key)
                instance.tokens.forget(key)

    def added_clients(self) -> tuple[str, ...]:
        """Keys of the clients that were added."""
        return tuple(self._storage.meta(CLIENTS))

    def unknown_claim_set(self, name: str) -> str:
        """Why a claim set cannot be given to a client; nothing if a version has it."""
        known = {each: None for edition in self.editions.values() for each in edition.claim_sets.names()}
        return "" if name in known else f"no API version here has the claim set {name}{nearest(name, known)}"

    def unknown_profile(self, name: str) -> str:
        """Why a profile cannot be assigned to a client; nothing if a version has it."""
        profiles = [edition.profiles for edition in self.editions.values()]
        if any(each.defined(name) is not None for each in profiles):
            return ""
        known = [definition.name for each in profiles for definition in each]
        return f"no API version here has the profile {name}{nearest(name, known)}"

    def reset(self) -> None:
        """Put the documents of every version back to their districts; clients and tokens stay."""
        for instance in list(self._made.values()):
            instance.reset()

    def _instance(self, edition: Edition) -> Instance:
        return Instance(
            edition=edition,
            database=self._opening(edition, self._storage, self.clock),
            clients=at_version(self._at_home(edition.claim_sets), edition.version),
            clock=self.clock,
            token_limit=edition.token_limit if self._token_limit is None else self._token_limit,
            explain=None if self._control_key is None else self._explain,
        )

    def _explain(self, why: Explains, request: Request, correlation: str) -> tuple[str, str] | None:
        """Keep an explanation, and name it to callers who may see it."""
        id = self.explanations.keep(why, correlation, method=request.method, root=request.root, path=request.path)
        return (HEADER, id) if may_steer(request, self._control_key or "") else None

    def _stored(self) -> list[ClientSettings]:
        """The clients that were added while a server ran."""
        try:
            return [client_from(snake_case(row)) for row in self._storage.meta(CLIENTS).values()]
        except Refused as refused:
            place = f"{self._storage.name}: table {CLIENTS}: {refused.key} {refused.text}"
            raise UserError(f"{place}; mend it, or use mockedfi reset") from None

    def _at_home(self, claim_sets: ClaimSets) -> list[ClientSettings]:
        """The clients of a version: of the packaged ones, those whose claim set it has."""
        ours = packaged()
        known = claim_sets.names()
        return [each for each in self._clients.values() if each not in ours or each.claim_set in known]
