"""Table facts: the columns, keys and foreign keys of a data standard's database, read from their JSON notation.

``{"School": {"columns": {"SchoolId": "long", "CharterApprovalSchoolYear": "short?"}, "primaryKey": ["SchoolId"],
"foreignKeys": [{"columns": [...], "references": "EducationOrganization", "referencedColumns": [...],
"onDelete": "cascade"}], "aggregateRoot": true}}``; ``?`` marks an optional column.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from mockedfi.errors import UserError
from mockedfi.model.build import names
from mockedfi.model.build.report import Report
from mockedfi.model.facts import Type

_TYPES: dict[str, Type] = {
    "string": "string",
    "boolean": "boolean",
    "short": "int16",
    "int": "int32",
    "long": "int64",
    "decimal": "decimal",
    "money": "decimal",
    "date": "date",
    "datetime": "datetime",
    "time": "time",
}
_COLUMN_TYPE = re.compile(r"(\w+)(?:\((\d+)(?:,(\d+))?\))?(\?)?")
MONEY = (19, 4)
"""Precision and scale of money (the reference's generated ranges end at 999999999999999.9999)."""
_RESERVED = {"DATE": "Date"}
"""Columns whose name the database's dialect writes as a keyword."""
_TRUNCATED = re.compile(r"(.+)_[0-9a-f]{6}")


@dataclass(frozen=True, slots=True)
class Schema:
    """Where classes belong: Ed-Fi's own model, or an extension."""

    physical: str = "edfi"
    namespace: str = "ed-fi"
    logical: str = "Ed-Fi"
    prefix: str = "edFi"
    """With which the class names of OpenAPI documents begin."""


ED_FI = Schema()


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its type as the model has it, its sizes, and whether it may be null."""

    name: str
    type: Type
    required: bool
    max_length: int | None = None
    precision: int | None = None
    scale: int | None = None
    min_length: int | None = None
    minimum: float | None = None
    maximum: float | None = None
    deprecated: bool = False


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """Columns and the target's columns they must be found in."""

    pairs: tuple[tuple[str, str], ...]
    """(column, referenced column)."""
    target: str
    owned: bool
    """Rows go when the target's row goes: the target is the parent or the base."""
    cascade: bool
    """Rows follow a change of the target's key."""
    order: int
    """Position in its table's list."""
    member: str | None = None
    """Name of the reference, where it is known and not to be derived."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The referring columns."""
        return tuple(column for column, _ in self.pairs)


@dataclass(frozen=True, slots=True)
class Table:
    """A table by its full name; `physical` is the database's name for it."""

    name: str
    physical: str
    columns: Mapping[str, Column]
    primary_key: tuple[str, ...]
    foreign_keys: tuple[ForeignKey, ...]
    root: bool
    child: bool = False
    """Known to be part of its owner's class; else its name and key tell."""
    schema: Schema = ED_FI
    shown: str | None = None
    """A resource's plural or a child's name on the wire, where it is known and not to be derived."""
    required: bool = False
    """Known to be a part that its owner must have."""
    updatable: bool = False
    """Known to have a natural key that may change."""
    deprecated: bool = False

    @property
    def entity(self) -> str:
        """The class's name; `name` has its schema before it where two schemas have classes of one name."""
        return self.name.rpartition(".")[2]

    @property
    def owner(self) -> ForeignKey | None:
        """The foreign key to the parent or to the base."""
        return next((key for key in self.foreign_keys if key.owned and not self.root), None)


def read(path: Path) -> dict[str, Table]:
    """The tables of a file, by the names they have there."""
    try:
        return made(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UserError(f"{path}: not a file of table facts ({error!r}); give one as --tables") from error


def made(facts: Mapping[str, Any]) -> dict[str, Table]:
    """The tables of facts in this notation."""
    return {name: _table(name, each) for name, each in facts.items()}


def _table(name: str, facts: Mapping[str, Any]) -> Table:
    columns = {_spelled(column): _column(_spelled(column), notation) for column, notation in facts["columns"].items()}
    return Table(
        name=name,
        physical=name.lower(),
        columns=columns,
        primary_key=tuple(map(_spelled, facts["primaryKey"])),
        foreign_keys=tuple(
            _distinct(_foreign_key(order, key) for order, key in enumerate(facts.get("foreignKeys", [])))
        ),
        root=bool(facts.get("aggregateRoot")),
    )


def _spelled(column: str) -> str:
    return _RESERVED.get(column, column)


def _column(name: str, notation: str) -> Column:
    found = _COLUMN_TYPE.fullmatch(notation)
    if not found or found[1] not in _TYPES:
        raise ValueError(f"column {name} has the unknown type {notation}")
    sizes = tuple(int(size) for size in found.groups()[1:3] if size)
    text = found[1] == "string"
    precision, scale = MONEY if found[1] == "money" else (None, None) if text or len(sizes) < 2 else sizes
    return Column(
        name=name,
        type=_TYPES[found[1]],
        required=not found[4],
        max_length=sizes[0] if text and sizes else None,
        precision=precision,
        scale=scale,
    )


def _foreign_key(order: int, facts: Mapping[str, Any]) -> ForeignKey:
    referenced = facts.get("referencedColumns", facts["columns"])
    return ForeignKey(
        pairs=tuple(zip(map(_spelled, facts["columns"]), map(_spelled, referenced), strict=True)),
        target=facts["references"],
        owned=facts.get("onDelete") == "cascade",
        cascade=facts.get("onUpdate") == "cascade",
        order=order,
    )


def _distinct(keys: Iterable[ForeignKey]) -> Iterable[ForeignKey]:
    """Foreign keys that are written twice count once."""
    seen: set[tuple[object, ...]] = set()
    for key in keys:
        if (key.pairs, key.target) not in seen:
            seen.add((key.pairs, key.target))
            yield key


def with_full_names(tables: Mapping[str, Table], known: Iterable[str], report: Report) -> dict[str, Table]:
    """The tables by their full names: those that the database had to shorten get theirs back.

    Args:
        known: names of classes, camel case, among which the full ones are looked for.
    """
    full: dict[str, str] = {name: name for name in tables if not _TRUNCATED.fullmatch(name)}
    candidates = sorted(set(known), key=lambda name: (len(name), name))
    waiting = [table for name, table in tables.items() if name not in full]
    while waiting:
        ready = [table for table in waiting if table.owner is not None and table.owner.target in full]
        if not ready:
            raise UserError(f"tables: {waiting[0].name} has no parent among the tables; its facts are incomplete")
        for table in sorted(ready, key=lambda table: table.name):
            full[table.name] = _full_name(table, full, candidates, report)
        waiting = [table for table in waiting if table.name not in full]
    return {full[name]: _renamed(table, full) for name, table in tables.items()}


def _full_name(table: Table, full: Mapping[str, str], candidates: Iterable[str], report: Report) -> str:
    owner = full[table.owner.target] if table.owner else ""
    beginning = table.physical.rpartition("_")[0]
    taken = {name.lower() for name in full.values()}
    for candidate in candidates:
        lower = candidate.lower()
        if lower.startswith(beginning) and lower.startswith(owner.lower()) and lower not in taken:
            return owner + candidate[len(owner) :]
    report.add("guessed", table.name, "no class of the OpenAPI documents begins like this table; its name stays short")
    return owner + beginning[len(owner) :].capitalize()


def _renamed(table: Table, full: Mapping[str, str]) -> Table:
    keys = tuple(replace(key, target=full.get(key.target, key.target)) for key in table.foreign_keys)
    return replace(table, name=full[table.name], foreign_keys=keys)


def class_names(schemas: Iterable[str]) -> Iterable[str]:
    """The class names among an OpenAPI document's schemas: ``edFi_schoolGradeLevel`` holds ``schoolGradeLevel``."""
    for schema in schemas:
        _, separator, name = schema.partition("_")
        if separator:
            yield names.camel(name)
