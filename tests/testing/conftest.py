"""Other people's projects, whose tests are run with the plugin."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def project(tmp_path: Path) -> Run:
    """Run pytest in a folder that holds a test file with this text, and perhaps a conftest."""

    def run(tests: str, *arguments: str, conftest: str = "") -> "subprocess.CompletedProcess[str]":
        (tmp_path / "test_it.py").write_text(tests, "utf-8")
        (tmp_path / "conftest.py").write_text(conftest, "utf-8")
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--basetemp={tmp_path / 'temp'}"]
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
        environment["COLUMNS"] = "200"  # the summary is cut to the width of the terminal
        return subprocess.run(
            [*command, *arguments],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run
