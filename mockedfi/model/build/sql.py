"""Table facts, read from the SQL that makes a data standard's tables in PostgreSQL, in the notation of `tables`.

It is as MetaEd writes it: EdFi.Ods.Standard/Standard/**/Artifacts/PgSql/Structure/Ods of the ODS/API.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from mockedfi.errors import UserError
from mockedfi.model.build.tables import ED_FI

_TYPES = {
    "BIGINT": "long",
    "BOOLEAN": "boolean",
    "DATE": "date",
    "DECIMAL": "decimal",
    "INT": "int",
    "MONEY": "money",
    "SERIAL": "int",
    "SMALLINT": "short",
    "TIME": "time",
    "TIMESTAMP": "datetime",
    "VARCHAR": "string",
}
_IDENTIFIER = "Id"
"""The column that only resources have."""
_HOUSEKEEPING = frozenset({_IDENTIFIER, "CreateDate", "LastModifiedDate", "Discriminator", "ChangeVersion"})
_COMMENT = re.compile(r"--.*")
_TABLE = re.compile(rf"CREATE TABLE {ED_FI.physical}\.(\w+)\s*\((.*)\)", re.DOTALL)
_COLUMN = re.compile(r"^\s*(\w+) ([A-Z]+)(?:\s*\((\d+)(?:,\s*(\d+))?\))?( NOT)? NULL\b", re.MULTILINE)
_PRIMARY_KEY = re.compile(r"PRIMARY KEY\s*\(([^)]*)\)")
_FOREIGN_KEY = re.compile(
    rf"ALTER TABLE {ED_FI.physical}\.(\w+)\s+ADD CONSTRAINT \w+\s+FOREIGN KEY\s*\(([^)]*)\)\s*"
    rf"REFERENCES {ED_FI.physical}\.(\w+)\s*\(([^)]*)\)(.*)",
    re.DOTALL,
)


def facts(paths: Sequence[Path]) -> dict[str, Any]:
    """The facts that files hold, in the order in which they are run; statements about other things are passed over.

    Raises:
        UserError: a file cannot be read, holds a column of unknown type or a foreign key of a table not made before, or
            none makes a table.
    """
    made: dict[str, Any] = {}
    for path in paths:
        try:
            for statement in _statements(path):
                _note(statement, made)
        except (OSError, ValueError, KeyError) as error:
            raise UserError(f"{path}: not the SQL of a data standard's tables ({error!r}); give it as --sql") from error
    if not made:
        raise UserError(f"{', '.join(map(str, paths))}: no table of schema {ED_FI.physical} is made there")
    return made


def _statements(path: Path) -> Iterator[str]:
    yield from _COMMENT.sub("", path.read_text("utf-8-sig")).split(";")


def _note(statement: str, made: dict[str, Any]) -> None:
    if table := _TABLE.search(statement):
        made[table[1]] = _table(table[2])
    elif key := _FOREIGN_KEY.search(statement):
        made[key[1]]["foreignKeys"].append(_foreign_key(key))


def _table(body: str) -> dict[str, Any]:
    columns = list(_COLUMN.finditer(body))
    key = _PRIMARY_KEY.search(body)
    return {
        "columns": {each[1]: _column(each) for each in columns if each[1] not in _HOUSEKEEPING},
        "primaryKey": [] if key is None else _names(key[1]),
        "foreignKeys": [],
        "aggregateRoot": any(each[1] == _IDENTIFIER for each in columns),
    }


def _column(found: re.Match[str]) -> str:
    name, kind, *sizes, required = found.groups()
    if kind not in _TYPES:
        raise ValueError(f"column {name} has the unknown type {kind}")
    given = ",".join(each for each in sizes if each)
    return f"{_TYPES[kind]}{f'({given})' if given else ''}{'' if required else '?'}"


def _foreign_key(found: re.Match[str]) -> dict[str, Any]:
    _, columns, target, referenced, actions = found.groups()
    made = {"columns": _names(columns), "references": target, "referencedColumns": _names(referenced)}
    made |= {"onDelete": "cascade"} if "ON DELETE CASCADE" in actions else {}
    return made | ({"onUpdate": "cascade"} if "ON UPDATE CASCADE" in actions else {})


def _names(listed: str) -> list[str]:
    return [each.strip() for each in listed.split(",")]
