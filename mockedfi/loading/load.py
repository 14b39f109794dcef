"""Loads documents; those that are refused for what is not there yet are tried again."""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from typing import IO, Self

import orjson

from mockedfi.loading.documents import Entry
from mockedfi.loading.doors import Door
from mockedfi.loading.report import CREATED, UNSENT, UPDATED, Report, reason_of
from mockedfi.loading.sources import Batch
from mockedfi.model.facts import Resource

Progress = Callable[[str], None]
"""Is told of each document the path of its resource."""
_LATER = (403, 409)
"""Refused for lack of a relationship, or of what is referred to: either may come."""


def load(batches: Iterable[Batch], door: Door, progress: Progress) -> Report:
    """Post every document, batch by batch; then those again that may be taken by now, until no more are.

    Raises:
        UserError: a file cannot be read, or the API is gone.
    """
    report = Report()
    with _Waiting() as waiting:
        for batch in batches:
            for entry in batch.entries():
                _post(batch.resource, entry, door, report, waiting)
                progress(path_of(batch.resource))
        while waiting.hopeful:
            for resource, entry, _, _ in waiting.taken():
                _post(resource, entry, door, report, waiting)
        for resource, entry, status, reason in waiting.taken():
            report.refuse(path_of(resource), entry.place, status, reason)
    return report


def path_of(resource: Resource) -> str:
    """``/ed-fi/students``."""
    return f"/{resource.namespace}/{resource.plural}"


def _post(resource: Resource, entry: Entry, door: Door, report: Report, waiting: "_Waiting") -> None:
    path = path_of(resource)
    if entry.fault:
        report.refuse(path, entry.place, UNSENT, entry.fault)
        return
    status, body = door.ask("POST", path, body=orjson.dumps(entry.document))
    if status in (CREATED, UPDATED):
        report.add(path, status)
        waiting.gained = True
    elif status in _LATER:
        waiting.add(resource, entry, status, reason_of(body))
    else:
        report.refuse(path, entry.place, status, reason_of(body))


class _Waiting:
    """Documents that are tried again, on disk."""

    def __init__(self) -> None:
        self.gained = False
        """Something was taken since the last round began."""
        self._count = 0
        self._resources: dict[str, Resource] = {}
        self._file: IO[bytes] = _scratch()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    @property
    def hopeful(self) -> bool:
        """There are some, and something was taken that they may have missed."""
        return self._count > 0 and self.gained

    def add(self, resource: Resource, entry: Entry, status: int, reason: str) -> None:
        """Put a document aside, and why it was refused."""
        self._resources[resource.name] = resource
        self._file.write(orjson.dumps([resource.name, entry.place, entry.document, status, reason]) + b"\n")
        self._count += 1

    def taken(self) -> Iterator[tuple[Resource, Entry, int, str]]:
        """What was put aside, in order; what is put aside meanwhile waits for the next time."""
        with self._file as rows:
            self._file, self._count, self.gained = _scratch(), 0, False
            rows.seek(0)
            for row in rows:
                name, place, document, status, reason = orjson.loads(row)
                yield self._resources[name], Entry(place, document), status, reason


def _scratch() -> IO[bytes]:
    return tempfile.TemporaryFile(prefix="mockedfi-")
