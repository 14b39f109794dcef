"""Staff: who they are, where they are employed, and which sections they teach."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from mockedfi.districts.documents import Raw, Stream
from mockedfi.districts.documents.references import calendar_reference, day, section_reference
from mockedfi.districts.workforce import TEACHER, Employee
from mockedfi.districts.world import World

_TITLES = {"Female": ("Ms", "Mrs"), "Male": ("Mr",)}
_DOCTOR = "Doctorate"
_EDUCATION = (("Bachelor's", 0.5), ("Master's", 0.42), (_DOCTOR, 0.08))
_FIELDS = {
    "Mathematics": "Mathematics",
    "Science": "Life and Physical Sciences",
    "Social Studies": "Social Studies",
    "Fine and Performing Arts": "Art",
    "Physical, Health, and Safety Education": "Physical Education",
}
_ABSENCES_EVERY, _LEAVES_EVERY = 3, 15


def staffs(world: World) -> Iterator[Raw]:
    """The staff."""
    for employee in world.workforce:
        person = world.people.employee(employee.number)
        career = _career(employee, world)
        education = world.chance("degree", employee.number).weighted(_EDUCATION)
        yield {
            "personReference": _person(employee),
            "staffUniqueId": employee.unique_id,
            "birthDate": day(career.born),
            "firstName": person.first,
            "highestCompletedLevelOfEducationDescriptor": education,
            "hispanicLatinoEthnicity": person.hispanic,
            "lastSurname": person.last,
            "middleName": person.middle,
            "personalTitlePrefix": "Dr" if education == _DOCTOR else _title(employee, person.sex, world),
            "sexDescriptor": person.sex,
            "yearsOfPriorProfessionalExperience": career.before,
            "yearsOfPriorTeachingExperience": career.before // 2,
            "credentials": [{"credentialReference": _credential(employee, world)}] if _teaches(employee) else [],
            "electronicMails": [
                {
                    "electronicMailAddress": world.people.mail(person, employee.number),
                    "electronicMailTypeDescriptor": "Work",
                }
            ],
            "identificationCodes": [
                {"staffIdentificationSystemDescriptor": "State", "identificationCode": employee.unique_id}
            ],
            "races": [{"raceDescriptor": person.race}],
        }


def people(world: World) -> Iterator[Raw]:
    """Each member of the staff as the state's system knows people."""
    return (_person(employee) for employee in world.workforce)


def credentials(world: World) -> Iterator[Raw]:
    """A teaching certificate for each teacher."""
    for employee in world.workforce:
        if _teaches(employee):
            issued = _career(employee, world).hired - timedelta(days=90)
            yield {
                **_credential(employee, world),
                "credentialFieldDescriptor": _FIELDS.get(employee.subject or "", "Generalist"),
                "credentialTypeDescriptor": "Certification",
                "issuanceDate": day(issued),
                "namespace": "uri://ed-fi.org/Credential",
                "teachingCredentialDescriptor": "Regular/Standard",
            }


def staff_education_organization_employment_associations(world: World) -> Iterator[Raw]:
    """Everyone is employed by the agency."""
    for employee in world.workforce:
        yield {
            **_employment(employee, world),
            "educationOrganizationReference": {"educationOrganizationId": world.agency.id},
            "staffReference": {"staffUniqueId": employee.unique_id},
            "fullTimeEquivalency": 1.0,
        }


def staff_education_organization_assignment_associations(world: World) -> Iterator[Raw]:
    """Everyone is assigned to a school or to the agency's office."""
    for employee in world.workforce:
        place = employee.school.id if employee.school else world.agency.id
        yield {
            "educationOrganizationReference": {"educationOrganizationId": place},
            "employmentStaffEducationOrganizationEmploymentAssociationReference": {
                "educationOrganizationId": world.agency.id,
                **_employment(employee, world),
                "staffUniqueId": employee.unique_id,
            },
            "staffReference": {"staffUniqueId": employee.unique_id},
            "beginDate": day(world.term.begin),
            "staffClassificationDescriptor": employee.position,
            "positionTitle": employee.position,
        }


def staff_school_associations(world: World) -> Iterator[Raw]:
    """What teachers do in their school."""
    for employee in world.workforce:
        if employee.school is not None and _teaches(employee):
            yield {
                "calendarReference": calendar_reference(employee.school, world.year),
                "schoolReference": {"schoolId": employee.school.id},
                "schoolYearTypeReference": {"schoolYear": world.year.number},
                "staffReference": {"staffUniqueId": employee.unique_id},
                "programAssignmentDescriptor": "Regular Education",
                "academicSubjects": [{"academicSubjectDescriptor": employee.subject}] if employee.subject else [],
                "gradeLevels": [{"gradeLevelDescriptor": grade} for grade in employee.school.grades],
            }


def staff_section_associations(world: World) -> Iterator[Raw]:
    """Each section's teacher."""
    for section in world.timetable:
        yield {
            "sectionReference": section_reference(section, world),
            "staffReference": {"staffUniqueId": section.teacher.unique_id},
            "beginDate": day(world.term.begin),
            "classroomPositionDescriptor": "Teacher of Record",
            "endDate": day(world.term.end),
        }


def staff_absence_events(world: World) -> Iterator[Raw]:
    """Days on which some of the staff were away."""
    for employee in world.workforce:
        if employee.number % _ABSENCES_EVERY == 1:
            chance = world.chance("absence", employee.number)
            yield {
                "staffReference": {"staffUniqueId": employee.unique_id},
                "absenceEventCategoryDescriptor": chance.one_of(("Sick leave", "Personal", "Professional development")),
                "eventDate": day(chance.one_of(world.instruction)),
                "hoursAbsent": 8.0,
            }


def staff_leaves(world: World) -> Iterator[Raw]:
    """Longer leaves."""
    days = world.instruction
    for employee in world.workforce:
        if employee.number % _LEAVES_EVERY == 2:
            begin = world.chance("leave", employee.number).number(0, len(days) - 11)
            yield {
                "staffReference": {"staffUniqueId": employee.unique_id},
                "beginDate": day(days[begin]),
                "staffLeaveEventCategoryDescriptor": "Family and medical leave",
                "endDate": day(days[begin + 10]),
                "substituteAssigned": True,
            }


def open_staff_positions(world: World) -> Iterator[Raw]:
    """One vacancy in each school."""
    for index, school in enumerate(world.definition.schools, start=1):
        yield {
            "educationOrganizationReference": {"educationOrganizationId": school.id},
            "requisitionNumber": f"{world.year.number}-{index:03}",
            "datePosted": day(world.term.begin),
            "employmentStatusDescriptor": "Probationary",
            "positionTitle": TEACHER,
            "staffClassificationDescriptor": TEACHER,
        }


def _teaches(employee: Employee) -> bool:
    return employee.position == TEACHER


def _title(employee: Employee, sex: str, world: World) -> str:
    return world.chance("title", employee.number).one_of(_TITLES[sex])


def _person(employee: Employee) -> Raw:
    return {"personId": employee.unique_id, "sourceSystemDescriptor": "State"}


def _credential(employee: Employee, world: World) -> Raw:
    assert world.definition.place is not None
    return {
        "credentialIdentifier": f"C{employee.unique_id}",
        "stateOfIssueStateAbbreviationDescriptor": world.definition.place.state,
    }


def _employment(employee: Employee, world: World) -> Raw:
    tenured = world.chance("employment", employee.number).happens(0.8)
    return {
        "employmentStatusDescriptor": "Tenured or permanent" if tenured else "Probationary",
        "hireDate": day(_career(employee, world).hired),
    }


@dataclass(frozen=True, slots=True)
class _Career:
    born: date
    hired: date
    before: int
    """Years of work elsewhere."""


def _career(employee: Employee, world: World) -> _Career:
    """A career that began at the age of 23 or later; employment begins with a school year, some years ago."""
    chance = world.chance("career", employee.number)
    age = chance.number(25, 62)
    years = chance.number(1, age - 23)
    here = chance.number(1, min(years, 12))
    now = world.year.number - 1
    return _Career(
        born=date(now - age, 1, 1) + timedelta(days=chance.number(0, 364)),
        hired=date(now - here, 8, 1),
        before=years - here,
    )


STREAMS: Mapping[str, Stream] = {
    "people": people,
    "credentials": credentials,
    "staffs": staffs,
    "staffEducationOrganizationEmploymentAssociations": staff_education_organization_employment_associations,
    "staffEducationOrganizationAssignmentAssociations": staff_education_organization_assignment_associations,
    "staffSchoolAssociations": staff_school_associations,
    "staffSectionAssociations": staff_section_associations,
    "staffAbsenceEvents": staff_absence_events,
    "staffLeaves": staff_leaves,
    "openStaffPositions": open_staff_positions,
}
