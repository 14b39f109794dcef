"""All documents of one API version, behind one door: found without a lock, changed by `commit` alone."""

from collections.abc import Callable, Iterator, Mapping, Sequence

import orjson

from mockedfi.clock import Clock
from mockedfi.model.catalogue import Catalogue
from mockedfi.model.facts import Resource
from mockedfi.model.plan import Plan
from mockedfi.store.changes import Changes, tracked_of
from mockedfi.store.filing import Filing
from mockedfi.store.fixtures import Source
from mockedfi.store.indexes import Holder
from mockedfi.store.loading import Loader, entry_of, table_name
from mockedfi.store.marks import Mark, UndoLog, differences_between
from mockedfi.store.memory import MemoryStorage, Meta, Operation
from mockedfi.store.record import WIRE, Change, Document, Key, Record, fitted, is_id
from mockedfi.store.referring import Referring, descriptor_key
from mockedfi.store.table import Table
from mockedfi.store.traces import Tracked

__all__ = ["Change", "Documents", "Mark", "Record", "Render", "Table"]

Render = Callable[[Resource, Document, str, int, "Documents"], bytes]
"""(resource, document, id, .NET ticks of the last change, all documents) to wire bytes, which begin with the id."""
Listener = Callable[[Sequence[Change]], None]

_REMEMBERED = 5_000
"""Commits that can be undone to come back to the fixtures; after more, the tables are read again."""


class Documents:
    """The documents of one API version.

    `lock` is the storage's. Who writes holds it from the first look at what it depends on until `commit`.

    Args:
        version: the API version, ``7.3``, after which the tables are named.
        source: what the version begins with, unless the storage holds its documents already.
        track_keys: whether changes of keys are tracked as deletes are.
        track_bases: whether deletes are tracked at abstract bases.

    Raises:
        UserError: the storage's journal adds to other fixtures than these.
    """

    def __init__(
        self,
        *,
        version: str,
        catalogue: Catalogue,
        plans: Mapping[str, Plan],
        clock: Clock,
        render: Render,
        source: Source,
        storage: MemoryStorage,
        track_keys: bool = True,
        track_bases: bool = False,
    ) -> None:
        self.version = version
        self.storage = storage
        self.lock = storage.lock
        self._catalogue = catalogue
        self._plans = plans
        self._clock = clock
        self._render = render
        self._tables: dict[str, Table] = {}
        self._filing = self._begun(source)
        self.changes = Changes(storage, self._filing.changes_table, keys=track_keys, bases=track_bases)
        self.referring = self._new_referring()
        self._on_commit: list[Listener] = []
        self._on_reset: list[Callable[[], None]] = []
        self._undo = UndoLog()
        self._origin: Mark | None = None
        with self.lock:
            self._number, self._version = self._filing.begin()
            self._origin = self._origin_mark()
            storage.attach(self._filing)

    # Finding

    def table(self, resource: str) -> Table:
        """The table of a resource.

        Raises:
            KeyError: there is no such resource.
        """
        table = self._tables.get(resource)
        if table is None:
            with self.lock:
                table = self._tables.get(resource)
                if table is None:
                    table = self._tables[resource] = self._new_table(resource)
        return table

    def tables(self) -> Iterator[Table]:
        """The table of each resource, in the order of loading."""
        for name in self._catalogue.names_in_load_order():
            yield self.table(name)

    def tables_in_use(self) -> Iterator[Table]:
        """Those of them that may hold documents; of other resources nothing is decoded."""
        for name in self._catalogue.names_in_load_order():
            if name in self._tables or self._filing.holds(self._table_name(name), name):
                yield self.table(name)

    def resolve(self, target: str, key: Key) -> Record | None:
        """The record that a reference to a resource, or to an abstract base, leads to."""
        base = self._catalogue.abstracts.get(target)
        if base is None:
            return self.table(target).by_key(key)
        for subtype in base.subtypes:
            record = self.table(subtype).by_key(key)
            if record is not None:
                return record
        return None

    def descriptor(self, descriptor: str, value: str) -> Record | None:
        """The record of a descriptor value, ``namespace#codeValue`` in any case."""
        return self.table(descriptor).by_key(descriptor_key(value))

    def wire(self, record: Record) -> bytes:
        """What GET by id shows. Made at the first call, and kept in place of the plain document."""
        if not record.rendered:
            resource = self._catalogue.named(record.resource)
            record.body = fitted(self._render(resource, record.document(), record.id, record.modified, self))
        return record.body

    def wires(self, records: Sequence[Record]) -> list[bytes]:
        """What GET many shows of each."""
        return [body if (body := record.body).startswith(WIRE) else self.wire(record) for record in records]

    def referrers(self, record: Record) -> Mapping[Holder, int]:
        """How many references and descriptor values of other documents lead to a record.

        By (resource, entity that holds them). What a document says of itself does not count.
        """
        with self.lock:
            return self.referring.of(record)

    def meta(self, name: str) -> Meta:
        """A table that is not a resource's, shared by all versions: ``_tokens``."""
        return self.storage.meta(name)

    # Changing

    def next_number(self) -> int:
        """A number for a new record."""
        with self.lock:
            self._number += 1
            return self._number

    def next_version(self) -> int:
        """The next change version."""
        with self.lock:
            self._version += 1
            return self._version

    def counters(self) -> tuple[int, int]:
        """The last number and the last change version given out."""
        return self._number, self._version

    def on_commit(self, listener: Listener) -> None:
        """Tell `listener` of every commit, under the lock, when everything else has followed it."""
        self._on_commit.append(listener)

    def on_reset(self, listener: Callable[[], None]) -> None:
        """Tell `listener` when all records were exchanged for others."""
        self._on_reset.append(listener)

    def commit(self, changes: Sequence[Change]) -> None:
        """Make changes to different records, all or none; durable when it returns.

        Raises:
            StoreError: they could not be written.
            ValueError: a change is not to the record as it is, or takes a key or number that is in use.
        """
        if not changes:
            return
        with self.lock:
            self._check(changes)
            tracked = [each for change in changes if self.changes.tracks(change) for each in self._tracked(change)]
            operations = [self._operation(change) for change in changes]
            if tracked:
                operations += self.changes.operations(tracked)
            self.storage.append(operations)
            if tracked:
                self.changes.add(tracked)
            for change in changes:
                if change.new is not None:
                    change.new.body = fitted(change.new.body)
                    change.new.key = self._filing.interned(change.new.key)
            if self._undo.remember(changes, _REMEMBERED):
                self._forget()
            self._follow(changes)

    # Going back

    def mark(self) -> Mark:
        """The state as it is, to `rewind` to, as often as wanted. From now on, changes are remembered."""
        with self.lock:
            self._undo.marked = True
            return self._mark()

    def rewind(self, mark: Mark) -> None:
        """Undo all that was committed since `mark`; listeners are told of the inverse changes.

        Raises:
            StoreError: it could not be written; nothing was undone.
            ValueError: the state was left behind, by `reset`, `forget_marks` or going back further.
        """
        with self.lock:
            undone = [[change.inverse() for change in changes] for changes in reversed(self._undo.since(mark))]
            operations = [self._operation(change) for changes in undone for change in changes]
            operations += self.changes.undoing(mark.tracked)
            if operations:
                self.storage.append(operations)
            self._undo.cut(mark)
            self.changes.truncate(mark.tracked)
            self._number, self._version = mark.number, mark.version
            for changes in undone:
                self._follow(changes)

    def forget_marks(self) -> None:
        """Remember changes no longer."""
        with self.lock:
            self._forget()

    def restore(self, wanted: "Documents") -> None:
        """Be as other documents are, which were copied from these; marks are left behind.

        Raises:
            StoreError: it could not be written; nothing was changed.
        """
        with self.lock:
            changes = differences_between(self, wanted)
            operations = [self._operation(change) for change in changes]
            self.storage.append(operations + self.changes.replacing(wanted.changes))
            self._forget()
            self.changes.adopt(wanted.changes)
            self._number, self._version = wanted.counters()
            self._follow(changes)

    def touched(self) -> set[str]:
        """Resources in which documents over others, or copied from others, may differ from those."""
        return set()

    def reset(self) -> None:
        """Begin again with the fixtures, however large: by undoing what was done if that is little, or else afresh.

        Raises:
            StoreError: it could not be written; nothing was changed.
        """
        with self.lock:
            if self._origin is not None:
                self.rewind(self._origin)
            else:
                self._begin_anew()

    def _begin_anew(self) -> None:
        """Forget all records; tables are read again when they are needed."""
        self._number = self._version = self._filing.begin_anew()
        self._forget()
        self.changes.forget()
        self.referring.forget()
        for table in self._tables.values():
            table.unload()
        self._origin = self._origin_mark()
        for listener in self._on_reset:
            listener()

    def _mark(self) -> Mark:
        return self._undo.mark(self._number, self._version, len(self.changes))

    def _forget(self) -> None:
        self._undo.forget()
        self._origin = None

    # What tables ask for

    def read(self, table: Table) -> list[Record]:
        """A table's records from where the version began, and what the journal added."""
        return self._filing.read(table)

    def unread(self, table: Table) -> Iterator[bytes]:
        """The JSON of the documents that `read` would give, and of some that others superseded."""
        return self._filing.unread(table)

    def made(self, table: Table, number: int, document: Document, old: Record | None, id: str | None) -> Record:
        """A record for a document that came through TinyDB.

        Raises:
            ValueError: a part of its key is missing, or its id is none.
        """
        if id is not None and not is_id(id):
            raise ValueError(f"{id!r} is no id of {table.name}; it has 32 lower-case hex digits")
        try:
            key = table.plan.key(document)
        except KeyError as error:
            raise ValueError(f"a document of {table.name} needs {error}") from error
        body = orjson.dumps(document)
        modified, version = self._clock.ticks(), self.next_version()
        if old is not None:
            return old.changed(key=key, body=body, modified=modified, version=version)
        self._number = max(self._number, number)
        resource = table.resource
        return Record(resource.name, id or self._clock.hex_id(), number, key, body, modified, version)

    # What documents over others have of their own

    @property
    def filing(self) -> Filing:
        """Their share of the storage."""
        return self._filing

    def _begun(self, source: Source) -> Filing:
        return Filing(self, source, Loader(self.storage, source, self._clock.ticks))

    def _new_table(self, resource: str) -> Table:
        return Table(self, self._catalogue.named(resource), self._plans[resource])

    def _new_referring(self) -> Referring:
        return Referring(self, self._catalogue, self._plans, self._filing.interned)

    def _origin_mark(self) -> Mark | None:
        """The beginning, if nothing was added to the fixtures."""
        return self._mark() if self._filing.untouched() else None

    # Within

    def _tracked(self, change: Change) -> Iterator[Tracked]:
        """The traces of a change."""
        resource = self._catalogue.named(change.record.resource)
        for place in self.changes.places(resource):
            yield tracked_of(change, resource, place, change.version or self.next_version())

    def _check(self, changes: Sequence[Change]) -> None:
        """That the changes fit the records as they are."""
        gone = {id(change.old) for change in changes if change.old is not None}
        seen: set[object] = set()
        for change in changes:
            table = self.table(change.record.resource)
            old, new = change.old, change.new
            if old is not None and table.by_id(old.id) is not old:
                raise ValueError(f"{change}: that is not the record any more")
            if new is None:
                continue
            if old is not None and (new.id, new.number, new.resource) != (old.id, old.number, old.resource):
                raise ValueError(f"{change}: {new} is not the same document as {old}")
            if old is None and (table.by_id(new.id) or table.by_number(new.number)):
                raise ValueError(f"{change}: its id or number is in use")
            holder = table.by_key(new.key)
            if (holder is not None and id(holder) not in gone) or (new.resource, new.key) in seen:
                raise ValueError(f"{change}: its key is in use")
            seen.add((new.resource, new.key))

    def _follow(self, changes: Sequence[Change]) -> None:
        """Bring tables, indexes and listeners up to date."""
        by_resource: dict[str, list[Change]] = {}
        for change in changes:
            by_resource.setdefault(change.record.resource, []).append(change)
        for name, those in by_resource.items():
            self.table(name).apply(those)
            self.referring.follow(name, those)
        for listener in self._on_commit:
            listener(changes)
        for change in changes:
            change.forget()

    def _table_name(self, resource: str) -> str:
        return table_name(self.version, *self._catalogue.address(resource))

    def _operation(self, change: Change) -> Operation:
        record = change.record
        name = self._table_name(record.resource)
        return name, record.number, None if change.new is None else entry_of(record)
