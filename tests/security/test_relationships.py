"""What a client is told when a relationship is missing: both eras side by side, produced by data and claims."""

from collections.abc import Callable
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


Scene = tuple[str, dict[str, list[str]], tuple[int, ...], str, Callable[[World], Any], str, str, str]
PEOPLE = {"student": [REP], "staff": [REP], "parent": [REP], "contact": [REP]}
SCENES: list[Scene] = [
    # name, strategies, claims, resource, item, phase, 5.2, 7.3
    (
        "a student without enrolment",
        PEOPLE,
        (100,),
        "Student",
        lambda _: {"studentUniqueId": "s0"},
        "existing",
        OLD,
        D0 + STUDENT_HINT + " | " + one("claim (100)", "StudentUniqueId"),
    ),
    (
        "the same, proposed",
        PEOPLE,
        (100,),
        "Student",
        lambda _: {"studentUniqueId": "s0"},
        "proposed",
        OLD,
        D0 + STUDENT_HINT + " | " + one("claim (100)", "StudentUniqueId"),
    ),
    (
        "a student of another district",
        PEOPLE,
        (100,),
        "Student",
        lambda _: {"studentUniqueId": "s2"},
        "existing",
        OLD,
        D0 + STUDENT_HINT + " | " + one("claim (100)", "StudentUniqueId"),
    ),
    (
        "a student who does not exist",
        PEOPLE,
        (100,),
        "Student",
        lambda _: {"studentUniqueId": "nobody"},
        "proposed",
        "Access to the resource item could not be authorized because the 'StudentUSI' of the resource is empty.",
        D0 + STUDENT_HINT + " | " + one("claim (100)", "StudentUniqueId"),
    ),
    (
        "two claims, out of order",
        PEOPLE,
        (102, 101),
        "Student",
        lambda _: {"studentUniqueId": "s0"},
        "existing",
        OLD,
        D0 + STUDENT_HINT + " | " + one("claims (101, 102)", "StudentUniqueId"),
    ),
    (
        "five claims",
        PEOPLE,
        (5, 4, 3, 2, 100),
        "Student",
        lambda _: {"studentUniqueId": "s0"},
        "existing",
        OLD,
        D0 + STUDENT_HINT + " | " + one("claims (2, 3, 4, 5, 100)", "StudentUniqueId"),
    ),
    (
        "six claims",
        PEOPLE,
        (6, 5, 4, 3, 2, 100),
        "Student",
        lambda _: {"studentUniqueId": "s0"},
        "existing",
        OLD,
        D0 + STUDENT_HINT + " | " + one("claims (2, 3, 4, 5, 6, ...)", "StudentUniqueId"),
    ),
    (
        "no claims",
        PEOPLE,
        (),
        "Student",
        lambda _: {"studentUniqueId": "s1"},
        "existing",
        NONE_CLAIMED,
        D0 + STUDENT_HINT + " | " + one("claims (none)", "StudentUniqueId"),
    ),
    (
        "claims that are nowhere",
        PEOPLE,
        (7, 8),
        "Student",
        lambda _: {"studentUniqueId": "s1"},
        "existing",
        NOT_THERE,
        D0 + STUDENT_HINT + " | " + one("claims (7, 8)", "StudentUniqueId"),
    ),
    (
        "a staff member without assignment",
        PEOPLE,
        (100,),
        "Staff",
        lambda _: {"staffUniqueId": "t0"},
        "existing",
        OLD,
        D0
        + " Hint: You may need to create corresponding 'StaffEducationOrganizationEmploymentAssociation' or "
        + "'StaffEducationOrganizationAssignmentAssociation' items. | "
        + one("claim (100)", "StaffUniqueId"),
    ),
    (
        "another district's course",
        {"course": [REP]},
        (100,),
        "Course",
        lambda _: course(200),
        "proposed",
        "Authorization denied.  Access to the requested 'LocalEducationAgencyId' was denied.",
        D0 + " | " + one("claim (100)", "EducationOrganizationId"),
    ),
    (
        "a course of an education organization that is nowhere",
        {"course": [REP]},
        (100,),
        "Course",
        lambda _: course(999),
        "proposed",
        "404 Education Organization with an identifier of '999' could not be found.",
        D0 + " | " + one("claim (100)", "EducationOrganizationId"),
    ),
    (
        "the district of a school",
        {"course": [REP]},
        (101,),
        "Course",
        lambda _: course(100),
        "existing",
        (
            "Authorization denied.  The claims associated with an identifier of 'SchoolId' cannot be used to "
            "authorize a request associated with an identifier of 'LocalEducationAgencyId'."
        ),
        D0 + " | " + one("claim (101)", "EducationOrganizationId"),
    ),
    (
        "an enrolment in another district, by the school alone",
        {"studentSchoolAssociation": [RE]},
        (100,),
        "StudentSchoolAssociation",
        lambda _: enrolment("s0", 201),
        "proposed",
        OLD,
        D0 + " | " + one("claim (100)", "SchoolId"),
    ),
    (
        "an enrolment in another district, by school and student",
        {"studentSchoolAssociation": [REP]},
        (100,),
        "StudentSchoolAssociation",
        lambda _: enrolment("s2", 201),
        "existing",
        OLD,
        D0 + STUDENT_HINT + " | " + several("claim (100)", "SchoolId", "StudentUniqueId"),
    ),
    (
        "the claimed school itself is not named",
        {"studentSchoolAssociation": [REP]},
        (101,),
        "StudentSchoolAssociation",
        lambda _: enrolment("s2", 101),
        "proposed",
        OLD,
        D0 + STUDENT_HINT + " | " + one("claim (101)", "StudentUniqueId"),
    ),
    (
        "another school, for a school",
        {"studentSchoolAssociation": [REP]},
        (101,),
        "StudentSchoolAssociation",
        lambda _: enrolment("s2", 201),
        "existing",
        "Authorization denied.  Access to the requested 'SchoolId' was denied.",
        D0 + STUDENT_HINT + " | " + several("claim (101)", "SchoolId", "StudentUniqueId"),
    ),
    (
        "a state's claim",
        PEOPLE,
        (1,),
        "Student",
        lambda _: {"studentUniqueId": "s0"},
        "existing",
        (
            "Unable to authorize the request because there is no authorization support for associating the API "
            "client's associated education organization types ('StateEducationAgency') with the resource."
        ),
        D0 + STUDENT_HINT + " | " + one("claim (1)", "StudentUniqueId"),
    ),
    (
        "claims of several types that reach nothing",
        PEOPLE,
        (301, 1),
        "Student",
        lambda _: {"studentUniqueId": "s0"},
        "existing",
        (
            "Unable to authorize the request because there is no authorization support for associating the API "
            "client's associated education organization types ('CommunityProvider', 'StateEducationAgency') with the "
            "resource."
        ),
        D0 + STUDENT_HINT + " | " + one("claims (1, 301)", "StudentUniqueId"),
    ),
    (
        "a department without parent, proposed",
        {"organizationDepartment": [REP]},
        (100,),
        "OrganizationDepartment",
        lambda _: {"organizationDepartmentId": 1012},
        "proposed",
        (
            "Access to the resource item could not be authorized because the 'EducationOrganizationId' of the "
            "resource is empty."
        ),
        D0 + " The 'ParentEducationOrganizationId' value is required for authorization purposes.",
    ),
    (
        "a department without parent, existing",
        {"organizationDepartment": [REP]},
        (100,),
        "OrganizationDepartment",
        lambda _: {"organizationDepartmentId": 1012},
        "existing",
        (
            "Access to the resource item could not be authorized because the 'EducationOrganizationId' of the "
            "resource is empty."
        ),
        D0
        + " The existing 'ParentEducationOrganizationId' value is required for authorization purposes. | "
        + f"The existing resource item is inaccessible to clients using the '{REP}' authorization strategy.",
    ),
    (
        "a department of another district",
        {"organizationDepartment": [REP]},
        (100,),
        "OrganizationDepartment",
        lambda _: {
            "organizationDepartmentId": 2011,
            "parentEducationOrganizationReference": {"educationOrganizationId": 201},
        },
        "proposed",
        OLD,
        D0 + " | " + one("claim (100)", "ParentEducationOrganizationId"),
    ),
    (
        "an association of two persons, by the student alone",
        {"studentParentAssociation": [RS], "studentContactAssociation": [RS]},
        (100,),
        "Student{family}Association",
        lambda world: relation(world, "s2", "p0"),
        "proposed",
        OLD,
        D0 + STUDENT_HINT + " | " + one("claim (100)", "StudentUniqueId"),
    ),
]


@pytest.mark.parametrize("version", ["5.2", "7.3"])
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene[0])
def test_scene(scene: Scene, version: str) -> None:
    _, strategies, claims, resource, item, phase, old, new = scene
    world = filled(version, strategies)
    name = resource.format(family=world.family)
    told = world.judge(world.caller(*claims, claim_set="Test"), name, "Update", item(world), phase)
    wanted = old if version == "5.2" else new
    status, text = (int(wanted[:3]), wanted[4:]) if wanted[:3].isdigit() else (403, wanted)
    assert (told.status, told.text) == (status, text)
    assert told.refusal is not None
    assert told.refusal.why is not None


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


@pytest.mark.parametrize(
    ("phase", "type_"),
    [
        ("proposed", "security:authorization:relationships:access-denied:element-required"),
        ("existing", "security:authorization:relationships:invalid-data:element-uninitialized"),
    ],
)
def test_types_of_missing_elements(phase: str, type_: str) -> None:
    world = filled("7.3", {"organizationDepartment": [RE]})
    told = world.judge(
        world.caller(100, claim_set="Test"),
        "OrganizationDepartment",
        "Update",
        {"organizationDepartmentId": 1012},
        phase,
    )
    assert (told.type, told.body["title"]) == (type_, "Authorization Denied")
    assert ("errors" in told.body) == (phase == "existing")


def test_the_type_of_a_missing_relationship() -> None:
    world = filled("7.3", PEOPLE)
    told = world.judge(world.caller(100, claim_set="Test"), "Student", "Read", {"studentUniqueId": "s0"}, "existing")
    assert told.body == {
        "detail": D0 + STUDENT_HINT,
        "type": "urn:ed-fi:api:security:authorization",
        "title": "Authorization Denied",
        "status": 403,
        "correlationId": "c",
        "errors": [one("claim (100)", "StudentUniqueId")],
    }


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
