"""How commands print: tables for people, JSON for programs, notes and warnings on the error stream."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import click


def print_json(content: Any) -> None:
    """Data for programs."""
    click.echo(json.dumps(content, ensure_ascii=False, indent=2))


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]], title: str = "") -> None:
    """A table for people; `rich` is imported here because most commands print none."""
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    table = Table(*columns, title=title or None, title_justify="left", box=None, pad_edge=False)
    for row in rows:
        table.add_row(*row)
    console = Console()
    if not console.is_terminal:
        console = Console(width=240)
    console.print(table)


@dataclass(frozen=True, slots=True)
class Tree:
    """A line and those that belong to it."""

    label: str
    branches: "Sequence[Tree]" = ()


def print_tree(title: str, trees: Sequence[Tree]) -> None:
    """Lines below a title, joined to those that they belong to."""
    click.echo(title)
    _print_branches(trees, "")


def _print_branches(trees: Sequence[Tree], margin: str) -> None:
    for tree in trees:
        last = tree is trees[-1]
        click.echo(f"{margin}{'└── ' if last else '├── '}{tree.label}")
        _print_branches(tree.branches, margin + ("    " if last else "│   "))


def warn(line: str) -> None:
    """A line about something that was accepted and has no effect."""
    click.echo(f"mockedfi: warning: {line}", err=True)
