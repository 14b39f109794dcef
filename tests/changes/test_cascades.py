"""A key that changes, and everything that follows it: references, keys, change versions, dates, tracked changes."""

from collections.abc import Callable
from typing import Any

import pytest

from mockedfi.instance import Instance
from mockedfi.store import Record
from tests.api import Api, Caller
from tests.changes.acts import OTHER_SCHOOL, SCHOOL, listed, newest, older, put

State = dict[str, Record]


def renamed(client: Caller, plural: str, name: str, **query: Any) -> None:
    """Give the one item that a query finds another name."""
    (item,) = listed(client, plural, **query)
    member = next(iter(query))
    put(client, plural, item["id"], {**item, member: name})


def session_renamed(client: Caller, school: int = OTHER_SCHOOL) -> None:
    renamed(client, "sessions", "Renamed", sessionName=session_of(client), schoolId=school)


def period_renamed(client: Caller) -> None:
    renamed(client, "classPeriods", "Renamed", classPeriodName="01 - Traditional", schoolId=SCHOOL)


def session_of(client: Caller) -> str:
    """A session that has sections."""
    return str(listed(client, "sections", schoolId=SCHOOL, limit=1)[0]["courseOfferingReference"]["sessionName"])


def state(instance: Instance) -> State:
    """Every record by its id."""
    return {record.id: record for table in instance.documents.tables() for record in table.records()}


@pytest.fixture(params=[session_renamed, period_renamed])
def change(request: pytest.FixtureRequest) -> Callable[[Caller], None]:
    made: Callable[[Caller], None] = request.param
    return made


@pytest.fixture
def before_and_after(api: Api, client: Caller, change: Callable[[Caller], None]) -> tuple[State, State]:
    before = state(api.instance)
    change(client)
    return before, state(api.instance)


def test_everything_that_is_referred_to_exists(api: Api, before_and_after: tuple[State, State]) -> None:
    for record in before_and_after[1].values():
        for link in api.instance.plans[record.resource].references(record.document()):
            assert api.instance.documents.resolve(link.reference.target, link.key), (record, link)


def test_nothing_refers_to_the_old_key(api: Api, before_and_after: tuple[State, State]) -> None:
    before, after = before_and_after
    gone = {(record.resource, record.key) for id, record in before.items() if after[id].key != record.key}
    assert gone
    for record in after.values():
        for link in api.instance.plans[record.resource].references(record.document()):
            assert (link.reference.target, link.key) not in gone


def test_documents_that_say_the_same_stay_as_they_are(before_and_after: tuple[State, State]) -> None:
    before, after = before_and_after
    assert before.keys() == after.keys()
    for id, record in before.items():
        assert (after[id] is record) == (after[id].document() == record.document())


def test_each_change_of_a_key_is_tracked_once_and_no_other(api: Api, before_and_after: tuple[State, State]) -> None:
    before, after = before_and_after
    documents = api.instance.documents
    tracked = {}
    for table in documents.tables():
        for each in documents.changes.key_changes(table.resource.name):
            assert each.id not in tracked
            tracked[each.id] = each
    changed = {id for id, record in before.items() if after[id].key != record.key}
    assert set(tracked) == (set() if older(api, "6.0") else changed)
    for id, each in tracked.items():
        assert (tuple(each.old), tuple(each.new or ())) == (_spelled(before[id], api), _spelled(after[id], api))
        assert each.version > after[id].version


def _spelled(record: Record, api: Api) -> tuple[Any, ...]:
    document = record.document()
    values = []
    for path in api.instance.catalogue.resources[record.resource].identity:
        value: Any = document
        for name in path:
            value = value[name]
        values.append(value)
    return tuple(values)


def test_change_versions_and_dates_tell_as_much_as_the_version_says(
    api: Api, before_and_after: tuple[State, State]
) -> None:
    before, after = before_and_after
    rewritten = [id for id, record in before.items() if after[id] is not record]
    first = next(id for id in rewritten if before[id].resource in ("Session", "ClassPeriod"))
    for id in rewritten:
        old, new = before[id], after[id]
        below = {child.name for child in api.instance.catalogue.resources[old.resource].children}
        was = old.document()
        own = any(was.get(name) != value for name, value in new.document().items() if name not in below)
        told = own or not older(api, "7.3")
        assert (new.version > old.version) == told, new
        assert (new.modified > old.modified) == (told and (id == first or not older(api, "7.3"))), new


def test_no_change_version_is_given_twice(before_and_after: tuple[State, State]) -> None:
    before, after = before_and_after
    highest = max(record.version for record in before.values())
    fresh = [record.version for record in after.values() if record.version > highest]
    assert len(set(fresh)) == len(fresh)


def test_key_changes_of_what_follows_are_listed(api_of: Callable[[str], Api]) -> None:
    client = api_of("7.3").caller()
    since, name = newest(client), session_of(client)
    session_renamed(client)
    for plural in ("sessions", "courseOfferings", "sections", "studentSectionAssociations", "staffSectionAssociations"):
        rows = listed(client, f"{plural}/keyChanges", minChangeVersion=since + 1)
        assert rows, plural
        assert {row["oldKeyValues"]["sessionName"] for row in rows} == {name}
        assert {row["newKeyValues"]["sessionName"] for row in rows} == {"Renamed"}


@pytest.mark.parametrize("version", ["6.2", "7.1"])
def test_before_7_2_only_keys_that_can_be_changed_by_themselves_show(
    api_of: Callable[[str], Api], version: str
) -> None:
    client = api_of(version).caller()
    session_renamed(client)
    assert listed(client, "sections/keyChanges")
    for plural in ("courseOfferings", "staffSectionAssociations"):
        answer = client.get(f"{plural}/keyChanges", totalCount="true")
        assert (answer.json, answer.headers["Total-Count"]) == ([], "0")


def test_references_and_links_show_the_new_key_at_once(client: Caller) -> None:
    (schedule,) = listed(client, "bellSchedules", schoolId=SCHOOL, limit=1)
    href = schedule["classPeriods"][0]["classPeriodReference"]["link"]["href"]
    period_renamed(client)
    answer = client.get(f"bellSchedules/{schedule['id']}").json
    assert answer is not None
    names = {each["classPeriodReference"]["classPeriodName"] for each in answer["classPeriods"]}
    assert "Renamed" in names
    assert "01 - Traditional" not in names
    assert href in {each["classPeriodReference"]["link"]["href"] for each in answer["classPeriods"]}


def test_a_stale_etag_is_refused_where_the_version_counts_followers_as_modified(api: Api, client: Caller) -> None:
    (schedule,) = listed(client, "bellSchedules", schoolId=SCHOOL, limit=1)
    period_renamed(client)
    answer = client.request("DELETE", f"bellSchedules/{schedule['id']}", headers={"If-Match": f'"{schedule["_etag"]}"'})
    assert answer.status_code == (204 if older(api, "7.3") else 412)


def test_a_key_that_something_holds_without_following_cannot_change(api_of: Callable[[str], Api]) -> None:
    api = api_of("5.2")
    client = api.caller()
    (item,) = listed(client, "sessions", sessionName=session_of(client), schoolId=SCHOOL)
    before, version = state(api.instance), newest(client)
    answer = client.put(f"sessions/{item['id']}", {**item, "sessionName": "Renamed"})
    assert answer.status_code == 409
    assert "the 'unknown' value of the 'studentsectionassociation' entity" in answer.text
    assert state(api.instance) == before
    assert newest(client) == version
