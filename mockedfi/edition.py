"""One API version as it is shipped: all that its states share, and the documents of its districts, which none changes.

May import: what is below it. Must not know: clients, tokens, who asks.
"""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from mockedfi.clock import Clock
from mockedfi.composites.definition import Category, packaged
from mockedfi.dialect import Dialect
from mockedfi.dialect.features import COMPOSITES
from mockedfi.model.catalogue import Catalogue
from mockedfi.model.facts import Resource
from mockedfi.model.plan import Plans
from mockedfi.odses import Ods, Odses
from mockedfi.profiles.definition import Definition
from mockedfi.profiles.registry import Profiles
from mockedfi.resources.databases import Database
from mockedfi.resources.machine import machines, representations
from mockedfi.security.claims import ClaimSets
from mockedfi.security.guard import Security
from mockedfi.store.branch import Branch
from mockedfi.store.documents import Documents
from mockedfi.store.fixtures import Source
from mockedfi.store.frozen import Frozen, FrozenBranch, Still
from mockedfi.store.memory import MemoryStorage

if TYPE_CHECKING:
    from mockedfi.composites.library import Library
    from mockedfi.metadata.discovery import DataModel
    from mockedfi.metadata.surface import Surface as Metadata


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a user may choose of one API version; the defaults are the reference's."""

    token_lifetime: timedelta = timedelta(minutes=30)
    token_limit: int | None = None
    """Live tokens of one client; None: the version's own limit."""
    page_maximum: int = 500
    custom_views: Sequence[Mapping[str, Any]] = ()
    profiles: Sequence[Definition] = ()
    composites: Sequence[Category] = ()
    """Beside those that come with the API; of one name, instead of them."""
    identities: str = "none"
    """One of `identities.surface.SERVICES`."""
    extensions: "Sequence[DataModel]" = ()
    """Data models besides the data standard, of which the catalogue has the resources."""
    odses: Odses = field(default_factory=Odses)
    """The databases that paths name."""


class Edition:
    """One API version: dialect, model, claim sets, profiles, all that is compiled from them, and the districts."""

    def __init__(
        self, *, dialect: Dialect, catalogue: Catalogue, source: Source, claim_sets: ClaimSets, options: Options
    ) -> None:
        self.dialect = dialect
        self.catalogue = catalogue
        self.source = source
        self.claim_sets = claim_sets
        self.options = options
        self.plans = Plans(catalogue.resources, catalogue.key_names)
        self.profiles = Profiles(dialect, catalogue, options.profiles)
        self.machine = machines(dialect, catalogue, self.plans)
        self._representation = representations(dialect, catalogue)
        self._lock = threading.Lock()
        self._districts: Database | None = None

    @property
    def version(self) -> str:
        """``7.3``."""
        return self.dialect.version.name

    @property
    def token_limit(self) -> int:
        """Live tokens of one client; below 1: any number."""
        limit = self.options.token_limit
        return self.dialect.security.token_limit if limit is None else limit

    @cached_property
    def metadata(self) -> "Metadata":
        """Discovery, documents and whatever else needs no token."""
        from mockedfi.composites.openapi import composite_entries  # noqa: PLC0415 - not before somebody asks
        from mockedfi.metadata.profiles import profile_entries  # noqa: PLC0415 - the same
        from mockedfi.metadata.surface import Surface as Metadata  # noqa: PLC0415 - the same

        limit = self.options.page_maximum
        described = profile_entries(self.profiles, self.catalogue, self.dialect, limit)
        if self.dialect.features.has(COMPOSITES):
            described += composite_entries(self.composites, limit)
        return Metadata(
            self.catalogue,
            self.dialect,
            page_limit=limit,
            extensions=self.options.extensions,
            entries=described,
            odses=self.options.odses,
        )

    @cached_property
    def composites(self) -> "Library":
        """The composites."""
        from mockedfi.composites.library import Library  # noqa: PLC0415 - not before somebody asks

        return Library(
            dialect=self.dialect,
            catalogue=self.catalogue,
            profiles=self.profiles,
            categories=[*packaged(self.version), *self.options.composites],
        )

    def districts(self) -> Database:
        """The documents of the districts, which nobody changes; read as far as somebody asks."""
        with self._lock:
            if self._districts is None:
                clock = Clock()
                documents = Documents(
                    version=self.version, source=self.source, storage=MemoryStorage(), **self._parts(clock)
                )
                self._districts = Database(documents, self.security(documents, clock))
            return self._districts

    def kept(self, storage: MemoryStorage, clock: Clock, ods: Ods) -> Database:
        """Documents that begin as the districts, or as the storage has them, and are kept there."""
        documents = Documents(
            version=self.version + ods.segments.replace("/", "@"),
            source=self.source,
            storage=storage,
            **self._parts(clock),
        )
        return Database(documents, self.security(documents, clock))

    def branch(self, storage: MemoryStorage, clock: Clock, _: Ods) -> Database:
        """Documents that lie over those of the districts, in memory: they cost what is written."""
        below = self.districts().documents
        documents = Branch(below, source=self.source, storage=storage, **self._parts(clock))
        return Database(documents, self.security(documents, clock))

    def frozen(self, live: Documents, clock: Clock) -> Still:
        """Documents as they are now, for reading."""
        parts = self._parts(clock)
        if isinstance(live, Branch):
            return FrozenBranch(live, source=self.source, **parts)
        del parts["track_keys"], parts["track_bases"]
        return Frozen(live, **parts)

    def security(self, documents: Documents, clock: Clock) -> Security:
        """The guard of some documents; where these lie over the districts', it lies over the guard of those."""
        return Security(
            self.dialect,
            self.catalogue,
            documents,
            self.claim_sets,
            clock=clock,
            custom_views=self.options.custom_views,
            below=self.districts().security if isinstance(documents, Branch) else None,
        )

    def _parts(self, clock: Clock) -> dict[str, Any]:
        return {
            "catalogue": self.catalogue,
            "plans": self.plans,
            "clock": clock,
            "render": self._show,
            "track_keys": self.dialect.changes.keys,
            "track_bases": self.dialect.changes.deletes_of_bases,
        }

    def _show(
        self, resource: Resource, document: Mapping[str, Any], id: str, ticks: int, documents: Documents
    ) -> bytes:
        """What GET by id shows of a document."""

        def resolve(target: str, key: tuple[Any, ...]) -> tuple[Resource, str] | None:
            record = documents.resolve(target, key) if self.dialect.features.links else None
            return None if record is None else (self.catalogue.resources[record.resource], record.id)

        shown = documents.table(resource.name).by_id(id) if resource.surrogate_shown else None
        number = 0 if shown is None else shown.number
        return self._representation(resource.name).write(document, id, number, ticks, resolve)
