"""API versions as users name them: which there are, and where each is served."""

from collections.abc import Collection

from mockedfi.clock import Clock
from mockedfi.dialect import Dialect
from mockedfi.dialect.features import FEATURES
from mockedfi.dialect.versions import VERSIONS
from mockedfi.errors import UserError
from mockedfi.odses import Odses, fault_of_school_year, fault_of_tenant
from mockedfi.settings import Settings
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


def without(dialect: Dialect, features: Collection[str]) -> Dialect:
    """A dialect without the features that a user switched off, named in any case.

    Raises:
        UserError: there is no such feature.
    """
    names = {name.lower(): name for name in FEATURES}
    for feature in features:
        if feature.lower() not in names:
            hint = nearest(feature, FEATURES) or f"; there are {', '.join(FEATURES)}"
            raise UserError(f"there is no feature {feature} to switch off{hint}")
    return dialect.without({names[feature.lower()] for feature in features})


def odses_of(dialect: Dialect, settings: Settings, clock: Clock) -> Odses:
    """The databases of a version that a user asked for.

    Raises:
        UserError: the version has no such distinction, or a path cannot name one of them.
    """
    routes = dialect.routes
    faults = [*map(fault_of_tenant, settings.tenants), *map(fault_of_school_year, settings.school_years)]
    for fault in filter(None, faults):
        raise UserError(f"{fault}; paths name it")
    if settings.tenants and not settings.school_years and not routes.tenant_alone:
        raise UserError(
            f"API version {dialect.version.name} has tenants (its instances) only together with school years; "
            "add --school-year, or leave --tenant out"
        )
    year = routes.school_year or str(clock.now().year)
    return Odses(
        settings.tenants,
        settings.school_years,
        in_front=routes.in_front,
        placeholders=(routes.tenant, year),
    )


def root_of(version: str) -> str:
    """The path below which a version is served, as on the public Ed-Fi sandbox."""
    return f"/v{version}/api"
