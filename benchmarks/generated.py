"""A generated district from its making to its use: seconds to make, validate and start, memory, the cost of requests.

    python -m benchmarks.generated [STUDENTS] [--folder FOLDER]

Every request is another one, on one connection. Linux only: memory is read from /proc.
"""

import argparse
import itertools
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

import orjson

from benchmarks.client import Load, path_of, request
from benchmarks.servers import EVERYTHING, Server, ask, serve

STUDENTS, PER_SCHOOL = 100_000, 800
DATA_STANDARD, API_VERSION = "5.2", "7.3"
SECONDS = 5.0


def measure_all(students: int, folder: Path) -> None:
    """Make the district in a folder unless it is there, validate it, serve it, and print what was measured."""
    make = ["--students", str(students), "--schools", str(max(students // PER_SCHOOL, 1)), "--seed", "7"]
    if not (folder / "district.toml").exists():
        say("generated", f"{timed('generate', *make, '--data-standard', DATA_STANDARD, '-o', str(folder)):.1f} s")
    say("validated, each document posted", f"{timed('validate', str(folder)):.1f} s")
    size = sum(file.stat().st_size for file in folder.glob("ds-*/*.json"))
    say("JSON", f"{size / 1e6:.0f} MB")
    options = ("--memory", "--api-version", API_VERSION, "--district", str(folder))
    with serve(*options, "--config", str(folder / "clients.toml")) as server:
        say("ready", f"{server.seconds:.2f} s, {server.megabytes():.0f} MB")
        district = tomllib.loads((folder / "clients.toml").read_text("utf-8"))["clients"][0]
        for name, client in (
            ("the open client", EVERYTHING),
            ("the district's", f"{district['key']}:{district['secret']}"),
        ):
            print(name)
            measure(server, server.bearer(client))
        read_everything(server, folder)


def timed(*command: str) -> float:
    """Seconds that a command about districts takes. Raises where it fails."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "mockedfi", "districts", *command], check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def measure(server: Server, bearer: dict[str, str]) -> None:
    """The cost of requests of a client."""
    root, began = f"{server.url}/data/v3/ed-fi", time.perf_counter()
    rows = ask(f"{root}/students?limit=500", bearer)
    say("  the first page of students, which reads them all", f"{(time.perf_counter() - began) * 1000:.0f} ms")
    place, headers = path_of(root), {**bearer, "Content-Type": "application/json"}

    def pages(size: int) -> Iterator[bytes]:
        return (request("GET", f"{place}/students?limit={size}&offset={size * each}", bearer) for each in range(150))

    def posts() -> Iterator[bytes]:
        for number in itertools.count(time.time_ns()):
            document = {"studentUniqueId": f"{number}", "firstName": "A", "lastSurname": "B", "birthDate": "2010-01-01"}
            yield request("POST", f"{place}/students", headers, orjson.dumps(document))

    kinds = {
        "GET by id": (request("GET", f"{place}/students/{row['id']}", bearer) for row in itertools.cycle(rows)),
        "GET by key": (
            request("GET", f"{place}/students?studentUniqueId={row['studentUniqueId']}", bearer)
            for row in itertools.cycle(rows)
        ),
        "GET many, 25": pages(25),
        "GET many, 500": pages(500),
        "POST": posts(),
    }
    for name, wires in kinds.items():
        with Load(server.url) as load:
            outcome = load.run(wires, SECONDS)
        told = (
            f"{1000 / outcome.rate:.2f} ms, slowest {outcome.longest * 1000:.0f} ms, statuses {dict(outcome.statuses)}"
        )
        say(f"  {name}", told)


def read_everything(server: Server, folder: Path) -> None:
    """Ask for every resource that the district has documents of, which reads them all."""
    bearer, began = server.bearer(), time.perf_counter()
    for file in folder.glob("ds-*/*.json"):
        ask(f"{server.url}/data/v3/ed-fi/{file.stem}?limit=1&totalCount=true", bearer)
    say("every document read", f"{time.perf_counter() - began:.1f} s, {server.megabytes():.0f} MB")


def say(what: str, figure: str) -> None:
    """One line of the result."""
    print(f"{what:52} {figure}", flush=True)


def main() -> None:
    """Measure with a district of so many students."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("students", nargs="?", type=int, default=STUDENTS, help=f"{STUDENTS:,} where it is not said")
    parser.add_argument("--folder", type=Path, help="where the district is, or is made and kept")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        measure_all(chosen.students, chosen.folder or Path(temporary))


if __name__ == "__main__":
    main()
