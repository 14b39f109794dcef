"""Every wire fact that differs between versions, resolved once at start-up: ``Dialect.at("7.3")``.

Each area states its facts in its own module; nothing else in the code asks for the version.
May import: `since`, `problems`. Must not know: everything that acts on a fact.
"""

from dataclasses import dataclass

from mockedfi.dialect.changes import Changes
from mockedfi.dialect.composites import Composites, Identities
from mockedfi.dialect.data import Data
from mockedfi.dialect.errors import Errors
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
        )
