"""One API version's share of a storage: where it begins, and what of it goes into the file."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import orjson

from mockedfi.errors import UserError
from mockedfi.store.layout import Row
from mockedfi.store.loading import Loader, facts_name, facts_of
from mockedfi.store.memory import VERSIONS, MemoryStorage, Operation, Shot
from mockedfi.store.record import Document, Key, Record

if TYPE_CHECKING:
    from mockedfi.store.documents import Documents
    from mockedfi.store.fixtures import Source
    from mockedfi.store.table import Table


def held(storage: MemoryStorage) -> dict[str, tuple[str, ...]]:
    """The API versions whose documents a storage holds, of any tenant and year, with the names of their districts."""
    return {name.partition("@")[0]: tuple(row["districts"]) for name, row in storage.meta(VERSIONS).items()}


class Filing:
    """The share of one `Documents`; see `memory.Part`."""

    def __init__(self, documents: "Documents", source: "Source", loader: Loader) -> None:
        """`loader` knows where `source` begins."""
        self.changes_table = f"_{documents.version}/changes"
        self._documents = documents
        self._source = source
        self._storage = documents.storage
        self._prefixes = (f"{documents.version}/", f"_{documents.version}/")
        self._loader = loader

    def begin(self) -> tuple[int, int]:
        """Take up the documents where they are; the last number and change version given out.

        Raises:
            UserError: the journal adds to other fixtures than these.
        """
        versions = self._storage.meta(VERSIONS)
        row = versions.get(self._documents.version)
        if row is None:
            row = versions[self._documents.version] = self._fixture_row()
        filed = row["base"] == "file"
        if not filed and row["digest"] != self._source.digest():
            raise UserError(
                f"{self._storage.name} adds to documents of {', '.join(row['districts']) or 'no district'} for version "
                f"{self._documents.version} that are not what they were; start anew with `mockedfi reset`"
            )
        self._loader.begin(filed)
        number, version = row.get("number", self._loader.total), row.get("version", self._loader.total)
        for table in filter(self.owns, self._storage.pending_tables()):
            for place, entry in self._storage.pending(table).items():
                if table == self.changes_table:
                    version = max(version, entry["version"] if entry else 0)
                else:
                    number = max(number, int(place))
                    version = max(version, entry[2] if entry else 0)
        return number, version

    def untouched(self) -> bool:
        """Whether the documents are those of the fixtures."""
        return not self._loader.filed and not any(map(self.owns, self._storage.pending_tables()))

    def branch(self, documents: "Documents") -> "Filing":
        """The share of documents that lie over these."""
        return _Branch(documents, self._source, self._loader)

    def begin_anew(self) -> int:
        """Go back to the fixtures; how many documents they have."""
        version, row = self._documents.version, self._fixture_row()
        drops: list[Operation] = [(prefix, None, None) for prefix in self._prefixes]
        self._storage.append([*drops, (VERSIONS, version, row)])
        for prefix in self._prefixes:
            self._storage.drop(prefix)
        self._storage.meta(VERSIONS).adopt({version: row})
        self._loader.begin(filed=False)
        return self._loader.total

    def read(self, table: "Table") -> list[Record]:
        """A table's records, for good."""
        records = self._loader.records(table.name, table.resource, table.plan, self._storage.pending(table.name))
        self._storage.release(table.name)
        return records

    def unread(self, table: "Table") -> Iterator[bytes]:
        """The JSON of the documents of a table, none of which is kept."""
        return self._loader.bodies(table.name, table.resource, self._storage.pending(table.name))

    def interned(self, key: Key) -> Key:
        """A key whose parts are shared with the equal ones that were loaded."""
        shared = self._loader.shared
        return tuple([shared.get(part, part) for part in key])

    def holds(self, table: str, resource: str) -> bool:
        """Whether documents of a resource are where the version begins, or the journal adds some."""
        return self._loader.holds(table, resource) or bool(self._storage.pending(table))

    def owns(self, table: str) -> bool:
        """Whether a table is of this version."""
        return table.startswith(self._prefixes)

    def snapshot(self) -> Sequence[Shot]:
        """Every table of this version that holds anything, as it is now."""
        shots: list[Shot] = []
        for table in self._documents.tables_in_use():
            facts = facts_name(table.name)
            if table.loaded:
                records = list(table.records())
                shots.append(Shot(table.name, partial(self._rows, records)))
                shots.append(Shot(facts, partial(_facts_rows, records)))
            elif self._loader.filed and self._storage.keeps(table.name):
                shots.append(Shot(table.name, partial(self._storage.rows, table.name), filed=True))
                shots.append(Shot(facts, partial(self._storage.rows, facts), filed=True))
            else:
                pending = self._storage.pending(table.name)
                unread = partial(self._loader.records, table.name, table.resource, table.plan, pending)
                shots += self._shots_of_unread(table, unread)
        shots.append(Shot(self.changes_table, self._documents.changes.rows()))
        return shots

    def summary(self) -> tuple[str, Any]:
        """What the file says of this version."""
        version = self._documents.version
        number, change_version = self._documents.counters()
        row = self._storage.meta(VERSIONS)[version]
        return version, {**row, "base": "file", "number": number, "version": change_version}

    def filed(self) -> None:
        """From now on, the file is where unread tables lie."""
        self._loader.begin(filed=True)

    def replace(self, tables: Mapping[str, Mapping[str, Document]]) -> None:
        """Make the tables hold these documents, and no others."""
        for table in self._documents.tables():
            table.replace({int(number): document for number, document in tables.get(table.name, {}).items()})

    def _fixture_row(self) -> dict[str, Any]:
        return {"base": "fixtures", "districts": list(self._source.districts), "digest": self._source.digest()}

    def _shots_of_unread(self, table: "Table", read: Callable[[], list[Record]]) -> Iterable[Shot]:
        """Shots of a table that nobody asked for yet, read for the occasion; the second remembers what it needs."""
        facts: list[Row] = []

        def rows() -> Iterable[Row]:
            records = read()
            facts[:] = _facts_rows(records)
            return self._rows(records)

        yield Shot(table.name, rows)
        yield Shot(facts_name(table.name), lambda: facts)

    def _rows(self, records: Iterable[Record]) -> Iterable[Row]:
        wire = self._documents.wire
        return ((record.number, wire(record)) for record in records)


class _Branch(Filing):
    """The share of documents that lie over those of fixtures, in memory: of the storage they need nothing."""

    def begin(self) -> tuple[int, int]:
        """Where the fixtures end."""
        return self._loader.total, self._loader.total

    def begin_anew(self) -> int:
        """How many documents the fixtures have."""
        return self._loader.total


def _facts_rows(records: Sequence[Record]) -> list[Row]:
    return [(1, orjson.dumps(facts_of(records)))] if records else []
