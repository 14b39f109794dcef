"""Between WSGI and our own values: requests read from an environment, answers written to a server."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from mockedfi.exchange import Answer, Request

if TYPE_CHECKING:
    from wsgiref.types import StartResponse

Environment = dict[str, Any]

DEFAULT_PORTS = {"http": ":80", "https": ":443"}
REASONS = {status.value: f"{status.value} {status.phrase}" for status in HTTPStatus}
WITHOUT_BODY = (204, 304)
_SAFE = "".join(map(chr, range(32, 127)))


class UnreadableBody(Exception):
    """The body does not arrive as its headers say."""


def path_of(environ: Environment) -> str:
    """The decoded path; WSGI hands bytes over as if they were Latin-1."""
    path: str = environ.get("PATH_INFO") or "/"
    return path if path.isascii() else path.encode("latin-1").decode("utf-8", "replace")


def request_of(environ: Environment, path: str, root: str) -> Request:
    """The request, its body read.

    Raises:
        UnreadableBody: broken chunks, or a length that is no number.
    """
    headers = {name[5:].replace("_", "-").lower(): value for name, value in environ.items() if name[:5] == "HTTP_"}
    for name in ("CONTENT_TYPE", "CONTENT_LENGTH"):
        if value := environ.get(name):
            headers[name.replace("_", "-").lower()] = value
    return Request(
        method=environ["REQUEST_METHOD"],
        path=path,
        query=environ.get("QUERY_STRING", ""),
        headers=headers,
        body=_body(environ),
        root=root,
        remote=environ.get("REMOTE_ADDR", ""),
    )


def _body(environ: Environment) -> bytes:
    length: str = environ.get("CONTENT_LENGTH") or ""
    chunked = not length and "chunked" in environ.get("HTTP_TRANSFER_ENCODING", "").lower()
    if not length and not chunked:
        return b""
    try:
        body: bytes = environ["wsgi.input"].read() if chunked else environ["wsgi.input"].read(int(length))
    except (ValueError, OSError) as error:
        raise UnreadableBody(str(error)) from error
    return body


def root_of(environ: Environment, prefix: str, *, proxied: bool) -> str:
    """Absolute URL of a version's root, as links and Location headers begin.

    `proxied` takes ``X-Forwarded-*`` headers into account, of a list of protocols the first.
    Source: EdFi.Ods.Api/Extensions/HttpRequestExtensions.cs.
    """
    scheme = environ.get("wsgi.url_scheme", "http")
    host = environ.get("HTTP_HOST") or f"{environ['SERVER_NAME']}:{environ['SERVER_PORT']}"
    if proxied:
        scheme = (environ.get("HTTP_X_FORWARDED_PROTO") or scheme).split(",")[0].strip()
        name, port = _name_and_port(host)
        if forwarded := (environ.get("HTTP_X_FORWARDED_HOST") or "").split(",")[0].strip():
            name, forwarded_port = _name_and_port(forwarded)
            port = forwarded_port or port
        forwarded_port = (environ.get("HTTP_X_FORWARDED_PORT") or "").split(",")[0].strip()
        port = forwarded_port if forwarded_port.isdecimal() else port
        host = f"{name}:{port}" if port else name
    default = DEFAULT_PORTS.get(scheme, ":")
    return f"{scheme}://{host.removesuffix(default)}{environ.get('SCRIPT_NAME', '')}{prefix}"


def _name_and_port(host: str) -> tuple[str, str]:
    """``[::1]:80`` apart; the port is empty where there is none."""
    name, colon, port = host.rpartition(":")
    return (name, port) if colon and port.isdecimal() else (host, "")


def send(answer: Answer, start_response: "StartResponse", environ: Environment) -> Iterable[bytes]:
    """Write an answer; to HEAD without the body."""
    headers = [
        (name, value if value.isascii() and value.isprintable() else quote(value, safe=_SAFE))
        for name, value in answer.headers
    ]
    if answer.status not in WITHOUT_BODY:
        headers.append(("Content-Length", str(len(answer.body))))
    start_response(REASONS.get(answer.status) or f"{answer.status} Unknown", headers)
    return () if environ["REQUEST_METHOD"] == "HEAD" or not answer.body else (answer.body,)
