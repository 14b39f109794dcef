"""What a district is, as a person writes it down: the tables of ``district.toml`` and ``rows.toml``.

A *row* is a document in the wire's members, with three liberties: a descriptor value may be a bare code value of its
kind, ``{y0}`` and ``{y1}`` in texts stand for the two calendar years of the school year, and ``data_standards`` limits
the row to those data standards.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much of everything there is in one data standard."""

    school_year: int
    """The calendar year in which it ends."""
    students: int = 0
    section_attendance_events: int = 0
    school_attendance_events: int = 0
    discipline_incidents: int = 0
    gradebook_sections: int = 0
    """Sections whose gradebook has entries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """The local education agency, and the staff of its own office."""

    id: int
    name: str
    positions: tuple[str, ...] = ()
    """Staff classifications, one a person."""
    members: Row = field(default_factory=dict)
    """Further members of its document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where people live."""

    city: str
    state: str
    county: str
    area_code: str
    postal_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifiers:
    """The first unique id of each kind of person; the next ones count on."""

    students: int
    staff: int
    contacts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """A school, its grades and its staff."""

    id: int
    name: str
    short_name: str
    category: str
    grades: tuple[str, ...]
    share: int
    """Its students, in proportion to the other schools'."""
    teachers: int = 0
    """At least so many; more where the students need more."""
    positions: tuple[str, ...] = ()
    first_room: int = 101
    graduates: bool = False
    """Its students follow graduation plans."""
    members: Row = field(default_factory=dict)
    """Further members of its document."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A course, which all students of one grade take."""

    code: str
    title: str
    subject: str
    grade: str
    credits: float = 1.0
    graded: bool = False
    """Grades are given in the first grading period."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassPeriod:
    """A period of the day, the same in each school."""

    name: str
    begin: str
    end: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A session; its days are written ``08-23``, without a year."""

    name: str
    term: str
    begin: str
    end: str
    sections: bool = False
    """Sections are held, and so students enrolled, in this session."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GradingPeriod:
    """A grading period of every school; the first one is the one with grades."""

    kind: str
    name: str
    session: str
    begin: str
    end: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownStudent:
    """A student whom clients and test suites count on."""

    unique_id: int
    school: int
    grade: str
    sole_birth_date: bool = False
    """Nobody else is born on the same day."""
    ungraded: tuple[str, ...] = ()
    """Courses without a grade."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownSection:
    """A section that clients and test suites count on: the course's first one."""

    school: int
    course: str
    period: int
    room: str
    identifier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Participation:
    """Students in a program: every `every`-th one, beginning with number `first`, if they are there when it begins."""

    resource: str
    program: str
    type: str
    every: int
    first: int = 0
    grades: tuple[str, ...] = ()
    among: str = ""
    """Only of those who learn English (``English learners``), or are in a circumstance (``Homeless``)."""
    begin: str = "08-23"
    members: Row = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Administration:
    """An assessment that every `every`-th student of some grades takes."""

    assessment: str
    namespace: str
    date: str
    grades: tuple[str, ...]
    every: int
    lowest: int
    highest: int
    passing: int
    objectives: tuple[str, ...] = ()
    item: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A whole district in one data standard."""

    name: str
    size: Size
    seed: int = 0
    mail: str = "example.org"
    """Domain of mail addresses."""
    school_years: tuple[int, ...] = ()
    """The first and the last school year. Districts that are served together repeat them."""
    agency: Agency | None = None
    """None: no schools, students, staff."""
    place: Place | None = None
    identifiers: Identifiers | None = None
    section_identifier: str = "{school}{period:02}{room}{course}"
    class_size: int = 26
    schools: tuple[School, ...] = ()
    courses: tuple[Course, ...] = ()
    class_periods: tuple[ClassPeriod, ...] = ()
    sessions: tuple[Session, ...] = ()
    grading_periods: tuple[GradingPeriod, ...] = ()
    holidays: tuple[str, ...] = ()
    """Days ``09-06`` or spans ``11-22..11-26`` without school."""
    known_students: tuple[KnownStudent, ...] = ()
    known_sections: tuple[KnownSection, ...] = ()
    participations: tuple[Participation, ...] = ()
    administrations: tuple[Administration, ...] = ()
    rows: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    """Plural of a resource to rows that stand before what is invented."""
