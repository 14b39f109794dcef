"""A small server whose control API tests call; workspaces of it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from mockedfi.control.host import Host
from tests.api import Api

SCHOOL, DISTRICT = 255901001, 255901


@dataclass
class Steered:
    """One state of a server: calls of its control API, and of its default version."""

    http: FlaskClient
    host: Host
    prefix: str = ""
    version: str = "7.3"

    def control(self, method: str, path: str, body: Any = None, **more: Any) -> TestResponse:
        return self.http.open(f"{self.prefix}/mockedfi/{path}", method=method, json=body, **more)

    def token(self, key: str | None = None) -> str:
        answer = self.control("POST", "tokens", {"key": key, "apiVersion": self.version})
        assert answer.json is not None
        return str(answer.json["accessToken"])

    def call(self, method: str, path: str, body: Any = None, token: str | None = None) -> TestResponse:
        """A call of a resource, or of a path that begins with a slash, in the name of the default client."""
        place = path if path.startswith("/") else f"/data/v3/ed-fi/{path}"
        headers = {"Authorization": f"Bearer {token or self.token()}"}
        return self.http.open(f"{self.prefix}/v{self.version}/api{place}", method=method, json=body, headers=headers)

    def count(self, resource: str) -> int:
        return int(self.call("GET", f"{resource}?totalCount=true&limit=0").headers["Total-Count"])

    def workspace(self, **facts: Any) -> "Steered":
        answer = self.http.post("/mockedfi/workspaces", json=facts)
        assert answer.status_code == 201, answer.text
        assert answer.json is not None
        return Steered(self.http, self.host, f"/w/{answer.json['name']}", self.version)

    def at(self, version: str) -> "Steered":
        return Steered(self.http, self.host, self.prefix, version)


@pytest.fixture
def main(serve: Callable[..., Api]) -> Steered:
    """The server's own state."""
    api = serve(api_versions=("7.3", "5.2"), districts=("grand-bend",))
    return Steered(api.app.test_client(), api.host)


@pytest.fixture
def workspace(main: Steered) -> Steered:
    """A workspace beside it."""
    return main.workspace(name="mine", seed=1)
