"""A state that requests go to: documents, clients and tokens of every API version, and all that steers them."""

import threading
import time
from collections.abc import Callable, Iterable, Mapping

from mockedfi.callers import may_steer
from mockedfi.clock import Clock
from mockedfi.control import claim_sets
from mockedfi.control.clients import at_version, packaged
from mockedfi.control.faults import Faults
from mockedfi.control.journal import Journal
from mockedfi.control.snapshots import Snapshots
from mockedfi.edition import Edition
from mockedfi.errors import UserError
from mockedfi.exchange import Request
from mockedfi.explanations import HEADER, Explains, Explanations
from mockedfi.instance import Instance
from mockedfi.odses import Ods
from mockedfi.resources.databases import Database
from mockedfi.security.admin import Admin
from mockedfi.security.claims import ClaimSets
from mockedfi.security.clients import Clients
from mockedfi.security.tokens import Tokens
from mockedfi.settings import ClientSettings
from mockedfi.settings.clients import client_as_json, client_from, snake_case
from mockedfi.settings.values import Refused, nearest
from mockedfi.store import MemoryStorage

CLIENTS = "_clients"
"""The store's table of clients that were added while a server ran."""

Opening = Callable[[Edition, MemoryStorage, Clock, Ods], Database]


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
        self._made: dict[tuple[str, Ods], Instance] = {}
        self._admins: dict[tuple[str, str], Admin] = {}
        self._clients = {each.key: each for each in (*clients, *self._stored(), *fixed)}
        self.used = time.monotonic()
        """When somebody asked for it last."""

    @property
    def prefix(self) -> str:
        """The path below which it is served: ``/w/mine``, or nothing."""
        return f"/w/{self.name}" if self.name else ""

    def instance(self, root: str, ods: Ods | None = None) -> Instance:
        """The state of the API version at a root, in one of its databases; the first one unless told.

        Raises:
            KeyError: there is none.
        """
        edition = self.editions[root]
        place = (root, ods or edition.options.odses.first)
        found = self._made.get(place)
        if found is None:
            with self._lock:
                found = self._made.get(place)
                if found is None:
                    found = self._made[place] = self._instance(edition, place)
        return found

    def of_version(self, root: str) -> list[Instance]:
        """Every state of the API version at a root, one for each database."""
        return [self.instance(root, ods) for ods in self.editions[root].options.odses.all]

    def instances(self) -> dict[str, Instance]:
        """Every state of every API version, the default one first, by its root and what names its database."""
        return {root + each.ods.segments: each for root in self.editions for each in self.of_version(root)}

    def versions(self) -> dict[str, str]:
        """API versions by the path of their root, the default one first."""
        return {root: edition.version for root, edition in self.editions.items()}

    @property
    def first(self) -> Instance:
        """The default API version."""
        return self.instance(next(iter(self.editions)))

    def clients(self) -> tuple[ClientSettings, ...]:
        """Every client, the packaged ones first."""
        return tuple(self._clients.values())

    @property
    def default_client(self) -> ClientSettings:
        """The client that people are told of: the first whose education organizations are there, else the first."""
        there = self.first.security.reach.hierarchy.find
        for client in self._clients.values():
            ids = client.education_organization_ids
            if ids and all(there(id) is not None for id in ids):
                return client
        return next(iter(self._clients.values()))

    def add_client(self, client: ClientSettings) -> None:
        """Add a client to every version, or replace the one of its key."""
        with self._lock:
            self._storage.meta(CLIENTS)[client.key] = client_as_json(client)
            self._clients = {**self._clients, client.key: client}
            for (root, _), admin in self._admins.items():
                for each in at_version([client], self.editions[root].version):
                    admin.clients.add(each)

    def remove_client(self, key: str) -> None:
        """Forget a client that was added, and its tokens.

        Raises:
            KeyError: there is none of this key, or it was there from the beginning.
        """
        with self._lock:
            del self._storage.meta(CLIENTS)[key]
            self._clients = {name: each for name, each in self._clients.items() if name != key}
            for admin in self._admins.values():
                if admin.clients.by_key(key) is not None:
                    admin.clients.remove(key)
                admin.tokens.forget(key)

    def added_clients(self) -> tuple[str, ...]:
        """Keys of the clients that were added."""
        return tuple(self._storage.meta(CLIENTS))

    def unknown_claim_set(self, name: str) -> str:
        """Why a claim set cannot be given to a client; nothing if a version has it."""
        return claim_sets.unknown(name, self.editions.values())

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

    def _instance(self, edition: Edition, place: tuple[str, Ods]) -> Instance:
        root, ods = place
        if (root, ods.tenant) not in self._admins:
            self._admins[root, ods.tenant] = self._admin(edition, ods.tenant)
        return Instance(
            edition=edition,
            database=self._opening(edition, self._storage, self.clock, ods),
            admin=self._admins[root, ods.tenant],
            clock=self.clock,
            ods=ods,
            explain=None if self._control_key is None else self._explain,
        )

    def _admin(self, edition: Edition, tenant: str) -> Admin:
        """The clients and tokens of a version; each tenant has tokens of its own."""
        clients = Clients(at_version(self._at_home(edition.claim_sets), edition.version))
        tokens = Tokens(
            self.clock,
            clients,
            lifetime=edition.options.token_lifetime,
            limit=edition.token_limit if self._token_limit is None else self._token_limit,
            shelf=self._storage.meta("-".join(filter(None, ("_tokens", edition.version, tenant)))),
        )
        return Admin(clients, tokens)

    def _explain(self, why: Explains, request: Request, correlation: str) -> tuple[str, str] | None:
        """Keep an explanation, and name it to callers who may see it."""
        in_front = request.ods.segments if request.ods.in_front else ""
        root, path = request.root + in_front, request.url_of(request.path)[len(request.root + in_front) :]
        id = self.explanations.keep(why, correlation, method=request.method, root=root, path=path)
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
