"""How tables hang together: roots, subtypes, embedded objects, collections, extensions; what a column stands for."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Literal

from mockedfi.errors import UserError
from mockedfi.model.build.carriers import Slot
from mockedfi.model.build.tables import Column, ForeignKey, Table

DESCRIPTOR = "Descriptor"
"""The base of every descriptor, in the reference's model as in ours."""

Kind = Literal["root", "subtype", "object", "collection", "extension"]


class Structure:
    """The tables of a data standard, each with its place among the others."""

    def __init__(self, tables: Mapping[str, Table]) -> None:
        self.tables = tables
        self.kinds: dict[str, Kind] = {name: _kind(table) for name, table in tables.items()}
        self.subtypes: dict[str, list[str]] = defaultdict(list)
        self.children: dict[str, list[str]] = defaultdict(list)
        self.extensions: dict[str, list[str]] = defaultdict(list)
        self.persons = {name for name, table in tables.items() if _is_person(table)}
        for name, table in tables.items():
            self._place(name, table)
        self._classes = _Classes(self)

    def _place(self, name: str, table: Table) -> None:
        kind, owner = self.kinds[name], table.owner
        if kind == "root" or owner is None:
            return
        if owner.target not in self.tables:
            raise UserError(f"tables: {name} belongs to {owner.target}, which is no table of the file")
        places = {"subtype": self.subtypes, "extension": self.extensions}
        places.get(kind, self.children)[owner.target].append(name)

    def base(self, name: str) -> str | None:
        """The abstract base of a subtype."""
        owner = self.tables[name].owner
        return owner.target if owner and self.kinds[name] == "subtype" else None

    def is_descriptor(self, name: str) -> bool:
        """Whether a table is a kind of descriptor."""
        return self.base(name) == DESCRIPTOR

    def is_child(self, name: str) -> bool:
        """Whether a table's class is part of another one."""
        return self.kinds[name] not in ("root", "subtype")

    def resources(self) -> Iterator[str]:
        """All roots and subtypes that are not abstract."""
        for name, kind in self.kinds.items():
            if kind in ("root", "subtype") and name not in self.subtypes:
                yield name

    def owner_columns(self, name: str) -> dict[str, str]:
        """The columns of a child or subtype that repeat its owner's key, and what they are called there."""
        owner = self.tables[name].owner
        return dict(owner.pairs) if owner else {}

    def references(self, name: str) -> Iterator[ForeignKey]:
        """The foreign keys that become references."""
        for key in self.tables[name].foreign_keys:
            owner = self.tables[name].owner
            if key != owner and key.target in self.tables and not self._is_descriptor_table(key.target):
                yield key

    def _is_descriptor_table(self, name: str) -> bool:
        return name == DESCRIPTOR or self.is_descriptor(name)

    def same(self, slot: Slot) -> Slot:
        """The representative of all slots that hold one value along parents' keys."""
        return self._classes.find(slot)

    def descriptor(self, slot: Slot) -> str | None:
        """The kind of descriptor a column holds."""
        origins = (table for table, _ in self._origins(slot) if table in self.tables)
        return next((table for table in origins if self.is_descriptor(table)), None)

    def person(self, slot: Slot) -> str | None:
        """The person whose surrogate key a column holds."""
        return next((table for table, column in self._origins(slot) if self._is_surrogate(table, column)), None)

    def _is_surrogate(self, table: str, column: str) -> bool:
        return table in self.persons and self.tables[table].primary_key == (column,)

    def _origins(self, slot: Slot) -> Iterator[Slot]:
        """Where a column's value comes from, along its foreign keys, nearest first."""
        seen, waiting = {slot}, [slot]
        while waiting:
            table, column = waiting.pop(0)
            keys = self.tables[table].foreign_keys if table in self.tables else ()
            for key in keys:
                for own, referenced in key.pairs:
                    origin = (key.target, referenced)
                    if own == column and origin not in seen:
                        seen.add(origin)
                        waiting.append(origin)
                        yield origin

    def column(self, slot: Slot) -> Column:
        """The facts of a column."""
        table, column = slot
        return self.tables[table].columns[column]


def _kind(table: Table) -> Kind:
    owner = table.owner
    if owner is None:
        return "root"
    if set(owner.columns) != set(table.primary_key):
        return "collection"
    if table.entity == f"{owner.target}Extension":
        return "extension"
    renamed = any(column != referenced for column, referenced in owner.pairs)
    derived = renamed or not table.entity.startswith(owner.target)
    return "subtype" if derived and not table.child else "object"


def _is_person(table: Table) -> bool:
    return table.root and table.primary_key == (f"{table.name}USI",) and f"{table.name}UniqueId" in table.columns


class _Classes:
    """Columns joined along every owner's key (disjoint sets)."""

    def __init__(self, structure: Structure) -> None:
        self._above: dict[Slot, Slot] = {}
        for name, table in structure.tables.items():
            if table.owner is not None and structure.kinds[name] != "root":
                for column, referenced in table.owner.pairs:
                    self._join((name, column), (table.owner.target, referenced))

    def find(self, slot: Slot) -> Slot:
        while slot in self._above:
            slot = self._above[slot]
        return slot

    def _join(self, one: Slot, other: Slot) -> None:
        one, other = self.find(one), self.find(other)
        if one != other:
            self._above[one] = other
