"""Snapshots: taken, gone back to, written out, read in."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.api import Api
from tests.control.conftest import Steered


@pytest.fixture(params=["workspace", "memory", "file"])
def state(request: pytest.FixtureRequest, main: Steered, serve: Callable[..., Api], tmp_path: Any) -> Steered:
    """A workspace, a server's own state in memory, and one in a file."""
    if request.param == "workspace":
        return main.workspace()
    if request.param == "memory":
        return main
    api = serve(api_versions=("7.3", "5.2"), districts=("grand-bend",), store=tmp_path / "state.json")
    return Steered(api.app.test_client(), api.host)


def add(state: Steered, resource: str = "students", **members: Any) -> dict[str, Any]:
    answer = state.control("POST", "documents", {"resource": resource, "members": members})
    assert answer.status_code == 201, answer.text
    return dict((answer.json or [])[0])


def everything(state: Steered) -> Any:
    resources = ("students", "studentSchoolAssociations", "schools", "gradeLevelDescriptors", "staffs")
    token = state.token("open")
    found = {each: state.control("GET", f"documents?resource={each}").json for each in resources}
    lists = {each: state.call("GET", f"{each}?totalCount=true", token=token) for each in resources}
    deletes = {each: state.call("GET", f"{each}/deletes", token=token).json for each in resources}
    return found, {name: (each.headers["Total-Count"], each.json) for name, each in lists.items()}, deletes


def test_there_and_back_as_often_as_wanted(state: Steered) -> None:
    student = add(state, firstName="Ada")
    enrolment = add(state, "studentSchoolAssociations", student=student)
    state.control("POST", "snapshots/early")
    early = everything(state)
    token = state.token("open")
    assert state.call("DELETE", f"studentSchoolAssociations/{enrolment['id']}", token=token).status_code == 204
    assert state.call("PUT", f"students/{student['id']}", {**student, "firstName": "Eve"}, token).status_code == 204
    first = (state.control("GET", "documents?resource=studentSchoolAttendanceEvents").json or [])[0]
    state.call("DELETE", f"studentSchoolAttendanceEvents/{first['id']}", token=token)
    for _ in range(3):
        add(state, firstName="Bob")
    state.control("POST", "snapshots/late")
    late = everything(state)
    assert late != early
    for _ in range(2):
        for name, expected in (("early", early), ("late", late)):
            add(state)
            assert state.control("PUT", f"snapshots/{name}").status_code == 200
            assert everything(state) == expected
    names = [each["name"] for each in state.control("GET", "snapshots").json or []]
    assert names == ["late", "early"]
    state.control("PUT", "snapshots/early")
    with_new = add(state, firstName="Zoe")
    state.control("PUT", "snapshots/late")
    assert everything(state) == late
    assert state.call("GET", f"students/{with_new['id']}", token=token).status_code == 404


def test_rights_follow(state: Steered) -> None:
    student = add(state)
    state.control("POST", "snapshots/before")
    path, token = f"students/{student['id']}", state.token()
    assert state.call("GET", path, token=token).status_code == 403
    add(state, "studentSchoolAssociations", student=student)
    assert state.call("GET", path, token=token).status_code == 200
    state.control("PUT", "snapshots/before")
    assert state.call("GET", path, token=token).status_code == 403


def test_an_export_says_what_differs_and_is_read_in_again(state: Steered, main: Steered) -> None:
    student = add(state, firstName="Ada")
    add(state, "studentSchoolAssociations", student=student)
    token = state.token("open")
    first = (state.control("GET", "documents?resource=students").json or [])[0]
    state.call("PUT", f"students/{first['id']}", {**first, "middleName": "Changed"}, token)
    gone = (state.control("GET", "documents?resource=studentSchoolAttendanceEvents").json or [])[0]
    state.call("DELETE", f"studentSchoolAttendanceEvents/{gone['id']}", token=token)
    state.control("POST", "snapshots/mine")
    exported = state.control("GET", "snapshots/mine").json or {}
    found, _ = exported["versions"]
    assert found["districts"] == ["grand-bend"]
    assert list(found["resources"]) == [
        "ed-fi/students",
        "ed-fi/studentSchoolAssociations",
        "ed-fi/studentSchoolAttendanceEvents",
    ]
    students = found["resources"]["ed-fi/students"]
    assert [each["firstName"] for each in students["added"]] == ["Ada"]
    assert [each["middleName"] for each in students["changed"]] == ["Changed"]
    removed = found["resources"]["ed-fi/studentSchoolAttendanceEvents"]["removed"]
    assert [each["id"] for each in removed] == [gone["id"]]
    other = main.workspace()
    add(other, firstName="Somebody else")
    answer = other.control("PUT", "snapshots/mine", json.loads(json.dumps(exported)))
    assert answer.status_code == 200, answer.text
    again = other.control("GET", "snapshots/mine").json or {}
    assert [each["resources"] for each in again["versions"]] == [each["resources"] for each in exported["versions"]]
    assert other.call("GET", f"students/{student['id']}").status_code == 200


def test_a_reset_gives_them_up(state: Steered) -> None:
    state.control("POST", "snapshots/mine")
    state.control("POST", "reset")
    assert state.control("GET", "snapshots").json == []


def test_what_was_restored_outlives_the_server(serve: Callable[..., Api], tmp_path: Any) -> None:
    def opened() -> Steered:
        api = serve(api_versions=("7.3",), districts=("grand-bend",), store=tmp_path / "state.json")
        return Steered(api.app.test_client(), api.host)

    first = opened()
    ada = add(first, firstName="Ada")
    first.control("POST", "snapshots/mine")
    bob = add(first, firstName="Bob")
    first.call("DELETE", f"students/{ada['id']}", token=first.token("open"))
    first.control("PUT", "snapshots/mine")
    expected = everything(first)
    first.host.close()
    second = opened()
    assert everything(second) == expected
    ids = {each["id"] for each in second.control("GET", "documents?resource=students").json or []}
    assert ada["id"] in ids
    assert bob["id"] not in ids
