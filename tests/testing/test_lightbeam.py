"""lightbeam, as the README tells to run it: all of Grand Bend checked, sent into an empty server, counted, fetched, and
some of it deleted.

What it deletes it looks for first, by parameters that it makes of the members which the OpenAPI document marks as
identity. At 5.2 the members of references have no such mark, so it finds several; at 7.3 it mixes up those that have
the same name, and finds none. Those stay, and what they refer to is refused.
"""

import json
import re
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from mockedfi.cli import main
from mockedfi.testing.server import OwnServer

VERSIONS = ("5.2", "7.3")
LEFT_OUT = "schoolYearTypes"
"""The dependencies do not name it, so lightbeam passes over it."""
DELETED, IN_USE = "204", "409"
TO_DELETE = "staff*,calendarDates,studentSchoolAttendanceEvents"
"""Some that nothing refers to, and some that are in use; lightbeam takes its time with each."""
ADDED = ("id", "_etag", "_lastModifiedDate", "link")
"""What the API shows and the data have not."""
CONFIGURATION = """
data_dir: {data}
edfi_api:
  base_url: {url}
  version: 3
  mode: shared_instance
  client_id: open
  client_secret: open-secret
connection:
  pool_size: 1
  verify_ssl: false
validate:
  methods: [schema, descriptors]
fetch:
  page_size: 500
force_delete: true
"""


class Lightbeam:
    """The command, with a configuration of one folder and one API."""

    def __init__(self, folder: Path, data: Path, url: str) -> None:
        self._folder = folder
        self._configuration = folder / "lightbeam.yaml"
        self._configuration.write_text(CONFIGURATION.format(data=data, url=url), "utf-8")
        self._command = shutil.which("lightbeam")
        assert self._command is not None, "lightbeam is not on PATH; pip install lightbeam==0.1.12"

    def run(self, command: str, *options: str) -> Path:
        """The file of results of a command that did not fail."""
        results = self._folder / f"{command}.results"
        self._run(command, "--results-file", str(results), *options)
        return results

    def deleted(self, *options: str) -> Counter[str]:
        """How many answers to DELETE had which status."""
        told = self._run("delete", *options)
        assert "searching API for payload returned" not in told, "each look-up is answered by a list"
        counts = re.findall(r"final status counts: {(.*)}", told)
        return sum((Counter({s: int(n) for s, n in re.findall(r"(\d+): (\d+)", each)}) for each in counts), Counter())

    def _run(self, command: str, *options: str) -> str:
        line = [self._command, command, "-c", str(self._configuration), *options]
        done = subprocess.run(line, capture_output=True, text=True, timeout=600, check=False)
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout + done.stderr

    def processed(self, command: str, *options: str) -> dict[str, Any]:
        """What a command did with how many documents."""
        results: dict[str, Any] = json.loads(self.run(command, *options).read_text("utf-8"))
        assert results["total_records_skipped"] == 0
        failed = {name: each for name, each in results["resources"].items() if each["records_failed"]}
        assert not failed
        return results

    def counts(self, *options: str) -> dict[str, int]:
        """How many documents the API has, by plural."""
        rows = [line.split("\t") for line in self.run("count", *options).read_text("utf-8").splitlines()[1:]]
        return {plural: int(count) for count, plural in rows if int(count)}


def served(version: str, district: str) -> Iterator[str]:
    """The URL of a server."""
    server = OwnServer(version, (district,))
    yield server.url
    server.stop()


@pytest.fixture(scope="module", params=VERSIONS)
def version(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def data(version: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An export of all of Grand Bend."""
    folder = tmp_path_factory.mktemp("data")
    for url in served(version, "grand-bend"):
        done = CliRunner().invoke(main, ["export", "--lines", "--url", url, "-o", str(folder)])
        assert done.exit_code == 0, done.output
        yield folder


@pytest.fixture(scope="module")
def target(version: str) -> Iterator[str]:
    """The URL of an API that has no documents but descriptors and school years."""
    for url in served(version, "empty"):
        yield f"{url}/v{version}/api"


def lines(folder: Path) -> dict[str, list[Any]]:
    """The documents of a folder by plural, in an order that does not depend on how they came there."""
    files = {path.stem: path.read_text("utf-8").splitlines() for path in folder.glob("*.jsonl")}
    return {stem: sorted(map(json.loads, documents), key=repr) for stem, documents in files.items()}


def bare(documents: dict[str, list[Any]]) -> dict[str, list[str]]:
    """The documents without what the API adds, in an order of their own."""
    return {plural: sorted(repr(_bare(each, plural)) for each in rows) for plural, rows in documents.items()}


def _bare(value: Any, plural: str) -> Any:
    if isinstance(value, list):
        return [_bare(each, plural) for each in value]
    if isinstance(value, dict):
        added = (*ADDED, f"{plural.removesuffix('s')}Id") if plural.endswith("Descriptors") else ADDED
        kept = {name: each for name, each in value.items() if name not in added and each != []}
        return {name: _bare(each, plural) for name, each in sorted(kept.items())}
    return value


@pytest.mark.lightbeam
def test_all_of_grand_bend_goes_through_lightbeam(data: Path, target: str, tmp_path: Path) -> None:
    sent = {plural: len(documents) for plural, documents in lines(data).items() if plural != LEFT_OUT}
    lightbeam = Lightbeam(tmp_path, data, target)

    assert lightbeam.processed("validate")["total_records_processed"] == sum(sent.values())
    statuses = {
        each["status_code"] for of in lightbeam.processed("send")["resources"].values() for each in of["successes"]
    }
    assert statuses == {200, 201}, "descriptors were there, the rest was not"
    assert lightbeam.counts() == sent

    fetched = tmp_path / "fetched"
    fetched.mkdir()
    Lightbeam(tmp_path, fetched, target).run("fetch")
    assert bare(lines(fetched)) == bare({plural: lines(data)[plural] for plural in sent})

    statuses = Lightbeam(tmp_path, data, target).deleted("-s", TO_DELETE)
    assert statuses.keys() == {DELETED, IN_USE}
    assert sum(lightbeam.counts().values()) == sum(sent.values()) - statuses[DELETED]
