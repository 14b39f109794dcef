"""The staff of a district: who works where, as what."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mockedfi.districts.definition import Definition, School

TEACHER = "Teacher"


@dataclass(frozen=True, slots=True)
class Employee:
    """A member of the staff."""

    number: int
    unique_id: str
    school: School | None
    """None: the agency's own office."""
    position: str
    subject: str | None
    """What a teacher teaches; None for teachers of all subjects and for all others."""
    room: str | None


class Workforce:
    """All staff of a district, in the order of their unique ids."""

    def __init__(self, definition: Definition, teams: Mapping[tuple[int, str], int]) -> None:
        """`teams` says how many teams each grade of each school has: each team needs a teacher at any time."""
        self._first = definition.identifiers.staff if definition.identifiers else 0
        self._staff: list[Employee] = []
        for position in definition.agency.positions if definition.agency else ():
            self._hire(None, position)
        for school in definition.schools:
            for position in school.positions:
                self._hire(school, position)
            subjects = subjects_of(definition, school)
            count = max(school.teachers, sum(teams.get((school.id, grade), 0) for grade in school.grades))
            for index in range(count):
                self._hire(school, TEACHER, _share(subjects, index, count), str(school.first_room + index))

    def __len__(self) -> int:
        return len(self._staff)

    def __iter__(self) -> Iterator[Employee]:
        return iter(self._staff)

    def __getitem__(self, number: int) -> Employee:
        return self._staff[number]

    def teachers(self, school: School) -> list[Employee]:
        """The teachers of a school."""
        return [each for each in self._staff if each.school is school and each.position == TEACHER]

    def _hire(self, school: School | None, position: str, subject: str | None = None, room: str | None = None) -> None:
        number = len(self._staff)
        self._staff.append(Employee(number, str(self._first + number), school, position, subject, room))


def subjects_of(definition: Definition, school: School) -> list[str]:
    """The subjects taught in a school, once for each course."""
    return sorted(each.subject for each in definition.courses if each.grade in school.grades)


def _share(subjects: Sequence[str], index: int, teachers: int) -> str | None:
    """The subject of teacher `index`: subjects get teachers in proportion to their courses."""
    if not subjects:
        return None
    return subjects[(2 * index + 1) * len(subjects) // (2 * teachers)]
