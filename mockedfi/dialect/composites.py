"""What differs between versions in composites and identities."""

from dataclasses import dataclass

from mockedfi.since import since


@dataclass(frozen=True, slots=True, kw_only=True)
class Composites:
    """Composites on the wire (EdFi.Ods.Features: CompositeResourceController.cs and Composites, of each tag)."""

    bare_messages: bool = since({"5.2": True, "6.1": False})
    """What goes wrong while reading is told as a JSON string, not as an object with ``message``."""
    whole_moments: bool = since({"5.2": True, "7.2": False})
    """Dates carry a time, ids have dashes; later they are written as resources write them
    (Infrastructure/CompositeResourceResponseProvider.cs)."""
    number_text: str = since(
        {
            "5.2": "Input string was not in a correct format.",
            "7.2": "The input string '{value}' was not in a correct format.",
        }
    )
    """That a text is no number, as the platform of the version says it."""
    owners_count: bool = since({"5.2": True, "6.0": False, "7.3": True})
    """OwnershipBased narrows what is shown; from 6.0, where it began, to 7.2 it has no condition in HQL
    (OwnershipBased/OwnershipBasedAuthorizationFilterDefinitionsFactory.cs)."""
    custom_views_refused: bool = since({"5.2": False, "7.3": True})
    """A custom view-based strategy is an error of the configuration (HqlBuilderAuthorizationDecorator.cs)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identities:
    """Identities on the wire."""

    claim: str = since({"5.2": "domains/identity", "7.0": "services/identity"})
    """The claim that opens them (EdFi.Ods.Api/Startup/OdsStartupBase.cs)."""
