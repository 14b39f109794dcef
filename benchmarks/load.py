"""Clients that read and write without a pause for minutes: no error, and memory that stays as it is.

    python -m benchmarks.load [SECONDS] [--memory]

Three reads to a write, over 8 connections. The number of documents stays about the same; each delete and each change
of a key leaves a row for the change queries, which is the only thing that grows.
"""

import argparse
import random
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.servers import EVERYTHING, Server, serve
from benchmarks.writers import PERIODS, STUDENTS, Client, Unexpected, Writer, by_key, found, prepare

CONNECTIONS = 8
READS = 3
EVERY = 15
"""Seconds between two lines of the report."""


class Worker(threading.Thread):
    """One connection that is kept busy."""

    def __init__(self, number: int, client: Client, end: float) -> None:
        super().__init__()
        self.writer = Writer(number)
        self.answers = 0
        self.error: Exception | None = None
        self._client = client
        self._end = end
        self._random = random.Random(number)

    def run(self) -> None:
        """Read and write until the end, or the first error."""
        try:
            while time.monotonic() < self._end:
                self.writer.write(self._client)
                for _ in range(READS):
                    self._read()
                self.answers += 1 + READS
        except Exception as error:  # noqa: BLE001 - whatever it is, the run has failed
            self.error = error

    def _read(self) -> None:
        key = self._random.choice(list(self.writer.state)) if self.writer.state else None
        kind = self._random.randrange(3)
        if key is None or kind == 0:
            status, _, rows = self._client.ask("GET", f"{STUDENTS}?limit=25&totalCount=true")
            right = status == 200 and len(rows) <= 25
        elif kind == 1:
            status, _, row = self._client.ask("GET", f"{key[0]}/{self.writer.ids[key]}")
            right = status == 200 and row["id"] == self.writer.ids[key]
        else:
            right = by_key(self._client, key) == [self.writer.ids[key]]
        if not right:
            raise Unexpected(f"{key} was not found")


def measure(server: Server, seconds: float) -> None:
    """Keep a server busy, and tell how it does. Raises `Unexpected`."""
    authorization = server.bearer(EVERYTHING)
    prepare(Client(server.url, authorization))
    end = time.monotonic() + seconds
    workers = [Worker(number, Client(server.url, authorization), end) for number in range(CONNECTIONS)]
    for worker in workers:
        worker.start()
    print("seconds    answers/s    memory")
    for passed, answers in _watch(workers, seconds):
        print(f"{passed:7.0f}{answers:13,.0f}{server.megabytes():7.0f} MB", flush=True)
    for worker in workers:
        worker.join()
        if worker.error is not None:
            raise worker.error
    own = Client(server.url, authorization)
    state, _ = found(own)
    if state != {key: value for worker in workers for key, value in worker.writer.state.items()}:
        raise Unexpected("the documents are not those that were written")
    writes = sum(worker.writer.acknowledged for worker in workers)
    tracked = sum(len(own.read(f"{name}/{kind}")) for name, kind in ((STUDENTS, "deletes"), (PERIODS, "keyChanges")))
    print(f"{sum(worker.answers for worker in workers):,} answers, {writes:,} of them to writes; no error")
    print(f"{tracked:,} deletes and key changes left a row")


def _watch(workers: Sequence[Worker], seconds: float) -> Iterator[tuple[float, float]]:
    """Now and then: seconds since the beginning, and answers a second since the last time."""
    begin = last = time.monotonic()
    before = 0
    while (passed := last - begin) < seconds and all(worker.error is None for worker in workers):
        time.sleep(min(EVERY, seconds - passed))
        now, answers = time.monotonic(), sum(worker.answers for worker in workers)
        yield now - begin, (answers - before) / (now - last)
        before, last = answers, now


def main() -> None:
    """Measure with a file, or in memory only."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("seconds", nargs="?", type=float, default=300.0, help="how long; 300 where it is not said")
    parser.add_argument("--memory", action="store_true", help="without a file")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = ["--memory"] if chosen.memory else ["--store", str(Path(folder) / "mockedfi.json")]
        with serve("--api-version", "7.3", "--district", "empty", *place, folder=Path(folder)) as server:
            measure(server, chosen.seconds)


if __name__ == "__main__":
    main()
