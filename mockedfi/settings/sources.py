"""Settings from where people put them: the command line, then the environment, then the file, then the default."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from mockedfi.errors import UserError
from mockedfi.settings.clients import ClientSettings, client_from
from mockedfi.settings.table import Setting, Settings, table
from mockedfi.settings.values import Refused, check, nearest, parse

CONFIG_VARIABLE = "MOCKEDFI_CONFIG"
_PREFIX = "MOCKEDFI_"

_HEADER = re.compile(r"\s*\[+\s*\"?([^\]\"]+?)\"?\s*\]")
_KEY = re.compile(r"\s*\"?([\w-]+)\"?\s*=")


def load(
    config: Path | None = None,
    given: Mapping[str, Any] | None = None,
    environment: Mapping[str, str] | None = None,
) -> Settings:
    """The settings from all sources.

    Args:
        config: a TOML file; None: the one that the environment names, if any.
        given: values by setting name, as the command line or a caller gives them, of the types that a configuration
            file has, or `Path` and tuples; None means "not given".
        environment: variables; only ``MOCKEDFI_…`` are read.

    Raises:
        UserError: a file that cannot be read, an unknown key, a value that a setting cannot take.
    """
    variables = environment or {}
    from_caller = _checked(given or {})
    chosen: dict[str, Any] = {}
    warnings: list[str] = []
    if config is None and variables.get(CONFIG_VARIABLE):
        config = Path(variables[CONFIG_VARIABLE])
    if config is not None:
        chosen, warnings = _File(config).read()
    for row in table():
        if row.variable in variables:
            try:
                chosen[row.name] = parse(variables[row.variable], row)
            except Refused as refused:
                raise UserError(f"environment: {row.variable} {refused.text}") from None
    chosen.update(from_caller)
    return Settings(**chosen, warnings=(*warnings, *_misspelt(variables)))


def _checked(given: Mapping[str, Any]) -> dict[str, Any]:
    """The values that a caller gives, without those that are None; files are relative to the working directory."""
    rows = {row.name: row for row in table()}
    values: dict[str, Any] = {}
    for name, value in given.items():
        if name not in rows:
            raise UserError(f"{name} is no setting{nearest(name, rows) or '; there are ' + ', '.join(sorted(rows))}")
        if value is None:
            continue
        try:
            values[name] = _clients(value) if rows[name].kind == "clients" else check(value, rows[name], Path())
        except Refused as refused:
            raise UserError(f"{name} {refused.text}") from None
    return values


def _clients(rows: Any) -> tuple[ClientSettings, ...]:
    """Clients as a caller gives them: such, or mappings of their settings."""
    if not isinstance(rows, list | tuple):
        raise Refused("must be a list of clients")
    clients = []
    for position, row in enumerate(rows, 1):
        try:
            clients.append(row if isinstance(row, ClientSettings) else client_from(row))
        except Refused as refused:
            raise Refused(f"number {position}: {f'{refused.key} {refused.text}'.strip()}") from None
    return tuple(clients)


def _misspelt(variables: Mapping[str, str]) -> Iterator[str]:
    """A line for each variable that is no setting and looks like one; others may be somebody else's."""
    known = {CONFIG_VARIABLE, *(row.variable for row in table())}
    for name in variables:
        if name.startswith(_PREFIX) and name not in known:
            hint = nearest(name.removeprefix(_PREFIX), (each.removeprefix(_PREFIX) for each in known))
            if hint:
                yield f"environment: {name} is no setting{hint.replace('mean ', 'mean ' + _PREFIX)}"


class _File:
    """One configuration file, read once; every complaint names it and the line."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lines: dict[tuple[str, int, str], int] = {}
        self._places = {row.place: row for row in table()}
        self._tables = {place.partition(".")[0] for place in self._places}

    def read(self) -> tuple[dict[str, Any], list[str]]:
        """Values by setting name, and a line for each that has no effect yet."""
        values: dict[str, Any] = {}
        warnings: list[str] = []
        for place, value in self._flattened().items():
            row = self._places[place]
            if not row.built:
                warnings.append(f"{self._where(place)} {self._label(place)} has no effect yet; it is ignored")
            values[row.name] = self._clients(value) if row.kind == "clients" else self._checked(row, value)
        return values, warnings

    def _flattened(self) -> dict[str, Any]:
        """Values by place, each place known."""
        found: dict[str, Any] = {}
        for name, content in self._parsed().items():
            if name not in self._tables:
                raise self._error(name, self._unknown_table(name, content))
            if name in self._places:
                found[name] = content
                continue
            if not isinstance(content, dict):
                raise self._error(name, f"{name} must be a table; write [{name}] on a line of its own")
            keys = [place.partition(".")[2] for place in self._places if place.startswith(f"{name}.")]
            for key, value in content.items():
                if key not in keys:
                    text = f"{key} is not a setting of [{name}]{nearest(key, keys) or '; it has ' + ', '.join(keys)}"
                    raise self._error(f"{name}.{key}", text)
                found[f"{name}.{key}"] = value
        return found

    def _unknown_table(self, name: str, content: Any) -> str:
        owners = [place.partition(".")[0] for place in self._places if place.partition(".")[2] == name]
        if owners and not isinstance(content, dict):
            return f"{name} stands in no table; move it below [{owners[0]}]"
        hint = nearest(name, self._tables) or f"; there are {', '.join(sorted(self._tables))}"
        return f"[{name}] is not a table of the configuration{hint}"

    def _parsed(self) -> dict[str, Any]:
        try:
            text = self._path.read_text("utf-8")
            self._lines = _lines(text)
            return tomllib.loads(text)
        except OSError as error:
            raise UserError(f"{self._path}: {error.strerror}; name a TOML file") from None
        except UnicodeDecodeError:
            raise UserError(f"{self._path}: is not text in UTF-8; save it so") from None
        except tomllib.TOMLDecodeError as error:
            raise UserError(f"{self._path}: {error}; mend the TOML there") from None

    def _checked(self, row: Setting, value: Any) -> Any:
        try:
            return check(value, row, self._path.parent)
        except Refused as refused:
            raise self._error(row.place, f"{self._label(row.place)} {refused.text}") from None

    def _clients(self, rows: Any) -> tuple[ClientSettings, ...]:
        if not isinstance(rows, list):
            raise self._error("clients", "clients must be tables; write [[clients]] before each")
        clients: dict[str, ClientSettings] = {}
        for position, row in enumerate(rows):
            label = f"[[clients]] number {position + 1}:"
            try:
                client = client_from(row)
            except Refused as refused:
                place = f"clients.{refused.key}"
                raise self._error(place, f"{label} {refused.key} {refused.text}", position) from None
            if client.key in clients:
                raise self._error("clients.key", f'{label} key "{client.key}" is taken by one above it', position)
            clients[client.key] = client
        return tuple(clients.values())

    def _label(self, place: str) -> str:
        name, _, key = place.partition(".")
        return f"[{name}] {key}"

    def _error(self, place: str, text: str, position: int = 0) -> UserError:
        return UserError(f"{self._where(place, position)} {text}")

    def _where(self, place: str, position: int = 0) -> str:
        """``file:line:`` of a key, else of its table."""
        name, _, key = place.partition(".")
        for known in ((name, position, key), (place, position, ""), (name, position, ""), ("", 0, name)):
            if known in self._lines:
                return f"{self._path}:{self._lines[known]}:"
        return f"{self._path}:"


def _lines(text: str) -> dict[tuple[str, int, str], int]:
    """Line numbers by table, how many of that name came before, and key; the key of a header is empty.

    TOML's parser forgets them; this reads what people write, one key a line.
    """
    found: dict[tuple[str, int, str], int] = {}
    table_name, seen = "", Counter({"": 1})
    for line_number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            table_name = header[1]
            seen[table_name] += 1
            found[table_name, seen[table_name] - 1, ""] = line_number
        elif key := _KEY.match(line):
            found.setdefault((table_name, seen[table_name] - 1, key[1]), line_number)
    return found
