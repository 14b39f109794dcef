"""A school year: its sessions, grading periods and days of instruction."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from mockedfi.districts.definition import Definition

_DAY = timedelta(days=1)
_TURN = 7
"""Days written without a year belong to the first calendar year from this month on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A session of one year."""

    name: str
    kind: str
    begin: date
    end: date
    sections: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A grading period of one year."""

    kind: str
    name: str
    sequence: int
    term: str
    begin: date
    end: date


class Year:
    """The school year that ends in calendar year `number`."""

    def __init__(self, definition: Definition, number: int) -> None:
        self.number = number
        self.name = f"{number - 1}-{number}"
        self._holidays = frozenset(day for text in definition.holidays for day in self._span(text))
        self.terms = tuple(
            Term(
                name=f"{self.name} {each.name}",
                kind=each.term,
                begin=self.day(each.begin),
                end=self.day(each.end),
                sections=each.sections,
            )
            for each in definition.sessions
        )
        self.periods = tuple(
            Period(
                kind=each.kind,
                name=f"{self.name} {each.name}",
                sequence=sequence,
                term=f"{self.name} {each.session}",
                begin=self.day(each.begin),
                end=self.day(each.end),
            )
            for sequence, each in enumerate(definition.grading_periods, start=1)
        )

    def day(self, text: str) -> date:
        """``08-23`` in this school year."""
        return self.calendar_day(text, self.number)

    @staticmethod
    def calendar_day(text: str, number: int) -> date:
        """``08-23`` in the school year that ends in calendar year `number`.

        Raises:
            ValueError: it is no month and day.
        """
        month, day = (int(part) for part in text.split("-"))
        return date(number - 1 if month >= _TURN else number, month, day)

    def filled_in(self, value: Any) -> Any:
        """What the definition says, with the years in place of ``{y0}`` and ``{y1}`` in its texts."""
        if isinstance(value, str):
            return value.replace("{y0}", str(self.number - 1)).replace("{y1}", str(self.number))
        if isinstance(value, Mapping):
            return {name: self.filled_in(each) for name, each in value.items()}
        if isinstance(value, list):
            return [self.filled_in(each) for each in value]
        return value

    @cached_property
    def days(self) -> tuple[tuple[date, bool], ...]:
        """Every weekday within a session, and whether there is instruction."""
        found = {}
        for term in self.terms:
            for day in _weekdays(term.begin, term.end):
                found[day] = day not in self._holidays
        return tuple(sorted(found.items()))

    def instruction(self, begin: date, end: date) -> list[date]:
        """The days of instruction from `begin` to `end`, both included."""
        return [day for day, open_ in self.days if open_ and begin <= day <= end]

    def _span(self, text: str) -> Iterator[date]:
        first, _, last = text.partition("..")
        day, end = self.day(first), self.day(last or first)
        while day <= end:
            yield day
            day += _DAY


def _weekdays(begin: date, end: date) -> Iterator[date]:
    day = begin
    while day <= end:
        if day.weekday() < 5:
            yield day
        day += _DAY
