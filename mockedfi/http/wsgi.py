"""Between WSGI and our own values: requests read from an environment, answers written to a server."""

import errno
from collections.abc import Iterable, Iterator
from http import HTTPStatus
from typing import IO, TYPE_CHECKING, Any
from urllib.parse import quote

import orjson

from mockedfi.control.faults import BrokenAnswer
from mockedfi.exchange import Answer, Request
from mockedfi.odses import Ods

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication

Environment = dict[str, Any]

DEFAULT_PORTS = {"http": ":80", "https": ":443"}
REASONS = {status.value: f"{status.value} {status.phrase}" for status in HTTPStatus}
WITHOUT_BODY = (204, 304)
_CHUNK = 1 << 16
_SAFE = "".join(map(chr, range(32, 127)))


class UnreadableBody(Exception):
    """The body does not arrive as its headers say."""


class BodyTooLarge(Exception):
    """The body has more bytes than are taken."""


def path_of(environ: Environment) -> str:
    """The decoded path; WSGI hands bytes over as if they were Latin-1."""
    path: str = environ.get("PATH_INFO") or "/"
    return path if path.isascii() else path.encode("latin-1").decode("utf-8", "replace")


def request_of(environ: Environment, path: str, root: str, ods: Ods, most: int) -> Request:
    """The request for a database, its body of `most` bytes read.

    Raises:
        UnreadableBody: broken chunks, or a length that is no number.
        BodyTooLarge: there are more.
        TimeoutError: it takes too long to arrive.
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
        body=_body(environ, most),
        root=root,
        ods=ods,
        remote=environ.get("REMOTE_ADDR", ""),
    )


def _body(environ: Environment, most: int) -> bytes:
    length: str = environ.get("CONTENT_LENGTH") or ""
    chunked = "chunked" in environ.get("HTTP_TRANSFER_ENCODING", "").lower()
    if not length and not chunked:
        return b""
    try:
        return _chunks(environ["wsgi.input"], most) if chunked else _block(environ["wsgi.input"], length, most)
    except TimeoutError:
        raise
    except (ValueError, OSError) as error:
        raise UnreadableBody(str(error)) from error


def _block(stream: IO[bytes], length: str, most: int) -> bytes:
    if not (length.isascii() and length.isdecimal()):
        raise ValueError(f"Invalid content length: {length}")
    if int(length) > most:
        raise BodyTooLarge
    body = stream.read(int(length))
    if len(body) < int(length):
        raise ValueError("Unexpected end of request content.")
    return body


def _chunks(stream: IO[bytes], most: int) -> bytes:
    chunks: list[bytes] = []
    size = 0
    while chunk := stream.read(_CHUNK):
        chunks.append(chunk)
        size += len(chunk)
        if size > most:
            raise BodyTooLarge
    return b"".join(chunks)


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
    if answer.status not in WITHOUT_BODY and not any(name == "Content-Length" for name, _ in headers):
        headers.append(("Content-Length", str(len(answer.body))))
    if isinstance(answer, BrokenAnswer) and not answer.sent:
        raise ConnectionResetError(errno.ECONNRESET, "a fault ends the connection")
    start_response(REASONS.get(answer.status) or f"{answer.status} Unknown", headers)
    if isinstance(answer, BrokenAnswer):
        return _cut(answer.body[: answer.sent])
    return () if environ["REQUEST_METHOD"] == "HEAD" or not answer.body else (answer.body,)


def _cut(body: bytes) -> Iterator[bytes]:
    """The beginning of a body, and then the end of the connection: so servers take this error."""
    yield body
    raise ConnectionResetError(errno.ECONNRESET, "a fault ends the connection")


def collected(application: "WSGIApplication", environ: Environment) -> Answer:
    """What a WSGI application answers, as a value."""
    answer = Answer(HTTPStatus.INTERNAL_SERVER_ERROR)

    def start(status: str, headers: list[tuple[str, str]], *_: Any) -> Any:
        answer.status, answer.headers = int(status.partition(" ")[0]), headers

    chunks = application(environ, start)
    try:
        answer.body = b"".join(chunks)
    finally:
        close = getattr(chunks, "close", None)
        if close is not None:
            close()
    return answer


def json_answer(status: int, content: Any) -> Answer:
    """JSON that people can read too."""
    body = orjson.dumps(content, option=orjson.OPT_INDENT_2)
    return Answer(status, [("Content-Type", "application/json; charset=utf-8")], body)
