"""Where rows are kept: here in memory only; `storage` adds the JSON file and its journal.

A row is a JSON value under a number, in a table; all that a resource's row means is known to those who attach
themselves (`Part`). A table whose name begins with ``_`` and has no slash is kept whole in memory (`Meta`).
"""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from functools import partial
from typing import Any, NamedTuple, Protocol

import orjson
import tinydb.storages

from mockedfi.store.layout import Row

Operation = tuple[str, int | str | None, object]
"""(table, key, the new value or None to delete); without a key, everything whose table begins so is dropped."""

Pending = dict[int | str, Any]
"""What the journal adds to a table of the file: the value, or None where the row is gone."""

VERSIONS = "_versions"
"""The table that says, for each API version, where its tables began."""


class Shot(NamedTuple):
    """A table as it is at one moment, to be written out later."""

    name: str
    rows: Callable[[], Iterable[Row]]
    filed: bool = False
    """Nothing was added to what the file holds."""


class Part(Protocol):
    """One API version's share of a storage."""

    def owns(self, table: str) -> bool:
        """Whether a table is of this version."""

    def snapshot(self) -> Sequence[Shot]:
        """All tables of this version; called under the lock, read without it."""

    def summary(self) -> tuple[str, Any]:
        """The version's row of `VERSIONS` in a file that holds its tables."""

    def filed(self) -> None:
        """The last snapshot is now in the file."""

    def replace(self, tables: Mapping[str, Mapping[str, Any]]) -> None:
        """Make the tables hold these documents, and no others."""


class MemoryStorage(tinydb.storages.Storage):
    """Rows in memory only; and, to TinyDB, a storage as any other.

    All writing happens under `lock`, which the parts share: a version's tables and the journal move together.
    """

    name = "memory"
    """What it is called in messages."""

    def __init__(self, notice: Callable[[str], None] | None = None) -> None:
        """`notice` is told, in one line each, what was found or done that a person should know."""
        self.lock = threading.RLock()
        self.notices: list[str] = []
        self.parts: list[Part] = []
        self._notice = notice
        self._metas: dict[str, Meta] = {}

    def tell(self, line: str) -> None:
        """Keep a notice, and pass it on."""
        self.notices.append(line)
        if self._notice is not None:
            self._notice(line)

    def attach(self, part: Part) -> None:
        """Let a part take part in snapshots."""
        self.parts.append(part)

    def meta(self, name: str) -> "Meta":
        """The table `name`, which is not a resource's: ``_tokens``.

        Raises:
            ValueError: the name does not begin with ``_``, or has a slash.
        """
        if not name.startswith("_") or "/" in name:
            raise ValueError(f"{name!r} does not name a table of its own")
        with self.lock:
            meta = self._metas.get(name)
            if meta is None:
                meta = self._metas[name] = Meta(self, name, self._meta_rows(name))
            return meta

    def append(self, operations: Sequence[Operation]) -> None:
        """Keep the operations, all or none; durable when it returns.

        Raises:
            StoreError: they could not be kept.
        """

    def tables(self) -> Iterable[str]:
        """Names of the tables that the file holds."""
        return ()

    def rows(self, table: str) -> Iterable[Row]:  # noqa: ARG002 - there is no file
        """A table's rows in the file."""
        return ()

    def pending(self, table: str) -> Pending:  # noqa: ARG002 - there is no journal
        """What the journal adds to the file's rows of a table."""
        return {}

    def pending_tables(self) -> Iterable[str]:
        """Names of the tables to which the journal adds."""
        return ()

    def release(self, table: str) -> None:
        """Whoever owns the table has its rows now, and those that the journal adds."""

    def keeps(self, table: str) -> bool:  # noqa: ARG002 - there is no file
        """Whether the file has the table as mockedfi wrote it, and the journal adds nothing."""
        return False

    @property
    def edited(self) -> bool:
        """Whether another program wrote the file since mockedfi did."""
        return False

    def drop(self, prefix: str) -> None:
        """Forget what the file and the journal hold of the tables whose names begin so."""

    def compact(self) -> None:
        """Bring the file up to date, if there is one."""

    def read(self) -> dict[str, dict[str, Any]] | None:
        """Everything as TinyDB sees it: tables of rows by number (as text)."""
        with self.lock:
            shots = [shot for part in self.parts for shot in part.snapshot()]
            metas = [Shot(name, partial(list, meta.rows())) for name, meta in self._metas.items()]
        tables = {}
        for name, rows, _ in (*shots, *metas):
            tables[name] = {str(number): orjson.loads(row) for number, row in rows()}
        return {name: rows for name, rows in tables.items() if rows} or None

    def write(self, data: Mapping[str, Mapping[str, Any]]) -> None:
        """Make the tables of the parts hold these documents, as TinyDB does when it drops tables."""
        with self.lock:
            for part in self.parts:
                part.replace({name: rows for name, rows in data.items() if part.owns(name)})

    def _meta_rows(self, name: str) -> dict[str, Any]:
        values = {}
        for _, row in self.rows(name):
            entry = orjson.loads(row)
            values[entry["key"]] = entry["value"]
        for key, value in self.pending(name).items():
            if value is None:
                values.pop(str(key), None)
            else:
                values[str(key)] = value
        return values


class Meta(MutableMapping[str, Any]):
    """A small table of JSON values by name, each change of which is kept at once.

    A value that was taken out must not be changed in place: it would not be kept.
    """

    def __init__(self, storage: MemoryStorage, name: str, values: dict[str, Any]) -> None:
        self.name = name
        self._storage = storage
        self._values = values

    def __getitem__(self, key: str) -> Any:
        return self._values[key]

    def __setitem__(self, key: str, value: Any) -> None:
        with self._storage.lock:
            self._storage.append([(self.name, key, value)])
            self._values[key] = value

    def __delitem__(self, key: str) -> None:
        with self._storage.lock:
            if key not in self._values:
                raise KeyError(key)
            self._storage.append([(self.name, key, None)])
            del self._values[key]

    def __iter__(self) -> Iterator[str]:
        return iter(list(self._values))

    def __len__(self) -> int:
        return len(self._values)

    def adopt(self, values: Mapping[str, Any]) -> None:
        """Take over values that the file has already."""
        self._values.update(values)

    def rows(self, instead: Mapping[str, Any] | None = None) -> list[Row]:
        """As rows of the file, with other values for some keys."""
        values = self._values | dict(instead or {})
        entries = [orjson.dumps({"key": key, "value": value}) for key, value in values.items()]
        return list(enumerate(entries, 1))
