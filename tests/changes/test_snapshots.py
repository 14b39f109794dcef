"""Snapshots: a client that asks for one reads what was there when it was taken, whatever happened since."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from werkzeug.test import TestResponse

from mockedfi.dialect.versions import DEFAULT_VERSIONS
from mockedfi.resources.databases import Snapshot
from mockedfi.store import Change, StoreError
from tests.api import Api, Caller
from tests.changes.acts import (
    OTHER_SCHOOL,
    SCHOOL,
    class_period,
    created,
    deleted,
    enrolment,
    listed,
    newest,
    older,
    put,
    student,
)


@pytest.fixture(autouse=True)
def _none_left_behind(api_of: Callable[[str], Api]) -> Iterator[None]:
    yield
    for version in DEFAULT_VERSIONS:
        api_of(version).instance.databases.clear()


@pytest.fixture
def take(api: Api) -> Callable[[str], Snapshot]:
    """Take a snapshot of the API."""
    return api.instance.databases.take


def asked(api: Api, client: Caller, name: str = "S1") -> Caller:
    """The same client, asking for a snapshot: the latest one, or before 7.0 the one of a name."""
    header = {"Snapshot-Identifier": name} if older(api, "7.0") else {"Use-Snapshot": "true"}
    return Caller(client.http, client.root, client.headers | header)


def names(client: Caller) -> set[str]:
    return {each["classPeriodName"] for each in listed(client, "classPeriods", schoolId=SCHOOL, limit=100)}


LIST, ITEM, VERSIONS = "students", f"students/{'0' * 32}", "/changeQueries/v1/availableChangeVersions"
TRACKED = ("students/deletes", "students/keyChanges")
GONE = (410, {"message": "Snapshot not available."})
FAILED = {"message": "An unexpected error occurred on the server."}
FAILED_WHOLE = {"code": 500, "type": "Internal Server Error", **FAILED}
NOT_FOUND = {"type": "urn:ed-fi:api:not-found", "title": "Not Found", "status": 404}
NAMED = {"detail": "Snapshot not found.", **NOT_FOUND}
CONFIGURED = {"errors": ["The snapshot connection for the ODS has not been configured."]}
UNCONFIGURED = (404, {"detail": "Snapshots are not configured.", **NOT_FOUND})


@pytest.mark.parametrize(
    ("version", "read", "tracked", "versions"),
    [
        ("5.2", GONE, GONE, GONE),
        ("6.2", GONE, (500, FAILED), GONE),
        ("7.1", (404, {"message": "Snapshot not found."}), (500, FAILED_WHOLE), (500, FAILED_WHOLE)),
        ("7.2", (404, NAMED), UNCONFIGURED, UNCONFIGURED),
        ("7.3", (404, NAMED | CONFIGURED), (404, NAMED | CONFIGURED), (404, NAMED | CONFIGURED)),
    ],
)
def test_without_a_snapshot_there_is_nothing_to_read_from(
    api_of: Callable[[str], Api], version: str, read: Any, tracked: Any, versions: Any
) -> None:
    """Source: EdFi.Ods.Common/Infrastructure/Configuration/NHibernateOdsConnectionProvider.cs, by which items are read;
    EdFi.Ods.Features/ChangeQueries/Repositories/TrackedChangesResourceDataProviderBase.cs, which does without."""
    api = api_of(version)
    client = asked(api, api.caller())
    wanted = {LIST: read, ITEM: read, VERSIONS: versions, TRACKED[0]: tracked, TRACKED[1]: tracked}
    for path, each in wanted.items():
        if version == "5.2" and path == TRACKED[1]:
            continue
        answer = client.get(path)
        assert answer.json is not None
        told = {name: value for name, value in answer.json.items() if name != "correlationId"}
        assert (answer.status_code, told) == each, path
        assert ("Mockedfi-Explanation" in answer.headers) == (answer.status_code == 500)


def test_lists_stay_as_they_were(api: Api, client: Caller, take: Callable[[str], Snapshot]) -> None:
    gone = created(client, "classPeriods", class_period("Gone"))
    renamed = created(client, "classPeriods", class_period("Old name"))
    take("S1")
    before = names(client)
    deleted(client, "classPeriods", gone)
    put(client, "classPeriods", renamed, class_period("New name"))
    created(client, "classPeriods", class_period("Come"))
    assert names(asked(api, client)) == before
    assert names(client) == (before - {"Gone", "Old name"}) | {"New name", "Come"}


def test_counts_stay_as_they_were(api: Api, client: Caller, take: Callable[[str], Snapshot]) -> None:
    count = client.get("classPeriods", limit=0, totalCount="true").headers["Total-Count"]
    take("S1")
    created(client, "classPeriods", class_period("Come"))
    then = asked(api, client).get("classPeriods", limit=0, totalCount="true").headers["Total-Count"]
    assert then == count


def test_an_item_stays_as_it_was(api: Api, client: Caller, take: Callable[[str], Snapshot]) -> None:
    id = created(client, "classPeriods", class_period("Kept"))
    before = client.get(f"classPeriods/{id}").json
    take("S1")
    put(client, "classPeriods", id, class_period("Kept", officialAttendancePeriod=True))
    assert asked(api, client).get(f"classPeriods/{id}").json == before
    deleted(client, "classPeriods", id)
    assert asked(api, client).get(f"classPeriods/{id}").json == before
    assert client.get(f"classPeriods/{id}").status_code == 404


def test_an_item_that_came_later_is_not_there(api: Api, client: Caller, take: Callable[[str], Snapshot]) -> None:
    take("S1")
    id = created(client, "classPeriods", class_period("Come"))
    assert asked(api, client).get(f"classPeriods/{id}").status_code == 404


def test_queries_look_into_the_snapshot(api: Api, client: Caller, take: Callable[[str], Snapshot]) -> None:
    id = created(client, "classPeriods", class_period("Found"))
    take("S1")
    put(client, "classPeriods", id, class_period("Lost"))
    found = listed(asked(api, client), "classPeriods", classPeriodName="Found", schoolId=SCHOOL)
    assert [each["id"] for each in found] == [id]
    assert listed(asked(api, client), "classPeriods", classPeriodName="Lost", schoolId=SCHOOL) == []


def test_change_versions_and_deletes_stay_as_they_were(
    api: Api, client: Caller, take: Callable[[str], Snapshot]
) -> None:
    version = deleted(client, "classPeriods", created(client, "classPeriods", class_period("First")))
    take("S1")
    deleted(client, "classPeriods", created(client, "classPeriods", class_period("Second")))
    assert newest(asked(api, client)) == version
    assert len(listed(asked(api, client), "classPeriods/deletes")) == 1
    assert len(listed(client, "classPeriods/deletes")) == 2


def test_what_came_back_later_is_gone_in_the_snapshot(
    api: Api, client: Caller, take: Callable[[str], Snapshot]
) -> None:
    deleted(client, "classPeriods", created(client, "classPeriods", class_period("Back")))
    take("S1")
    created(client, "classPeriods", class_period("Back"))
    assert len(listed(asked(api, client), "classPeriods/deletes")) == 1


def test_key_changes_stay_as_they_were(api_of: Callable[[str], Api]) -> None:
    api = api_of("7.3")
    client = api.caller()
    id = created(client, "classPeriods", class_period("A"))
    put(client, "classPeriods", id, class_period("B"))
    api.instance.databases.take("S1")
    put(client, "classPeriods", id, class_period("C"))
    (row,) = listed(asked(api, client), "classPeriods/keyChanges")
    assert row["newKeyValues"]["classPeriodName"] == "B"


def test_who_sees_what_is_as_it_was(api: Api, take: Callable[[str], Snapshot]) -> None:
    open_, school = api.caller("open"), api.new_caller("Ed-Fi Sandbox", OTHER_SCHOOL)
    id = created(open_, "students", student("ENROLS-LATER"))
    take("S1")
    created(open_, "studentSchoolAssociations", enrolment("ENROLS-LATER", OTHER_SCHOOL))
    assert school.get(f"students/{id}").status_code == 200
    assert asked(api, school).get(f"students/{id}").status_code == 403
    assert asked(api, open_).get(f"students/{id}").status_code == 200


def test_the_districts_people_are_seen_by_whom_they_were(api: Api, take: Callable[[str], Snapshot]) -> None:
    school = api.new_caller("Ed-Fi Sandbox", OTHER_SCHOOL)
    take("S1")
    for plural in ("students", "staffs", "studentSchoolAssociations"):
        there = listed(asked(api, school), plural)
        assert there == listed(school, plural) != []


def test_links_lead_where_they_led(api: Api, client: Caller, take: Callable[[str], Snapshot]) -> None:
    before = listed(client, "bellSchedules", limit=1)
    take("S1")
    for period in listed(client, "classPeriods", limit=25):
        body = {**period, "classPeriodName": f"{period['classPeriodName']} x"}
        put(client, "classPeriods", period["id"], body)
    assert listed(asked(api, client), "bellSchedules", limit=1) == before
    assert listed(client, "bellSchedules", limit=1) != before


@pytest.mark.parametrize("value", ["false", "", "yes", "1"])
def test_in_7_3_anything_but_true_reads_what_is(api_of: Callable[[str], Api], value: str) -> None:
    api = api_of("7.3")
    client = api.caller()
    api.instance.databases.take("S1")
    created(client, "classPeriods", class_period("Come"))
    answer = client.request("GET", "classPeriods/deletes", headers={"Use-Snapshot": value})
    assert answer.status_code == 200
    periods = client.request("GET", "classPeriods?limit=500", headers={"Use-Snapshot": value})
    assert "Come" in periods.text


def test_true_is_true_in_any_case(api_of: Callable[[str], Api]) -> None:
    assert api_of("7.3").caller().request("GET", "students", headers={"Use-Snapshot": "TRUE"}).status_code == 404


def test_the_latest_snapshot_is_read_in_7_3(api_of: Callable[[str], Api]) -> None:
    api = api_of("7.3")
    client = api.caller()
    for name in ("First", "Second"):
        created(client, "classPeriods", class_period(name))
        api.instance.databases.take(name)
    assert {"First", "Second"} <= names(asked(api, client))
    api.instance.databases.drop("Second")
    assert "Second" not in names(asked(api, client))


def test_each_snapshot_is_read_by_its_name_in_5_2(api_of: Callable[[str], Api]) -> None:
    api = api_of("5.2")
    client = api.caller()
    for name in ("First", "Second"):
        created(client, "classPeriods", class_period(name))
        api.instance.databases.take(name)
    assert "Second" not in names(asked(api, client, "First"))
    assert "Second" in names(asked(api, client, "Second"))
    assert asked(api, client, "Third").get("students").status_code == 410


def test_an_identifier_must_be_letters_and_digits(api_of: Callable[[str], Api]) -> None:
    api = api_of("5.2")
    answer = asked(api, api.caller(), "no-good").get("students")
    assert answer.json is not None
    assert (answer.status_code, answer.json["message"]) == (400, "Invalid value for snapshot identifier.")


def writes(client: Caller) -> Iterator[TestResponse]:
    id = created(client, "classPeriods", class_period("Written"))
    header = {"Use-Snapshot": "false", "Snapshot-Identifier": "S1"}
    yield client.request("POST", "classPeriods", json=class_period("Other"), headers=header)
    yield client.request("PUT", f"classPeriods/{id}", json=class_period("Other"), headers=header)
    yield client.request("DELETE", f"classPeriods/{id}", headers=header)
    for path, body in (("/oauth/token", {}), ("/oauth/token_info", {}), ("/identity/v2/identities/find", [])):
        yield client.request("POST", path, json=body, headers=header)


def test_a_snapshot_is_read_only(client: Caller) -> None:
    for answer in writes(client):
        assert (answer.status_code, answer.headers["Allow"]) == (405, "GET")
        assert "read-only" in answer.text


def test_a_method_that_7_3_refuses_by_action_is_refused_for_the_snapshot_first(api_of: Callable[[str], Api]) -> None:
    client = api_of("7.3").caller()
    answer = client.request("PUT", "classPeriods", json={}, headers={"Use-Snapshot": "true"})
    assert answer.json is not None
    assert answer.json["type"] == "urn:ed-fi:api:snapshots:method-not-allowed"
    answer = client.request("PUT", "classPeriods", json={})
    assert answer.json is not None
    assert answer.json["type"] == "urn:ed-fi:api:method-not-allowed"


SNAPSHOTS = "/changeQueries/v1/snapshots"


def test_5_2_lists_snapshots_the_latest_first(api_of: Callable[[str], Api]) -> None:
    api = api_of("5.2")
    client = api.caller("sis-vendor")
    assert listed(client, SNAPSHOTS) == []
    api.instance.databases.take("First")
    api.instance.databases.take("Second")
    rows = listed(client, SNAPSHOTS)
    assert [row["snapshotIdentifier"] for row in rows] == ["Second", "First"]
    assert list(rows[0]) == ["id", "snapshotIdentifier", "snapshotDateTime"]
    assert rows[0]["snapshotDateTime"] > rows[1]["snapshotDateTime"]
    assert listed(client, SNAPSHOTS, limit=1, offset=1) == rows[1:]
    assert listed(client, f"{SNAPSHOTS}/{rows[0]['id']}") == rows[0]


def test_a_snapshot_that_is_not_there_is_404_without_a_body(api_of: Callable[[str], Api]) -> None:
    client = api_of("5.2").caller()
    answer = client.get(f"{SNAPSHOTS}/{'0' * 32}")
    assert (answer.status_code, answer.data) == (404, b"")
    assert client.get(f"{SNAPSHOTS}/nonsense").status_code == 400


def test_nobody_makes_snapshots_over_the_api(api_of: Callable[[str], Api]) -> None:
    client = api_of("5.2").caller()
    for method in ("POST", "PUT", "DELETE"):
        assert client.request(method, SNAPSHOTS, json={}).status_code == 405
    assert api_of("5.2").anonymous.get(SNAPSHOTS).status_code == 401


def test_the_header_is_nothing_to_the_list_of_snapshots(api_of: Callable[[str], Api]) -> None:
    api = api_of("5.2")
    assert listed(asked(api, api.caller(), "nowhere"), SNAPSHOTS) == []


def test_7_3_has_no_such_list(api_of: Callable[[str], Api]) -> None:
    assert api_of("7.3").caller().get(SNAPSHOTS).status_code == 404


def test_a_reset_gives_snapshots_up(serve: Callable[..., Api]) -> None:
    api = serve(districts=("empty",))
    api.instance.databases.take("S1")
    assert asked(api, api.caller()).get("students").status_code == 200
    assert api.app.test_client().post("/mockedfi/reset").status_code == 200
    assert asked(api, api.caller()).get("students").status_code == 404


def test_every_document_is_as_it_was_in_any_table(api: Api, client: Caller, take: Callable[[str], Snapshot]) -> None:
    documents = api.instance.documents
    before = {table.resource.name: list(table.records()) for table in documents.tables()}
    take("S1")
    renamed = listed(client, "classPeriods", schoolId=SCHOOL, limit=1)[0]
    put(client, "classPeriods", renamed["id"], {**renamed, "classPeriodName": "Renamed"})
    created(client, "students", student("LATER"))
    (snapshot,) = api.instance.databases.snapshots()
    after = {table.resource.name: list(table.records()) for table in snapshot.documents.tables()}
    assert after == before
    assert all(snapshot.documents.table(name).by_key(each.key) is each for name in before for each in before[name][:9])


def test_going_back_leaves_a_snapshot_as_it_was(api: Api, client: Caller, take: Callable[[str], Snapshot]) -> None:
    mark = api.instance.documents.mark()
    created(client, "classPeriods", class_period("Undone"))
    take("S1")
    api.instance.documents.rewind(mark)
    assert "Undone" in names(asked(api, client))
    assert "Undone" not in names(client)


def test_nothing_can_be_committed_to_a_snapshot(api: Api, take: Callable[[str], Snapshot]) -> None:
    take("S1")
    (snapshot,) = api.instance.databases.snapshots()
    record = snapshot.documents.table("School").records()[0]
    with pytest.raises(StoreError, match="read-only"):
        snapshot.documents.commit([Change.delete(record)])


def control(api: Api, method: str, path: str = "") -> Any:
    return api.app.test_client().open(f"/mockedfi/snapshots{path}", method=method)


def test_the_control_api_takes_lists_and_drops(serve: Callable[..., Api]) -> None:
    api = serve(api_versions=("7.3", "5.2"), districts=("empty",))
    answer = control(api, "POST", "/BeforeImport")
    assert answer.status_code == 201
    made = answer.json
    assert made["name"] == "BeforeImport"
    assert [each["apiVersion"] for each in made["versions"]] == ["7.3", "5.2"]
    assert made["versions"][0]["newestChangeVersion"] == newest(api.caller())
    assert control(api, "POST").json["name"] == "snapshot1"
    assert [each["name"] for each in control(api, "GET").json] == ["snapshot1", "BeforeImport"]
    assert control(api, "GET", "/BeforeImport").json["name"] == "BeforeImport"
    assert control(api, "DELETE", "/BeforeImport").json == made
    assert [each["name"] for each in control(api, "GET").json] == ["snapshot1"]


@pytest.mark.parametrize("name", ["no-good", "a" * 33, "é"])
def test_the_control_api_refuses_a_name_that_no_header_could_carry(serve: Callable[..., Api], name: str) -> None:
    answer = control(serve(districts=("empty",)), "POST", f"/{name}")
    assert (answer.status_code, answer.json["field"]) == (400, "name")


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_the_control_api_says_that_there_is_none(serve: Callable[..., Api], method: str) -> None:
    answer = control(serve(districts=("empty",)), method, "/nothing")
    assert answer.status_code in (400, 404)
    assert "nothing" in answer.json["message"]
