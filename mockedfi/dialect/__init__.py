"""Every wire fact that differs between versions, resolved once at start-up: ``Dialect.at("7.3")``.

Each area states its facts in its own module; nothing else in the code asks for the version.
May import: `since`, `problems`. Must not know: everything that acts on a fact.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace

from mockedfi.dialect.changes import Changes
from mockedfi.dialect.composites import Composites, Identities
from mockedfi.dialect.data import Data
from mockedfi.dialect.errors import Errors
from mockedfi.dialect.features import CHANGE_QUERIES, OF_URLS, Features
from mockedfi.dialect.metadata import Metadata
from mockedfi.dialect.profiles import Profiles
from mockedfi.dialect.routes import Routes
from mockedfi.dialect.rules import Rules
from mockedfi.dialect.security import Security
from mockedfi.dialect.versions import VERSIONS, Version
from mockedfi.since import resolve


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """All that one version of the API does in its own way."""

    version: Version
    errors: Errors
    data: Data
    changes: Changes
    composites: Composites
    identities: Identities
    rules: Rules
    profiles: Profiles
    security: Security
    metadata: Metadata
    routes: Routes
    features: Features

    @classmethod
    def at(cls, version: str) -> "Dialect":
        """The dialect of an API version named in `VERSIONS`.

        Raises:
            KeyError: no such version.
        """
        return cls(
            version=VERSIONS[version],
            errors=resolve(Errors, version),
            data=resolve(Data, version),
            changes=resolve(Changes, version),
            composites=resolve(Composites, version),
            identities=resolve(Identities, version),
            rules=resolve(Rules, version),
            profiles=resolve(Profiles, version),
            security=resolve(Security, version),
            metadata=resolve(Metadata, version),
            routes=resolve(Routes, version),
            features=resolve(Features, version),
        )

    def without(self, features: Collection[str]) -> "Dialect":
        """The same, with some of `features.FEATURES` switched off."""
        found = replace(self.features, off=frozenset(features))
        changes = found.has(CHANGE_QUERIES)
        urls = tuple(url for url in self.metadata.urls if OF_URLS.get(url) not in found.off)
        return replace(
            self,
            features=found,
            changes=replace(self.changes, on=changes),
            metadata=replace(self.metadata, urls=urls, change_queries=changes),
        )
