"""Options that several commands share; those of settings derive from the table of settings."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import click

from mockedfi.errors import UserError
from mockedfi.settings import Setting, Settings, load, table

Command = TypeVar("Command", bound=Callable[..., Any])

_PLACEHOLDERS = {"texts": "NAME", "text": "TEXT", "whole": "NUMBER", "file": "FILE"}


def config_option(command: Command) -> Command:
    """``--config FILE.toml``."""
    return click.option("--config", type=click.Path(path_type=Path), metavar="FILE.toml", help="Configuration file.")(
        command
    )


def json_option(command: Command) -> Command:
    """``--json`` for commands that print data."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON.")(command)


def settings_options(*names: str) -> Callable[[Command], Command]:
    """Options for the settings of these names; for all that have one if none is named."""
    rows = [row for row in table() if row.option and (not names or row.name in names)]

    def decorate(command: Command) -> Command:
        for row in reversed(rows):
            command = _option(row)(command)
        return command

    return decorate


def chosen_settings(config: Path | None, given: Mapping[str, Any]) -> Settings:
    """The settings from the command line, the environment and the configuration file.

    Raises:
        UserError: one of them cannot be taken.
    """
    values = {name: value for name, value in given.items() if value not in (None, ())}
    if "store" in values:
        if values.get("memory"):
            raise UserError("--store and --memory exclude each other: the state is kept in a file, or nowhere")
        values["memory"] = False
    return load(config, values, os.environ)


def _option(row: Setting) -> Callable[[Command], Command]:
    attributes: dict[str, Any] = {"help": _help(row), "default": None}
    match row.kind:
        case "flag":
            attributes["is_flag"] = True
        case "texts":
            attributes["multiple"] = True
        case "whole":
            attributes["type"] = click.IntRange(_whole(row.minimum), _whole(row.maximum))
        case "file":
            attributes["type"] = click.Path(path_type=Path)
    if row.choices:
        attributes["type"] = click.Choice(row.choices)
    elif row.kind in _PLACEHOLDERS:
        attributes["metavar"] = _PLACEHOLDERS[row.kind]
    return click.option(row.option, row.name, **attributes)


def _help(row: Setting) -> str:
    repeated = " May be repeated." if row.kind == "texts" else ""
    shown = ", ".join(row.default) if isinstance(row.default, tuple) else row.default
    default = f" [default: {shown}]" if shown and row.kind != "flag" else ""
    return row.purpose + repeated + default


def _whole(bound: float | None) -> int | None:
    return None if bound is None else int(bound)
