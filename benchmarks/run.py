"""All figures in one table: mockedfi beside bare Flask that answers the same bytes on the same HTTP server, and beside
json-server, Prism and moto's server where these can do the same work.

    python -m benchmarks.run [--documents 1000,100000,1000000] [--version 7.3] [--alone]

The servers take turns, so that whatever else the machine does falls on all. Those of others are installed in a
temporary folder with npm and pip; they are measured with the first number of documents, and left out with ``--alone``.
Linux only: memory and processor time are read from /proc.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import orjson

from benchmarks import district, others
from benchmarks.client import Load, path_of, request
from benchmarks.servers import SANDBOX, Server, ask, serve, serve_bare
from benchmarks.work import Turn, Work, over_and_over

TURNS, SECONDS = 6, 0.25
CONNECTIONS = (1, 8)
STARTS = 5
WRITTEN, RESETS = 20, 10
"""Documents that are written before each of so many resets."""
PAGES = 100
"""More than the server keeps for the console."""
UNLIMITED = "[tokens]\nper_client_limit = 0\n"
_NOT_COMPARED = ("content-length", "date", "server", "keep-alive", "connection")
_COLUMNS = ("mockedfi", "bare Flask", "ratio", "by CPU", others.JSON_SERVER, others.PRISM, others.MOTO)


class Table:
    """Printed as it grows."""

    def head(self, title: str) -> None:
        """What follows, and what the columns hold."""
        print(f"\n{title:50}" + "".join(f"{name:>12}" for name in _COLUMNS), flush=True)

    def row(self, name: str, **values: str) -> None:
        """What was measured, by column."""
        unknown = values.keys() - set(_COLUMNS)
        assert not unknown, unknown
        print(f"{name:50}" + "".join(f"{values.get(column, ''):>12}" for column in _COLUMNS), flush=True)


class Held(NamedTuple):
    """What a server holds when every document was shown."""

    memory: float
    """Megabytes, resident."""
    served: float
    """Megabytes of JSON."""


class Measured:
    """What one server does of one kind of work."""

    def __init__(self, server: Server, turn: Turn, connections: int) -> None:
        self._server = server
        self._turn = turn
        self._connections = connections
        self._answers = 0
        self._seconds = self._processor = 0.0

    def take_turn(self) -> None:
        """Answer for a while."""
        with Load(self._server.url, self._connections) as load:
            wires = self._turn(load)
            before = self._server.processor_seconds()
            outcome = load.run(wires, SECONDS)
        assert all(200 <= status < 300 for status in outcome.statuses), outcome.statuses
        self._processor += self._server.processor_seconds() - before
        self._answers += outcome.answers
        self._seconds += outcome.seconds

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self._answers / self._seconds

    @property
    def microseconds(self) -> float:
        """Of processor time for an answer: what other processes do matters little to it."""
        return self._processor / self._answers * 1e6


def compare(table: Table, name: str, rivals: Mapping[str, tuple[Server, Turn]], connections: int) -> None:
    """One kind of work, all servers in turn."""
    measured = {rival: Measured(server, turn, connections) for rival, (server, turn) in rivals.items()}
    for _ in range(TURNS):
        for each in measured.values():
            each.take_turn()
    ours, limit = measured["mockedfi"], measured["bare Flask"]
    rates = {rival: f"{each.rate:,.0f} /s" for rival, each in measured.items()}
    ratios = {"ratio": f"{ours.rate / limit.rate:.2f}", "by CPU": f"{limit.microseconds / ours.microseconds:.2f}"}
    table.row(f"{name}, {connections} x", **rates, **ratios)


def measure_work(table: Table, size: int, version: str, installed: Path | None, least: Held | None = None) -> Held:
    """Every kind of work, with so many documents; beside the servers of others that are installed in a folder.

    `least`: what the server held with the first number of documents.
    """
    with tempfile.TemporaryDirectory() as temporary, ExitStack() as stack:
        folder = Path(temporary)
        server = stack.enter_context(_serve_district(folder, size, version))
        table.head(f"{size:,} documents, {version}")
        last = _measure_first_reads(table, server, size // 2)
        work = Work(server, size)
        rivals = stack.enter_context(_others(installed, work, server))
        with Load(server.url) as load:
            asked = {name: next(turn(load)) for name, turn in work.kinds.items()}
            answers = {name: _answer(wire, load.ask(wire)) for name, wire in asked.items()}
            table.row("the same after a student was enrolled", mockedfi=f"{_milliseconds(load, last):.2f} ms")
        routes = {name: f"answer-{number}" for number, name in enumerate(asked)}
        bare = stack.enter_context(serve_bare({routes[name]: answer for name, answer in answers.items()}))
        for name, turn in work.kinds.items():
            plain = over_and_over([_to_bare(asked[name], routes[name])])
            able = {each.name: (each.server, each.kinds[name]) for each in rivals if name in each.kinds}
            for connections in CONNECTIONS:
                compare(table, name, {"mockedfi": (server, turn), "bare Flask": (bare, plain), **able}, connections)
        _measure_resets(table, server)
        return _measure_memory(table, server, least)


@contextmanager
def _serve_district(folder: Path, size: int, version: str) -> Iterator[Server]:
    place = district.write(folder / "district", size)
    (folder / "tokens.toml").write_text(UNLIMITED)
    options = ("--memory", "--api-version", version, "--district", str(place), "--config", str(folder / "tokens.toml"))
    with serve(*options, folder=folder) as server:
        yield server


@contextmanager
def _others(installed: Path | None, work: Work, server: Server) -> Iterator[list[others.Other]]:
    """Those in a folder. What they are told of the model is asked for in any case, so that memory can be compared."""
    openapi = ask(f"{server.url}/metadata/data/v3/resources/swagger.json")
    with ExitStack() as stack:
        folders = [each for each in installed.iterdir() if each.is_dir()] if installed else []
        yield [stack.enter_context(others.serve(each.parent, each.name, work.rows, openapi)) for each in folders]


def _answer(wire: bytes, answer: bytes) -> dict[str, Any]:
    """An answer in the form that `bare` takes."""
    head, _, body = answer.partition(b"\r\n\r\n")
    status, *lines = head.decode().split("\r\n")
    headers = [line.split(": ", 1) for line in lines]
    kept = [each for each in headers if each[0].lower() not in _NOT_COMPARED]
    return {"method": wire.split(b" ")[0].decode(), "status": int(status[9:12]), "headers": kept, "body": body.decode()}


def _to_bare(wire: bytes, route: str) -> bytes:
    """The same request, to the route that answers it."""
    head, _, body = wire.partition(b"\r\n\r\n")
    first, _, *lines = head.decode().split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines if not line.startswith("Content-Length"))
    return request(first.split(" ")[0], f"/{route}", headers, body)


def _measure_first_reads(table: Table, server: Server, students: int) -> bytes:
    """What is done once: documents are read from the files, and those found that a client may see.

    Returns the request for the last of these, which a client has to wait for again when what it may see has changed.
    """
    path = f"{path_of(server.url)}/data/v3/ed-fi/students?limit=25"
    first = request("GET", path, server.bearer())
    last = request("GET", f"{path}&offset={students - 25}", server.bearer(SANDBOX))
    with Load(server.url) as load:
        table.row("first page that anybody asks for", mockedfi=f"{_milliseconds(load, first):.0f} ms")
        table.row("last page, of a client that sees one district", mockedfi=f"{_milliseconds(load, last):.0f} ms")
        table.row("the same once more", mockedfi=f"{_milliseconds(load, last):.2f} ms")
    return last


def _measure_resets(table: Table, server: Server) -> None:
    """A reset as tests ask for it over HTTP; the first undoes all that was measured before."""
    reset = request("POST", "/mockedfi/reset", {})
    headers = server.bearer() | {"Content-Type": "application/json"}
    path = f"{path_of(server.url)}/data/v3/ed-fi/students"
    with Load(server.url) as load:
        first = _milliseconds(load, reset)
        each = []
        for _ in range(RESETS):
            for number in range(WRITTEN):
                load.ask(request("POST", path, headers, orjson.dumps(district.student(30_000_000 + number))))
            each.append(_milliseconds(load, reset))
    table.row("reset after thousands of writes", mockedfi=f"{first:.2f} ms")
    table.row(f"reset after {WRITTEN} writes", mockedfi=f"{statistics.median(each):.2f} ms")


def _milliseconds(load: Load, wire: bytes) -> float:
    began = time.perf_counter()
    answer = load.ask(wire)
    assert answer[9:12] == b"200", answer
    return (time.perf_counter() - began) * 1000


def _measure_memory(table: Table, server: Server, least: Held | None) -> Held:
    """Memory when every document was shown, and what documents add to it beside their JSON.

    The server itself keeps requests, tokens and what it worked out of the model, up to some tens of megabytes. So what
    they add is told by comparison with the first number of documents (`least`), with which the same was done.
    """
    headers, served = server.bearer(), 0
    with Load(server.url) as load:
        for plural in ("students", "studentSchoolAssociations"):
            path = f"{path_of(server.url)}/data/v3/ed-fi/{plural}"
            offset, page = 0, b""
            while page != b"[]":
                answer = load.ask(request("GET", f"{path}?limit=500&offset={offset}", headers))
                page = answer.partition(b"\r\n\r\n")[2]
                served += len(page)
                offset += 500
        for _ in range(PAGES):  # with however few documents, the answers kept for the console are pages now
            load.ask(request("GET", f"{path}?limit=500", headers))
    held = Held(server.megabytes(), served / 2**20)
    table.row("memory when every document was shown", mockedfi=f"{held.memory:.0f} MB")
    if least is not None:
        added = held.memory - least.memory
        ratio = f"{added / (held.served - least.served):.2f}"
        table.row("memory that documents add, beside their JSON", mockedfi=f"{added:.0f} MB", ratio=ratio)
    return held


def measure_start(table: Table, installed: Path | None) -> None:
    """Seconds until ready: with the default districts of both default versions, beside what others start with."""
    table.head("start")
    seconds: list[float] = []
    memory: list[float] = []
    bare: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        with serve("--memory", versions=2, folder=Path(folder)):
            pass  # the first start after a change compiles what is imported
        for _ in range(STARTS):
            with serve("--memory", versions=2, folder=Path(folder)) as server:
                seconds.append(server.seconds)
                memory.append(server.megabytes())
            with serve_bare({}) as server:
                bare.append(server.seconds)
        rivals = {}
        if installed:
            with serve("--memory", "--api-version", "7.3", folder=Path(folder)) as server:
                work = Work(server, 1_000)
                with _others(installed, work, server) as running:
                    rivals = {each.name: f"{each.server.seconds:.2f} s" for each in running}
    table.row("seconds until ready", mockedfi=_seconds(seconds), **{"bare Flask": _seconds(bare)}, **rivals)
    table.row("seconds until ready, worst", mockedfi=f"{max(seconds):.2f} s", **{"bare Flask": f"{max(bare):.2f} s"})
    table.row("memory when ready", mockedfi=f"{statistics.median(memory):.0f} MB")


def _seconds(measured: list[float]) -> str:
    return f"{statistics.median(measured):.2f} s"


def measure_install(table: Table, folder: Path) -> None:
    """Install mockedfi and the others; megabytes of each with all that it needs."""
    project = Path(__file__).parents[1]
    with tempfile.TemporaryDirectory() as own:
        sizes = {"mockedfi": others.install_with_pip(Path(own), str(project)), **others.install(folder)}
    table.head("install")
    table.row("size with all that it needs", **{name: f"{size:.0f} MB" for name, size in sizes.items()})


def main() -> None:
    """Measure all of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", default="1000,100000,1000000", help="how many, separated by commas")
    parser.add_argument("--version", default="7.3", help="of the API")
    parser.add_argument("--alone", action="store_true", help="without the servers of others")
    chosen = parser.parse_args()
    sizes = [int(each) for each in chosen.documents.split(",")]
    table = Table()
    with tempfile.TemporaryDirectory() as folder:
        installed = None if chosen.alone else Path(folder)
        if installed:
            measure_install(table, installed)
        measure_start(table, installed)
        least = measure_work(table, sizes[0], chosen.version, installed)
        for size in sizes[1:]:
            measure_work(table, size, chosen.version, None, least)


if __name__ == "__main__":
    main()
