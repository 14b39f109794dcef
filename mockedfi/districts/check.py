"""Whether the parts of a definition fit together; says in one line which do not."""

from collections.abc import Iterator

from mockedfi.districts.definition import Definition
from mockedfi.districts.people import GROUPS
from mockedfi.districts.year import Year


def mistakes(definition: Definition) -> Iterator[str]:
    """What is wrong, in the order of the definition; each names the table and the remedy."""
    yield from _days(definition)
    if definition.agency is None:
        return
    yield from _needs(definition)
    yield from _courses(definition)
    yield from _known(definition)
    yield from _groups(definition)


def _days(definition: Definition) -> Iterator[str]:
    """Days are written ``08-23``, and first days come before last ones."""
    for name, begin, end in _spans(definition):
        try:
            days = [Year.calendar_day(text, definition.size.school_year) for text in (begin, end)]
        except ValueError:
            yield f"{name}: {begin!r} to {end!r} are no days; write month and day, as 08-23"
        else:
            if days[0] > days[1]:
                yield f"{name}: begins on {begin}, after its end on {end}; a school year runs from July to June"


def _spans(definition: Definition) -> Iterator[tuple[str, str, str]]:
    for term in definition.sessions:
        yield f"sessions {term.name!r}", term.begin, term.end
    for period in definition.grading_periods:
        yield f"grading_periods {period.name!r}", period.begin, period.end
    for text in definition.holidays:
        first, _, last = text.partition("..")
        yield f"holidays {text!r}", first, last or first
    for each in definition.participations:
        yield f"participations {each.program!r}", each.begin, each.begin
    for test in definition.administrations:
        yield f"administrations {test.assessment!r}", test.date, test.date


def _needs(definition: Definition) -> Iterator[str]:
    """What every district with an agency has."""
    for name in ("place", "identifiers"):
        if getattr(definition, name) is None:
            yield f"{name} is missing; an agency needs it"
    if sum(each.sections for each in definition.sessions) != 1:
        yield "sessions: one of them needs sections = true, the others none"
    names = {each.name for each in definition.sessions}
    for period in definition.grading_periods:
        if period.session not in names:
            yield f"grading_periods {period.name!r}: there is no session {period.session!r}"
    try:
        definition.section_identifier.format(school=1, period=1, room="", course="")
    except (KeyError, IndexError, ValueError):
        yield "section_identifier: only {school}, {period}, {room} and {course} stand in it"


def _courses(definition: Definition) -> Iterator[str]:
    """Each grade has courses, and no more than fit into a day."""
    for school in definition.schools:
        for grade in school.grades:
            count = sum(each.grade == grade for each in definition.courses)
            if not 1 <= count <= len(definition.class_periods):
                yield f"courses: {grade!r} has {count}; it needs between 1 and {len(definition.class_periods)}"


def _known(definition: Definition) -> Iterator[str]:
    """Known students and sections are in schools, grades and courses that exist."""
    grades = {each.id: each.grades for each in definition.schools}
    for student in definition.known_students:
        if student.grade not in grades.get(student.school, ()):
            yield f"known_students {student.unique_id}: school {student.school} has no {student.grade!r}"
    codes = {each.code: each.grade for each in definition.courses}
    for section in definition.known_sections:
        if codes.get(section.course) not in grades.get(section.school, ()):
            yield f"known_sections {section.identifier!r}: school {section.school} has no course {section.course!r}"
        if not 1 <= section.period <= len(definition.class_periods):
            yield f"known_sections {section.identifier!r}: there is no class period {section.period}"


def _groups(definition: Definition) -> Iterator[str]:
    """Programs are for groups that there are."""
    for each in definition.participations:
        if each.among and each.among not in GROUPS:
            yield f"participations {each.program!r}: nobody is among {each.among!r}; known are {', '.join(GROUPS)}"
