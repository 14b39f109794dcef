"""``mockedfi districts``: the districts that can be served, and new ones."""

from pathlib import Path
from typing import Any

import click

from mockedfi.cli.group import show_help
from mockedfi.cli.options import json_option
from mockedfi.cli.output import print_json, print_table
from mockedfi.cli.progress import counting
from mockedfi.cli.reports import show_refusals
from mockedfi.dialect.versions import DEFAULT_VERSIONS, VERSIONS
from mockedfi.districts.find import documents_of, find, names
from mockedfi.errors import UserError
from mockedfi.settings.values import nearest

_SCHOOL_YEARS = {each.data_standard: each.school_year for each in VERSIONS.values()}
_DEFAULTS = tuple(VERSIONS[name].data_standard for name in DEFAULT_VERSIONS)


@click.group(invoke_without_command=True)
@click.pass_context
def districts(ctx: click.Context) -> None:
    """Look at districts, generate new ones, validate them."""
    show_help(ctx)


@districts.command("list")
@json_option
def list_districts(as_json: bool) -> None:
    """Show the packaged districts."""
    rows = [{"name": name, "folder": str(find(name))} for name in names()]
    if as_json:
        print_json(rows)
    else:
        print_table(("District", "Folder"), [tuple(row.values()) for row in rows])


@districts.command("show", short_help="A district's schools, and its size.")
@click.argument("name")
@json_option
def show_district(name: str, as_json: bool) -> None:
    """Show a district's schools, and how many documents it has. NAME may be the path of a folder."""
    from mockedfi.districts.summary import summary  # noqa: PLC0415 - to list districts none is read

    shown = summary(find(name))
    if as_json:
        print_json(shown)
        return
    click.echo(f"{shown['name']} ({shown['folder']})")
    if shown["schools"]:
        rows = [
            (str(each["id"]), each["name"], each["category"], f"{each['grades'][0]} to {each['grades'][-1]}")
            for each in shown["schools"]
        ]
        print_table(("School", "Name", "Category", "Grades"), rows)
    years = [
        (each["dataStandard"], str(each["schoolYear"]), f"{each['students']:,}", _counted(each["documents"]))
        for each in shown["dataStandards"]
    ]
    print_table(("Data standard", "School year", "Students", "Documents"), years)


@districts.command(short_help="Make a district of invented people.")
@click.option("--students", type=click.IntRange(0, 2_000_000), metavar="NUMBER", help="Students. [default: 1000]")
@click.option("--schools", type=click.IntRange(1, 900), metavar="NUMBER", help="Schools. [default: 3]")
@click.option("--seed", type=click.IntRange(0), metavar="NUMBER", help="Gives the same district again. [default: 1]")
@click.option(
    "--data-standard",
    "data_standards",
    metavar="VERSION",
    multiple=True,
    help=f"What its documents are for. May be repeated. [default: {', '.join(_DEFAULTS)}]",
)
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="DIR", required=True, help="Folder of the district."
)
@json_option
def generate(
    students: int | None,
    schools: int | None,
    seed: int | None,
    data_standards: tuple[str, ...],
    output: Path,
    as_json: bool,
) -> None:
    """Write a district of invented people: its definition, its documents, and clients for it.

    The definition, DIR/district.toml, is there to be edited; then generate again with -o DIR alone.
    """
    from mockedfi.districts import make  # noqa: PLC0415 - imports Faker

    sizes = {"students": students, "schools": schools, "seed": seed}
    if make.defined(output):
        if given := [f"--{name}" for name, value in sizes.items() if value is not None]:
            raise UserError(
                f"{output} has a definition already, which {' and '.join(given)} would contradict; edit "
                "district.toml there, or choose another folder"
            )
    else:
        make.define(
            output, _school_years(data_standards), **{name: each for name, each in sizes.items() if each is not None}
        )
    with counting("writing") as progress:
        written = make.materialise(output, data_standards, progress)
    rows = [{"folder": str(folder), "documents": sum(counts.values())} for folder, counts in written.items()]
    if as_json:
        print_json({"folder": str(output), "dataStandards": rows})
        return
    for row in rows:
        click.echo(f"{row['folder']}: {row['documents']:,} documents")
    click.echo(f"serve it with: mockedfi serve --district {output} --config {output / make.CLIENTS}")


@districts.command(short_help="Whether the server takes a district's documents.")
@click.argument("name")
@click.option("--data-standard", metavar="VERSION", help="Only this one. [default: all that have documents]")
@json_option
def validate(name: str, data_standard: str | None, as_json: bool) -> int:
    """Post all documents of a district to a server without documents, in this process, and say what it refuses.

    NAME may be the path of a folder. The exit status is 1 if anything was refused.
    """
    from mockedfi.districts.read import data_standards, read  # noqa: PLC0415 - to list districts none is read
    from mockedfi.loading.validate import validated  # noqa: PLC0415

    district = find(name)
    ready = [each for each in data_standards(district) if documents_of(district, each).is_dir()]
    chosen = [data_standard] if data_standard else ready or data_standards(district)
    reports: dict[str, Any] = {}
    for standard in chosen:
        read(district, standard)
        folder = documents_of(district, standard)
        if not folder.is_dir():
            raise UserError(f"{folder}: there are no documents; mockedfi districts generate -o {district} makes them")
        with counting(f"data standard {standard}:") as progress:
            reports[standard] = validated(folder, _version(standard), progress)
    if as_json:
        print_json({standard: report.as_json() for standard, report in reports.items()})
    else:
        for standard, report in reports.items():
            total = report.total
            click.echo(f"{documents_of(district, standard)}: {total.total:,} documents, {total.refused:,} refused")
            show_refusals(report)
    return 1 if any(report.total.refused for report in reports.values()) else 0


def _school_years(data_standards: tuple[str, ...]) -> dict[str, int]:
    chosen = data_standards or _DEFAULTS
    for each in chosen:
        if each not in _SCHOOL_YEARS:
            hint = nearest(each, _SCHOOL_YEARS) or f"; there are {', '.join(_SCHOOL_YEARS)}"
            raise UserError(f"no API version has data standard {each}{hint}")
    return {each: _SCHOOL_YEARS[each] for each in chosen}


def _version(data_standard: str) -> str:
    """The newest API version with a data standard."""
    _school_years((data_standard,))
    return [each.name for each in VERSIONS.values() if each.data_standard == data_standard][-1]


def _counted(documents: int | None) -> str:
    return "made when served" if documents is None else f"{documents:,}"
