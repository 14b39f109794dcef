"""The control API's calls, free of HTTP: what each does and the JSON that it answers."""

import json
from typing import Any

from mockedfi.control.host import Host
from mockedfi.settings.clients import camel_case, client_as_json, client_from, snake_case
from mockedfi.settings.values import Refused


class InvalidCall(Exception):
    """A call with wrong input: which `field`, and what to do about it."""

    def __init__(self, text: str, field: str = "") -> None:
        super().__init__(text)
        self.text = text
        self.field = field


class Control:
    """What a person can ask of a running server."""

    def __init__(self, host: Host) -> None:
        self._host = host

    def health(self, address: str) -> dict[str, Any]:
        """That the server is ready, and where its versions are; `address` is the host's URL."""
        versions = [
            {"apiVersion": version, "url": f"{address}{root}"} for root, version in self._host.versions().items()
        ]
        return {"status": "ready", "versions": versions}

    def reset(self) -> dict[str, Any]:
        """Put every version back to its districts."""
        self._host.reset()
        return {"status": "reset"}

    def clients(self) -> list[dict[str, Any]]:
        """Every client, with its secret: they open nothing but mock data."""
        return [client_as_json(client) for client in self._host.clients()]

    def explanation(self, id: str) -> dict[str, Any]:
        """Why a request was refused, by the id in its header or by its correlation id.

        Raises:
            InvalidCall: nobody knows any more.
        """
        found = self._host.explanations.find(id)
        if found is None:
            raise InvalidCall(f"there is no explanation {id}; the newest ones are kept, until the server stops", "id")
        return found.as_json()

    def add_client(self, body: bytes) -> dict[str, Any]:
        """Add a client to every version, or replace the one with its key; key and secret are made where not given.

        Raises:
            InvalidCall: the body is no JSON object, or describes no client.
        """
        try:
            row = snake_case(json.loads(body))
        except ValueError:
            raise InvalidCall("the body must be JSON: an object with claimSet") from None
        if not isinstance(row, dict):
            raise InvalidCall("the body must be a JSON object with claimSet")
        made = {name: self._host.new_identifier() for name in ("key", "secret") if row.get(name) is None}
        try:
            client = client_from({**row, **made})
        except Refused as refused:
            field = camel_case(refused.key)
            raise InvalidCall(f"{field} {refused.text}".strip(), field) from None
        if unknown := self._host.unknown_claim_set(client.claim_set):
            raise InvalidCall(unknown, "claimSet")
        self._host.add_client(client)
        return client_as_json(client)
