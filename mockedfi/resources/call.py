"""One request on a resource as a value."""

from collections.abc import Mapping
from dataclasses import dataclass

from mockedfi.exchange import Request
from mockedfi.model.facts import Resource
from mockedfi.profiles.registry import Applied, Asked
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
    asked: Asked | None = None
    """What it asks for in the way of profiles."""
    profile: Applied | None = None
    """As far as is known."""

    def decide_profile(self) -> None:
        """Called where all of the request is bound. Raises `Refusal`."""
        if self.asked is not None:
            self.profile = self.asked.decided()
