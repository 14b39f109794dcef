"""The HTTP server: threads and keep-alive, bound in the caller's thread so that a busy port is told at once."""

import errno
import logging
import socket
import ssl
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from cheroot.wsgi import Server

from mockedfi.errors import UserError
from mockedfi.http.certificates import Encryption
from mockedfi.http.connection import TIMEOUT, Connection

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

log = logging.getLogger(__name__)

BACKLOG = 128
CONNECTIONS = 500
"""Those that may be open: as many as ``select`` of Windows can watch."""
_ARENA_MAX, _ARENAS = -8, 2
"""The parameter of mallopt (malloc.h), and its value."""
_ANY_ADDRESS = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - what to show for an address that is no place


class _Server(Server):
    """cheroot's server, but for how it reads requests, and that a socket that could not be bound is closed."""

    ConnectionClass = Connection

    def process_conn(self, conn: Connection) -> None:
        """Give a connection to a thread; a new one that is too many is closed, so that those that are open can end."""
        if self.can_add_keepalive_connection:
            super().process_conn(conn)
        else:
            conn.close()

    def error_log(self, msg: str = "", level: int = logging.INFO, traceback: bool = False) -> None:
        """What cheroot says goes where everything goes."""
        log.log(level, msg, exc_info=traceback)

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

    Args:
        threads: requests served at the same time.
        body_max: bytes of a body; a larger one is not waited for, and the application's to refuse.
        encrypted: what HTTPS encrypts with; None: HTTP.

    Raises:
        UserError: the address cannot be listened on.
    """

    def __init__(
        self,
        application: "WSGIApplication",
        host: str,
        port: int,
        threads: int,
        body_max: int,
        encrypted: ssl.SSLContext | None = None,
    ) -> None:
        try:
            self._server = _Server(
                (host, port),
                application,
                numthreads=threads,
                server_name="mockedfi",
                request_queue_size=BACKLOG,
                timeout=TIMEOUT,
            )
            self._server.max_request_body_size = body_max
            self._server.keep_alive_conn_limit = CONNECTIONS
            self._server.ssl_adapter = Encryption(encrypted) if encrypted else None
            _share_memory()
            self._server.prepare()
        except (OSError, ValueError) as error:
            raise UserError(_why_not(host, port, str(error))) from None
        address, self.port = self._server.bind_addr[:2]
        shown = _ANY_ADDRESS.get(address, address)
        scheme = "https" if encrypted else "http"
        self.url = f"{scheme}://[{shown}]:{self.port}" if ":" in shown else f"{scheme}://{shown}:{self.port}"

    def run(self) -> None:
        """Answer requests until `stop`, or an interrupt."""
        self._server.serve()

    def stop(self) -> None:
        """Let the requests under way finish, and close."""
        self._server.stop()


def _why_not(host: str, port: int, error: str) -> str:
    """Why an address cannot be listened on, of what cheroot says; and what to do about it."""
    if f" {errno.EADDRINUSE}]" in error:  # [Errno …], or [WinError …], whose text is in the language of the machine
        return f"port {port} is in use; stop what uses it, or choose another with --port (0: a free one)"
    reason = error.rpartition("] ")[2].rstrip(")") if host else "no address"
    return f"cannot listen on {host}:{port}: {reason}; choose another with --host and --port"


def _share_memory() -> None:
    """Let threads allocate from the same places, where the C library would give each its own (glibc alone does).

    Documents are read by whichever thread is asked first, and stay: with sixteen places to fill, a quarter more memory
    is taken than is used.
    """
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415 - other systems have no need of it

        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).mallopt(_ARENA_MAX, _ARENAS)
