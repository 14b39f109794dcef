"""The servers that are measured, each a process of its own."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

EVERYTHING = "open:open-secret"
"""Key and secret of the packaged client that may do everything."""
SANDBOX = "RvcohKz9zHI4:E1iEFusaNf81xzCxwHfbolkC"
"""Key and secret of the default client, which sees what belongs to its district."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server that is running."""

    process: subprocess.Popen[str]
    urls: tuple[str, ...]
    """Of the root of each API version."""
    seconds: float = 0.0
    """From its start until it was ready."""

    @property
    def url(self) -> str:
        """Of the first API version."""
        return self.urls[0]

    def megabytes(self) -> float:
        """Resident memory (Linux only)."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024

    def processor_seconds(self) -> float:
        """Processor time so far, of all its threads (Linux only)."""
        times = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()[11:13]
        return sum(map(int, times)) / os.sysconf("SC_CLK_TCK")

    def bearer(self, client: str = EVERYTHING, url: str = "") -> dict[str, str]:
        """The header of a client's requests."""
        basic = b64encode(client.encode()).decode()
        headers = {"Authorization": f"Basic {basic}"}
        answer = ask(f"{url or self.url}/oauth/token", headers, b"grant_type=client_credentials")
        return {"Authorization": f"Bearer {answer['access_token']}"}


def ask(url: str, headers: dict[str, str] | None = None, body: bytes | None = None) -> Any:
    """The JSON of an answer."""
    with urllib.request.urlopen(urllib.request.Request(url, body, headers or {}), timeout=600) as answer:
        return json.load(answer)


def _environment() -> dict[str, str]:
    """That of an installed program, which is not compiled anew each time."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


@contextmanager
def serve(*options: str, versions: int = 1, folder: Path | None = None) -> Iterator[Server]:
    """``mockedfi serve`` with these options, until the block is left."""
    command = [sys.executable, "-m", "mockedfi", "serve", "--port", "0", *options]
    began = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=folder, env=_environment()) as process:
        assert process.stdout is not None
        try:
            lines = [process.stdout.readline().split() for _ in range(versions + 1)]
            if not all(lines):
                raise RuntimeError("mockedfi did not start")
            yield Server(process, tuple(line[-1] for line in lines[:versions]), time.perf_counter() - began)
        finally:
            process.terminate()


@contextmanager
def serve_bare(answers: dict[str, Any]) -> Iterator[Server]:
    """`bare` with these answers."""
    command = [sys.executable, "-m", "benchmarks.bare"]
    began = time.perf_counter()
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=_environment()) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            json.dump(answers, process.stdin)
            process.stdin.close()
            yield Server(process, (process.stdout.readline().strip(),), time.perf_counter() - began)
        finally:
            process.terminate()
