"""The HTTP server: threads and keep-alive, bound in the caller's thread so that a busy port is told at once."""

import errno
import os
import socket
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from cheroot.wsgi import Server

from mockedfi.errors import UserError

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

LARGEST_HEAD = 40 * 1024
"""Bytes of a request before its body: 8 KB of line and 32 KB of headers, the limits of the reference's web server."""
BACKLOG = 128
CONNECTIONS = 1000
"""Those that may stay open between requests."""
_ARENA_MAX, _ARENAS = -8, 2
"""The parameter of mallopt (malloc.h), and its value."""
_ANY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - what to show for an address that is no place


class _Server(Server):
    """cheroot's server, but that a socket that could not be bound is closed."""

    @staticmethod
    def bind_socket(socket_: socket.socket, bind_addr: tuple[str, int]) -> socket.socket:
        try:
            socket_.bind(bind_addr)
        except OSError:
            socket_.close()
            raise
        return socket_


class HttpServer:
    """One listening server.

    `threads`: requests served at the same time. How large a body may be is the application's business.

    Raises:
        UserError: the address cannot be listened on.
    """

    def __init__(self, application: "WSGIApplication", host: str, port: int, threads: int) -> None:
        self._server = _Server(
            (host, port), application, numthreads=threads, server_name="mockedfi", request_queue_size=BACKLOG
        )
        self._server.max_request_header_size = LARGEST_HEAD
        self._server.keep_alive_conn_limit = CONNECTIONS
        _share_memory()
        try:
            self._server.prepare()
        except OSError as error:
            if os.strerror(errno.EADDRINUSE) in str(error):
                line = f"port {port} is in use; stop what uses it, or choose another with --port (0: a free one)"
            else:
                line = f"cannot listen on {host}:{port}: {error}; choose another with --host and --port"
            raise UserError(line) from None
        address, self.port = self._server.bind_addr[:2]
        shown = _ANY_ADDRESS.get(address, address)
        self.url = f"http://[{shown}]:{self.port}" if ":" in shown else f"http://{shown}:{self.port}"

    def run(self) -> None:
        """Answer requests until `stop`, or an interrupt."""
        self._server.serve()

    def stop(self) -> None:
        """Let the requests under way finish, and close."""
        self._server.stop()


def _share_memory() -> None:
    """Let threads allocate from the same places, where the C library would give each its own (glibc alone does).

    Documents are read by whichever thread is asked first, and stay: with sixteen places to fill, a quarter more memory
    is taken than is used.
    """
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415 - other systems have no need of it

        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).mallopt(_ARENA_MAX, _ARENAS)
