"""What tests call: one API version behind the whole of HTTP, and its clients."""

from base64 import b64encode
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from mockedfi.control.host import Host
from mockedfi.instance import Instance
from mockedfi.settings import ClientSettings

DEFAULT_KEY = "RvcohKz9zHI4"


@dataclass
class Caller:
    """One API client with a token: ``get("students")`` is ``GET /data/v3/ed-fi/students``."""

    http: FlaskClient
    root: str
    headers: dict[str, str] = field(default_factory=dict)

    def request(self, method: str, path: str, **more: Any) -> TestResponse:
        place = path if path.startswith("/") else f"/data/v3/ed-fi/{path}"
        headers = {**self.headers, **more.pop("headers", {})}
        return self.http.open(self.root + place, method=method, headers=headers, **more)

    def get(self, path: str, **query: Any) -> TestResponse:
        return self.request("GET", path, query_string=query)

    def post(self, path: str, body: Any) -> TestResponse:
        return self.request("POST", path, json=body)

    def put(self, path: str, body: Any) -> TestResponse:
        return self.request("PUT", path, json=body)

    def delete(self, path: str) -> TestResponse:
        return self.request("DELETE", path)


@dataclass
class Api:
    """One API version behind the whole of HTTP."""

    app: Flask
    host: Host
    version: str

    @property
    def root(self) -> str:
        return f"/v{self.version}/api"

    @property
    def instance(self) -> Instance:
        return self.host.instances[self.root]

    @property
    def anonymous(self) -> Caller:
        """Nobody."""
        return Caller(self.app.test_client(), self.root)

    def token(self, key: str = DEFAULT_KEY, **form: str) -> TestResponse:
        """The token endpoint's answer to a client, by its key."""
        secrets = {client.key: client.secret for client in self.host.main.clients()}
        basic = b64encode(f"{key}:{secrets[key]}".encode()).decode()
        form = {"grant_type": "client_credentials", **form}
        return self.anonymous.request("POST", "/oauth/token", data=form, headers={"Authorization": f"Basic {basic}"})

    def caller(self, key: str = DEFAULT_KEY, **form: str) -> Caller:
        """A client of the server, by its key."""
        answer = self.token(key, **form)
        assert answer.json is not None
        return Caller(self.app.test_client(), self.root, {"Authorization": f"Bearer {answer.json['access_token']}"})

    def new_caller(self, claim_set: str, *education_organization_ids: int, **more: Any) -> Caller:
        """A client that is made for one test."""
        client = ClientSettings(
            key=f"key-{self.host.main.clock.hex_id()}",
            secret="secret",
            claim_set=claim_set,
            education_organization_ids=education_organization_ids,
            namespace_prefixes={"0": more.pop("namespace_prefixes", ("uri://ed-fi.org",))},
            **more,
        )
        self.host.main.add_client(client)
        return self.caller(client.key)
