"""Attendance and discipline, on days of instruction."""

from collections.abc import Iterator, Mapping
from math import gcd

from mockedfi.districts.documents import Raw, Stream
from mockedfi.districts.documents.references import day, school_reference, section_reference, student_reference
from mockedfi.districts.roster import GRADES, Student
from mockedfi.districts.world import World

_CATEGORIES = (("Tardy", 0.45), ("Excused Absence", 0.35), ("Unexcused Absence", 0.2))
_STRIDE = 7
"""Events go to every seventh student, again and again, so that all schools have some."""
_OFFENCES = (
    ("Ninth grade", "School Violation", "Left the school grounds at lunch.", "Parking lot"),
    ("Sixth grade", "School Code of Conduct", "Used a telephone in class.", "Classroom"),
    ("Sixth grade", "Other", "Damaged a locker.", "Locker room or gym areas"),
    ("Kindergarten", "School Code of Conduct", "Shoved another student.", "Hallway or stairs"),
    ("Kindergarten", "School Code of Conduct", "Threw food at another student.", "Cafeteria area"),
)
"""The grade from which on they are met, kind, what happened, and where."""
_STEPS = (11, 13, 17)
"""In days, from one event of a student to the next one, so that none comes twice on a day."""


def student_section_attendance_events(world: World) -> Iterator[Raw]:
    """Students who were late for, or missed, a section; as many events as the definition says."""
    for number, student in _chosen(world, world.size.section_attendance_events):
        sections = world.timetable.of(student)
        chance = world.chance("section attendance", number)
        yield {
            "sectionReference": section_reference(sections[number % len(sections)], world),
            "studentReference": student_reference(student),
            "attendanceEventCategoryDescriptor": chance.weighted(_CATEGORIES),
            "eventDate": _present(number, student, world),
        }


def student_school_attendance_events(world: World) -> Iterator[Raw]:
    """Students who missed a whole day."""
    for number, student in _chosen(world, world.size.school_attendance_events):
        chance = world.chance("school attendance", number)
        yield {
            "schoolReference": school_reference(student.school),
            "sessionReference": {
                "schoolId": student.school.id,
                "schoolYear": world.year.number,
                "sessionName": world.term.name,
            },
            "studentReference": student_reference(student),
            "attendanceEventCategoryDescriptor": chance.weighted(_CATEGORIES[1:]),
            "eventDate": _absent(number, student, world),
        }


def discipline_incidents(world: World) -> Iterator[Raw]:
    """What happened."""
    for number, student in _offenders(world):
        behavior, description, place = _offence(number, student)
        yield {
            **_incident(number, student),
            "schoolReference": school_reference(student.school),
            "incidentDate": _present(number, student, world),
            "incidentDescription": description,
            "incidentLocationDescriptor": place,
            "behaviors": [{"behaviorDescriptor": behavior}],
        }


def student_discipline_incident_associations(world: World) -> Iterator[Raw]:
    """Who took part; older data standards only."""
    for number, student in _offenders(world):
        yield {
            "disciplineIncidentReference": _incident_reference(number, student),
            "studentReference": student_reference(student),
            "studentParticipationCodeDescriptor": "Perpetrator",
            "behaviors": [{"behaviorDescriptor": _offence(number, student)[0]}],
        }


def student_discipline_incident_behavior_associations(world: World) -> Iterator[Raw]:
    """Who did what."""
    for number, student in _offenders(world):
        yield {
            "behaviorDescriptor": _offence(number, student)[0],
            "disciplineIncidentReference": _incident_reference(number, student),
            "studentReference": student_reference(student),
            "disciplineIncidentParticipationCodes": [{"disciplineIncidentParticipationCodeDescriptor": "Perpetrator"}],
        }


def discipline_actions(world: World) -> Iterator[Raw]:
    """What followed."""
    for number, student in _offenders(world):
        yield {
            "responsibilitySchoolReference": school_reference(student.school),
            "studentReference": student_reference(student),
            "disciplineActionIdentifier": f"A{number:04}",
            "disciplineDate": _present(number, student, world),
            "disciplineActionLength": float(1 + number % 3),
            "disciplines": [{"disciplineDescriptor": "In School Suspension"}],
            "studentDisciplineIncidentAssociations": [
                {"studentDisciplineIncidentAssociationReference": _participation_reference(number, student)}
            ],
            "studentDisciplineIncidentBehaviorAssociations": [
                {"studentDisciplineIncidentBehaviorAssociationReference": _behavior_reference(number, student)}
            ],
        }


def _chosen(world: World, count: int) -> Iterator[tuple[int, Student]]:
    """Number and student of each event: every student has one before any has two."""
    students = len(world.roster)
    cycle = students // gcd(students, _STRIDE)
    for number in range(count if students else 0):
        yield number, world.roster[(number * _STRIDE + number // cycle) % students]


def _present(number: int, student: Student, world: World) -> str:
    """The day of an event at school. Nobody who is at school on that day is said to have missed it."""
    return _day(number, student, world, 0)


def _absent(number: int, student: Student, world: World) -> str:
    """A day that a student missed."""
    return _day(number, student, world, 1)


def _day(number: int, student: Student, world: World, first: int) -> str:
    """Every second one of the student's days of instruction is for events of one sort; none is chosen twice."""
    entry = world.entry(student)
    days = [each for each in world.instruction if each >= entry][first::2]
    step = next(each for each in _STEPS if len(days) % each)
    begin = world.chance("attendance", student.number).number(0, len(days) - 1)
    return day(days[(begin + number // len(world.roster) * step) % len(days)])


def _offenders(world: World) -> Iterator[tuple[int, Student]]:
    return _chosen(world, world.size.discipline_incidents)


def _offence(number: int, student: Student) -> tuple[str, str, str]:
    """Kind, what happened, and where."""
    known = [rest for least, *rest in _OFFENCES if GRADES.index(student.grade) >= GRADES.index(least)]
    behavior, description, place = known[number % len(known)]
    return behavior, description, place


def _incident(number: int, student: Student) -> Raw:
    return {"incidentIdentifier": f"{student.school.short_name}-{number + 1:04}"}


def _incident_reference(number: int, student: Student) -> Raw:
    return {**_incident(number, student), "schoolId": student.school.id}


def _participation_reference(number: int, student: Student) -> Raw:
    return {**_incident_reference(number, student), "studentUniqueId": student.unique_id}


def _behavior_reference(number: int, student: Student) -> Raw:
    return {
        "behaviorDescriptor": _offence(number, student)[0],
        **_participation_reference(number, student),
    }


STREAMS: Mapping[str, Stream] = {
    "studentSectionAttendanceEvents": student_section_attendance_events,
    "studentSchoolAttendanceEvents": student_school_attendance_events,
    "disciplineIncidents": discipline_incidents,
    "studentDisciplineIncidentAssociations": student_discipline_incident_associations,
    "studentDisciplineIncidentBehaviorAssociations": student_discipline_incident_behavior_associations,
    "disciplineActions": discipline_actions,
}
