"""The collections as files: whole, documented, the same each time."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from mockedfi.cli import main
from mockedfi.dialect.versions import DEFAULT_VERSIONS

NAMES = ["relationship-based-authorization", "profiles", "token-info", "errors-gallery"]
ENDING = ".postman_collection.json"


def written(folder: Path, *arguments: str) -> list[Path]:
    result = CliRunner().invoke(main, ["postman", "-o", str(folder), "--json", *arguments])
    assert result.exit_code == 0, result.output
    return [Path(each) for each in json.loads(result.output)]


@pytest.fixture(params=sorted(DEFAULT_VERSIONS))
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    written(tmp_path, "--api-version", request.param)
    return tmp_path / f"v{request.param}"


def requests(item: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for each in item["item"]:
        if "request" in each:
            yield each
        else:
            yield from requests(each)


def test_a_folder_for_each_version(tmp_path: Path) -> None:
    files = written(tmp_path)
    for version in ("7.3", "5.2"):
        expected = {f"mockedfi-v{version}.postman_environment.json", *(f"{name}{ENDING}" for name in NAMES)}
        assert {each.name for each in files if each.parent == tmp_path / f"v{version}"} == expected


def test_each_request_is_documented_and_tested(folder: Path) -> None:
    for name in NAMES:
        collection = json.loads((folder / f"{name}{ENDING}").read_text())
        assert collection["info"]["description"]
        assert all(chapter["description"] for chapter in collection["item"])
        for each in requests(collection):
            assert each["request"]["description"], each["name"]
            assert any(event["listen"] == "test" for event in each["event"]), each["name"]


def test_each_variable_is_set_before_it_is_used(folder: Path) -> None:
    environment = json.loads(next(folder.glob("*environment.json")).read_text())
    given = {each["key"] for each in environment["values"]}
    for name in NAMES:
        known = set(given)
        for each in requests(json.loads((folder / f"{name}{ENDING}").read_text())):
            scripts = json.dumps(each["event"])
            known |= set(re.findall(r"collectionVariables\.set\(\W*(\w+)", scripts.partition('"listen": "test"')[0]))
            used = set(re.findall(r"{{(\w+)}}", json.dumps(each["request"])))
            assert used <= known, (name, each["name"])
            known |= set(re.findall(r"collectionVariables\.set\(\W*(\w+)", scripts))


def test_nothing_comes_from_the_internet(folder: Path) -> None:
    for file in folder.iterdir():
        content = json.loads(file.read_text())
        asked = [each["request"] for each in requests(content)] if "item" in content else content["values"]
        hosts = set(re.findall(r"https?://([^/\"\s]+)", json.dumps(asked)))
        assert hosts <= {"127.0.0.1:54746"}, file


def test_the_files_are_the_same_each_time(tmp_path: Path) -> None:
    first = {file.relative_to(tmp_path): file.read_bytes() for file in written(tmp_path)}
    assert {file.relative_to(tmp_path): file.read_bytes() for file in written(tmp_path)} == first
    ids = re.findall(rb'"_postman_id": "([^"]+)"', b"".join(first.values()))
    assert len(ids) == len(set(ids)) == 2 * len(NAMES)


def test_another_server(tmp_path: Path) -> None:
    files = written(tmp_path, "--base-url", "https://ods.example/", "--api-version", "7.3")
    values = {each["key"]: each["value"] for each in json.loads(files[0].read_text())["values"]}
    assert values["baseUrl"] == "https://ods.example"
    assert values["apiUrl"] == "{{baseUrl}}/v7.3/api"


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--base-url", "ods.example"], "ods.example is no URL of a server; write it as http://127.0.0.1:54746"),
        (["--api-version", "x"], "there is no API version x; there are"),
    ],
)
def test_mistakes(tmp_path: Path, arguments: list[str], line: str) -> None:
    result = CliRunner().invoke(main, ["postman", "-o", str(tmp_path), *arguments])
    assert result.exit_code == 2
    assert result.stderr.startswith(f"mockedfi: {line}")


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "v7.3").write_text("a file")
    result = CliRunner().invoke(main, ["postman", "-o", str(tmp_path), "--api-version", "7.3"])
    assert result.exit_code == 2
    assert "choose another folder with -o" in result.stderr
