"""A connection of the HTTP server: a request is worked on once it is there, so that slow clients hold up nobody.

A thread that finds a request unfinished lets go of the connection, which waits with the idle ones until more arrives.
What a client may take for a request, and what one may look like, is as with the reference's web server (Kestrel).
"""

import time
from contextlib import suppress
from socket import SHUT_WR, socket

from cheroot.server import HTTPConnection, HTTPServer

from mockedfi.http.incoming import GRACE, Incoming
from mockedfi.http.message import Message

IDLE = 130.0
"""Seconds for which a connection is kept without a request (KeepAliveTimeout of Kestrel)."""
TIMEOUT = 10
"""Seconds after `Connection.last_used` at which cheroot ends a connection that waits."""
PATIENCE = 60.0
"""Seconds that a client may take to take an answer."""
_LATE = b"HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
_PENDING_AT_MOST = 1 << 18


class Connection(HTTPConnection):
    """A connection to one client; of cheroot it has the way from a request to the application and back."""

    RequestHandlerClass = Message
    rfile: Incoming
    wfile: "Outgoing"

    def __init__(self, server: HTTPServer, sock: socket, *_: object) -> None:
        super().__init__(server, sock, lambda *_: None)
        self.rfile = Incoming(sock, server.max_request_body_size, self._carry_on)
        self.wfile = Outgoing(sock)
        self._used = time.time()
        self._parted: float | None = None

    @property
    def last_used(self) -> float:
        """A moment such that it is time to end the connection once cheroot's timeout has passed since."""
        if self._is_late():
            return 0.0
        return self._used + IDLE - TIMEOUT

    @last_used.setter
    def last_used(self, moment: float) -> None:
        self._used = moment

    def _is_late(self) -> bool:
        if self._parted is not None:
            return time.monotonic() - self._parted > GRACE
        return self.rfile.overdue() > GRACE

    def communicate(self) -> bool:
        """Answer a request, if a whole one is there; whether there may be more later."""
        if self._parted is not None:
            return self.rfile.discard() and not self._is_late()
        if not self.rfile.is_ready():
            return not (self.rfile.ended or self._is_late())
        keep: bool = super().communicate()  # type: ignore[no-untyped-call]
        try:
            self.wfile.flush()
            if keep:
                self.rfile.next()
            elif self.rfile.has_more:
                self._part()
        except OSError:
            return False
        return keep or self._parted is not None

    def close(self) -> None:
        """End the connection; a client that was too slow with a request is told."""
        if self.rfile.is_under_way and not self.rfile.ended and self._parted is None:
            self.socket.settimeout(0)
            with suppress(OSError):
                self.socket.send(_LATE)
        super().close()

    def _part(self) -> None:
        """Say that nothing more will come, and go on listening: else the client could not read the answer."""
        self.socket.shutdown(SHUT_WR)
        self._parted = time.monotonic()

    def _carry_on(self) -> None:
        """Ask a client that waits with the body of its request for leave to send it."""
        self.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        with suppress(OSError):
            self.wfile.flush()


class Outgoing:
    """Sends what is written when it is flushed, or much: an answer is one packet."""

    def __init__(self, sock: socket) -> None:
        self._socket = sock
        self._pending: list[bytes] = []
        self._size = 0

    def write(self, data: bytes) -> int:
        """Take bytes to be sent. Raises `OSError`."""
        self._pending.append(data)
        self._size += len(data)
        if self._size > _PENDING_AT_MOST:
            self.flush()
        return len(data)

    def flush(self) -> None:
        """Send everything. Raises `OSError`."""
        if self._pending:
            data = b"".join(self._pending)
            self._pending.clear()
            self._size = 0
            self._socket.settimeout(PATIENCE)
            self._socket.sendall(data)
