"""School years; the local education agency, its schools, and what schools are held in."""

from collections.abc import Iterator, Mapping

from mockedfi.districts.definition import Definition
from mockedfi.districts.documents import Raw, Stream
from mockedfi.districts.documents.references import day, school_reference
from mockedfi.districts.world import World

_SEATS = 30


def local_education_agencies(world: World) -> Iterator[Raw]:
    """The district itself."""
    agency = world.agency
    yield {
        "localEducationAgencyId": agency.id,
        "nameOfInstitution": agency.name,
        "operationalStatusDescriptor": "Active",
        "localEducationAgencyCategoryDescriptor": "Regular public school district",
        "charterStatusDescriptor": "Not a Charter School",
        "addresses": [_institution_address(world, "agency")],
        "categories": [{"educationOrganizationCategoryDescriptor": "Local Education Agency"}],
        "institutionTelephones": [_institution_telephone(world, "agency")],
        **agency.members,
    }


def schools(world: World) -> Iterator[Raw]:
    """The schools of the district."""
    for school in world.definition.schools:
        yield {
            "localEducationAgencyReference": {"localEducationAgencyId": world.agency.id},
            "schoolId": school.id,
            "nameOfInstitution": school.name,
            "operationalStatusDescriptor": "Active",
            "shortNameOfInstitution": school.short_name,
            "administrativeFundingControlDescriptor": "Public School",
            "charterStatusDescriptor": "Not a Charter School",
            "schoolTypeDescriptor": "Regular",
            "titleIPartASchoolDesignationDescriptor": "Not A Title I School",
            "addresses": [_institution_address(world, school.id)],
            "educationOrganizationCategories": [{"educationOrganizationCategoryDescriptor": "School"}],
            "identificationCodes": [
                {
                    "educationOrganizationIdentificationSystemDescriptor": "SEA",
                    "identificationCode": str(school.id),
                }
            ],
            "institutionTelephones": [_institution_telephone(world, school.id)],
            "schoolCategories": [{"schoolCategoryDescriptor": school.category}],
            "gradeLevels": [{"gradeLevelDescriptor": grade} for grade in school.grades],
            **school.members,
        }


def school_year_types(world: World) -> Iterator[Raw]:
    """The school years from the first to the last that the definition names."""
    first, last = world.definition.school_years or (1, 0)
    for year in range(first, last + 1):
        yield {
            "schoolYear": year,
            "currentSchoolYear": year == world.year.number,
            "schoolYearDescription": f"{year - 1}-{year}",
        }


def class_periods(world: World) -> Iterator[Raw]:
    """The periods of the day."""
    for school in world.definition.schools:
        for period in world.definition.class_periods:
            yield {
                "schoolReference": school_reference(school),
                "classPeriodName": period.name,
                "meetingTimes": [{"endTime": period.end, "startTime": period.begin}],
            }


def locations(world: World) -> Iterator[Raw]:
    """The classrooms."""
    for school in world.definition.schools:
        for room in world.timetable.rooms(school):
            yield {
                "schoolReference": school_reference(school),
                "classroomIdentificationCode": room,
                "maximumNumberOfSeats": _SEATS,
                "optimalNumberOfSeats": world.definition.class_size,
            }


def bell_schedules(world: World) -> Iterator[Raw]:
    """One schedule with all class periods for each school."""
    periods = world.definition.class_periods
    for school in world.definition.schools if periods else ():
        yield {
            "schoolReference": school_reference(school),
            "bellScheduleName": "Normal Schedule",
            "endTime": periods[-1].end,
            "startTime": periods[0].begin,
            "classPeriods": [
                {"classPeriodReference": {"classPeriodName": each.name, "schoolId": school.id}} for each in periods
            ],
            "dates": [{"date": day(world.term.begin)}],
            "gradeLevels": [{"gradeLevelDescriptor": grade} for grade in school.grades],
        }


def feeder_school_associations(world: World) -> Iterator[Raw]:
    """Each school sends its leavers to the school with the next grades."""
    definition = world.definition
    by_first_grade = {_rank(definition, each.grades[0]): each for each in definition.schools}
    for school in definition.schools:
        receiving = by_first_grade.get(_rank(definition, school.grades[-1]) + 1)
        if receiving is not None:
            yield {
                "feederSchoolReference": school_reference(school),
                "schoolReference": school_reference(receiving),
                "beginDate": day(world.term.begin),
            }


def _rank(definition: Definition, grade: str) -> int:
    """Position of a grade among those that have courses, which the definition lists from the lowest."""
    return list(dict.fromkeys(each.grade for each in definition.courses)).index(grade)


def _institution_address(world: World, purpose: object) -> Raw:
    place = world.definition.place
    assert place is not None
    return {
        "addressTypeDescriptor": "Physical",
        "city": place.city,
        "postalCode": world.people.postal_code(purpose),
        "stateAbbreviationDescriptor": place.state,
        "streetNumberName": world.people.street(purpose),
        "nameOfCounty": place.county,
    }


def _institution_telephone(world: World, purpose: object) -> Raw:
    return {"institutionTelephoneNumberTypeDescriptor": "Main", "telephoneNumber": world.people.telephone(purpose)}


SCHOOL_YEARS: Mapping[str, Stream] = {"schoolYearTypes": school_year_types}
"""What there is without any school."""

STREAMS: Mapping[str, Stream] = {
    "localEducationAgencies": local_education_agencies,
    "schools": schools,
    "classPeriods": class_periods,
    "locations": locations,
    "bellSchedules": bell_schedules,
    "feederSchoolAssociations": feeder_school_associations,
}
