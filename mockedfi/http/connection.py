"""A connection of the HTTP server: quick to read, sparing with packets, and impatient with clients that dawdle.

cheroot reads and writes through the standard library's buffers in pure Python, a packet for the head of an answer and
another for its body, and passes a connection from thread to thread after each request.
"""

import time
from contextlib import suppress
from socket import SHUT_WR, socket

from cheroot.server import HTTPConnection, HTTPServer

GRACE = 10.0
"""Seconds that a request may take to arrive; more by a second for so many bytes: """
SLOWEST = 240
"""(as MinRequestBodyDataRate of the reference's web server)."""
PATIENCE = 60.0
"""Seconds that a client may take to take an answer."""
LINGER = 0.002
"""Seconds that a thread waits for the next request of a connection, before it takes up another one."""
FAREWELL = 5.0
"""Seconds for which a client may go on with a request that was answered before it was read."""
_QUIET = 0.05
_AT_ONCE = 1 << 16
_PENDING_AT_MOST = 1 << 18


class Connection(HTTPConnection):
    """A connection to one client."""

    rfile: "Reader"
    wfile: "Writer"

    def __init__(self, server: HTTPServer, sock: socket, *_: object) -> None:
        super().__init__(server, sock, lambda *_: None)
        self.wfile = Writer(sock)
        self.rfile = Reader(sock, self.wfile)

    def communicate(self) -> bool:
        """Answer a request, and those that follow at once; whether there may be more later."""
        while self._answer():
            if self.server.requests.qsize or not self.rfile.has_soon(LINGER):
                return not self.rfile.ended
        self._part()
        return False

    def _answer(self) -> bool:
        """Answer one request; whether there may be another."""
        self.rfile.begin()
        keep: bool = super().communicate()  # type: ignore[no-untyped-call]
        try:
            self.wfile.flush()
        except OSError:
            return False
        return keep

    def _part(self) -> None:
        """End the connection so that the client can read the answer, even if it has not sent all of its request."""
        with suppress(OSError):
            self.socket.shutdown(SHUT_WR)
            self.rfile.drain()


class Writer:
    """Keeps what is written until it is flushed, or much."""

    def __init__(self, sock: socket) -> None:
        self._socket = sock
        self._pending: list[bytes] = []
        self._size = 0

    def write(self, data: bytes) -> int:
        """Take bytes to be sent."""
        self._pending.append(data)
        self._size += len(data)
        if self._size > _PENDING_AT_MOST:
            self.flush()
        return len(data)

    def flush(self) -> None:
        """Send everything."""
        if self._pending:
            data = b"".join(self._pending)
            self._pending.clear()
            self._size = 0
            self._socket.settimeout(PATIENCE)
            self._socket.sendall(data)


class Reader:
    """Reads lines and blocks; what was written is sent before anything is waited for."""

    def __init__(self, sock: socket, writer: Writer) -> None:
        self._socket = sock
        self._writer = writer
        self._buffer = b""
        self._at = 0
        self._deadline = 0.0
        self.ended = False
        """The client sends nothing more."""

    def begin(self) -> None:
        """A request begins: from now on, its client must not dawdle."""
        self._deadline = time.monotonic() + GRACE

    def has_data(self) -> bool:
        """Whether more was received than read."""
        return self._at < len(self._buffer) or (hasattr(self._socket, "pending") and self._socket.pending() > 0)

    def has_soon(self, seconds: float) -> bool:
        """Whether more is there, or comes within some time."""
        if self.has_data():
            return True
        self._socket.settimeout(seconds)
        try:
            self._fill()
        except OSError:
            return False
        return not self.ended

    def readline(self, size: int = -1) -> bytes:
        """Up to the end of the line, of the data, or `size` bytes.

        Raises:
            TimeoutError: the client takes too long.
        """
        while (end := self._buffer.find(b"\n", self._at) + 1) == 0:
            if 0 <= size <= len(self._buffer) - self._at or not self._receive():
                end = len(self._buffer)
                break
        return self._take(end - self._at, size)

    def read(self, size: int | None = -1) -> bytes:
        """`size` bytes, or as many as there are.

        Raises:
            TimeoutError: the client takes too long.
        """
        missing = -1 if size is None else size
        parts: list[bytes] = []
        while missing != 0:
            part = self._take(len(self._buffer) - self._at, missing)
            parts.append(part)
            missing -= len(part)
            if missing != 0 and not self._receive():
                break
        return b"".join(parts)

    def drain(self) -> None:
        """Let go of what still comes, until there is a pause."""
        end = time.monotonic() + FAREWELL
        self._socket.settimeout(_QUIET)
        while not self.ended and time.monotonic() < end:
            self._fill()

    def close(self) -> None:
        """Nothing more is read."""

    def _take(self, found: int, most: int) -> bytes:
        begin = self._at
        self._at = begin + (found if most < 0 else min(found, most))
        return self._buffer[begin : self._at]

    def _receive(self) -> bool:
        """Wait for more; False at the end of the data."""
        self._writer.flush()
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("timed out")
        self._socket.settimeout(left)
        rest = self._buffer[self._at :]
        self._fill()
        self._deadline += len(self._buffer) / SLOWEST
        if rest:
            self._buffer = rest + self._buffer
        return not self.ended

    def _fill(self) -> None:
        """Receive into the empty buffer."""
        self._buffer = self._socket.recv(_AT_ONCE)
        self._at = 0
        self.ended = not self._buffer
