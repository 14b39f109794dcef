"""Every generated collection passes when newman runs it, and passes when it is run again."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from mockedfi.cli import main
from mockedfi.dialect import Dialect
from mockedfi.dialect.versions import VERSIONS
from mockedfi.postman.scene import Scene
from mockedfi.postman.write import STORIES

REPOSITORY = Path(__file__).parents[2]
RUNS = 2
FILES = [tell(Scene.of(Dialect.at("7.3"))).file for tell in STORIES]
EVERY_VERSION = [text for name in VERSIONS for text in ("--api-version", name)]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The URL of a server of every version, in memory."""
    command = [sys.executable, "-m", "mockedfi", "serve", "--port", "0", "--memory", *EVERY_VERSION]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY)}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    assert process.stdout is not None
    with process:
        line = process.stdout.readline()
        yield line.removeprefix("mockedfi ready: ").partition("/v")[0]
        process.terminate()


@pytest.fixture(scope="module")
def collections(server: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the collections for the server."""
    folder = tmp_path_factory.mktemp("postman")
    result = CliRunner().invoke(main, ["postman", "-o", str(folder), "--base-url", server, *EVERY_VERSION])
    assert result.exit_code == 0, result.output
    return folder


@pytest.mark.newman
@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("version", VERSIONS)
def test_a_collection_passes(collections: Path, version: str, file: str) -> None:
    newman = shutil.which("newman")
    assert newman is not None, "newman is not on PATH; npm install newman@6.1.1 and put node_modules/.bin on it"
    collection = collections / f"v{version}" / f"{file}.postman_collection.json"
    environment = collection.with_name(f"mockedfi-v{version}.postman_environment.json")
    command = [newman, "run", str(collection), "-e", str(environment), "-n", str(RUNS), "--bail", "--color", "off"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout[-4000:]
