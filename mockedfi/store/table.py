"""One resource's records: found by id, by key, by any value; in the order of creation or of their primary keys.

It is also a TinyDB table of the documents as GET shows them. TinyDB needs three things of a table to do the rest:
`_read_table`, `_update_table`, `_get_next_id`.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import orjson
import tinydb.table

from mockedfi.model.facts import Path, Resource
from mockedfi.model.plan import Plan, find, fold_of, values_at
from mockedfi.store.indexes import Ordered, Secondary, new_index
from mockedfi.store.loading import table_name
from mockedfi.store.record import Change, Difference, Document, Key, Record, Rows, plain

if TYPE_CHECKING:
    from mockedfi.store.documents import Documents


class Table(tinydb.table.Table):
    """The records of one resource, read at the first use; written by `Documents.commit` alone."""

    def __init__(self, documents: "Documents", resource: Resource, plan: Plan) -> None:
        super().__init__(documents.storage, table_name(documents.version, resource.namespace, resource.plural))
        self.resource = resource
        self.plan = plan
        self.generation = 0
        """Rises with every commit that touches the table."""
        self._documents = documents
        self._sort_parts: list[Callable[[Any], Any]] | None = None
        self.unload()

    def unload(self) -> None:
        """Forget all records; they are read again at the next use."""
        self.loaded = False
        self._rows = Rows()
        self._by_guid: MutableMapping[int, Record] = new_index()
        self._by_key: MutableMapping[Key, Record] = new_index()
        self._found: dict[Path, Secondary] = {}
        self._ordered: Ordered | None = None
        self._touch()

    def load(self) -> None:
        """Read the records, if that was not done yet."""
        with self._documents.lock:
            if not self.loaded:
                for record in self._documents.read(self):
                    self._rows.add(record)
                    self._by_guid[record.guid] = record
                    self._by_key[record.key] = record
                self.loaded = True

    def by_id(self, id: str) -> Record | None:
        """The record with this id; none if it is not 32 lower-case hex digits."""
        if not self.loaded:
            self.load()
        try:
            record = self._by_guid.get(int(id, 16))
        except ValueError:
            return None
        return record if record is not None and record.id == id else None

    def by_key(self, key: Key) -> Record | None:
        """The record with this natural key, as `Plan.key` makes it."""
        if not self.loaded:
            self.load()
        return self._by_key.get(key)

    def by_number(self, number: int) -> Record | None:
        """The record with this number."""
        if not self.loaded:
            self.load()
        return self._rows.at(number)

    def records(self) -> Sequence[Record]:
        """All records in the order of their creation; not to be changed.

        What is inserted later may show at its end; nothing else happens to it.
        """
        if not self.loaded:
            self.load()
        return self._rows.view()

    def bodies(self) -> Iterator[bytes]:
        """The JSON of each document, and of some that others superseded: to look through, without keeping it."""
        return (record.body for record in self._rows.view()) if self.loaded else self._documents.unread(self)

    def ordered(self) -> Sequence[Record]:
        """All records in the order of their primary keys; not to be changed."""
        order = self._ordered
        view = None if order is None else order.view  # looked at once: a write may take it away
        if view is not None:
            return view
        with self._documents.lock:
            return self.order().renewed()

    def order(self) -> Ordered:
        """The index behind `ordered`, made at the first use; called under the lock."""
        if self._ordered is None:
            self._ordered = self._new_order()
        return self._ordered

    def sort(self, records: Iterable[Record]) -> list[Record]:
        """Some records in the order of their primary keys."""
        return sorted(records, key=self.sort_key)

    def find(self, path: Path, value: Hashable) -> Sequence[Record]:
        """The records whose document has `value` at `path` (of a descriptor in any case), in the order of creation.

        The index behind it is built at the first use of the path.
        """
        return self.lookup(path).find(value)

    def lookup(self, path: Path) -> Secondary:
        """What `find` finds by, good until the next write."""
        return self.index(path)

    @property
    def at_hand(self) -> bool:
        """Whether the records were read already."""
        return self.loaded

    @property
    def pristine(self) -> bool:
        """Whether it lies over another table and no record differs."""
        return False

    def differences(self) -> Iterable[Difference]:
        """What differs from the table below; all records where there is none."""
        return [(None, record) for record in self.records()]

    def index(self, path: Path) -> Secondary:
        """The records by their values at `path`."""
        index = self._found.get(path)
        if index is None:
            with self._documents.lock:
                index = self._found.get(path)
                if index is None:
                    index = self._found[path] = self._new_index(path)
        return index

    def lookups(self) -> tuple[Mapping[int, Record], Mapping[Key, Record]]:
        """The records by the number that is their id, and by key."""
        if not self.loaded:
            self.load()
        return self._by_guid, self._by_key

    def sort_key(self, record: Record) -> Key:
        """Where a record stands among the others when the database orders them by primary key.

        A person's unique id and a descriptor's value stand for a surrogate key, which grows with creation.
        """
        if self._sort_parts is None:
            self._sort_parts = self._surrogates()
        parts = zip(self._sort_parts, record.key, strict=False)
        return (*(part(value) for part, value in parts), record.number)

    def apply(self, changes: Sequence[Change]) -> None:
        """Follow a commit: what goes first, then what comes, since keys may move from one record to another."""
        for change in changes:
            if change.old is not None:
                self._remove(change.old, change.new)
        for change in changes:
            if change.new is not None:
                self._add(change.new, change.old)
        for index in self._found.values():
            for change in changes:
                index.update(change)
        self._touch()

    def _add(self, new: Record, old: Record | None) -> None:
        if old is None:
            self._rows.add(new)
        else:
            self._rows.replace(new)
        self._by_guid[new.guid] = new
        self._by_key[new.key] = new
        if self._ordered is not None:
            self._ordered.add(new)

    def _remove(self, old: Record, new: Record | None) -> None:
        if new is None:
            self._rows.remove(old)
            del self._by_guid[old.guid]
        if new is None or new.key != old.key:
            del self._by_key[old.key]
        if self._ordered is not None:
            self._ordered.remove(old)

    def _touch(self) -> None:
        self.generation += 1
        if len(self._query_cache):
            self.clear_cache()

    def _new_order(self) -> Ordered:
        return Ordered(self.sort_key, self.records())

    def _new_index(self, path: Path) -> Secondary:
        fold = fold_of(find(self.resource, path))
        if path in self.resource.identity and not self.resource.descriptor:
            index = Secondary(partial(_of_key, self.resource.identity.index(path)), fold)
        else:
            index = Secondary(partial(_folded if fold else _plain_values, path), fold)
        index.fill(self.records())
        return index

    def _surrogates(self) -> list[Callable[[Any], Any]]:
        """For each part of the key, what the database orders by; nothing for a key that has a surrogate itself."""
        if self.resource.surrogate is not None:
            return []
        parts: list[Callable[[Any], Any]] = []
        for path in self.resource.identity:
            property = find(self.resource, path)
            if property.person is not None:
                parts.append(partial(self._number_of_person, property.person))
            elif property.descriptor is not None:
                parts.append(partial(self._number_of_descriptor, property.descriptor))
            else:
                parts.append(_itself)
        return parts

    def _number_of_person(self, person: str, unique_id: str) -> int:
        record = self._documents.table(person).by_key((unique_id,))
        return 0 if record is None else record.number

    def _number_of_descriptor(self, descriptor: str, value: str) -> int:
        record = self._documents.descriptor(descriptor, value)
        return 0 if record is None else record.number

    # What TinyDB asks of a table.

    def __len__(self) -> int:
        if not self.loaded:
            self.load()
        return len(self._rows)

    def _read_table(self) -> "_Shown":  # type: ignore[override]
        return _Shown(self)

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        with self._documents.lock:
            edited = _Edited(self)
            updater(edited)
            self._documents.commit([change for number in edited.touched if (change := self._change(number, edited))])

    def replace(self, documents: Mapping[int, Document]) -> None:
        """Hold these documents by number, and no others."""

        def updater(edited: "_Edited") -> None:
            edited.clear()
            edited.update(documents)

        self._update_table(updater)

    def _get_next_id(self) -> int:
        return self._documents.next_number()

    def shown(self, record: Record) -> Document:
        """A document as GET shows it."""
        document: Document = orjson.loads(self._documents.wire(record))
        return document

    def _change(self, number: int, edited: "_Edited") -> Change | None:
        old = self.by_number(number)
        given = edited.touched[number]
        if given is None:
            return None if old is None else Change.delete(old)
        document = plain(orjson.loads(orjson.dumps(given)))
        if old is not None and old.document() == document:
            return None
        new = self._documents.made(self, number, document, old, given.get("id"))
        return Change.insert(new) if old is None else Change.replace(old, new)


class _Shown(Mapping[str, Document]):
    """A table's documents by number, as TinyDB reads them."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def __getitem__(self, number: str) -> Document:
        record = self._table.by_number(int(number))
        if record is None:
            raise KeyError(number)
        return self._table.shown(record)

    def __iter__(self) -> Iterator[str]:
        return (str(record.number) for record in self._table.records())

    def __len__(self) -> int:
        return len(self._table)


class _Edited(MutableMapping[int, Document]):
    """A table's documents by number, which TinyDB may change in place."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self.touched: dict[int, Document | None] = {}
        """What was looked at or written; None where it was removed."""

    def __getitem__(self, number: int) -> Document:
        if number not in self.touched:
            record = self._table.by_number(number)
            if record is None:
                raise KeyError(number)
            self.touched[number] = self._table.shown(record)
        document = self.touched[number]
        if document is None:
            raise KeyError(number)
        return document

    def __setitem__(self, number: int, document: Document) -> None:
        self.touched[number] = document

    def __delitem__(self, number: int) -> None:
        if number not in self:
            raise KeyError(number)
        self.touched[number] = None

    def __iter__(self) -> Iterator[int]:
        for record in self._table.records():
            if record.number not in self.touched:
                yield record.number
        yield from [number for number, document in self.touched.items() if document is not None]

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def clear(self) -> None:
        self.touched = {record.number: None for record in self._table.records()}


def _itself(value: Any) -> Any:
    return value


def _of_key(place: int, record: Record, _: Callable[[], Document | None]) -> tuple[Hashable]:
    return (record.key[place],)


def _plain_values(path: Path, _: Record, document: Callable[[], Document | None]) -> list[Any]:
    return values_at(document(), path)


def _folded(path: Path, _: Record, document: Callable[[], Document | None]) -> list[Any]:
    return [value.lower() for value in values_at(document(), path)]
