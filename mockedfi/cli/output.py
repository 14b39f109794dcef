"""How commands print: tables for people, JSON for programs, notes and warnings on the error stream."""

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import click

_LINES = (("├── ", "└── ", "│   "), ("|-- ", "`-- ", "|   "))


def print_json(content: Any) -> None:
    """Data for programs."""
    text = json.dumps(content, ensure_ascii=False, indent=2)
    click.echo(text if _can_be_printed(text) else json.dumps(content, indent=2))


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
    _print_branches(trees, "", next(lines for lines in _LINES if _can_be_printed("".join(lines))))


def _print_branches(trees: Sequence[Tree], margin: str, lines: tuple[str, str, str]) -> None:
    fork, end, down = lines
    for tree in trees:
        last = tree is trees[-1]
        click.echo(f"{margin}{end if last else fork}{tree.label}")
        _print_branches(tree.branches, margin + (" " * len(down) if last else down), lines)


def _can_be_printed(text: str) -> bool:
    """Whether the output has all characters of a text; that of a pipe on Windows has few."""
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def warn(line: str) -> None:
    """A line about something that was accepted and has no effect."""
    click.echo(f"mockedfi: warning: {line}", err=True)
