"""Materialised districts: one JSON array a resource, one document a line, so that files can be compared and sliced."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

import orjson

from mockedfi.districts.shape import Document


def write(documents: Iterable[tuple[str, Document]], folder: Path) -> dict[str, int]:
    """Write documents as ``{plural}.json`` into `folder`, in place of the files there. Returns how many, by plural.

    The documents of a resource have to come one after the other. Nothing is kept in memory.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.json"):
        old.unlink()
    counts: dict[str, int] = {}
    file: IO[bytes] | None = None
    for plural, document in documents:
        if plural not in counts:
            _close(file)
            file = (folder / f"{plural}.json").open("wb")
            file.write(b"[\n")
            counts[plural] = 0
        assert file is not None
        file.write((b",\n" if counts[plural] else b"") + orjson.dumps(document))
        counts[plural] += 1
    _close(file)
    return counts


def read_file(file: Path) -> Iterator[Document]:
    """The documents of one file, in order."""
    with file.open("rb") as lines:
        for line in lines:
            text = line.strip().removesuffix(b",")
            if text not in (b"[", b"]"):
                document: Document = orjson.loads(text)
                yield document


def _close(file: IO[bytes] | None) -> None:
    if file is not None:
        file.write(b"\n]\n")
        file.close()
