"""What each type of education organization reaches before ODS/API 6.0: 5.2 has a view for each pair of types.

Source: EdFi.Ods.Standard/Artifacts/PgSql/Structure/Ods/1002-AuthViews.sql to 1200-AuthViewsSupportOrgDeptId.sql; which
of them filter lists: EdFi.Ods.Security/AuthorizationStrategies/Relationships/Filters. 5.3 follows the hierarchy, and
keeps the list of pairs by which lists can be filtered (EdFi.Ods.Api/Security/AuthorizationStrategies/Relationships/
Filters/RelationshipsAuthorizationFilters.cs, PgSql/Structure/Ods/1303 to 1306).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Step = Literal["self", "below", "schools", "departments", "school departments", "providers", "organization"]
"""One way from an education organization to others: itself, all below it and itself, its schools, departments directly
under it or under its schools, a community organization's providers, and up from a provider to its community
organization."""
Pair = tuple[str, str]
"""(column of the claim's type, column of the subject)"""

_CENTER = "EducationServiceCenterId"
_LEA = "LocalEducationAgencyId"
_SCHOOL = "SchoolId"
_DEPARTMENT = "OrganizationDepartmentId"
_PROVIDER = "CommunityProviderId"
_COMMUNITY = "CommunityOrganizationId"
_POST_SECONDARY = "PostSecondaryInstitutionId"
_ANY = "EducationOrganizationId"
_DEPARTMENTS_OF_LEA: tuple[Step, ...] = ("self", "schools", "departments", "school departments")

LIST_VIEWS: dict[Pair, tuple[Step, ...]] = {
    (_LEA, "StudentUSI"): ("schools",),
    (_SCHOOL, "StudentUSI"): ("self",),
    (_LEA, "StudentUSIThroughEdOrgAssociation"): ("self", "schools"),
    (_SCHOOL, "StudentUSIThroughEdOrgAssociation"): ("self",),
    (_LEA, "StaffUSI"): _DEPARTMENTS_OF_LEA,
    (_SCHOOL, "StaffUSI"): ("self", "departments"),
    (_LEA, "ParentUSI"): ("schools",),
    (_SCHOOL, "ParentUSI"): ("self",),
    (_LEA, _ANY): _DEPARTMENTS_OF_LEA,
    (_SCHOOL, _ANY): ("self", "departments"),
    (_COMMUNITY, _ANY): ("self", "providers"),
    (_PROVIDER, _ANY): ("self",),
    (_POST_SECONDARY, _ANY): ("self",),
    (_LEA, _SCHOOL): ("schools",),
    (_LEA, _DEPARTMENT): ("departments", "school departments"),
    (_SCHOOL, _DEPARTMENT): ("departments",),
    (_COMMUNITY, _PROVIDER): ("providers",),
    (_LEA, _LEA): ("self",),
    (_SCHOOL, _SCHOOL): ("self",),
    (_PROVIDER, _PROVIDER): ("self",),
    (_COMMUNITY, _COMMUNITY): ("self",),
    (_POST_SECONDARY, _POST_SECONDARY): ("self",),
    ("StateEducationAgencyId", "StateEducationAgencyId"): ("self",),
}
"""The subject's column carries the modifier of its view, if it has one."""

ITEM_VIEWS: dict[Pair, tuple[Step, ...]] = {
    **{pair: steps for pair, steps in LIST_VIEWS.items() if pair[0] != pair[1]},
    (_PROVIDER, "StaffUSI"): ("self",),
    (_POST_SECONDARY, "StaffUSI"): ("self",),
    (_PROVIDER, _COMMUNITY): ("organization",),
    (_DEPARTMENT, _SCHOOL): ("organization",),
}
"""For a single item; claims of the subject's own type are compared with it before any view is asked."""

TYPE_GRAPH: dict[str, tuple[str, ...]] = {
    "StateEducationAgency": ("StateEducationAgency", "EducationServiceCenter", "LocalEducationAgency", "School"),
    "EducationServiceCenter": ("EducationServiceCenter", "LocalEducationAgency", "School"),
    "LocalEducationAgency": ("LocalEducationAgency", "School"),
    "School": ("School",),
}
"""Types by what a claim of theirs may be asked for (EducationOrganizationHierarchyProvider.cs)."""

UNTYPED = ("EducationOrganizationNetwork",)
"""Kinds that auth.EducationOrganizationIdentifiers leaves out: as claims or subjects they count as not found."""

BELOW: tuple[Step, ...] = ("below",)
HIERARCHY_LIST_VIEWS: dict[Pair, tuple[Step, ...]] = {
    **{(claim, person): BELOW for claim in (_CENTER, _LEA, _SCHOOL) for person in ("StudentUSI", "StaffUSI")},
    **{(claim, "ParentUSI"): BELOW for claim in (_LEA, _SCHOOL)},
    **{(claim, "StudentUSIThroughResponsibility"): BELOW for claim in (_LEA, _SCHOOL)},
    **{(claim, _ANY): BELOW for claim in (_CENTER, _LEA, _SCHOOL, _COMMUNITY, _PROVIDER, _POST_SECONDARY)},
    (_CENTER, _LEA): BELOW,
    (_CENTER, _SCHOOL): BELOW,
    (_LEA, _SCHOOL): BELOW,
    (_LEA, _DEPARTMENT): BELOW,
    (_SCHOOL, _DEPARTMENT): BELOW,
    (_COMMUNITY, _PROVIDER): BELOW,
    **{(own, own): ("self",) for own in (_CENTER, _LEA, _SCHOOL, _PROVIDER, _COMMUNITY, _POST_SECONDARY)},
    ("StateEducationAgencyId", "StateEducationAgencyId"): ("self",),
}


@dataclass(frozen=True, slots=True)
class TypedViews:
    """What lists and single items are judged by."""

    lists: Mapping[Pair, tuple[Step, ...]]
    items: Mapping[Pair, tuple[Step, ...]] | None
    """None: any claim reaches all below it."""
    untyped: tuple[str, ...] = ()
    """Kinds of education organizations that count as not found."""


VIEWS_OF_TYPES: Mapping[str, TypedViews] = {
    "by type": TypedViews(LIST_VIEWS, ITEM_VIEWS, UNTYPED),
    "all below": TypedViews(HIERARCHY_LIST_VIEWS, None),
}
"""By the dialect's `reach`."""
