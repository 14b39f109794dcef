"""``mockedfi postman``: collections for a demonstration without the internet."""

from pathlib import Path

import click

from mockedfi.cli.options import json_option
from mockedfi.cli.output import print_json
from mockedfi.control.clients import packaged
from mockedfi.control.versions import dialect_of, root_of
from mockedfi.dialect.versions import DEFAULT_VERSIONS
from mockedfi.postman.write import write
from mockedfi.reaching import DEFAULT_URL, parts


@click.command()
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="DIR", required=True, help="Folder to write into."
)
@click.option(
    "--api-version",
    "api_versions",
    metavar="VERSION",
    multiple=True,
    help=f"ODS/API version. May be repeated. [default: {', '.join(DEFAULT_VERSIONS)}]",
)
@click.option("--base-url", metavar="URL", default=DEFAULT_URL, show_default=True, help="The server of the stories.")
@json_option
def postman(output: Path, api_versions: tuple[str, ...], base_url: str, as_json: bool) -> None:
    """Write Postman collections that show authorization, profiles and errors step by step, and their environment.

    In Postman: import the folder of a version, choose its environment, click through a collection from the top.
    """
    parts(base_url)
    files = []
    for name in dict.fromkeys(api_versions or DEFAULT_VERSIONS):
        dialect = dialect_of(name)
        files += write(dialect, packaged(), base_url, root_of(name), output / f"v{name}")
    if as_json:
        print_json([str(file) for file in files])
        return
    for file in files:
        click.echo(file)
