"""The control API's own OpenAPI document: valid, and of the routes there are."""

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


def test_examples_are_taken(workspace: Steered) -> None:
    for route in ROUTES:
        if route.example is not None:
            answer = workspace.control(route.method, route.path.strip("/"), route.example)
            assert answer.status_code == route.status, (route.path, answer.text)
