"""``availableChangeVersions``, and lists narrowed by change version."""

import pytest

from tests.api import Api, Caller
from tests.changes.acts import DISTRICT, SCHOOL, class_period, created, deleted, listed, newest, older, put

PATH = "/changeQueries/v1/availableChangeVersions"


def test_the_members_are_written_as_the_version_does(api: Api, client: Caller) -> None:
    members = ["oldestChangeVersion", "newestChangeVersion"]
    if older(api, "6.0"):
        members = [name[0].upper() + name[1:] for name in members]
    answer = client.get(PATH).json
    assert answer is not None
    assert list(answer) == members
    assert list(answer.values()) == [0, api.instance.documents.counters()[1]]


@pytest.mark.parametrize("path", [PATH.lower(), PATH.upper(), f"{PATH}/"])
def test_the_path_may_be_in_any_case(client: Caller, path: str) -> None:
    assert client.get(path).json == client.get(PATH).json


def test_creating_updating_and_deleting_take_a_change_version_each(client: Caller) -> None:
    start = newest(client)
    id = created(client, "classPeriods", class_period("Before"))
    assert newest(client) == start + 1
    put(client, "classPeriods", id, class_period("Before", officialAttendancePeriod=True))
    assert newest(client) == start + 2
    assert deleted(client, "classPeriods", id) == start + 3


def test_what_changes_nothing_takes_none(client: Caller) -> None:
    id = created(client, "classPeriods", class_period("Same"))
    start = newest(client)
    put(client, "classPeriods", id, class_period("Same"))
    assert client.post("classPeriods", class_period("Same")).status_code == 200
    assert client.post("classPeriods", class_period("Same", school=1)).status_code == 403
    assert newest(client) == start


def test_a_write_shows_to_a_restricted_and_to_an_open_client(api: Api, client: Caller) -> None:
    readers = [api.caller("open"), api.caller("sis-vendor"), api.new_caller("Assessment Read")]
    start = [newest(reader) for reader in readers]
    created(client, "classPeriods", class_period("Seen"))
    assert [newest(reader) for reader in readers] == [version + 1 for version in start]


def test_without_a_token_it_is_401_as_for_data(api: Api) -> None:
    answer, data = api.anonymous.get(PATH), api.anonymous.get("students")
    assert answer.status_code == data.status_code == 401
    assert answer.headers.get("Content-Type") == data.headers.get("Content-Type")


def test_unknown_paths(client: Caller) -> None:
    assert client.get("/changeQueries/v1/nothing").status_code == 404


def test_there_is_nothing_but_get(client: Caller) -> None:
    answer = client.post(PATH, {})
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET")


def test_lists_are_narrowed_by_change_versions_both_inclusive(client: Caller) -> None:
    ids, versions = [], []
    for name in ("One", "Two", "Three"):
        ids.append(created(client, "classPeriods", class_period(name)))
        versions.append(newest(client))
    found = listed(client, "classPeriods", minChangeVersion=versions[0], maxChangeVersion=versions[1])
    assert sorted(each["id"] for each in found) == sorted(ids[:2])
    assert [each["id"] for each in listed(client, "classPeriods", minChangeVersion=versions[2])] == ids[2:]
    assert listed(client, "classPeriods", minChangeVersion=versions[2], maxChangeVersion=versions[0]) == []


def test_a_narrowed_list_counts_what_is_in_it(client: Caller) -> None:
    start = newest(client)
    created(client, "classPeriods", class_period("Counted"))
    answer = client.get("classPeriods", minChangeVersion=start + 1, totalCount="true", limit=0)
    assert (answer.json, answer.headers["Total-Count"]) == ([], "1")


def test_an_update_moves_an_item_into_a_later_window(client: Caller) -> None:
    id = created(client, "classPeriods", class_period("Moved"))
    start = newest(client)
    assert listed(client, "classPeriods", minChangeVersion=start + 1) == []
    put(client, "classPeriods", id, class_period("Moved", officialAttendancePeriod=True))
    assert [each["id"] for each in listed(client, "classPeriods", minChangeVersion=start + 1)] == [id]


def test_a_restricted_client_sees_its_part_of_a_window(api: Api, client: Caller) -> None:
    start = newest(client)
    created(client, "classPeriods", class_period("Mine"))
    created(client, "classPeriods", class_period("Not mine", school=255901044))
    own = api.new_caller("Ed-Fi Sandbox", SCHOOL)
    both = api.new_caller("Ed-Fi Sandbox", DISTRICT)
    assert len(listed(own, "classPeriods", minChangeVersion=start + 1)) == 1
    assert len(listed(both, "classPeriods", minChangeVersion=start + 1)) == 2


def test_a_change_version_that_is_no_number_is_refused(client: Caller) -> None:
    answer = client.get("students", minChangeVersion="abc")
    assert answer.status_code == 400
    assert "The value 'abc' is not valid for MinChangeVersion." in answer.text
