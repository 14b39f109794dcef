"""Rows: what a composite looks at while it is read, and the steps from one row to others."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from mockedfi.composites.links import Join
from mockedfi.model.facts import Child, Path, Property
from mockedfi.model.plan import find, values_at
from mockedfi.profiles.scope import Condition
from mockedfi.store.documents import Documents, Record


class Row(NamedTuple):
    """A document, or an object within one."""

    record: Record
    holder: dict[str, Any]
    """The document or the object."""


class Rows:
    """The documents that one request looks at, each parsed once."""

    def __init__(self, documents: Documents) -> None:
        self.documents = documents
        self._parsed: dict[int, Row] = {}

    def of(self, record: Record) -> Row:
        """The row of a whole document."""
        row = self._parsed.get(record.number)
        if row is None:
            row = self._parsed[record.number] = Row(record, record.document())
        return row

    def number(self, kind: Property, value: Any) -> Any:
        """What the database orders a key's part by: the surrogate key behind a person or a descriptor."""
        record = None
        if kind.person is not None:
            record = self.documents.resolve(kind.person, (value,))
        elif kind.descriptor is not None:
            record = self.documents.descriptor(kind.descriptor, value)
        else:
            return value
        return 0 if record is None else record.number


class Hop(Protocol):
    """A step from a row to others."""

    def follow(self, row: Row, rows: Rows) -> Sequence[Row]:
        """The rows that it leads to, in the order of their primary keys."""


@dataclass(frozen=True, slots=True)
class Items:
    """To the items of a collection."""

    name: str
    order: tuple[tuple[Path, Property], ...]
    """What tells the items apart."""
    conditions: tuple[Condition, ...] = ()

    def follow(self, row: Row, rows: Rows) -> Sequence[Row]:
        """Those items that a filter lets through."""
        items = row.holder.get(self.name) or ()
        if self.conditions:
            items = [item for item in items if any(each.admits(item) for each in self.conditions)]
        if len(items) > 1:
            items = sorted(items, key=lambda item: self._key(item, rows))
        return [Row(row.record, item) for item in items]

    def _key(self, item: dict[str, Any], rows: Rows) -> list[Any]:
        return [rows.number(kind, value) for path, kind in self.order for value in values_at(item, path)]


@dataclass(frozen=True, slots=True)
class Inner:
    """To an embedded object."""

    name: str

    def follow(self, row: Row, rows: Rows) -> Sequence[Row]:  # noqa: ARG002 - a step has this shape
        """The object, if it is there."""
        found = row.holder.get(self.name)
        return () if found is None else (Row(row.record, found),)


@dataclass(frozen=True, slots=True)
class Target:
    """To what a reference or a descriptor value leads to."""

    join: Join
    abstract: str = ""
    """Name of the reference, where only what it holds itself is to be seen."""

    def follow(self, row: Row, rows: Rows) -> Sequence[Row]:
        """The document, if there is one."""
        record = self.join.forward(row.holder, rows.documents)
        if record is None:
            return ()
        return (Row(record, row.holder[self.abstract]) if self.abstract else rows.of(record),)


@dataclass(frozen=True, slots=True)
class Linked:
    """To the documents that refer to a document."""

    join: Join

    def follow(self, row: Row, rows: Rows) -> Sequence[Row]:
        """All of them."""
        found = self.join.backward(row.record, rows.documents)
        return [rows.of(each) for each in rows.documents.table(self.join.holder).sort(found)]


def items_of(child: Child, conditions: tuple[Condition, ...]) -> Items:
    """The step to the items of a collection."""
    return Items(child.name, tuple((path, find(child, path)) for path in child.item_key), conditions)
