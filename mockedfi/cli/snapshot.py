"""``mockedfi snapshot``: a copy of a running server's documents: to read from, to go back to, to keep as a file."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import quote

import click

from mockedfi.cli.options import json_option
from mockedfi.cli.output import print_json, print_table
from mockedfi.cli.remote import asked, url_option
from mockedfi.errors import UserError

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("name", required=False, default="")
@click.option("--list", "listed", is_flag=True, help="Show the snapshots there are.")
@click.option("--drop", is_flag=True, help="Give the snapshot up.")
@click.option("--restore", is_flag=True, help="Go back to the snapshot.")
@click.option("--export", "target", type=_FILE, metavar="FILE", help="Write what it has and the districts have not.")
@click.option(
    "--import",
    "source",
    type=_FILE,
    metavar="FILE",
    help="Go back to one that was written to a file. The others are given up.",
)
@url_option
@json_option
def snapshot(
    name: str,
    listed: bool,
    drop: bool,
    restore: bool,
    target: Path | None,
    source: Path | None,
    url: str,
    as_json: bool,
) -> None:
    """Take a snapshot of a running server, which stays as it is while the documents change.

    Clients read from the latest with the header Use-Snapshot: true (7.x), or from any with Snapshot-Identifier: NAME
    (before 7.0).
    """
    if sum(map(bool, (listed, drop, restore, target, source))) > 1:
        raise UserError("choose one of --list, --drop, --restore, --export and --import")
    if not name and (drop or restore or target):
        raise UserError("name the snapshot; see mockedfi snapshot --list")
    place, named = f"{url.rstrip('/')}/mockedfi/snapshots", quote(name, safe="")
    if listed:
        _show(asked(list, "GET", place), as_json)
    elif drop:
        _tell(asked(dict, "DELETE", f"{place}/{named}"), f"snapshot {name} was given up", as_json)
    elif restore:
        _tell(asked(dict, "PUT", f"{place}/{named}"), f"the documents are those of snapshot {name} again", as_json)
    elif target is not None:
        _written(target, asked(dict, "GET", f"{place}/{named}"))
        _tell({"file": str(target)}, f"snapshot {name} was written to {target}", as_json)
    elif source is not None:
        content = _read(source)
        answer = asked(dict, "PUT", f"{place}/{named or quote(content['name'], safe='')}", content)
        _tell(answer, f"the documents are those of {source}, kept as snapshot {answer['name']}", as_json)
    else:
        answer = asked(dict, "POST", f"{place}/{named}" if name else place)
        _tell(answer, f"snapshot {answer['name']} was taken", as_json)


def _written(file: Path, content: Any) -> None:
    try:
        file.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", "utf-8")
    except OSError as error:
        raise UserError(f"{file} cannot be written ({error.strerror}); choose another file") from error


def _read(file: Path) -> Any:
    """An exported snapshot. Raises `UserError`."""
    try:
        content = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise UserError(f"{file}: {why}; name a file that mockedfi snapshot NAME --export wrote") from None
    if not isinstance(content, dict) or not isinstance(content.get("name"), str) or "versions" not in content:
        raise UserError(f"{file} is no snapshot; name a file that mockedfi snapshot NAME --export wrote")
    return content


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
