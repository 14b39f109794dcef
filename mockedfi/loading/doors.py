"""Ways into an API version: over HTTP, or into one of this process. Both ask as a client with a token."""

import http.client
import json
from base64 import b64encode
from collections.abc import Callable, Mapping
from typing import Protocol
from urllib.parse import urlsplit

from mockedfi import reaching
from mockedfi.errors import UserError
from mockedfi.exchange import Request
from mockedfi.instance import Instance
from mockedfi.loading.report import reason_of
from mockedfi.problems import Refusal

JSON, FORM = "application/json", "application/x-www-form-urlencoded"
SECONDS = 120
_UNAUTHENTICATED = 401
_OK = 200
_DATA = "/data/v3"


class Door(Protocol):
    """An API version that can be asked."""

    @property
    def version(self) -> str:
        """``7.3``."""

    def ask(self, method: str, path: str, query: str = "", body: bytes = b"") -> tuple[int, bytes]:
        """Status and body of the answer; `path` below the data: ``/ed-fi/students``."""

    def close(self) -> None:
        """Let go of whatever is behind it."""


class Inside:
    """An API version of this process."""

    def __init__(self, instance: Instance, key: str, secret: str) -> None:
        """`key` and `secret` are those of one of its clients.

        Raises:
            UserError: it has no such client.
        """
        self.version = instance.dialect.version.name
        self._instance = instance
        self._credentials = _basic(key, secret)
        self._headers = self._renewed(key)

    def ask(self, method: str, path: str, query: str = "", body: bytes = b"") -> tuple[int, bytes]:
        """See `Door`."""
        request = Request(method=method, path=_DATA + path, query=query, headers=self._headers, body=body)
        answer = self._instance.data(request)
        if answer.status == _UNAUTHENTICATED:
            request.headers = self._headers = self._renewed("")
            answer = self._instance.data(request)
        return answer.status, answer.body

    def close(self) -> None:
        """Nothing: the API belongs to somebody else."""

    def _renewed(self, key: str) -> Mapping[str, str]:
        headers = {"authorization": self._credentials, "content-type": FORM}
        try:
            answer = self._instance.token(
                Request(method="POST", path="/oauth/token", headers=headers, body=b"grant_type=client_credentials")
            )
            token = json.loads(answer.body)["access_token"]
        except (Refusal, ValueError, KeyError):
            raise UserError(f"API version {self.version} refused the client {key}; see mockedfi clients") from None
        return {"authorization": f"Bearer {token}", "content-type": JSON}


class Outside:
    """An API that answers over HTTP, over one connection that is kept."""

    def __init__(self, url: str, key: str, secret: str) -> None:
        """`url` is where the API says what it is: ``http://127.0.0.1:54746/v7.3/api``.

        Raises:
            UserError: nobody answers there, or not as an Ed-Fi API does, or the client is refused.
        """
        self._url = url
        self._connection = reaching.connection(url, SECONDS)
        self._credentials = _basic(key, secret)
        self._key = key
        try:
            self.version, self._data, self._tokens = self._shown()
            self._headers = self._renewed()
        except UserError:
            self.close()
            raise

    def close(self) -> None:
        """Give the connection up."""
        self._connection.close()

    def ask(self, method: str, path: str, query: str = "", body: bytes = b"") -> tuple[int, bytes]:
        """See `Door`."""
        place = f"{self._data}{path}{'?' + query if query else ''}"
        status, answer = self._send(method, place, body, self._headers)
        if status == _UNAUTHENTICATED:
            self._headers = self._renewed()
            status, answer = self._send(method, place, body, self._headers)
        return status, answer

    def _shown(self) -> tuple[str, str, str]:
        """What the API says of itself: its version, the paths of the data and of the tokens."""
        status, body = self._send("GET", urlsplit(self._url).path or "/", b"", {"Accept": JSON})
        try:
            shown = json.loads(body) if status == _OK else {}
            urls = shown["urls"]
            return shown["version"], urlsplit(urls["dataManagementApi"]).path.rstrip("/"), urlsplit(urls["oauth"]).path
        except (ValueError, KeyError, TypeError):
            raise UserError(
                f"{self._url} does not answer as an Ed-Fi API does; name the root of one with --url"
            ) from None

    def _renewed(self) -> dict[str, str]:
        headers = {"Authorization": self._credentials, "Content-Type": FORM}
        status, body = self._send("POST", self._tokens, b"grant_type=client_credentials", headers)
        if status != _OK:
            told = f"{self._url} refused the client {self._key} with status {status} ({reason_of(body)})"
            raise UserError(f"{told}; name another one with --key")
        return {"Authorization": f"Bearer {json.loads(body)['access_token']}", "Content-Type": JSON}

    def _send(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
        """One request; once more where a kept connection was closed meanwhile."""
        return _twice(lambda: self._once(method, path, body, headers), self._url, self._connection.close)

    def _once(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> tuple[int, bytes]:
        self._connection.request(method, path, body, dict(headers))
        answer = self._connection.getresponse()
        return answer.status, answer.read()


def _twice(act: Callable[[], tuple[int, bytes]], url: str, between: Callable[[], None]) -> tuple[int, bytes]:
    try:
        return act()
    except (http.client.HTTPException, OSError):
        between()
    try:
        return act()
    except (http.client.HTTPException, OSError) as error:
        raise UserError(reaching.why_not(url, error)) from None


def _basic(key: str, secret: str) -> str:
    return "Basic " + b64encode(f"{key}:{secret}".encode()).decode()
