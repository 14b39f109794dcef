"""What a composite joins and how it shows it."""

import pytest

from tests.api import Api, Caller

from .conftest import MESSAGES, address, enroll, read, written

pytestmark = pytest.mark.usefixtures("pupil")


def test_a_key_of_a_reference_is_a_value_too(writer: Caller) -> None:
    (shown,) = read(writer, "enrollments", query_string={"StudentUniqueId": "new-7"})
    assert (shown["schoolId"], shown["pupil"]) == (255901001, "new-7")


def test_a_reference_that_is_not_there_is_null(writer: Caller) -> None:
    (shown,) = read(writer, "enrollments", query_string={"studentUniqueId": "new-7"})
    assert shown["student"] == {"firstName": "Nina", "lastSurname": "Newcomer"}
    assert shown["calendar"] is None


def test_decimals_have_the_digits_of_their_columns(writer: Caller) -> None:
    """Composites are read from the tables in every version."""
    course = writer.get("courses", limit=1).json[0]
    writer.request("PUT", f"courses/{course['id']}", json={**course, "maximumAvailableCredits": 2})
    path = "/composites/v1/example/joined/credits"
    answer = writer.request("GET", path, query_string={"courseCode": course["courseCode"]})
    assert '"maximumAvailableCredits":2.000' in answer.text


def test_a_descriptor_can_be_joined(writer: Caller) -> None:
    (shown,) = read(writer, "enrollments", query_string={"studentUniqueId": "new-7"})
    assert shown["gradeLevel"] == {"codeValue": "Tenth grade", "shortDescription": "Tenth grade"}


def test_without_what_is_flattened_into_it_a_row_is_not_shown(writer: Caller) -> None:
    query = {"studentUniqueId": "new-7"}
    assert read(writer, "plannedEnrollments", query_string=query) == []
    calendar = writer.get("calendars", schoolId=255901001).json[0]
    reference = {
        "calendarCode": calendar["calendarCode"],
        "schoolId": 255901001,
        "schoolYear": calendar["schoolYearTypeReference"]["schoolYear"],
    }
    enroll(
        writer, 255901001, calendarReference=reference, schoolYearTypeReference={"schoolYear": reference["schoolYear"]}
    )
    assert read(writer, "plannedEnrollments", query_string=query) == [
        {"studentUniqueId": "new-7", "calendarCode": calendar["calendarCode"]}
    ]


def test_rows_within_what_is_flattened(writer: Caller, pupil: str) -> None:
    (enrollment,) = read(writer, f"pupils/{pupil}")["enrollments"]
    assert enrollment["nameOfInstitution"] == "Grand Bend High School"
    assert len(enrollment["gradeLevels"]) == 4


def test_collections_within_linked_collections(writer: Caller, pupil: str) -> None:
    assert read(writer, f"pupils/{pupil}")["addressed"] == []
    address(writer, Mailing="Old Town", Home="New Town")
    (shown,) = read(writer, f"pupils/{pupil}")["addressed"]
    assert sorted(each["city"] for each in shown["addresses"]) == ["New Town", "Old Town"]


def test_an_embedded_object_shows_as_a_list(writer: Caller) -> None:
    document = {
        "assessmentIdentifier": "new",
        "namespace": "uri://ed-fi.org/new",
        "assessmentTitle": "New",
        "academicSubjects": [{"academicSubjectDescriptor": "uri://ed-fi.org/AcademicSubjectDescriptor#Science"}],
        "contentStandard": {"title": "Of one's own"},
    }
    written(writer, "assessments", document)
    (shown,) = read(writer, "tests", query_string={"assessmentIdentifier": "new"})
    assert shown["standard"] == [{"title": "Of one's own"}]


def test_what_is_not_there_is_left_out_unless_asked_for(writer: Caller) -> None:
    id = written(
        writer,
        "students",
        {"studentUniqueId": "bare", "firstName": "Bo", "lastSurname": "Bare", "birthDate": "2005-01-01"},
    )
    assert "middleName" not in read(writer, f"pupils/{id}")
    assert read(writer, f"pupils/{id}", headers={"IncludeNulls": "true"})["middleName"] is None


def test_names_that_the_data_standard_does_not_have_are_left_out(writer: Caller) -> None:
    assert set(read(writer, "calendars", query_string={"limit": 1})[0]) == {"date"}


def test_a_composite_of_a_resource_that_the_data_standard_does_not_have(writer: Caller) -> None:
    assert writer.request("GET", "/composites/v1/example/joined/strangers").status_code == 404


@pytest.mark.parametrize("path", ["pupils", "Pupil", "PUPILS/"])
def test_names_are_found_in_singular_and_plural(writer: Caller, path: str) -> None:
    assert len(read(writer, path, query_string={"limit": 2})) == 2


def test_ids_and_dates_as_versions_write_them(api: Api, writer: Caller) -> None:
    (shown,) = read(writer, "enrollments", query_string={"studentUniqueId": "new-7"})
    old = api.version in MESSAGES
    assert ("-" in shown["id"], "T" in shown["entryDate"]) == (old, old)


def test_rows_come_in_the_order_of_their_primary_keys(writer: Caller, pupil: str) -> None:
    enroll(writer, 255901044)
    enroll(writer, 255901001, entryDate="2020-08-24")
    dates = [each["entryDate"][:10] for each in read(writer, f"pupils/{pupil}")["enrollments"]]
    assert dates == ["2020-08-24", "2021-08-23", "2021-08-23"]
