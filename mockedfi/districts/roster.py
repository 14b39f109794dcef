"""Who is enrolled where: for each student, by number, the school, the grade and the team that has its classes together.

Kept as arrays of small numbers, so that a hundred thousand students need little memory.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mockedfi.districts.chance import Chance
from mockedfi.districts.definition import Definition, KnownStudent, School

GRADES = (
    "Kindergarten", "First grade", "Second grade", "Third grade", "Fourth grade", "Fifth grade", "Sixth grade",
    "Seventh grade", "Eighth grade", "Ninth grade", "Tenth grade", "Eleventh grade", "Twelfth grade",
)  # fmt: skip
"""From the lowest: a year's students are as old as their grade's place says."""
SIBLING = 0.28
"""How often a student has an elder sibling in the district."""
LARGEST_FAMILY = 3
_REACH = 40
"""How far back in the roster a sibling may stand."""


@dataclass(frozen=True, slots=True)
class Student:
    """A student's place in the district."""

    number: int
    unique_id: str
    school: School
    grade: str
    team: int
    family: int
    """Number of the first student of the family."""


class Roster:
    """All students of a district."""

    def __init__(self, definition: Definition) -> None:
        self._definition = definition
        self._first = definition.identifiers.students if definition.identifiers else 0
        self._schools = definition.schools
        known = self._known(definition)
        self._school_of = _placed_by_share(definition, known)
        self._grade_of = self._grades(known)
        self.teams, self._team_of = self._in_teams(definition.class_size)
        self._family_of = self._families()

    def __len__(self) -> int:
        return len(self._school_of)

    def __iter__(self) -> Iterator[Student]:
        return (self[number] for number in range(len(self)))

    def __getitem__(self, number: int) -> Student:
        school = self._schools[self._school_of[number]]
        return Student(
            number=number,
            unique_id=str(self._first + number),
            school=school,
            grade=school.grades[self._grade_of[number]],
            team=self._team_of[number],
            family=self._family_of[number],
        )

    def heads(self) -> Iterator[Student]:
        """The first student of each family."""
        return (self[number] for number in range(len(self)) if self._family_of[number] == number)

    def _known(self, definition: Definition) -> dict[int, KnownStudent]:
        """Known students by number, as far as the roster goes."""
        numbered = {each.unique_id - self._first: each for each in definition.known_students}
        return {number: each for number, each in numbered.items() if 0 <= number < definition.size.students}

    def _grades(self, known: dict[int, KnownStudent]) -> array[int]:
        """Index of each student's grade in its school: all grades of a school have equally many students."""
        ranks: Counter[int] = Counter()
        grades = array("B")
        for school in self._school_of:
            grades.append(ranks[school] % len(self._schools[school].grades))
            ranks[school] += 1
        for number, each in known.items():
            school = self._school_of[number]
            schoolmates = [other for other, its in enumerate(self._school_of) if its == school]
            _swap(grades, number, self._schools[school].grades.index(each.grade), schoolmates, known)
        return grades

    def _in_teams(self, class_size: int) -> tuple[dict[tuple[int, str], int], array[int]]:
        """How many teams each grade of each school has, and each student's team."""
        places = list(zip(self._school_of, self._grade_of, strict=True))
        sizes = Counter(places)
        counts = {place: -(-size // class_size) for place, size in sizes.items()}
        seen: Counter[tuple[int, int]] = Counter()
        teams = array("H")
        for place in places:
            teams.append(seen[place] * counts[place] // sizes[place])
            seen[place] += 1
        named = {
            (self._schools[school].id, self._schools[school].grades[grade]): count
            for (school, grade), count in counts.items()
        }
        return named, teams

    def _families(self) -> array[int]:
        """For each student the first of its family."""
        chance = Chance(self._definition.seed, "families")
        families = array("L")
        members: dict[int, list[tuple[int, int]]] = {}
        for number, place in enumerate(zip(self._school_of, self._grade_of, strict=True)):
            head = number
            if chance.happens(SIBLING):
                reach = min(_REACH, number)
                begin = chance.number(0, reach)
                near = (families[number - 1 - (begin + step) % reach] for step in range(reach))
                head = next((each for each in near if self._is_family(members[each], place)), number)
            families.append(head)
            members.setdefault(head, []).append(place)
            members.pop(number - _REACH * LARGEST_FAMILY, None)
        return families

    def _is_family(self, members: list[tuple[int, int]], place: tuple[int, int]) -> bool:
        """Whether a student of some school and grade may be another member.

        Siblings are in different grades, and in one school unless that has not the grade of each.
        """
        school, grade = self._schools[place[0]], place[1]
        return len(members) < LARGEST_FAMILY and all(
            other[1] != grade if other[0] == place[0] else set(self._schools[other[0]].grades).isdisjoint(school.grades)
            for other in members
        )


def _placed_by_share(definition: Definition, known: dict[int, KnownStudent]) -> array[int]:
    """Index of each student's school; the schools alternate in proportion to their shares."""
    schools = definition.schools
    total = sum(each.share for each in schools) or 1
    placed = array("H")
    counts = [0] * len(schools)
    for number in range(definition.size.students):
        lack = [(number + 1) * each.share / total - count for each, count in zip(schools, counts, strict=True)]
        chosen = lack.index(max(lack))
        counts[chosen] += 1
        placed.append(chosen)
    ids = [each.id for each in schools]
    for number, each in known.items():
        _swap(placed, number, ids.index(each.school), range(len(placed)), known)
    return placed


def _swap(values: array[int], number: int, wanted: int, places: Sequence[int], known: dict[int, KnownStudent]) -> None:
    """Give place `number` the wanted value, by exchange with the next place that has it and is not known."""
    if values[number] == wanted:
        return
    for other in places:
        if other > number and values[other] == wanted and other not in known:
            values[number], values[other] = wanted, values[number]
            return
    values[number] = wanted
