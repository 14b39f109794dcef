"""The story that mockedfi was made for: what one creates cannot be read until something connects it to the caller.

Told in every version, through HTTP, of a student, of staff and of a parent or contact.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from mockedfi.dialect.versions import VERSIONS
from mockedfi.since import at
from tests.api import Api, Caller

HIGH_SCHOOL, MIDDLE_SCHOOL, DISTRICT = 255901001, 255901044, 255901
STUDENT = {"studentUniqueId": "story-1", "firstName": "Ada", "lastSurname": "Novak", "birthDate": "2010-05-17"}
STAFF = {"staffUniqueId": "story-2", "firstName": "Otto", "lastSurname": "Lind"}


def enrolment(student: str, school: int) -> dict[str, Any]:
    return {
        "studentReference": {"studentUniqueId": student},
        "schoolReference": {"schoolId": school},
        "entryDate": "2021-08-23",
        "entryGradeLevelDescriptor": "uri://ed-fi.org/GradeLevelDescriptor#Ninth grade",
    }


@dataclass(frozen=True)
class Words:
    """What a version calls things, and what it says to a read that nothing permits."""

    guardian: str
    refused: Callable[[str, str], Any]
    """(hint, subject) to the body."""


HINT = "Access to the requested data could not be authorized. Hint: You may need to create "
NO_RELATIONSHIPS = (
    "No relationships have been established between the caller's education organization id claim (255901) "
    "and the resource item's '{subject}' value."
)
UNRELATED = "Authorization denied.  The claim does not have any established relationships with the requested resource."
WORDS = {
    "5.2": Words("parent", lambda _hint, _subject: {"message": UNRELATED}),
    "6.0": Words("parent", lambda _hint, subject: {"message": _unrelated(subject)}),
    "7.0": Words("contact", lambda _hint, subject: {"message": _unrelated(subject)}),
    "7.2": Words(
        "contact",
        lambda hint, subject: {
            "detail": HINT + hint,
            "type": "urn:ed-fi:api:security:authorization",
            "title": "Authorization Denied",
            "status": 403,
            "errors": [NO_RELATIONSHIPS.format(subject=subject)],
        },
    ),
}


def _unrelated(subject: str) -> str:
    return "Authorization denied. " + NO_RELATIONSHIPS.format(subject=subject)


@pytest.fixture(params=VERSIONS)
def api(request: pytest.FixtureRequest, api_of: Callable[[str], Api]) -> Api:
    return api_of(request.param)


def refusal(answer: Any) -> Any:
    """The body of a 403 without the identifier that differs each time."""
    assert answer.status_code == 403
    body = answer.json
    body.pop("correlationId", None)
    return body


def test_a_student_is_readable_after_the_enrolment(api: Api, client: Caller) -> None:
    created = client.post("students", STUDENT)
    assert created.status_code == 201
    student = created.headers["Location"].rpartition("/")[2]

    expected = at(WORDS, api.version).refused("a corresponding 'StudentSchoolAssociation' item.", "StudentUniqueId")
    assert refusal(client.get(f"students/{student}")) == expected
    assert client.post("students", STUDENT).status_code == 403, "the second POST is an update"

    assert client.post("studentSchoolAssociations", enrolment("story-1", HIGH_SCHOOL)).status_code == 201
    answer = client.get(f"students/{student}")
    assert answer.status_code == 200
    assert answer.json["studentUniqueId"] == "story-1"
    assert client.post("students", STUDENT).status_code == 200


@pytest.mark.parametrize("connection", ["employment", "assignment"])
def test_staff_is_readable_after_employment_or_assignment(api: Api, client: Caller, connection: str) -> None:
    staff = client.post("staffs", STAFF).headers["Location"].rpartition("/")[2]
    hint = (
        "corresponding 'StaffEducationOrganizationEmploymentAssociation' or "
        "'StaffEducationOrganizationAssignmentAssociation' items."
    )
    assert refusal(client.get(f"staffs/{staff}")) == at(WORDS, api.version).refused(hint, "StaffUniqueId")

    connects = {
        "staffReference": {"staffUniqueId": "story-2"},
        "educationOrganizationReference": {"educationOrganizationId": HIGH_SCHOOL},
    }
    if connection == "employment":
        connects |= {
            "employmentStatusDescriptor": "uri://ed-fi.org/EmploymentStatusDescriptor#Tenured or permanent",
            "hireDate": "2020-08-01",
        }
    else:
        connects |= {
            "staffClassificationDescriptor": "uri://ed-fi.org/StaffClassificationDescriptor#Teacher",
            "beginDate": "2020-08-01",
        }
    plural = f"staffEducationOrganization{connection.capitalize()}Associations"
    assert client.post(plural, connects).status_code == 201
    assert client.get(f"staffs/{staff}").status_code == 200


def test_a_parent_or_contact_is_readable_through_an_enrolled_student(api: Api, client: Caller) -> None:
    name = at(WORDS, api.version).guardian
    title = name.capitalize()
    guardian = {f"{name}UniqueId": "story-3", "firstName": "Iris", "lastSurname": "Novak"}
    item = client.post(f"{name}s", guardian).headers["Location"].rpartition("/")[2]
    hint = f"corresponding 'StudentSchoolAssociation' and 'Student{title}Association' items."
    assert refusal(client.get(f"{name}s/{item}")) == at(WORDS, api.version).refused(hint, f"{title}UniqueId")

    client.post("students", STUDENT)
    client.post("studentSchoolAssociations", enrolment("story-1", HIGH_SCHOOL))
    association = {
        "studentReference": {"studentUniqueId": "story-1"},
        f"{name}Reference": {f"{name}UniqueId": "story-3"},
    }
    assert client.post(f"student{title}Associations", association).status_code == 201
    assert client.get(f"{name}s/{item}").status_code == 200


def test_a_school_does_not_see_the_students_of_another(api: Api) -> None:
    high, middle = api.caller("grand-bend-high-school"), api.caller("grand-bend-middle-school")
    high.post("students", STUDENT)
    before = total(high), total(middle)
    item = high.post("studentSchoolAssociations", enrolment("story-1", HIGH_SCHOOL))
    assert item.status_code == 201

    student = high.get("students", studentUniqueId="story-1").json[0]["id"]
    assert high.get(f"students/{student}").status_code == 200
    assert middle.get(f"students/{student}").status_code == 403
    assert middle.get("students", studentUniqueId="story-1").json == []
    assert (total(high), total(middle)) == (before[0] + 1, before[1]), "a list does not count what it does not show"


def total(caller: Caller) -> int:
    """How many students a caller may see."""
    return int(caller.get("students", limit="0", totalCount="true").headers["Total-Count"])


def test_a_district_does_not_see_the_students_of_another(api: Api) -> None:
    theirs = api.caller("cedar-ridge").get("students", limit="1").json[0]["id"]
    assert api.caller().get(f"students/{theirs}").status_code == 403
    everything = int(api.caller("open").get("students", limit="0", totalCount="true").headers["Total-Count"])
    assert total(api.caller()) + total(api.caller("cedar-ridge")) == everything
