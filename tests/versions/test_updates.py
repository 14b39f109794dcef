"""What an update is: by which item it is taken, and whether it changes anything."""

from collections.abc import Callable

import pytest

from tests.api import Api

VERSIONS = ("5.2", "5.3", "6.2", "7.1", "7.2", "7.3")
STUDENT = {"studentUniqueId": "audited", "firstName": "a", "lastSurname": "b", "birthDate": "2010-01-01"}


@pytest.mark.parametrize("version", VERSIONS)
def test_a_put_to_the_empty_id_goes_by_the_key(api_of: Callable[[str], Api], version: str) -> None:
    """Source: EdFi.Ods.Common/Infrastructure/Repositories/UpsertEntity.cs; Controllers/DataManagementControllerBase.cs,
    where ``Location`` is the address of the request, but for 5.2.
    """
    client = api_of(version).caller("open")
    nowhere = f"students/{'0' * 32}"
    answer = client.put(nowhere, STUDENT)
    assert (answer.status_code, answer.data) == (201, b"")
    (student,) = client.get("students", studentUniqueId="audited").json
    shown = f"{nowhere}/{student['id']}" if version == "5.2" else nowhere
    assert answer.headers["Location"].partition("/ed-fi/")[2] == shown
    answer = client.put(nowhere, STUDENT | {"firstName": "c"})
    assert answer.status_code == 204
    (changed,) = client.get("students", studentUniqueId="audited").json
    assert (changed["id"], changed["firstName"]) == (student["id"], "c")


SYSTEM = "courseIdentificationSystemDescriptor"
KIND = "uri://ed-fi.org/CourseIdentificationSystemDescriptor"
CODES = [{SYSTEM: f"{KIND}#{word}", "identificationCode": "x"} for word in ("Other", "LEA course code")]
COURSE = {
    "courseCode": "audited",
    "courseTitle": "x",
    "numberOfParts": 1,
    "educationOrganizationReference": {"educationOrganizationId": 255901001},
}


@pytest.mark.parametrize("version", VERSIONS)
def test_items_in_another_order_are_the_same(api_of: Callable[[str], Api], version: str) -> None:
    """Source: EdFi.Ods.Common/Extensions/CollectionExtensions.cs."""
    client = api_of(version).caller("open")
    created = client.post("courses", COURSE | {"identificationCodes": CODES})
    answer = client.post("courses", COURSE | {"identificationCodes": CODES[::-1]})
    assert (answer.status_code, answer.headers["ETag"]) == (200, created.headers["ETag"])
    new = {SYSTEM: f"{KIND}#State course code", "identificationCode": "x"}
    answer = client.post("courses", COURSE | {"identificationCodes": [new, *CODES[::-1]]})
    assert answer.headers["ETag"] != created.headers["ETag"]
    (course,) = client.get("courses", courseCode="audited").json
    assert course["identificationCodes"] == [*CODES, new]


@pytest.mark.parametrize("version", VERSIONS)
def test_of_items_that_differ_in_the_case_of_a_descriptor_the_first_counts(
    api_of: Callable[[str], Api], version: str
) -> None:
    """Source: GetHashCode in Mustache/Resources.mustache; the sets of Mustache/Entities.mustache."""
    client = api_of(version).caller("open")
    other = {SYSTEM: CODES[0][SYSTEM].upper(), "identificationCode": "y"}
    assert client.post("courses", COURSE | {"identificationCodes": [*CODES, other]}).status_code == 201
    (course,) = client.get("courses", courseCode="audited").json
    assert course["identificationCodes"] == CODES


@pytest.mark.parametrize("version", VERSIONS)
def test_a_descriptor_in_another_case_counts_as_another_where_it_makes_no_key(
    api_of: Callable[[str], Api], version: str
) -> None:
    """Source: Mustache/EntityMapper.mustache."""
    client = api_of(version).caller("open")
    (body,) = client.get("studentSchoolAssociations", limit=1).json
    enrolment = f"studentSchoolAssociations/{body['id']}"
    before = client.get(enrolment)
    body["entryGradeLevelDescriptor"] = body["entryGradeLevelDescriptor"].upper()
    answer = client.put(enrolment, body)
    assert (answer.status_code, answer.headers["ETag"] != before.headers["ETag"]) == (204, True)
    shown = {name: value for name, value in client.get(enrolment).json.items() if not name.startswith("_")}
    assert shown == {name: value for name, value in before.json.items() if not name.startswith("_")}
    codes = [{**each, SYSTEM: each[SYSTEM].upper()} for each in CODES]
    created = client.post("courses", COURSE | {"identificationCodes": CODES})
    answer = client.post("courses", COURSE | {"identificationCodes": codes})
    assert answer.headers["ETag"] == created.headers["ETag"]


@pytest.mark.parametrize(
    ("version", "cities"),
    [("5.2", ["Austin"]), ("5.3", ["Austin"]), ("6.2", ["AUSTIN"]), ("7.3", ["AUSTIN"])],
)
def test_items_whose_keys_differ_in_case(api_of: Callable[[str], Api], version: str, cities: list[str]) -> None:
    """Source: Equals in Mustache/Entities.mustache."""
    client = api_of(version).caller("open")
    address = {
        "addressTypeDescriptor": "uri://ed-fi.org/AddressTypeDescriptor#Home",
        "stateAbbreviationDescriptor": "uri://ed-fi.org/StateAbbreviationDescriptor#TX",
        "city": "Austin",
        "postalCode": "78701",
        "streetNumberName": "1 Main",
    }
    people = "parents" if version.startswith(("5", "6")) else "contacts"
    parent = {f"{people[:-1]}UniqueId": "audited", "firstName": "a", "lastSurname": "b", "addresses": [address]}
    created = client.post(people, parent)
    assert created.status_code == 201
    answer = client.post(people, parent | {"addresses": [address | {"city": "AUSTIN"}]})
    assert (answer.headers["ETag"] == created.headers["ETag"]) is (cities == ["Austin"])
    place = created.headers["Location"].rpartition("/")[2]
    assert [each["city"] for each in client.get(f"{people}/{place}").json["addresses"]] == cities


@pytest.mark.parametrize("version", VERSIONS)
def test_a_moment_is_not_taken_away(api_of: Callable[[str], Api], version: str) -> None:
    """Source: DateTimeProperty in Mustache/Entities_PropertyAccessors.mustache: the setter passes null by."""
    client = api_of(version).caller("open")
    (body,) = client.get("studentAssessments", limit=1).json
    place = f"studentAssessments/{body['id']}"
    assert client.put(place, body | {"administrationEndDate": "2030-01-01T10:00:00Z"}).status_code == 204
    before = client.get(place)
    answer = client.put(place, {name: value for name, value in body.items() if name != "administrationEndDate"})
    assert (answer.status_code, answer.headers["ETag"] == before.headers["ETag"]) == (204, False)
    after = client.get(place).json
    assert after["administrationEndDate"] == "2030-01-01T10:00:00Z"
    assert list(after) == list(before.json)
