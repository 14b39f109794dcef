"""A client of the control API: of a server, or of one of its workspaces; over HTTP, or without a socket."""

import http.client
import json
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import quote, urlencode, urlsplit

from mockedfi import reaching
from mockedfi.testing.wsgi import call

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

_SECONDS = 30
_KEY_HEADER = "Mockedfi-Control-Key"


class ControlError(ValueError):
    """A call that the control API refuses: what is wrong and what to do about it, and the `field` it is about."""

    def __init__(self, message: str, field: str = "", status: int = 400) -> None:
        super().__init__(message)
        self.field = field
        self.status = status


class Channel(Protocol):
    """How calls reach a server."""

    url: str
    """Of the host, without a trailing slash."""

    def send(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        """Status and body of the answer."""


class WsgiChannel:
    """Calls of an application in the same process."""

    def __init__(self, application: "WSGIApplication", url: str) -> None:
        self.url = url
        self._application = application

    def send(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        """Status and body of the answer."""
        reply = call(self._application, method, self.url + path, {"Content-Type": "application/json"}, body)
        return reply.status, reply.body


class HttpChannel:
    """Calls over HTTP, on one connection."""

    def __init__(self, url: str, control_key: str = "") -> None:
        self.url = url.rstrip("/")
        self._parts = urlsplit(self.url)
        self._headers = {"Content-Type": "application/json"}
        if control_key:
            self._headers[_KEY_HEADER] = control_key
        self._connection: http.client.HTTPConnection | None = None
        self._lock = threading.Lock()

    def send(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        """Status and body of the answer.

        Raises:
            ControlError: nobody answers there.
        """
        with self._lock:
            for fresh in (self._connection is None, True):
                connection = self._connected()
                try:
                    connection.request(method, self._parts.path + path, body, self._headers)
                    answer = connection.getresponse()
                    return answer.status, answer.read()
                except (OSError, http.client.HTTPException) as error:
                    self.close()
                    if fresh:
                        raise ControlError(f"no mockedfi server answers at {self.url} ({error})", status=0) from error
        raise AssertionError("the second attempt returns or raises")

    def close(self) -> None:
        """End the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _connected(self) -> http.client.HTTPConnection:
        if self._connection is None:
            self._connection = reaching.connection(self.url, _SECONDS)
        return self._connection


class ControlClient:
    """The calls of the control API; each returns the JSON of the answer. Every one may raise `ControlError`.

    Args:
        channel: leads to the server.
        prefix: path of a workspace, ``/w/mine``; nothing for the server's own state.
    """

    def __init__(self, channel: Channel, prefix: str = "") -> None:
        self.channel = channel
        self.prefix = prefix
        self.url = channel.url + prefix

    def health(self) -> dict[str, Any]:
        """Whether the server is ready, and where its versions are."""
        return self._object("GET", "/health")

    def reset(self) -> None:
        """Put the documents back to the districts."""
        self._call("POST", "/reset")

    def clients(self) -> list[dict[str, Any]]:
        """Every API client."""
        return self._list("GET", "/clients")

    def add_client(self, **facts: Any) -> dict[str, Any]:
        """Add an API client, or replace the one with its key; ``claim_set`` is required."""
        return self._object("POST", "/clients", facts)

    def remove_client(self, key: str) -> None:
        """Forget an API client that was added."""
        self._call("DELETE", f"/clients/{quote(key, safe='')}")

    def issue_token(self, **facts: Any) -> dict[str, Any]:
        """An access token (``accessToken``), of ``key`` or the default client, without asking the token endpoint."""
        return self._object("POST", "/tokens", facts)

    def requests(self, **wanted: Any) -> list[dict[str, Any]]:
        """The requests that were made: ``method``, ``path``, ``status``, ``client``, ``after``, ``newest``."""
        return self._list("GET", "/requests", query=wanted)

    def clear_requests(self) -> None:
        """Forget the requests that were made."""
        self._call("DELETE", "/requests")

    def faults(self) -> list[dict[str, Any]]:
        """Every fault, and how often it struck."""
        return self._list("GET", "/faults")

    def add_fault(self, **facts: Any) -> dict[str, Any]:
        """Let something go wrong."""
        return self._object("POST", "/faults", facts)

    def remove_fault(self, id: str) -> None:
        """Take a fault away."""
        self._call("DELETE", f"/faults/{id}")

    def clear_faults(self) -> None:
        """Take all faults away."""
        self._call("DELETE", "/faults")

    def clock(self) -> dict[str, Any]:
        """What time it is."""
        return self._object("GET", "/clock")

    def set_clock(self, **facts: Any) -> dict[str, Any]:
        """Set the clock or move it: one of ``now``, ``advance_seconds`` and ``real``."""
        return self._object("PUT", "/clock", facts)

    def documents(self, resource: str, **more: Any) -> list[dict[str, Any]]:
        """The documents of a resource, whoever may read them."""
        return self._list("GET", "/documents", query={"resource": resource, **more})

    def add_documents(
        self, resource: str, members: Mapping[str, Any], count: int = 1, api_version: str | None = None
    ) -> list[dict[str, Any]]:
        """Add documents; members that are required and not given are filled in."""
        body: dict[str, Any] = {"resource": resource, "members": dict(members), "count": count}
        if api_version is not None:
            body["apiVersion"] = api_version
        return self._list("POST", "/documents", body)

    def snapshots(self) -> list[dict[str, Any]]:
        """Every snapshot, the latest first."""
        return self._list("GET", "/snapshots")

    def take_snapshot(self, name: str = "") -> dict[str, Any]:
        """Take a snapshot; without a name it gets one."""
        return self._object("POST", f"/snapshots/{name}" if name else "/snapshots")

    def export_snapshot(self, name: str) -> dict[str, Any]:
        """A snapshot, with all documents that it has and the districts have not."""
        return self._object("GET", f"/snapshots/{name}")

    def restore_snapshot(self, name: str, exported: Mapping[str, Any] | None = None) -> None:
        """Go back to a snapshot, or to one that was exported."""
        self._call("PUT", f"/snapshots/{name}", exported)

    def drop_snapshot(self, name: str) -> None:
        """Give a snapshot up."""
        self._call("DELETE", f"/snapshots/{name}")

    def explanation(self, id: str) -> dict[str, Any]:
        """Why a request was refused, by the id in its header or by its correlation id."""
        return self._object("GET", f"/explanations/{quote(id, safe='')}")

    def workspaces(self) -> list[dict[str, Any]]:
        """Every workspace."""
        return self._list("GET", "/workspaces")

    def create_workspace(self, **facts: Any) -> "ControlClient":
        """Make a workspace (``name``, ``seed``, ``token_limit``, ``idle_minutes``): the client of its control API."""
        made = self._object("POST", "/workspaces", facts)
        return ControlClient(self.channel, f"/w/{made['name']}")

    def forget_workspace(self, name: str) -> None:
        """Forget a workspace and all that is in it."""
        self._call("DELETE", f"/workspaces/{name}")

    def _object(self, method: str, path: str, facts: Mapping[str, Any] | None = None) -> dict[str, Any]:
        found = self._call(method, path, facts)
        assert isinstance(found, dict)
        return found

    def _list(
        self,
        method: str,
        path: str,
        facts: Mapping[str, Any] | None = None,
        query: Mapping[str, Any] | None = None,
    ) -> list[dict[str, Any]]:
        given = {camel_case(name): value for name, value in (query or {}).items() if value is not None}
        found = self._call(method, f"{path}?{urlencode(given)}" if given else path, facts)
        assert isinstance(found, list)
        return found

    def _call(self, method: str, path: str, facts: Mapping[str, Any] | None = None) -> Any:
        given = {camel_case(name): value for name, value in (facts or {}).items() if value is not None}
        body = json.dumps(given).encode() if facts is not None else b""
        status, answer = self.channel.send(method, f"{self.prefix}/mockedfi{path}", body)
        try:
            content = json.loads(answer) if answer else None
        except ValueError:
            raise ControlError(f"{self.url} does not answer as mockedfi does", status=status) from None
        if status >= 400:
            said = content if isinstance(content, dict) else {}
            raise ControlError(said.get("message", f"status {status}"), said.get("field", ""), status)
        return content


def camel_case(name: str) -> str:
    """``claim_set`` as ``claimSet``; what is so already stays."""
    first, *rest = name.split("_")
    return first + "".join(word[:1].upper() + word[1:] for word in rest)
