"""What commands print where the output has few characters, and where it cannot be written."""

import errno
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from mockedfi.cli import main


@pytest.mark.parametrize(
    ("charset", "branch"),
    [("utf-8", "├── /ed-fi/students"), ("cp1252", "|-- /ed-fi/students"), ("ascii", "|-- /ed-fi")],
)
def test_a_tree(charset: str, branch: str) -> None:
    result = CliRunner(charset=charset).invoke(main, ["profiles", "Nutrition"])
    assert result.exit_code == 0, result.exception
    assert branch in result.stdout


@pytest.mark.parametrize("command", [["--help"], ["explain", "--help"], ["clients"]])
def test_no_output_fails_for_its_characters(command: list[str]) -> None:
    result = CliRunner(charset="ascii").invoke(main, command)
    assert result.exit_code == 0, result.exception


@pytest.mark.parametrize("charset", ["utf-8", "ascii"])
def test_json_keeps_every_character(tmp_path: Path, charset: str) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[[clients]]\nkey = "žluť"\nsecret = "s"\nclaim_set = "SIS Vendor"\n', "utf-8")
    result = CliRunner(charset=charset).invoke(main, ["clients", "--json", "--config", str(config)])
    assert "žluť" in [each["key"] for each in json.loads(result.stdout)]


def test_a_narrow_terminal_breaks_no_key_and_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("FORCE_COLOR", "1")  # to rich, a terminal
    lines = CliRunner().invoke(main, ["clients"]).stdout.splitlines()
    place = lines.index("RvcohKz9zHI4  E1iEFusaNf81xzCxwHfbolkC")
    assert lines[place + 1 : place + 3] == ["    Claim set: Ed-Fi Sandbox", "    Education organizations: 255901"]


def test_a_row_is_one_line_where_a_program_reads_it() -> None:
    lines = CliRunner().invoke(main, ["claim-sets", "SIS Vendor"]).stdout.splitlines()
    (row,) = [line.split() for line in lines if line.startswith("/ed-fi/studentSpecialEducationProgramAssociations ")]
    assert row[1:] == ["RelationshipsWithEdOrgsAndPeople"] * 4


def test_an_output_that_cannot_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("mockedfi.cli.profiles.print_tree", full)
    result = CliRunner().invoke(main, ["profiles", "Nutrition"])
    assert (result.exit_code, result.stderr) == (
        2,
        "mockedfi: the output cannot be written (No space left on device)\n",
    )
