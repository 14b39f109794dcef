"""How commands print what became of documents."""

from collections.abc import Mapping

import click

from mockedfi.cli.output import print_table, warn
from mockedfi.loading.report import Report

_SHOWN = 20
"""Reasons that people are shown; --json has them all."""


def show_counts(report: Report) -> None:
    """By resource."""
    rows = [
        (name, f"{count.created:,}", f"{count.updated:,}", f"{count.refused:,}")
        for name, count in report.counts.items()
    ]
    print_table(("Resource", "Created", "Updated", "Refused"), rows)


def show_refusals(report: Report) -> None:
    """Why documents were refused, the most frequent reason first."""
    refusals = sorted(report.refusals.values(), key=lambda each: -each.count)
    for each in refusals[:_SHOWN]:
        status = f" {each.status}" if each.status else ""
        click.echo(f"{each.count:,} x {each.resource}{status}: {each.reason} ({', '.join(each.examples)})")
    if len(refusals) > _SHOWN:
        click.echo(f"… and {len(refusals) - _SHOWN} more reasons; --json has them all")


def show_unknown(unknown: Mapping[str, int]) -> None:
    """Elements of interchange files that the data standard does not have."""
    for name, number in list(unknown.items())[:_SHOWN]:
        warn(f"the data standard has no {name}; left out, {number:,} times")
