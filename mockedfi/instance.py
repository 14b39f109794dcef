"""One version of the API with its state: the place where all parts of it are put together."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from mockedfi.clock import Clock
from mockedfi.dialect import Dialect
from mockedfi.exchange import Answer, Request
from mockedfi.explanations import Explains
from mockedfi.metadata.profiles import profile_entries
from mockedfi.metadata.surface import Surface as Metadata
from mockedfi.model.catalogue import Catalogue
from mockedfi.model.facts import Resource
from mockedfi.model.plan import Plans
from mockedfi.problems import Refusal
from mockedfi.profiles.definition import Definition
from mockedfi.profiles.registry import Profiles
from mockedfi.render import correlation_id, render
from mockedfi.resources.change_queries import ChangeQueries
from mockedfi.resources.databases import Database, Databases
from mockedfi.resources.machine import machines, representations
from mockedfi.resources.reading import Reading
from mockedfi.resources.surface import Surface
from mockedfi.resources.tracking import Tracking
from mockedfi.resources.writing import Writing
from mockedfi.security.bearer import authenticate
from mockedfi.security.claims import ClaimSets
from mockedfi.security.clients import Client, Clients
from mockedfi.security.guard import Security
from mockedfi.security.oauth import TokenEndpoint
from mockedfi.security.token_info import TokenInfoEndpoint
from mockedfi.security.tokens import Caller, Tokens
from mockedfi.store.documents import Documents
from mockedfi.store.fixtures import Source
from mockedfi.store.frozen import Frozen
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


Explain = Callable[[Explains, Request, str], tuple[str, str] | None]
"""(why a request was refused, the request, its correlation id) to a response header that names the explanation."""


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
        explain: Explain | None = None,
    ) -> None:
        self.dialect = dialect
        self.catalogue = catalogue
        self.clock = clock
        self._options = options
        self._explain = explain
        self.plans = Plans(catalogue.resources, catalogue.key_names)
        representation = representations(dialect, catalogue)

        def show(resource: Resource, document: Mapping[str, Any], id: str, ticks: int, documents: Documents) -> bytes:
            def resolve(target: str, key: tuple[Any, ...]) -> tuple[Resource, str] | None:
                record = documents.resolve(target, key)
                return None if record is None else (catalogue.resources[record.resource], record.id)

            shown = documents.table(resource.name).by_id(id) if resource.surrogate_shown else None
            number = 0 if shown is None else shown.number
            return representation(resource.name).write(document, id, number, ticks, resolve)

        self.documents = Documents(
            version=dialect.version.name,
            catalogue=catalogue,
            plans=self.plans,
            clock=clock,
            render=show,
            source=source,
            storage=storage,
            track_keys=dialect.changes.keys,
        )
        self.clients = Clients(clients)
        self.tokens = Tokens(
            clock,
            self.clients,
            lifetime=options.token_lifetime,
            limit=dialect.security.token_limit if options.token_limit is None else options.token_limit,
            shelf=self.documents.meta(f"_tokens-{dialect.version.name}"),
        )

        def secure(documents: Documents) -> Security:
            return Security(dialect, catalogue, documents, claim_sets, clock=clock, custom_views=options.custom_views)

        self.security = secure(self.documents)
        self.databases = Databases(
            dialect.changes,
            Database(self.documents, self.security),
            clock=clock,
            freeze=lambda: Frozen(self.documents, catalogue=catalogue, plans=self.plans, clock=clock, render=show),
            secure=secure,
        )
        self._token_endpoint = TokenEndpoint(dialect, self.clients, self.tokens)
        self._token_info = TokenInfoEndpoint(
            dialect, catalogue, self.tokens, claim_sets, self.security.reach.hierarchy
        )
        self.profiles = Profiles(dialect, catalogue, options.profiles)
        machine = machines(dialect, catalogue, self.plans)
        self._change_queries = ChangeQueries(
            dialect=dialect,
            databases=self.databases,
            authenticate=self._authenticate,
            page_maximum=options.page_maximum,
        )
        self._surface = Surface(
            dialect=dialect,
            catalogue=catalogue,
            authenticate=self._authenticate,
            profiles=self.profiles,
            reading=Reading(
                dialect=dialect,
                databases=self.databases,
                machine=machine,
                page_maximum=options.page_maximum,
            ),
            tracking=Tracking(
                dialect=dialect,
                plans=self.plans,
                databases=self.databases,
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
        limit = self._options.page_maximum
        described = profile_entries(self.profiles, self.catalogue, self.dialect, limit)
        return Metadata(self.catalogue, self.dialect, page_limit=limit, entries=described)

    def token(self, request: Request) -> Answer:
        """The answer to ``POST /oauth/token``, refusals of its own kind included. Raises `Refusal`."""
        return self._token_endpoint.answer(request)

    def token_info(self, request: Request) -> Answer:
        """The answer to ``POST /oauth/token_info``. Raises `Refusal`."""
        return self._token_info.answer(request)

    def data(self, request: Request) -> Answer:
        """The answer to a request below ``/data``, refusals included."""
        try:
            return self._surface.answer(request)
        except Refusal as refusal:
            return self.refuse(refusal, request)

    def changes(self, request: Request) -> Answer:
        """The answer to a request below ``/changeQueries``, refusals included."""
        try:
            return self._change_queries.answer(request)
        except Refusal as refusal:
            return self.refuse(refusal, request)

    def reset(self) -> None:
        """Put the documents back to where they began; snapshots are given up."""
        self.documents.reset()
        self.databases.clear()

    def _authenticate(self, request: Request) -> Caller:
        return authenticate(request, self.tokens)

    def refuse(self, refusal: Refusal, request: Request) -> Answer:
        """A refusal as this version says it."""
        correlation = correlation_id(request, self.clock)
        answer = render(refusal, self.dialect, correlation)
        if self._explain is not None and isinstance(refusal.why, Explains):
            header = self._explain(refusal.why, request, correlation)
            if header is not None:
                answer.headers.append(header)
        return answer
