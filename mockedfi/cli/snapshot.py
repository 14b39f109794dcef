"""``mockedfi snapshot``: a copy of a running server's documents: to read from, to go back to, to keep as a file."""

import json
from pathlib import Path
from typing import Any

import click

from mockedfi.cli.options import json_option
from mockedfi.cli.output import print_json, print_table
from mockedfi.cli.remote import call, refused, url_option
from mockedfi.errors import UserError

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("name", required=False, default="")
@click.option("--list", "listed", is_flag=True, help="Show the snapshots there are.")
@click.option("--drop", is_flag=True, help="Give the snapshot up.")
@click.option("--restore", is_flag=True, help="Go back to the snapshot.")
@click.option("--export", "target", type=_FILE, metavar="FILE", help="Write what it has and the districts have not.")
@click.option("--import", "source", type=_FILE, metavar="FILE", help="Go back to one that was written to a file.")
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
    if not name and (drop or restore or target):
        raise UserError("name the snapshot; see mockedfi snapshot --list")
    if sum(map(bool, (listed, drop, restore, target, source))) > 1:
        raise UserError("choose one of --list, --drop, --restore, --export and --import")
    place = f"{url.rstrip('/')}/mockedfi/snapshots"
    if listed:
        _show(_ask("GET", place), as_json)
    elif drop:
        _tell(_ask("DELETE", f"{place}/{name}"), f"snapshot {name} was given up", as_json)
    elif restore:
        _tell(_ask("PUT", f"{place}/{name}"), f"the documents are those of snapshot {name} again", as_json)
    elif target is not None:
        _written(target, _ask("GET", f"{place}/{name}"))
        _tell({"file": str(target)}, f"snapshot {name} was written to {target}", as_json)
    elif source is not None:
        content = _read(source)
        answer = _ask("PUT", f"{place}/{name or content['name']}", content)
        _tell(answer, f"the documents are those of {source}, kept as snapshot {answer['name']}", as_json)
    else:
        answer = _ask("POST", f"{place}/{name}" if name else place)
        _tell(answer, f"snapshot {answer['name']} was taken", as_json)


def _ask(method: str, url: str, content: Any = None) -> Any:
    status, answer = call(method, url, None if content is None else json.dumps(content).encode())
    if refused(status):
        raise UserError(f"the server refused with status {status}: {(answer or {}).get('message', 'no reason given')}")
    return answer


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
        raise UserError(f"{file}: {error}; name a file that mockedfi snapshot NAME --export wrote") from None
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
