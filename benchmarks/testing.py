"""Measures what tests pay: the plugin's import, resets and workspaces over districts of any size, isolated tests.

    python -m benchmarks.testing [reset | workspaces | tests | import]...

Linux only: memory is read from /proc.
"""

import gc
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.district import write
from mockedfi import MockEdFi
from mockedfi.testing.server import OwnServer

SIZES = (1_000, 10_000, 100_000)
"""Students of a district."""
ROUNDS = 20
WRITTEN = 20
"""Documents that are written before each reset."""
WORKSPACES = 200
TESTS = 1_000
LIST = "students?limit=1&totalCount=true"
TRIVIAL = f"""
import pytest

@pytest.mark.parametrize("number", range({TESTS}))
def test_trivial(edfi, number):
    assert edfi.session().get("students?limit=1").status_code == 200
"""


def measure_import() -> None:
    """Import of the plugin where pytest is there already."""
    program = (
        "import pytest, time; began = time.perf_counter(); import mockedfi.testing.plugin; "
        "print(time.perf_counter() - began)"
    )
    runs = [subprocess.run([sys.executable, "-c", program], capture_output=True, check=True) for _ in range(5)]
    show("import of the plugin", [float(run.stdout) for run in runs])


def measure_reset() -> None:
    """A reset of a workspace and a new workspace, each with the first list after it, by size of the district."""
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            district = write(Path(folder) / "district", 2 * size)
            server = OwnServer("7.3", (str(district),))
            with MockEdFi(server=server) as edfi:
                read(edfi)
                edfi.add("students")
                steps: dict[str, list[float]] = {
                    "reset": [],
                    "list after it": [],
                    "new workspace": [],
                    "list in it": [],
                }
                for _ in range(ROUNDS):
                    edfi.add_many("students", WRITTEN // 2)
                    edfi.session("open").delete(f"students/{edfi.enrol()['id']}")
                    steps["reset"].append(timed(edfi.reset))
                    steps["list after it"].append(timed(partial(read, edfi)))
                    other = MockEdFi(server=server)
                    steps["new workspace"].append(timed(other.start))
                    steps["list in it"].append(timed(partial(read, other)))
                    other.stop()
            server.stop()
        for name, seconds in steps.items():
            show(f"{size:,} students: {name}", seconds)


def measure_workspaces() -> None:
    """What workspaces over one district take, each of which reads and writes."""
    with tempfile.TemporaryDirectory() as folder:
        server = OwnServer("7.3", (str(write(Path(folder) / "district", 20_000)),))
        with MockEdFi(server=server) as warm:
            use(warm)
        gc.collect()
        before = megabytes()
        states = [MockEdFi(server=server) for _ in range(WORKSPACES)]
        began = time.perf_counter()
        for state in states:
            use(state.start())
        seconds = time.perf_counter() - began
        gc.collect()
        after = megabytes()
        for state in states:
            state.stop()
        server.stop()
    each = (after - before) * 1024 / WORKSPACES
    grown = f"{before:.0f} MB before, {after:.0f} MB after, {each:.0f} KB each"
    print(f"{WORKSPACES} workspaces over 10,000 students: {grown}")
    print(f"{WORKSPACES} workspaces made, read and written: {seconds:.2f} s")


def measure_tests() -> None:
    """Trivial tests with isolation, start of pytest included."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "test_trivial.py").write_text(TRIVIAL)
        for options in ([], ["-n", "2"]):
            command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *options]
            began = time.perf_counter()
            subprocess.run(command, cwd=folder, check=True, capture_output=True)
            print(f"{TESTS:,} tests {' '.join(options) or 'in one process'}: {time.perf_counter() - began:.1f} s")


def read(edfi: MockEdFi) -> None:
    """A list that takes all students into account."""
    answer = edfi.session().get(LIST)
    assert answer.status_code == 200, answer.text


def use(edfi: MockEdFi) -> None:
    """What a test may do: read, write, read what was written."""
    read(edfi)
    student = edfi.add("students")
    edfi.enrol(student)
    assert edfi.session().get(f"students/{student['id']}").status_code == 200


def timed(act: Callable[[], object]) -> float:
    """Seconds that something takes."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def megabytes() -> float:
    """Resident memory of this process."""
    status = Path("/proc/self/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


def show(what: str, seconds: list[float]) -> None:
    """One line of the result, in milliseconds."""
    best, middle, worst = (1000 * each for each in (min(seconds), statistics.median(seconds), max(seconds)))
    print(f"{what:40} best {best:7.2f}   median {middle:7.2f}   worst {worst:7.2f} ms")


MEASURES = {
    "import": measure_import,
    "reset": measure_reset,
    "workspaces": measure_workspaces,
    "tests": measure_tests,
}

if __name__ == "__main__":
    for chosen in sys.argv[1:] or MEASURES:
        MEASURES[chosen]()
