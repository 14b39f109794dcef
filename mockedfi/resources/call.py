"""One request on a resource as a value."""

from collections.abc import Mapping
from dataclasses import dataclass

from mockedfi.exchange import Request
from mockedfi.model.facts import Resource
from mockedfi.profiles.registry import Applied
from mockedfi.security.tokens import Caller


@dataclass(slots=True, kw_only=True)
class Call:
    """What one client asks of one resource."""

    request: Request
    query: Mapping[str, str]
    """Query parameters by name in lower case."""
    caller: Caller
    resource: Resource
    id: str = ""
    """The id in the route, as sent."""
    profile: Applied | None = None
