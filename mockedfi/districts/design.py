"""A district from a few numbers: a definition that a person may then edit.

Its year, its day, its courses and its programs are those of a packaged district; the place, the schools and the names
are its own.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from mockedfi.districts.chance import Chance
from mockedfi.districts.find import DEFINITION, find
from mockedfi.districts.names import surname, town
from mockedfi.districts.toml import Table

_MODEL = "grand-bend"
_KEPT = ("school_years", "holidays", "class_periods", "sessions", "grading_periods", "courses", "participations")
"""What is taken over from the model."""
_AGENCIES = 400_000
"""Agencies have numbers from here to twice as much, where no packaged district has one."""
_NUMBERS = 10_000_000
"""How many unique ids an agency has of each kind."""
_SHARES = 6_006
"""Divisible by the numbers of grades."""
_PER_OFFICE = 450
"""Students for each assistant principal and each counselor."""
_AREA_CODES = ("210", "254", "325", "361", "409", "512", "806", "817", "830", "903", "915", "936", "940", "956", "979")
"""Of Texas."""
_MIDDLE, _HIGH = 6, 9
"""Positions of the first grades of middle and high schools: kindergarten is 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a district shall be like."""

    students: int
    schools: int
    seed: int
    school_years: Mapping[str, int]
    """By data standard, the calendar year in which its school year ends."""


def design(wish: Wish) -> tuple[Table, Table]:
    """The tables of ``district.toml`` and of ``rows.toml``; the same ones for the same wish."""
    model = tomllib.loads((find(_MODEL) / DEFINITION).read_text(encoding="utf-8"))
    agency = _AGENCIES + wish.seed % _AGENCIES
    city = town(Chance(wish.seed, "city"))
    tables = {
        "name": f"{city} ISD",
        "seed": wish.seed,
        "mail": f"{re.sub('[^a-z]', '', city.lower())}.example",
        "section_identifier": "{school}-{course}-{period:02}-{room}",
        "class_size": model["class_size"],
        **{name: model[name] for name in _KEPT},
        "data_standards": {name: _size(wish.students, year) for name, year in wish.school_years.items()},
        "agency": {"id": agency, "name": f"{city} ISD", "positions": model["agency"]["positions"]},
        "place": _place(city, wish.seed),
        "identifiers": dict.fromkeys(("students", "staff", "contacts"), agency * _NUMBERS + 1),
        "schools": list(_schools(wish, agency, _grades(model))),
    }
    return tables, {"programs": list(_programs(model["participations"], agency))}


def _size(students: int, school_year: int) -> Table:
    """How much of everything, in the proportions of the model."""
    return {
        "school_year": school_year,
        "students": students,
        "section_attendance_events": students,
        "school_attendance_events": students * 2 // 5,
        "discipline_incidents": students // 40,
        "gradebook_sections": min(8 + students // 250, 400),
    }


def _grades(model: Table) -> list[str]:
    """The grades, from the lowest on."""
    return list(dict.fromkeys(course["grade"] for course in model["courses"]))


@dataclass(frozen=True, slots=True)
class _Level:
    """Schools of the same grades."""

    category: str
    word: str
    """In the names of the schools."""
    first: int
    last: int
    """The grade after the last one, both by position."""
    schools: int

    @property
    def share(self) -> int:
        """Of each school; each grade has the same share of the students."""
        return _SHARES * (self.last - self.first) // self.schools


def _levels(schools: int, grades: int) -> list[_Level]:
    """Half of the schools for the youngest, a quarter each for the others."""
    elementary, middle, high = ("Elementary School", "Elementary"), ("Middle School", "Middle"), ("High School", "High")
    if schools == 1:
        return [_Level("All Levels", "", 0, grades, 1)]
    if schools == 2:
        return [_Level(*elementary, 0, _HIGH, 1), _Level(*high, _HIGH, grades, 1)]
    quarter = max(1, schools // 4)
    return [
        _Level(*elementary, 0, _MIDDLE, schools - 2 * quarter),
        _Level(*middle, _MIDDLE, _HIGH, quarter),
        _Level(*high, _HIGH, grades, quarter),
    ]


def _schools(wish: Wish, agency: int, grades: Sequence[str]) -> Iterator[Table]:
    levels = _levels(wish.schools, len(grades))
    each_school = [level for level in levels for _ in range(level.schools)]
    shares = sum(level.share for level in each_school)
    for number, level in enumerate(each_school, start=1):
        honoured = surname(Chance(wish.seed, "school", number))
        name = " ".join(part for part in (honoured, level.word, "School") if part)
        offices = 1 + wish.students * level.share // shares // _PER_OFFICE
        yield {
            "id": agency * 1000 + number,
            "name": name,
            "short_name": f"{''.join(part[0] for part in name.split())}{number}",
            "category": level.category,
            "grades": list(grades[level.first : level.last]),
            "share": level.share,
            "positions": ["Principal", *["Assistant Principal", "School Counselor"] * offices],
            "graduates": level.last == len(grades),
        }


def _programs(participations: Sequence[Table], agency: int) -> Iterator[Table]:
    """The programs in which students take part."""
    programs = dict.fromkeys((each["program"], each["type"]) for each in participations)
    for number, (name, kind) in enumerate(programs, start=1):
        yield {
            "educationOrganizationReference": {"educationOrganizationId": agency},
            "programName": name,
            "programTypeDescriptor": kind,
            "programId": str(100 + number),
        }


def _place(city: str, seed: int) -> Table:
    """Where people live."""
    first = Chance(seed, "postal codes").number(75_001, 79_000)
    return {
        "city": city,
        "state": "TX",
        "county": surname(Chance(seed, "county")),
        "area_code": Chance(seed, "area code").one_of(_AREA_CODES),
        "postal_codes": [str(first + number) for number in range(5)],
    }
