"""What clients and the Ed-Fi Alliance's Postman suites of API version 7.3 find in Grand Bend ISD: all that goes on."""

import pytest

from .rows import Rows, code, flat, items

STANDARD = "5.2"
LEA, HIGH, MIDDLE, ELEMENTARY = 255901, 255901001, 255901044, 255901107
YEAR = 2022
FALL = "2021-2022 Fall Semester"
COMMON = "uri://ed-fi.org/Assessment/Assessment.xml"
PAGE = 500


# --- calendar and sections ---


def test_courses_fill_pages_but_not_a_hundred(everything: Rows) -> None:
    courses = everything["courses"]
    assert 26 <= len(courses) <= 90
    assert sum(each["courseCode"] == courses[0]["courseCode"] for each in courses) == 1


@pytest.mark.parametrize(
    ("kind", "name", "sequence"),
    [
        ("First Six Weeks", "2021-2022 Fall Semester Exam 1", 1),
        ("Second Six Weeks", "2021-2022 Fall Semester Exam 2", 2),
        ("Third Six Weeks", "2021-2022 Fall Semester Final Exam", 3),
    ],
)
def test_grading_periods_of_the_high_school(district: Rows, kind: str, name: str, sequence: int) -> None:
    [period] = district.where("gradingPeriods", schoolId=HIGH, schoolYear=YEAR, gradingPeriodName=name)
    assert code(period["gradingPeriodDescriptor"]) == kind
    assert period["periodSequence"] == sequence


def test_grading_periods_of_the_other_schools(everything: Rows) -> None:
    first = "uri://ed-fi.org/GradingPeriodDescriptor#First Six Weeks"
    assert everything.where("gradingPeriods", schoolId=MIDDLE, gradingPeriodDescriptor=first)
    assert len(everything.where("gradingPeriods", schoolId=ELEMENTARY)) == 6
    assert not everything.where("gradingPeriods", totalInstructionalDays=99)


@pytest.mark.parametrize("school", [HIGH, MIDDLE, ELEMENTARY])
def test_the_fall_semester(district: Rows, school: int) -> None:
    assert district.where("sessions", schoolId=school, schoolYear=YEAR, sessionName=FALL)


def test_sessions_have_different_dates(district: Rows) -> None:
    assert len({each["beginDate"] for each in district["sessions"]}) > 1
    assert len({each["endDate"] for each in district["sessions"]}) > 1


@pytest.mark.parametrize(
    ("school", "course", "identifier"),
    [
        (HIGH, "ALG-1", "25590100102Trad220ALG112011"),
        (HIGH, "PHOTJOUR", "25590100101Trad124PHOTJOUR1201"),
        (ELEMENTARY, "ART-01", "25590110705Trad504ART0112011"),
    ],
)
def test_known_sections(district: Rows, school: int, course: str, identifier: str) -> None:
    [section] = district.where("sections", sectionIdentifier=identifier)
    assert section["courseOfferingReference"] == {
        "localCourseCode": course,
        "schoolId": school,
        "schoolYear": YEAR,
        "sessionName": FALL,
    }


def test_photojournalism_is_a_career_course(district: Rows) -> None:
    [course] = district.where("courses", courseCode="PHOTJOUR")
    subjects = [code(each["academicSubjectDescriptor"]) for each in course["academicSubjects"]]
    assert subjects == ["Career and Technical Education"]


def test_rooms_offerings_calendars_and_periods(district: Rows) -> None:
    assert district.where("locations", classroomIdentificationCode="220", schoolId=HIGH)
    assert len(district.where("courseOfferings", schoolId=HIGH)) >= 2
    assert district.where("courseOfferings", schoolId=MIDDLE)
    assert district.where("classPeriods", schoolId=MIDDLE)
    assert district["calendars"]
    for number in range(1, 8):
        assert district.where("classPeriods", schoolId=HIGH, classPeriodName=f"{number:02} - Traditional")


def test_a_known_student_takes_algebra_and_has_no_grade_in_it(district: Rows) -> None:
    [enrollment] = district.where("studentSectionAssociations", studentUniqueId="604822", localCourseCode="ALG-1")
    assert enrollment["beginDate"] == "2021-08-23"
    assert enrollment["sectionReference"]["sectionIdentifier"] == "25590100102Trad220ALG112011"
    assert district.where("grades", studentUniqueId="604822")
    assert not district.where("grades", studentUniqueId="604822", localCourseCode="ALG-1")


def test_students_of_english(district: Rows) -> None:
    assert 2 <= len(district.where("studentSectionAssociations", schoolId=HIGH, localCourseCode="ENG-1")) <= 1000


def test_attendance_events_make_two_hundred_partitions_whose_last_is_the_largest(district: Rows) -> None:
    count, partitions = len(district["studentSectionAttendanceEvents"]), 200
    each = count // partitions
    last = count - (partitions - 1) * each
    assert each >= 1
    assert each <= last < 2 * each < PAGE


def test_grades(district: Rows) -> None:
    assert len(district["grades"]) > 10


# --- programs ---


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Bilingual", "Bilingual"),
        ("Special Education", "Special Education"),
        ("Gifted and Talented", "Gifted and Talented"),
        ("21st CCLC", "Support"),
    ],
)
def test_programs_of_the_agency(district: Rows, name: str, kind: str) -> None:
    type_ = f"uri://ed-fi.org/ProgramTypeDescriptor#{kind}"
    assert district.where("programs", educationOrganizationId=LEA, programName=name, programTypeDescriptor=type_)


def test_programs_of_the_schools(district: Rows) -> None:
    """The authorization suite uses the high school's and makes and deletes the middle school's."""
    assert district.where("programs", educationOrganizationId=HIGH, programName="Bilingual")
    assert not district.where("programs", educationOrganizationId=MIDDLE)
    assert all(each["programId"].isdigit() for each in district["programs"])


def test_students_in_programs(district: Rows) -> None:
    assert len(district.where("studentProgramAssociations", programName="Bilingual")) >= 2
    assert district.where("studentProgramAssociations", servedOutsideOfRegularSession=False)
    for day in ("2021-10-19", "2021-10-20"):
        assert not district.where("studentProgramAssociations", beginDate=day)


def test_students_who_left_special_education(district: Rows) -> None:
    left = district.where(
        "studentSpecialEducationProgramAssociations", specialEducationExitExplained="Student Graduated with Diploma"
    )
    assert len(left) >= 2


def test_a_student_who_left_a_program_for_neglected_students(district: Rows) -> None:
    left = [each for each in district["studentNeglectedOrDelinquentProgramAssociations"] if "endDate" in each]
    assert left
    assert left[0]["endDate"] == "2021-09-30"
    assert code(left[0]["reasonExitedDescriptor"]) == "Unknown reason"


def test_nobody_is_found_eligible_yet(everything: Rows) -> None:
    assert not everything["studentSpecialEducationProgramEligibilityAssociations"]


def test_the_graduation_plan(district: Rows) -> None:
    kind = "uri://ed-fi.org/GraduationPlanTypeDescriptor#Minimum"
    assert district.where(
        "graduationPlans", educationOrganizationId=HIGH, graduationPlanTypeDescriptor=kind, schoolYear=YEAR
    )


# --- assessments ---


def test_assessments_with_and_without_content_standard(district: Rows) -> None:
    titles = [each.get("contentStandard", {}).get("title") for each in district["assessments"]]
    assert any(titles)
    assert not all(titles)


def test_known_assessments(district: Rows) -> None:
    known = "01774fa3-06f1-47fe-8801-c8b1e65057f2"
    assert district.where("assessments", assessmentIdentifier="ACT English", namespace=COMMON)
    assert district.where("assessments", assessmentIdentifier=known, namespace=COMMON)
    assert district.where("assessmentItems", assessmentIdentifier=known, identificationCode="0")
    assert not district.where("assessments", assessmentTitle="To Be Deleted")


def test_no_school_reports_act_results(everything: Rows) -> None:
    for each in everything["studentAssessments"]:
        assert not flat(each)["assessmentIdentifier"].startswith("ACT")


@pytest.mark.parametrize("plural", ["assessments", "assessmentItems", "objectiveAssessments", "studentAssessments"])
def test_some_are_of_the_common_namespace_and_none_of_another_client(everything: Rows, plural: str) -> None:
    namespaces = {flat(each)["namespace"] for each in everything[plural]}
    assert any(each.startswith("uri://ed-fi.org/") for each in namespaces)
    assert not any(each.startswith("uri://other.org") for each in namespaces)


def test_learning_standards(district: Rows) -> None:
    assert district.where("learningStandards", learningStandardId="111.32.NA.A.1.D")


def test_gradebook_entries_are_of_the_common_namespace(district: Rows) -> None:
    assert district["gradebookEntries"]
    assert all(each["namespace"].startswith("uri://ed-fi.org") for each in district["gradebookEntries"])


# --- the rest ---


def test_a_known_student_takes_a_bus_of_a_known_route(district: Rows) -> None:
    [ride] = district.where("studentTransportations", studentUniqueId="604822")
    assert flat(ride)["educationOrganizationId"] == LEA
    assert "Bus" in ride["transportationTypeDescriptor"]
    assert district.where("busRouteDescriptors", codeValue="101", namespace="uri://gbisd.edu/BusRouteDescriptor")


def test_ratings_of_the_agency_and_of_organizations_with_an_s_word(district: Rows) -> None:
    rated = {flat(each)["educationOrganizationId"] for each in district["accountabilityRatings"]}
    assert {LEA, HIGH, 6000203} <= rated
    assert not district.where("accountabilityRatings", ratingTitle="Test Rating Title")


def test_incidents_and_actions_that_suites_make_are_not_there(everything: Rows) -> None:
    assert not everything.where("disciplineIncidents", incidentIdentifier="1")
    assert not everything.where("disciplineActions", disciplineActionLength=987.65)


def test_record_ownership_is_left_to_its_suite(everything: Rows) -> None:
    assert not everything.where("courses", courseCode="RecordOwnership")
    assert not [each for each in everything["sessions"] if "Record Ownership" in each["sessionName"]]


def test_course_codes_are_the_only_use_of_their_system(district: Rows) -> None:
    systems = {
        code(each["courseIdentificationSystemDescriptor"]) for each in items(district["courses"], "identificationCodes")
    }
    assert systems == {"LEA course code"}


def test_the_academic_week_that_a_suite_makes_is_not_there(district: Rows) -> None:
    assert not district.where("academicWeeks", weekIdentifier="WEEK1")


def test_school_years(district: Rows) -> None:
    years = {each["schoolYear"]: each["currentSchoolYear"] for each in district["schoolYearTypes"]}
    assert {2001, 2011, 2021, 2022, 2023} <= set(years)
    assert [year for year, current in years.items() if current] == [YEAR]


@pytest.mark.parametrize(
    ("plural", "uri"),
    [
        (
            "educationOrganizationCategoryDescriptors",
            "uri://tpdm.ed-fi.org/EducationOrganizationCategoryDescriptor#University",
        ),
        (
            "educationOrganizationCategoryDescriptors",
            "uri://tpdm.ed-fi.org/EducationOrganizationCategoryDescriptor#Educator Preparation Provider",
        ),
        ("indicatorDescriptors", "uri://gbisd.edu/IndicatorDescriptor#Retention Rate"),
        ("indicatorGroupDescriptors", "uri://gbisd.edu/IndicatorGroupDescriptor#Staff Indicator"),
        ("indicatorLevelDescriptors", "uri://gbisd.edu/IndicatorLevelDescriptor#High Retention"),
        ("indicatorLevelDescriptors", "uri://gbisd.edu/IndicatorLevelDescriptor#Medium Retention"),
    ],
)
def test_descriptors_beside_the_standard_ones(district: Rows, plural: str, uri: str) -> None:
    namespace, _, value = uri.partition("#")
    assert district.where(plural, namespace=namespace, codeValue=value)


def test_the_high_school_has_the_schedule_that_a_suite_reads(district: Rows) -> None:
    [schedule] = [
        each
        for each in district.where("bellSchedules", bellScheduleName="Normal Schedule")
        if each["schoolReference"]["schoolId"] == HIGH
    ]
    assert all(each["classPeriodReference"]["schoolId"] == HIGH for each in schedule["classPeriods"])
