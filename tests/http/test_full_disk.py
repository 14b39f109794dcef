"""A store that cannot take a write: the client is refused, the log has one line, and nothing is half there."""

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from mockedfi.control.host import Host
from mockedfi.http.start import application
from mockedfi.settings import Settings
from tests.api import Api

STUDENT = {"firstName": "Ada", "lastSurname": "Lovelace", "birthDate": "2010-01-01"}
MESSAGES = {"5.2": "An unexpected error occurred on the server.", "7.3": "An unexpected problem has occurred."}


@pytest.fixture(params=MESSAGES)
def kept(request: pytest.FixtureRequest, serve: Callable[..., Api], tmp_path: Path) -> Api:
    """An API that keeps its state in a file."""
    return serve(api_versions=(request.param,), districts=("empty",), store=tmp_path / "state.json")


def _fail(_: int) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_writes_are_refused_while_the_disk_is_full_and_taken_again_afterwards(
    kept: Api, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    client = kept.caller("open")
    written = client.post("students", {"studentUniqueId": "1", **STUDENT}).headers["Location"].rpartition("/")[2]
    with monkeypatch.context() as patch:
        patch.setattr("mockedfi.store.journal._sync", _fail)
        refused = [
            client.post("students", {"studentUniqueId": "2", **STUDENT}),
            client.put(f"students/{written}", {"studentUniqueId": "1", **STUDENT, "firstName": "Grace"}),
            client.delete(f"students/{written}"),
        ]
        assert kept.token("open").status_code == 500
        assert [row["firstName"] for row in client.get("students").json or []] == ["Ada"]
    assert len(caplog.records) == 4
    for answer, record in zip(refused, caplog.records, strict=False):
        assert answer.status_code == 500
        assert MESSAGES[kept.version] in (answer.json or {}).values()
        assert "could not be written (No space left on device); the change was not made" in record.message
        assert record.exc_info is None
    assert client.post("students", {"studentUniqueId": "2", **STUDENT}).status_code == 201
    assert client.delete(f"students/{written}").status_code == 204
    assert [row["studentUniqueId"] for row in client.get("students").json or []] == ["2"]


def test_the_control_api_says_what_is_the_matter(kept: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mockedfi.store.journal._sync", _fail)
    answer = kept.app.test_client().post("/mockedfi/clients", json={"claimSet": "SIS Vendor"})
    assert answer.status_code == 500
    monkeypatch.undo()
    assert "No space left on device" in (answer.json or {})["message"]


def test_a_file_that_was_written_over_is_told_in_one_line(
    serve: Callable[..., Api], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = tmp_path / "state.json"
    first = serve(districts=("empty",), store=store)
    first.caller("open")
    first.host.close()
    notices: list[str] = []
    host = Host(Settings(api_versions=("7.3",), store=store), notices.append)
    store.write_bytes(store.read_bytes().replace(b"Ninth grade", b"NINTH GRADE"))
    caller = Api(application(host), host, "7.3").caller("open")
    assert caller.get("gradeLevelDescriptors").status_code == 500
    (record,) = caplog.records
    assert "was changed by another program" in record.message
    assert record.exc_info is None
    host.close()
    assert sum("was changed by another program" in notice for notice in notices) == 1
