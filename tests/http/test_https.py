"""HTTPS over a real socket, with the certificate that is generated, and with one's own."""

import shutil
import socket
import ssl
import stat
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from mockedfi.cli.remote import call
from mockedfi.errors import UserError
from mockedfi.http.certificates import Certificate, generated
from mockedfi.http.start import Running
from mockedfi.loading.doors import Outside
from mockedfi.settings import Settings
from mockedfi.testing.control import HttpChannel


@contextmanager
def running(**settings: object) -> Iterator[Running]:
    server = Running(Settings(port=0, memory=True, districts=("empty",), **settings), notice=pytest.fail)
    thread = threading.Thread(target=server.run)
    thread.start()
    yield server
    server.close()
    thread.join(timeout=10)
    assert not thread.is_alive()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The home of a user who has used no HTTPS yet."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("home")
        patch.setattr(Path, "home", lambda: folder)
        yield folder


@pytest.fixture(scope="module")
def encrypted(home: Path) -> Iterator[Running]:
    with running(https=True) as server:
        assert Path(authority(server)).is_relative_to(home)
        yield server


def authority(server: Running) -> str:
    assert server.certificate is not None
    return str(server.certificate.authority)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1"])
def test_a_client_that_trusts_the_authority(encrypted: Running, host: str) -> None:
    url = encrypted.url.replace("127.0.0.1", host)
    with requests.Session() as session:
        session.verify, session.trust_env = authority(encrypted), False
        found = session.get(url, timeout=10).json()["urls"]
        client = encrypted.default_client
        form = {"grant_type": "client_credentials"}
        answer = session.post(found["oauth"], data=form, auth=(client.key, client.secret), timeout=10)
        assert answer.status_code == 200
        token = {"Authorization": f"Bearer {answer.json()['access_token']}"}
        assert session.get(f"{url}/data/v3/ed-fi/schoolYearTypes", headers=token, timeout=10).status_code == 200
    assert {each.partition(":")[0] for each in found.values()} == {"https"}


def test_a_client_that_does_not(encrypted: Running) -> None:
    with pytest.raises(requests.exceptions.SSLError):
        requests.get(encrypted.url, timeout=10)


@pytest.mark.parametrize("said", [b"", b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"], ids=["nothing", "HTTP"])
def test_clients_that_speak_no_tls_hold_up_nobody(encrypted: Running, said: bytes) -> None:
    port = int(encrypted.url.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=10) as silent:
        silent.sendall(said)
        assert requests.get(encrypted.url, verify=authority(encrypted), timeout=5).status_code == 200


def test_a_large_body_arrives(encrypted: Running) -> None:
    body = b"x" * 3_000_000
    answer = requests.post(f"{encrypted.url}/oauth/token", data=body, verify=authority(encrypted), timeout=10)
    assert answer.status_code in (400, 415)


def test_the_certificate_is_kept_for_the_next_start(tmp_path: Path) -> None:
    first = generated("127.0.0.1", tmp_path)
    before = first.server.read_bytes()
    assert generated("127.0.0.1", tmp_path) == first
    assert first.server.read_bytes() == before
    assert generated("0.0.0.0", tmp_path) != first


@pytest.mark.parametrize("name", ["ada_s_laptop", "Ada's laptop", ""])
def test_a_computer_whose_name_no_certificate_can_have(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(socket, "gethostname", lambda: name)
    assert generated("127.0.0.1", tmp_path).context()
    assert generated("::", tmp_path).context()


def test_the_key_of_the_authority_is_not_kept_and_that_of_the_server_is_the_users(tmp_path: Path) -> None:
    made = generated("127.0.0.1", tmp_path)
    keys = [each for each in tmp_path.rglob("*") if each.is_file() and b"PRIVATE KEY" in each.read_bytes()]
    assert keys == [made.server]
    assert sys.platform == "win32" or stat.S_IMODE(made.server.stat().st_mode) == 0o600


def test_a_certificate_of_ones_own(tmp_path: Path) -> None:
    made = generated("127.0.0.1", tmp_path)
    own = shutil.copy(made.server, tmp_path / "own.pem")
    with running(certificate=Path(own)) as server:
        assert requests.get(server.url, verify=str(made.authority), timeout=10).status_code == 200
        assert server.certificate == Certificate(Path(own))


@pytest.mark.parametrize(
    "make",
    [Path, lambda file: file.write_text("not PEM"), lambda file: file.mkdir()],
    ids=["nothing", "something else", "folder"],
)
def test_a_file_that_is_no_certificate(tmp_path: Path, make: Callable[[Path], object]) -> None:
    file = tmp_path / "own.pem"
    make(file)
    with pytest.raises(UserError, match=r"own\.pem cannot be used for HTTPS .*; it must hold a certificate"):
        Certificate(file).context()


def test_a_home_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match=r"no certificate can be kept in .*--certificate"):
        generated("127.0.0.1", tmp_path / "file")


def test_nothing_older_than_tls_1_2_is_spoken(tmp_path: Path) -> None:
    assert generated("localhost", tmp_path).context().minimum_version >= ssl.TLSVersion.TLSv1_2


def test_our_own_clients_trust_it_by_themselves(encrypted: Running) -> None:
    assert call("GET", f"{encrypted.url}/mockedfi/health")[0] == 200
    channel = HttpChannel(encrypted.url)
    assert channel.send("GET", "/mockedfi/health", b"")[0] == 200
    channel.close()
    door = Outside(encrypted.url, encrypted.default_client.key, encrypted.default_client.secret)
    assert door.version == "7.3"
    door.close()


@pytest.mark.usefixtures("home")
def test_our_own_clients_do_not_trust_others(tmp_path: Path) -> None:
    own = generated("127.0.0.1", tmp_path).server
    with running(certificate=own) as server, pytest.raises(UserError, match=r"SSL_CERT_FILE"):
        call("GET", f"{server.url}/mockedfi/health")
