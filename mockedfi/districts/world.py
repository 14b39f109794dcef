"""A district in one data standard, ready to be written down: what every stream of documents draws on."""

from collections.abc import Iterator
from datetime import date
from functools import cached_property

from mockedfi.districts.chance import Chance
from mockedfi.districts.definition import Agency, Definition
from mockedfi.districts.people import People
from mockedfi.districts.roster import Roster, Student
from mockedfi.districts.timetable import Timetable
from mockedfi.districts.workforce import Workforce
from mockedfi.districts.year import Term, Year

_LATE = 0.04
"""How often a student comes after the term has begun."""


class World:
    """The district's year, people and timetable; each is made at its first use."""

    def __init__(self, definition: Definition) -> None:
        self.definition = definition
        self.size = definition.size
        self.year = Year(definition, definition.size.school_year)

    @property
    def agency(self) -> Agency:
        """The local education agency."""
        assert self.definition.agency is not None
        return self.definition.agency

    @cached_property
    def roster(self) -> Roster:
        """The students."""
        return Roster(self.definition)

    @cached_property
    def workforce(self) -> Workforce:
        """The staff."""
        return Workforce(self.definition, self.roster.teams)

    @cached_property
    def timetable(self) -> Timetable:
        """The sections."""
        return Timetable(self.definition, self.roster, self.workforce)

    @cached_property
    def people(self) -> People:
        """Names and all else that people are."""
        return People(self.definition, self.roster, self.year.number)

    @property
    def term(self) -> Term:
        """The session in which sections are held."""
        return next(each for each in self.year.terms if each.sections)

    def entry(self, student: Student) -> date:
        """A student's first day: that of the term, or for a few one of its first weeks."""
        return self._entries[student.number]

    @cached_property
    def _entries(self) -> list[date]:
        weeks = self.instruction[5:30]
        known = {str(each.unique_id) for each in self.definition.known_students}
        entries = []
        for student in self.roster:
            chance = self.chance("entry", student.number)
            late = weeks and student.unique_id not in known and chance.happens(_LATE)
            entries.append(chance.one_of(weeks) if late else self.term.begin)
        return entries

    def there(self, day: date) -> Iterator[Student]:
        """The students who came by a day."""
        return (student for student in self.roster if self.entry(student) <= day)

    @cached_property
    def instruction(self) -> list[date]:
        """The days of instruction of the term."""
        return self.year.instruction(self.term.begin, self.term.end)

    def chance(self, *purpose: object) -> Chance:
        """Choices for one purpose."""
        return Chance(self.definition.seed, *purpose)
