"""The features that whoever runs an ODS/API may switch off, by the names that its settings have for them."""

from collections.abc import Mapping
from dataclasses import dataclass

from mockedfi.since import since

AGGREGATE_DEPENDENCIES = "AggregateDependencies"
CHANGE_QUERIES = "ChangeQueries"
COMPOSITES = "Composites"
IDENTITY_MANAGEMENT = "IdentityManagement"
OPEN_API_METADATA = "OpenApiMetadata"
RESOURCE_LINKS = "ResourceLinks"
TOKEN_INFO = "TokenInfo"  # noqa: S105 - a name, no secret
XSD_METADATA = "XsdMetadata"
FEATURES = (
    AGGREGATE_DEPENDENCIES,
    CHANGE_QUERIES,
    COMPOSITES,
    IDENTITY_MANAGEMENT,
    OPEN_API_METADATA,
    RESOURCE_LINKS,
    TOKEN_INFO,
    XSD_METADATA,
)

OF_URLS: Mapping[str, str] = {
    "dependencies": AGGREGATE_DEPENDENCIES,
    "openApiMetadata": OPEN_API_METADATA,
    "xsdMetadata": XSD_METADATA,
    "changeQueries": CHANGE_QUERIES,
    "composites": COMPOSITES,
    "identity": IDENTITY_MANAGEMENT,
}
"""Which keys of discovery's ``urls`` go with a feature (EdFi.Ods.Api/Controllers/VersionController.cs)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """Sources, in each tag: the modules of EdFi.Ods.Features, its controllers, and EdFi.Ods.Api/Startup."""

    off: frozenset[str] = frozenset()
    """Those of `FEATURES` that are switched off."""
    routed: bool = since({"5.2": False, "7.0": True})
    """What is switched off has its routes all the same, but for composites. Before, the modules bring the routes of
    their controllers (Conventions), but for ``token_info``."""
    links_switch: bool = since({"5.2": False, "7.3": True})
    """The links of references can be switched off (ResourceLinks/Modules/ResourceLinksModule.cs)."""

    def has(self, feature: str) -> bool:
        """Whether a feature is there."""
        return feature not in self.off

    @property
    def links(self) -> bool:
        """Whether references have links."""
        return self.has(RESOURCE_LINKS) or not self.links_switch
