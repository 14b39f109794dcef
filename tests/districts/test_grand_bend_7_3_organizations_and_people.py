"""What clients and the Ed-Fi Alliance's Postman suites of API version 7.3 find in Grand Bend ISD: who there is."""

import pytest

from .rows import Rows, code, flat, items

STANDARD = "5.2"
LEA, HIGH, MIDDLE, ELEMENTARY = 255901, 255901001, 255901044, 255901107
PAGE = 500


# --- education organizations ---


def test_the_agency_is_the_only_one_of_its_web_site(everything: Rows) -> None:
    [agency] = everything.where("localEducationAgencies", webSite="http://www.GBISD.edu/")
    assert agency["localEducationAgencyId"] == LEA
    assert [code(each["educationOrganizationCategoryDescriptor"]) for each in agency["categories"]] == [
        "Local Education Agency"
    ]


def test_the_agency_is_the_only_one_with_a_state_identification(everything: Rows) -> None:
    agencies = everything["localEducationAgencies"]
    systems = {
        each["localEducationAgencyId"]: [
            code(item["educationOrganizationIdentificationSystemDescriptor"]) for item in each["identificationCodes"]
        ]
        for each in agencies
    }
    assert [agency for agency, found in systems.items() if "SEA" in found] == [LEA]
    assert systems[LEA][0] == "SEA"


def test_the_high_school_is_the_only_one_with_its_code(everything: Rows) -> None:
    [school] = everything.where("schools", schoolId=HIGH)
    assert code(school["schoolCategories"][0]["schoolCategoryDescriptor"]) == "High School"
    first = school["identificationCodes"][0]
    assert first["identificationCode"] == "255901001"
    assert code(first["educationOrganizationIdentificationSystemDescriptor"]) == "SEA"
    codes = [each["identificationCode"] for each in items(everything["schools"], "identificationCodes")]
    assert codes.count("255901001") == 1


def test_the_schools_are_under_the_agency(district: Rows) -> None:
    assert [each["schoolId"] for each in district.where("schools", localEducationAgencyId=LEA)] == [
        HIGH,
        MIDDLE,
        ELEMENTARY,
    ]


@pytest.mark.parametrize(
    ("member", "value", "school"),
    [
        ("nameOfInstitution", "Grand Bend Middle School", MIDDLE),
        ("shortNameOfInstitution", "GBMS", MIDDLE),
        ("shortNameOfInstitution", "GBES", ELEMENTARY),
    ],
)
def test_one_school_only_is_called_so(everything: Rows, member: str, value: str, school: int) -> None:
    [found] = everything.where("schools", **{member: value})
    assert found["schoolId"] == school


def test_the_institution_is_the_only_active_one(everything: Rows) -> None:
    active = "uri://ed-fi.org/OperationalStatusDescriptor#Active"
    [found] = everything.where("postSecondaryInstitutions", operationalStatusDescriptor=active)
    assert found["postSecondaryInstitutionId"] == 6000203
    assert code(found["categories"][0]["educationOrganizationCategoryDescriptor"]) == "Post Secondary Institution"


def test_other_education_organizations(district: Rows) -> None:
    assert district.where("educationServiceCenters", educationServiceCenterId=255950)
    assert district["localEducationAgencies"][0]["educationServiceCenterReference"] == {
        "educationServiceCenterId": 255950
    }
    [department] = district["organizationDepartments"]
    assert department["organizationDepartmentId"] == 2559011
    assert flat(department)["educationOrganizationId"] == LEA
    assert district.where("communityOrganizations", communityOrganizationId=19)
    assert district.where("communityProviders", communityProviderId=19255901)


def test_there_are_no_networks(everything: Rows) -> None:
    assert not everything["educationOrganizationNetworks"]


def test_there_are_schools_without_a_charter(everything: Rows) -> None:
    status = "uri://ed-fi.org/CharterStatusDescriptor#Not a Charter School"
    assert everything.where("schools", charterStatusDescriptor=status)


def test_no_school_or_agency_is_a_state_education_agency(everything: Rows) -> None:
    """A suite deletes this descriptor and expects to hear of the one agency that it made itself."""
    for plural in ("localEducationAgencies", "educationServiceCenters", "postSecondaryInstitutions"):
        used = {
            code(each["educationOrganizationCategoryDescriptor"]) for each in items(everything[plural], "categories")
        }
        assert "State Education Agency" not in used


@pytest.mark.parametrize(
    ("plural", "member", "absent"),
    [
        ("localEducationAgencies", "localEducationAgencyId", {99999999}),
        (
            "schools",
            "schoolId",
            {
                123, 7890, 9011, 9021, 999999, 88888888, 255901002, 255901003, 255901555, 255901777,
                9007199254740991,
            },
        ),
        (
            "organizationDepartments",
            "organizationDepartmentId",
            {255901777, 255901888, 2559015, 2559016, 2559017},
        ),
        (
            "students",
            "studentUniqueId",
            {
                "ABC123", "AAAAAA", "BBBBBB", "123456789", "999999", "98987676", "DELETE-TEST",
                "DELETE-CONFLICT-TEST", "LIFECYCLE-TEST",
            },
        ),
        (
            "staffs",
            "staffUniqueId",
            {"999999", "TEST-DUPLICATE-TEST", "TEST-StringLength", "TEST-Optional-String-Empty"},
        ),
        (
            "assessments",
            "assessmentIdentifier",
            {"TEST-ASSESSMENT", "ASSESSMENT-DUPLICATE-TEST", "TEST-ASSESSMENT-IDENTIFIER"},
        ),
    ],
)  # fmt: skip
def test_what_suites_create_is_not_there(everything: Rows, plural: str, member: str, absent: set[object]) -> None:
    assert not absent & {each[member] for each in everything[plural]}


# --- students ---


def test_a_page_of_students_is_full_for_the_agency_and_for_two_of_its_schools(district: Rows) -> None:
    assert 900 <= len(district["students"]) <= 1100
    enrolled = {
        flat(each)["studentUniqueId"]
        for each in district["studentSchoolAssociations"]
        if each["schoolReference"]["schoolId"] in (HIGH, MIDDLE)
    }
    assert len(enrolled) >= PAGE


@pytest.mark.parametrize(
    ("student", "school"), [("604821", HIGH), ("604822", HIGH), ("604824", MIDDLE), ("604872", HIGH), ("605614", HIGH)]
)
def test_known_students_are_enrolled(district: Rows, student: str, school: int) -> None:
    [enrollment] = district.where("studentSchoolAssociations", studentUniqueId=student)
    assert enrollment["schoolReference"]["schoolId"] == school


def test_the_first_student_has_a_birth_date_of_its_own(district: Rows) -> None:
    first, *others = district["students"]
    assert first["birthDate"] not in {each["birthDate"] for each in others}


def test_a_known_student_has_an_association_with_the_agency(district: Rows) -> None:
    assert district.where(
        "studentEducationOrganizationAssociations", studentUniqueId="604824", educationOrganizationId=LEA
    )


def test_every_student_association_has_an_address(district: Rows) -> None:
    assert all(each["addresses"] for each in district["studentEducationOrganizationAssociations"])


def test_contacts_have_addresses(district: Rows) -> None:
    assert district["contacts"][0]["addresses"]
    assert len(district["studentContactAssociations"]) > len(district["students"])


def test_each_student_is_enrolled_in_one_school(district: Rows) -> None:
    """So is the first one of each school, from whom suites go out."""
    enrolled = [flat(each)["studentUniqueId"] for each in district["studentSchoolAssociations"]]
    assert len(enrolled) == len(set(enrolled))
    for school in (HIGH, MIDDLE, ELEMENTARY):
        assert district.where("studentSchoolAssociations", schoolId=school)


def test_nobody_was_enrolled_on_the_day_that_a_suite_asks_for(everything: Rows) -> None:
    assert not everything.where("studentSchoolAssociations", entryDate="1999-12-31")


def test_schools_answer_for_their_own_students_only(district: Rows) -> None:
    homes = {
        flat(each)["studentUniqueId"]: each["schoolReference"]["schoolId"]
        for each in district["studentSchoolAssociations"]
    }
    for each in district["studentEducationOrganizationResponsibilityAssociations"]:
        assert homes[flat(each)["studentUniqueId"]] == flat(each)["educationOrganizationId"]


# --- staff ---


def test_there_are_25_to_100_staff_for_the_agency_and_for_two_of_its_schools(district: Rows) -> None:
    assert 25 <= len(district["staffs"]) <= 90
    assigned = {
        flat(each)["staffUniqueId"]
        for each in district["staffEducationOrganizationAssignmentAssociations"]
        if each["educationOrganizationReference"]["educationOrganizationId"] in (HIGH, MIDDLE)
    }
    assert 25 <= len(assigned) <= 90


def test_staff_are_employed_and_assigned(district: Rows) -> None:
    assert district.where("staffEducationOrganizationAssignmentAssociations", educationOrganizationId=MIDDLE)
    assert district.where("staffSchoolAssociations", schoolId=HIGH)
    assert district["staffEducationOrganizationEmploymentAssociations"]


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


def test_nobody_was_hired_on_the_day_on_which_a_suite_hires(district: Rows) -> None:
    assert not district.where("staffEducationOrganizationEmploymentAssociations", hireDate="2021-01-01")
