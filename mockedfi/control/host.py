"""The API versions of one server, put together from the settings, and the states that they are served with."""

from collections.abc import Callable, Iterable
from datetime import timedelta

from mockedfi.clock import Clock
from mockedfi.composites.definition import read
from mockedfi.control import claim_sets, extensions
from mockedfi.control.clients import offered
from mockedfi.control.districts import chosen_districts, fixtures_of
from mockedfi.control.profiles import announce, definitions
from mockedfi.control.versions import dialect_of, odses_of, root_of, without
from mockedfi.control.workspace import Workspace
from mockedfi.control.workspaces import Wish, Workspaces
from mockedfi.dialect import Dialect
from mockedfi.dialect.versions import DEFAULT_VERSIONS
from mockedfi.edition import Edition, Options
from mockedfi.instance import Instance
from mockedfi.profiles.definition import Definition
from mockedfi.settings import Settings
from mockedfi.store import JournalStorage, MemoryStorage

Notice = Callable[[str], None]


class Host:
    """Every API version that one server serves, its own state, and the workspaces beside it.

    Args:
        settings: what the user chose.
        notice: is told, in one line each, what the user should know.

    Raises:
        UserError: the settings name what is not there, or the store cannot be used.
    """

    def __init__(self, settings: Settings, notice: Notice, clock: Clock | None = None) -> None:
        self.settings = settings
        self._clock = clock or Clock()
        names = dict.fromkeys(settings.api_versions or DEFAULT_VERSIONS)
        dialects = [without(dialect_of(name), settings.without) for name in names]
        profiles = definitions(settings)
        self._catalogues = extensions.catalogues(dialects, settings.extensions, notice)
        self._storage = _storage(settings, notice)
        try:
            districts = chosen_districts(dialects, settings.districts, self._storage, notice)
            self.editions = {
                root_of(each.version.name): self._edition(each, districts[each.version.name], profiles)
                for each in dialects
            }
            announce(self.editions.values(), settings, notice)
            claim_sets.announce([*self.editions.values()], settings, notice)
            extensions.announce([each for each in self.editions.values() if each.options.extensions], notice)
            self.workspaces = Workspaces(self._workspace)
            self.main = self._main()
            self.main.instances()
        except BaseException:
            self.close()
            raise

    @property
    def instances(self) -> dict[str, Instance]:
        """The API versions of the server's own state by the path of their root."""
        return self.main.instances()

    def close(self) -> None:
        """Bring the store's file up to date and let go of it."""
        if isinstance(self._storage, JournalStorage):
            self._storage.close()

    def _edition(self, dialect: Dialect, districts: Iterable[str], profiles: list[Definition]) -> Edition:
        settings = self.settings
        catalogue = self._catalogues[dialect.version.name]
        return Edition(
            dialect=dialect,
            catalogue=catalogue,
            source=fixtures_of(dialect, catalogue, tuple(districts)),
            claim_sets=claim_sets.claim_sets_at(dialect, settings),
            options=Options(
                token_lifetime=timedelta(minutes=settings.token_lifetime_minutes),
                token_limit=settings.token_per_client_limit,
                page_maximum=settings.paging_max,
                custom_views=settings.custom_views,
                profiles=profiles,
                composites=[each for file in settings.composites for each in read(file, dialect.version.name)],
                identities=settings.identities,
                extensions=extensions.models(catalogue, settings.extensions),
                odses=odses_of(dialect, settings, self._clock),
            ),
        )

    def _main(self) -> Workspace:
        """The server's own state."""
        return Workspace(
            "",
            self.editions,
            clients=offered(self.settings),
            fixed=self.settings.clients,
            storage=self._storage,
            clock=self._clock,
            opening=Edition.branch if self.settings.memory else Edition.kept,
            control_key=self._control_key,
        )

    def _workspace(self, wish: Wish) -> Workspace:
        """A state beside it, which begins with the districts and the same clients."""
        return Workspace(
            wish.name,
            self.editions,
            clients=self.main.clients(),
            storage=MemoryStorage(),
            clock=Clock(wish.seed),
            opening=Edition.branch,
            token_limit=wish.token_limit,
            control_key=self._control_key,
        )

    @property
    def _control_key(self) -> str | None:
        return self.settings.control_key if self.settings.explanations else None


def _storage(settings: Settings, notice: Notice) -> MemoryStorage:
    """Where the server's own state is kept. Raises `UserError`."""
    if settings.memory:
        return MemoryStorage(notice)
    return JournalStorage(settings.store, durable=settings.durability == "strict", notice=notice)
