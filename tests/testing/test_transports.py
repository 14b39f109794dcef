"""The ways to call: over a socket and without one, by `requests` and by `httpx`; all see the same."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest
import requests
import urllib3

from mockedfi import MockEdFi

STUDENT = {"studentUniqueId": "t-1", "firstName": "Zoë", "lastSurname": "Novák", "birthDate": "2010-05-17"}
Call = Callable[..., Any]


def by_session(edfi: MockEdFi, *, over_socket: bool) -> Call:
    session = edfi.session("open", over_socket=over_socket)
    return session.request


def by_client(edfi: MockEdFi) -> Call:
    client = edfi.httpx_client("open")
    return client.request


def by_async_client(edfi: MockEdFi) -> Call:
    headers = {"Authorization": f"Bearer {edfi.token('open')}"}

    async def request(method: str, path: str, **more: Any) -> httpx.Response:
        url = f"{edfi.data_url}/ed-fi/"
        async with httpx.AsyncClient(base_url=url, headers=headers, transport=edfi.transport()) as client:
            return await client.request(method, path, **more)

    return lambda method, path, **more: asyncio.run(request(method, path, **more))


WAYS: dict[str, Callable[[MockEdFi], Call]] = {
    "requests in process": lambda edfi: by_session(edfi, over_socket=False),
    "requests over a socket": lambda edfi: by_session(edfi, over_socket=True),
    "httpx": by_client,
    "httpx async": by_async_client,
}


@pytest.fixture(params=WAYS)
def call(request: pytest.FixtureRequest, edfi: MockEdFi) -> Call:
    return WAYS[request.param](edfi)


def test_each_way_writes_and_reads(call: Call, edfi: MockEdFi) -> None:
    made = call("POST", "students", json=STUDENT)
    assert made.status_code == 201
    assert made.headers["location"].startswith(f"{edfi.data_url}/ed-fi/students/")
    id = made.headers["location"].rpartition("/")[2]
    found = call("GET", "students", params={"studentUniqueId": "t-1", "totalCount": "true"})
    assert found.headers["Total-Count"] == "1"
    assert found.json()[0]["lastSurname"] == "Novák"
    assert call("PUT", f"students/{id}", json={**STUDENT, "firstName": "Eve"}).status_code == 204
    assert call("DELETE", f"students/{id}").status_code == 204
    assert call("GET", f"students/{id}").status_code == 404
    assert [each.status for each in edfi.requests] == [201, 200, 204, 204, 404]


def test_a_chunked_body(edfi: MockEdFi) -> None:
    body = [b'{"schoolYear": 1950, "schoolYearDescription": "1949', b'-1950", "currentSchoolYear": false}']
    headers = {"Content-Type": "application/json"}
    for over_socket in (False, True):
        session = edfi.session("open", over_socket=over_socket)
        assert session.post("schoolYearTypes", data=iter(body), headers=headers).status_code in (200, 201)
    content = edfi.httpx_client("open").post("schoolYearTypes", content=iter(body), headers=headers)
    assert content.status_code == 200


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ({"drop": True}, (requests.ConnectionError, httpx.NetworkError)),
        ({"truncate": True}, (requests.exceptions.ChunkedEncodingError, httpx.RemoteProtocolError)),
        ({"latency_seconds": 0.3}, (requests.ReadTimeout, httpx.ReadTimeout)),
    ],
)
def test_each_way_breaks_as_over_a_socket(call: Call, edfi: MockEdFi, fault: dict[str, Any], expected: Any) -> None:
    edfi.faults.add(**fault, times=1)
    with pytest.raises(expected):
        call("GET", "students", timeout=0.1 if "latency_seconds" in fault else 5)
    assert call("GET", "students", timeout=5).status_code == 200


@pytest.mark.parametrize("in_process", [True, False])
def test_retries_of_urllib3(edfi: MockEdFi, in_process: bool) -> None:
    retry = urllib3.Retry(total=4, status_forcelist=[429, 503], backoff_factor=0.01, allowed_methods=None)
    adapter = edfi.adapter(retry) if in_process else requests.adapters.HTTPAdapter(max_retries=retry)
    session = edfi.session(over_socket=True)
    session.mount(edfi.url, adapter)
    edfi.faults.add(429, times=1, retry_after_seconds=0)
    edfi.faults.add(503, times=1)
    edfi.faults.add(drop=True, times=1)
    assert session.get("students?limit=1").status_code == 200
    assert [each.status for each in edfi.requests] == [429, 503, None, 200]
    edfi.faults.add(503)
    with pytest.raises(requests.exceptions.RetryError):
        session.get("students?limit=1")
    assert len(edfi.requests) == 9
    kept = urllib3.Retry(total=1, status_forcelist=[503], raise_on_status=False)
    session.mount(edfi.url, edfi.adapter(kept) if in_process else requests.adapters.HTTPAdapter(max_retries=kept))
    assert session.get("students?limit=1").status_code == 503
    edfi.faults.clear()
    edfi.faults.add(drop=True)
    with pytest.raises(requests.ConnectionError):
        session.get("students?limit=1")


def test_where_a_path_leads(edfi: MockEdFi) -> None:
    session = edfi.session()
    for path in ("schools", "ed-fi/schools", "/data/v3/ed-fi/schools", f"{edfi.data_url}/ed-fi/schools"):
        assert session.get(path).status_code == 200
    assert session.get("/").json()["version"] == edfi.version
    assert session.get("/metadata/data/v3/dependencies").status_code == 200
