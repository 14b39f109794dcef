"""How a version writes what it refuses."""

from dataclasses import dataclass

from mockedfi.since import since


@dataclass(frozen=True, slots=True, kw_only=True)
class Errors:
    """The form of an error body."""

    problem_details: bool = since({"5.2": False, "7.2": True})
    """RFC 9457 bodies; before, ``{"message": …}``."""
    correlation_id: bool = since({"5.2": False, "7.1": True})
    """The body carries ``correlationId`` (EdFi.Ods.Api/Models/RESTError.cs)."""
