"""Faults: which requests they strike, how often, and what the answers look like."""

from typing import Any

import pytest

from tests.control.conftest import Steered


def add(state: Steered, **facts: Any) -> str:
    answer = state.control("POST", "faults", facts)
    assert answer.status_code == 201, answer.text
    assert answer.json is not None
    return str(answer.json["id"])


def statuses(state: Steered, path: str = "schools?limit=1", times: int = 4, method: str = "GET") -> list[int]:
    token = state.token()
    return [state.call(method, path, token=token).status_code for _ in range(times)]


ERA = {
    400: ("urn:ed-fi:api:bad-request", None),
    401: ("urn:ed-fi:api:security:authentication", ["Invalid token"]),
    403: ("urn:ed-fi:api:security:authorization:ownership:access-denied:ownership-mismatch", None),
    404: ("urn:ed-fi:api:not-found", None),
    409: ("urn:ed-fi:api:data-conflict:unresolved-reference", None),
    412: ("urn:ed-fi:api:optimistic-lock-failed", None),
    500: ("urn:ed-fi:api:system", None),
}


@pytest.mark.parametrize("status", ERA)
def test_a_status_that_the_api_gives_has_its_own_body(workspace: Steered, status: int) -> None:
    add(workspace, status=status, times=1)
    answer = workspace.call("GET", "students?limit=1")
    assert answer.status_code == status
    body = answer.json or {}
    type_, errors = ERA[status]
    assert (body["type"], body["status"]) == (type_, status)
    assert errors is None or body["errors"] == errors
    assert workspace.at("5.2").call("GET", "students?limit=1").status_code == 200
    add(workspace, status=status, apiVersion="5.2")
    message = workspace.at("5.2").call("GET", "students?limit=1")
    assert message.status_code == status
    assert list(message.json or {}) == ([] if status == 401 else ["message"])


@pytest.mark.parametrize("status", [402, 429, 502, 503, 504, 599])
def test_a_status_that_it_never_gives_is_a_gateways(workspace: Steered, status: int) -> None:
    add(workspace, status=status)
    answer = workspace.call("GET", "students?limit=1")
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.text.startswith(f"{status} ")
    assert answer.headers.get("Retry-After") == ("1" if status == 429 else None)
    last = (workspace.control("GET", "requests?newest=1").json or [])[0]
    assert (last["gateway"], last["status"]) == (True, status)
    assert last["fault"]


def test_too_many_tokens_is_the_versions_own(workspace: Steered) -> None:
    add(workspace, status=429, path="oauth/token", retryAfterSeconds=7)
    answer = workspace.call("POST", "/oauth/token")
    assert (answer.json or {})["type"] == "urn:ed-fi:api:security:authentication:too-many-tokens"
    assert answer.headers["Retry-After"] == "7"
    assert workspace.at("5.2").call("POST", "/oauth/token").text == "429 Too Many Requests\n"


def test_401_lets_the_token_expire(workspace: Steered) -> None:
    token = workspace.token()
    add(workspace, status=401, skip=1, times=1)
    found = [workspace.call("GET", "schools?limit=1", token=token).status_code for _ in range(4)]
    assert found == [200, 401, 401, 401]
    assert workspace.call("GET", "schools?limit=1").status_code == 200


def test_so_many_are_let_through_and_so_many_struck(workspace: Steered) -> None:
    id = add(workspace, status=503, skip=1, times=2)
    assert statuses(workspace, times=5) == [200, 503, 503, 200, 200]
    shown = (workspace.control("GET", "faults").json or [])[0]
    assert shown == {"id": id, "skip": 1, "times": 2, "status": 503, "met": 5, "struck": 2}


@pytest.mark.parametrize(
    ("facts", "struck"),
    [
        ({"method": "POST"}, [False, True, False, False]),
        ({"method": ["GET", "DELETE"]}, [True, False, True, True]),
        ({"path": "schools"}, [True, False, True, False]),
        ({"path": "ed-fi/schools"}, [True, False, True, False]),
        ({"path": "SCHOOLS"}, [True, False, True, False]),
        ({"path": "/data/v3/ed-fi/schools"}, [True, False, False, False]),
        ({"path": "/data/v3/ed-fi/s*"}, [True, True, True, False]),
        ({"path": "school"}, [False, False, False, False]),
        ({"path": "/"}, [False, False, False, True]),
        ({"client": "RvcohKz9zHI4"}, [True, True, True, True]),
        ({"client": "open"}, [False, False, False, False]),
        ({"apiVersion": "5.2"}, [False, False, False, False]),
    ],
)
def test_which_requests_are_meant(workspace: Steered, facts: dict[str, Any], struck: list[bool]) -> None:
    add(workspace, status=504, **facts)
    calls = [("GET", "schools"), ("POST", "students"), ("GET", f"schools/{'0' * 32}"), ("GET", "/")]
    token = workspace.token()
    assert [workspace.call(*each, token=token).status_code == 504 for each in calls] == struck


def test_chance_is_seeded(workspace: Steered) -> None:
    runs = []
    for seed in (1, 1, 2):
        id = add(workspace, status=503, probability=0.5, seed=seed)
        runs.append(statuses(workspace, times=30))
        workspace.control("DELETE", f"faults/{id}")
    assert runs[0] == runs[1] != runs[2]
    assert 5 < runs[0].count(503) < 25


def test_the_first_fault_that_strikes_wins(workspace: Steered) -> None:
    add(workspace, status=502, times=1)
    add(workspace, status=503, times=1)
    assert statuses(workspace, times=3) == [502, 503, 200]


def test_latency_delays_and_leaves_the_answer(workspace: Steered) -> None:
    add(workspace, latencySeconds=0.2)
    assert statuses(workspace, times=1) == [200]
    assert (workspace.control("GET", "requests?newest=1").json or [])[0]["milliseconds"] > 200


@pytest.mark.parametrize("carried_out", [False, True])
@pytest.mark.parametrize("effect", ["drop", "truncate", "status"])
def test_a_lost_answer_and_what_became_of_the_request(workspace: Steered, effect: str, carried_out: bool) -> None:
    body = {"studentUniqueId": "f-1", "firstName": "Ada", "lastSurname": "Novak", "birthDate": "2010-05-17"}
    add(workspace, **{effect: 503 if effect == "status" else True}, carriedOut=carried_out)
    token = workspace.token("open")
    if effect == "status":
        assert workspace.call("POST", "students", body, token).status_code == 503
    else:
        with pytest.raises(ConnectionResetError):
            workspace.call("POST", "students", body, token)
    last = (workspace.control("GET", "requests?newest=1").json or [])[0]
    assert last["outcome"] == {"drop": "dropped", "status": "answered", "truncate": "dropped"}[effect]
    there = any(
        each["studentUniqueId"] == "f-1" for each in workspace.control("GET", "documents?resource=students").json or []
    )
    assert there == (carried_out or effect == "truncate")


def test_a_body_ends_in_the_middle(workspace: Steered) -> None:
    add(workspace, truncate=True)
    answer = workspace.call("GET", "schools")
    with pytest.raises(ConnectionResetError):
        answer.get_data()
    last = (workspace.control("GET", "requests?newest=1").json or [])[0]
    assert (last["outcome"], last["status"]) == ("truncated", 200)


def test_faults_are_taken_away_one_or_all(workspace: Steered) -> None:
    first, _ = add(workspace, status=500, times=1), add(workspace, status=503)
    assert workspace.control("DELETE", f"faults/{first}").json == {"status": "removed", "id": first}
    assert workspace.control("DELETE", f"faults/{first}").status_code == 404
    assert statuses(workspace, times=1) == [503]
    workspace.control("DELETE", "faults")
    assert workspace.control("GET", "faults").json == []
    assert statuses(workspace, times=1) == [200]


def test_the_control_api_is_never_struck(workspace: Steered) -> None:
    add(workspace, status=500)
    assert workspace.control("GET", "health").status_code == 200
