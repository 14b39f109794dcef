"""Which members of a document carry which columns, and what follows: equal values, implied references."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from mockedfi.model.build import names
from mockedfi.model.facts import Path, Property, Reference

Slot = tuple[str, str]
"""(table, column)."""
Rank = tuple[bool, bool, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _Carrier:
    slot: Slot
    path: Path
    rank: Rank
    """Properties before references, required references before optional ones, by name."""


class Carriers:
    """The members of one resource's documents, by the columns they carry."""

    def __init__(self, same: Callable[[Slot], Slot]) -> None:
        """`same` gives the representative of all columns that hold one value along parents' keys."""
        self._same = same
        self._carriers: list[_Carrier] = []

    def add_node(self, table: str, path: Path, properties: Iterable[Property], references: Iterable[Reference]) -> None:
        """Take in the members of one class at its place in the document."""
        for shown in properties:
            rank = (False, False, names.order(shown.member))
            self._carriers.append(_Carrier((table, shown.column), (*path, shown.name), rank))
        for each in sorted(references, key=lambda each: each.order):
            rank = (True, not each.required, names.order(each.member))
            for key in each.keys:
                place = (*path, each.name, key.value.name)
                self._carriers.append(_Carrier((table, key.value.column), place, rank))

    def path(self, table: str, column: str) -> Path:
        """Where the document's root carries a column.

        Source of the choice among several: EdFi.Ods.CodeGen/Generators/Resources/PropertyData.cs.

        Raises:
            KeyError: nowhere.
        """
        found = [each for each in self._carriers if each.slot == (table, column)]
        if not found:
            raise KeyError(f"no member carries {table}.{column}")
        return min(found, key=lambda each: each.rank).path

    def unifications(self) -> tuple[tuple[Path, ...], ...]:
        """Classes of paths that carry one value."""
        classes: dict[Slot, list[Path]] = {}
        for each in self._carriers:
            classes.setdefault(self._same(each.slot), []).append(each.path)
        return tuple(tuple(paths) for paths in classes.values() if len(paths) > 1)


def with_implied(
    references: Sequence[Reference], properties: Iterable[Property], above: Iterable[str] = ()
) -> Iterator[Reference]:
    """References, those optional ones marked whose columns all come from other members or from the parent's key."""
    given = {each.column for each in properties} | set(above)
    for each in references:
        others = {key.value.column for other in references if other is not each for key in other.keys}
        columns = {key.value.column for key in each.keys}
        yield replace(each, implied=not each.required and columns <= given | others)
