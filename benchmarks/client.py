"""A client over raw sockets, which keeps connections busy with requests made beforehand.

It looks at no more of an answer than its status and where it ends, so that one process of it outruns any server that
is measured with it.
"""

import selectors
import socket
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import urlsplit

_LARGEST = 1 << 20
_LENGTH = b"\r\ncontent-length: "
_CLOSE = b"\r\nconnection: close"


@dataclass(slots=True)
class Outcome:
    """What a run has shown."""

    answers: int = 0
    seconds: float = 0.0
    statuses: Counter[int] = field(default_factory=Counter)
    longest: float = 0.0
    """Seconds that the slowest answer took."""

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.answers / self.seconds


def request(method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> bytes:
    """A request as it goes over the wire."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", *(f"{name}: {value}" for name, value in headers.items())]
    if body or method in ("POST", "PUT"):
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + body


def path_of(url: str) -> str:
    """The part of a URL that a request line names."""
    return urlsplit(url).path


class _Connection:
    """One connection with one request on its way."""

    def __init__(self, address: tuple[str, int]) -> None:
        self._address = address
        self.closing = False
        """The server ends the connection behind the answer."""
        self.connect()
        self._received = b""
        self._end = 0
        self.sent = 0.0

    def connect(self) -> None:
        """Begin, or begin again."""
        if self.closing:
            self.socket.close()
        self.socket = socket.create_connection(self._address, timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.closing = False

    def send(self, wire: bytes) -> None:
        """Send a request."""
        self._received = b""
        self._end = 0
        self.sent = time.perf_counter()
        self.socket.sendall(wire)

    def receive(self) -> bytes | None:
        """Read what is there; the answer when it is whole."""
        data = self.socket.recv(_LARGEST)
        if not data:
            raise ConnectionError("the server closed the connection")
        self._received = self._received + data if self._received else data
        if not self._end:
            head = self._received.find(b"\r\n\r\n")
            if head < 0:
                return None
            lines = self._received[:head].lower()
            self._end = head + 4 + _length(lines)
            self.closing = _CLOSE in lines
        return self._received if len(self._received) >= self._end else None


def _length(head: bytes) -> int:
    place = head.find(_LENGTH)
    if place < 0:
        return 0
    place += len(_LENGTH)
    end = head.find(b"\r\n", place)
    return int(head[place : end if end >= 0 else None])


class Load:
    """Some connections to a server."""

    def __init__(self, url: str, connections: int = 1) -> None:
        parts = urlsplit(url)
        address = (parts.hostname or "", parts.port or 80)
        self._connections = [_Connection(address) for _ in range(connections)]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for connection in self._connections:
            connection.socket.close()

    def ask(self, wire: bytes) -> bytes:
        """One answer, head and body."""
        connection = self._connections[0]
        if connection.closing:
            connection.connect()
        connection.send(wire)
        while (answer := connection.receive()) is None:
            pass
        return answer

    def run(self, requests: Iterator[bytes], seconds: float, seen: Callable[[bytes], None] | None = None) -> Outcome:
        """Send requests for some time, or until there are no more; each connection has one on its way.

        `seen` is given each answer.
        """
        outcome = Outcome()
        with selectors.DefaultSelector() as selector:
            begin = time.perf_counter()
            for connection in self._connections:
                if (first := next(requests, None)) is not None:
                    if connection.closing:
                        connection.connect()
                    connection.send(first)
                    selector.register(connection.socket, selectors.EVENT_READ, connection)
            while selector.get_map():
                for key, _ in selector.select():
                    connection = key.data
                    answer = connection.receive()
                    if answer is None:
                        continue
                    now = time.perf_counter()
                    outcome.answers += 1
                    outcome.statuses[int(answer[9:12])] += 1
                    outcome.longest = max(outcome.longest, now - connection.sent)
                    if seen is not None:
                        seen(answer)
                    following = next(requests, None) if now - begin < seconds else None
                    if following is None or connection.closing:
                        selector.unregister(connection.socket)
                    if following is None:
                        continue
                    if connection.closing:
                        connection.connect()
                        selector.register(connection.socket, selectors.EVENT_READ, connection)
                    connection.send(following)
            outcome.seconds = time.perf_counter() - begin
        return outcome
