"""The clock: set, moved, let go; tokens and documents go by it."""

from tests.control.conftest import Steered

YEAR = {"schoolYear": 1950, "schoolYearDescription": "1949-1950", "currentSchoolYear": False}


def test_it_stands_still_runs_on_and_is_real_again(workspace: Steered) -> None:
    first = workspace.control("GET", "clock").json or {}
    assert (first["runs"], first["real"]) == (True, True)
    still = {"now": "2030-05-06T07:08:09.5Z", "runs": False, "real": False}
    assert workspace.control("PUT", "clock", {"now": "2030-05-06T09:08:09.500+02:00"}).json == still
    assert workspace.control("GET", "clock").json == still
    assert workspace.control("PUT", "clock", {"advanceSeconds": 0.5}).json == {**still, "now": "2030-05-06T07:08:10Z"}
    assert (workspace.control("PUT", "clock", {"advanceSeconds": -1}).json or {})["now"] == "2030-05-06T07:08:09Z"
    running = workspace.control("PUT", "clock", {"now": "2030-01-01T00:00:00Z", "runs": True}).json or {}
    assert running["now"].startswith("2030-01-01T00:00:00.")
    assert (running["runs"], running["real"]) == (True, False)
    assert (workspace.control("PUT", "clock", {"real": True}).json or {})["real"]


def test_tokens_expire_by_it(workspace: Steered) -> None:
    token = workspace.token()
    for seconds, status in ((1799, 200), (2, 401)):
        workspace.control("PUT", "clock", {"advanceSeconds": seconds})
        assert workspace.call("GET", "schools?limit=1", token=token).status_code == status
    assert workspace.call("GET", "schools?limit=1").status_code == 200


def test_documents_are_dated_by_it(workspace: Steered) -> None:
    workspace.control("PUT", "clock", {"now": "2031-02-03T04:05:06Z"})
    token = workspace.token("open")
    answer = workspace.call("POST", "schoolYearTypes", YEAR, token)
    path = "/data/v3" + answer.headers["Location"].partition("/data/v3")[2]
    made = workspace.call("GET", path, token=token).json or {}
    assert made["_lastModifiedDate"] == "2031-02-03T04:05:06Z"
    workspace.control("PUT", "clock", {"advanceSeconds": 60})
    workspace.call("PUT", path, {**YEAR, "id": made["id"], "currentSchoolYear": True}, token)
    changed = workspace.call("GET", path, token=token).json or {}
    assert changed["_lastModifiedDate"] == "2031-02-03T04:06:06Z"
    assert changed["_etag"] != made["_etag"]
