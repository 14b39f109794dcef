"""ODS/API 5.2: what each type of education organization reaches, in a list and by id, and 7.3 beside it."""

from typing import Any

import pytest

from tests.security.worlds import DATE, Told, World, granting

REP = "RelationshipsWithEdOrgsAndPeople"
THROUGH = {
    "5.2": "RelationshipsWithStudentsOnlyThroughEdOrgAssociation",
    "7.3": "RelationshipsWithStudentsOnlyThroughResponsibility",
}
ORGANIZATIONS = (1, 10, 100, 101, 102, 1011, 200, 201, 300, 301, 400)


def populated(version: str, strategies: dict[str, list[str]]) -> World:
    """One student, one relative and one staff member at each place, by its number; a course of each."""
    world = granting(version, strategies)
    world.district()
    world.organization("LocalEducationAgency", 110, parentLocalEducationAgency=100)
    world.organization("School", 111, localEducationAgency=110)
    world.organization("OrganizationDepartment", 10111, parentEducationOrganization=1011)
    world.organization("OrganizationDepartment", 1001, parentEducationOrganization=100)
    for school in (101, 102, 111, 201):
        world.student(f"s{school}", school)
        world.person(world.family, f"p{school}")
        world.relate(f"s{school}", f"p{school}")
    for organization in world.security.reach.hierarchy.all():
        world.person("Staff", f"t{organization.id}")
        world.employ(f"t{organization.id}", organization.id)
        world.student(f"r{organization.id}")
        world.answer_for(f"r{organization.id}", organization.id)
        world.put(
            "Course",
            {
                "courseCode": "C",
                "educationOrganizationReference": {"educationOrganizationId": organization.id},
                "courseTitle": "x",
            },
        )
    return world


def people(*places: int, of: str) -> list[tuple[str]]:
    return [(f"{of}{place}",) for place in places]


def ids(version: str, subject: str, claim: int) -> tuple[Any, Any]:
    """What a list shows and what can be read by id: numbers of places, or None where the list is refused."""
    strategies = [THROUGH[version]] if subject == "responsibility" else [REP]
    world = populated(version, dict.fromkeys(("student", "staff", "parent", "contact", "course"), strategies))
    resource = {"responsibility": "Student", "relatives": world.family}.get(subject, subject)
    caller = world.caller(claim, claim_set="Test")
    letter = {"Student": "s", "responsibility": "r", "Staff": "t", "relatives": "p"}.get(subject)
    seen = world.seen(caller, resource)
    listed = None
    if isinstance(seen, Told):
        assert (seen.status, version) == (403, "5.2")
    else:
        listed = {_place(key, letter) for key in seen} - {None}
    readable = {
        _place(record.key, letter)
        for record in world.documents.table(resource).records()
        if world.judge(caller, resource, "Read", record).status == 200
    } - {None}
    return listed, readable


def _place(key: tuple[Any, ...], letter: str | None) -> int | None:
    if letter is None:
        return next(part for part in key if isinstance(part, int))
    return int(key[0][1:]) if key[0][0] == letter else None


ROWS: list[tuple[str, int, set[int] | None, set[int], set[int]]] = [
    # subject, claim, list at 5.2, by id at 5.2, both at 7.3
    ("Student", 100, {101, 102}, {101, 102}, {101, 102, 111}),
    ("Student", 110, {111}, {111}, {111}),
    ("Student", 101, {101}, {101}, {101}),
    ("Student", 1, None, set(), {101, 102, 111, 201}),
    ("Student", 10, None, set(), {101, 102, 111}),
    ("Student", 1011, None, set(), set()),
    ("Student", 301, None, set(), set()),
    ("Student", 300, None, set(), set()),
    ("Student", 400, None, set(), set()),
    ("relatives", 100, {101, 102}, {101, 102}, {101, 102, 111}),
    ("relatives", 102, {102}, {102}, {102}),
    ("relatives", 1, None, set(), {101, 102, 111, 201}),
    ("responsibility", 100, {100, 101, 102}, {100, 101, 102}, {100, 101, 102, 1011, 1001, 10111, 110, 111}),
    ("responsibility", 101, {101}, {101}, {101, 1011, 10111}),
    ("responsibility", 1011, None, set(), {1011, 10111}),
    (
        "Staff",
        100,
        {100, 101, 102, 1001, 1011},
        {100, 101, 102, 1001, 1011},
        {100, 101, 102, 1001, 1011, 10111, 110, 111},
    ),
    ("Staff", 101, {101, 1011}, {101, 1011}, {101, 1011, 10111}),
    ("Staff", 301, None, {301}, {301}),
    ("Staff", 400, None, {400}, {400}),
    ("Staff", 300, None, set(), {300, 301}),
    ("Staff", 1011, None, set(), {1011, 10111}),
    ("Staff", 10, None, set(), {10, 100, 101, 102, 1001, 1011, 10111, 110, 111}),
    (
        "Course",
        100,
        {100, 101, 102, 1001, 1011},
        {100, 101, 102, 1001, 1011},
        {100, 101, 102, 1001, 1011, 10111, 110, 111},
    ),
    ("Course", 101, {101, 1011}, {101, 1011}, {101, 1011, 10111}),
    ("Course", 1, None, {1}, {1, 10, 100, 101, 102, 1001, 1011, 10111, 110, 111, 200, 201}),
    ("Course", 10, None, {10}, {10, 100, 101, 102, 1001, 1011, 10111, 110, 111}),
    ("Course", 1011, None, {1011}, {1011, 10111}),
    ("Course", 301, {301}, {301, 300}, {301}),
    ("Course", 300, {300, 301}, {300, 301}, {300, 301}),
    ("Course", 400, {400}, {400}, {400}),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]} by {row[1]}")
def test_reach_by_type(row: tuple[str, int, set[int] | None, set[int], set[int]]) -> None:
    subject, claim, listed, readable, later = row
    assert ids("5.2", subject, claim) == (listed, readable)
    assert ids("7.3", subject, claim) == (later, later)


@pytest.mark.parametrize("version", ["5.2", "7.3"])
class TestSeveralClaims:
    def test_types_that_reach_nothing_are_ignored(self, version: str) -> None:
        world = populated(version, {"student": [REP]})
        seen = world.seen(world.caller(100, 400, claim_set="Test"), "Student")
        assert set(people(101, 102, of="s")) <= set(seen)  # type: ignore[arg-type]

    def test_types_are_joined(self, version: str) -> None:
        world = populated(version, {"student": [REP], "course": [REP]})
        caller = world.caller(110, 201, claim_set="Test")
        assert world.seen(caller, "Student") == people(111, 201, of="s")
        assert {key[1] for key in world.seen(caller, "Course")} == {110, 111, 201}  # type: ignore[union-attr]

    def test_another_of_the_same_type(self, version: str) -> None:
        world = populated(version, {"course": [REP]})
        caller = world.caller(101, 102, claim_set="Test")
        course = {"courseCode": "D", "educationOrganizationReference": {"educationOrganizationId": 201}}
        assert world.judge(caller, "Course", "Create", course).status == 403


def test_a_list_that_cannot_be_filtered_5_2() -> None:
    world = populated("5.2", {"student": [REP], "course": [REP]})
    told = world.seen(world.caller(1, 301, claim_set="Test"), "Student")
    assert isinstance(told, Told)
    assert told.text == (
        "Unable to authorize the request because there is no authorization support for associating the API client's "
        "associated claim values (of 'CommunityProviderId', 'StateEducationAgencyId') with the requested resource "
        "('Student')."
    )


def test_departments_5_2() -> None:
    """A list looks at the department itself, an item at its parent: one below a department shows only by id."""
    world = populated("5.2", {"organizationDepartment": [REP]})
    caller = world.caller(100, claim_set="Test")
    assert world.seen(caller, "OrganizationDepartment") == [(1011,), (1001,)]
    readable = [
        record.key[0]
        for record in world.documents.table("OrganizationDepartment").records()
        if world.judge(caller, "OrganizationDepartment", "Read", record).status == 200
    ]
    assert readable == [1011, 10111, 1001]


def test_a_list_without_subjects_is_not_filtered_5_2() -> None:
    """What the strategy has nothing to look at, it cannot hide; a single item is an error."""
    world = populated("5.2", {"assessment": [REP]})
    world.put("Assessment", {"assessmentIdentifier": "A", "namespace": "uri://a", "assessmentTitle": DATE})
    assert world.seen(world.caller(100, claim_set="Test"), "Assessment") == [("A", "uri://a")]


def test_zero_claims_see_an_empty_list_from_6_on() -> None:
    world = populated("7.3", {"student": [REP]})
    assert world.seen(world.caller(claim_set="Test"), "Student") == []
    told = populated("5.2", {"student": [REP]})
    refused = told.seen(told.caller(claim_set="Test"), "Student")
    assert isinstance(refused, Told)
    assert refused.text == (
        "The request can not be authorized because there were no education organizations on the claim."
    )
