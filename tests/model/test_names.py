"""Naming rules, on names of the reference's own."""

import pytest

from mockedfi.model.build import names


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("SchoolId", "schoolId"),
        ("URI", "uri"),
        ("URIs", "uris"),
        ("IEPBeginDate", "iepBeginDate"),
        ("CTEProgramServiceDescriptor", "cteProgramServiceDescriptor"),
        ("USInitialEntry", "usInitialEntry"),
        ("TitleIPartASchoolDesignation", "titleIPartASchoolDesignation"),
        ("DateEnteredUS", "dateEnteredUS"),
        ("Date", "date"),
    ],
)
def test_camel_case_lowers_leading_capitals(name: str, shown: str) -> None:
    assert names.camel(name) == shown


@pytest.mark.parametrize(
    ("name", "many"),
    [
        ("School", "Schools"),
        ("Person", "People"),
        ("StudentGradebookEntry", "StudentGradebookEntries"),
        ("InterventionStudy", "InterventionStudies"),
        ("LocalEducationAgency", "LocalEducationAgencies"),
        ("StaffLeave", "StaffLeaves"),
        ("ProgramParticipationStatus", "ProgramParticipationStatuses"),
        ("SurveyQuestionMatrix", "SurveyQuestionMatrices"),
        ("Address", "Addresses"),
        ("Diagnosis", "Diagnoses"),
        ("StudentEducationOrganizationAssociationCohortYear", "StudentEducationOrganizationAssociationCohortYears"),
        ("GradeLevelOffered", "GradeLevelsOffered"),
        ("DerivativeSourceURI", "DerivativeSourceURIs"),
        ("ExternalParticipantInformation", "ExternalParticipantInformation"),
        ("OtherName", "OtherNames"),
        ("SchoolYearType", "SchoolYearTypes"),
        ("DirectlyOwnedBus", "DirectlyOwnedBuses"),
        ("ArtMedium", "ArtMedia"),
        ("BookShelf", "BookShelves"),
    ],
)
def test_plural_of_the_last_word(name: str, many: str) -> None:
    assert names.plural(name) == many


@pytest.mark.parametrize(
    ("many", "one"),
    [
        ("Addresses", "Address"),
        ("Services", "Service"),
        ("StudentNeeds", "StudentNeed"),
        ("Agencies", "Agency"),
        ("DirectlyOwnedBuses", "DirectlyOwnedBus"),
        ("ArtMedia", "ArtMedium"),
        ("People", "Person"),
        ("Information", "Information"),
        ("Crew", "Crew"),
    ],
)
def test_singular_of_a_plural(many: str, one: str) -> None:
    assert names.singular(many) == one


@pytest.mark.parametrize(
    ("pairs", "target", "role"),
    [
        ([("SchoolId", "SchoolId")], "School", ""),
        ([("LocationSchoolId", "SchoolId")], "School", "Location"),
        ([("ClassOfSchoolYear", "SchoolYear")], "SchoolYearType", "ClassOf"),
        ([("ProgramEducationOrganizationId", "EducationOrganizationId"), ("Name", "Name")], "Program", ""),
        ([("SchoolId", "SchoolId"), ("LocationCode", "Code")], "Location", ""),
        ([("Other", "SchoolId")], "School", ""),
    ],
)
def test_role_is_what_a_column_says_besides_the_referenced_one(
    pairs: list[tuple[str, str]], target: str, role: str
) -> None:
    assert names.role(pairs, target) == role


def test_a_reference_leaves_out_a_role_with_which_its_target_begins() -> None:
    assert names.reference("Location", "School") == "LocationSchoolReference"
    assert names.reference("Fund", "FundDimension") == "FundDimensionReference"
    assert names.reference("", "School") == "SchoolReference"


def test_a_child_is_cut_by_its_owner_but_not_to_nothing() -> None:
    assert names.cut("SchoolGradeLevel", "School") == "GradeLevel"
    assert names.cut("StaffPet", "StaffExtension") == "Pet"
    assert names.cut("School", "School") == "School"


def test_members_stand_in_the_order_of_their_letters() -> None:
    shown = ["AvailableCreditTypeDescriptor", "AvailableCredits", "AvailableCreditConversion"]
    assert sorted(shown, key=names.order) == shown[::-1]
