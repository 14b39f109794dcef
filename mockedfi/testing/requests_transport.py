"""`requests` without a socket: an adapter that calls the server in the same process, and a session for tests."""

import io
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import requests
import requests.adapters
import urllib3
from urllib3.exceptions import MaxRetryError, ProtocolError

from mockedfi.testing.wsgi import ConnectionEnded, Reply, call

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

_DATA = "/data/v3/ed-fi"


class InProcessAdapter(requests.adapters.HTTPAdapter):
    """Answers by a WSGI application, with retries, timeouts and broken connections as over a socket."""

    def __init__(self, application: "WSGIApplication", max_retries: urllib3.Retry | int = 0) -> None:
        super().__init__(max_retries=max_retries)
        self._application = application

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: Any = True,  # noqa: ARG002 - there is no certificate
        cert: Any = None,  # noqa: ARG002 - the same
        proxies: Mapping[str, str] | None = None,  # noqa: ARG002 - there is no network
    ) -> requests.Response:
        """The answer to a prepared request."""
        retries: urllib3.Retry = self.max_retries
        method, url = request.method or "GET", request.url or "/"
        while True:
            try:
                headers = [(name, str(value)) for name, value in request.headers.items()]
                reply = call(self._application, method, url, headers, _body(request))
            except ConnectionEnded as ended:
                if ended.begun:
                    raise requests.exceptions.ChunkedEncodingError(str(ended), request=request) from None
                retries = _again(retries, request, error=ProtocolError(str(ended)))
                retries.sleep()
                continue
            allowed = _read_seconds(timeout)
            if allowed is not None and reply.seconds > allowed:
                raise requests.exceptions.ReadTimeout(f"no answer within {allowed} seconds", request=request)
            response = _urllib3(reply, method, url)
            if not retries.is_retry(method, reply.status, bool(reply.header("Retry-After"))):
                break
            try:
                retries = retries.increment(method, url, response=response)
            except MaxRetryError as error:
                if retries.raise_on_status:
                    raise requests.exceptions.RetryError(error, request=request) from None
                break
            retries.sleep(response)
        answer = self.build_response(request, response)
        if not stream:
            answer.content  # noqa: B018 - reads it
        return answer


class EdFiSession(requests.Session):
    """A session with a token; ``get("students")`` is ``GET {url}/data/v3/ed-fi/students``.

    A path that begins with a slash is below the version's root; a whole URL is taken as it is.
    """

    def __init__(self, url: str, token: str, adapter: requests.adapters.BaseAdapter | None = None) -> None:
        """`url`: of the version's root."""
        super().__init__()
        self.base = url
        self.headers["Authorization"] = f"Bearer {token}"
        if adapter is not None:
            parts = urlsplit(url)
            self.mount(f"{parts.scheme}://{parts.netloc}/", adapter)

    def request(self, method: str, url: str | bytes, *args: Any, **more: Any) -> requests.Response:
        """As `requests.Session.request`."""
        return super().request(method, whole_url(self.base, str(url)), *args, **more)


def whole_url(base: str, path: str) -> str:
    """The URL of a path below a version's root, or of an Ed-Fi resource."""
    if path.startswith(("http://", "https://")):
        return path
    return base + (path if path.startswith("/") else f"{_DATA}/{path.removeprefix('ed-fi/')}")


def _body(request: requests.PreparedRequest) -> bytes:
    body: Any = request.body
    if hasattr(body, "read"):
        body = body.read()
    if body is None or isinstance(body, str | bytes):
        return body.encode() if isinstance(body, str) else body or b""
    return b"".join(body)


def _again(retries: urllib3.Retry, request: requests.PreparedRequest, error: Exception) -> urllib3.Retry:
    """What is left of the retries after a connection ended."""
    try:
        return retries.increment(request.method, request.url, error=error)
    except (MaxRetryError, ProtocolError) as given_up:
        raise requests.exceptions.ConnectionError(given_up, request=request) from None


def _read_seconds(timeout: Any) -> float | None:
    read = timeout[1] if isinstance(timeout, tuple) else getattr(timeout, "read_timeout", timeout)
    return None if read is None else float(read)


def _urllib3(reply: Reply, method: str, url: str) -> urllib3.HTTPResponse:
    return urllib3.HTTPResponse(
        body=io.BytesIO(reply.body),
        headers=urllib3.HTTPHeaderDict(reply.headers),
        status=reply.status,
        reason=reply.reason,
        preload_content=False,
        request_method=method,
        request_url=url,
    )
