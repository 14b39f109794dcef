"""What a client sends: taken in without waiting, until a request is whole."""

import re
import time
from collections.abc import Callable
from contextlib import suppress
from socket import socket
from ssl import SSLError, SSLWantReadError

GRACE = 10.0
"""Seconds that a request may take to arrive; more by a second for so many bytes: """
SLOWEST = 240
"""(MinRequestBodyDataRate of Kestrel)."""
LONGEST_LINE, LARGEST_HEAD = 8 * 1024, 40 * 1024
"""Bytes of a request's first line, and of all before its body (MaxRequestLineSize, MaxRequestHeadersTotalSize)."""
_AT_ONCE = 1 << 16
_WAITING_AT_MOST = 1 << 20
"""Bytes of a request after which a thread reads on, so that those that wait take little memory."""
_BEGINNING = re.compile(rb"[\r\n!#$%&'*+.^_`|~0-9A-Za-z-]")
"""How a request may begin; not so a client that speaks HTTPS."""
_EMPTY_LINE = re.compile(rb"\n\r?\n")
_LENGTH = re.compile(rb"\ncontent-length:[ \t]*(\d{1,18})[ \t]*\r", re.IGNORECASE)
_CHUNKED = re.compile(
    rb" HTTP/1.1\r\n(?:.*\n)?transfer-encoding:(?:[^\n]*,)?[ \t]*chunked[ \t]*\r", re.IGNORECASE | re.DOTALL
)
_EXPECTING = re.compile(rb"\nexpect:[ \t]*100-continue[ \t]*\r", re.IGNORECASE)
CHUNK_LINE = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\r\n]*)?\r\n")
"""What precedes each chunk of a body: its size."""
LONGEST_CHUNK_LINE = 1024


class HeadTooLarge(Exception):
    """A request has too long a line (`line`), or too much of headers."""

    def __init__(self, *, line: bool) -> None:
        super().__init__()
        self.line = line


class Incoming:
    """The receiving side of a connection. Requests may follow each other without a pause.

    Args:
        sock: the connection's.
        largest: bytes of a body; it is not waited for one that is larger.
        carry_on: asks the client for a body that it holds back.
    """

    def __init__(self, sock: socket, largest: int, carry_on: Callable[[], None]) -> None:
        self._socket = sock
        self._largest = largest
        self._carry_on = carry_on
        self._data = bytearray()
        self.ended = False
        """The client sends nothing more."""
        self.closed = False
        self._since: float | None = time.monotonic()
        self._begin()

    def _begin(self) -> None:
        self._at = 0
        self._head = 0
        """Bytes of the request's head with the empty line; 0 while that has not come."""
        self._size: int | None = 0
        """Bytes of the whole request; None where only the last chunk will tell."""
        self._chunk = 0
        """Where the next chunk begins."""
        self._received = len(self._data)

    @property
    def is_under_way(self) -> bool:
        """Whether some of a request has come, and nobody has looked at it."""
        return bool(self._data) and not self._at

    @property
    def has_more(self) -> bool:
        """Whether the request that is worked on has not come to its end."""
        return not self.ended and not self._is_whole()

    def overdue(self) -> float:
        """Seconds that a request has been under way, less those that so many bytes may take."""
        if self._since is None:
            return 0.0
        return max(0.0, time.monotonic() - self._since - self._received / SLOWEST)

    def is_ready(self) -> bool:
        """Take in what is there; whether a request can be worked on: it is whole, or waiting makes it no better."""
        while not self._is_settled() and len(self._data) <= _WAITING_AT_MOST:
            self._socket.settimeout(0)
            try:
                if not self._take_in():
                    break
            except (BlockingIOError, SSLWantReadError):
                return False
        return bool(self._data)

    def has_data(self) -> bool:
        """Whether a request can be worked on before more is received; cheroot asks for it."""
        if self._data and self._is_settled():
            return True
        pending = getattr(self._socket, "pending", None)
        return pending is not None and pending() > 0

    def next(self) -> None:
        """A request was answered; what came after it begins another."""
        del self._data[: self._at]
        self._begin()
        self._since = time.monotonic() if self._data else None

    def discard(self) -> bool:
        """Take in what is there for nothing; whether there may be more."""
        self._socket.settimeout(0)
        with suppress(BlockingIOError, SSLWantReadError):
            while self._take_in():
                self._data.clear()
        return not self.ended

    def head(self) -> list[bytes]:
        """The lines before the body.

        Raises:
            HeadTooLarge: there is more than is taken.
            ValueError: they do not come to an end.
        """
        line = self._data.find(b"\n") + 1 or len(self._data)
        if line > LONGEST_LINE or max(self._head, 0 if self._head else len(self._data)) > LARGEST_HEAD:
            raise HeadTooLarge(line=line > LONGEST_LINE)
        if not self._head:
            raise ValueError("Unexpected end of request content.")
        self._at = self._head
        return bytes(self._data[: self._head]).split(b"\r\n")[:-2]

    def readline(self, size: int) -> bytes:
        """Up to the end of the line, or `size` bytes. Raises `OSError`."""
        while (end := self._data.find(b"\n", self._at) + 1) == 0 and len(self._data) - self._at < size:
            if not self._wait():
                break
        return self._taken(min(end - self._at, size) if end else size)

    def read(self, size: int) -> bytes:
        """`size` bytes, or as many as there are before the client ends. Raises `OSError`."""
        while len(self._data) - self._at < size and self._wait():
            pass
        return self._taken(size)

    def close(self) -> None:
        """Nothing more is read."""
        self.closed = True

    def _taken(self, size: int) -> bytes:
        found = bytes(self._data[self._at : self._at + size])
        self._at += len(found)
        return found

    def _is_settled(self) -> bool:
        """Whether the request is whole, or it is certain that it is none to be answered."""
        return self._is_whole() or self._is_too_large() or (bool(self._data) and not _BEGINNING.match(self._data))

    def _is_whole(self) -> bool:
        if not self._head and not self._find_head():
            return False
        return self._has_last_chunk() if self._size is None else len(self._data) >= self._size

    def _is_too_large(self) -> bool:
        if not self._head:
            return len(self._data) > LARGEST_HEAD
        return (self._size or len(self._data)) - self._head > self._largest

    def _find_head(self) -> bool:
        """Look for the empty line, and in what precedes it for the size of the request."""
        while self._data.startswith(b"\r\n"):
            del self._data[:2]
        found = _EMPTY_LINE.search(self._data)
        if found is None:
            return False
        self._head = self._chunk = found.end()
        head = self._data[: self._head]
        lengths = _LENGTH.findall(head)
        if _CHUNKED.search(head):
            self._size = None
        else:
            self._size = self._head + (int(lengths[0]) if len(lengths) == 1 else 0)
        if len(self._data) == self._head and _EXPECTING.search(head) and not self._is_too_large():
            self._carry_on()
        return True

    def _has_last_chunk(self) -> bool:
        """Whether the body has come to its last chunk, or to what is no chunk."""
        while (end := self._data.find(b"\n", self._chunk) + 1) > 0:
            found = CHUNK_LINE.fullmatch(self._data, self._chunk, end)
            if found is None:
                return True
            size = int(found[1], 16)
            if not size:
                return self._data.find(b"\r\n\r\n", end - 2) >= 0
            self._chunk = end + size + 2
        return len(self._data) - self._chunk > LONGEST_CHUNK_LINE

    def _wait(self) -> bool:
        """Receive more, be it after a while; False at the end of the data. Raises `OSError`."""
        if self.ended:
            return False
        left = GRACE - self.overdue()
        if left <= 0:
            raise TimeoutError("timed out")
        self._socket.settimeout(left)
        return self._take_in()

    def _take_in(self) -> bool:
        """Receive something; False at the end of the data. Raises `OSError`."""
        try:
            more = self._socket.recv(_AT_ONCE)
        except SSLWantReadError:
            raise
        except (ConnectionError, SSLError):
            more = b""
        self.ended = not more
        if more and self._since is None:
            self._since = time.monotonic()
        self._received += len(more)
        self._data += more
        return not self.ended
