"""The commands that write, load and export documents, and the one that looks whether a server can start."""

import json
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from mockedfi.cli import main
from mockedfi.store import JournalStorage

Run = Callable[..., Result]
SMALL = ("--students", "12", "--schools", "1", "--data-standard", "5.2")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A command line in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: CliRunner().invoke(main, [str(each) for each in arguments], prog_name="mockedfi")


def test_a_district_from_its_making_to_its_export(run: Run) -> None:
    made = run("districts", "generate", *SMALL, "-o", "mine")
    assert made.exit_code == 0
    assert made.stderr == "", "no progress where nobody looks"
    assert made.stdout.endswith("serve it with: mockedfi serve --district mine --config mine/clients.toml\n")

    shown = json.loads(run("districts", "show", "mine", "--json").output)
    documents = shown["dataStandards"][0]["documents"]
    assert shown["dataStandards"] == [
        {"dataStandard": "5.2", "schoolYear": 2022, "students": 12, "documents": documents}
    ]
    assert shown["name"] in run("districts", "show", "mine").output
    valid = run("districts", "validate", "mine")
    assert (valid.exit_code, valid.output) == (0, f"mine/ds-5.2: {documents:,} documents, 0 refused\n")

    files = [f"mine/ds-5.2/{plural}.json" for plural in ("schoolYearTypes", "students")]
    loaded = run("load", *files, "--store", "store.json", "--district", "empty", "--json")
    assert loaded.exit_code == 0, loaded.output
    report = json.loads(loaded.output)
    assert (report["created"], report["updated"], report["refused"]) == (12, 51, 0)
    exported = json.loads(run("export", "-o", "all", "--store", "store.json", "--json").output)
    assert exported["resources"]["students"] == 12
    assert exported["denied"] == []
    assert len(json.loads(Path("all/students.json").read_text())) == 12


def test_a_definition_is_not_overwritten(run: Run) -> None:
    run("districts", "generate", *SMALL, "-o", "mine")
    before = Path("mine/district.toml").read_text()
    again = run("districts", "generate", "--seed", "2", "--students", "7", "-o", "mine")
    assert again.exit_code == 2
    assert again.stderr == (
        "mockedfi: mine has a definition already, which --students and --seed would contradict; edit district.toml "
        "there, or choose another folder\n"
    )
    rows = json.loads(run("districts", "generate", "-o", "mine", "--json").output)["dataStandards"]
    assert [each["folder"] for each in rows] == ["mine/ds-5.2"]
    assert Path("mine/district.toml").read_text() == before


def test_what_is_refused_is_told_and_is_the_exit_status(run: Run) -> None:
    Path("students.json").write_text('[{"studentUniqueId": "1"}, {"studentUniqueId": "2"}]')
    Path("students.xml").write_text("<InterchangeStudent><Student><Shoe>4</Shoe></Student></InterchangeStudent>")
    into = ("--store", "store.json", "--district", "empty")
    told = run("load", "students.json", "students.xml", *into)
    assert told.exit_code == 1
    assert "2 x /ed-fi/students 400: " in told.stdout
    assert "FirstName is required" in told.stdout
    assert told.stdout.endswith("0 created, 0 updated, 3 refused\n")
    assert told.stderr == "mockedfi: warning: the data standard has no Student/Shoe; left out, 1 times\n"
    report = json.loads(run("load", "students.xml", *into, "--json").stdout)
    assert report["unknownElements"] == [{"element": "Student/Shoe", "count": 1}]


def test_a_store_keeps_its_districts(run: Run) -> None:
    Path("students.json").write_text("[]")
    assert run("load", "students.json", "--store", "store.json", "--district", "empty").exit_code == 0
    again = run("load", "students.json", "--store", "store.json")
    assert (again.exit_code, again.stderr) == (0, "")
    other = run("load", "students.json", "--store", "store.json", "--district", "cedar-ridge")
    assert "store.json holds empty for API version 7.3, which stays" in other.stderr


def test_an_invalid_district(run: Run) -> None:
    run("districts", "generate", *SMALL, "-o", "mine")
    file = Path("mine/ds-5.2/students.json")
    file.write_text(file.read_text().replace('"birthDate"', '"birthday"', 1))
    result = run("districts", "validate", "mine")
    assert result.exit_code == 1
    assert "1 x /ed-fi/students 400: BirthDate is required" in result.output.replace("(students.json:2)", "")
    assert json.loads(run("districts", "validate", "mine", "--json").output)["5.2"]["refused"] > 1


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["load", "x.json", "--store", "a", "--url", "http://a"], "--url and --store exclude each other"),
        (["load", "x.json", "--key", "opn"], "no client has the key opn; did you mean open?"),
        (["load", "x.json", "--url", "http://127.0.0.1:9"], "no server answers at http://127.0.0.1:9"),
        (["load", "x.json", "--url", "nowhere"], "nowhere is no URL of a server"),
        (["load"], "Missing argument 'FILES...'"),
        (["export"], "Missing option '-o'"),
        (["districts", "generate", "--data-standard", "9", "-o", "d"], "no API version has data standard 9"),
        (["districts", "validate", "nowhere"], "there is no district 'nowhere'"),
        (["districts", "show", "nowhere"], "there is no district 'nowhere'"),
    ],
)
def test_a_mistake_is_one_line(run: Run, arguments: list[str], line: str) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert result.stderr.startswith(f"mockedfi: {line}")


def test_the_doctor_finds_all_well(run: Run) -> None:
    result = run("doctor", "--port", "0", "--json")
    assert result.exit_code == 0, result.output
    found = {each["what"]: each for each in json.loads(result.output)}
    assert {each["state"] for each in found.values()} <= {"good", "note"}
    assert "data standard 5.2" in found["API version 7.3"]["detail"]
    assert found["store"]["detail"] == "mockedfi.json is not there yet; the first start makes it"
    assert "Grand Bend" not in result.output
    assert run("doctor", "--port", "0", "--memory").output.splitlines()[-1] == "ok   port: any free one"


def test_the_doctor_finds_what_is_wrong(run: Run) -> None:
    Path("store.json").write_text("no store")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        taken.settimeout(0)
        port = taken.getsockname()[1]
        taken.close()
    with socket.create_server(("127.0.0.1", port)):
        result = run("doctor", "--port", port, "--store", "store.json", "--district", "grand-bent", "--json")
    assert result.exit_code == 1
    bad = {each["what"]: each["detail"] for each in json.loads(result.output) if each["state"] == "bad"}
    assert bad["API version 7.3"].startswith("there is no district 'grand-bent'")
    assert "store.json" in bad["store"]
    assert f"127.0.0.1:{port} is in use" in bad["port"]


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "localhost"])
def test_the_doctor_looks_at_addresses_of_either_kind(run: Run, host: str) -> None:
    result = run("doctor", "--host", host, "--port", "9", "--memory", "--district", "empty")
    assert result.output.splitlines()[-1] == f"ok   port: {host}:9 is free"


def test_the_doctor_sees_a_store_that_a_server_has_not_written_yet(run: Run) -> None:
    storage = JournalStorage("new.json")
    result = run("doctor", "--port", "0", "--store", "new.json", "--district", "empty")
    storage.close()
    assert result.exit_code == 1
    assert "BAD  store: new.json is in use by another mockedfi; stop that" in result.output
