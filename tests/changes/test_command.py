"""``mockedfi snapshot``: what it does to a running server, and what it prints."""

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mockedfi.cli import main
from mockedfi.http.start import Running
from mockedfi.settings import Settings
from mockedfi.testing.control import ControlClient, HttpChannel

Run = Callable[..., Result]


@pytest.fixture
def url() -> Iterator[str]:
    """A server that listens."""
    settings = Settings(memory=True, port=0, districts=("empty",), api_versions=("7.3",))
    running = Running(settings, notice=pytest.fail)
    thread = threading.Thread(target=running.run)
    thread.start()
    yield running.url
    running.close()
    thread.join()


@pytest.fixture
def run(url: str) -> Run:
    return lambda *arguments: CliRunner().invoke(main, ["snapshot", *arguments, "--url", url], prog_name="mockedfi")


def test_it_takes_one_and_says_its_name(run: Run) -> None:
    assert run("BeforeImport").output == "snapshot BeforeImport was taken\n"
    assert run().output == "snapshot snapshot1 was taken\n"


def test_it_lists_what_there_is_the_latest_first(run: Run) -> None:
    run("First")
    run("Second")
    assert [each["name"] for each in json.loads(run("--list", "--json").output)] == ["Second", "First"]
    first, *rows = run("--list").output.splitlines()
    assert first.split() == ["Name", "Taken", "Newest", "change", "version"]
    assert [row.split()[0] for row in rows] == ["Second", "First"]


def test_it_gives_one_up(run: Run) -> None:
    run("First")
    assert run("First", "--drop").output == "snapshot First was given up\n"
    assert json.loads(run("--list", "--json").output) == []


def test_it_goes_back_and_writes_to_a_file_and_reads_it_again(run: Run, url: str, tmp_path: Path) -> None:
    channel = HttpChannel(url)
    control = ControlClient(channel)

    def students() -> list[str]:
        return [each["studentUniqueId"] for each in control.documents("students")]

    control.add_documents("students", {"studentUniqueId": "kept"})
    run("Kept")
    file = tmp_path / "kept.json"
    assert run("Kept", "--export", str(file)).output == f"snapshot Kept was written to {file}\n"
    control.add_documents("students", {"studentUniqueId": "more"})
    assert run("Kept", "--restore").output == "the documents are those of snapshot Kept again\n"
    assert students() == ["kept"]
    control.reset()
    assert students() == []
    told = run("--import", str(file)).output
    assert told == f"the documents are those of {file}, kept as snapshot Kept\n"
    assert students() == ["kept"]
    assert run("Other", "--import", str(file), "--json").exit_code == 0
    channel.close()


@pytest.mark.parametrize(
    "arguments",
    [
        ["no-good"],
        ["--drop"],
        ["nothing", "--drop"],
        ["--restore"],
        ["nothing", "--restore"],
        ["nothing", "--export", "file.json"],
        ["--import", "nothing.json"],
        ["--import", __file__],
        ["one", "--drop", "--restore"],
    ],
)
def test_a_mistake_is_one_line(run: Run, arguments: list[str]) -> None:
    answer = run(*arguments)
    assert answer.exit_code == 2
    assert answer.stderr.startswith("mockedfi: ")
    assert answer.stderr.count("\n") == 1
