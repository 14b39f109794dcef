"""``mockedfi load``: documents from files into an API."""

from pathlib import Path
from typing import Any

import click

from mockedfi.cli.doors import door_options, opened
from mockedfi.cli.options import config_option, json_option
from mockedfi.cli.output import print_json
from mockedfi.cli.progress import counting
from mockedfi.cli.reports import show_counts, show_refusals, show_unknown
from mockedfi.loading.load import load as post_all
from mockedfi.loading.sources import Sources


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--resource", default="", metavar="PLURAL", help="What JSON files hold whose names do not say it.")
@door_options
@config_option
@json_option
def load(files: tuple[Path, ...], resource: str, config: Path | None, as_json: bool, **given: Any) -> int:
    """Load documents into a running API, or into a store file; say what was refused and why.

    FILES are JSON arrays or one document a line, named after their resource (students.json), folders of such files,
    or Ed-Fi interchange XML. The exit status is 1 if anything was refused.
    """
    with opened(config, given) as (door, catalogue), Sources(catalogue, resource) as sources:
        batches = sources.batches(files)
        with counting("loading") as progress:
            report = post_all(batches, door, progress)
    if as_json:
        unknown = [{"element": name, "count": count} for name, count in sources.unknown.most_common()]
        print_json({**report.as_json(), "unknownElements": unknown})
    else:
        show_counts(report)
        show_refusals(report)
        show_unknown(dict(sources.unknown.most_common()))
        total = report.total
        click.echo(f"{total.created:,} created, {total.updated:,} updated, {total.refused:,} refused")
    return 1 if report.total.refused else 0
