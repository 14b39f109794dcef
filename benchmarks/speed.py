"""Requests a second, beside a bare Flask route that answers the same bytes on the same HTTP server in the same run.

    python -m benchmarks.speed [DOCUMENTS…]

For 1,000 and 100,000 documents unless told otherwise, for 1 and 8 connections. The two servers take turns, so that
whatever else the machine does falls on both.
"""

import itertools
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from benchmarks import district
from benchmarks.client import Load, path_of, request
from benchmarks.servers import EVERYTHING, SANDBOX, Server, ask, serve, serve_bare

TURNS, SECONDS = 10, 0.3
CONNECTIONS = (1, 8)
PROFILE = {"Accept": "application/vnd.ed-fi.student.nutrition.readable+json"}
_NOT_COMPARED = ("content-length", "date", "server", "keep-alive", "connection")


class Work:
    """What is asked of a server with a district of so many documents."""

    def __init__(self, server: Server, size: int) -> None:
        self.students = size // 2
        root = path_of(server.url) + "/data/v3/ed-fi"
        own, all_ = server.bearer(SANDBOX), server.bearer(EVERYTHING)
        ids = [row["id"] for row in ask(f"{server.url}/data/v3/ed-fi/students?limit=500", own)]
        pages = self.students // 25
        json_type = {"Content-Type": "application/json"}
        self._numbers = itertools.count(self.students)
        self.reads = {
            "GET by id": _cycle(request("GET", f"{root}/students/{id}", own) for id in ids),
            "GET by id, any client": _cycle(request("GET", f"{root}/students/{id}", all_) for id in ids),
            "GET many 25": _cycle(
                request("GET", f"{root}/students?limit=25&offset={25 * (97 * each % pages)}", own)
                for each in range(min(pages, 200))
            ),
            "GET by id, profile": _cycle(request("GET", f"{root}/students/{id}", own | PROFILE) for id in ids),
            "GET many 25, profile": _cycle(
                request("GET", f"{root}/students?limit=25&offset={25 * (97 * each % pages)}", own | PROFILE)
                for each in range(min(pages, 200))
            ),
            "GET many 500": _cycle([request("GET", f"{root}/students?limit=500", own)]),
        }
        self.writes = {
            "POST a student": self._posts(f"{root}/students", own | json_type, district.student),
            "POST an enrollment": self._posts(f"{root}/studentSchoolAssociations", own | json_type, self._enrollment),
        }

    def _enrollment(self, number: int) -> dict[str, Any]:
        return district.enrollment(number, self.students)

    def _posts(self, path: str, headers: dict[str, str], document: Any) -> Iterator[bytes]:
        for number in self._numbers:
            yield request("POST", path, headers, orjson.dumps(document(number)))


def _cycle(requests: Any) -> Iterator[bytes]:
    return itertools.cycle(list(requests))


def answer_of(wire: bytes) -> dict[str, Any]:
    """An answer in the form that `bare` takes."""
    head, _, body = wire.partition(b"\r\n\r\n")
    headers = [line.split(": ", 1) for line in head.decode().split("\r\n")[1:]]
    kept = [each for each in headers if each[0].lower() not in _NOT_COMPARED]
    return {"headers": kept, "body": body.decode()}


def measure(size: int, *options: str) -> None:
    """Every kind of request, for a district of one size."""
    with tempfile.TemporaryDirectory() as folder:
        place = district.write(Path(folder) / "district", size)
        common = ("--api-version", "7.3", "--district", str(place))
        with serve(*common, *options, folder=Path(folder)) as server:
            work = Work(server, size)
            kinds = {**work.reads, **work.writes}
            with Load(server.url) as load:
                answers = {name: answer_of(load.ask(next(wires))) for name, wires in kinds.items()}
            names = {name: f"answer-{number}" for number, name in enumerate(kinds)}
            with serve_bare({names[name]: answer for name, answer in answers.items()}) as bare:
                for (name, wires), connections in itertools.product(kinds.items(), CONNECTIONS):
                    compare(name, wires, f"/{names[name]}", server, bare, connections)
            print(f"{'memory at the end':28}{server.megabytes():9.0f} MB")


def compare(name: str, wires: Iterator[bytes], path: str, server: Server, bare: Server, connections: int) -> None:
    """One kind of request to both servers in turn."""
    method = name.split(maxsplit=1)[0]
    wire = next(wires)
    plain = itertools.repeat(request(method, path, _headers(wire), wire.partition(b"\r\n\r\n")[2]))
    ours, limit = Total(server, wires, connections), Total(bare, plain, connections)
    for _ in range(TURNS):
        ours.take_turn()
        limit.take_turn()
    ratio, by_processor = ours.rate / limit.rate, limit.microseconds / ours.microseconds
    print(
        f"{name:24}{connections:2} x {ours.rate:8,.0f} /s   bare Flask {limit.rate:8,.0f} /s   ratio {ratio:4.2f}"
        f"   processor time {ours.microseconds:5.0f} to {limit.microseconds:5.0f} µs: {by_processor:4.2f}",
        flush=True,
    )


class Total:
    """What one server did in all its turns."""

    def __init__(self, server: Server, wires: Iterator[bytes], connections: int) -> None:
        self._server = server
        self._wires = wires
        self._connections = connections
        self._answers = 0
        self._seconds = self._processor = 0.0

    def take_turn(self) -> None:
        """Answer for a while."""
        before = self._server.processor_seconds()
        with Load(self._server.url, self._connections) as load:
            outcome = load.run(self._wires, SECONDS)
        assert set(outcome.statuses) <= {200, 201}, outcome.statuses
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


def _headers(wire: bytes) -> dict[str, str]:
    lines = wire.partition(b"\r\n\r\n")[0].decode().split("\r\n")[2:]
    headers = dict(line.split(": ", 1) for line in lines)
    headers.pop("Content-Length", None)
    return headers


def main(sizes: list[int]) -> None:
    """Measure all of it."""
    for size in sizes:
        print(f"\n{size:,} documents")
        measure(size, "--memory")


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or [1_000, 100_000])
