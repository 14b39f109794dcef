"""``mockedfi export``: every document of an API, as files."""

from pathlib import Path
from typing import Any

import click

from mockedfi.cli.doors import door_options, opened
from mockedfi.cli.options import config_option, json_option
from mockedfi.cli.output import print_json, warn
from mockedfi.cli.progress import counting
from mockedfi.errors import UserError
from mockedfi.loading.export import Export


@click.command()
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="DIR", required=True, help="Folder to write into."
)
@click.option("--lines", is_flag=True, help="Write JSON lines (.jsonl), as lightbeam takes them, instead of arrays.")
@door_options
@config_option
@json_option
def export(output: Path, lines: bool, config: Path | None, as_json: bool, **given: Any) -> None:
    """Write every document of a running API, or of a store file: a file for each resource, one document a line.

    mockedfi load takes the folder again.
    """
    store = given["store"]
    if store is not None and not any(store.parent.glob(f"{store.name}*")):
        raise UserError(f"{store} is not there; name a file that mockedfi serve or load made")
    with opened(config, given) as (door, catalogue), counting("reading") as progress:
        reading = Export(door, catalogue, progress)
        counts = reading.into(output, lines=lines)
    if as_json:
        print_json({"folder": str(output), "resources": counts, "denied": reading.denied})
        return
    for path in reading.denied:
        warn(f"{given['key']} may not read {path}; left out")
    click.echo(f"{output}: {sum(counts.values()):,} documents of {len(counts)} resources")
