"""What a build could not take for granted."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["guessed", "not placed", "only in the OpenAPI document", "not in the OpenAPI document"]


@dataclass(frozen=True, slots=True)
class Note:
    """One finding and where it belongs."""

    kind: Kind
    place: str
    text: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.place}: {self.text}"


@dataclass(slots=True)
class Report:
    """All findings of a build, in the order in which they were made."""

    notes: list[Note] = field(default_factory=list)

    def add(self, kind: Kind, place: str, text: str) -> None:
        """Note a finding, once."""
        note = Note(kind, place, text)
        if note not in self.notes:
            self.notes.append(note)

    def of(self, kind: Kind) -> list[Note]:
        """The findings of one kind."""
        return [note for note in self.notes if note.kind == kind]

    def lines(self) -> Iterator[str]:
        """The report as text, sorted."""
        return iter(sorted(str(note) for note in self.notes))
