"""The API versions of one server, put together from the settings: one store, one clock, the same clients."""

from collections.abc import Callable
from datetime import timedelta

from mockedfi.callers import may_steer
from mockedfi.clock import Clock
from mockedfi.control.claim_sets import claim_sets_at
from mockedfi.control.clients import at_version, offered, packaged
from mockedfi.control.districts import chosen_districts, fixtures_of
from mockedfi.control.profiles import announce, definitions
from mockedfi.control.versions import dialect_of, root_of
from mockedfi.dialect import Dialect
from mockedfi.dialect.versions import DEFAULT_VERSIONS
from mockedfi.errors import UserError
from mockedfi.exchange import Request
from mockedfi.explanations import HEADER, Explains, Explanations
from mockedfi.instance import Instance, Options
from mockedfi.model.catalogue import load
from mockedfi.security.claims import ClaimSets
from mockedfi.settings import ClientSettings, Settings
from mockedfi.settings.clients import client_as_json, client_from, snake_case
from mockedfi.settings.values import Refused, nearest
from mockedfi.store import JournalStorage, MemoryStorage

CLIENTS = "_clients"
"""The store's table of clients that were added while a server ran."""

Notice = Callable[[str], None]


class Host:
    """Every API version that one server serves.

    Args:
        settings: what the user chose.
        notice: is told, in one line each, what the user should know.

    Raises:
        UserError: the settings name what is not there, or the store cannot be used.
    """

    def __init__(self, settings: Settings, notice: Notice, clock: Clock | None = None) -> None:
        self.settings = settings
        self._clock = clock or Clock()
        self.explanations = Explanations(self._clock.hex_id)
        names = tuple(dict.fromkeys(settings.api_versions or DEFAULT_VERSIONS))
        dialects = [dialect_of(name) for name in names]
        self._claim_sets = {each.version.name: claim_sets_at(each, settings) for each in dialects}
        self._profiles = definitions(settings)
        self._storage = MemoryStorage(notice) if settings.memory else JournalStorage(settings.store, notice=notice)
        try:
            self._clients = {each.key: each for each in (*offered(settings), *self._stored(), *settings.clients)}
            self._districts = chosen_districts(dialects, settings.districts, self._storage, notice)
            self.instances = {root_of(each.version.name): self._instance(each) for each in dialects}
            announce(self.instances.values(), settings, notice)
        except BaseException:
            self.close()
            raise

    def _instance(self, dialect: Dialect) -> Instance:
        catalogue = load(dialect.version.data_standard)
        claim_sets = self._claim_sets[dialect.version.name]
        settings = self.settings
        return Instance(
            dialect=dialect,
            catalogue=catalogue,
            source=fixtures_of(dialect, catalogue, self._districts[dialect.version.name]),
            storage=self._storage,
            claim_sets=claim_sets,
            clients=at_version(self._at_home(claim_sets), dialect.version.name),
            clock=self._clock,
            options=Options(
                token_lifetime=timedelta(minutes=settings.token_lifetime_minutes),
                token_limit=settings.token_per_client_limit,
                page_maximum=settings.paging_max,
                custom_views=settings.custom_views,
                profiles=self._profiles,
            ),
            explain=self._explain if settings.explanations else None,
        )

    def _explain(self, why: Explains, request: Request, correlation: str) -> tuple[str, str] | None:
        """Keep an explanation, and name it to callers who may see it."""
        id = self.explanations.keep(why, correlation)
        return (HEADER, id) if may_steer(request, self.settings.control_key) else None

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

    def versions(self) -> dict[str, str]:
        """API versions by the path of their root."""
        return {root: instance.dialect.version.name for root, instance in self.instances.items()}

    def clients(self) -> tuple[ClientSettings, ...]:
        """Every client, the default one first."""
        return tuple(self._clients.values())

    def add_client(self, client: ClientSettings) -> None:
        """Add a client to every version, or replace the one of its key."""
        self._storage.meta(CLIENTS)[client.key] = client_as_json(client)
        self._clients[client.key] = client
        for instance in self.instances.values():
            for each in at_version([client], instance.dialect.version.name):
                instance.clients.add(each)

    def unknown_claim_set(self, name: str) -> str:
        """Why a claim set cannot be given to a client; nothing if a version has it."""
        known = {each: None for claim_sets in self._claim_sets.values() for each in claim_sets.names()}
        return "" if name in known else f"no API version here has the claim set {name}{nearest(name, known)}"

    def new_identifier(self) -> str:
        """An identifier that nobody has."""
        return self._clock.hex_id()

    def reset(self) -> None:
        """Put the documents of every version back to their districts; clients and tokens stay."""
        for instance in self.instances.values():
            instance.reset()

    def close(self) -> None:
        """Bring the store's file up to date and let go of it."""
        if isinstance(self._storage, JournalStorage):
            self._storage.close()
