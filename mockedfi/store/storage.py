"""A TinyDB storage that survives: a JSON file, a journal beside it, and a lock that keeps other processes out.

A write is one entry appended to the journal. Now and then, and at the end, the file is written anew from a snapshot
while reads and writes go on (compaction). The file names the place in the journal up to which it is complete, so it
makes no difference at which step a compaction is cut short.
"""

import itertools
import os
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

import orjson

from mockedfi.errors import UserError
from mockedfi.store.journal import Journal, Scan, StoreError, begin, sync_folder
from mockedfi.store.layout import Block, Layout, Position, Row, open_layout, reopen, write_layout
from mockedfi.store.memory import VERSIONS, MemoryStorage, Operation, Part, Pending, Shot
from mockedfi.store.places import JOURNAL, TEMPORARY, beside, guarded, place_of

UNSERVED = "_pending"
"""Journal entries for tables of an API version that was not served when the file was written."""

_COMPACT_AT = 16 << 20
_COMPACT_AT_MOST = 128 << 20


class JournalStorage(MemoryStorage):
    """Rows in a JSON file and its journal.

    Args:
        path: the JSON file; the journal and the lock lie beside it.
        durable: a write is on the disk when it is acknowledged; otherwise in the operating system's hands, so that it
            outlives this process, but not a loss of power.
        compact_at: bytes of journal after which the file is written anew, or half of the file's size if that is more
            (but not more than 128 MB).
        notice: is told, in one line each, what a person should know.

    Raises:
        UserError: another process has the file open, or it or its journal is damaged or of another notation.
    """

    def __init__(
        self,
        path: str | os.PathLike[str],
        *,
        durable: bool = True,
        compact_at: int = _COMPACT_AT,
        notice: Callable[[str], None] | None = None,
    ) -> None:
        super().__init__(notice)
        self.path = place_of(path)
        self.name = str(path)
        self._durable = durable
        self._compact_at = compact_at
        self._pending: dict[str, Pending] = {}
        self._dropped: set[str] = set()
        self._outdated = False
        """What a compaction is writing is not what the store holds."""
        self._compacting = threading.Lock()
        self._worker: threading.Thread | None = None
        self._closed = False
        self._layout: Layout | None = None
        self._guard = guarded(self.path)
        try:
            self._open()
        except OSError as error:
            self._let_go()
            where, remedy = error.filename or path, "mend that, or name another file with --store"
            raise UserError(f"{where} cannot be used ({error.strerror}); {remedy}") from error
        except BaseException:
            self._let_go()
            raise

    def attach(self, part: Part) -> None:
        """Let a part take part in snapshots, in none that was taken before."""
        with self.lock:
            super().attach(part)
            self._outdated = True

    def append(self, operations: Sequence[Operation]) -> None:
        """Write one entry of the journal; see `MemoryStorage`."""
        with self.lock:
            self._refuse_if_closed()
            if self._journal.is_removed:
                self._restore_journal()
            self._journal.append(operations)
            if self._journal.size > self._limit:
                self._compact_aside()

    def tables(self) -> Iterable[str]:
        """Names of the tables that the file holds."""
        names = () if self._layout is None else self._layout.tables()
        return [name for name in names if not self._is_dropped(name)]

    def rows(self, table: str) -> Iterable[Row]:
        """A table's rows in the file."""
        self._refuse_if_closed()
        if self._layout is None or self._is_dropped(table):
            return ()
        return self._layout.rows(table)

    def pending(self, table: str) -> Pending:
        """What the journal adds to a table."""
        return self._pending.get(table, {})

    def pending_tables(self) -> Iterable[str]:
        """Names of the tables to which the journal adds."""
        return self._pending

    def release(self, table: str) -> None:
        """Keep what the journal adds to a table no longer."""
        self._pending.pop(table, None)

    def keeps(self, table: str) -> bool:
        """Whether the file says all of a table."""
        return self._layout is not None and not self.edited and table not in self._pending

    @property
    def edited(self) -> bool:
        """Whether another program wrote the file since mockedfi did."""
        return self._layout is not None and self._layout.edited

    def drop(self, prefix: str) -> None:
        """Forget the tables whose names begin so."""
        with self.lock:
            self._dropped.add(prefix)
            self._outdated = True
            self._pending = {name: rows for name, rows in self._pending.items() if not name.startswith(prefix)}

    def compact(self) -> None:
        """Write the file anew. Others read and write meanwhile; given up if tables come or go at one stroke.

        Raises:
            StoreError: it could not be written; file and journal are as they were.
        """
        with self._compacting:
            with self.lock:
                if self._closed:
                    return
                position = Position(self._journal.epoch, self._journal.size)
                shots = list(self._shots())
                summaries = dict(part.summary() for part in self.parts)
                shots.append(Shot(VERSIONS, partial(list, self.meta(VERSIONS).rows(instead=summaries))))
                self._outdated = False
            temporary = beside(self.path, TEMPORARY)
            try:
                blocks = write_layout(temporary, position, ((shot.name, self._content(shot)) for shot in shots))
                with self.lock:
                    if not self._outdated:
                        self._set_aside()
                        self._install(temporary, position, blocks)
                        self.meta(VERSIONS).adopt(summaries)
            except OSError as error:
                why = f"could not be written anew ({error.strerror}); its journal keeps everything"
                raise StoreError(f"{self.path} {why}") from error
            finally:
                temporary.unlink(missing_ok=True)

    def close(self) -> None:
        """Write the file anew if anything happened since, and let go of it."""
        if self._worker is not None:
            self._worker.join()
        if self._closed:
            return
        try:
            if not self._journal.is_empty:
                self.compact()
        except UserError as error:
            self.tell(str(error))
        finally:
            with self.lock:
                self._closed = True
                self._journal.close()
                if self._journal.is_empty:
                    self._journal.path.unlink(missing_ok=True)
                self._let_go()

    def _let_go(self) -> None:
        if self._layout is not None:
            self._layout.close()
        self._guard.release()

    def _open(self) -> None:
        self._layout = open_layout(self.path)
        position = Position() if self._layout is None else self._layout.position
        if self._layout is not None and self._layout.edited:
            self.tell(f"{self.path} was changed by another program since mockedfi wrote it; its changes are taken over")
        for _, row in self.rows(UNSERVED):
            entry = orjson.loads(row)
            self._pending.setdefault(entry["table"], {})[entry["row"]] = entry["value"]
        path = beside(self.path, JOURNAL)
        if path.exists():
            self._replay(path, position)
        else:
            self._journal = Journal.create(path, position.epoch + 1, self._durable)
        self._stamp = self._file_stamp()
        self._limit = self._next_limit()

    def _replay(self, path: Path, position: Position) -> None:
        scan = Scan(path)
        offset = position.offset if scan.epoch == position.epoch else 0
        if scan.epoch not in (position.epoch, position.epoch + 1) or offset > scan.size:
            raise UserError(
                f"{path} does not belong to {self.path} as it is; put back what belongs together, or `mockedfi reset`"
            )
        if scan.torn:
            self.tell(f"{path}: a last entry that was cut short was dropped ({scan.torn} bytes, never acknowledged)")
        for entry in scan.entries(offset):
            for table, row, value in entry:
                if row is None:
                    self.drop(table)
                else:
                    self._pending.setdefault(table, {})[row] = value
        self._journal = Journal(path, scan.epoch, scan.size, self._durable)

    def _shots(self) -> Iterator[Shot]:
        """Every table but `VERSIONS`, as it is now."""
        for part in self.parts:
            yield from part.snapshot()
        left = {name for name in (*self.tables(), *self._pending) if not any(part.owns(name) for part in self.parts)}
        for name in sorted(left - {VERSIONS, UNSERVED}):
            if "/" in name:
                yield Shot(name, partial(self.rows, name), filed=True)
            else:
                self.meta(name)
        for name, meta in self._metas.items():
            if name != VERSIONS:
                yield Shot(name, partial(list, meta.rows()))
        unserved = [
            {"table": table, "row": row, "value": value}
            for table in sorted(left)
            if "/" in table
            for row, value in self.pending(table).items()
        ]
        yield Shot(UNSERVED, partial(list, enumerate(map(orjson.dumps, unserved), 1)))

    def _content(self, shot: Shot) -> bytes | Iterable[Row]:
        """A table for the new file: as it lies in the old one, where nothing was added and the old one allows it."""
        raw = self._layout.raw(shot.name) if shot.filed and self._layout is not None else None
        return shot.rows() if raw is None else raw

    def _install(self, written: Path, position: Position, blocks: Mapping[str, Block]) -> None:
        """Make the new file the store's file, and begin a journal with what came after it."""
        if self._layout is not None:
            self._layout.close()
        try:
            written.replace(self.path)
        except OSError:
            self._layout = open_layout(self.path)
            raise
        sync_folder(self.path.parent)
        self._layout = reopen(self.path, position, blocks)
        self._stamp = self._file_stamp()
        self._dropped.clear()
        self._pending = {
            name: rows
            for name, rows in self._pending.items()
            if "/" in name and not any(part.owns(name) for part in self.parts)
        }
        for part in self.parts:
            part.filed()
        self._begin_journal(position.offset)

    def _begin_journal(self, offset: int) -> None:
        """A journal of the next epoch, with the entries that this one has from `offset` on."""
        old = self._journal
        tail = old.tail(offset, old.size)
        old.close()
        try:
            begin(old.path, old.epoch + 1, tail)
        finally:
            scan = Scan(old.path)
            self._journal = Journal(old.path, scan.epoch, scan.size, self._durable)
        self._limit = self._next_limit()

    def _restore_journal(self) -> None:
        """Give the journal, which another program removed, its name back."""
        old = self._journal
        try:
            size = begin(old.path, old.epoch, old.tail(old.entries_begin, old.size))
        except OSError as error:
            why = f"was removed, and cannot be written anew ({error.strerror}); the change was not made"
            raise StoreError(f"{old.path} {why}") from error
        self._journal = Journal(old.path, old.epoch, size, self._durable)
        old.close()
        self.tell(f"{old.path} was removed while mockedfi had it open; it was written anew")

    def _set_aside(self) -> None:
        """Keep what another program made of the file meanwhile."""
        stamp = self._file_stamp()
        if stamp is None and self._stamp is not None:
            self.tell(f"{self.path} was removed while mockedfi had it open; it was written anew")
        elif stamp != self._stamp:
            aside = self._free_place()
            shutil.copyfile(self.path, aside)  # moved away, it would be missed if this were cut short
            self.tell(f"{self.path} was changed while mockedfi had it open; what was found there is now {aside}")

    def _free_place(self) -> Path:
        """A name beside the file that no file has."""
        places = (beside(self.path, f".aside{number or ''}") for number in itertools.count())
        return next(place for place in places if not place.exists())

    def _file_stamp(self) -> tuple[int, int] | None:
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return None
        return found.st_mtime_ns, found.st_size

    def _next_limit(self) -> int:
        """Size of the journal at which it is time to write the file anew."""
        half = 0 if self._layout is None else self._layout.size // 2
        return max(self._compact_at, min(half, _COMPACT_AT_MOST))

    def _compact_aside(self) -> None:
        """Write the file anew in a thread of its own, unless that goes on already."""
        if self._worker is None or not self._worker.is_alive():
            self._worker = threading.Thread(target=self._compact_or_tell, name="mockedfi-compaction", daemon=True)
            self._worker.start()

    def _compact_or_tell(self) -> None:
        try:
            self.compact()
        except UserError as error:
            self.tell(str(error))
        finally:
            if self._journal.size > self._limit:
                self._limit = self._journal.size + self._compact_at

    def _refuse_if_closed(self) -> None:
        if self._closed:
            raise StoreError(f"{self.path} is closed")

    def _is_dropped(self, table: str) -> bool:
        return any(map(table.startswith, self._dropped))


def erase(path: str | os.PathLike[str]) -> None:
    """Remove a store's file and journal, if there are any.

    Raises:
        UserError: another process has it open, or the file is something else, which is left as it is.
    """
    place = place_of(path)
    with guarded(place, "name the server that uses it with --url"):
        if (layout := open_layout(place)) is not None:
            layout.close()
        for suffix in (JOURNAL, ""):
            beside(place, suffix).unlink(missing_ok=True)
