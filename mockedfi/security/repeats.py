"""How often a query gives an item, where it joins views and does not ask for what is distinct.

Lists at 5.2: a person is looked for in one view for each type of the claims; a view has one row for each education
organization of that type and person. Joined to claims of one type alone, the rows of these claims count. To claims of
several types, all rows of the person are joined, and a combination counts if a row in it is for a claim. Education
organizations repeat nothing: they have one row in a view, or are compared with the claims where the item holds them.

Tracked deletes from 6.0 on: each subject is looked for in one view, which has a row for each education organization
that reaches it, whatever the type; that of an education organization too.

Source: EdFi.Ods.Security at 5.2: AuthorizationStrategies/Relationships/Filters (`ApplyJoinFilter`,
`ApplyPropertyFilters`), Authorization/Repositories/AggregateRootCriteriaProviderDecoratorBase.cs; the rows:
EdFi.Ods.Standard/Artifacts/PgSql/Structure/Ods/1002-AuthViews.sql to 1200-AuthViewsSupportOrgDeptId.sql. Deletes:
EdFi.Ods.Api/Security/AuthorizationStrategies/Relationships/RelationshipsAuthorizationStrategyFilterDefinitionsFactory.cs
at 6.2 (`ApplyTrackedChangesAuthorizationCriteria`); the rows: 1300-CreateEdOrgToEdOrgTable.sql to 1306.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any, TypeVar

from mockedfi.security.filters import Rows
from mockedfi.security.hierarchy import Hierarchy, Organization
from mockedfi.security.reach import Reach
from mockedfi.security.subjects import Item
from mockedfi.security.typed_views import Step
from mockedfi.security.views import View

Times = Callable[[Item], int]
T = TypeVar("T")


def multiplied(groups: Sequence[Sequence[Rows]]) -> Times:
    """How often an item is given that views in `groups` are joined to (`Filter.joins`)."""

    def times(item: Item) -> int:
        product = 1
        for group in groups:
            product *= _combinations(item, group)
        return product

    return times


def repeated(items: Iterable[T], times: Callable[[T], int]) -> Iterator[T]:
    """Items as often as each is given."""
    return (item for item in items for _ in range(times(item)))


def rows_of_type(
    reach: Reach, view: View, read: Callable[[Item], Any], kind: str, steps: Sequence[Step], claims: frozenset[int]
) -> Rows:
    """The rows that the view of one type of claims has for a person.

    `kind`: the type, ``School``; `steps`: from one to those that a person is connected to.
    """
    hierarchy = reach.hierarchy

    def rows(item: Item) -> tuple[int, int]:
        near = map(hierarchy.find, reach.organizations_of(view, read(item)))
        found = {
            each
            for organization in near
            if organization is not None
            for step in steps
            for each in _sources(hierarchy, organization, step, kind)
        }
        return len(found), len(claims & found)

    return rows


def _combinations(item: Item, group: Sequence[Rows]) -> int:
    """All combinations of a row of each view, but those without a claim's row; no row at all counts as one."""
    every = outside = 1
    for each in group:
        rows, claimed = each(item)
        every *= max(rows, 1)
        outside *= max(rows, 1) - claimed
    return every - outside


def _sources(hierarchy: Hierarchy, organization: Organization, step: Step, kind: str) -> Collection[int | None]:
    """Beside which education organizations of a kind a view has this one; None: beside none, which is a row, too."""
    match step, organization.type:
        case "self", own if own == kind:
            return (organization.id,)
        case ("schools", "School"):
            return _above(hierarchy, organization, kind) or (None,)
        case ("departments", "OrganizationDepartment"):
            return _above(hierarchy, organization, kind)
        case ("school departments", "OrganizationDepartment"):
            schools = map(hierarchy.find, _above(hierarchy, organization, "School"))
            return [each for school in schools if school for each in _above(hierarchy, school, kind) or (None,)]
    return ()


def _above(hierarchy: Hierarchy, organization: Organization, kind: str) -> list[int]:
    found = map(hierarchy.find, organization.parents)
    return [each.id for each in found if each is not None and each.type == kind]
