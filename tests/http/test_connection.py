"""The server's connections: requests in a row, in pieces, too large, too slow, or tricky; and a server that goes on."""

import itertools
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress

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
CHUNKED = HEAD.partition(b"Content-Length")[0] + b"Transfer-Encoding: chunked\r\n\r\n"
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
        (b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: %s\r\n" % (b"a" * 1000) * 100 + b"\r\n", 431),
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


def test_chunks_win_over_a_length_and_nothing_can_follow_them(connect: Open) -> None:
    raw = connect()
    raw.sendall(
        b"POST /oauth/token HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 3\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n6\r\n[1, 2]\r\n0\r\n\r\n" + GET
    )
    status, headers, _ = answer(raw)
    assert (status, headers["connection"]) == (400, "close")
    assert is_closed(raw)


def test_a_chunked_body_may_have_extensions_and_a_trailer(connect: Open) -> None:
    raw = connect()
    raw.sendall(CHUNKED + b"%x;a=b\r\n%s\r\n0;c\r\nX-Sum: 1\r\n\r\n" % (len(FORM), FORM))
    assert answer(raw)[0] == 200
    raw.sendall(GET)
    assert answer(raw)[0] == 200


@pytest.mark.parametrize(
    "chunks",
    [b"-5\r\nhello\r\n0\r\n\r\n", b"0x5\r\nhello\r\n0\r\n\r\n", b"5_0\r\n", b"\r\n", b"5\r\nhello!\r\n0\r\n\r\n"],
)
def test_after_a_broken_chunk_nothing_is_taken_for_a_request(connect: Open, chunks: bytes) -> None:
    raw = connect()
    raw.sendall(CHUNKED + chunks + GET)
    status, headers, _ = answer(raw)
    assert (status, headers["connection"]) == (400, "close")
    assert is_closed(raw)


@pytest.mark.parametrize(
    "head",
    [
        b"GET  / HTTP/1.1\r\nHost: x",
        b"GET / HTTP/1.1 x\r\nHost: x",
        b"GET /\xff HTTP/1.1\r\nHost: x",
        b"GET /#a HTTP/1.1\r\nHost: x",
        b"GET http://elsewhere/health HTTP/1.1\r\nHost: x",
        b"GET /health%00 HTTP/1.1\r\nHost: x",
        b"G<T / HTTP/1.1\r\nHost: x",
        b"GET / HTTP/x\r\nHost: x",
        b"GET / HTTP/1.1",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b",
        b'GET / HTTP/1.1\r\nHost: "<script>',
        b"GET / HTTP/1.1\r\n Host: x",
        b"GET / HTTP/1.1\r\nHost: x\r\n folded: y",
        b"GET / HTTP/1.1\r\nHost: x\r\nX : y",
        b"GET / HTTP/1.1\r\nHost: x\r\nX",
        b"GET / HTTP/1.1\r\nHost: x\r\nX: a\0b",
        b"GET / HTTP/1.1\r\nHost: x\r\nX: a\nY: b",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 5",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 3",
        b"POST / HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked",
        b"POST / HTTP/1.0\r\nHost: x",
        b"\x16\x03\x01\x02\x00\x01",
    ],
)
def test_what_is_no_http_is_refused_and_the_connection_closed(connect: Open, head: bytes) -> None:
    raw = connect()
    raw.sendall(head + b"\r\n\r\n")
    status, headers, _ = answer(raw)
    assert (status, headers["connection"]) == (400, "close")
    assert is_closed(raw)


def test_who_speaks_https_is_not_waited_for(connect: Open) -> None:
    raw = connect()
    raw.settimeout(5)
    raw.sendall(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03")
    assert answer(raw)[0] == 400
    assert is_closed(raw)


@pytest.mark.parametrize(
    ("line", "status"),
    [
        (b"GET http://X/health HTTP/1.1", 200),
        (b"GET http://x HTTP/1.1", 200),
        (b"GET http://x?a=b HTTP/1.1", 200),
        (b"GET x HTTP/1.1", 405),
        (b"GET * HTTP/1.1", 405),
        (b"CONNECT x HTTP/1.1", 404),
        (b"GET /health HTTP/1.0", 200),
        (b"GET //[ HTTP/1.1", 404),
        (b"OPTIONS * HTTP/1.1", 404),
        (b"TRACE /health HTTP/1.1", 405),
        (b"PRI * HTTP/2.0", 505),
    ],
)
def test_request_lines_that_are_rare(connect: Open, line: bytes, status: int) -> None:
    raw = connect()
    raw.sendall(line + b"\r\nHost: x\r\n\r\n")
    assert answer(raw)[0] == status


@pytest.mark.parametrize(
    ("coding", "status"), [(b"Chunked", 200), (b"x, chunked", 200), (b"chunked, x", 400), (b"identity", 400)]
)
def test_codings_of_the_transfer(connect: Open, coding: bytes, status: int) -> None:
    raw = connect()
    raw.sendall(CHUNKED.replace(b"chunked", coding) + b"%x\r\n%s\r\n0\r\n\r\n" % (len(FORM), FORM))
    assert answer(raw)[0] == status


def test_a_header_with_an_underscore_is_not_taken_for_another(connect: Open) -> None:
    raw = connect()
    for _ in range(2):
        raw.sendall(GET[:-2] + b"Content_Length: 5\r\n\r\n")
        assert answer(raw)[0] == 200


def test_more_headers_than_a_hundred_are_refused(connect: Open) -> None:
    for count, status in ((99, 200), (100, 431)):
        raw = connect()
        raw.sendall(GET[:-2] + b"".join(b"X-%d: y\r\n" % number for number in range(count)) + b"\r\n")
        assert answer(raw)[0] == status


def test_a_client_that_asks_before_it_sends_the_body(connect: Open) -> None:
    raw = connect()
    raw.sendall((HEAD % len(FORM)).replace(b"Host", b"Expect: 100-Continue\r\nHost"))
    assert raw.recv(1000) == b"HTTP/1.1 100 Continue\r\n\r\n"
    raw.sendall(FORM)
    assert answer(raw)[0] in (200, 400, 401)
    raw = connect()
    raw.sendall((HEAD % (BODY_MAX + 1)).replace(b"Host", b"Expect: 100-continue\r\nHost"))
    assert answer(raw)[0] == 413


def test_the_answer_to_a_body_that_is_far_too_large_can_be_read(connect: Open) -> None:
    raw = connect()
    raw.sendall(HEAD % 50_000_000)
    for _ in range(50):
        raw.sendall(bytes(1_000_000))
    assert answer(raw)[0] == 413


def test_slow_clients_hold_up_nobody(connect: Open) -> None:
    """As many as would take every thread several times; each has sent a part of its request."""
    slow = [connect() for _ in range(3 * THREADS)]
    for raw, sent in zip(slow, itertools.cycle((GET[:-2], TOKEN[:-5], CHUNKED + b"5\r\nhel")), strict=False):
        raw.sendall(sent)
    quick = connect()
    quick.sendall(GET)
    assert answer(quick)[0] == 200
    for raw in slow[::3]:
        raw.sendall(b"\r\n")
        assert answer(raw)[0] == 200


def test_a_request_that_takes_too_long_is_ended_however_often_a_byte_comes(
    connect: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mockedfi.http.connection.GRACE", 0.3)
    raw = connect()
    ended = time.monotonic() + 8
    raw.settimeout(0.05)
    data = b""
    while not data and time.monotonic() < ended:
        with suppress(TimeoutError):
            raw.sendall(b"G")
            data = raw.recv(1000)
    assert data.startswith(b"HTTP/1.1 408 Request Timeout\r\n")


def test_connections_beyond_what_can_be_watched_are_closed_at_once(
    running: Running, connect: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running._server._server, "keep_alive_conn_limit", 0)
    assert is_closed(connect())


@pytest.mark.parametrize(
    "path",
    [
        "/./health",
        "/%2E/health",
        "/data/v3/../../health",
        "/data/%2e%2e/health",
        "/../health",
        "/data/../health?a=/../b",
    ],
)
def test_dots_in_a_path_lead_where_they_say(connect: Open, path: str) -> None:
    raw = connect()
    raw.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
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
