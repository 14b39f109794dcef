"""What finds records: by a value, by who refers to them, in the order of their primary keys.

Every index is made of mappings from `new_index`, so that a copy-on-write mapping can take a dict's place.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, MutableMapping, Sequence
from typing import Any

from mockedfi.store.record import Change, Document, Key, Record, Rows

Index = MutableMapping[Any, Any]
Values = Callable[[Record, Callable[[], Document | None]], Iterable[Hashable]]
"""A record, and what gives its document, to the values by which it is found."""
Mention = tuple[str, Key]
"""What a document refers to: (resource or abstract base, key)."""
Holder = tuple[str, str]
"""Where it refers from: (resource, entity)."""


def new_index() -> Index:
    """An empty mapping for an index."""
    return {}


class Secondary:
    """Records by a value that their documents carry, once or several times."""

    def __init__(self, values: Values, fold: bool = False) -> None:
        """`fold` says that `values` gives text in lower case."""
        self.values = values
        self.fold = fold
        self.by_value: MutableMapping[Hashable, Record | Rows] = new_index()
        """Most values have but one record, which stands for itself."""

    def find(self, value: Hashable) -> Sequence[Record]:
        """The records that carry it, in the order of their creation."""
        if self.fold and isinstance(value, str):
            value = value.lower()
        found = self.by_value.get(value)
        if found is None:
            return ()
        return (found,) if isinstance(found, Record) else found.view()

    def fill(self, records: Iterable[Record]) -> None:
        """Take in records, none of which is there yet, in the order of their numbers."""
        for record in records:
            for value in set(self.values(record, record.document)):
                self._add(value, record)

    def update(self, change: Change) -> None:
        """Follow a change."""
        old, new = change.old, change.new
        gone = set() if old is None else set(self.values(old, change.before))
        come = set() if new is None else set(self.values(new, change.after))
        for value in gone - come:
            self._remove(value, _present(old))
        for value in gone & come:
            self._replace(value, _present(new))
        for value in come - gone:
            self._add(value, _present(new))

    def _add(self, value: Hashable, record: Record) -> None:
        found = self.by_value.get(value)
        if found is None:
            self.by_value[value] = record
        elif isinstance(found, Record):
            self.by_value[value] = rows = Rows()
            rows.add(found)
            rows.add(record)
        else:
            self._own(value, found).add(record)

    def _remove(self, value: Hashable, record: Record) -> None:
        found = self.by_value[value]
        if isinstance(found, Record) or len(found) == 1:
            del self.by_value[value]
        else:
            self._own(value, found).remove(record)

    def _replace(self, value: Hashable, record: Record) -> None:
        found = self.by_value[value]
        if isinstance(found, Record):
            self.by_value[value] = record
        else:
            self._own(value, found).replace(record)

    def _own(self, value: Hashable, rows: Rows) -> Rows:  # noqa: ARG002 - those of a layer ask for it
        """The records of a value, to be changed."""
        return rows


def _present(record: Record | None) -> Record:
    assert record is not None
    return record


class Referrers:
    """How many references and descriptor values point to a key, by where they stand."""

    def __init__(self, interned: Callable[[Key], Key]) -> None:
        """`interned` gives a key whose parts are shared with equal ones."""
        self._interned = interned
        self._holders: dict[Holder, Holder] = {}
        self._targets: dict[str, MutableMapping[Key, dict[Holder, int]]] = {}

    def of(self, mentions: Iterable[Mention]) -> Mapping[Holder, int]:
        """Who refers to a document, under any of its names."""
        found: dict[Holder, int] = {}
        for target, key in mentions:
            for holder, count in self._keys(target).get(key, {}).items():
                found[holder] = found.get(holder, 0) + count
        return found

    def add(self, mentions: Iterable[tuple[Mention, Holder]]) -> None:
        """Count what a document mentions."""
        self._change(mentions, 1)

    def remove(self, mentions: Iterable[tuple[Mention, Holder]]) -> None:
        """Count it no longer."""
        self._change(mentions, -1)

    def _change(self, mentions: Iterable[tuple[Mention, Holder]], by: int) -> None:
        for (target, key), holder in mentions:
            keys = self._keys(target)
            counts = keys.get(key)
            if counts is None:
                keys[self._interned(key)] = {self._holders.setdefault(holder, holder): by}
                continue
            count = counts.get(holder, 0) + by
            if count:
                counts[self._holders.setdefault(holder, holder)] = count
            else:
                del counts[holder]
                if not counts:
                    del keys[key]

    def _keys(self, target: str) -> MutableMapping[Key, dict[Holder, int]]:
        keys = self._targets.get(target)
        if keys is None:
            keys = self._targets[target] = new_index()
        return keys


class Ordered:
    """Records in the order of a sort key, which is worked out when a record comes and remembered until it goes."""

    def __init__(self, sort_key: Callable[[Record], Key], records: Iterable[Record]) -> None:
        from sortedcontainers import SortedKeyList  # noqa: PLC0415 - few ask for this order

        self._sort_key = sort_key
        self.keys: MutableMapping[int, Key] = new_index()
        records = list(records)
        for record in records:
            self.keys[record.number] = sort_key(record)
        self._records = SortedKeyList(records, key=lambda record: self.keys[record.number])
        self.view: Sequence[Record] | None = None
        """The records in order; None until someone asks after a change."""

    def renewed(self) -> Sequence[Record]:
        """The records in order, as they are now."""
        if self.view is None:
            self.view = list(self._records)
        return self.view

    def add(self, record: Record) -> None:
        """Take in a record."""
        self.keys[record.number] = self._sort_key(record)
        self._records.add(record)
        self.view = None

    def remove(self, record: Record) -> None:
        """Let go of a record."""
        self._records.remove(record)
        del self.keys[record.number]
        self.view = None
