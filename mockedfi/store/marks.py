"""States of the documents to come back to, and what it takes to get there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mockedfi.store.record import Change

if TYPE_CHECKING:
    from mockedfi.store.documents import Documents


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """A state to come back to."""

    log: Sequence[Sequence[Change]]
    """Where the commits since are remembered."""
    commits: int
    """How many were in it."""
    last: "Sequence[Change] | None"
    number: int
    version: int
    tracked: int

    def is_in(self, log: Sequence[Sequence[Change]] | None) -> bool:
        """Whether the log still holds the commits that led to the state."""
        if log is not self.log or len(self.log) < self.commits:
            return False
        return self.commits == 0 or self.log[self.commits - 1] is self.last


class UndoLog:
    """The commits of one `Documents` since a state that somebody may want back."""

    def __init__(self) -> None:
        self._log: list[Sequence[Change]] | None = None
        self.marked = False
        """Somebody asked for a mark; until then the log is kept for the beginning alone."""

    def mark(self, number: int, version: int, tracked: int) -> Mark:
        """The state as it is; from now on, changes are remembered."""
        if self._log is None:
            self._log = []
        log = self._log
        return Mark(log, len(log), log[-1] if log else None, number, version, tracked)

    def remember(self, changes: Sequence[Change], most: int) -> bool:
        """Keep changes; whether they are too many for nothing but the beginning to go back to."""
        if self._log is None:
            return False
        self._log.append(list(changes))
        return not self.marked and len(self._log) > most

    def since(self, mark: Mark) -> Sequence[Sequence[Change]]:
        """The commits since a mark.

        Raises:
            ValueError: the state was left behind.
        """
        if self._log is None or not mark.is_in(self._log):
            raise ValueError("the marked state was left behind")
        return self._log[mark.commits :]

    def cut(self, mark: Mark) -> None:
        """Forget the commits since a mark."""
        if self._log is not None:
            del self._log[mark.commits :]

    def forget(self) -> None:
        """Remember nothing any more."""
        self._log = None
        self.marked = False


def differences_between(live: "Documents", wanted: "Documents") -> list[Change]:
    """What makes the live documents those that are wanted, which began as they did; deletes come first."""
    changes = []
    for name in sorted(live.touched() | wanted.touched()):
        here, there = live.table(name), wanted.table(name)
        numbers = {
            record.number
            for table in (here, there)
            for pair in table.differences()
            for record in pair
            if record is not None
        }
        for number in sorted(numbers):
            old, new = here.by_number(number), there.by_number(number)
            if old is new:
                continue
            if old is not None and new is not None and old.id == new.id:
                changes.append(Change.replace(old, new))
                continue
            changes += [Change.delete(old)] if old is not None else []
            changes += [Change.insert(new)] if new is not None else []
    return sorted(changes, key=lambda change: change.kind != "delete")
