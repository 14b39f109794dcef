"""Workspaces: each has a state of its own, and costs what is written to it."""

import gc
import random
import tracemalloc
from typing import Any

import pytest

from mockedfi.control.workspaces import Wish, Workspaces
from tests.control.conftest import SCHOOL, Steered

STUDENT = {"studentUniqueId": "w-1", "firstName": "Ada", "lastSurname": "Novak", "birthDate": "2010-05-17"}


def test_a_workspace_is_served_below_its_own_path(main: Steered, workspace: Steered) -> None:
    assert workspace.control("GET", "health").json == {
        "status": "ready",
        "versions": [
            {"apiVersion": "7.3", "url": "http://localhost/w/mine/v7.3/api"},
            {"apiVersion": "5.2", "url": "http://localhost/w/mine/v5.2/api"},
        ],
    }
    answer = workspace.call("POST", "students", STUDENT)
    assert answer.status_code == 201
    assert answer.headers["Location"].startswith("http://localhost/w/mine/v7.3/api/data/v3/ed-fi/students/")
    discovery = main.http.get("/w/mine/v7.3/api/").json
    assert discovery is not None
    assert discovery["urls"]["oauth"] == "http://localhost/w/mine/v7.3/api/oauth/token"
    assert main.http.get("/W/MINE/v7.3/API/").status_code == 200
    assert main.http.get("/w/mine/").json == discovery | {
        "urls": {name: url.replace("/v7.3/api", "") for name, url in discovery["urls"].items()}
    }


def test_no_state_sees_what_another_wrote(main: Steered) -> None:
    states = [main, *(main.workspace(name=f"w-{each}") for each in range(3))]
    counts = {state.prefix: state.count("schools") for state in states}
    for place, state in enumerate(states):
        for number in range(place + 1):
            body = {**STUDENT, "studentUniqueId": f"w-{number}"}
            assert state.call("POST", "students", body, state.token("open")).status_code == 201
        deleted = state.control("GET", "documents?resource=studentSchoolAttendanceEvents").json
        assert deleted is not None
        path = f"studentSchoolAttendanceEvents/{deleted[place]['id']}"
        assert state.call("DELETE", path, token=state.token("open")).status_code == 204
    for place, state in enumerate(states):
        students = state.control("GET", "documents?resource=students").json
        assert students is not None
        assert sum(each["studentUniqueId"].startswith("w-") for each in students) == place + 1
        events = state.control("GET", "documents?resource=studentSchoolAttendanceEvents").json
        others = states[0].control("GET", "documents?resource=studentSchoolAttendanceEvents").json
        assert events is not None
        assert others is not None
        assert len(events) == len(others)
        assert state.count("schools") == counts[state.prefix]


def test_clients_tokens_clock_faults_and_requests_are_its_own(main: Steered, workspace: Steered) -> None:
    made = workspace.control("POST", "clients", {"claimSet": "SIS Vendor"}).json
    assert made is not None
    assert made["key"] not in {each["key"] for each in main.control("GET", "clients").json or []}
    assert main.call("GET", "schools", token=workspace.token()).status_code == 401
    assert workspace.call("GET", "schools", token=main.token()).status_code == 401
    workspace.control("PUT", "clock", {"now": "2030-01-01T00:00:00Z"})
    assert workspace.control("GET", "clock").json == {"now": "2030-01-01T00:00:00Z", "runs": False, "real": False}
    assert (main.control("GET", "clock").json or {})["real"]
    workspace.control("POST", "faults", {"status": 500})
    assert main.call("GET", "schools").status_code == 200
    assert workspace.call("GET", "schools").status_code == 500
    assert len(workspace.control("GET", "requests").json or []) == 2
    assert len(main.control("GET", "requests").json or []) == 2


def test_a_client_of_the_server_is_there_and_one_added_later_is_not(main: Steered) -> None:
    main.control("POST", "clients", {"claimSet": "SIS Vendor", "key": "before"})
    workspace = main.workspace()
    main.control("POST", "clients", {"claimSet": "SIS Vendor", "key": "after"})
    keys = {each["key"] for each in workspace.control("GET", "clients").json or []}
    assert "before" in keys
    assert "after" not in keys
    assert workspace.call("GET", "schools", token=workspace.token("before")).status_code == 200


def test_a_workspace_begins_with_the_districts_whatever_the_server_holds(main: Steered) -> None:
    main.call("POST", "students", STUDENT)
    assert main.workspace().control("GET", "documents?resource=students").json == [
        each
        for each in main.control("GET", "documents?resource=students").json or []
        if each["studentUniqueId"] != STUDENT["studentUniqueId"]
    ]


def test_the_same_seed_gives_the_same_identifiers(main: Steered) -> None:
    ids = []
    for seed in (7, 7, 8):
        workspace = main.workspace(seed=seed)
        answer = workspace.call("POST", "students", STUDENT, workspace.token("open"))
        ids.append(answer.headers["Location"].rpartition("/")[2])
    assert ids[0] == ids[1] != ids[2]


def test_reset_puts_a_workspace_back(workspace: Steered) -> None:
    count, token = workspace.count("students"), workspace.token("open")
    workspace.call("POST", "students", STUDENT, token)
    assert workspace.control("POST", "reset").json == {"status": "reset"}
    assert workspace.count("students") == count
    assert workspace.call("GET", "schools", token=token).status_code == 200


def test_a_forgotten_workspace_is_gone(main: Steered, workspace: Steered) -> None:
    assert main.control("DELETE", "workspaces/mine").json == {"status": "forgotten", "name": "mine"}
    answer = workspace.http.get("/w/mine/v7.3/api/data/v3/ed-fi/students")
    assert answer.status_code == 404
    assert (answer.json or {})["message"].startswith("there is no workspace mine")
    assert main.control("GET", "workspaces/mine").status_code == 404
    assert main.control("DELETE", "workspaces/mine").status_code == 404
    main.workspace(name="mine")


def test_all_can_be_listed_and_forgotten(main: Steered) -> None:
    names = [main.workspace().prefix for _ in range(3)]
    assert [each["url"] for each in main.control("GET", "workspaces").json or []] == [
        f"http://localhost{name}" for name in names
    ]
    main.control("DELETE", "workspaces")
    assert main.control("GET", "workspaces").json == []


def test_an_idle_workspace_is_forgotten(main: Steered) -> None:
    now = [0.0]
    workspaces = Workspaces(main.host.workspaces._make, clock=lambda: now[0])
    workspaces.create(Wish(name="short", idle_minutes=1))
    workspaces.create(Wish(name="long", idle_minutes=60))
    for minute in (0.9, 1.8, 2.7):
        now[0] = minute * 60
        assert workspaces.find("short") is not None
    now[0] = 4 * 60
    assert workspaces.find("short") is None
    assert [each.name for each in workspaces.all()] == ["long"]
    now[0] = 65 * 60
    assert workspaces.all() == []


@pytest.mark.parametrize("version", ["7.3", "5.2"])
def test_lists_are_the_same_before_and_after_writing_and_taking_back(main: Steered, version: str) -> None:
    """A list that was found below, one that was found above, and one that is below again."""
    state, main = main.workspace().at(version), main.at(version)
    state.prefix = state.prefix

    def shown() -> Any:
        return [state.call("GET", f"{each}?limit=100&totalCount=true") for each in ("students", "schools", "staffs")]

    def said(answers: Any) -> Any:
        return [(answer.headers["Total-Count"], answer.json) for answer in answers]

    before = said(shown())
    enrolment = state.control(
        "POST",
        "documents",
        {"resource": "studentSchoolAssociations", "apiVersion": version, "members": {"school": SCHOOL}},
    ).json
    student = state.control("POST", "documents", {"resource": "students", "apiVersion": version}).json
    assert enrolment
    assert student
    state.control(
        "POST",
        "documents",
        {
            "resource": "studentSchoolAssociations",
            "apiVersion": version,
            "members": {"student": student[0], "school": SCHOOL},
        },
    )
    after = said(shown())
    assert int(after[0][0]) == int(before[0][0]) + 1
    assert after[1:] == before[1:]
    state.control("POST", "reset")
    assert said(shown()) == before
    assert said([main.call("GET", "students?limit=100&totalCount=true")]) == before[:1]


def test_two_hundred_workspaces_cost_what_they_write(main: Steered) -> None:
    warm = main.workspace()
    warm.call("GET", "students?limit=1&totalCount=true")
    warm.call("POST", "students", STUDENT, warm.token("open"))
    gc.collect()
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        for number in range(200):
            state = main.workspace(name=f"cost-{number}")
            assert state.call("POST", "students", STUDENT, state.token("open")).status_code == 201
        gc.collect()
        each = (tracemalloc.get_traced_memory()[0] - before) / 200
    finally:
        tracemalloc.stop()
    assert each < 100_000, f"{each:.0f} bytes a workspace"


def test_random_writes_in_random_workspaces_stay_where_they_are(main: Steered) -> None:
    chance = random.Random(5)
    states = {name: main.workspace(name=name) for name in ("a", "b", "c")}
    expected: dict[str, set[str]] = {name: set() for name in states}
    tokens = {name: state.token("open") for name, state in states.items()}
    for step in range(60):
        name = chance.choice(list(states))
        state, own = states[name], expected[name]
        if own and chance.random() < 0.3:
            id = chance.choice(sorted(own))
            assert state.call("DELETE", f"students/{id}", token=tokens[name]).status_code == 204
            own.discard(id)
        else:
            body = {**STUDENT, "studentUniqueId": f"{name}-{step}"}
            location = state.call("POST", "students", body, tokens[name]).headers["Location"]
            own.add(location.rpartition("/")[2])
    for name, state in states.items():
        for other, ids in expected.items():
            for id in ids:
                status = state.call("GET", f"students/{id}", token=tokens[name]).status_code
                assert (status == 200) == (other == name)
