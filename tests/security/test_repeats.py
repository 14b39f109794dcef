"""How often a list shows an item: at 5.2, and of deletes at 6.2, once for each row of the views that it joins.

Source: EdFi.Ods.Security/AuthorizationStrategies/Relationships/Filters/ICriteriaExtensions.cs,
Authorization/Repositories/AggregateRootCriteriaProviderDecoratorBase.cs at 5.2.
"""

from collections.abc import Callable
from typing import Any

import pytest

from mockedfi.security.subjects import OldKey
from tests.api import Api, Caller
from tests.changes.acts import DISTRICT, OTHER_SCHOOL, SCHOOL, created, enrolment, listed, newest, student
from tests.security.test_typed import REP, THROUGH
from tests.security.worlds import Told, World, granting


def times(world: World, resource: str, key: tuple[Any, ...], *claims: int) -> int:
    """How often a list shows an item."""
    seen = world.seen(world.caller(*claims, claim_set="Test"), resource)
    assert not isinstance(seen, Told)
    return seen.count(key)


def two_districts(*strategies: str) -> World:
    """A school without a district beside them; people who are in several places."""
    claims = ("student", "staff", "parent", "studentSchoolAssociation", "studentParentAssociation", "course")
    world = granting("5.2", dict.fromkeys(claims, strategies or (REP,)))
    world.district()
    world.organization("School", 901)
    world.organization("OrganizationDepartment", 1001, parentEducationOrganization=100)
    world.organization("OrganizationDepartment", 9011, parentEducationOrganization=901)
    return world


STUDENTS: list[tuple[tuple[int, ...], tuple[int, ...], int]] = [
    # schools, claims, times
    ((101, 102), (101,), 1),
    ((101, 102), (101, 102), 2),
    ((101, 101, 102), (101, 102), 2),  # a school is one row, however many enrolments there are
    ((101, 102), (101, 201), 1),
    ((101, 102), (100, 200), 1),  # both schools are one district's
    ((101, 201), (100, 200), 2),
    ((101, 102), (100, 300), 1),  # a type without a view joins nothing
    ((101,), (100, 101), 1),
    ((102,), (100, 101), 1),
    ((101, 102), (100, 101), 2),  # the district's row with either school's
    ((101, 102), (100, 201), 2),  # with schools that are no claims, too
    ((101, 201), (100, 101), 3),  # two districts, two schools; not district 200 with school 201
    ((101, 201), (100, 102), 2),
    ((101, 102, 201), (100, 101, 102), 5),
    ((101, 901), (100, 101), 3),  # a school without a district is a row of the districts' view
    ((101, 901), (200, 901), 2),
]


@pytest.mark.parametrize(("schools", "claims", "often"), STUDENTS)
def test_students_5_2(schools: tuple[int, ...], claims: tuple[int, ...], often: int) -> None:
    world = two_districts()
    world.student("s")
    for index, school in enumerate(schools):
        world.enrol("s", school, f"2024-08-{index + 10}")
    assert times(world, "Student", ("s",), *claims) == often


def test_education_organizations_repeat_nothing_5_2() -> None:
    """A school is compared with the claims where the item holds it, or has one row in the district's view."""
    world = two_districts()
    course = {"courseCode": "C", "educationOrganizationReference": {"educationOrganizationId": 1011}}
    world.put("Course", {**course, "courseTitle": "x"})
    assert times(world, "Course", ("C", 1011), 100, 101, 102) == 1
    world.student("s", 101, 102)
    (key, _) = (record.key for record in world.documents.table("StudentSchoolAssociation").records())
    assert times(world, "StudentSchoolAssociation", key, 101, 102) == 2
    assert times(world, "StudentSchoolAssociation", key, 100, 101) == 2


def test_persons_multiply_5_2() -> None:
    """An item of two persons is shown for each pair of their rows."""
    world = two_districts()
    world.student("s", 101, 102)
    world.student("t", 201)
    for each in ("s", "t"):
        world.person("Parent", "p")
        world.relate(each, "p")
    assert times(world, "Parent", ("p",), 101, 102, 201) == 3
    assert times(world, "Parent", ("p",), 100, 201) == 2 * 3 - 1 * 2
    assert times(world, "StudentParentAssociation", ("p", "s"), 101, 102, 201) == 3 * 2
    assert times(world, "StudentParentAssociation", ("p", "t"), 101, 102, 201) == 3 * 1


STAFF: list[tuple[tuple[int, ...], tuple[int, ...], int]] = [
    ((101, 1011), (101, 102), 1),  # a school and its department are one row
    ((1011, 102), (101, 102), 2),
    ((100, 1001, 101), (100, 200), 1),
    ((100, 201), (100, 200), 2),
    ((1001, 101, 102), (100, 102), 2),
    ((1011, 9011), (100, 901), 2 * 2 - 1 * 1),
    ((100,), (100, 101), 1),
]


@pytest.mark.parametrize(("places", "claims", "often"), STAFF)
def test_staff_5_2(places: tuple[int, ...], claims: tuple[int, ...], often: int) -> None:
    """Employments and assignments are united: to have both is one row."""
    world = two_districts()
    world.person("Staff", "t")
    for place in places:
        world.employ("t", place)
        world.assign("t", place)
    assert times(world, "Staff", ("t",), *claims) == often


def test_responsibility_5_2() -> None:
    world = two_districts(THROUGH["5.2"])
    world.student("s", 101, 102)
    for place in (100, 102, 901):
        world.answer_for("s", place)
    assert times(world, "Student", ("s",), 102, 901) == 2
    assert times(world, "Student", ("s",), 100, 102) == 2 * 2 - 1 * 1


def test_tracked_deletes_6_2() -> None:
    """Of one strategy, each view is joined to the claims; of several, all rows are, and one for a claim will do.

    Source: EdFi.Ods.Features/ChangeQueries/Repositories/Authorization/
    TrackedChangesQueryFactoryAuthorizationDecoratorBase.cs at 6.2 (`DetermineJoinType`).
    """
    world = granting("6.2", {"studentSchoolAssociation": [REP, THROUGH["7.3"]], "classPeriod": [REP]})
    world.district()
    world.student("s", 101)
    world.answer_for("s", 100)
    assert tracked(world, "ClassPeriod", ("P", 101), 101) == 1
    assert tracked(world, "ClassPeriod", ("P", 101), 100, 101, 102) == 2
    enrolment = world.documents.table("StudentSchoolAssociation").records()[0].key
    # the school and the student have four rows, of school to state, the responsibility three, of district to state
    assert tracked(world, "StudentSchoolAssociation", enrolment, 101) == 4 * 4 * 3 - 3 * 3 * 3
    assert tracked(world, "StudentSchoolAssociation", enrolment, 100, 200) == 4 * 4 * 3 - 3 * 3 * 2


def tracked(world: World, resource: str, key: tuple[Any, ...], *claims: int) -> int:
    """How often a deleted item is listed."""
    facts, caller = world.catalogue.resources[resource], world.caller(*claims, claim_set="Test")
    often = world.security.times(caller, world.security.check(caller, facts, "ReadChanges"), facts)
    return 1 if often is None else often(OldKey(facts, key))


@pytest.mark.parametrize("version", ["5.2", "5.3", "6.2", "7.3"])
def test_through_http(api_of: Callable[[str], Api], version: str) -> None:
    """Pages and counts take a repeat for a row; repeats stand side by side. 5.3 asks for distinct ids."""
    api = api_of(version)
    open_ = api.caller("open")
    before = newest(open_)
    for unique_id in ("F4-1", "F4-2"):
        created(open_, "students", student(unique_id))
        for school in (SCHOOL, OTHER_SCHOOL):
            created(open_, "studentSchoolAssociations", enrolment(unique_id, school))
    often = 2 if version == "5.2" else 1
    both = api.new_caller("Ed-Fi Sandbox", SCHOOL, OTHER_SCHOOL)
    alone = api.new_caller("Ed-Fi Sandbox", SCHOOL)
    assert total(both, "students", studentUniqueId="F4-1") == often
    assert total(alone, "students", studentUniqueId="F4-1") == 1
    assert total(both, "studentSchoolAssociations", studentUniqueId="F4-1") == 2 * often
    assert total(both, "studentSchoolAssociations", studentUniqueId="F4-1", schoolId=SCHOOL) == often
    periods = total(alone, "classPeriods", schoolId=SCHOOL)
    assert total(both, "classPeriods", schoolId=SCHOOL) == periods > 0
    id = listed(open_, "students", studentUniqueId="F4-2")[0]["id"]
    assert [each["id"] for each in listed(both, "students", id=id)] == [id] * often

    every = total(both, "students")
    pages = [listed(both, "students", limit=1, offset=every - index) for index in range(2 * often, 0, -1)]
    assert [each["studentUniqueId"] for page in pages for each in page] == ["F4-1"] * often + ["F4-2"] * often
    assert listed(both, "students", offset=every) == []
    changed = listed(both, "students", minChangeVersion=before + 1)
    assert [each["studentUniqueId"] for each in changed] == ["F4-1"] * often + ["F4-2"] * often
    assert total(both, "students", minChangeVersion=before + 1) == 2 * often

    mixed = api.new_caller("Ed-Fi Sandbox", DISTRICT, SCHOOL)
    assert total(mixed, "students", studentUniqueId="F4-1") == often


def total(caller: Caller, path: str, **query: Any) -> int:
    """What is counted, which is what is shown."""
    answer = caller.get(path, totalCount="true", limit=500, **query)
    assert answer.status_code == 200, answer.text
    found = int(answer.headers["Total-Count"])
    assert len(answer.json) == min(found, 500)
    return found
