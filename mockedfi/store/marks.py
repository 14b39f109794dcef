"""States of the documents to come back to."""

from collections.abc import Sequence
from dataclasses import dataclass

from mockedfi.store.record import Change


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
