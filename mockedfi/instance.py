"""One version of the API with its state: the place where all parts of it are put together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from mockedfi.clock import Clock
from mockedfi.dialect import Dialect
from mockedfi.exchange import Answer, Request
from mockedfi.metadata.surface import Surface as Metadata
from mockedfi.model.catalogue import Catalogue
from mockedfi.model.facts import Resource
from mockedfi.model.plan import Plans
from mockedfi.problems import Refusal
from mockedfi.profiles.definition import Definition
from mockedfi.profiles.registry import Profiles
from mockedfi.render import correlation_id, render
from mockedfi.resources.machine import machines, representations
from mockedfi.resources.reading import Reading
from mockedfi.resources.surface import Surface
from mockedfi.resources.writing import Writing
from mockedfi.security.bearer import authenticate
from mockedfi.security.claims import ClaimSets
from mockedfi.security.clients import Client, Clients
from mockedfi.security.guard import Security
from mockedfi.security.oauth import TokenEndpoint
from mockedfi.security.tokens import Tokens
from mockedfi.store.documents import Documents
from mockedfi.store.fixtures import Source
from mockedfi.store.memory import MemoryStorage


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a user may choose of one API version; the defaults are the reference's."""

    token_lifetime: timedelta = timedelta(minutes=30)
    token_limit: int | None = None
    """Live tokens of one client; None: the version's own limit."""
    page_maximum: int = 500
    custom_views: Sequence[Mapping[str, Any]] = ()
    profiles: Sequence[Definition] = ()


class Instance:
    """One API version: its dialect, model, documents and security, and the answers to data requests."""

    def __init__(
        self,
        *,
        dialect: Dialect,
        catalogue: Catalogue,
        source: Source,
        storage: MemoryStorage,
        claim_sets: ClaimSets,
        clients: Iterable[Client],
        clock: Clock,
        options: Options,
    ) -> None:
        self.dialect = dialect
        self.catalogue = catalogue
        self.clock = clock
        self._options = options
        self.plans = Plans(catalogue.resources, catalogue.key_names)
        representation = representations(dialect, catalogue)

        def show(resource: Resource, document: Mapping[str, Any], id: str, ticks: int, documents: Documents) -> bytes:
            def resolve(target: str, key: tuple[Any, ...]) -> tuple[Resource, str] | None:
                record = documents.resolve(target, key)
                return None if record is None else (catalogue.resources[record.resource], record.id)

            record = documents.table(resource.name).by_id(id)
            number = 0 if record is None else record.number
            return representation(resource.name).write(document, id, number, ticks, resolve)

        self.documents = Documents(
            version=dialect.version.name,
            catalogue=catalogue,
            plans=self.plans,
            clock=clock,
            render=show,
            source=source,
            storage=storage,
        )
        self.clients = Clients(clients)
        self.tokens = Tokens(
            clock,
            self.clients,
            lifetime=options.token_lifetime,
            limit=dialect.security.token_limit if options.token_limit is None else options.token_limit,
            shelf=self.documents.meta(f"_tokens-{dialect.version.name}"),
        )
        self.security = Security(
            dialect, catalogue, self.documents, claim_sets, clock=clock, custom_views=options.custom_views
        )
        self._token_endpoint = TokenEndpoint(dialect, self.clients, self.tokens)
        self.profiles = Profiles(dialect, catalogue, options.profiles)
        machine = machines(dialect, catalogue, self.plans)
        self._surface = Surface(
            dialect=dialect,
            catalogue=catalogue,
            authenticate=lambda request: authenticate(request, self.tokens),
            profiles=self.profiles,
            reading=Reading(
                dialect=dialect,
                documents=self.documents,
                security=self.security,
                machine=machine,
                page_maximum=options.page_maximum,
            ),
            writing=Writing(
                dialect=dialect,
                catalogue=catalogue,
                plans=self.plans,
                documents=self.documents,
                security=self.security,
                machine=machine,
                clock=clock,
            ),
        )

    @cached_property
    def metadata(self) -> Metadata:
        """Discovery, documents and whatever else needs no token."""
        return Metadata(self.catalogue, self.dialect, page_limit=self._options.page_maximum)

    def token(self, request: Request) -> Answer:
        """The answer to ``POST /oauth/token``, refusals of its own kind included. Raises `Refusal`."""
        return self._token_endpoint.answer(request)

    def data(self, request: Request) -> Answer:
        """The answer to a request below ``/data``, refusals included."""
        try:
            return self._surface.answer(request)
        except Refusal as refusal:
            return self.refuse(refusal, request)

    def refuse(self, refusal: Refusal, request: Request) -> Answer:
        """A refusal as this version says it."""
        return render(refusal, self.dialect, correlation_id(request, self.clock))
