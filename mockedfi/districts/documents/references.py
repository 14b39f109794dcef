"""References and other pieces that many documents share."""

from datetime import date

from mockedfi.districts.definition import School
from mockedfi.districts.documents import Raw
from mockedfi.districts.people import Family
from mockedfi.districts.roster import Student
from mockedfi.districts.timetable import Section
from mockedfi.districts.world import World
from mockedfi.districts.year import Period, Year


def school_reference(school: School) -> Raw:
    """A ``schoolReference``."""
    return {"schoolId": school.id}


def student_reference(student: Student) -> Raw:
    """A ``studentReference``."""
    return {"studentUniqueId": student.unique_id}


def calendar_reference(school: School, year: Year) -> Raw:
    """A ``calendarReference``; each school has one calendar."""
    return {"calendarCode": calendar_code(school, year), "schoolId": school.id, "schoolYear": year.number}


def calendar_code(school: School, year: Year) -> str:
    """The code of a school's calendar."""
    return f"{school.short_name}-{year.number}"


def grading_period_reference(school: School, period: Period, year: Year) -> Raw:
    """A ``gradingPeriodReference``; older data standards know it by its sequence, newer ones by its name."""
    return {
        "gradingPeriodDescriptor": period.kind,
        "gradingPeriodName": period.name,
        "periodSequence": period.sequence,
        "schoolId": school.id,
        "schoolYear": year.number,
    }


def section_reference(section: Section, world: World) -> Raw:
    """A ``sectionReference``."""
    return {
        "localCourseCode": section.course.code,
        "schoolId": section.school.id,
        "schoolYear": world.year.number,
        "sectionIdentifier": section.identifier,
        "sessionName": world.term.name,
    }


def enrollment_reference(section: Section, student: Student, world: World) -> Raw:
    """A ``studentSectionAssociationReference``."""
    return {
        "beginDate": day(world.entry(student)),
        **section_reference(section, world),
        "studentUniqueId": student.unique_id,
    }


def address(family: Family, kind: str = "Home") -> Raw:
    """An item of ``addresses``."""
    return {
        "addressTypeDescriptor": kind,
        "city": family.city,
        "postalCode": family.postal_code,
        "stateAbbreviationDescriptor": family.state,
        "streetNumberName": family.street,
        "nameOfCounty": family.county,
    }


def day(value: date) -> str:
    """A date on the wire."""
    return value.isoformat()
