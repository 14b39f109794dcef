"""What is asked of mockedfi while it is measured: each kind of work as requests made beforehand."""

import itertools
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

import orjson

from benchmarks import district
from benchmarks.client import Load, path_of, request
from benchmarks.servers import EVERYTHING, SANDBOX, Server, ask

Turn = Callable[[Load], Iterator[bytes]]
"""The requests of one turn; what they need is done beforehand, over the connections given."""

PROFILE = {"Accept": "application/vnd.ed-fi.student.nutrition.readable+json"}
PROFILED = {"Content-Type": "application/vnd.ed-fi.student.nutrition.writable+json"}
_JSON = {"Content-Type": "application/json"}
_DELETED = 300
"""Documents that are made to be deleted in one turn."""
_PAGES = 200


def over_and_over(requests: Iterable[bytes]) -> Turn:
    """The same requests, in turn."""
    wires = itertools.cycle(list(requests))
    return lambda _: wires


def without_end(made: Callable[[int], bytes]) -> Turn:
    """A request for each number, each of them once."""
    wires = map(made, itertools.count(10_000_000))
    return lambda _: wires


def deletions(made: Callable[[int], bytes], gone: Callable[[int, bytes], bytes]) -> Turn:
    """Requests that delete what was made for it; `gone` is given the number and the answer to its making."""
    numbers = itertools.count(20_000_000)

    def turn(load: Load) -> Iterator[bytes]:
        return iter([gone(number, load.ask(made(number))) for number in itertools.islice(numbers, _DELETED)])

    return turn


class Work:
    """Everything that is asked of a server with a district of so many documents, by kind.

    Where nothing else is said, a client asks that sees the students of its own district's schools.
    """

    def __init__(self, server: Server, size: int) -> None:
        self.students = size // 2
        self._server = server
        self._root = path_of(server.url) + "/data/v3/ed-fi"
        self._own, self._open = server.bearer(SANDBOX), server.bearer(EVERYTHING)
        self._enrolled = itertools.count(self.students)
        self.rows: list[dict[str, Any]] = ask(f"{server.url}/data/v3/ed-fi/students?limit=500", self._own)
        self.kinds: Mapping[str, Turn] = {**self._items(), **self._lists(), **self._writes()}

    def _items(self) -> dict[str, Turn]:
        ids = [row["id"] for row in self.rows]
        keys = [row["studentUniqueId"] for row in self.rows]
        return {
            "GET by id": over_and_over(self._get(f"students/{id}") for id in ids),
            "GET by id, no authorization": over_and_over(self._get(f"students/{id}", self._open) for id in ids),
            "GET by id, profile": over_and_over(self._get(f"students/{id}", self._own | PROFILE) for id in ids),
            "GET by key": over_and_over(self._get(f"students?studentUniqueId={key}") for key in keys),
        }

    def _lists(self) -> dict[str, Turn]:
        pages = self.students // 25
        offsets = [25 * (97 * each % pages) for each in range(min(pages, _PAGES))]
        many = [f"students?limit=25&offset={offset}" for offset in offsets]
        middle = f"students?limit=25&minChangeVersion={self.students}&maxChangeVersion={self.students * 3 // 2}"
        return {
            "GET many 25, first page": over_and_over([self._get("students?limit=25")]),
            "GET many 25": over_and_over(map(self._get, many)),
            "GET many 25, no authorization": over_and_over(self._get(path, self._open) for path in many),
            "GET many 25, profile": over_and_over(self._get(path, self._own | PROFILE) for path in many),
            "GET many 25, total count": over_and_over([self._get("students?limit=25&totalCount=true")]),
            "GET many 25, change versions": over_and_over([self._get(middle)]),
            "GET many 500": over_and_over([self._get("students?limit=500")]),
        }

    def _writes(self) -> dict[str, Turn]:
        own, open_ = self._own | _JSON, self._open | _JSON
        put = partial(self._put, headers=own)
        return {
            "POST a student": without_end(lambda number: self._post("students", own, district.student(number))),
            "POST an enrollment": self._enrollments(own),
            "POST an enrollment, no authorization": self._enrollments(open_),
            "PUT a student": over_and_over(map(put, self.rows)),
            "PUT a student, profile": over_and_over(self._put(row, self._own | PROFILED) for row in self.rows),
            "DELETE a student": deletions(
                lambda number: self._post("students", open_, district.student(number)),
                lambda _, answer: request("DELETE", _location(answer), self._open),
            ),
            "POST for a token": over_and_over([self._token()]),
        }

    def _get(self, path: str, headers: Mapping[str, str] | None = None) -> bytes:
        return request("GET", f"{self._root}/{path}", headers or self._own)

    def _post(self, plural: str, headers: Mapping[str, str], document: Any) -> bytes:
        return request("POST", f"{self._root}/{plural}", headers, orjson.dumps(document))

    def _put(self, row: Mapping[str, Any], headers: Mapping[str, str]) -> bytes:
        return request("PUT", f"{self._root}/students/{row['id']}", headers, orjson.dumps(row))

    def _enrollments(self, headers: Mapping[str, str]) -> Turn:
        def wires() -> Iterator[bytes]:
            for number in self._enrolled:
                document = district.enrollment(number, self.students)
                yield self._post("studentSchoolAssociations", headers, document)

        endless = wires()
        return lambda _: endless

    def _token(self) -> bytes:
        basic = b64encode(SANDBOX.encode()).decode()
        form = {"Authorization": f"Basic {basic}", "Content-Type": "application/x-www-form-urlencoded"}
        path = f"{path_of(self._server.url)}/oauth/token"
        return request("POST", path, form, b"grant_type=client_credentials")


def _location(answer: bytes) -> str:
    head = answer.partition(b"\r\n\r\n")[0].decode()
    lines = (line.partition(": ") for line in head.split("\r\n"))
    return path_of(next(value for name, _, value in lines if name.lower() == "location"))
