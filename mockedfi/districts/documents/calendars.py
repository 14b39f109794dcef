"""Calendars, sessions, grading periods, courses and the sections in which they are held."""

from collections.abc import Iterator, Mapping
from datetime import timedelta

from mockedfi.districts.documents import Raw, Stream
from mockedfi.districts.documents.references import (
    calendar_code,
    calendar_reference,
    day,
    grading_period_reference,
    school_reference,
)
from mockedfi.districts.world import World

_WEEK = timedelta(days=7)
_WEEKS = 6


def calendars(world: World) -> Iterator[Raw]:
    """One calendar for each school."""
    for school in world.definition.schools:
        yield {
            "schoolReference": school_reference(school),
            "schoolYearTypeReference": {"schoolYear": world.year.number},
            "calendarCode": calendar_code(school, world.year),
            "calendarTypeDescriptor": "School",
            "gradeLevels": [{"gradeLevelDescriptor": grade} for grade in school.grades],
        }


def calendar_dates(world: World) -> Iterator[Raw]:
    """Every weekday of the sessions."""
    for school in world.definition.schools:
        for date, open_ in world.year.days:
            event = "Instructional day" if open_ else "Holiday"
            yield {
                "calendarReference": calendar_reference(school, world.year),
                "date": day(date),
                "calendarEvents": [{"calendarEventDescriptor": event}],
            }


def academic_weeks(world: World) -> Iterator[Raw]:
    """The first weeks of the session with sections: few, so that those of all schools are on one page of 25."""
    term = world.term
    for school in world.definition.schools:
        monday = term.begin - timedelta(days=term.begin.weekday())
        number = 1
        while number <= _WEEKS and monday <= term.end:
            begin, end = max(monday, term.begin), min(monday + timedelta(days=4), term.end)
            days = len(world.year.instruction(begin, end))
            if days:
                yield {
                    "schoolReference": school_reference(school),
                    "weekIdentifier": f"{world.year.name} Week {number:02}",
                    "beginDate": day(begin),
                    "endDate": day(end),
                    "totalInstructionalDays": days,
                }
                number += 1
            monday += _WEEK


def grading_periods(world: World) -> Iterator[Raw]:
    """The grading periods of each school."""
    for school in world.definition.schools:
        for period in world.year.periods:
            yield {
                "schoolReference": school_reference(school),
                "schoolYearTypeReference": {"schoolYear": world.year.number},
                "gradingPeriodDescriptor": period.kind,
                "gradingPeriodName": period.name,
                "beginDate": day(period.begin),
                "endDate": day(period.end),
                "periodSequence": period.sequence,
                "totalInstructionalDays": len(world.year.instruction(period.begin, period.end)),
            }


def sessions(world: World) -> Iterator[Raw]:
    """The sessions of each school."""
    for school in world.definition.schools:
        for term in world.year.terms:
            periods = [each for each in world.year.periods if each.term == term.name]
            yield {
                "schoolReference": school_reference(school),
                "schoolYearTypeReference": {"schoolYear": world.year.number},
                "sessionName": term.name,
                "beginDate": day(term.begin),
                "endDate": day(term.end),
                "termDescriptor": term.kind,
                "totalInstructionalDays": len(world.year.instruction(term.begin, term.end)),
                "gradingPeriods": [
                    {"gradingPeriodReference": grading_period_reference(school, each, world.year)} for each in periods
                ],
            }


def courses(world: World) -> Iterator[Raw]:
    """The courses, which the agency defines for all its schools."""
    for course in world.definition.courses:
        yield {
            "educationOrganizationReference": {"educationOrganizationId": world.agency.id},
            "courseCode": course.code,
            "academicSubjectDescriptor": course.subject,
            "courseDefinedByDescriptor": "LEA",
            "courseTitle": course.title,
            "maximumAvailableCredits": course.credits,
            "numberOfParts": 1,
            "academicSubjects": [{"academicSubjectDescriptor": course.subject}],
            "identificationCodes": [
                {"courseIdentificationSystemDescriptor": "LEA course code", "identificationCode": course.code}
            ],
            "offeredGradeLevels": [{"gradeLevelDescriptor": course.grade}],
        }


def course_offerings(world: World) -> Iterator[Raw]:
    """Each course in each session of the schools with its grade."""
    for school in world.definition.schools:
        for term in world.year.terms:
            for course in world.definition.courses:
                if course.grade in school.grades:
                    yield {
                        "courseReference": {"courseCode": course.code, "educationOrganizationId": world.agency.id},
                        "schoolReference": school_reference(school),
                        "sessionReference": {
                            "schoolId": school.id,
                            "schoolYear": world.year.number,
                            "sessionName": term.name,
                        },
                        "localCourseCode": course.code,
                        "localCourseTitle": course.title,
                    }


def sections(world: World) -> Iterator[Raw]:
    """The timetable."""
    for section in world.timetable:
        school = section.school
        period = world.definition.class_periods[section.period]
        yield {
            "courseOfferingReference": {
                "localCourseCode": section.course.code,
                "schoolId": school.id,
                "schoolYear": world.year.number,
                "sessionName": world.term.name,
            },
            "locationReference": {"classroomIdentificationCode": section.room, "schoolId": school.id},
            "locationSchoolReference": school_reference(school),
            "sectionIdentifier": section.identifier,
            "availableCredits": section.course.credits,
            "educationalEnvironmentDescriptor": "Classroom",
            "sectionName": section.course.title,
            "sequenceOfCourse": 1,
            "classPeriods": [{"classPeriodReference": {"classPeriodName": period.name, "schoolId": school.id}}],
        }


def graduation_plans(world: World) -> Iterator[Raw]:
    """What the students of schools with a graduation need, for each of their classes."""
    for school in world.definition.schools:
        for years in range(len(school.grades)) if school.graduates else ():
            yield {
                "educationOrganizationReference": {"educationOrganizationId": school.id},
                "graduationSchoolYearTypeReference": {"schoolYear": world.year.number + years},
                "graduationPlanTypeDescriptor": "Recommended",
                "totalRequiredCredits": 26.0,
                "creditsBySubjects": [
                    {"academicSubjectDescriptor": subject, "credits": 4.0} for subject in ("English", "Mathematics")
                ],
            }


STREAMS: Mapping[str, Stream] = {
    "calendars": calendars,
    "calendarDates": calendar_dates,
    "academicWeeks": academic_weeks,
    "gradingPeriods": grading_periods,
    "sessions": sessions,
    "courses": courses,
    "courseOfferings": course_offerings,
    "sections": sections,
    "graduationPlans": graduation_plans,
}
