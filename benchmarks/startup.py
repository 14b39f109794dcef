"""Measures how soon ``mockedfi serve`` is ready, and its memory then and with every document of both versions read.

    python benchmarks/startup.py [ROUNDS]

Prints the best, the middle and the worst of the rounds. Linux only: memory is read from /proc.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from base64 import b64encode
from pathlib import Path
from typing import Any

EVERYTHING = "open:open-secret"
"""Key and secret of the packaged client that may do everything."""
VERSIONS = 2


def main(rounds: int) -> None:
    """Start the server a number of times and print what was measured."""
    seconds, before, after = zip(*(measure(memory_only=bool(each % 2)) for each in range(rounds)), strict=True)
    show("seconds until ready", seconds)
    show("MB when ready", before)
    show("MB with every document read", after)


def measure(*, memory_only: bool) -> tuple[float, float, float]:
    """One start: seconds until ready, MB then, MB after every collection was read."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "mockedfi", "serve", "--port", "0", *(["--memory"] if memory_only else [])]
        began = time.perf_counter()
        server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=folder)
        assert server.stdout is not None
        with server:
            urls = [server.stdout.readline().split()[-1] for _ in range(VERSIONS)]
            seconds = time.perf_counter() - began
            before = megabytes(server.pid)
            for url in urls:
                read_everything(url)
            after = megabytes(server.pid)
            server.terminate()
        return seconds, before, after


def read_everything(url: str) -> None:
    """Ask for the first page of every resource, which reads all its documents."""
    basic = b64encode(EVERYTHING.encode()).decode()
    answer = ask(f"{url}/oauth/token", {"Authorization": f"Basic {basic}"}, b"grant_type=client_credentials")
    headers = {"Authorization": f"Bearer {answer['access_token']}"}
    for each in {row["resource"] for row in ask(f"{url}/metadata/data/v3/dependencies")}:
        ask(f"{url}/data/v3{each}?totalCount=true&limit=500", headers)


def ask(url: str, headers: dict[str, str] | None = None, body: bytes | None = None) -> Any:
    """The JSON of an answer."""
    with urllib.request.urlopen(urllib.request.Request(url, body, headers or {}), timeout=60) as answer:
        return json.load(answer)


def megabytes(process: int) -> float:
    """Resident memory of a process."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


def show(what: str, measured: tuple[float, ...]) -> None:
    """One line of the result."""
    best, middle, worst = min(measured), statistics.median(measured), max(measured)
    print(f"{what:32} best {best:7.2f}   median {middle:7.2f}   worst {worst:7.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
