"""What students do in their sections: enrolments, grades, gradebooks, academic records."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import islice

from mockedfi.districts.documents import Raw, Stream
from mockedfi.districts.documents.references import (
    day,
    enrollment_reference,
    grading_period_reference,
    section_reference,
    student_reference,
)
from mockedfi.districts.roster import Student
from mockedfi.districts.timetable import Section
from mockedfi.districts.world import World

_LETTERS = ((90, "A"), (80, "B"), (70, "C"), (60, "D"), (0, "F"))
_ENTRIES = (("Homework 1", "Homework", 10), ("Quiz 1", "Quiz", 25))
"""Title, kind, and after how many days of instruction it is given."""
_TERMS = 2
"""Of a year, each of which is taken to have earned as much as this one."""


def student_section_associations(world: World) -> Iterator[Raw]:
    """Every student takes the sections of the team."""
    for student in world.roster:
        sections = world.timetable.of(student)
        for section in sections:
            yield {
                "sectionReference": section_reference(section, world),
                "studentReference": student_reference(student),
                "beginDate": day(world.entry(student)),
                "endDate": day(world.term.end),
                "homeroomIndicator": section is sections[0],
            }


def grades(world: World) -> Iterator[Raw]:
    """Grades of the first grading period, for those who were there."""
    period = world.year.periods[0]
    ungraded = {(str(each.unique_id), code) for each in world.definition.known_students for code in each.ungraded}
    for student in world.there(period.end):
        for section in world.timetable.of(student):
            if section.course.graded and (student.unique_id, section.course.code) not in ungraded:
                mark = _mark(student, section, world)
                yield {
                    "gradingPeriodReference": grading_period_reference(section.school, period, world.year),
                    "studentSectionAssociationReference": enrollment_reference(section, student, world),
                    "gradeTypeDescriptor": "Grading Period",
                    "letterGradeEarned": _letter(mark),
                    "numericGradeEarned": float(mark),
                }


def gradebook_entries(world: World) -> Iterator[Raw]:
    """Homework and quizzes of some sections."""
    for section in _with_gradebook(world):
        for title, kind, after in _ENTRIES:
            yield {
                "gradingPeriodReference": grading_period_reference(section.school, world.year.periods[0], world.year),
                "sectionReference": section_reference(section, world),
                **_entry(section, title, after, world),
                "gradebookEntryTypeDescriptor": kind,
                "maxPoints": 100.0,
                "sourceSectionIdentifier": section.identifier,
                "title": title,
            }


def student_gradebook_entries(world: World) -> Iterator[Raw]:
    """What students got for them."""
    chosen = {(each.school.id, each.identifier) for each in _with_gradebook(world)}
    for student in world.roster:
        for section in world.timetable.of(student):
            for title, _, after in _ENTRIES if (section.school.id, section.identifier) in chosen else ():
                if world.entry(student) > _after(after, world):
                    continue
                mark = min(100, _mark(student, section, world) + world.chance(title, student.number).number(-8, 8))
                yield {
                    "gradebookEntryReference": {
                        **section_reference(section, world),
                        **_entry(section, title, after, world),
                    },
                    "studentReference": student_reference(student),
                    "studentSectionAssociationReference": enrollment_reference(section, student, world),
                    "dateFulfilled": day(_after(after + 1, world)),
                    "letterGradeEarned": _letter(mark),
                    "numericGradeEarned": float(mark),
                }


def student_academic_records(world: World) -> Iterator[Raw]:
    """The record of each student who follows a graduation plan."""
    for student in world.roster:
        if student.school.graduates:
            taken = world.timetable.of(student)
            earned = sum(each.course.credits for each in taken)
            before = earned * _TERMS * student.school.grades.index(student.grade)
            average = sum(_mark(student, each, world) for each in taken) / max(1, len(taken))
            yield {
                "educationOrganizationReference": {"educationOrganizationId": student.school.id},
                "schoolYearTypeReference": {"schoolYear": world.year.number},
                "studentReference": student_reference(student),
                "termDescriptor": world.term.kind,
                "cumulativeAttemptedCredits": before + earned,
                "cumulativeEarnedCredits": before + earned,
                "sessionAttemptedCredits": earned,
                "sessionEarnedCredits": earned,
                "gradePointAverages": [
                    {
                        "gradePointAverageTypeDescriptor": "Unweighted",
                        "gradePointAverageValue": round(max(0.0, (average - 50) / 12.5), 2),
                        "isCumulative": True,
                    }
                ],
            }


def _with_gradebook(world: World) -> Iterator[Section]:
    return islice((each for each in world.timetable if each.course.graded), world.size.gradebook_sections)


def _entry(section: Section, title: str, after: int, world: World) -> Raw:
    """The key of a gradebook entry, for newer and older data standards."""
    return {
        "gradebookEntryIdentifier": f"{section.identifier}-{title}".replace(" ", "-"),
        "namespace": "uri://ed-fi.org/GradebookEntry",
        "dateAssigned": day(_after(after, world)),
        "gradebookEntryTitle": title,
    }


def _after(days: int, world: World) -> date:
    return world.instruction[days]


def _mark(student: Student, section: Section, world: World) -> int:
    """A student is about as good in each course."""
    talent = world.chance("talent", student.number).number(64, 96)
    return max(40, min(100, talent + world.chance("mark", student.number, section.course.code).number(-9, 9)))


def _letter(mark: int) -> str:
    return next(letter for least, letter in _LETTERS if mark >= least)


STREAMS: Mapping[str, Stream] = {
    "studentSectionAssociations": student_section_associations,
    "grades": grades,
    "gradebookEntries": gradebook_entries,
    "studentGradebookEntries": student_gradebook_entries,
    "studentAcademicRecords": student_academic_records,
}
