"""Relationships, beyond what the table of `wire` shows."""

from typing import Any

import pytest

from tests.security.worlds import DATE, World, enrolment, granting

REP = "RelationshipsWithEdOrgsAndPeople"
RE = "RelationshipsWithEdOrgsOnly"
RS = "RelationshipsWithStudentsOnly"
D0 = "Access to the requested data could not be authorized."
STUDENT_HINT = " Hint: You may need to create a corresponding 'StudentSchoolAssociation' item."
OLD = "Authorization denied.  The claim does not have any established relationships with the requested resource."
NONE_CLAIMED = "The request can not be authorized because there were no education organizations on the claim."
NOT_THERE = (
    "The request can not be authorized because the education organizations identifiers assigned to the claim did not "
    "exist in the underlying ODS."
)


def lacking(claims: str, rest: str) -> str:
    return f"No relationships have been established between the caller's education organization id {claims} and {rest}"


def one(claims: str, subject: str) -> str:
    return lacking(claims, f"the resource item's '{subject}' value.")


def several(claims: str, *subjects: str) -> str:
    listed = "', '".join(subjects)
    return lacking(claims, f"one or more of the following properties of the resource item: '{listed}'.")


def filled(version: str, strategies: dict[str, list[str]]) -> World:
    world = granting(version, strategies)
    world.district()
    world.student("s1", 101)
    world.student("s2", 201)
    world.student("s0")
    world.person("Staff", "t0")
    world.person(world.family, "p0")
    return world


def course(organization: int) -> dict[str, Any]:
    return {"courseCode": "C1", "educationOrganizationReference": {"educationOrganizationId": organization}}


def coverage(student: str, organization: int) -> dict[str, Any]:
    return {
        "educationOrganizationReference": {"educationOrganizationId": organization},
        "studentReference": {"studentUniqueId": student},
    }


def relation(world: World, student: str, relative: str) -> dict[str, Any]:
    kind = world.family.lower()
    return {f"{kind}Reference": {f"{kind}UniqueId": relative}, "studentReference": {"studentUniqueId": student}}


PEOPLE = {"student": [REP], "staff": [REP], "parent": [REP], "contact": [REP]}


@pytest.mark.parametrize("version", ["5.2", "7.3"])
def test_a_relative(version: str) -> None:
    """The hint names the relative's association, whose name changed with the data standard."""
    world = filled(version, PEOPLE)
    kind = world.family
    told = world.judge(world.caller(100, claim_set="Test"), kind, "Read", {f"{kind.lower()}UniqueId": "p0"}, "existing")
    hint = (
        f" Hint: You may need to create corresponding 'StudentSchoolAssociation' and 'Student{kind}Association' items."
    )
    assert told.text == (OLD if version == "5.2" else D0 + hint + " | " + one("claim (100)", f"{kind}UniqueId"))


NO_SUBJECTS = (
    "A security configuration problem was detected. The request cannot be authorized. | Authorization strategy '{}' "
    "processed the authorization context names '{}' and produced no authorization subjects, meaning no authorization "
    "filtering will be performed. Are you using the correct authorization strategy for this resource?"
)


@pytest.mark.parametrize(
    ("resource", "claim", "strategy", "document", "names"),
    [
        ("School", "school", RS, {"schoolId": 101}, "SchoolId"),
        ("Assessment", "assessment", REP, {"assessmentIdentifier": "A", "namespace": "uri://a"}, ""),
    ],
)
def test_nothing_to_judge_by(resource: str, claim: str, strategy: str, document: dict[str, Any], names: str) -> None:
    told = [filled(v, {claim: [strategy]}) for v in ("5.2", "7.3")]
    answers = [w.judge(w.caller(100, claim_set="Test"), resource, "Read", document, "existing") for w in told]
    assert [each.status for each in answers] == [500, 500]
    assert answers[0].text == "An unexpected error occurred on the server."
    assert answers[1].text == NO_SUBJECTS.format(strategy, names)


@pytest.mark.parametrize("version", ["5.2", "7.3"])
def test_a_resource_that_has_no_provider_of_subjects(version: str) -> None:
    world = filled(version, {"credential": [REP], "gradeLevelDescriptor": [REP]})
    caller = world.caller(100, claim_set="Test")
    for resource in ("GradeLevelDescriptor", "SchoolYearType"):
        if resource == "SchoolYearType":
            world = filled(version, {"schoolYearType": [REP]})
        told = world.judge(caller, resource, "Read", {}, "existing")
        assert told.status == 500
        assert not told.body.get("errors")


@pytest.mark.parametrize("version", ["5.2", "7.3"])
class TestSeedStory:
    def test_student(self, version: str) -> None:
        world = World(version)
        world.district()
        caller = world.caller(100)
        student = {"studentUniqueId": "new", "firstName": "A", "lastSurname": "B", "birthDate": DATE}
        assert world.judge(caller, "Student", "Create", student).status == 200
        record = world.put("Student", student)
        assert world.judge(caller, "Student", "Read", record).status == 403
        assert world.judge(caller, "StudentSchoolAssociation", "Create", enrolment("new", 101)).status == 200
        association = world.enrol("new", 101)
        assert world.judge(caller, "Student", "Read", record).status == 200
        assert world.judge(caller, "StudentSchoolAssociation", "Read", association).status == 200
        assert world.judge(world.caller(102), "Student", "Read", record).status == 403
        assert world.judge(world.caller(101), "Student", "Read", record).status == 200
        world.remove(association)
        assert world.judge(caller, "Student", "Read", record).status == 403

    def test_staff(self, version: str) -> None:
        world = World(version)
        world.district()
        record = world.person("Staff", "t")
        caller = world.caller(100)
        for connect in (world.employ, world.assign):
            assert world.judge(caller, "Staff", "Read", record).status == 403
            association = connect("t", 101)
            assert world.judge(caller, "Staff", "Read", record).status == 200
            world.remove(association)

    def test_relative(self, version: str) -> None:
        world = World(version)
        world.district()
        record = world.person(world.family, "p")
        world.student("s")
        caller = world.caller(100)
        relation = world.relate("s", "p")
        assert world.judge(caller, world.family, "Read", record).status == 403
        enrolled = world.enrol("s", 102)
        assert world.judge(caller, world.family, "Read", record).status == 200
        world.remove(relation)
        assert world.judge(caller, world.family, "Read", record).status == 403
        world.relate("s", "p")
        world.remove(enrolled)
        assert world.judge(caller, world.family, "Read", record).status == 403
