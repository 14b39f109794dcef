"""What long work says of itself: a line that moves, on a terminal only."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

_SECONDS = 0.1


@contextmanager
def counting(what: str) -> Iterator[Callable[[str], None]]:
    """Counts on the error stream; what is given is called once for each thing, with the kind that it is of.

    `rich` is imported only where somebody looks.
    """
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what)
        count, shown = 0, 0.0

        def told(kind: str) -> None:
            nonlocal count, shown
            count += 1
            if monotonic() - shown > _SECONDS:
                shown = monotonic()
                bar.update(task, description=f"{what} {kind} ({count:,})")

        yield told
