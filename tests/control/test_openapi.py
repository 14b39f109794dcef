"""The control API's own OpenAPI document: valid, and of the routes there are."""

import re
from typing import Any

from openapi_schema_validator import OAS30Validator
from openapi_spec_validator import validate

from mockedfi.control.api import ROUTES
from tests.control.conftest import Steered


def test_it_is_valid_and_complete(main: Steered) -> None:
    document = main.control("GET", "openapi.json").json
    assert document is not None
    validate(document)
    shown = {(method.upper(), path) for path, methods in document["paths"].items() for method in methods}
    assert shown == {(route.method, route.path) for route in ROUTES}
    assert document["servers"] == [{"url": "http://localhost/mockedfi"}]


def test_a_workspaces_lacks_what_is_for_the_host(workspace: Steered) -> None:
    document = workspace.control("GET", "openapi.json").json
    assert document is not None
    assert document["servers"] == [{"url": "http://localhost/w/mine/mockedfi"}]
    assert not any("workspaces" in path for path in document["paths"])


CALLS: list[tuple[str, str, Any]] = [
    ("GET", "health", None),
    ("POST", "clients", {"claimSet": "SIS Vendor", "key": "mine", "ownershipTokens": [1, "two"]}),
    ("GET", "clients", None),
    ("POST", "tokens", {"key": "mine"}),
    ("POST", "faults", {"status": 503, "path": "students", "probability": 0.5}),
    ("GET", "faults", None),
    ("GET", "clock", None),
    ("PUT", "clock", {"advanceSeconds": 1.5}),
    ("POST", "documents", {"resource": "students"}),
    ("GET", "documents?resource=schools", None),
    ("POST", "snapshots/before", None),
    ("GET", "snapshots", None),
    ("GET", "snapshots/before", None),
    ("PUT", "snapshots/before", None),
    ("DELETE", "snapshots/before", None),
    ("POST", "explanations", {"client": "mine", "action": "Read", "resource": "students"}),
    ("GET", "requests", None),
    ("DELETE", "requests", None),
    ("DELETE", "faults", None),
    ("DELETE", "clients/mine", None),
    ("DELETE", "clients", None),
    ("POST", "reset", None),
    ("GET", "openapi.json", None),
]


def test_answers_are_as_it_says(workspace: Steered) -> None:
    document = workspace.control("GET", "openapi.json").json
    assert document is not None
    workspace.call("GET", "students", token="none")
    workspace.call("GET", "students")
    for method, path, body in CALLS:
        answer = workspace.control(method, path, body)
        template = re.sub(r"(?<=snapshots/).*", "{name}", re.sub(r"(?<=clients/).*", "{key}", path.partition("?")[0]))
        responses = document["paths"][f"/{template}"][method.lower()]["responses"]
        schema = responses[str(answer.status_code)]["content"]["application/json"]["schema"]
        assert schema, (method, path)
        OAS30Validator({**schema, "components": document["components"]}).validate(answer.json)


def test_examples_are_taken(workspace: Steered) -> None:
    for route in ROUTES:
        if route.example is not None:
            answer = workspace.control(route.method, route.path.strip("/"), route.example)
            assert answer.status_code == route.status, (route.path, answer.text)
