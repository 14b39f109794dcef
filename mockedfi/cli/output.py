"""How commands print: tables for people, JSON for programs, notes and warnings on the error stream."""

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import click

_GAP = 2
_LINES = (("├── ", "└── ", "│   "), ("|-- ", "`-- ", "|   "))


def print_json(content: Any) -> None:
    """Data for programs."""
    text = json.dumps(content, ensure_ascii=False, indent=2)
    click.echo(text if _can_be_printed(text) else json.dumps(content, indent=2))


def print_table(
    columns: Sequence[str], rows: Iterable[Sequence[str]], title: str = "", whole: Sequence[str] = ()
) -> None:
    """A table for people. Elsewhere than on a terminal each row is one line, however long.

    `whole` names columns that people read or copy whole: on a terminal that is too narrow for them, each row is
    several lines. `rich` is imported here because most commands print no table.
    """
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    cells = [(name, *column) for name, column in zip(columns, zip(*rows, strict=True), strict=False)]
    console = Console()
    if not console.is_terminal:
        console = Console(width=sum(max(map(len, column)) + _GAP for column in cells) or None)
    elif cells and sum(map(_least_width, cells, (name in whole for name in columns))) > console.width:
        _print_blocks(title, cells, whole)
        return
    table = Table(title=title or None, title_justify="left", box=None, pad_edge=False)
    for name in columns:
        table.add_column(name, overflow="fold", no_wrap=name in whole)
    for row in zip(*(column[1:] for column in cells), strict=True):
        table.add_row(*row)
    console.print(table)


def _least_width(column: Sequence[str], whole: bool) -> int:
    parts = column if whole else [word for cell in column for word in cell.split()]
    return max(map(len, parts)) + _GAP


def _print_blocks(title: str, cells: Sequence[Sequence[str]], whole: Sequence[str]) -> None:
    """Each row as lines: what is to be copied in the first, the rest below it."""
    if title:
        click.echo(title)
    names = [column[0] for column in cells]
    for row in zip(*(column[1:] for column in cells), strict=True):
        shown = dict(zip(names, row, strict=True))
        click.echo("  ".join(shown[name] for name in names if name in whole or name == names[0]))
        for name in names[1:]:
            if name not in whole and shown[name]:
                click.echo(f"    {name}: {shown[name]}")


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
