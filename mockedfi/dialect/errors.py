"""How a version writes what it refuses."""

from collections.abc import Mapping
from dataclasses import dataclass

from mockedfi.since import since

_RFC_7231 = {
    401: "https://tools.ietf.org/html/rfc7235#section-3.1",
    404: "https://tools.ietf.org/html/rfc7231#section-6.5.4",
    415: "https://tools.ietf.org/html/rfc7231#section-6.5.13",
}
_RFC_9110 = {
    401: "https://tools.ietf.org/html/rfc9110#section-15.5.2",
    404: "https://tools.ietf.org/html/rfc9110#section-15.5.5",
    415: "https://tools.ietf.org/html/rfc9110#section-15.5.16",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Errors:
    """The form of an error body."""

    problem_details: bool = since({"5.2": False, "7.2": True})
    """RFC 9457 bodies; before, ``{"message": …}``."""
    correlation_id: bool = since({"5.2": False, "7.1": True})
    """The body carries ``correlationId`` (EdFi.Ods.Api/Models/RESTError.cs)."""
    status_links: Mapping[int, str] = since({"5.2": _RFC_7231, "6.2": _RFC_9110, "7.0": _RFC_7231, "7.2": {}})
    """Message era: ``type`` of what the framework says where a controller returns a bare status. It follows the .NET
    that a version is built for (``TargetFramework`` of EdFi.Ods.Api.csproj: .NET 8 cites RFC 9110); 7.2 took these
    bodies away (EdFi.Ods.Api/ExceptionHandling/EdFiClientErrorFactory.cs)."""
    members_as_json: bool = since({"5.2": False, "7.2": True})
    """A query parameter of the wrong type is named as in documents, no longer as the class member
    (EdFi.Ods.Api/ExceptionHandling/ModelStateKeyConverter.cs)."""
    member_ends_path: bool = since({"5.2": True, "6.0": False})
    """Where a body is no JSON, the path of what is told at each level ends with that level's member
    (NewtonsoftJsonInputFormatter of ASP.NET Core, before .NET 6)."""
