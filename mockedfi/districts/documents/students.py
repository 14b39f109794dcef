"""Students, their enrolments, what the agency knows of them, and the people who care for them."""

from collections.abc import Iterator, Mapping

from mockedfi.districts.documents import Raw, Stream
from mockedfi.districts.documents.references import (
    address,
    calendar_reference,
    day,
    school_reference,
    student_reference,
)
from mockedfi.districts.people import ENGLISH
from mockedfi.districts.roster import Student
from mockedfi.districts.world import World

_RESPONSIBILITY_EVERY = 20
_CARERS = (
    (("Mother", "Female"), ("Father", "Male")),
    (("Mother", "Female"),),
    (("Father", "Male"),),
    (("Grandmother", "Female"),),
)
_CARER_WEIGHTS = ((0, 0.55), (1, 0.3), (2, 0.1), (3, 0.05))
_EDUCATION = ("High School Diploma", "Some College No Degree", "Bachelor's", "Master's")


def students(world: World) -> Iterator[Raw]:
    """The students."""
    for student in world.roster:
        person = world.people.student(student)
        family = world.people.family(student.family)
        yield {
            "studentUniqueId": student.unique_id,
            "birthCity": family.city,
            "birthDate": day(world.people.birth_date(student)),
            "birthStateAbbreviationDescriptor": family.state,
            "firstName": person.first,
            "lastSurname": person.last,
            "middleName": person.middle,
        }


def student_school_associations(world: World) -> Iterator[Raw]:
    """Each student's enrolment; a few came after the first day."""
    for student in world.roster:
        entry = world.entry(student)
        yield {
            "calendarReference": calendar_reference(student.school, world.year),
            "schoolReference": school_reference(student.school),
            "schoolYearTypeReference": {"schoolYear": world.year.number},
            "studentReference": student_reference(student),
            "entryDate": day(entry),
            "entryGradeLevelDescriptor": student.grade,
            "entryTypeDescriptor": "Next year school" if entry == world.term.begin else "Transfer",
            "primarySchool": True,
            **_graduation(student, world),
        }


def student_education_organization_associations(world: World) -> Iterator[Raw]:
    """What the agency knows of each student."""
    for student in world.roster:
        person = world.people.student(student)
        family = world.people.family(student.family)
        limited = world.people.learns_english(student)
        yield {
            "educationOrganizationReference": {"educationOrganizationId": world.agency.id},
            "studentReference": student_reference(student),
            "hispanicLatinoEthnicity": person.hispanic,
            "limitedEnglishProficiencyDescriptor": "Limited" if limited else "NotLimited",
            "sexDescriptor": person.sex,
            "addresses": [address(family)],
            "electronicMails": [
                {
                    "electronicMailAddress": world.people.mail(person, student.number),
                    "electronicMailTypeDescriptor": "Organization",
                }
            ],
            "languages": _languages(family.language),
            "races": [{"raceDescriptor": person.race}],
            "studentCharacteristics": [
                {"studentCharacteristicDescriptor": each} for each in world.people.circumstances(student)
            ],
            "studentIdentificationCodes": [
                {
                    "assigningOrganizationIdentificationCode": "State",
                    "studentIdentificationSystemDescriptor": "State",
                    "identificationCode": student.unique_id,
                }
            ],
            "telephones": [{"telephoneNumber": family.telephone, "telephoneNumberTypeDescriptor": "Home"}],
        }


def student_education_organization_responsibility_associations(world: World) -> Iterator[Raw]:
    """For some students, the school that answers for them."""
    for student in world.roster:
        if student.number % _RESPONSIBILITY_EVERY == 0:
            yield {
                "educationOrganizationReference": {"educationOrganizationId": student.school.id},
                "studentReference": student_reference(student),
                "beginDate": day(world.term.begin),
                "responsibilityDescriptor": "Accountability",
            }


def contacts(world: World) -> Iterator[Raw]:
    """One or two contacts for each family."""
    for head in world.roster.heads():
        family = world.people.family(head.family)
        for index, (_, sex) in enumerate(_carers(head.family, world)):
            person = world.people.contact(head.family, index, sex)
            education = world.chance("education", head.family, index).one_of(_EDUCATION)
            yield {
                "contactUniqueId": _contact_id(head.family, index, world),
                "firstName": person.first,
                "highestCompletedLevelOfEducationDescriptor": education,
                "lastSurname": person.last,
                "sexDescriptor": sex,
                "addresses": [address(family)] if index == 0 else [],
                "electronicMails": [
                    {
                        "electronicMailAddress": world.people.mail(person, head.family, "example.com"),
                        "electronicMailTypeDescriptor": "Home/Personal",
                    }
                ],
                "telephones": [
                    {
                        "telephoneNumber": world.people.telephone("contact", head.family, index),
                        "telephoneNumberTypeDescriptor": "Mobile",
                    }
                ],
            }


def student_contact_associations(world: World) -> Iterator[Raw]:
    """Siblings share their family's contacts."""
    for student in world.roster:
        for index, (relation, _) in enumerate(_carers(student.family, world)):
            yield {
                "contactReference": {"contactUniqueId": _contact_id(student.family, index, world)},
                "studentReference": student_reference(student),
                "contactPriority": index + 1,
                "emergencyContactStatus": True,
                "livesWith": True,
                "primaryContactStatus": index == 0,
                "relationDescriptor": relation,
            }


def _graduation(student: Student, world: World) -> Raw:
    if not student.school.graduates:
        return {}
    grades = student.school.grades
    leaves = world.year.number + len(grades) - 1 - grades.index(student.grade)
    return {
        "classOfSchoolYearTypeReference": {"schoolYear": leaves},
        "graduationPlanReference": {
            "educationOrganizationId": student.school.id,
            "graduationPlanTypeDescriptor": "Recommended",
            "graduationSchoolYear": leaves,
        },
    }


def _languages(spoken: str) -> list[Raw]:
    """Languages spoken at home, where that is not English."""
    if spoken == ENGLISH:
        return []
    return [{"languageDescriptor": spoken, "uses": [{"languageUseDescriptor": "Home language"}]}]


def _carers(family: int, world: World) -> tuple[tuple[str, str], ...]:
    """(relation, sex) of each contact of a family."""
    return _CARERS[world.chance("carers", family).weighted(_CARER_WEIGHTS)]


def _contact_id(family: int, index: int, world: World) -> str:
    assert world.definition.identifiers is not None
    return str(world.definition.identifiers.contacts + 2 * family + index)


STREAMS: Mapping[str, Stream] = {
    "students": students,
    "studentSchoolAssociations": student_school_associations,
    "studentEducationOrganizationAssociations": student_education_organization_associations,
    "studentEducationOrganizationResponsibilityAssociations": (
        student_education_organization_responsibility_associations
    ),
    "contacts": contacts,
    "studentContactAssociations": student_contact_associations,
}
