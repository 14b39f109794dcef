"""``/keyChanges``: one row for each item, from the first key in the window to the last."""

from collections.abc import Callable

import pytest

from tests.api import Api, Caller
from tests.changes.acts import SCHOOL, class_period, created, deleted, ids, listed, newest, put

PATH = "classPeriods/keyChanges"


@pytest.fixture
def api(api_of: Callable[[str], Api]) -> Api:
    return api_of("7.3")


@pytest.fixture
def renamed(client: Caller) -> tuple[str, list[int]]:
    """The id of a class period that was renamed twice, A to B to C, and the newest change version after each."""
    id = created(client, "classPeriods", class_period("A"))
    versions = []
    for name in ("B", "C"):
        put(client, "classPeriods", id, class_period(name))
        versions.append(newest(client))
    return id, versions


def row(id: str, version: int, old: str, new: str) -> dict[str, object]:
    return {
        "id": id,
        "changeVersion": version,
        "oldKeyValues": {"classPeriodName": old, "schoolId": SCHOOL},
        "newKeyValues": {"classPeriodName": new, "schoolId": SCHOOL},
    }


def test_a_key_change_is_listed_at_once(client: Caller) -> None:
    id = created(client, "classPeriods", class_period("A"))
    assert listed(client, PATH) == []
    put(client, "classPeriods", id, class_period("B"))
    assert listed(client, PATH) == [row(id, newest(client), "A", "B")]


def test_it_takes_two_change_versions_the_items_own_first(client: Caller) -> None:
    id = created(client, "classPeriods", class_period("A"))
    before = newest(client)
    put(client, "classPeriods", id, class_period("B"))
    assert newest(client) == before + 2
    assert len(listed(client, "classPeriods", minChangeVersion=before + 1, maxChangeVersion=before + 1)) == 1
    assert ids(listed(client, PATH, minChangeVersion=before + 2)) == [id]


def test_an_update_that_keeps_the_key_is_none(client: Caller) -> None:
    id = created(client, "classPeriods", class_period("A"))
    put(client, "classPeriods", id, class_period("A", officialAttendancePeriod=True))
    assert listed(client, PATH) == []


def test_several_changes_of_one_item_are_one(client: Caller, renamed: tuple[str, list[int]]) -> None:
    id, versions = renamed
    assert listed(client, PATH) == [row(id, versions[1], "A", "C")]


def test_a_window_cuts_them_apart(client: Caller, renamed: tuple[str, list[int]]) -> None:
    id, versions = renamed
    assert listed(client, PATH, maxChangeVersion=versions[0]) == [row(id, versions[0], "A", "B")]
    assert listed(client, PATH, minChangeVersion=versions[0] + 1) == [row(id, versions[1], "B", "C")]
    assert listed(client, PATH, minChangeVersion=versions[1] + 1) == []


def test_rows_follow_the_latest_change_of_each(client: Caller, renamed: tuple[str, list[int]]) -> None:
    other = created(client, "classPeriods", class_period("X"))
    put(client, "classPeriods", other, class_period("Y"))
    put(client, "classPeriods", renamed[0], class_period("D"))
    assert ids(listed(client, PATH)) == [other, renamed[0]]
    answer = client.get(PATH, limit=1, offset=1, totalCount="true")
    assert answer.json is not None
    assert (ids(answer.json), answer.headers["Total-Count"]) == ([renamed[0]], "2")


def test_it_stays_listed_when_the_item_is_deleted(client: Caller, renamed: tuple[str, list[int]]) -> None:
    id, versions = renamed
    deleted(client, "classPeriods", id)
    assert listed(client, PATH) == [row(id, versions[1], "A", "C")]
    (gone,) = listed(client, "classPeriods/deletes")
    assert gone["keyValues"]["classPeriodName"] == "C"


def test_a_key_that_is_only_written_otherwise_did_not_change(client: Caller) -> None:
    body = {
        "gradingPeriodDescriptor": "uri://ed-fi.org/GradingPeriodDescriptor#First Six Weeks",
        "gradingPeriodName": "Spelled",
        "schoolReference": {"schoolId": SCHOOL},
        "schoolYearTypeReference": {"schoolYear": 2022},
        "beginDate": "2021-08-23",
        "endDate": "2021-10-01",
        "totalInstructionalDays": 29,
    }
    id = created(client, "gradingPeriods", body)
    put(client, "gradingPeriods", id, {**body, "gradingPeriodDescriptor": body["gradingPeriodDescriptor"].upper()})
    assert listed(client, "gradingPeriods/keyChanges") == []


@pytest.mark.parametrize("plural", ["gradeLevelDescriptors", "schools", "studentProgramAssociations"])
def test_keys_of_an_abstract_base_never_change(api: Api, plural: str) -> None:
    stranger = api.new_caller("Assessment Read")
    answer = stranger.get(f"{plural}/keyChanges", totalCount="true")
    assert (answer.status_code, answer.json, answer.headers["Total-Count"]) == (200, [], "0")


def test_wrong_limit_and_offset_are_told_as_for_deletes(client: Caller) -> None:
    answer, expected = client.get(PATH, limit=501, offset=-1), client.get("students/deletes", limit=501, offset=-1)
    assert answer.status_code == expected.status_code == 400
    assert answer.json is not None
    assert expected.json is not None
    assert answer.json["errors"] == expected.json["errors"]


def test_5_2_has_none(api_of: Callable[[str], Api]) -> None:
    client = api_of("5.2").caller()
    answer = client.get(PATH)
    assert answer.status_code == 400
    assert "The value 'keyChanges' is not valid." in answer.text


def test_in_5_2_a_key_change_takes_one_change_version(api_of: Callable[[str], Api]) -> None:
    client = api_of("5.2").caller()
    id = created(client, "classPeriods", class_period("A"))
    before = newest(client)
    put(client, "classPeriods", id, class_period("B"))
    assert newest(client) == before + 1
