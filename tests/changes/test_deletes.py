"""``/deletes``: what is listed, in which shape, page by page."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.api import Api, Caller
from tests.changes.acts import (
    DISTRICT,
    OTHER_SCHOOL,
    SCHOOL,
    class_period,
    created,
    deleted,
    enrolment,
    ids,
    listed,
    newest,
    older,
    put,
    student,
)

SYSTEM = {"namespace": "uri://ed-fi.org/SourceSystemDescriptor", "codeValue": "Alchemy", "shortDescription": "Gold"}
SUBJECT = {"namespace": "uri://ed-fi.org/AcademicSubjectDescriptor", "codeValue": "Alchemy", "shortDescription": "Gold"}


@pytest.fixture
def gone(client: Caller) -> tuple[str, int]:
    """The id of a class period that was deleted, and the change version of that."""
    id = created(client, "classPeriods", class_period("Gone"))
    return id, deleted(client, "classPeriods", id)


def test_a_delete_is_listed_at_once_with_the_newest_change_version(
    api: Api, client: Caller, gone: tuple[str, int]
) -> None:
    id, version = gone
    dashed = f"{id[:8]}-{id[8:12]}-{id[12:16]}-{id[16:20]}-{id[20:]}"
    expected: dict[str, Any] = {"Id": dashed if older(api, "5.3") else id, "ChangeVersion": version}
    if not older(api, "6.0"):
        key = {"classPeriodName": "Gone", "schoolId": 255901001}
        expected = {"id": id, "changeVersion": version, "keyValues": key}
    answer = client.get("classPeriods/deletes", minChangeVersion=version)
    assert answer.json == [expected]
    assert answer.headers["Content-Type"] == "application/json"


@pytest.mark.parametrize("path", ["classPeriods/Deletes", "classPeriods/deletes/", "CLASSPERIODS/DELETES"])
def test_the_path_may_be_in_any_case(client: Caller, gone: tuple[str, int], path: str) -> None:
    assert ids(listed(client, path)) == [gone[0]]


def test_both_bounds_are_inclusive(client: Caller, gone: tuple[str, int]) -> None:
    id, version = gone
    assert ids(listed(client, "classPeriods/deletes", MinChangeVersion=version, maxchangeversion=version)) == [id]
    assert listed(client, "classPeriods/deletes", minChangeVersion=version + 1) == []
    assert listed(client, "classPeriods/deletes", maxChangeVersion=version - 1) == []


def test_keys_are_told_by_the_resources_own_names(api_of: Callable[[str], Api]) -> None:
    client = api_of("7.3").caller()
    body = listed(client, "studentProgramAssociations", limit=1)[0]
    body = {name: value for name, value in body.items() if name not in ("id", "_etag", "_lastModifiedDate")}
    id = created(client, "studentProgramAssociations", {**body, "beginDate": "2021-10-19"})
    version = deleted(client, "studentProgramAssociations", id)
    (row,) = listed(client, "studentProgramAssociations/deletes", minChangeVersion=version)
    assert row["keyValues"] == {
        "beginDate": "2021-10-19",
        "educationOrganizationId": body["educationOrganizationReference"]["educationOrganizationId"],
        "programEducationOrganizationId": body["programReference"]["educationOrganizationId"],
        "programName": body["programReference"]["programName"],
        "programTypeDescriptor": body["programReference"]["programTypeDescriptor"],
        "studentUniqueId": body["studentReference"]["studentUniqueId"],
    }


def test_a_descriptors_key_is_namespace_and_code(api: Api) -> None:
    client = api.caller("open")
    id = created(client, "academicSubjectDescriptors", SUBJECT)
    start = newest(client)
    deleted(client, "academicSubjectDescriptors", id)
    (row,) = listed(client, "academicSubjectDescriptors/deletes", minChangeVersion=start)
    assert ids([row]) == [id]
    if not older(api, "6.0"):
        assert row["keyValues"] == {"namespace": SUBJECT["namespace"], "codeValue": "Alchemy"}


def test_deletes_of_education_organizations_are_tracked_from_6_on(api: Api) -> None:
    client = api.caller("open")
    body = listed(client, "schools", schoolId=255901001)[0]
    body = {name: value for name, value in body.items() if name not in ("id", "_etag", "_lastModifiedDate")}
    id = created(client, "schools", {**body, "schoolId": 255901999})
    version = deleted(client, "schools", id)
    rows = listed(client, "schools/deletes", minChangeVersion=version)
    if older(api, "6.0"):
        assert rows == []
    else:
        assert [row["keyValues"] for row in rows] == [{"schoolId": 255901999}]
    assert listed(client, "localEducationAgencies/deletes", minChangeVersion=version) == []


def test_an_item_that_came_back_is_listed_before_6_alone(api: Api, client: Caller, gone: tuple[str, int]) -> None:
    again = created(client, "classPeriods", class_period("Gone"))
    assert ids(listed(client, "classPeriods/deletes")) == ([gone[0]] if older(api, "6.0") else [])
    deleted(client, "classPeriods", again)
    assert ids(listed(client, "classPeriods/deletes")) == [gone[0], again]


def test_an_item_whose_key_another_takes_over_counts_as_come_back(
    api: Api, client: Caller, gone: tuple[str, int]
) -> None:
    other = created(client, "classPeriods", class_period("Other"))
    put(client, "classPeriods", other, class_period("Gone"))
    assert ids(listed(client, "classPeriods/deletes")) == ([gone[0]] if older(api, "6.0") else [])


def test_a_person_who_came_back_is_found_by_the_unique_id(api: Api) -> None:
    client = api.caller("open")
    id = created(client, "students", student("COMES-BACK"))
    version = deleted(client, "students", id)
    assert ids(listed(client, "students/deletes", minChangeVersion=version)) == [id]
    created(client, "students", student("COMES-BACK"))
    rows = listed(client, "students/deletes", minChangeVersion=version)
    assert ids(rows) == ([id] if older(api, "6.0") else [])


@pytest.mark.parametrize(("version", "listed_still"), [("6.2", True), ("7.1", True), ("7.2", True), ("7.3", False)])
def test_the_key_of_a_person_who_came_back_is_another_before_7_3(
    api_of: Callable[[str], Api], version: str, listed_still: bool
) -> None:
    """Source: Repositories/TrackedChangesIdentifierProjectionsProvider.cs joins by the number of the person (USI)."""
    client = api_of(version).caller("open")
    person = created(client, "students", student("BACK"))
    id = created(client, "studentSchoolAssociations", enrolment("BACK", SCHOOL))
    since = deleted(client, "studentSchoolAssociations", id)
    assert ids(listed(client, "studentSchoolAssociations/deletes", minChangeVersion=since)) == [id]
    again = created(client, "studentSchoolAssociations", enrolment("BACK", SCHOOL))
    assert listed(client, "studentSchoolAssociations/deletes", minChangeVersion=since) == []
    deleted(client, "studentSchoolAssociations", again)
    deleted(client, "students", person)
    created(client, "students", student("BACK"))
    created(client, "studentSchoolAssociations", enrolment("BACK", SCHOOL))
    rows = listed(client, "studentSchoolAssociations/deletes", minChangeVersion=since)
    assert ids(rows) == ([id, again] if listed_still else [])


@pytest.mark.parametrize("version", ["6.2", "7.1", "7.2", "7.3"])
def test_the_key_of_a_descriptor_that_came_back_is_another(api_of: Callable[[str], Api], version: str) -> None:
    client = api_of(version).caller("open")
    person = {"personId": "P-1", "sourceSystemDescriptor": "uri://ed-fi.org/SourceSystemDescriptor#Alchemy"}
    descriptor = created(client, "sourceSystemDescriptors", SYSTEM)
    id = created(client, "people", person)
    since = deleted(client, "people", id)
    again = created(client, "people", person)
    assert listed(client, "people/deletes", minChangeVersion=since) == []
    deleted(client, "people", again)
    deleted(client, "sourceSystemDescriptors", descriptor)
    created(client, "sourceSystemDescriptors", SYSTEM)
    created(client, "people", person)
    assert ids(listed(client, "people/deletes", minChangeVersion=since)) == [id, again]


def test_the_key_of_a_person_who_was_called_otherwise_is_the_same(api_of: Callable[[str], Api]) -> None:
    """Before 7.0, where a unique id can change."""
    client = api_of("6.2").caller("open")
    person = created(client, "students", student("ONE"))
    since = deleted(
        client, "studentSchoolAssociations", created(client, "studentSchoolAssociations", enrolment("ONE", SCHOOL))
    )
    put(client, "students", person, student("TWO"))
    created(client, "studentSchoolAssociations", enrolment("TWO", SCHOOL))
    assert listed(client, "studentSchoolAssociations/deletes", minChangeVersion=since) == []


def test_a_descriptor_that_came_back_stays_listed(api: Api) -> None:
    client = api.caller("open")
    id = created(client, "academicSubjectDescriptors", SUBJECT)
    start = newest(client)
    deleted(client, "academicSubjectDescriptors", id)
    created(client, "academicSubjectDescriptors", SUBJECT)
    assert ids(listed(client, "academicSubjectDescriptors/deletes", minChangeVersion=start)) == [id]


def test_pages_follow_the_change_versions(client: Caller) -> None:
    gone = [created(client, "classPeriods", class_period(name)) for name in ("A", "B", "C")]
    for id in reversed(gone):
        deleted(client, "classPeriods", id)
    assert ids(listed(client, "classPeriods/deletes", limit=2)) == [gone[2], gone[1]]
    assert ids(listed(client, "classPeriods/deletes", limit=2, offset=2)) == [gone[0]]
    assert listed(client, "classPeriods/deletes", limit=0) == []


def test_all_are_counted_on_demand_from_6_on(api: Api, client: Caller, gone: tuple[str, int]) -> None:
    counted = client.get("classPeriods/deletes", limit=0, totalCount="true")
    assert (counted.json, counted.headers.get("Total-Count")) == ([], None if older(api, "6.0") else "1")
    assert "Total-Count" not in client.get("classPeriods/deletes").headers
    assert len(listed(client, "classPeriods/deletes", minChangeVersion=gone[1])) == 1


def test_without_a_limit_versions_before_6_list_25(api: Api, client: Caller) -> None:
    for number in range(27):
        deleted(client, "classPeriods", created(client, "classPeriods", class_period(f"Number {number}")))
    assert len(listed(client, "classPeriods/deletes")) == (25 if older(api, "6.0") else 27)


def test_7_3_tells_everything_that_is_wrong_with_limit_and_offset(api_of: Callable[[str], Api]) -> None:
    answer = api_of("7.3").caller().get("students/deletes", limit=-1, offset=-1)
    assert answer.status_code == 400
    assert answer.json is not None
    assert answer.json["type"] == "urn:ed-fi:api:bad-request:parameter-validation-failed"
    assert answer.json["detail"] == "Parameters supplied to the request were invalid."
    assert answer.json["errors"] == [
        "Limit must be omitted or set to a value between 1 and 500.",
        "Offset must be greater than or equal to 0.",
    ]


def test_5_2_takes_a_limit_below_0_for_none(api_of: Callable[[str], Api]) -> None:
    client = api_of("5.2").caller()
    deleted(client, "classPeriods", created(client, "classPeriods", class_period("Any")))
    assert len(listed(client, "classPeriods/deletes", limit=-1, offset=-1)) == 1


def test_a_limit_that_is_no_number_is_refused(client: Caller) -> None:
    answer = client.get("students/deletes", limit="many")
    assert answer.status_code == 400
    assert "The value 'many' is not valid for Limit." in answer.text


def test_to_other_methods_the_path_names_an_item(client: Caller) -> None:
    answer = client.delete("students/deletes")
    assert answer.status_code == 400
    assert "The value 'deletes' is not valid." in answer.text
    assert client.request("PATCH", "students/deletes").status_code == 405


def test_deletes_of_what_is_deleted_through_another_version_are_not_listed(api_of: Callable[[str], Api]) -> None:
    new, old = api_of("7.3").caller(), api_of("5.2").caller()
    start = newest(old)
    deleted(new, "classPeriods", created(new, "classPeriods", class_period("Only new")))
    assert newest(old) == start
    assert listed(old, "classPeriods/deletes") == []


def test_what_was_enrolled_is_told_by_unique_id(api_of: Callable[[str], Api]) -> None:
    client = api_of("7.3").caller("open")
    created(client, "students", student("ENROLLED"))
    id = created(client, "studentSchoolAssociations", enrolment("ENROLLED", 255901001))
    version = deleted(client, "studentSchoolAssociations", id)
    (row,) = listed(client, "studentSchoolAssociations/deletes", minChangeVersion=version)
    assert row["keyValues"] == {"entryDate": "2021-08-23", "schoolId": 255901001, "studentUniqueId": "ENROLLED"}


@pytest.mark.parametrize(("version", "often"), [("6.2", 2), ("7.1", 1), ("7.3", 1)])
def test_a_delete_is_listed_for_each_claim_that_reaches_it(
    api_of: Callable[[str], Api], version: str, often: int
) -> None:
    """Source: DeletedItemsQueryBuilderFactory.cs, which asks for distinct rows from 7.0 on."""
    api = api_of(version)
    client = api.caller("open")
    window = {"minChangeVersion": newest(client) + 1}
    deleted(client, "classPeriods", created(client, "classPeriods", class_period("Gone")))
    deleted(client, "classPeriods", created(client, "classPeriods", class_period("Theirs", OTHER_SCHOOL)))
    created(client, "students", student("gone"))
    enrolled = created(client, "studentSchoolAssociations", enrolment("gone", SCHOOL))
    created(client, "studentSchoolAssociations", enrolment("gone", SCHOOL, "2021-09-01"))
    deleted(client, "studentSchoolAssociations", enrolled)

    both, alone = (api.new_caller("Ed-Fi Sandbox", *claims) for claims in ((DISTRICT, SCHOOL), (DISTRICT,)))
    answer = both.get("classPeriods/deletes", totalCount="true", **window)
    assert [each["keyValues"]["classPeriodName"] for each in answer.json] == ["Gone"] * often + ["Theirs"]
    assert answer.headers["Total-Count"] == str(often + 1)
    page = listed(both, "classPeriods/deletes", offset=often, limit=1, **window)
    assert [each["keyValues"]["classPeriodName"] for each in page] == ["Theirs"]
    assert len(listed(both, "studentSchoolAssociations/deletes", **window)) == often * often
    assert len(listed(alone, "studentSchoolAssociations/deletes", **window)) == 1


@pytest.mark.parametrize("version", ["6.2", "7.3"])
def test_a_key_change_is_listed_once(api_of: Callable[[str], Api], version: str) -> None:
    """Source: KeyChangesQueryBuilderFactory.cs, which groups by id."""
    api = api_of(version)
    client = api.caller("open")
    id = created(client, "classPeriods", class_period("Old"))
    put(client, "classPeriods", id, class_period("New"))
    both = api.new_caller("Ed-Fi Sandbox", DISTRICT, SCHOOL)
    assert ids(listed(both, "classPeriods/keyChanges")) == [id]
