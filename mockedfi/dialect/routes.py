"""Where the paths of a version name tenant and school year, on a server that has several."""

from dataclasses import dataclass

from mockedfi.since import since


@dataclass(frozen=True, slots=True, kw_only=True)
class Routes:
    """Sources, in each tag: EdFi.Ods.Api/Controllers/VersionController.cs; before 7.0
    EdFi.Common/Configuration/ApiMode.cs, from 7.0 EdFi.Ods.Api/Conventions/OdsRouteRootTemplateProvider.cs.
    """

    in_front: bool = since({"5.2": False, "7.0": True})
    """Before everything else, the token endpoint too; otherwise behind the name of each part: ``/data/v3/2026``."""
    tenant_alone: bool = since({"5.2": False, "7.0": True})
    """There may be tenants without school years; before, an API mode with instances has school years as well."""
    tenant: str = since({"5.2": "{instance}", "7.0": "{tenantIdentifier}"})
    """What stands for a tenant where an address names none."""
    school_year: str | None = since({"5.2": None, "7.0": "{schoolYearFromRoute}"})
    """The same of a school year; None: the current year."""
