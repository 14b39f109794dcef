"""Mistakes that people make in the documents of the district, and what each version says to them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .words import NINTH, Body, descriptor

INVALID = "The supplied value is invalid."
BROKEN = "An unexpected error occurred on the server."


@dataclass(frozen=True)
class Mistake:
    """What somebody did to one of the bodies, and what each version says: None where it is let through."""

    title: str
    plural: str
    damage: Callable[[Body], Any]
    at_73: dict[str, Any]
    at_52: dict[str, Any] | None

    def __str__(self) -> str:
        return self.title


def member(*steps: str | int, value: Any) -> Callable[[Body], None]:
    """Puts a value at a place; no value takes it away."""

    def damage(body: Body) -> None:
        holder: Any = body
        for step in steps[:-1]:
            holder = holder[step]
        if value is None:
            del holder[steps[-1]]
        else:
            holder[steps[-1]] = value

    return damage


def errors(path: str, text: str) -> dict[str, Any]:
    return {"validationErrors": {path: [text]}}


def state(path: str, text: str) -> dict[str, Any]:
    return {"message": "The request is invalid.", "modelState": {f"request.{path}": [text]}}


def message(*lines: str) -> dict[str, Any]:
    return {"message": "".join(f"{line}\n" for line in lines)}


def newtonsoft(text: str, path: str) -> str:
    """A text of the JSON reader, up to where it says the line: the position depends on how the body is laid out."""
    return f"{text} Path '{path}', line 1, position "


GRADE_LEVEL = {"gradeLevelDescriptor": NINTH}

MISTAKES = [
    Mistake(
        "a student without a last name",
        "students",
        member("lastSurname", value=None),
        errors("$.lastSurname", "LastSurname is required."),
        message("Validation of 'Student' failed.", "\tLastSurname is required."),
    ),
    Mistake(
        "a student with an empty first name",
        "students",
        member("firstName", value=""),
        errors("$.firstName", "FirstName is required and should not be left empty."),
        message("Validation of 'Student' failed.", "\tFirstName is required."),
    ),
    Mistake(
        "a birthday that no year has",
        "students",
        member("birthDate", value="2016-02-30"),
        errors("$.birthDate", INVALID),
        state("birthDate", INVALID),
    ),
    Mistake(
        "a country code where a descriptor belongs",
        "students",
        member("birthCountryDescriptor", value="AR"),
        errors(
            "$.birthCountryDescriptor",
            "CountryDescriptor value 'AR' is not a valid value for use as a descriptor (a '#' is expected to delineate "
            "the namespace and code value portions).",
        ),
        {"message": "Unable to resolve value 'AR' to an existing 'CountryDescriptor' resource."},
    ),
    Mistake(
        "a script for a name",
        "students",
        member("otherNames", 0, "firstName", value="<script>alert(1)</script>"),
        errors(
            "$.otherNames[0].firstName",
            "FirstName contains a value that could be dangerous for downstream systems using this data. Try to avoid "
            "the use of special symbols like '<', '>' or '&' without surrounding spaces.",
        ),
        message(
            "Validation of 'Student' failed.",
            "\tValidation of 'StudentOtherNames' failed.",
            "\t\tStudentOtherName[0]: FirstName contains a potentially dangerous value.",
        ),
    ),
    Mistake(
        "a space behind a unique id",
        "students",
        member("studentUniqueId", value="MH-700412 "),
        errors("$.studentUniqueId", "StudentUniqueId cannot contain leading or trailing spaces."),
        message(
            "Validation of 'Student' failed.",
            "\tStudentUniqueId property is part of the primary key and therefore its value cannot contain leading or "
            "trailing whitespace.",
        ),
    ),
    Mistake(
        "a school that teaches no grade",
        "schools",
        member("gradeLevels", value=[]),
        errors("$.gradeLevels", "SchoolGradeLevels must have at least one item."),
        message(
            "Validation of 'School' failed.", "\tSchoolGradeLevels requires at least one object in the collection."
        ),
    ),
    Mistake(
        "the same grade level twice",
        "schools",
        member("gradeLevels", value=[GRADE_LEVEL, GRADE_LEVEL]),
        errors(
            "$.gradeLevels",
            "The 2nd item of the SchoolGradeLevels has the same identifying values as another item earlier in the "
            "list.",
        ),
        state("SchoolGradeLevels", "SchoolGradeLevels enumerable contains duplicate at index: 1"),
    ),
    Mistake(
        "a city with too long a name",
        "schools",
        member("addresses", 0, "city", value="Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"),
        errors("$.addresses[0].city", "City must be between 2 and 30 characters in length."),
        message(
            "Validation of 'School' failed.",
            "\tValidation of 'EducationOrganizationAddresses' failed.",
            "\t\tEducationOrganizationAddress[0]: The field City must be a string with a maximum length of 30.",
        ),
    ),
    Mistake(
        "a period of an address without its beginning",
        "schools",
        member("addresses", 0, "periods", 1, value={"endDate": "2031-06-30"}),
        errors("$.addresses[0].periods[1].beginDate", "BeginDate is required."),
        message(
            "Validation of 'School' failed.",
            "\tValidation of 'EducationOrganizationAddresses' failed.",
            "\t\tValidation of 'EducationOrganizationAddressPeriods' failed.",
            "\t\t\tEducationOrganizationAddressPeriod[1]: BeginDate is required.",
        ),
    ),
    Mistake(
        "a school of a district that is not there",
        "schools",
        member("localEducationAgencyReference", "localEducationAgencyId", value=31901),
        {"detail": "The referenced 'LocalEducationAgency' item does not exist."},
        {"message": "The value supplied for the related 'school' resource does not exist."},
    ),
    Mistake(
        "an enrolment in words",
        "studentSchoolAssociations",
        member("schoolReference", "schoolId", value="Maple Hollow High"),
        errors(
            "$.schoolReference.schoolId",
            newtonsoft("Input string 'Maple Hollow High' is not a valid System.Int64.", "schoolReference.schoolId"),
        ),
        state(
            "schoolReference.schoolId",
            newtonsoft("Could not convert string to integer: Maple Hollow High.", "schoolReference.schoolId"),
        ),
    ),
    Mistake(
        "half a calendar",
        "studentSchoolAssociations",
        member("calendarReference", "schoolYear", value=None),
        errors("$.calendarReference", "CalendarReference is missing the following properties: SchoolYear"),
        None,
    ),
    Mistake(
        "more than a full time student",
        "studentSchoolAssociations",
        member("fullTimeEquivalency", value=40),
        errors("$.fullTimeEquivalency", "FullTimeEquivalency must be between 0 and 9.9999."),
        state("FullTimeEquivalency", "The field FullTimeEquivalency must be between -9.99 and 9.99."),
    ),
    Mistake(
        "a section in the room of another school's building",
        "sections",
        member("locationReference", "classroomIdentificationCode", value="Annex 4"),
        {"detail": "The referenced 'Location' item does not exist."},
        {"message": "The value supplied for the related 'section' resource does not exist."},
    ),
    Mistake(
        "a class period of another school",
        "sections",
        member("classPeriods", 0, "classPeriodReference", "schoolId", value=31900002),
        errors(
            "$.classPeriods[0].classPeriodReference.schoolId",
            "All values supplied for 'schoolId' must match. Review all references (including those higher up in the "
            "resource's data) and align the following conflicting values: '31900001', '31900002'",
        ),
        message(
            "Validation of 'SectionPost' failed.",
            "\tSupplied values for unified key property 'schoolId' on 'SectionClassPeriod' are not consistent: "
            "schoolId (from parent context) = 31900001, classPeriodReference.schoolId = 31900002",
        ),
    ),
    Mistake(
        "the ninth of eight courses",
        "sections",
        member("sequenceOfCourse", value=9),
        errors("$.sequenceOfCourse", "SequenceOfCourse must be between 1 and 8."),
        None,
    ),
    Mistake(
        "a grade in a section that the student does not attend",
        "grades",
        member("studentSectionAssociationReference", "beginDate", value="2030-08-20"),
        {"detail": "The referenced 'StudentSectionAssociation' item does not exist."},
        {"message": "The value supplied for the related 'grade' resource does not exist."},
    ),
    Mistake(
        "an enrolment of nobody",
        "studentSchoolAssociations",
        member("studentReference", value=None),
        errors("$.studentReference", "StudentReference is required."),
        message(
            "Validation of 'StudentSchoolAssociation' failed.",
            "\tStudent reference could not be resolved.",
            "\tStudentUniqueId is required.",
        ),
    ),
    Mistake(
        "a teacher of a thousand years",
        "staffs",
        member("yearsOfPriorTeachingExperience", value=1000),
        errors(
            "$.yearsOfPriorTeachingExperience", "YearsOfPriorTeachingExperience must be between -999.99 and 999.99."
        ),
        state(
            "YearsOfPriorTeachingExperience",
            "The field YearsOfPriorTeachingExperience must be between -999.99 and 999.99.",
        ),
    ),
    Mistake(
        "a credential that was never issued",
        "staffs",
        member("credentials", 0, "credentialReference", "credentialIdentifier", value="CA-00-00000"),
        {"detail": "The referenced 'Credential' item does not exist."},
        {"message": "The value supplied for the related 'staffcredential' resource does not exist."},
    ),
    Mistake(
        "a session of unknown length",
        "sessions",
        member("totalInstructionalDays", value=None),
        errors("$.totalInstructionalDays", "Value is required."),
        None,
    ),
    Mistake(
        "a program of nobody",
        "programs",
        member("educationOrganizationReference", "educationOrganizationId", value=31999),
        {"detail": "The referenced 'EducationOrganization' item does not exist."},
        {"message": "The value supplied for the related 'program' resource does not exist."},
    ),
    Mistake(
        "a bell at ten past eight",
        "bellSchedules",
        member("startTime", value="8:10 a.m."),
        errors("$.startTime", INVALID),
        {"message": BROKEN},
    ),
    Mistake(
        "a standard without a title",
        "assessments",
        member("contentStandard", "title", value=None),
        errors("$.contentStandard.title", "Title is required."),
        message(
            "Validation of 'Assessment' failed.",
            "\tValidation of 'AssessmentContentStandard' failed.",
            "\t\tAssessmentContentStandard: Title is required.",
        ),
    ),
    Mistake(
        "a result that is an essay",
        "studentAssessments",
        member(
            "studentObjectiveAssessments",
            0,
            "scoreResults",
            0,
            "result",
            value="one hundred and fifty-two points of 200",
        ),
        errors(
            "$.studentObjectiveAssessments[0].scoreResults[0].result",
            "Result must be at most 35 characters in length.",
        ),
        message(
            "Validation of 'StudentAssessment' failed.",
            "\tValidation of 'StudentAssessmentStudentObjectiveAssessments' failed.",
            "\t\tValidation of 'StudentAssessmentStudentObjectiveAssessmentScoreResults' failed.",
            "\t\t\tStudentAssessmentStudentObjectiveAssessmentScoreResult[0]: The field Result must be a string with a "
            "maximum length of 35.",
        ),
    ),
    Mistake(
        "an item of another assessment",
        "studentAssessments",
        member("items", 0, "assessmentItemReference", "assessmentIdentifier", value="MH-MATH-10"),
        errors(
            "$.items[0].assessmentItemReference.assessmentIdentifier",
            "All values supplied for 'assessmentIdentifier' must match. Review all references (including those higher "
            "up in the resource's data) and align the following conflicting values: 'MH-MATH-09', 'MH-MATH-10'",
        ),
        message(
            "Validation of 'StudentAssessmentPost' failed.",
            "\tSupplied values for unified key property 'assessmentIdentifier' on 'StudentAssessmentItem' are not "
            "consistent: assessmentIdentifier (from parent context) = MH-MATH-09, "
            "assessmentItemReference.assessmentIdentifier = MH-MATH-10",
        ),
    ),
    Mistake(
        "a language that nobody speaks",
        "studentEducationOrganizationAssociations",
        member(
            "languages", 0, "uses", 0, "languageUseDescriptor", value=descriptor("LanguageUse", "Whistled language")
        ),
        errors(
            "$.languages[0].uses[0].languageUseDescriptor",
            "LanguageUseDescriptor value 'uri://ed-fi.org/LanguageUseDescriptor#Whistled language' does not exist.",
        ),
        {
            "message": "Unable to resolve value 'uri://ed-fi.org/LanguageUseDescriptor#Whistled language' to an "
            "existing 'LanguageUseDescriptor' resource."
        },
    ),
]
