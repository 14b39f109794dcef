"""Documents in JSON files, and what an API adds to documents."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import orjson

from mockedfi.errors import UserError

Document = dict[str, Any]
SERVER_OWN = ("id", "_etag", "_lastModifiedDate", "link")
"""What an API adds to documents, and does not take back."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One document of a file."""

    place: str
    """``students.json:17``."""
    document: Document
    fault: str = ""
    """Why it cannot even be sent."""


def bare(document: Document) -> Document:
    """A document without what an API adds to it."""
    found = {name: _bare(value) for name, value in document.items() if name not in SERVER_OWN}
    return {name: value for name, value in found.items() if value not in ([], None)}


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _bare(each) for name, each in value.items() if name != "link"}
    if isinstance(value, list):
        return [_bare(each) for each in value]
    return value


def entries(file: Path) -> Iterator[Entry]:
    """The documents of a file: line by line where there is one on each, else all at once.

    Raises:
        UserError: the file cannot be read, or holds no documents.
    """
    try:
        with file.open("rb") as lines:
            numbered = _lines(lines) if _one_a_line(lines) else enumerate(_array(lines.read(), file), start=1)
            for number, document in numbered:
                if not isinstance(document, dict):
                    raise UserError(f"{file}: number {number} is no document; each must be a JSON object")
                yield Entry(f"{file.name}:{number}", bare(document))
    except OSError as error:
        raise UserError(f"{file} cannot be read ({error.strerror}); name another file") from None
    except ValueError as error:
        raise UserError(f"{file} is no JSON ({error}); mend it") from None


def _one_a_line(lines: IO[bytes]) -> bool:
    """Whether each line is a document, but for brackets around them; the first two tell."""
    first, second = lines.readline().strip(), lines.readline().strip()
    lines.seek(0)
    return _whole(second) if first == b"[" else _whole(first)


def _whole(line: bytes) -> bool:
    return line == b"]" or (line.startswith(b"{") and line.removesuffix(b",").endswith(b"}"))


def _lines(lines: IO[bytes]) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(lines, start=1):
        text = line.strip().removesuffix(b",")
        if text not in (b"", b"[", b"]"):
            yield number, orjson.loads(text)


def _array(content: bytes, file: Path) -> list[Any]:
    documents = orjson.loads(content)
    if isinstance(documents, list):
        return documents
    if isinstance(documents, dict):
        return [documents]
    raise UserError(f"{file} holds no documents; it must be a JSON array of them, or have one on each line")
