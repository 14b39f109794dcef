"""The composites that come with the API: each answer follows a write made a moment before."""

import pytest

from tests.api import Api, Caller

from .conftest import MESSAGES, enroll, written

pytestmark = pytest.mark.usefixtures("pupil")

ENROLLMENT = "/composites/v1/ed-fi/enrollment"


def test_a_student_is_shown_with_a_new_enrollment(api: Api, writer: Caller, school: Caller, pupil: str) -> None:
    for client in (writer, school):
        (enrollment,) = client.get(f"{ENROLLMENT}/students/{pupil}").json["studentSchoolEnrollments"]
        assert enrollment["nameOfInstitution"] == "Grand Bend High School"
        assert enrollment["entryGradeLevelDescriptor"] == "uri://ed-fi.org/GradeLevelDescriptor#Tenth grade"
        assert enrollment["enrollmentBeginDate"] == (
            "2021-08-23T00:00:00Z" if api.version in MESSAGES else "2021-08-23"
        )


def test_a_client_of_another_school_finds_no_such_student(middle_school: Caller, pupil: str) -> None:
    assert middle_school.get(f"{ENROLLMENT}/students/{pupil}").json == []


def test_an_enrollment_elsewhere_is_shown_to_those_who_may_see_it(
    writer: Caller, school: Caller, middle_school: Caller, pupil: str
) -> None:
    enroll(writer, 255901044)
    seen = []
    for client in (writer, school, middle_school):
        shown = client.get(f"{ENROLLMENT}/students/{pupil}").json["studentSchoolEnrollments"]
        seen.append(sorted(each["schoolId"] for each in shown))
    assert seen == [[255901001, 255901044], [255901001], [255901044]]


def test_demographics_tell_the_kind_of_education_organization(writer: Caller, pupil: str) -> None:
    document = {
        "studentReference": {"studentUniqueId": "new-7"},
        "educationOrganizationReference": {"educationOrganizationId": 255901001},
        "sexDescriptor": "uri://ed-fi.org/SexDescriptor#Female",
        "races": [{"raceDescriptor": "uri://ed-fi.org/RaceDescriptor#Asian"}],
    }
    written(writer, "studentEducationOrganizationAssociations", document)
    (shown,) = writer.get(f"{ENROLLMENT}/students/{pupil}").json["studentDemographics"]
    assert shown == {
        "sexDescriptor": "uri://ed-fi.org/SexDescriptor#Female",
        "educationOrganizationId": 255901001,
        "educationOrganizationType": "edfi.School",
        "languages": [],
        "races": [{"raceDescriptor": "uri://ed-fi.org/RaceDescriptor#Asian"}],
    }


def test_a_section_is_shown_with_those_who_teach_and_attend_it(writer: Caller, school: Caller) -> None:
    section = writer.get("sections", schoolId=255901001, limit=1).json[0]
    keys = {**section["courseOfferingReference"], "sectionIdentifier": section["sectionIdentifier"]}
    keys.pop("link")
    document = {
        "sectionReference": keys,
        "studentReference": {"studentUniqueId": "new-7"},
        "beginDate": "2021-09-01",
    }
    written(writer, "studentSectionAssociations", document)
    for client in (writer, school):
        shown = client.get(f"{ENROLLMENT}/sections/{section['id']}").json
        assert "new-7" in [each["studentUniqueId"] for each in shown["students"]]
        assert shown["session"]["sessionName"] == keys["sessionName"]
        assert shown["localCourseCode"] == keys["localCourseCode"]
        assert shown["staff"][0]["staffUniqueId"]


def test_what_versions_say_of_a_sections_course(api: Api, writer: Caller) -> None:
    shown = writer.get(f"{ENROLLMENT}/sections", limit=1).json[0]
    assert ("academicSubjectDescriptor" in shown) is api.version.startswith("5")
    assert "maximumAvailableCreditTypeDescriptor" not in shown


def test_the_students_of_a_school(writer: Caller, school: Caller) -> None:
    high_school = writer.get("schools", schoolId=255901001).json[0]["id"]
    for client in (writer, school):
        answer = client.get(f"{ENROLLMENT}/schools/{high_school}/students", studentUniqueId="new-7")
        assert answer.json["firstName"] == "Nina"
    middle = writer.get("schools", schoolId=255901044).json[0]["id"]
    assert writer.get(f"{ENROLLMENT}/schools/{middle}/students", studentUniqueId="new-7").status_code == 404


def test_the_schools_of_a_new_local_education_agency(writer: Caller) -> None:
    category = writer.get("localEducationAgencies").json[0]["localEducationAgencyCategoryDescriptor"]
    kind = "uri://ed-fi.org/EducationOrganizationCategoryDescriptor#"
    agency = written(
        writer,
        "localEducationAgencies",
        {
            "localEducationAgencyId": 991,
            "localEducationAgencyCategoryDescriptor": category,
            "nameOfInstitution": "New Agency",
            "categories": [{"educationOrganizationCategoryDescriptor": f"{kind}Local Education Agency"}],
        },
    )
    assert writer.get(f"{ENROLLMENT}/localEducationAgencies/{agency}/schools").json == []
    written(
        writer,
        "schools",
        {
            "schoolId": 991001,
            "nameOfInstitution": "New School",
            "localEducationAgencyReference": {"localEducationAgencyId": 991},
            "educationOrganizationCategories": [{"educationOrganizationCategoryDescriptor": f"{kind}School"}],
            "gradeLevels": [{"gradeLevelDescriptor": "uri://ed-fi.org/GradeLevelDescriptor#First grade"}],
        },
    )
    (school,) = writer.get(f"{ENROLLMENT}/localEducationAgencies/{agency}/schools").json
    assert school["nameOfInstitution"] == "New School"
    assert school["localEducationAgency"]["localEducationAgencyId"] == 991
    assert school["educationOrganizationCategories"] == [{"category": f"{kind}School"}]


def test_staff_with_their_assignments(writer: Caller, school: Caller) -> None:
    written(
        writer,
        "staffs",
        {"staffUniqueId": "new-1", "firstName": "Theo", "lastSurname": "Teacher", "birthDate": "1980-01-01"},
    )
    written(
        writer,
        "staffEducationOrganizationAssignmentAssociations",
        {
            "staffReference": {"staffUniqueId": "new-1"},
            "educationOrganizationReference": {"educationOrganizationId": 255901001},
            "beginDate": "2021-08-01",
            "staffClassificationDescriptor": "uri://ed-fi.org/StaffClassificationDescriptor#Teacher",
        },
    )
    for client in (writer, school):
        shown = client.get(f"{ENROLLMENT}/staffs", staffUniqueId="new-1").json
        assert shown["educationOrganizationAssignments"] == [
            {
                "staffClassificationDescriptor": "uri://ed-fi.org/StaffClassificationDescriptor#Teacher",
                "educationOrganizationId": 255901001,
                "educationOrganizationType": "edfi.School",
            }
        ]
