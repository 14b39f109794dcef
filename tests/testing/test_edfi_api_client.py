"""Every fault and the clock, through the client that most people use, with its retries on.

edfi-api-client 0.4: it waits between attempts (which tests pass over) and asks for a token when its own clock says so.
"""

import time
import warnings
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
import requests

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from edfi_api_client import EdFiClient
    from edfi_api_client.session import EdFiSession

from mockedfi import MockEdFi
from mockedfi.dialect.versions import VERSIONS

WITH_CURSORS = ("7.3",)
STUDENT = {"studentUniqueId": "c-1", "firstName": "Ada", "lastSurname": "Novak", "birthDate": "2010-05-17"}


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How long the client would have waited, each time."""
    found: list[int] = []
    monkeypatch.setattr(EdFiSession, "safe_sleep", lambda _, seconds: found.append(seconds))
    return found


@pytest.fixture
def client(edfi: MockEdFi, waits: list[int]) -> Iterator[Any]:  # noqa: ARG001 - it must not wait
    made = EdFiClient(edfi.url, edfi.key, edfi.secret, retry_on_failure=True, max_retries=4)
    yield made
    if made.session.session is not None:
        made.session.session.close()


def rows(client: Any, resource: str = "schools", **more: Any) -> list[Any]:
    """One page, by one request."""
    return list(client.resource(resource, **more).get(500))


def post(client: Any, edfi: MockEdFi, body: dict[str, Any]) -> requests.Response:
    answer: requests.Response = client.session.post_response(f"{edfi.data_url}/ed-fi/students", data=body)
    return answer


@pytest.mark.edfi(api_version="7.3")
def test_it_reads_pages_and_reuses_its_token(client: Any, edfi: MockEdFi) -> None:
    students = client.resource("students")
    assert len(list(students.get_rows(page_size=50))) == students.get_total_count() > 100
    assert len(rows(client, "students")) == 500, "the most of one page"
    edfi.requests.assert_token_reused()
    edfi.requests.assert_none_refused()


def versions(*names: str) -> Any:
    """Run a test against these versions."""
    return pytest.mark.parametrize(
        "version", [pytest.param(each, marks=pytest.mark.edfi(api_version=each)) for each in names]
    )


@pytest.mark.edfi(district="cedar-ridge")
@versions(*VERSIONS)
def test_every_resource_is_pulled_alike_however_it_is_paged(edfi: MockEdFi, version: str) -> None:
    """By cursor where the version has it, by offset, by windows of change versions forwards and backwards."""
    client = EdFiClient(edfi.url, "open", "open-secret")
    newest = client.get_newest_change_version()
    windows = {"page_size": 50, "step_change_version": True, "change_version_step_size": newest // 3 + 1}
    total = 0
    for name in [*client.resources, *client.descriptors]:
        everything = client.resource(name)
        changed = client.resource(name, min_change_version=0, max_change_version=newest)
        count = everything.get_total_count()
        ways = [everything.get_rows(page_size=30)]
        if name in client.resources and count:
            ways += [pulled(everything.get_pages(page_size=30))]
            ways += [pulled(changed.get_pages(reverse_paging=backwards, **windows)) for backwards in (False, True)]
            if version in WITH_CURSORS:
                ways += [pulled(changed.get_pages_cursor(page_size=30))]
        pulls = [[row["id"] for row in rows] for rows in ways]
        assert [len(ids) for ids in pulls] == [count] * len(ways), name
        assert all(set(ids) == set(pulls[0]) for ids in pulls), name
        assert len(set(pulls[0])) == count, name
        total += count
    assert total == newest, "as many as there were writes"
    edfi.requests.assert_none_refused()


@versions("5.2", "6.2", "7.3")
def test_what_was_deleted_is_pulled(edfi: MockEdFi, version: str) -> None:
    client = EdFiClient(edfi.url, "open", "open-secret")
    students = client.resource("students")
    made = [edfi.add("students", studentUniqueId=f"c-{number}") for number in range(5)]
    before = client.get_newest_change_version()
    for each in made:
        client.session.delete_response(students.url, each["id"])

    deletes = client.resource("students", get_deletes=True, min_change_version=before + 1)
    rows = list(deletes.get_rows(page_size=2))
    if version == "5.2":  # tells neither keys nor how many there are
        assert [set(row) for row in rows] == [{"Id", "ChangeVersion"}] * 5
        assert {row["Id"].replace("-", "") for row in rows} == {each["id"] for each in made}
    else:
        assert {row["id"] for row in rows} == {each["id"] for each in made}
        assert [row["keyValues"] for row in rows] == [{"studentUniqueId": each["studentUniqueId"]} for each in made]
        assert deletes.get_total_count() == 5
    assert client.get_newest_change_version() == before + 5


@versions("6.2", "7.3")
def test_keys_that_were_changed_are_pulled(edfi: MockEdFi, version: str) -> None:  # noqa: ARG001 - its mark counts
    client = EdFiClient(edfi.url, "open", "open-secret")
    before = client.get_newest_change_version()
    periods = client.resource("class_periods")
    school = {"schoolId": edfi.find("schools")[0]["schoolId"]}
    made = [edfi.add("classPeriods", classPeriodName=f"Old {number}", schoolReference=school) for number in range(3)]
    for number, each in enumerate(made):
        client.session.put_response(periods.url, each["id"], {**each, "classPeriodName": f"New {number}"})

    changes = client.resource("class_periods", get_key_changes=True, min_change_version=before + 1)
    rows = list(changes.get_rows(page_size=2))
    assert [row["oldKeyValues"] for row in rows] == [{**school, "classPeriodName": f"Old {each}"} for each in range(3)]
    assert [row["newKeyValues"] for row in rows] == [{**school, "classPeriodName": f"New {each}"} for each in range(3)]
    assert changes.get_total_count() == 3


def pulled(pages: Iterable[list[Any]]) -> list[Any]:
    return [row for page in pages for row in page]


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_it_waits_and_tries_again(client: Any, edfi: MockEdFi, waits: list[int], status: int) -> None:
    fault = edfi.faults.add(status, path="schools", times=2)
    assert len(rows(client)) == 3
    assert fault.struck == 2
    assert waits == [2, 4]


def test_it_gives_up(client: Any, edfi: MockEdFi, waits: list[int]) -> None:
    edfi.faults.add(503, path="schools")
    with pytest.raises(requests.HTTPError, match="max retries exceeded"):
        rows(client)
    assert len(waits) == 4


@pytest.mark.parametrize("status", [400, 403, 404, 409, 412])
def test_what_it_does_not_try_again(client: Any, edfi: MockEdFi, status: int) -> None:
    edfi.faults.add(status, path="schools", times=1)
    with pytest.raises(requests.HTTPError):
        rows(client)
    assert len(rows(client)) == 3


def test_an_expired_token_mid_run(client: Any, edfi: MockEdFi, monkeypatch: pytest.MonkeyPatch) -> None:
    """It sends the same token again for as long as its own clock says that it is good."""
    assert len(rows(client)) == 3
    edfi.clock.advance(minutes=31)
    with pytest.raises(requests.HTTPError, match="max retries exceeded"):
        rows(client)
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + 31 * 60)
    assert len(rows(client)) == 3
    edfi.requests.assert_token_reused()


def test_401_by_a_fault(client: Any, edfi: MockEdFi) -> None:
    edfi.faults.add(401, path="schools", skip=1, times=1)
    assert len(rows(client)) == 3
    with pytest.raises(requests.HTTPError, match="max retries exceeded"):
        rows(client)


def test_the_token_endpoint_fails(client: Any, edfi: MockEdFi) -> None:
    edfi.faults.add(429, path="oauth/token", times=1)
    with pytest.raises(requests.HTTPError, match="429"):
        rows(client)
    assert len(rows(client)) == 3


@pytest.mark.parametrize(
    ("fault", "error"),
    [({"drop": True}, requests.ConnectionError), ({"truncate": True}, requests.exceptions.ChunkedEncodingError)],
)
def test_a_broken_connection(client: Any, edfi: MockEdFi, fault: dict[str, bool], error: type[Exception]) -> None:
    edfi.faults.add(path="schools", times=1, **fault)
    with pytest.raises(error):
        rows(client)
    assert len(rows(client)) == 3


def test_latency(client: Any, edfi: MockEdFi) -> None:
    edfi.faults.add(latency_seconds=0.2, path="schools", times=1)
    began = time.perf_counter()
    assert len(rows(client)) == 3
    assert time.perf_counter() - began > 0.2


def test_chance(client: Any, edfi: MockEdFi) -> None:
    fault = edfi.faults.add(503, path="schools", probability=0.4, seed=3)
    for _ in range(10):
        assert len(rows(client)) == 3
    assert fault.met == 10 + fault.struck
    assert fault.struck > 0


def test_an_answer_that_is_lost_after_the_work_is_done(edfi: MockEdFi, waits: list[int]) -> None:
    client = EdFiClient(edfi.url, "open", "open-secret", retry_on_failure=True)
    edfi.faults.add(503, method="POST", path="students", times=1, carried_out=True)
    answer = post(client, edfi, STUDENT)
    assert answer.status_code == 200
    assert waits == [2]
    assert [each.status for each in edfi.requests.all(method="POST", path="students")] == [503, 200]
    edfi.requests.assert_posted("students", STUDENT, times=1)


def test_a_client_of_its_own_is_struck_alone(client: Any, edfi: MockEdFi) -> None:
    other = edfi.client("Ed-Fi Sandbox")
    edfi.faults.add(503, client=other.key)
    assert len(rows(client)) == 3
    assert other.session().get("schools").status_code == 503


def test_writing_is_dated_by_the_clock(client: Any, edfi: MockEdFi) -> None:
    edfi.clock.set("2031-05-06T07:08:09Z")
    assert post(client, edfi, STUDENT).status_code == 201
    assert edfi.find("students", studentUniqueId="c-1")[0]["_lastModifiedDate"] == "2031-05-06T07:08:09Z"
