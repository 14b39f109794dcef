"""Students in programs, and the assessments they take: both as the definition lists them."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import islice

from mockedfi.districts.definition import Administration, Participation
from mockedfi.districts.documents import Raw, Stream
from mockedfi.districts.documents.references import day, student_reference
from mockedfi.districts.roster import Student
from mockedfi.districts.world import World


def participants(participation: Participation, world: World) -> Iterator[Raw]:
    """The students of one program."""
    place = {"programName": participation.program, "programTypeDescriptor": participation.type}
    begin = world.year.day(participation.begin)
    eligible = _there(begin, participation.grades, world)
    if participation.among:
        eligible = (each for each in eligible if world.people.is_among(each, participation.among))
    for student in islice(eligible, participation.first, None, participation.every):
        yield {
            "educationOrganizationReference": {"educationOrganizationId": student.school.id},
            "programReference": {"educationOrganizationId": world.agency.id, **place},
            "studentReference": student_reference(student),
            "beginDate": day(begin),
            "servedOutsideOfRegularSession": False,
            **_filled(participation.members, world),
        }


def student_assessments(world: World) -> Iterator[Raw]:
    """The results of the assessments that the definition administers."""
    for test in world.definition.administrations:
        date = world.year.day(test.date)
        for student in islice(_there(date, test.grades, world), 0, None, test.every):
            yield {
                "assessmentReference": {"assessmentIdentifier": test.assessment, "namespace": test.namespace},
                "schoolYearTypeReference": {"schoolYear": world.year.number},
                "studentReference": student_reference(student),
                "studentAssessmentIdentifier": f"{world.year.number}-{student.unique_id}",
                "administrationDate": f"{day(date)}T15:00:00Z",
                "administrationEnvironmentDescriptor": "Classroom",
                "administrationLanguageDescriptor": "eng",
                "whenAssessedGradeLevelDescriptor": student.grade,
                **_results(test, student, world),
            }


def streams(world: World) -> dict[str, Stream]:
    """A stream for each kind of participation that the definition has."""
    plurals = dict.fromkeys(each.resource for each in world.definition.participations)
    return {plural: _participations(plural) for plural in plurals}


def _participations(plural: str) -> Stream:
    def stream(world: World) -> Iterator[Raw]:
        for each in world.definition.participations:
            if each.resource == plural:
                yield from participants(each, world)

    return stream


def _there(date_: date, grades: tuple[str, ...], world: World) -> Iterator[Student]:
    """The students of some grades, or of all, who came by a day."""
    return (student for student in world.there(date_) if not grades or student.grade in grades)


def _results(test: Administration, student: Student, world: World) -> Raw:
    chance = world.chance(test.assessment, student.number)
    score = chance.number(test.lowest, test.highest)
    level = "Met Standard" if score >= test.passing else "Did Not Meet Standard"
    found: Raw = {
        "performanceLevels": [
            {
                "assessmentReportingMethodDescriptor": "Proficiency level",
                "performanceLevelDescriptor": level,
                "performanceLevelMet": score >= test.passing,
            }
        ],
        "scoreResults": [_score("Scale score", score)],
        "studentObjectiveAssessments": [
            {
                "objectiveAssessmentReference": {
                    "assessmentIdentifier": test.assessment,
                    "identificationCode": code,
                    "namespace": test.namespace,
                },
                "scoreResults": [_score("Raw score", chance.number(2, 10))],
            }
            for code in test.objectives
        ],
    }
    if test.item is not None:
        found["items"] = [
            {
                "assessmentItemReference": {
                    "assessmentIdentifier": test.assessment,
                    "identificationCode": test.item,
                    "namespace": test.namespace,
                },
                "assessmentItemResultDescriptor": chance.one_of(("Correct", "Incorrect")),
                "assessmentResponse": chance.one_of("ABCD"),
            }
        ]
    return found


def _score(method: str, result: int) -> Raw:
    return {
        "assessmentReportingMethodDescriptor": method,
        "result": str(result),
        "resultDatatypeTypeDescriptor": "Integer",
    }


def _filled(value: object, world: World) -> Raw:
    """The members of a definition with the years of their texts."""
    filled = world.year.filled_in(value)
    assert isinstance(filled, dict)
    return filled


STREAMS: Mapping[str, Stream] = {"studentAssessments": student_assessments}
