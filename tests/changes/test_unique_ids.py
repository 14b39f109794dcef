"""A person who gets another unique id, up to 6.2: whoever refers to the person shows it, and nothing else tells.

Source: Utilities/CodeGeneration/EdFi.Ods.CodeGen/Generators/EntityMapper.cs, ``IsDefiningUniqueId``; the triggers of
Structure/Ods/Changes/0210, which look at the surrogate key everywhere but on the person.
"""

from collections.abc import Callable
from typing import Any

import pytest

from tests.api import Api, Caller
from tests.changes.acts import OTHER_SCHOOL, SCHOOL, created, deleted, enrolment, listed, newest, put, student

ENROLMENTS = "studentSchoolAssociations"


@pytest.fixture(params=["5.2", "5.3", "6.2"])
def api(request: pytest.FixtureRequest, api_of: Callable[[str], Api]) -> Api:
    return api_of(request.param)


@pytest.fixture
def pupil(client: Caller) -> str:
    """The id of a student who is enrolled in two schools."""
    id = created(client, "students", student("BEFORE"))
    for school in (SCHOOL, OTHER_SCHOOL):
        created(client, ENROLMENTS, enrolment("BEFORE", school))
    return id


def enrolments(client: Caller, unique_id: str, **query: Any) -> list[int]:
    """The schools in which a student is enrolled."""
    rows = listed(client, ENROLMENTS, studentUniqueId=unique_id, **query)
    return sorted(row["schoolReference"]["schoolId"] for row in rows)


def test_all_references_show_the_new_one(client: Caller, pupil: str) -> None:
    put(client, "students", pupil, student("AFTER"))
    assert listed(client, f"students/{pupil}")["studentUniqueId"] == "AFTER"
    assert enrolments(client, "AFTER") == [SCHOOL, OTHER_SCHOOL]
    assert enrolments(client, "BEFORE") == []


def test_it_stays_where_none_is_given(client: Caller, pupil: str) -> None:
    """As the Postman suites of authorization have it."""
    put(client, "students", pupil, {**student("BEFORE"), "studentUniqueId": None, "firstName": "Eve"})
    shown = listed(client, f"students/{pupil}")
    assert (shown["studentUniqueId"], shown["firstName"]) == ("BEFORE", "Eve")


def test_only_the_person_counts_as_changed(client: Caller, pupil: str) -> None:
    since = newest(client) + 1
    before = listed(client, ENROLMENTS, studentUniqueId="BEFORE")
    put(client, "students", pupil, student("AFTER"))
    assert [each["studentUniqueId"] for each in listed(client, "students", minChangeVersion=since)] == ["AFTER"]
    assert enrolments(client, "AFTER", minChangeVersion=since) == []
    after = listed(client, ENROLMENTS, studentUniqueId="AFTER")
    assert [each["_etag"] for each in after] == [each["_etag"] for each in before]


def test_the_old_one_is_free(client: Caller, pupil: str) -> None:
    put(client, "students", pupil, student("AFTER"))
    assert client.post(ENROLMENTS, enrolment("BEFORE", SCHOOL)).status_code == 400
    created(client, "students", student("BEFORE"))
    created(client, ENROLMENTS, enrolment("BEFORE", SCHOOL))


def test_one_that_is_taken_is_a_conflict(client: Caller, pupil: str) -> None:
    created(client, "students", student("TAKEN"))
    answer = client.put(f"students/{pupil}", student("TAKEN"))
    assert answer.status_code == 409
    told = "The value unknown supplied for property 'unknown' of entity 'student' is not unique."
    assert answer.json == {"message": told}
    assert enrolments(client, "BEFORE") == [SCHOOL, OTHER_SCHOOL]


def test_key_changes_of_persons_alone(api_of: Callable[[str], Api]) -> None:
    client = api_of("6.2").caller()
    id = created(client, "students", student("BEFORE"))
    created(client, ENROLMENTS, enrolment("BEFORE", SCHOOL))
    put(client, "students", id, student("BETWEEN"))
    put(client, "students", id, student("AFTER"))
    (row,) = listed(client, "students/keyChanges")
    assert row == {
        "id": id,
        "changeVersion": newest(client),
        "oldKeyValues": {"studentUniqueId": "BEFORE"},
        "newKeyValues": {"studentUniqueId": "AFTER"},
    }
    assert listed(client, f"{ENROLMENTS}/keyChanges") == []


def test_what_was_deleted_before_stays_known_to_whom_it_was(api_of: Callable[[str], Api]) -> None:
    api = api_of("6.2")
    client, here = api.caller(), api.new_caller("Ed-Fi Sandbox", SCHOOL)
    id = created(client, "students", student("BEFORE"))
    deleted(client, ENROLMENTS, created(client, ENROLMENTS, enrolment("BEFORE", SCHOOL)))
    put(api.caller("open"), "students", id, student("AFTER"))
    (row,) = listed(here, f"{ENROLMENTS}/deletes")
    assert row["keyValues"]["studentUniqueId"] == "BEFORE"
    deleted(api.caller("open"), "students", id)
    (row,) = listed(here, "students/deletes")
    assert row["keyValues"] == {"studentUniqueId": "AFTER"}
