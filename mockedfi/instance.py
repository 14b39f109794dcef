"""One version of the API with its state: the place where all parts of it are put together."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

import orjson

from mockedfi.clock import Clock
from mockedfi.dialect.features import COMPOSITES
from mockedfi.edition import Edition
from mockedfi.exchange import Answer, Request
from mockedfi.explanations import Explains, Failed
from mockedfi.identities.surface import Identities
from mockedfi.identities.system import IdentitySystem
from mockedfi.model.facts import Resource
from mockedfi.odses import Ods
from mockedfi.problems import Refusal
from mockedfi.problems.data import ROUTE_NOT_FOUND, SYSTEM_ERROR
from mockedfi.render import correlation_id, render
from mockedfi.resources.call import Call
from mockedfi.resources.change_queries import ChangeQueries
from mockedfi.resources.databases import Database, Databases
from mockedfi.resources.reading import Reading
from mockedfi.resources.surface import Surface
from mockedfi.resources.tracking import Tracking
from mockedfi.resources.writing import Writing
from mockedfi.security.admin import Admin
from mockedfi.security.bearer import authenticate
from mockedfi.security.explaining import reason_of
from mockedfi.security.explanation import Explanation
from mockedfi.security.oauth import TokenEndpoint, TokenRefused
from mockedfi.security.token_info import TokenInfoEndpoint
from mockedfi.security.tokens import Caller

if TYPE_CHECKING:
    from mockedfi.composites.surface import Composites
    from mockedfi.metadata.surface import Surface as Metadata

Explain = Callable[[Explains, Request, str], tuple[str, str] | None]
"""(why a request was refused, the request, its correlation id) to a response header that names the explanation."""
_DENIALS = (401, 403)
_FAILURE = 500
"""Statuses that never go without an explanation."""


class Instance:
    """One API version with a state of its own: its documents, clients and tokens, and the answers to requests."""

    def __init__(
        self,
        *,
        edition: Edition,
        database: Database,
        admin: Admin,
        clock: Clock,
        ods: Ods,
        explain: Explain | None = None,
    ) -> None:
        """`ods`: what paths call `database`."""
        self.edition = edition
        self.dialect = dialect = edition.dialect
        self.catalogue = catalogue = edition.catalogue
        self.plans = edition.plans
        self.profiles = edition.profiles
        self.clock = clock
        self.documents = database.documents
        self.security = database.security
        self._explain = explain
        self.ods = ods
        self.clients = admin.clients
        self.tokens = admin.tokens
        self.databases = Databases(
            dialect.changes,
            database,
            clock=clock,
            freeze=lambda: edition.frozen(self.documents, clock),
            secure=lambda documents: edition.security(documents, clock),
        )
        self._token_endpoint = TokenEndpoint(dialect, self.clients, self.tokens)
        self._token_info = TokenInfoEndpoint(
            dialect, catalogue, self.tokens, edition.claim_sets, self.security.reach.hierarchy
        )
        page_maximum = edition.options.page_maximum
        self._change_queries = ChangeQueries(
            dialect=dialect,
            databases=self.databases,
            authenticate=self._authenticate,
            page_maximum=page_maximum,
        )
        self._writing = Writing(
            dialect=dialect,
            catalogue=catalogue,
            plans=edition.plans,
            documents=self.documents,
            security=self.security,
            machine=edition.machine,
            clock=clock,
        )
        self._surface = Surface(
            dialect=dialect,
            catalogue=catalogue,
            authenticate=self._authenticate,
            profiles=edition.profiles,
            reading=Reading(
                dialect=dialect,
                databases=self.databases,
                machine=edition.machine,
                page_maximum=page_maximum,
            ),
            tracking=Tracking(
                dialect=dialect,
                plans=edition.plans,
                databases=self.databases,
                page_maximum=page_maximum,
            ),
            writing=self._writing,
        )
        self._identities = Identities(
            authenticate=self._authenticate,
            claim_sets=edition.claim_sets,
            dialect=dialect,
            service=edition.options.identities,
            system=IdentitySystem(catalogue, self.documents, clock.hex_id),
            new_token=clock.hex_id,
        )

    @property
    def name(self) -> str:
        """Of version and database: ``7.3``, ``7.3/Tenant1/2026``."""
        return self.edition.version + self.ods.segments

    @property
    def metadata(self) -> "Metadata":
        """Discovery, documents and whatever else needs no token."""
        return self.edition.metadata

    def described(self, request: Request) -> Answer | None:
        """The answer to what needs no token: discovery, documents and the like; None: there is nothing.

        Raises:
            Refusal: its header names a profile that it cannot.
        """
        self.profiles.check_header(request.method, request.headers)
        return self.metadata.answer(request)

    def token(self, request: Request) -> Answer:
        """The answer to ``POST /oauth/token``, refusals of its own kind included. Raises `Refusal`."""
        try:
            return self._token_endpoint.answer(request)
        except TokenRefused as refused:
            answer = self._token_endpoint.refused(refused.error)
            return self._explained(answer, refused.why, request, correlation_id(request, self.clock))

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
            self._check_header(request)
            return self._change_queries.answer(request)
        except Refusal as refusal:
            return self.refuse(refusal, request)

    def composites(self, request: Request) -> Answer:
        """The answer to a request below ``/composites``, refusals included."""
        if not self.dialect.features.has(COMPOSITES):
            return self.refuse(Refusal(ROUTE_NOT_FOUND), request)
        try:
            self._check_header(request)
            return self._composites.answer(request)
        except Refusal as refusal:
            return self.refuse(refusal, request)

    def nowhere(self, refusal: Refusal, request: Request) -> Answer:
        """The answer to a request of a client for a database that is not there: a refusal."""
        try:
            self._authenticate(request)
        except Refusal as unauthenticated:
            return self.refuse(unauthenticated, request)
        return self.refuse(refusal, request)

    def identities(self, request: Request) -> Answer:
        """The answer to a request below ``/identity``, refusals included."""
        try:
            self._check_header(request)
            return self._identities.answer(request)
        except Refusal as refusal:
            return self.refuse(refusal, request)

    @cached_property
    def _composites(self) -> "Composites":
        from mockedfi.composites.surface import Composites  # noqa: PLC0415 - not before somebody asks

        library = self.edition.composites
        return Composites(library=library, databases=self.databases, authenticate=self._authenticate)

    def add(self, resource: Resource, document: Mapping[str, Any], caller: Caller) -> Answer:
        """The answer to a POST of a document in the name of somebody who brings no token. Raises `Refusal`."""
        path = f"/data/v3/{resource.namespace}/{resource.plural}"
        body = orjson.dumps(document)
        request = Request(method="POST", path=path, headers={"content-type": "application/json"}, body=body)
        return self._writing.post(Call(request=request, query={}, caller=caller, resource=resource))

    def reset(self) -> None:
        """Put the documents back to where they began; snapshots are given up."""
        self.documents.reset()
        self.databases.clear()

    def _authenticate(self, request: Request) -> Caller:
        return authenticate(request, self.tokens)

    def _check_header(self, request: Request) -> None:
        """Refuse what a header says of a profile; the token comes first."""
        try:
            self.profiles.check_header(request.method, request.headers)
        except Refusal:
            self._authenticate(request)
            raise

    def refuse(self, refusal: Refusal, request: Request) -> Answer:
        """A refusal as this version says it."""
        correlation = correlation_id(request, self.clock)
        answer = render(refusal, self.dialect, correlation)
        return self._explained(answer, _why(refusal, answer.status), request, correlation)

    def _explained(self, answer: Answer, why: object, request: Request, correlation: str) -> Answer:
        """An answer that names the explanation of what it says, if there is one."""
        if self._explain is not None and isinstance(why, Explains):
            header = self._explain(why, request, correlation)
            if header is not None:
                answer.headers.append(header)
        return answer


def _why(refusal: Refusal, status: int) -> object:
    """What explains a refusal that is answered with a status: every denial, and every failure but mockedfi's own."""
    why = refusal.why
    if isinstance(why, Failed) and status != _FAILURE:
        why = None  # a failure in other versions
    if isinstance(why, Explains):
        return why
    if status == _FAILURE and refusal.problem is not SYSTEM_ERROR:
        return Failed(reason_of(refusal))
    return Explanation(outcome="denied", reason=reason_of(refusal)) if status in _DENIALS else None
