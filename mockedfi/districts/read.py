"""Reads a district's definition; says in one line what is wrong with it, and where."""

import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields
from difflib import get_close_matches
from pathlib import Path
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from mockedfi.districts.check import mistakes
from mockedfi.districts.definition import Definition, Row, Size
from mockedfi.districts.find import DEFINITION
from mockedfi.errors import UserError

ROWS = "rows.toml"

T = TypeVar("T")


def read(district: Path, data_standard: str) -> Definition:
    """The definition in a district's folder, as it is in one data standard.

    Raises:
        UserError: a file is missing or broken, parts do not fit together, or the data standard is not among its own.
    """
    file = district / DEFINITION
    tables = _tables(file)
    sizes = tables.pop("data_standards", {})
    if data_standard not in sizes:
        known = ", ".join(sizes) or "none"
        raise UserError(f"{file}: data standard {data_standard} is not among data_standards ({known}); add a table")
    size = _built(Size, sizes[data_standard], f'{file}: data_standards."{data_standard}"')
    rows = _rows(district / ROWS, data_standard)
    definition = _built(Definition, {**tables, "size": size, "rows": rows}, str(file))
    for mistake in mistakes(definition):
        raise UserError(f"{file}: {mistake}")
    return definition


def data_standards(district: Path) -> list[str]:
    """The data standards for which a district is defined."""
    return list(_tables(district / DEFINITION).get("data_standards", {}))


def _tables(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise UserError(f"{file}: there is no such file; a district's definition belongs there") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise UserError(f"{file}: not readable as TOML: {error}") from error


def _rows(file: Path, data_standard: str) -> dict[str, tuple[Row, ...]]:
    if not file.is_file():
        return {}
    chosen: dict[str, tuple[Row, ...]] = {}
    for plural, rows in _tables(file).items():
        if not isinstance(rows, list):
            raise UserError(f"{file}: {plural} is no list of rows; write [[{plural}]]")
        chosen[plural] = tuple(_without_limit(row) for row in rows if _holds(row, data_standard))
    return chosen


def _holds(row: Row, data_standard: str) -> bool:
    return data_standard in row.get("data_standards", (data_standard,))


def _without_limit(row: Row) -> Row:
    return {name: value for name, value in row.items() if name != "data_standards"}


def _built(kind: type[T], table: Any, place: str) -> T:
    """`table` as a dataclass of `kind`, its tables and lists of tables likewise."""
    if not isinstance(table, Mapping):
        raise UserError(f"{place}: a table is needed here, not {table!r}")
    hints = get_type_hints(kind)
    known: dict[str, Field[Any]] = {each.name: each for each in fields(kind)}  # type: ignore[arg-type]
    for name in table:
        if name not in known:
            near = get_close_matches(name, known, n=1, cutoff=0.0)[0]
            raise UserError(f"{place}: {name!r} is not known; did you mean {near!r}?")
    for name, each in known.items():
        if name not in table and each.default is MISSING and each.default_factory is MISSING:
            raise UserError(f"{place}: {name!r} is missing")
    return kind(**{name: _value(hints[name], value, f"{place}: {name}") for name, value in table.items()})


def _value(hint: Any, value: Any, place: str) -> Any:
    """`value` as `hint` wants it."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is UnionType:
        hint = arguments[0]
        origin, arguments = get_origin(hint), get_args(hint)
    if origin is tuple:
        if not isinstance(value, list | tuple):
            raise UserError(f"{place}: a list is needed here, not {value!r}")
        return tuple(_value(arguments[0], each, f"{place}[{index}]") for index, each in enumerate(value))
    if origin is not None:
        return value
    if hasattr(hint, "__dataclass_fields__") and not isinstance(value, hint):
        return _built(hint, value, place)
    accepted = (int, float) if hint is float else hint
    if not isinstance(value, accepted) or (isinstance(value, bool) and hint is not bool):
        raise UserError(f"{place}: {value!r} is no {hint.__name__}")
    return value
