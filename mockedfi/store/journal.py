"""The journal beside the store's file: one line a write, which says by its checksum that it is whole.

The first line names the epoch: the journal adds to the file that was written at the end of the epoch before.
"""

import os
import zlib
from collections.abc import Iterator
from contextlib import suppress
from io import FileIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import orjson

from mockedfi.errors import UserError
from mockedfi.store.places import TEMPORARY, beside

_CHECKSUM = 9
"""Bytes of a line before the payload."""
_sync = getattr(os, "fdatasync", os.fsync)


class StoreError(UserError):
    """The store could not keep what it was given; nothing of it was kept."""


class Journal:
    """An append-only file of entries, each a JSON value."""

    def __init__(self, path: Path, epoch: int, size: int, durable: bool) -> None:
        """Open an existing journal whose good part is `size` bytes; what follows is cut off."""
        self.path = path
        self.epoch = epoch
        self.size = size
        self._durable = durable
        self._file = path.open("r+b", buffering=0)
        self._torn = True
        self._rewind()
        if durable:
            _sync(self._file.fileno())  # what is read from it is shown to clients, so it must last

    @classmethod
    def create(cls, path: Path, epoch: int, durable: bool) -> "Journal":
        """A journal without entries, in place of any that was there."""
        return cls(path, epoch, begin(path, epoch), durable)

    def append(self, entry: object) -> None:
        """Add an entry; when this returns, it is in the operating system's hands, and on the disk if durable.

        Raises:
            StoreError: the disk is full, or the like. The journal is as it was.
        """
        line = framed(orjson.dumps(entry))
        try:
            self._rewind()
            self._torn = True
            _write_all(self._file, line)
            if self._durable:
                _sync(self._file.fileno())
        except OSError as error:
            with suppress(OSError):
                self._rewind()
            raise StoreError(f"{self.path} could not be written ({error.strerror}); the change was not made") from error
        self._torn = False
        self.size += len(line)

    def tail(self, offset: int, end: int) -> bytes:
        """Raw entries between two places, even if the file was removed."""
        self._torn = True  # the next append has to go back to the end
        self._file.seek(offset)
        data = bytearray()
        while more := self._file.read(end - offset - len(data)):
            data += more
        return bytes(data)

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    @property
    def is_removed(self) -> bool:
        """Whether the file has lost its name (Windows removes no file that is open)."""
        return os.fstat(self._file.fileno()).st_nlink == 0

    @property
    def entries_begin(self) -> int:
        """Where the first entry is, after the heading."""
        return len(_heading(self.epoch))

    @property
    def is_empty(self) -> bool:
        """Whether it has no entries."""
        return self.size == self.entries_begin

    def _rewind(self) -> None:
        """Cut off what an append that failed left behind the good part."""
        if self._torn:
            self._file.truncate(self.size)
            self._file.seek(self.size)
            self._torn = False


def begin(path: Path, epoch: int, entries: bytes = b"") -> int:
    """Put a journal with raw `entries` at `path` in one step; its size. Raises `OSError`."""
    temporary = beside(path, TEMPORARY)
    data = _heading(epoch) + entries
    try:
        with temporary.open("wb", buffering=0) as file:
            _write_all(file, data)
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)
    return len(data)


def _write_all(file: FileIO, data: bytes) -> None:
    """Write data to an unbuffered file, which may take less at a time. Raises `OSError`."""
    written = file.write(data)
    while written < len(data):
        written += file.write(data[written:])


def _heading(epoch: int) -> bytes:
    return framed(orjson.dumps({"epoch": epoch}))


def framed(payload: bytes) -> bytes:
    """A line of the journal: the payload after its checksum."""
    return b"%08x %s\n" % (zlib.crc32(payload), payload)


def sync_folder(folder: Path) -> None:
    """Make a rename last; where folders cannot be opened (Windows), it lasts without."""
    if os.name == "posix":
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


class Scan:
    """The entries of a journal that was left behind.

    Raises:
        UserError: it is damaged other than by a last entry that was cut short.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._data = path.read_bytes()
        self._ends = self._whole_lines()
        try:
            self.epoch: int = self._entry(0, self._ends[0])["epoch"]
        except (IndexError, KeyError, TypeError):
            raise self._damaged(0) from None
        self.size = self._ends[-1]
        self.torn = len(self._data) - self.size
        """Bytes of a last entry that was never finished, hence never acknowledged."""

    def entries(self, offset: int) -> Iterator[Any]:
        """Every entry that begins at `offset` or later, after the heading."""
        for begin, end in pairwise(self._ends):
            if begin >= offset:
                yield self._entry(begin, end)

    def _entry(self, begin: int, end: int) -> Any:
        return orjson.loads(self._data[begin + _CHECKSUM : end])

    def _whole_lines(self) -> list[int]:
        """Where each entry ends, up to the first that is not whole."""
        found = []
        place = 0
        while (end := self._data.find(b"\n", place)) >= 0:
            line = self._data[place:end]
            if not _is_whole(line):
                if any(map(_is_whole, self._data[end + 1 :].split(b"\n"))):
                    raise self._damaged(place)
                break
            place = end + 1
            found.append(place)
        return found

    def _damaged(self, place: int) -> UserError:
        return UserError(
            f"{self._path} is damaged at byte {place}; it was left as it is: put a copy back, or `mockedfi reset`"
        )


def _is_whole(line: bytes) -> bool:
    return line[:_CHECKSUM] == b"%08x " % zlib.crc32(line[_CHECKSUM:])
