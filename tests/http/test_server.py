"""The listening server, over a real socket."""

import http.client
import json
import socket
import threading
from collections.abc import Iterator

import pytest
import requests

from mockedfi.errors import UserError
from mockedfi.http.server import HttpServer
from mockedfi.http.start import Running
from mockedfi.settings import Settings


@pytest.fixture(scope="module")
def running() -> Iterator[Running]:
    server = Running(Settings(port=0, memory=True, districts=("empty",)), notice=pytest.fail)
    thread = threading.Thread(target=server.run)
    thread.start()
    yield server
    server.close()
    thread.join(timeout=10)
    assert not thread.is_alive()


@pytest.mark.parametrize(
    ("district", "key"), [("grand-bend", "RvcohKz9zHI4"), ("cedar-ridge", "cedar-ridge"), ("empty", "RvcohKz9zHI4")]
)
def test_the_client_that_is_named_sees_the_district(district: str, key: str) -> None:
    server = Running(Settings(port=0, memory=True, districts=(district,)), notice=pytest.fail)
    server.close()
    assert server.default_client.key == key


def test_a_client_over_the_wire(running: Running) -> None:
    client = running.default_client
    with requests.Session() as session:
        for root in running.roots:
            token = session.post(
                f"{running.url}{root}/oauth/token",
                data={"grant_type": "client_credentials"},
                auth=(client.key, client.secret),
                timeout=10,
            ).json()["access_token"]
            answer = session.get(
                f"{running.url}{root}/data/v3/ed-fi/schoolYearTypes?limit=1&totalCount=true",
                headers={"Authorization": f"Bearer {token}"},
                timeout=10,
            )
            assert answer.status_code == 200
            assert len(answer.json()) == 1
            assert int(answer.headers["Total-Count"]) > 1
            assert answer.headers["Content-Length"] == str(len(answer.content))


def test_one_connection_serves_many_requests_and_a_chunked_body(running: Running) -> None:
    connection = http.client.HTTPConnection(running.url.removeprefix("http://"), timeout=10)
    connection.connect()
    first = connection.sock
    form = b"grant_type=client_credentials&client_id=RvcohKz9zHI4&client_secret=E1iEFusaNf81xzCxwHfbolkC"
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Transfer-Encoding": "chunked"}
    connection.request("POST", "/oauth/token", iter([form[:20], form[20:]]), headers, encode_chunked=True)
    answer = connection.getresponse()
    token = json.loads(answer.read())["access_token"]
    for _ in range(3):
        connection.request("HEAD", "/data/v3/ed-fi/schools", headers={"Authorization": f"Bearer {token}"})
        answer = connection.getresponse()
        assert (answer.status, answer.read()) == (405, b"")
    assert connection.sock is first
    connection.close()


def test_a_broken_chunk_is_a_400_and_the_server_goes_on(running: Running) -> None:
    host, port = running.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as raw:
        raw.sendall(
            b"POST /oauth/token HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
            b"Transfer-Encoding: chunked\r\n\r\nnot-hex\r\nx\r\n0\r\n\r\n"
        )
        assert raw.recv(4096).startswith(b"HTTP/1.1 400 ")
    assert requests.get(running.url, timeout=10).status_code == 200


def test_a_busy_port_is_one_line_with_the_remedy() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UserError) as caught:
            HttpServer(lambda *_: [], "127.0.0.1", port, threads=1, body_max=1)
    assert (
        str(caught.value) == f"port {port} is in use; stop what uses it, or choose another with --port (0: a free one)"
    )


def test_an_address_that_is_not_ours() -> None:
    with pytest.raises(UserError, match=r"^cannot listen on 192\.0\.2\.1:0: .*--host"):
        HttpServer(lambda *_: [], "192.0.2.1", 0, threads=1, body_max=1)
