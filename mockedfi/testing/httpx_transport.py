"""`httpx` without a socket: a transport that calls the server in the same process, for both kinds of client."""

from typing import TYPE_CHECKING

import anyio.to_thread
import httpx

from mockedfi.testing.wsgi import ConnectionEnded, call

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication


class InProcessTransport(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """Answers by a WSGI application, with timeouts and broken connections as over a socket."""

    def __init__(self, application: "WSGIApplication") -> None:
        self._application = application

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The answer to a request."""
        return self._answer(request, request.read())

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """The answer to a request, found in another thread."""
        body = await request.aread()
        return await anyio.to_thread.run_sync(self._answer, request, body)

    def _answer(self, request: httpx.Request, body: bytes) -> httpx.Response:
        try:
            reply = call(self._application, request.method, str(request.url), request.headers.multi_items(), body)
        except ConnectionEnded as ended:
            kind = httpx.RemoteProtocolError if ended.begun else httpx.ReadError
            raise kind(str(ended), request=request) from None
        allowed = request.extensions.get("timeout", {}).get("read")
        if allowed is not None and reply.seconds > allowed:
            raise httpx.ReadTimeout(f"no answer within {allowed} seconds", request=request)
        return httpx.Response(reply.status, headers=reply.headers, content=reply.body, request=request)
