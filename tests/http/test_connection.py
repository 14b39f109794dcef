"""The server's connections: requests in a row, in pieces, too large, too slow, or tricky; and a server that goes on."""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
import requests

from mockedfi.http.start import Running
from mockedfi.settings import Settings

THREADS = 4
BODY_MAX = 200_000
FORM = b"grant_type=client_credentials&client_id=RvcohKz9zHI4&client_secret=E1iEFusaNf81xzCxwHfbolkC"
HEAD = (
    b"POST /oauth/token HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: %d\r\n\r\n"
)
TOKEN = b"".join((HEAD % len(FORM), FORM))
GET = b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    settings = Settings(
        port=0, memory=True, districts=("empty",), api_versions=("7.3",), threads=THREADS, body_max=BODY_MAX
    )
    server = Running(settings, notice=pytest.fail)
    thread = threading.Thread(target=server.run)
    thread.start()
    yield server
    server.close()
    thread.join(timeout=10)
    assert not thread.is_alive()


Open = Callable[[], socket.socket]


@pytest.fixture
def connect(running: Running) -> Iterator[Open]:
    """Open a connection, until the test is over; then the server must still answer."""
    host, port = running.url.removeprefix("http://").split(":")
    with ExitStack() as stack:
        yield lambda: stack.enter_context(socket.create_connection((host, int(port)), timeout=10))
    assert requests.get(f"{running.url}/health", timeout=10).status_code == 200


def answer(raw: socket.socket) -> tuple[int, dict[str, str], bytes]:
    """One answer: status, headers, body."""
    data = b""
    while b"\r\n\r\n" not in data:
        more = raw.recv(65536)
        assert more, data
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in lines[1:])
    while len(body) < int(headers.get("content-length", 0)):
        body += raw.recv(65536)
    return int(lines[0].split()[1]), headers, body


def is_closed(raw: socket.socket) -> bool:
    return raw.recv(1) == b""


def test_requests_sent_at_once_are_answered_in_turn(connect: Open) -> None:
    raw = connect()
    raw.sendall(GET * 3)
    data = b""
    while data.count(b"HTTP/1.1 200 OK") < 3:
        data += raw.recv(65536)


def test_a_request_in_small_pieces(connect: Open) -> None:
    raw = connect()
    for start in range(0, len(TOKEN), 7):
        raw.sendall(TOKEN[start : start + 7])
        time.sleep(0.001)
    assert answer(raw)[0] in (200, 400, 401)
    raw.sendall(GET)
    assert answer(raw)[0] == 200


def test_more_connections_than_threads(connect: Open) -> None:
    opened = [connect() for _ in range(4 * THREADS)]
    for _ in range(3):
        for raw in opened:
            raw.sendall(GET)
        assert {answer(raw)[0] for raw in opened} == {200}


def test_a_client_that_goes_away_in_the_middle(connect: Open) -> None:
    for sent in (b"", b"GET", GET[:-2], TOKEN[:-5]):
        with connect() as raw:
            raw.sendall(sent)


def test_a_body_is_as_large_as_the_limit_and_no_larger(connect: Open) -> None:
    for size, status in ((BODY_MAX, 400), (BODY_MAX + 1, 413)):
        raw = connect()
        head = (
            f"POST /oauth/token HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {size}\r\n\r\n"
        )
        raw.sendall(head.encode() + bytes(size))
        found, headers, body = answer(raw)
        assert found == status
        if status == 413:
            assert (headers["connection"], body) == ("close", b"")
            assert is_closed(raw)


def test_a_chunked_body_has_the_same_limit(connect: Open) -> None:
    for chunks, status in ((3, 400), (300, 413)):
        raw = connect()
        raw.sendall(
            b"POST /oauth/token HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n"
        )
        raw.sendall(b"400\r\n%s\r\n" % bytes(1024) * chunks + b"0\r\n\r\n")
        assert answer(raw)[0] == status


def test_long_lines_and_many_headers_are_refused(connect: Open) -> None:
    for sent, status in (
        (b"GET /%s HTTP/1.1\r\nHost: x\r\n\r\n" % (b"a" * 7000), 404),
        (b"GET /%s HTTP/1.1\r\nHost: x\r\n\r\n" % (b"a" * 100_000), 414),
        (b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: %s\r\n" % (b"a" * 1000) * 100 + b"\r\n", 413),
    ):
        raw = connect()
        raw.sendall(sent)
        assert answer(raw)[0] == status


@pytest.mark.parametrize("length", ["-1", "+5", "1_0", "0x5", "five", "٣"])
def test_a_length_that_is_no_number_is_refused(connect: Open, length: str) -> None:
    raw = connect()
    head = (
        f"POST /oauth/token HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
    )
    raw.sendall(head.encode())
    raw.shutdown(socket.SHUT_WR)
    assert answer(raw)[0] == 400


def test_chunks_win_over_a_length(connect: Open) -> None:
    raw = connect()
    raw.sendall(
        b"POST /oauth/token HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 3\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n6\r\n[1, 2]\r\n0\r\n\r\n"
    )
    assert answer(raw)[0] == 400
    raw.sendall(GET)
    assert answer(raw)[0] == 200


@pytest.mark.parametrize(
    "path",
    [
        "/data/v3/ed-fi/students%2F..%2F..",
        "/data/v3/ed-fi%2Fstudents",
        "/data/v3/../../etc/passwd",
        "/data/v3/ed-fi/students/..%5c..%5c",
        "/data/v3/ed-fi/students/%00",
        "/data/v3/ed-fi/%00students",
        "/data/v3/ed-fi/students/%ff%fe",
        "/data/v3/ed-fi/%c0%ae%c0%ae/students",
        "/data/v3/ed-fi/students/" + "a" * 5000,
        "/data/v3//ed-fi///students",
        "//data/v3/ed-fi/students",
        "/data/v3/ed-fi/students;a=b",
        "/data/v3/ed-fi/students?" + "a=b&" * 2000,
        "/data/v3/ed-fi/students?%00=%ff",
        "/%2e%2e/%2e%2e/data/v3/ed-fi/students",
        "/metadata/data/v3/..%2f..%2fswagger.json",
        "/metadata/../mockedfi/health",
        "/mockedfi/%2e%2e/oauth/token",
        "/w/%2e%2e/data/v3/ed-fi/students",
        "/w//data/v3/ed-fi/students",
    ],
)
def test_path_tricks_find_nothing(connect: Open, path: str) -> None:
    raw = connect()
    raw.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    status, headers, body = answer(raw)
    assert status in (400, 401, 404)
    if "json" in headers.get("content-type", ""):
        json.loads(body)
