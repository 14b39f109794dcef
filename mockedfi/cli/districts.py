"""``mockedfi districts``: the districts that can be served."""

import click

from mockedfi.cli.options import json_option
from mockedfi.cli.output import print_json, print_table
from mockedfi.districts.find import find, names


@click.group()
def districts() -> None:
    """Look at the packaged districts."""


@districts.command("list")
@json_option
def list_districts(as_json: bool) -> None:
    """Show the packaged districts."""
    rows = [{"name": name, "folder": str(find(name))} for name in names()]
    if as_json:
        print_json(rows)
    else:
        print_table(("District", "Folder"), [tuple(row.values()) for row in rows])
