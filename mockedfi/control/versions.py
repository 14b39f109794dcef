"""API versions as users name them: which there are, and where each is served."""

from mockedfi.dialect import Dialect
from mockedfi.dialect.versions import VERSIONS
from mockedfi.errors import UserError
from mockedfi.settings.values import nearest


def dialect_of(version: str) -> Dialect:
    """The dialect of a version that a user named.

    Raises:
        UserError: mockedfi does not know it.
    """
    if version not in VERSIONS:
        hint = nearest(version, VERSIONS) or f"; there are {', '.join(VERSIONS)}"
        raise UserError(f"there is no API version {version}{hint}")
    return Dialect.at(version)


def root_of(version: str) -> str:
    """The path below which a version is served, as on the public Ed-Fi sandbox."""
    return f"/v{version}/api"
