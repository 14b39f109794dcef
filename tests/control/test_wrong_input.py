"""Whatever is wrong in a call is told with its field and the remedy, and changes nothing."""

from typing import Any

import pytest

from tests.control.conftest import Steered

STATUS = "status must be a whole number from 400 to 599"
SNAPSHOT = {"apiVersion": "7.3", "resources": {}}


@pytest.mark.parametrize(
    ("method", "path", "body", "field", "message"),
    [
        ("POST", "faults", [], "", "the body must be a JSON object; it may have method, path, client"),
        ("POST", "reset", {"district": "empty"}, "district", "district is not known here; nothing is expected here"),
        ("POST", "snapshots", {"name": "before"}, "name", "name is not known here; nothing is expected here"),
        ("POST", "reset", [], "", "send no body"),
        ("DELETE", "requests?client=open", None, "client", "client is not known here; nothing is expected here"),
        ("POST", "tokens?key=open", {}, "key", "key is not known here; nothing is expected here"),
        ("POST", "faults", {}, "status", "a fault needs one of status, drop, truncate and latencySeconds"),
        ("POST", "faults", {"status": 200}, "status", STATUS),
        ("POST", "faults", {"status": "503"}, "status", STATUS),
        ("POST", "faults", {"status": True}, "status", STATUS),
        ("POST", "faults", {"statu": 503}, "statu", "statu is not known here; did you mean status?"),
        ("POST", "faults", {"status": 503, "drop": True}, "drop", "drop does not go with status; make two faults"),
        ("POST", "faults", {"status": 503, "times": 0}, "times", "times must be a whole number, 1 or more"),
        (
            "POST",
            "faults",
            {"status": 503, "probability": 2},
            "probability",
            "probability must be a number from 0 to 1",
        ),
        (
            "POST",
            "faults",
            {"status": 503, "method": "FETCH"},
            "method",
            "method must be one of GET, POST, PUT, DELETE",
        ),
        (
            "POST",
            "faults",
            {"status": 503, "client": "opn"},
            "client",
            "client opn is not known; add it first; did you mean open?",
        ),
        (
            "POST",
            "faults",
            {"status": 503, "apiVersion": "9"},
            "apiVersion",
            "apiVersion 9 is not served here; there are 7.3, 5.2",
        ),
        (
            "POST",
            "faults",
            {"drop": True, "retryAfterSeconds": 1},
            "retryAfterSeconds",
            "retryAfterSeconds needs a status",
        ),
        ("POST", "faults", {"latencySeconds": 301}, "latencySeconds", "latencySeconds must be a number from 0 to 300"),
        ("DELETE", "faults/none", None, "id", "there is no fault none; see GET /mockedfi/faults"),
        ("POST", "clients", {}, "claimSet", "claimSet is missing"),
        (
            "POST",
            "clients",
            {"claimSet": "SIS Vendor", "profiles": ["Nutritio"]},
            "profiles",
            "no API version here has the profile Nutritio; did you mean Nutrition?",
        ),
        ("DELETE", "clients/none", None, "key", "client none is not there; see GET /mockedfi/clients"),
        ("DELETE", "clients/open", None, "key", "client open comes with the server and stays"),
        ("POST", "tokens", {"key": "opn"}, "key", "key opn is no client of version 7.3; did you mean open?"),
        (
            "POST",
            "tokens",
            {"educationOrganizationId": 1},
            "educationOrganizationId",
            "educationOrganizationId must be one of the client's: 255901",
        ),
        ("PUT", "clock", {}, "now", "say one of now, advanceSeconds and real"),
        ("PUT", "clock", {"now": "2026-01-01"}, "now", "now must be a date and time with its offset"),
        ("PUT", "clock", {"now": 5}, "now", "now must be a date and time with its offset"),
        ("PUT", "clock", {"real": True, "advanceSeconds": 1}, "real", "real does not go with advanceSeconds"),
        ("PUT", "clock", {"advanceSeconds": 1, "runs": True}, "runs", "runs goes with now only"),
        ("PUT", "clock", {"advanceSeconds": "1"}, "advanceSeconds", "advanceSeconds must be a number from"),
        ("POST", "snapshots/not-a-name", None, "name", "the name of a snapshot must be 1 to 32 letters and digits"),
        ("GET", "snapshots/none", None, "name", "there is no snapshot none; none was taken"),
        ("PUT", "snapshots/none", None, "name", "there is no snapshot none; none was taken"),
        ("DELETE", "snapshots/none", None, "name", "there is no snapshot none; none was taken"),
        ("PUT", "snapshots/a", {"versions": 5}, "versions", "versions must be a list of objects"),
        ("PUT", "snapshots/a", {"versions": [{}]}, "versions[0]", "versions[0] must have apiVersion, and resources"),
        (
            "PUT",
            "snapshots/a",
            {"versions": [{**SNAPSHOT, "apiVersion": "9"}]},
            "apiVersion",
            "apiVersion 9 is not served here",
        ),
        (
            "PUT",
            "snapshots/a",
            {"versions": [{**SNAPSHOT, "resources": {"ed-fi/student": {}}}]},
            "versions[0].resources",
            "ed-fi/student is no resource of version 7.3; did you mean ed-fi/students?",
        ),
        (
            "PUT",
            "snapshots/a",
            {"versions": [{**SNAPSHOT, "resources": {"ed-fi/students": {"add": []}}}]},
            "versions[0].resources.ed-fi/students",
            "versions[0].resources.ed-fi/students must be an object with added, changed, removed",
        ),
        (
            "PUT",
            "snapshots/a",
            {"versions": [{**SNAPSHOT, "resources": {"ed-fi/students": {"added": [{"id": "0" * 32}]}}}]},
            "versions[0].resources.ed-fi/students.added[0]",
            "versions[0].resources.ed-fi/students.added[0] lacks a part of its key: studentUniqueId",
        ),
        ("POST", "documents", {}, "resource", "resource is missing: Plural of a resource, as students."),
        (
            "POST",
            "documents",
            {"resource": "student"},
            "resource",
            "API version 7.3 has no resource student; did you mean students?",
        ),
        (
            "POST",
            "documents",
            {"resource": "students", "members": {"firstname": "A"}},
            "firstname",
            "firstname is no member of students; did you mean firstName?",
        ),
        (
            "POST",
            "documents",
            {"resource": "students", "members": {"birthDate": "x"}},
            "birthDate",
            "students are not taken so:",
        ),
        (
            "POST",
            "documents",
            {"resource": "sections", "members": {"courseOffering": 5}},
            "courseOfferingReference",
            "courseOfferingReference must be an object with",
        ),
        (
            "POST",
            "documents",
            {"resource": "studentSchoolAssociations", "members": {"entryGradeLevelDescriptor": "Ninth"}},
            "entryGradeLevelDescriptor",
            "entryGradeLevelDescriptor: GradeLevelDescriptor has no code value Ninth; did you mean Ninth grade?",
        ),
        (
            "POST",
            "documents",
            {"resource": "students", "count": 0},
            "count",
            "count must be a whole number from 1 to 10000",
        ),
        ("GET", "documents", None, "resource", "resource is missing"),
        (
            "GET",
            "requests?status=many",
            None,
            "status",
            "status must be a status such as 403, or a class of them such as 4xx",
        ),
        ("GET", "requests?methd=GET", None, "methd", "methd is not known here; did you mean method?"),
        ("GET", "requests?after=x", None, "after", "after must be a whole number, 0 or more"),
        ("POST", "explanations", {}, "client", "client is missing"),
        ("GET", "explanations/none", None, "id", "there is no explanation none"),
    ],
)
def test_the_field_and_the_remedy(
    workspace: Steered, method: str, path: str, body: Any, field: str, message: str
) -> None:
    answer = workspace.control(method, path, body)
    said = answer.json or {}
    assert answer.status_code in (400, 404), answer.text
    assert said["message"].startswith(message)
    assert said["field"] == field
    assert workspace.control("GET", "faults").json == []
    assert workspace.control("GET", "snapshots").json == []
    assert (workspace.control("GET", "clock").json or {})["real"]


@pytest.mark.parametrize(
    ("body", "field", "message"),
    [
        ({"name": "mine"}, "name", "name mine is taken; forget it with DELETE, or take another"),
        ({"name": "a b"}, "name", "name must be at most 64 letters, digits, dots, hyphens and underscores"),
        ({"name": ""}, "name", "name must be a text that is not empty"),
        ({"seed": "x"}, "seed", "seed must be a whole number"),
        ({"idleMinutes": 0}, "idleMinutes", "idleMinutes must be a number from 0.01 to 100000"),
        ({"idle": 1}, "idle", "idle is not known here; did you mean idleMinutes?"),
    ],
)
def test_a_workspace_that_cannot_be(
    main: Steered, workspace: Steered, body: dict[str, Any], field: str, message: str
) -> None:
    answer = main.control("POST", "workspaces", body)
    assert answer.status_code == 400
    said = answer.json or {}
    assert said["message"].startswith(message)
    assert said["field"] == field
    assert len(main.control("GET", "workspaces").json or []) == 1
    assert workspace.call("GET", "schools?limit=1").status_code == 200


def test_workspaces_are_steered_at_the_host_only(workspace: Steered) -> None:
    answer = workspace.control("POST", "workspaces", {})
    assert answer.status_code == 404
    assert answer.json == {"message": "workspaces are steered at http://localhost/mockedfi/workspaces"}
