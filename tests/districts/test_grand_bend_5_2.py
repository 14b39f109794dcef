"""What clients and the Ed-Fi Alliance's Postman suites of API version 5.2 find in Grand Bend ISD."""

import pytest

from .rows import Rows, code, flat, items

STANDARD = "3.3"
LEA, HIGH, MIDDLE, ELEMENTARY = 255901, 255901001, 255901044, 255901107
PAGE = 25


def test_the_agency_has_three_schools_and_no_department(district: Rows) -> None:
    assert [each["localEducationAgencyId"] for each in district["localEducationAgencies"]] == [LEA]
    assert [each["schoolId"] for each in district.where("schools", localEducationAgencyId=LEA)] == [
        HIGH,
        MIDDLE,
        ELEMENTARY,
    ]
    assert not district["organizationDepartments"]


def test_other_education_organizations(district: Rows) -> None:
    assert district.where("educationServiceCenters", educationServiceCenterId=255950)
    assert district.where("communityOrganizations", communityOrganizationId=19)
    assert district.where("communityProviders", communityProviderId=19255901)
    assert district.where("postSecondaryInstitutions", postSecondaryInstitutionId=6000203)


def test_there_are_no_networks(everything: Rows) -> None:
    assert not everything["educationOrganizationNetworks"]


def test_courses_fill_pages_but_not_a_hundred(everything: Rows) -> None:
    courses = sorted(
        everything["courses"], key=lambda each: (each["courseCode"], flat(each)["educationOrganizationId"])
    )
    assert PAGE + 1 <= len(courses) <= 90
    first = courses[0]["courseCode"]
    assert sum(each["courseCode"] == first for each in courses) == 1


def test_courses_belong_to_a_school_or_an_agency(everything: Rows) -> None:
    known = {each["localEducationAgencyId"] for each in everything["localEducationAgencies"]}
    assert {flat(each)["educationOrganizationId"] for each in everything["courses"]} <= known


def test_students_are_enough_for_pages_and_composites(district: Rows) -> None:
    assert 100 <= len(district["students"]) <= 150
    assert len(district["studentSchoolAssociations"]) == len(district["students"])


def test_the_first_student_has_a_birth_date_of_its_own(district: Rows) -> None:
    first, *others = district["students"]
    assert first["birthDate"] not in {each["birthDate"] for each in others}
    assert first["studentUniqueId"]
    assert first["firstName"]
    assert first["lastSurname"]


def test_staff_have_what_composites_filter_by(district: Rows) -> None:
    for name in (
        "birthDate",
        "yearsOfPriorProfessionalExperience",
        "hispanicLatinoEthnicity",
        "highestCompletedLevelOfEducationDescriptor",
        "personalTitlePrefix",
        "middleName",
    ):
        assert all(name in each for each in district["staffs"]), name
    assert len({each["birthDate"] for each in district["staffs"]}) > 10
    assert len({each["yearsOfPriorProfessionalExperience"] for each in district["staffs"]}) > 5


def test_there_are_25_to_100_staff(district: Rows) -> None:
    assert 25 <= len(district["staffs"]) <= 100
    assert len(district["staffEducationOrganizationEmploymentAssociations"]) >= 25
    assert len(district["staffEducationOrganizationAssignmentAssociations"]) >= 25


def test_sessions_have_different_dates(district: Rows) -> None:
    sessions = district["sessions"]
    assert len({each["beginDate"] for each in sessions}) > 1
    assert len({each["endDate"] for each in sessions}) > 1
    assert all(each["totalInstructionalDays"] for each in sessions)
    assert {flat(each)["schoolYear"] for each in sessions} == {2011}


def test_calendars(district: Rows) -> None:
    assert district.where("calendars", schoolId=HIGH, schoolYear=2011)[0]["calendarCode"]


def test_programs_and_participants(district: Rows) -> None:
    assert district.where("programs", educationOrganizationId=LEA)
    schools = {HIGH, MIDDLE, ELEMENTARY}
    associations = district["studentProgramAssociations"]
    assert associations
    assert {each["educationOrganizationReference"]["educationOrganizationId"] for each in associations} <= schools


@pytest.mark.parametrize("number", range(1, 8))
def test_class_periods_of_the_high_school(district: Rows, number: int) -> None:
    assert district.where("classPeriods", schoolId=HIGH, classPeriodName=f"{number:02} - Traditional")


def test_addresses_of_students_and_parents(district: Rows) -> None:
    for plural in ("studentEducationOrganizationAssociations", "parents"):
        first = district[plural][0]["addresses"][0]
        for name in (
            "streetNumberName",
            "city",
            "postalCode",
            "stateAbbreviationDescriptor",
            "addressTypeDescriptor",
        ):
            assert first[name]


def test_every_student_association_has_an_address(district: Rows) -> None:
    assert all(each["addresses"] for each in district["studentEducationOrganizationAssociations"])


def test_more_than_two_parent_associations(district: Rows) -> None:
    assert len(district["studentParentAssociations"]) > 2


def test_assessments_with_and_without_content_standard(district: Rows) -> None:
    titles = [each.get("contentStandard", {}).get("title") for each in district["assessments"]]
    assert any(titles)
    assert not all(titles)


def test_student_assessments_have_a_language(district: Rows) -> None:
    assert all(each["administrationLanguageDescriptor"] for each in district["studentAssessments"])


@pytest.mark.parametrize("plural", ["assessments", "assessmentItems", "objectiveAssessments", "studentAssessments"])
def test_some_are_of_the_common_namespace_and_none_of_another_client(everything: Rows, plural: str) -> None:
    namespaces = {flat(each)["namespace"] for each in everything[plural]}
    assert any(each.startswith("uri://ed-fi.org/") for each in namespaces)
    assert not any(each.startswith("uri://other.org") for each in namespaces)


def test_gradebook_entries(district: Rows) -> None:
    assert district["gradebookEntries"]
    assert district["studentGradebookEntries"]


def test_school_years(district: Rows) -> None:
    years = {each["schoolYear"]: each["currentSchoolYear"] for each in district["schoolYearTypes"]}
    assert {2001, 2010, 2011, 2012} <= set(years)
    assert [year for year, current in years.items() if current] == [2011]


def test_course_codes_are_the_only_use_of_their_system(district: Rows) -> None:
    systems = {
        code(each["courseIdentificationSystemDescriptor"]) for each in items(district["courses"], "identificationCodes")
    }
    assert systems == {"LEA course code"}


def test_program_ids_are_numbers(district: Rows) -> None:
    """The change queries suite deletes the other programs."""
    assert all(each["programId"].isdigit() for each in district["programs"])


def test_the_academic_weeks_leave_room_on_the_first_page(district: Rows) -> None:
    """A suite adds two and looks for them in a list without a limit."""
    assert len(district["academicWeeks"]) <= 25 - 2
