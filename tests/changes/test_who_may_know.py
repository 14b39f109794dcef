"""Who may know of deletes and key changes: by what the items were, not by what is left."""

from collections.abc import Callable

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
    put,
    student,
)

SANDBOX = "Ed-Fi Sandbox"


@pytest.fixture
def api(api_of: Callable[[str], Api]) -> Api:
    return api_of("7.3")


@pytest.fixture
def open_(api: Api) -> Caller:
    """May do everything."""
    return api.caller("open")


@pytest.fixture
def here(api: Api) -> Caller:
    return api.new_caller(SANDBOX, SCHOOL)


@pytest.fixture
def there(api: Api) -> Caller:
    return api.new_caller(SANDBOX, OTHER_SCHOOL)


@pytest.fixture
def readers(here: Caller, there: Caller, open_: Caller) -> Callable[..., list[int]]:
    """How many changes each sees: a client of the school, of the other school, of everything."""
    return lambda path, **query: [len(listed(each, path, **query)) for each in (here, there, open_)]


def test_a_school_knows_of_its_own_deletes(open_: Caller, readers: Callable[..., list[int]]) -> None:
    assert readers("classPeriods/deletes") == [0, 0, 0]
    deleted(open_, "classPeriods", created(open_, "classPeriods", class_period("Ours")))
    assert readers("classPeriods/deletes") == [1, 0, 1]
    deleted(open_, "classPeriods", created(open_, "classPeriods", class_period("Theirs", OTHER_SCHOOL)))
    assert readers("classPeriods/deletes") == [1, 1, 2]


def test_counts_tell_no_more_than_lists(open_: Caller, there: Caller) -> None:
    deleted(open_, "classPeriods", created(open_, "classPeriods", class_period("Ours")))
    assert there.get("classPeriods/deletes", totalCount="true").headers["Total-Count"] == "0"


def test_the_district_knows_what_its_schools_know(api: Api, open_: Caller) -> None:
    district = api.new_caller(SANDBOX, DISTRICT)
    deleted(open_, "classPeriods", created(open_, "classPeriods", class_period("Ours")))
    assert len(listed(district, "classPeriods/deletes")) == 1


def test_a_deleted_enrolment_still_connects(open_: Caller, readers: Callable[..., list[int]]) -> None:
    id = created(open_, "students", student("LEFT"))
    deleted(open_, "studentSchoolAssociations", created(open_, "studentSchoolAssociations", enrolment("LEFT", SCHOOL)))
    version = deleted(open_, "students", id)
    assert readers("studentSchoolAssociations/deletes") == [1, 0, 1]
    assert readers("students/deletes", minChangeVersion=version) == [1, 0, 1]


def test_a_student_who_was_never_enrolled_connects_to_no_school(
    open_: Caller, readers: Callable[..., list[int]]
) -> None:
    version = deleted(open_, "students", created(open_, "students", student("NEVER")))
    assert readers("students/deletes", minChangeVersion=version) == [0, 0, 1]


def test_an_enrolment_that_moved_away_still_connects(open_: Caller, readers: Callable[..., list[int]]) -> None:
    student_id = created(open_, "students", student("MOVED"))
    id = created(open_, "studentSchoolAssociations", enrolment("MOVED", SCHOOL))
    put(open_, "studentSchoolAssociations", id, enrolment("MOVED", OTHER_SCHOOL))
    deleted(open_, "studentSchoolAssociations", id)
    version = deleted(open_, "students", student_id)
    assert readers("students/deletes", minChangeVersion=version) == [1, 1, 1]


def test_key_changes_belong_to_where_the_item_was(open_: Caller, readers: Callable[..., list[int]]) -> None:
    id = created(open_, "classPeriods", class_period("Ours"))
    put(open_, "classPeriods", id, class_period("Ours", OTHER_SCHOOL))
    assert readers("classPeriods/keyChanges") == [1, 0, 1]
    put(open_, "classPeriods", id, class_period("Back"))
    assert readers("classPeriods/keyChanges") == [1, 1, 1]


def test_of_several_key_changes_a_client_sees_those_that_it_may_know_of(
    open_: Caller, here: Caller, there: Caller
) -> None:
    id = created(open_, "classPeriods", class_period("First"))
    put(open_, "classPeriods", id, class_period("Second", OTHER_SCHOOL))
    put(open_, "classPeriods", id, class_period("Third", OTHER_SCHOOL))
    spans = {}
    for name, reader in (("open", open_), ("here", here), ("there", there)):
        (row,) = listed(reader, "classPeriods/keyChanges")
        spans[name] = row["oldKeyValues"]["classPeriodName"], row["newKeyValues"]["classPeriodName"]
    assert spans == {"open": ("First", "Third"), "here": ("First", "Second"), "there": ("Second", "Third")}


def test_a_namespace_beside_the_key_is_looked_at(api: Api, open_: Caller) -> None:
    body = {
        "contentIdentifier": "DELETED",
        "namespace": "uri://ed-fi.org",
        "publisher": "Nobody",
        "learningResourceMetadataURI": "https://example.org",
    }
    version = deleted(open_, "educationContents", created(open_, "educationContents", body))
    stranger = api.new_caller(SANDBOX, DISTRICT, namespace_prefixes=("uri://other.org",))
    assert len(listed(api.new_caller(SANDBOX, DISTRICT), "educationContents/deletes", minChangeVersion=version)) == 1
    assert listed(stranger, "educationContents/deletes", minChangeVersion=version) == []


def test_a_school_beside_the_key_is_looked_at(open_: Caller, readers: Callable[..., list[int]]) -> None:
    both = listed(open_, "studentSchoolAssociations", schoolId=SCHOOL, limit=1)[0]["studentReference"]
    unique_id = both["studentUniqueId"]
    assert open_.post("studentSchoolAssociations", enrolment(unique_id, OTHER_SCHOOL)).status_code in (200, 201)
    body = {
        "disciplineActionIdentifier": "DELETED",
        "disciplineDate": "2021-10-01",
        "disciplines": [{"disciplineDescriptor": "uri://ed-fi.org/DisciplineDescriptor#In School Suspension"}],
        "responsibilitySchoolReference": {"schoolId": OTHER_SCHOOL},
        "studentReference": {"studentUniqueId": unique_id},
    }
    version = deleted(open_, "disciplineActions", created(open_, "disciplineActions", body))
    assert readers("disciplineActions/deletes", minChangeVersion=version) == [0, 1, 1]


def test_where_several_relationships_may_do_any_part_of_any_does(
    open_: Caller, readers: Callable[..., list[int]]
) -> None:
    created(open_, "students", student("UNKNOWN"))
    program = listed(open_, "programs", limit=1)[0]
    body = {
        "consentToEvaluationReceivedDate": "2021-10-01",
        "educationOrganizationReference": {"educationOrganizationId": SCHOOL},
        "ideaPartDescriptor": "uri://ed-fi.org/IDEAPartDescriptor#IDEA Part B",
        "programReference": {
            "educationOrganizationId": program["educationOrganizationReference"]["educationOrganizationId"],
            "programName": program["programName"],
            "programTypeDescriptor": program["programTypeDescriptor"],
        },
        "studentReference": {"studentUniqueId": "UNKNOWN"},
    }
    plural = "studentSpecialEducationProgramEligibilityAssociations"
    version = deleted(open_, plural, created(open_, plural, body))
    assert readers(f"{plural}/deletes", minChangeVersion=version) == [1, 0, 1]


def test_without_read_changes_it_is_403(api: Api, open_: Caller) -> None:
    vendor = api.new_caller("District Hosted SIS Vendor", DISTRICT)
    assert vendor.get("academicWeeks").status_code == 200
    for path in ("academicWeeks/deletes", "academicWeeks/keyChanges"):
        answer = vendor.get(path, limit=0)
        assert answer.status_code == 403
        assert "http://ed-fi.org/odsapi/actions/readChanges" in answer.text
    assert open_.get("academicWeeks/deletes").status_code == 200


def test_wrong_parameters_come_before_that(api: Api) -> None:
    vendor = api.new_caller("District Hosted SIS Vendor", DISTRICT)
    assert vendor.get("academicWeeks/deletes", limit=-1).status_code == 400


def test_5_2_asks_for_nothing_but_a_token(api_of: Callable[[str], Api]) -> None:
    api = api_of("5.2")
    client = api.caller()
    id = created(client, "classPeriods", class_period("Ours"))
    deleted(client, "classPeriods", id)
    stranger = api.new_caller("Assessment Vendor", OTHER_SCHOOL)
    assert ids(listed(stranger, "classPeriods/deletes")) == [id]
    assert api.anonymous.get("classPeriods/deletes").status_code == 401


@pytest.mark.parametrize("path", ["students/deletes", "students/keyChanges"])
def test_a_denial_that_escapes_the_controller_is_told_whole_in_7_1(api_of: Callable[[str], Api], path: str) -> None:
    """Source: EdFi.Ods.Api/Models/RESTError.cs of 7.1, which Filters/ExceptionHandlingFilter.cs writes as it is."""
    client = api_of("7.1").new_caller("Bootstrap Descriptors and EdOrgs", SCHOOL)
    answer = client.get(path)
    assert answer.json is not None
    assert (answer.status_code, list(answer.json)) == (403, ["code", "type", "message", "correlationId"])
    assert (answer.json["code"], answer.json["type"]) == (403, "Forbidden")
    within = client.get("students")
    assert within.json is not None
    assert (within.status_code, list(within.json)) == (403, ["message", "correlationId"])
    window = client.get(path, limit=1000)
    assert window.json is not None
    assert (window.status_code, list(window.json)) == (400, ["message", "correlationId"])
    answer = api_of("6.2").new_caller("Bootstrap Descriptors and EdOrgs", SCHOOL).get(path)
    assert answer.json is not None
    assert (answer.status_code, list(answer.json)) == (403, ["message"])


@pytest.mark.parametrize("version", ["5.2", "6.2", "7.1", "7.3"])
def test_a_prefix_is_a_pattern_to_lists_alone(api_of: Callable[[str], Api], version: str) -> None:
    """Source: EdFi.Ods.Api/Security/AuthorizationStrategies/NamespaceBased: LIKE in lists, StartsWith for an item."""
    api = api_of(version)
    client, open_ = api.new_caller(SANDBOX, SCHOOL, namespace_prefixes=("uri://my_vendor",)), api.caller("open")
    survey = {"surveyIdentifier": "S", "surveyTitle": "S", "schoolYearTypeReference": {"schoolYear": 2022}}
    other = created(open_, "surveys", {**survey, "namespace": "uri://my-vendor.org/x"})
    own = created(open_, "surveys", {**survey, "namespace": "uri://my_vendor.org"})
    assert {each["id"] for each in listed(client, "surveys")} == {other, own}
    assert [client.get(f"surveys/{id}").status_code for id in (other, own)] == [403, 200]
    since = deleted(open_, "surveys", other)
    deleted(open_, "surveys", created(open_, "surveys", {**survey, "namespace": "uri://my.org"}))
    if version != "5.2":
        assert ids(listed(client, "surveys/deletes", minChangeVersion=since)) == [other]
