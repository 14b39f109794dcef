"""``mockedfi record``: what a client did, as a Postman collection and as a pytest file."""

import json
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import click

from mockedfi.cli.options import json_option
from mockedfi.cli.output import print_json, warn
from mockedfi.cli.remote import asked, url_option
from mockedfi.control.clients import packaged
from mockedfi.control.versions import root_of
from mockedfi.errors import UserError
from mockedfi.testing.recorded_postman import FILE, postman_collection, postman_environment
from mockedfi.testing.recorded_pytest import pytest_file
from mockedfi.testing.recording import Recording, recording


@click.command()
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="DIR", default=Path(), help="Folder to write into."
)
@click.option("--api-version", metavar="VERSION", help="ODS/API version. [default: the one that was called most]")
@click.option("--client", metavar="KEY", help="Only what this API client did.")
@click.option("--after", type=click.IntRange(0), metavar="NUMBER", help="Only requests with a higher number.")
@click.option("--workspace", metavar="NAME", default="", help="A workspace of the server.")
@url_option
@json_option
def record(
    output: Path,
    api_version: str | None,
    client: str | None,
    after: int | None,
    workspace: str,
    url: str,
    as_json: bool,
) -> None:
    """Write what clients did with a running server, to do it again: a Postman collection with its environment, and a
    pytest file to start from.

    The server remembers the newest requests. Those that a fault struck are left out.
    """
    base = url.rstrip("/") + (f"/w/{workspace}" if workspace else "")
    wanted = {"client": client, "after": after, "apiVersion": api_version}
    query = urlencode({name: value for name, value in wanted.items() if value is not None})
    exchanges: list[Any] = asked(list, "GET", f"{base}/mockedfi/requests?{query}".rstrip("?"))
    if not exchanges:
        raise UserError(f"{base} remembers no such requests; let a client call it, then record")
    version = api_version or Counter(each["apiVersion"] for each in exchanges).most_common(1)[0][0]
    made = recording(exchanges, version)
    clients = {each["key"]: each for each in asked(list, "GET", f"{base}/mockedfi/clients")}
    files = _written(output, made, clients, base + root_of(version))
    for line in made.left_out:
        warn(f"left out: {line}")
    if as_json:
        shown = {"files": [str(file) for file in files], "steps": len(made.steps), "leftOut": list(made.left_out)}
        print_json(shown)
        return
    for file in files:
        click.echo(file)


def _written(folder: Path, made: Recording, clients: dict[str, Any], url: str) -> list[Path]:
    known = {each.key for each in packaged()}
    added = {key: facts for key, facts in clients.items() if key not in known}
    secrets = {key: facts["secret"] for key, facts in clients.items()}
    default = packaged()[0].key
    texts = {
        f"{FILE}.postman_collection.json": _json(postman_collection(made)),
        f"{FILE}.postman_environment.json": _json(postman_environment(made, url, secrets)),
        f"test_{FILE}.py": pytest_file(made, added, default),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (folder / name).write_text(text, "utf-8")
    except OSError as error:
        raise UserError(f"{folder} cannot be written ({error.strerror}); choose another folder with -o") from error
    return [folder / name for name in texts]


def _json(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"
