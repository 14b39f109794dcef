"""What differs between versions in composites and identities."""

from dataclasses import dataclass

from mockedfi.since import since

_NO_NUMBER = "Input string was not in a correct format."
_NO_NUMBER_8 = "The input string '{value}' was not in a correct format."
"""Since .NET 8."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Composites:
    """Composites on the wire (EdFi.Ods.Features: CompositeResourceController.cs and Composites, of each tag)."""

    bare_messages: bool = since({"5.2": True, "6.1": False})
    """What goes wrong while reading is told as a JSON string, not as an object with ``message``."""
    whole_moments: bool = since({"5.2": True, "7.2": False})
    """Dates carry a time, ids have dashes; later they are written as resources write them
    (Infrastructure/CompositeResourceResponseProvider.cs)."""
    number_text: str = since({"5.2": _NO_NUMBER, "6.2": _NO_NUMBER_8, "7.0": _NO_NUMBER, "7.2": _NO_NUMBER_8})
    """That a text is no number, as the .NET says it that a version is built for (``TargetFramework`` of
    EdFi.Ods.Api.csproj)."""
    custom_views_refused: bool = since({"5.2": False, "7.3": True})
    """A custom view-based strategy is an error of the configuration (HqlBuilderAuthorizationDecorator.cs)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identities:
    """Identities on the wire."""

    claim: str = since({"5.2": "domains/identity", "7.0": "services/identity"})
    """The claim that opens them (EdFi.Ods.Api/Startup/OdsStartupBase.cs)."""
    dynamic_requests: bool = since({"5.2": True, "7.2": False})
    """The classes of requests take further members (EdFi.Ods.Common/Expando/Expando.cs), so that Newtonsoft.Json
    reads a member's value as it stands, and then converts it, as CreateDynamic of JsonSerializerInternalReader does."""
