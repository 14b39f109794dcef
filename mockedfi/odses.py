"""The databases (ODS) of one server: of tenants, of school years, and where paths name them.

Sources: before 7.0 EdFi.Common/Configuration/ApiMode.cs and the conventions in EdFi.Ods.Api/Conventions; from 7.0
EdFi.Ods.Api/Conventions/OdsRouteRootTemplateProvider.cs and Middleware/TenantIdentificationMiddleware.cs.

May import: nothing of ours. Must not know: what is in a database.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_PART = re.compile(
    r"/(?:metadata/)?(?:data|composites|changequeries|identity)/v\d+(?=/|$)|/metadata(?=/|$)", re.IGNORECASE
)
"""A part of the API, behind which tenant and school year stand where they are not in front of all."""
_TOKENS = "/oauth"
_TENANT = re.compile(r"[A-Za-z0-9-]+")
_YEAR = re.compile(r"[0-9]{4}")


@dataclass(frozen=True, slots=True)
class Ods:
    """One database; empty where a server does not tell them apart."""

    tenant: str = ""
    """Before 7.0, an instance."""
    school_year: str = ""
    in_front: bool = True
    """Paths begin with both; otherwise each part of the API has them behind its name, and the token endpoint the
    tenant alone in front."""

    @property
    def segments(self) -> str:
        """What paths name: ``/Tenant1/2026``."""
        return "".join(f"/{each}" for each in (self.tenant, self.school_year) if each)

    def named(self, path: str) -> str:
        """A path below the version's root that names this database: ``/Tenant1/2026/data/v3``."""
        if self.in_front:
            return self.segments + path
        if path.startswith(_TOKENS):
            return f"/{self.tenant}{path}" if self.tenant else path
        part = _PART.match(path)
        if part is None or not self.segments:
            return path
        return (path[: part.end()] + self.segments + path[part.end() :]).removesuffix("/")


@dataclass(frozen=True, slots=True)
class Named:
    """What a path says of databases."""

    path: str
    """The rest of it, as on a server with one database."""
    ods: Ods | None
    """The one that it names; None: there is no such one."""
    tenant: str | None
    """Its tenant; None: there is no such one."""
    asked: Ods
    """What it says, letter by letter, be it there or not: addresses in answers to anybody repeat it."""


def fault_of_tenant(name: str) -> str:
    """Why a tenant cannot have this name; nothing if it can."""
    return "" if _TENANT.fullmatch(name) else f"tenant {name!r} must be letters, digits and hyphens"


def fault_of_school_year(year: str) -> str:
    """Why a school year cannot be this; nothing if it can."""
    return "" if _YEAR.fullmatch(year) else f"school year {year!r} must be four digits"


class Odses:
    """The databases of one API version.

    Args:
        tenants: their names, case of letters aside; empty: there is no such distinction.
        school_years: the same.
        in_front: see `Ods`.
        placeholders: what stands for tenant and school year in addresses that name none.
    """

    def __init__(
        self,
        tenants: Iterable[str] = (),
        school_years: Iterable[str] = (),
        *,
        in_front: bool = True,
        placeholders: tuple[str, str] = ("", ""),
    ) -> None:
        self.tenants = tuple(tenants)
        self.school_years = tuple(school_years)
        self._in_front = in_front
        self.all = tuple(
            Ods(tenant, year, in_front) for tenant in self.tenants or ("",) for year in self.school_years or ("",)
        )
        self._by_segments = {each.segments.lower(): each for each in self.all}
        self.unnamed = Ods(
            placeholders[0] if self.tenants else "", placeholders[1] if self.school_years else "", in_front
        )
        """What addresses say where a request names no database."""
        self._names = bool(self.tenants) + bool(self.school_years)

    @property
    def several(self) -> bool:
        """Whether paths name a database."""
        return self._names > 0

    @property
    def first(self) -> Ods:
        """The one that is meant where none is named."""
        return self.all[0]

    def find(self, path: str) -> Named | None:
        """What a path below the version's root names; None: it has no place for a database."""
        if self._in_front:
            return self._of_tenant_alone(path) or self._found("", path, self._names)
        if self.tenants and re.fullmatch(rf"/[^/]+{_TOKENS}/.*", path, re.IGNORECASE):
            return self._found("", path, 1)
        if path.lower().startswith(f"{_TOKENS}/"):
            return None if self.tenants else Named(path, self.first, "", self.first)
        part = _PART.match(path)
        return None if part is None else self._found(part[0], path[part.end() :], self._names)

    def _of_tenant_alone(self, path: str) -> Named | None:
        """What a path says that names a tenant and nothing else, where there are school years too."""
        name = path.strip("/")
        if self._names < 2 or not name or "/" in name:
            return None
        return Named("/", None, self._tenant(name), Ods(name, self.unnamed.school_year))

    def _tenant(self, name: str) -> str | None:
        return next((each for each in self.tenants if each.lower() == name.lower()), None)

    def _found(self, before: str, path: str, count: int) -> Named | None:
        segments = path.split("/", count + 1)[1 : count + 1]
        whole = count == self._names
        if len(segments) < count or not all(segments):
            return None
        if whole and self.school_years and not _YEAR.fullmatch(segments[-1]):
            return None
        rest = before + path[sum(len(each) + 1 for each in segments) :] or "/"
        tenant = self._tenant(segments[0]) if self.tenants else ""
        year = segments[-1] if count > bool(self.tenants) else ""
        asked = Ods(segments[0] if self.tenants else "", year, self._in_front)
        named = "".join(f"/{each}" for each in segments).lower()
        ods = (
            self._by_segments.get(named) if whole else next((each for each in self.all if each.tenant == tenant), None)
        )
        return Named(rest, ods, tenant, asked)
