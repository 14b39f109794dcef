"""Pages, criteria, ranges, fields; and what is said of those that do not fit."""

from typing import Any

import pytest
from werkzeug.test import TestResponse

from tests.api import Api, Caller

from .conftest import MESSAGES, enroll, read, told, written

pytestmark = pytest.mark.usefixtures("pupil")

PARAMETER = "urn:ed-fi:api:bad-request:parameter-validation-failed"
DATA = "urn:ed-fi:api:bad-request:data-validation-failed"


def asked(client: Caller, path: str, **query: Any) -> TestResponse:
    return client.request("GET", f"/composites/v1/example/joined/{path}", query_string=query)


def test_a_page_has_25_rows_unless_told(writer: Caller) -> None:
    first = read(writer, "pupils")
    assert len(first) == 25
    assert read(writer, "pupils", query_string={"offset": 3, "LIMIT": 2}) == first[3:5]


@pytest.mark.parametrize("limit", [0, -1, 101])
def test_a_limit_out_of_range(api: Api, client: Caller, limit: int) -> None:
    answer = asked(client, "pupils", limit=limit)
    assert answer.status_code == 400
    text = "Limit must be omitted or set to a value between 1 and 100."
    if api.version in MESSAGES:
        assert answer.json["message"] == text
    else:
        assert answer.json["type"] == PARAMETER
        assert (answer.json["detail"], answer.json["errors"]) == ("The limit parameter was incorrect.", [text])


@pytest.mark.parametrize("name", ["limit", "offset"])
def test_a_page_that_is_no_number(api: Api, client: Caller, name: str) -> None:
    answer = asked(client, "pupils", **{name: "many"})
    assert answer.status_code == 400
    message = told(api, answer)
    if message is not None:
        assert message == f"Invalid {name} specified."
    else:
        assert answer.json["detail"] == f"The '{name}' parameter must be a number."
        assert answer.json["errors"] == [f"{name.capitalize()} parameter value 'many' is not a number."]


def test_an_unknown_property(api: Api, client: Caller) -> None:
    answer = asked(client, "pupils", shoeSize=43)
    assert answer.status_code == 400
    text = "The property 'shoeSize' does not exist or is not available."
    message = told(api, answer)
    if message is not None:
        assert message == text
    else:
        assert answer.json["errors"] == [text]
        assert answer.json["type"] == PARAMETER


def test_a_value_of_another_type(api: Api, client: Caller) -> None:
    answer = asked(client, "pupils", birthDate="yesterday")
    assert answer.status_code == 400
    message = told(api, answer)
    if message is not None:
        assert message.startswith("Invalid query string parameter value provided.  The value for parameter 'BirthDate'")
    else:
        assert answer.json["type"] == DATA
        assert (
            answer.json["detail"] == "Filter value for 'birthDate' is not a valid value for the type of data expected."
        )
        assert answer.json["errors"][0].startswith("Invalid query string parameter value for 'BirthDate'")


@pytest.mark.parametrize("id", ["none", "AAAAAAAA-6666-77778888-FFFFFFFFFFFF"])
def test_an_id_that_is_none(api: Api, client: Caller, id: str) -> None:
    answer = asked(client, f"pupils/{id}")
    assert answer.status_code == 400
    message = told(api, answer)
    if message is not None:
        assert message == "The supplied resource identifier is invalid."
    else:
        assert answer.json["detail"] == "The supplied data identifier is invalid."
        assert answer.json["errors"] == ["The identifier could not be processed as a GUID."]


def test_the_whole_key_asks_for_one_item(api: Api, writer: Caller) -> None:
    assert asked(writer, "pupils", studentUniqueId="new-7").json["firstName"] == "Nina"
    answer = asked(writer, "pupils", studentUniqueId="nobody")
    assert answer.status_code == 404
    message = told(api, answer)
    if message is not None:
        assert message == "The specified resource could not be found."
    else:
        assert answer.json["detail"] == "The specified item could not be found."


def test_an_id_asks_for_one_item_until_anything_else_is_asked(writer: Caller, pupil: str) -> None:
    assert read(writer, f"pupils/{pupil}")["firstName"] == "Nina"
    assert [each["firstName"] for each in read(writer, f"pupils/{pupil}", query_string={"correlationId": "x"})] == [
        "Nina"
    ]


def test_an_id_that_nobody_has_is_an_empty_list(writer: Caller) -> None:
    assert read(writer, f"pupils/{'0' * 32}") == []


def test_criteria_hold_together(writer: Caller) -> None:
    enroll(writer, 255901044)
    query = {"StudentUniqueId": "new-7", "schoolId": 255901044}
    assert [each["schoolId"] for each in read(writer, "enrollments", query_string=query)] == [255901044]


def test_zeros_before_a_number(writer: Caller) -> None:
    enroll(writer, 255901044)
    query = {"StudentUniqueId": "new-7", "schoolId": "0255901044"}
    assert [each["schoolId"] for each in read(writer, "enrollments", query_string=query)] == [255901044]


def test_a_descriptor_in_any_case(writer: Caller) -> None:
    uri = "uri://ed-fi.org/gradeleveldescriptor#TENTH GRADE"
    query = {"studentUniqueId": "new-7", "entryGradeLevelDescriptor": uri}
    assert len(read(writer, "enrollments", query_string=query)) == 1


def test_a_descriptor_that_does_not_exist(api: Api, writer: Caller) -> None:
    unknown = "uri://ed-fi.org/GradeLevelDescriptor#Soon"
    query = {"studentUniqueId": "new-7", "entryGradeLevelDescriptor": unknown}
    answer = asked(writer, "enrollments", **query)
    if api.version in ("5.2", "5.3", "6.2"):
        assert answer.status_code == 400
        assert (
            told(api, answer) == f"Unable to resolve value '{unknown}' to an existing 'GradeLevelDescriptor' resource."
        )
    else:
        assert (answer.status_code, answer.json) == (200, [])

    namespace, code = unknown.split("#")
    level = {"namespace": namespace, "codeValue": code, "shortDescription": code}
    written(writer, "gradeLevelDescriptors", level)
    answer = asked(writer, "enrollments", **query)
    assert (answer.status_code, answer.json) == (200, [])


def test_a_descriptor_without_a_number_sign(api: Api, client: Caller) -> None:
    answer = asked(client, "enrollments", entryGradeLevelDescriptor="Tenth grade")
    assert answer.status_code == 400
    message = told(api, answer)
    if message is not None:
        assert message == "Unable to resolve value 'Tenth grade' to an existing 'GradeLevelDescriptor' resource."
    else:
        assert answer.json["type"] == DATA
        (error,) = answer.json["errors"]
        assert error.startswith("GradeLevelDescriptor value 'Tenth grade' is not a valid value for use as a descriptor")


def test_a_parameter_of_the_specification(writer: Caller) -> None:
    (shown,) = read(writer, "enrollments", query_string={"lastSurname": "Newcomer"})
    assert shown["pupil"] == "new-7"


@pytest.mark.parametrize(
    ("ends", "found"),
    [("[{0}..{0}]", True), ("{{{0}..{0}]", False), ("[{0}..{0}}}", False), ("[2006-05-03..2007-1-1]", True)],
)
def test_ranges(writer: Caller, ends: str, found: bool) -> None:
    query = {"studentUniqueId": "new-7", "q": f"BirthDate:{ends.format('2006-05-04')}"}
    assert (asked(writer, "pupils", **query).status_code == 200) is found


def test_a_range_that_cannot_be_read(api: Api, client: Caller) -> None:
    answer = asked(client, "pupils", q="BirthDate:later")
    assert answer.status_code == 400
    message = told(api, answer)
    if message is not None:
        assert message.startswith("The query filter expression was invalid.")
    else:
        assert answer.json["detail"] == "Only numeric and date range filter expressions are supported."


def test_fields(writer: Caller, pupil: str) -> None:
    def shown(fields: str) -> Any:
        return read(writer, f"pupils/{pupil}", query_string={"fields": fields})

    assert shown("firstName") == {"firstName": "Nina"}
    assert shown("enrollments(nameOfInstitution)") == {"enrollments": [{"nameOfInstitution": "Grand Bend High School"}]}
    assert set(shown("firstName, enrollments")["enrollments"][0]) == {"entryDate", "nameOfInstitution", "gradeLevels"}
    assert shown("enrollments(*)") == shown("enrollments")


@pytest.mark.parametrize("fields", ["", "firstName(", "firstName)", "enrollments()", "*,firstName", "first-name"])
def test_fields_that_cannot_be_read(client: Caller, fields: str) -> None:
    assert asked(client, "pupils", fields=fields).status_code == 500
