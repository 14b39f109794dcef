"""Names and keys that the documents of the district share."""

from typing import Any

Body = dict[str, Any]

YEAR = 2031
ENTRY = "2030-08-19"
AGENCY = {"localEducationAgencyId": 31900}
DISTRICT = {"educationOrganizationId": 31900}
SCHOOL = {"schoolId": 31900001}
STUDENT = {"studentUniqueId": "MH-700412"}
PROGRAM = {
    **DISTRICT,
    "programName": "Two-Way Immersion",
    "programTypeDescriptor": "uri://ed-fi.org/ProgramTypeDescriptor#Bilingual",
}
SESSION = {**SCHOOL, "schoolYear": YEAR, "sessionName": "Fall 2030"}
OFFERING = {**SESSION, "localCourseCode": "ALG-1"}
SECTION = {**OFFERING, "sectionIdentifier": "ALG-1 / period 2 / Okafor"}
ASSESSMENT = {"assessmentIdentifier": "MH-MATH-09", "namespace": "uri://maplehollow.example/Assessment"}
ALGEBRA = {**DISTRICT, "courseCode": "02052"}
STANDARD = {"learningStandardId": "HSA.REI.B.3"}


def descriptor(kind: str, code: str) -> str:
    """A standard descriptor value: ``uri://ed-fi.org/GradeLevelDescriptor#Ninth grade``."""
    return f"uri://ed-fi.org/{kind}Descriptor#{code}"


NINTH = descriptor("GradeLevel", "Ninth grade")
TENTH = descriptor("GradeLevel", "Tenth grade")
SCALE_SCORE = descriptor("AssessmentReportingMethod", "Scale score")


def grading_period_key(older: bool) -> Body:
    """What refers to the first nine weeks: by sequence in the older standard, by name in the newer."""
    key = {
        "gradingPeriodDescriptor": descriptor("GradingPeriod", "First Nine Weeks"),
        **SCHOOL,
        "schoolYear": YEAR,
    }
    return key | ({"periodSequence": 1} if older else {"gradingPeriodName": "Nine weeks, first"})
