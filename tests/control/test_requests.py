"""The journal: what is in it, what is left out, how it is searched, how much it holds."""

import json
from typing import Any

import pytest

from mockedfi.clock import Clock
from mockedfi.control.journal import Journal
from mockedfi.exchange import Answer, Request
from tests.control.conftest import Steered

FORM = {"grant_type": "client_credentials", "client_id": "open", "client_secret": "open-secret"}


def token_of(state: Steered, **more: Any) -> str:
    answer = state.http.post(f"{state.prefix}/v7.3/api/oauth/token", **({"data": FORM} | more))
    assert answer.status_code == 200
    assert answer.json is not None
    return str(answer.json["access_token"])


def test_an_exchange_in_full(workspace: Steered) -> None:
    workspace.control("PUT", "clock", {"now": "2026-02-03T04:05:06Z"})
    body = {"schoolYear": 1950, "schoolYearDescription": "1949-1950", "currentSchoolYear": False}
    workspace.call("POST", "schoolYearTypes", body, workspace.token("open"))
    (found,) = workspace.control("GET", "requests").json or []
    assert found.pop("milliseconds") >= 0
    assert found.pop("token")
    assert found["request"].pop("headers")["Authorization".lower()] == "(hidden)"
    assert found["response"].pop("headers")["Location"].endswith(found["response"].get("id", ""))
    assert found == {
        "number": 1,
        "time": "2026-02-03T04:05:06Z",
        "apiVersion": "7.3",
        "client": "open",
        "method": "POST",
        "path": "/data/v3/ed-fi/schoolYearTypes",
        "query": "",
        "resource": "ed-fi/schoolYearTypes",
        "status": 201,
        "outcome": "answered",
        "fault": None,
        "gateway": False,
        "explanation": None,
        "request": {"body": body},
        "response": {"body": None},
    }


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"client_id=open&client_secret=open-secret", "application/x-www-form-urlencoded"),
        (b'{"Client_Secret":"open-secret"}', "application/json"),
        (b'[{"client_secret":"open-secret"}]', "application/json"),
        (b'{"client_secret":"open-secret"', "application/json"),
        (b"client_secret=open-secret", "text/plain"),
    ],
)
def test_no_secret_is_written_down_however_it_was_sent(workspace: Steered, body: bytes, content_type: str) -> None:
    headers = {"Content-Type": content_type, "Authorization": "Basic b3BlbjpvcGVuLXNlY3JldA=="}
    query = "?limit=1&client_secret=open-secret"
    workspace.http.post(f"{workspace.prefix}/v7.3/api/oauth/token{query}", data=body, headers=headers)
    told = workspace.control("GET", "requests").get_data(as_text=True)
    assert "limit=1" in told
    assert "open-secret" not in told
    assert "b3Blbj" not in told


def test_a_refusal_names_its_explanation(workspace: Steered) -> None:
    answer = workspace.call("GET", "students", token=workspace.token("bootstrap-descriptors-and-edorgs"))
    assert answer.status_code == 403
    (found,) = workspace.control("GET", "requests").json or []
    assert found["explanation"] == answer.headers["Mockedfi-Explanation"]
    told = workspace.control("GET", f"explanations/{found['explanation']}").json or {}
    assert told["outcome"] == "denied"


@pytest.mark.parametrize(
    "how",
    [
        {},
        {"data": None, "json": FORM},
        {"data": {"grant_type": "client_credentials"}, "auth": ("open", "open-secret")},
    ],
)
def test_no_secret_is_in_it(workspace: Steered, how: dict[str, Any]) -> None:
    token = token_of(workspace, **how)
    workspace.call("POST", "/oauth/token_info", {"token": token}, token)
    workspace.call("GET", "schools?limit=1", token=token)
    found = workspace.control("GET", "requests").json or []
    text = json.dumps(found)
    assert token not in text
    assert "open-secret" not in text
    assert [each["client"] for each in found] == ["open"] * 3
    assert len({each["token"] for each in found}) == 1


def test_another_token_is_told_from_the_first(workspace: Steered) -> None:
    tokens = [token_of(workspace), token_of(workspace)]
    for token in tokens:
        workspace.call("GET", "schools?limit=1", token=token)
    found = [each["token"] for each in workspace.control("GET", "requests").json or []]
    assert found[0] == found[2]
    assert found[1] == found[3]
    assert found[0] != found[1]


def test_what_it_is_searched_by(workspace: Steered) -> None:
    token = workspace.token("open")
    workspace.call("GET", "schools?limit=1", token=token)
    workspace.call("GET", f"schools/{'0' * 32}", token=token)
    workspace.call("POST", "schools", {}, token)
    workspace.call("GET", "students?limit=1")
    workspace.at("5.2").call("GET", "schools?limit=1")

    def numbers(query: str) -> list[int]:
        return [each["number"] for each in workspace.control("GET", f"requests?{query}").json or []]

    assert numbers("") == [1, 2, 3, 4, 5]
    assert numbers("method=POST") == [3]
    assert numbers("status=4xx") == [2, 3]
    assert numbers("status=404") == [2]
    assert numbers("path=schools") == [1, 2, 3, 5]
    assert numbers("path=/data/v3/*/schools/*") == [2]
    assert numbers("client=open") == [1, 2, 3]
    assert numbers("apiVersion=5.2") == [5]
    assert numbers("after=3") == [4, 5]
    assert numbers("newest=2") == [4, 5]
    assert numbers("newest=0") == []
    assert numbers("path=schools&method=GET&newest=2") == [2, 5]
    workspace.control("DELETE", "requests")
    assert numbers("") == []
    workspace.call("GET", "schools?limit=1")
    assert numbers("") == [6]


def test_what_is_no_text_and_what_is_no_json(workspace: Steered) -> None:
    url = f"{workspace.prefix}/v7.3/api/data/v3/ed-fi/students"
    headers = {"Authorization": f"Bearer {workspace.token()}", "Content-Type": "application/json"}
    for body in (b"\xff\x00", b"{broken"):
        workspace.http.post(url, data=body, headers=headers)
    found = [each["request"]["body"] for each in workspace.control("GET", "requests").json or []]
    assert found == ["base64:/wA=", "{broken"]


def test_it_is_bounded_in_number_and_in_size() -> None:
    facts = {"api_version": "7.3", "client": "", "milliseconds": 0.0}
    few = Journal(Clock(), most=3)
    for _ in range(5):
        few.record(Request(method="GET", path="/"), Answer(200), **facts)
    assert [each.number for each in few.exchanges()] == [3, 4, 5]
    small = Journal(Clock(), most_bytes=1000)
    for size in (400, 400, 400, 5000):
        small.record(Request(method="GET", path="/"), Answer(200, [], b"x" * size), **facts)
    assert [each.size for each in small.exchanges()] == [5000]
    small.record(Request(method="GET", path="/"), Answer(200, [], b"x"), **facts)
    assert [each.size for each in small.exchanges()] == [1]


def test_discovery_and_metadata_are_in_it_and_the_control_api_is_not(workspace: Steered) -> None:
    workspace.call("GET", "/")
    workspace.call("GET", "/metadata/data/v3/dependencies")
    workspace.control("GET", "health")
    found = [each["path"] for each in workspace.control("GET", "requests").json or []]
    assert found == ["/", "/metadata/data/v3/dependencies"]
