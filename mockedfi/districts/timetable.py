"""The timetable: which team takes which course when, where and with whom.

A team takes the courses of its grade together. Team *t* of the school's grade *g* has the course in slot *s* in period
*s + t + g*, so the classes of a team never meet at the same time, and one teacher can take several teams.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from mockedfi.districts.definition import Course, Definition, KnownSection, School
from mockedfi.districts.roster import Roster, Student
from mockedfi.districts.workforce import Employee, Workforce


@dataclass(frozen=True, slots=True)
class Section:
    """A course, held for one team."""

    school: School
    course: Course
    team: int
    period: int
    """Index of its class period."""
    room: str
    teacher: Employee
    identifier: str


class Timetable:
    """All sections of a district."""

    def __init__(self, definition: Definition, roster: Roster, workforce: Workforce) -> None:
        self._definition = definition
        self._by_team: dict[tuple[int, str, int], list[Section]] = {}
        known = {(each.school, each.course): each for each in definition.known_sections}
        for school in definition.schools:
            plan = _Plan(definition, school, workforce.teachers(school), known)
            for grade in school.grades:
                for team in range(roster.teams.get((school.id, grade), 0)):
                    self._by_team[school.id, grade, team] = plan.sections(grade, team)

    def __iter__(self) -> Iterator[Section]:
        return (section for sections in self._by_team.values() for section in sections)

    def of(self, student: Student) -> list[Section]:
        """The sections of a student, by class period."""
        return self._by_team[student.school.id, student.grade, student.team]

    def rooms(self, school: School) -> list[str]:
        """The rooms of a school in which there are classes."""
        return sorted({each.room for each in self if each.school is school})


class _Plan:
    """The timetable of one school in the making: who is busy when."""

    def __init__(
        self,
        definition: Definition,
        school: School,
        teachers: list[Employee],
        known: dict[tuple[int, str], KnownSection],
    ) -> None:
        self._definition = definition
        self._school = school
        self._teachers = teachers
        self._known = known
        self._busy: set[tuple[int, int]] = set()
        self._load: Counter[int] = Counter()
        self._of_known = {each: self._owner(known[each]) for each in known if each[0] == school.id}

    def sections(self, grade: str, team: int) -> list[Section]:
        """The sections of one team, by class period."""
        periods = len(self._definition.class_periods)
        first = self._school.grades.index(grade)
        courses = [each for each in self._definition.courses if each.grade == grade]
        sections = [
            self._section(course, team, (slot + team + first) % periods)
            for slot, course in sorted(self._slots(courses, first, periods).items())
        ]
        return sorted(sections, key=lambda section: section.period)

    def _slots(self, courses: list[Course], first: int, periods: int) -> dict[int, Course]:
        """A slot for each course; a known section fixes its course's slot."""
        slots: dict[int, Course] = {}
        for course in courses:
            fixed = self._known.get((self._school.id, course.code))
            if fixed is not None:
                slots[(fixed.period - 1 - first) % periods] = course
        others = [course for course in courses if course not in slots.values()]
        free = [slot for slot in range(len(courses) + len(slots)) if slot not in slots]
        return slots | dict(zip(free, others, strict=False))

    def _section(self, course: Course, team: int, period: int) -> Section:
        known = self._known.get((self._school.id, course.code)) if team == 0 else None
        owner = self._of_known[self._school.id, course.code] if known else None
        teacher = owner or self._teacher(course, period)
        room = known.room if known else teacher.room or ""
        named = self._definition.section_identifier.format(
            school=self._school.id, period=period + 1, room=room, course=course.code.replace("-", "")
        )
        return Section(self._school, course, team, period, room, teacher, known.identifier if known else named)

    def _owner(self, known: KnownSection) -> Employee | None:
        """Who has classes in the room of a known section; there cannot be another class in that period."""
        owner = next((each for each in self._teachers if each.room == known.room), None)
        if owner is not None:
            self._take(owner, known.period - 1)
        return owner

    def _teacher(self, course: Course, period: int) -> Employee:
        """Of those who are free, one of the subject; of those, the one with the fewest sections."""
        chosen = min(
            self._teachers,
            key=lambda each: (
                (each.number, period) in self._busy,
                each.subject != course.subject,
                self._load[each.number],
            ),
        )
        self._take(chosen, period)
        return chosen

    def _take(self, teacher: Employee, period: int) -> None:
        self._busy.add((teacher.number, period))
        self._load[teacher.number] += 1
