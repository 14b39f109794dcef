"""The store's JSON file: what stock ``TinyDB(path)`` opens, laid out so that one table is read without the others.

Every row stands on its own line, and a directory at the end says where each table lies and what its bytes add up to::

    {"_mockedfi":{"1":{"notation":1,"epoch":3,"offset":120,"directory":[9000,300,77]}},
    "7.3/ed-fi/students":{
    "1":{...},
    "2":{...}
    },
    "_tables":{"1":{"table":"7.3/ed-fi/students",...}}}

A file that another program wrote again is read as a whole, as long as it is JSON of this shape.
"""

import os
import threading
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO, Protocol

import orjson

from mockedfi.errors import UserError
from mockedfi.store.record import fitted

NOTATION = 1
HEADER = "_mockedfi"
DIRECTORY = "_tables"

_FIRST_LINE = 256
_CHUNK = 1 << 20

Row = tuple[int, bytes]


@dataclass(frozen=True, slots=True)
class Position:
    """How much of the journal is in the file: everything before `offset` of the journal of this `epoch`."""

    epoch: int = 0
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """Where a table lies in the file."""

    offset: int
    length: int
    check: int


class Layout(Protocol):
    """A store file opened for reading."""

    position: Position
    size: int
    edited: bool
    """Another program wrote it since."""

    def tables(self) -> Iterable[str]:
        """Names of the tables in the file."""

    def rows(self, table: str) -> Iterable[Row]:
        """A table's rows, in the order of their numbers."""

    def raw(self, table: str) -> bytes | None:
        """The table as it lies in the file, to be copied; None if it must be written anew."""

    def close(self) -> None:
        """Let go of the file."""


def open_layout(path: Path) -> Layout | None:
    """The file at `path`; None if there is none, or an empty one.

    Raises:
        UserError: it is damaged, of a later notation, or not a store.
    """
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UserError(f"{path} cannot be read ({error.strerror}); mend its permissions") from error
    if os.fstat(file.fileno()).st_size == 0:
        file.close()
        return None
    sliced = _Sliced.of(file)
    if sliced is None:
        file.close()
        return _Whole(path)
    return sliced


class _Sliced:
    """A file as `write_layout` left it."""

    edited = False

    def __init__(self, file: BinaryIO, position: Position, blocks: Mapping[str, Block]) -> None:
        self.position = position
        self.size = os.fstat(file.fileno()).st_size
        self._file = file
        self._blocks = blocks
        self._lock = threading.Lock()

    @classmethod
    def of(cls, file: BinaryIO) -> "_Sliced | None":
        """The file, if every byte of it is where its directory says."""
        line = file.read(_FIRST_LINE)
        try:
            header = orjson.loads(line[: line.index(b"\n") - 1] + b"}")[HEADER]["1"]
            offset, length, check = header["directory"]
            blocks = {DIRECTORY: Block(offset, length, check)}
            position = Position(header["epoch"], header["offset"])
            if header["notation"] != NOTATION:
                return None
            found = cls(file, position, blocks)
            if offset + length != found.size or not found._intact(blocks[DIRECTORY]):
                return None
            listed = orjson.loads(b"{" + found._read(blocks[DIRECTORY]))[DIRECTORY]
        except (ValueError, KeyError, TypeError):
            return None
        found._blocks = {row["table"]: Block(row["offset"], row["length"], row["check"]) for row in listed.values()}
        return found if all(map(found._intact, found._blocks.values())) else None

    def tables(self) -> Iterable[str]:
        """Names of the tables in the file."""
        return self._blocks

    def rows(self, table: str) -> Iterator[Row]:
        """A table's rows, in the order of their numbers."""
        if table not in self._blocks:
            return
        for line in self._checked(table).split(b"\n")[1:-2]:
            number, _, body = line.partition(b":")
            yield int(number[1:-1]), body.removesuffix(b",")

    def raw(self, table: str) -> bytes | None:
        return self._checked(table) if table in self._blocks else None

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _checked(self, table: str) -> bytes:
        block = self._blocks[table]
        data = self._read(block)
        if zlib.crc32(data) != block.check:
            raise UserError(f"{self._file.name} was changed by another program while mockedfi had it open")
        return data

    def _read(self, block: Block) -> bytes:
        with self._lock:
            self._file.seek(block.offset)
            return self._file.read(block.length)

    def _intact(self, block: Block) -> bool:
        check = 0
        left = block.length
        self._file.seek(block.offset)
        while left > 0 and (chunk := self._file.read(min(left, _CHUNK))):
            check = zlib.crc32(chunk, check)
            left -= len(chunk)
        return left == 0 and check == block.check


class _Whole:
    """A file that another program wrote, stock TinyDB above all: JSON of the same shape, laid out differently."""

    edited = True

    def __init__(self, path: Path) -> None:
        data = path.read_bytes()
        self.size = len(data)
        self._tables = _parsed(path, data)
        try:
            header = self._tables.pop(HEADER)["1"]
            self.position = Position(int(header["epoch"]), int(header["offset"]))
            notation = header["notation"]
        except (KeyError, TypeError, ValueError):
            raise UserError(f"{path} is not a store of mockedfi; name another file with --store") from None
        if notation != NOTATION:
            raise UserError(f"{path} is in notation {notation} of another mockedfi; use that one, or `mockedfi reset`")
        self._tables.pop(DIRECTORY, None)

    def tables(self) -> Iterable[str]:
        return self._tables

    def rows(self, table: str) -> Iterator[Row]:
        rows = self._tables.get(table, {})
        for number in sorted(rows, key=int):
            yield int(number), fitted(orjson.dumps(rows[number]))

    def raw(self, table: str) -> bytes | None:  # noqa: ARG002 - no table lies as it should
        return None

    def close(self) -> None:
        self._tables = {}


def _parsed(path: Path, data: bytes) -> dict[str, dict[str, Any]]:
    """Tables of rows.

    Raises:
        UserError: it is anything else.
    """
    remedy = "it was left as it is; put a copy back, or move it away and start anew"
    try:
        tables = orjson.loads(data)
    except ValueError as error:
        raise UserError(f"{path} is damaged ({error}); {remedy}") from error
    if not isinstance(tables, dict) or not all(isinstance(rows, dict) for rows in tables.values()):
        raise UserError(f"{path} is not a store of mockedfi; {remedy}")
    for table, rows in tables.items():
        for number, row in rows.items():
            if not number.isdecimal() or not isinstance(row, dict):
                raise UserError(f"{path} is damaged (row {number!r} of table {table!r}); {remedy}")
    return tables


def write_layout(
    path: Path, position: Position, tables: Iterable[tuple[str, bytes | Iterable[Row]]]
) -> dict[str, Block]:
    """Write a store file and see it safely on the disk; where its tables lie.

    Args:
        tables: (name, rows in the order of their numbers, or the table as `Layout.raw` gave it). Empty ones are left
            out, as TinyDB does.

    Raises:
        OSError: the disk is full, or the like.
    """
    with path.open("wb") as file:
        file.write(b" " * (_FIRST_LINE - 1) + b"\n")
        blocks: dict[str, Block] = {}
        for name, content in tables:
            offset = file.tell()
            chunks = (content,) if isinstance(content, bytes) else _chunks(name, content)
            check = 0
            for chunk in chunks:
                check = zlib.crc32(chunk, check)
                file.write(chunk)
            length = file.tell() - offset
            if length:
                blocks[name] = Block(offset, length, check)
        offset = file.tell()
        rows = {str(number): {"table": name} | asdict(block) for number, (name, block) in enumerate(blocks.items(), 1)}
        end = orjson.dumps({DIRECTORY: rows})[1:] + b"\n"
        file.write(end)
        file.seek(0)
        file.write(_first_line(position, Block(offset, len(end), zlib.crc32(end))))
        file.flush()
        os.fsync(file.fileno())
    return blocks


def reopen(path: Path, position: Position, blocks: Mapping[str, Block]) -> Layout:
    """The file that `write_layout` has just written, without looking at all of it again."""
    return _Sliced(path.open("rb"), position, blocks)


def _first_line(position: Position, directory: Block) -> bytes:
    row = {
        "notation": NOTATION,
        "epoch": position.epoch,
        "offset": position.offset,
        "directory": [directory.offset, directory.length, directory.check],
    }
    line = orjson.dumps({HEADER: {"1": row}})[:-1]
    return line.ljust(_FIRST_LINE - 2) + b",\n"


def _chunks(name: str, rows: Iterable[Row]) -> Iterator[bytes]:
    """One table as text, about a megabyte at a time."""
    pending: list[bytes] = [orjson.dumps(name) + b":{\n"]
    size = 0
    empty = True
    for number, body in rows:
        pending.append(b'%s"%d":%s' % (b"" if empty else b",\n", number, body))
        empty = False
        size += len(body)
        if size > _CHUNK:
            yield b"".join(pending)
            pending.clear()
            size = 0
    if not empty:
        pending.append(b"\n},\n")
        yield b"".join(pending)
