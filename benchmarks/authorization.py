"""What authorization costs: lists of a client that must reach each student beside those of one that need not, and
whether an enrollment takes longer where there are more students.

    python -m benchmarks.authorization [STUDENTS…]

For districts of 1,000, 10,000 and 100,000 students unless told otherwise. Requests go into the API version itself,
without a server in between, which would hide part of the difference. The clients take turns.
"""

import itertools
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import orjson

from benchmarks import district
from mockedfi.control.host import Host
from mockedfi.exchange import Request
from mockedfi.http.start import application
from mockedfi.instance import Instance
from mockedfi.settings import Settings

VERSION, ROOT = "7.3", "/v7.3/api"
REACHING, OPEN = "RvcohKz9zHI4", "open"
"""Keys of a client of the district, and of one whose every strategy is NoFurtherAuthorizationRequired."""
ROUNDS, TIMES, PAGE = 7, 300, 25
Ask = Callable[[], None]


class Measured:
    """A district of so many students, and what is asked of it."""

    def __init__(self, folder: Path, students: int) -> None:
        self.students = students
        place = district.write(folder / str(students), 2 * students)
        settings = Settings(api_versions=(VERSION,), districts=(str(place),), memory=True, token_per_client_limit=0)
        self._host = Host(settings, notice=print)
        application(self._host)
        self._instance: Instance = self._host.instances[ROOT]
        self._numbers = itertools.count(students)

    def pages(self, key: str, *, after_writes: bool = False) -> Ask:
        """Pages from all over the list of students; `after_writes`: the first one, each time after an enrollment."""
        requests = itertools.cycle([self._page(key, 0)] if after_writes else list(self._all_over(key)))
        post = self.enrollments(REACHING)

        def ask() -> None:
            if after_writes:
                post()
            began = time.perf_counter()
            answer = self._instance.data(next(requests))
            self.seconds = time.perf_counter() - began
            assert answer.status == 200
            assert answer.body.count(b'"studentUniqueId"') == PAGE

        return ask

    def enrollments(self, key: str) -> Ask:
        """One more enrollment of one of the students."""
        headers = self._headers(key) | {"content-type": "application/json"}

        def ask() -> None:
            body = orjson.dumps(district.enrollment(next(self._numbers), self.students))
            request = Request(
                method="POST", path="/data/v3/ed-fi/studentSchoolAssociations", headers=headers, body=body
            )
            began = time.perf_counter()
            answer = self._instance.data(request)
            self.seconds = time.perf_counter() - began
            assert answer.status == 201, answer.body

        return ask

    def taking_turns(self, *asks: Ask) -> list[float]:
        """Microseconds of each: the middle of the rounds' middle requests."""
        rounds: list[list[float]] = [[] for _ in asks]
        for _ in range(ROUNDS):
            for taken, ask in zip(rounds, asks, strict=True):
                each = []
                for _ in range(TIMES):
                    ask()
                    each.append(self.seconds)
                taken.append(statistics.median(each))
        return [1e6 * statistics.median(taken) for taken in rounds]

    def close(self) -> None:
        """Let the district go."""
        self._host.close()

    def _all_over(self, key: str) -> Iterator[Request]:
        pages = self.students // PAGE
        return (self._page(key, PAGE * (97 * each % pages)) for each in range(min(pages, TIMES)))

    def _page(self, key: str, offset: int) -> Request:
        query = f"limit={PAGE}&offset={offset}"
        return Request(method="GET", path="/data/v3/ed-fi/students", query=query, headers=self._headers(key))

    def _headers(self, key: str) -> dict[str, str]:
        client = self._instance.clients.by_key(key)
        assert client is not None
        return {"authorization": f"Bearer {self._instance.tokens.issue(client).value}"}


def main(sizes: list[int]) -> None:
    """Measure, and print one table."""
    print(f"{'microseconds a request':44} {'reaching':>9} {'open':>9} {'ratio':>6}")
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            measured = Measured(Path(folder), size)
            rows = {
                f"GET {PAGE} of {size:,} students": (measured.pages(REACHING), measured.pages(OPEN)),
                f"the first {PAGE} right after an enrollment": (
                    measured.pages(REACHING, after_writes=True),
                    measured.pages(OPEN, after_writes=True),
                ),
                f"POST an enrollment beside {size:,} students": (
                    measured.enrollments(REACHING),
                    measured.enrollments(OPEN),
                ),
            }
            for name, asks in rows.items():
                reaching, everything = measured.taking_turns(*asks)
                print(f"{name:44} {reaching:9.1f} {everything:9.1f} {reaching / everything:6.2f}")
            measured.close()


if __name__ == "__main__":
    main([int(each.replace(",", "")) for each in sys.argv[1:]] or [1_000, 10_000, 100_000])
