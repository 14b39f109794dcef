"""``mockedfi model``: catalogues from table facts, or SQL, and OpenAPI documents."""

from pathlib import Path

import click

from mockedfi.cli.group import show_help
from mockedfi.cli.options import json_option
from mockedfi.cli.output import print_json
from mockedfi.model.build.command import build, save

FILE = click.Path(path_type=Path)


@click.group(invoke_without_command=True)
@click.pass_context
def model(ctx: click.Context) -> None:
    """Build the catalogue of a data standard."""
    show_help(ctx)


@model.command("build", short_help="Compile a data standard, and say what was guessed.")
@click.option("--name", required=True, help="Name of the data standard, as 5.2.")
@click.option(
    "--data-standard-version", "version", required=True, metavar="VERSION", help="As discovery prints it: 5.2.0."
)
@click.option("--tables", type=FILE, help="Table facts (JSON).")
@click.option(
    "--sql", type=FILE, multiple=True, help="SQL of the tables (PostgreSQL), in place of --tables. May be repeated."
)
@click.option("--openapi", type=FILE, multiple=True, help="OpenAPI document, the most fitting first. May be repeated.")
@click.option("-o", "--output", type=FILE, required=True, help="Catalogue to write (.json.gz).")
@json_option
def build_catalogue(
    name: str,
    version: str,
    tables: Path | None,
    sql: tuple[Path, ...],
    openapi: tuple[Path, ...],
    output: Path,
    as_json: bool,
) -> None:
    """Compile a data standard, and say what had to be guessed and what could not be placed."""
    standard, report = build(name, version, tables, openapi, sql)
    save(standard, output)
    if as_json:
        notes = [{"kind": note.kind, "place": note.place, "text": note.text} for note in report.notes]
        print_json({"file": str(output), "resources": len(standard.resources), "notes": notes})
        return
    for line in report.lines():
        click.echo(line)
    click.echo(f"{output}: {len(standard.resources)} resources, {len(report.notes)} notes")
