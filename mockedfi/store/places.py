"""Where a store's files lie, and the lock that keeps other processes out."""

import os
from pathlib import Path
from stat import S_ISREG
from tempfile import TemporaryFile
from typing import TYPE_CHECKING

from mockedfi.errors import UserError

if TYPE_CHECKING:
    from filelock import BaseFileLock

JOURNAL, TEMPORARY, LOCK = ".journal", ".tmp", ".lock"
"""What the names of the files beside the store's end with; the journal has a temporary file of its own."""


def beside(path: Path, suffix: str) -> Path:
    """The file beside the one at `path` whose name goes on with `suffix`."""
    return path.with_name(path.name + suffix)


def place_of(path: str | os.PathLike[str]) -> Path:
    """Where the file is, or will be: what a link leads to, since a file takes the place of another at each compaction.

    Raises:
        UserError: there, or where a file beside it will be, is a folder, a device, a pipe or the like.
    """
    place = Path(path)
    try:
        _refuse_other_than_file(place)
        if place.is_symlink():
            place = place.resolve()
        for suffix in (JOURNAL, JOURNAL + TEMPORARY, TEMPORARY, LOCK):
            _refuse_other_than_file(beside(place, suffix))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UserError(f"{path} cannot be used ({reason}); name another file with --store, or use --memory") from None
    return place


def _refuse_other_than_file(place: Path) -> None:
    """Raises `UserError` if something else is there, `OSError` or `ValueError` if nothing can be."""
    try:
        mode = place.stat().st_mode
    except FileNotFoundError:
        return
    if not S_ISREG(mode):
        raise UserError(f"{place} is no file; name another with --store, or use --memory")


def refuse_unusable(path: str | os.PathLike[str]) -> None:
    """Look whether a store can be begun where there is none.

    Raises:
        UserError: a server that has not written yet has it in use, or the folder cannot be written.
    """
    place = place_of(path)
    if beside(place, LOCK).exists():
        guarded(place).release()
    folder = next(each for each in place.absolute().parents if each.exists())
    try:
        TemporaryFile(dir=folder).close()
    except OSError as error:
        raise _unwritable(path, error) from error


def guarded(path: Path, otherwise: str = "name another file with --store") -> "BaseFileLock":
    """The lock on the file at `path`, taken; `otherwise` is what to do where it is not to be had.

    Raises:
        UserError: another process has it, or the folder cannot be written.
    """
    from filelock import FileLock, Timeout  # noqa: PLC0415 - memory needs none

    place = beside(path, LOCK)
    lock = FileLock(place, timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        if not place.exists():
            raise _unwritable(path) from None
        raise UserError(f"{path} is in use by another mockedfi; stop that, or {otherwise}") from None
    except OSError as error:
        raise _unwritable(path, error) from error
    return lock


def _unwritable(path: str | os.PathLike[str], error: OSError | None = None) -> UserError:
    why = "" if error is None else f" ({error.strerror})"
    return UserError(f"{path} cannot be written{why}; name another file, or use --memory")
