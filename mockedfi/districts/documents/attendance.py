"""Attendance and discipline, on days of instruction."""

from collections.abc import Iterator, Mapping

from mockedfi.districts.documents import Raw, Stream
from mockedfi.districts.documents.references import day, school_reference, section_reference, student_reference
from mockedfi.districts.roster import Student
from mockedfi.districts.world import World

_CATEGORIES = (("Tardy", 0.45), ("Excused Absence", 0.35), ("Unexcused Absence", 0.2))
_STRIDE = 7
"""Events go to every seventh student, again and again, so that all schools have some."""
_OFFENCES = (
    ("School Code of Conduct", "Used a telephone in class.", "Classroom"),
    ("School Violation", "Left the school grounds at lunch.", "Parking lot"),
    ("School Code of Conduct", "Shoved another student.", "Hallway or stairs"),
    ("Other", "Damaged a locker.", "Locker room or gym areas"),
)


def student_section_attendance_events(world: World) -> Iterator[Raw]:
    """Students who were late for, or missed, a section; as many events as the definition says."""
    days = world.year.instruction(world.term.begin, world.term.end)
    for number, student in _chosen(world, world.size.section_attendance_events):
        sections = world.timetable.of(student)
        chance = world.chance("section attendance", number)
        yield {
            "sectionReference": section_reference(sections[number % len(sections)], world),
            "studentReference": student_reference(student),
            "attendanceEventCategoryDescriptor": chance.weighted(_CATEGORIES),
            "eventDate": day(days[_day(number, world, len(days))]),
        }


def student_school_attendance_events(world: World) -> Iterator[Raw]:
    """Students who missed a whole day."""
    days = world.year.instruction(world.term.begin, world.term.end)
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
            "eventDate": day(days[_day(number, world, len(days))]),
        }


def discipline_incidents(world: World) -> Iterator[Raw]:
    """What happened."""
    for number, student in _offenders(world):
        behavior, description, place = _OFFENCES[number % len(_OFFENCES)]
        yield {
            **_incident(number, student),
            "schoolReference": school_reference(student.school),
            "incidentDate": _incident_day(number, world),
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
            "behaviors": [{"behaviorDescriptor": _OFFENCES[number % len(_OFFENCES)][0]}],
        }


def student_discipline_incident_behavior_associations(world: World) -> Iterator[Raw]:
    """Who did what."""
    for number, student in _offenders(world):
        yield {
            "behaviorDescriptor": _OFFENCES[number % len(_OFFENCES)][0],
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
            "disciplineDate": _incident_day(number, world),
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
    """Number and student of each event."""
    students = len(world.roster)
    for number in range(count if students else 0):
        yield number, world.roster[(number * _STRIDE + number * _STRIDE // students) % students]


def _day(number: int, world: World, days: int) -> int:
    """Later rounds come on later days, so that no student has the same event twice."""
    turn = number // len(world.roster)
    return (turn * 11 + number * 5) % days


def _offenders(world: World) -> Iterator[tuple[int, Student]]:
    return _chosen(world, world.size.discipline_incidents)


def _incident(number: int, student: Student) -> Raw:
    return {"incidentIdentifier": f"{student.school.short_name}-{number + 1:04}"}


def _incident_reference(number: int, student: Student) -> Raw:
    return {**_incident(number, student), "schoolId": student.school.id}


def _participation_reference(number: int, student: Student) -> Raw:
    return {**_incident_reference(number, student), "studentUniqueId": student.unique_id}


def _behavior_reference(number: int, student: Student) -> Raw:
    return {
        "behaviorDescriptor": _OFFENCES[number % len(_OFFENCES)][0],
        **_participation_reference(number, student),
    }


def _incident_day(number: int, world: World) -> str:
    days = world.year.instruction(world.term.begin, world.term.end)
    return day(days[_day(number, world, len(days))])


STREAMS: Mapping[str, Stream] = {
    "studentSectionAttendanceEvents": student_section_attendance_events,
    "studentSchoolAttendanceEvents": student_school_attendance_events,
    "disciplineIncidents": discipline_incidents,
    "studentDisciplineIncidentAssociations": student_discipline_incident_associations,
    "studentDisciplineIncidentBehaviorAssociations": student_discipline_incident_behavior_associations,
    "disciplineActions": discipline_actions,
}
