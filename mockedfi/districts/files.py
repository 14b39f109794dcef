"""Materialised districts: one JSON array a resource, one document a line, so that files can be compared and sliced.

Exports may leave the array out, which is then the notation known as JSON lines.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

import orjson

from mockedfi.districts.shape import Document


def write(documents: Iterable[tuple[str, Document]], folder: Path, *, lines: bool = False) -> dict[str, int]:
    """Write documents as ``{plural}.json`` into `folder`, in place of the files there. Returns how many, by plural.

    The documents of a resource have to come one after the other. Nothing is kept in memory. With `lines`, the files
    are ``{plural}.jsonl`` and hold nothing but the documents.
    """
    begin, between, end, suffix = (b"", b"\n", b"\n", "jsonl") if lines else (b"[\n", b",\n", b"\n]\n", "json")
    folder.mkdir(parents=True, exist_ok=True)
    for old in (*folder.glob("*.json"), *folder.glob("*.jsonl")):
        old.unlink()
    counts: dict[str, int] = {}
    for plural, those in groupby(documents, lambda each: each[0]):
        with (folder / f"{plural}.{suffix}").open("wb") as file:
            file.write(begin)
            for count, (_, document) in enumerate(those, 1):
                file.write((between if count > 1 else b"") + orjson.dumps(document))
                counts[plural] = count
            file.write(end)
    return counts


def read_file(file: Path) -> Iterator[Document]:
    """The documents of one file, in order."""
    with file.open("rb") as lines:
        for line in lines:
            text = line.strip().removesuffix(b",")
            if text not in (b"[", b"]"):
                document: Document = orjson.loads(text)
                yield document
