"""``mockedfi snapshot``: a copy of the documents of a running server, for clients to read from."""

from typing import Any

import click

from mockedfi.cli.options import json_option
from mockedfi.cli.output import print_json, print_table
from mockedfi.cli.remote import call, refused, url_option
from mockedfi.errors import UserError


@click.command()
@click.argument("name", required=False, default="")
@click.option("--list", "listed", is_flag=True, help="Show the snapshots there are.")
@click.option("--drop", is_flag=True, help="Give the snapshot up.")
@url_option
@json_option
def snapshot(name: str, listed: bool, drop: bool, url: str, as_json: bool) -> None:
    """Take a snapshot of a running server, which stays as it is while the documents change.

    Clients read from the latest with the header Use-Snapshot: true (7.x), or from any with Snapshot-Identifier: NAME
    (before 7.0).
    """
    if drop and not name:
        raise UserError("name the snapshot to give up; see mockedfi snapshot --list")
    place = f"{url.rstrip('/')}/mockedfi/snapshots"
    if listed:
        _show(_ask("GET", place), as_json)
    elif drop:
        _tell(_ask("DELETE", f"{place}/{name}"), f"snapshot {name} was given up", as_json)
    else:
        answer = _ask("POST", f"{place}/{name}" if name else place)
        _tell(answer, f"snapshot {answer['name']} was taken", as_json)


def _ask(method: str, url: str) -> Any:
    status, answer = call(method, url)
    if refused(status):
        raise UserError(f"the server refused with status {status}: {(answer or {}).get('message', 'no reason given')}")
    return answer


def _tell(answer: Any, line: str, as_json: bool) -> None:
    if as_json:
        print_json(answer)
    else:
        click.echo(line)


def _show(rows: list[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        print_json(rows)
        return
    cells = [
        (
            each["name"],
            each["taken"],
            ", ".join(f"{one['newestChangeVersion']} ({one['apiVersion']})" for one in each["versions"]),
        )
        for each in rows
    ]
    print_table(("Name", "Taken", "Newest change version"), cells)
