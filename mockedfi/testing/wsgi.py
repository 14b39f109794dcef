"""Calls of a WSGI application without a socket."""

import io
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_to_bytes, urlsplit

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

_DEFAULT_PORTS = {"http": "80", "https": "443"}


class ConnectionEnded(Exception):
    """The connection ended before the answer was whole; `begun`: after it had begun."""

    def __init__(self, *, begun: bool) -> None:
        super().__init__("the connection ended in the middle of the body" if begun else "the connection ended")
        self.begun = begun


@dataclass(frozen=True, slots=True)
class Reply:
    """What an application answers."""

    status: int
    reason: str
    headers: list[tuple[str, str]]
    body: bytes
    seconds: float

    def header(self, name: str) -> str:
        """The value of a header; nothing where there is none."""
        return next((value for each, value in self.headers if each.lower() == name.lower()), "")


def call(
    application: "WSGIApplication",
    method: str,
    url: str,
    headers: Mapping[str, str] | Iterable[tuple[str, str]] = (),
    body: bytes = b"",
) -> Reply:
    """The answer to one request.

    Raises:
        ConnectionEnded: the application ends the connection, as a fault may want.
    """
    pairs = headers.items() if isinstance(headers, Mapping) else headers
    began = time.perf_counter()
    started: list[Any] = []

    def start(status: str, found: list[tuple[str, str]], *_: Any) -> Any:
        started[:] = [status, found]

    try:
        chunks = application(_environment(method, url, pairs, body), start)
        content = b"".join(chunks)
    except ConnectionResetError:
        raise ConnectionEnded(begun=bool(started)) from None
    close = getattr(chunks, "close", None)
    if close is not None:
        close()
    code, _, reason = started[0].partition(" ")
    return Reply(int(code), reason, list(started[1]), content, time.perf_counter() - began)


def _environment(method: str, url: str, headers: Iterable[tuple[str, str]], body: bytes) -> dict[str, Any]:
    parts = urlsplit(url)
    port = str(parts.port or _DEFAULT_PORTS.get(parts.scheme, "80"))
    environment: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(parts.path or "/").decode("latin-1"),
        "QUERY_STRING": parts.query,
        "SERVER_NAME": parts.hostname or "localhost",
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": parts.netloc,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": parts.scheme or "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    for name, value in headers:
        key = name.upper().replace("-", "_")
        environment[key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"] = value
    environment.pop("HTTP_TRANSFER_ENCODING", None)
    environment["CONTENT_LENGTH"] = str(len(body)) if body or method in ("POST", "PUT", "PATCH") else ""
    return environment
