"""An assessment and how the student did."""

from .words import ASSESSMENT, DISTRICT, NINTH, PROGRAM, SCALE_SCORE, SECTION, STUDENT, YEAR, Body, descriptor


def testing(older: bool) -> list[tuple[str, Body]]:
    levels = [
        {
            "assessmentReportingMethodDescriptor": SCALE_SCORE,
            "performanceLevelDescriptor": descriptor("PerformanceLevel", level),
            "minimumScore": low,
            "maximumScore": high,
            "resultDatatypeTypeDescriptor": descriptor("ResultDatatypeType", "Integer"),
        }
        for level, low, high in (("Basic", "100", "139"), ("Advanced", "140", "200"))
    ]
    assessment = {
        **ASSESSMENT,
        "assessmentTitle": "Ninth Grade Mathematics Benchmark",
        "assessmentFamily": "Maple Hollow Benchmarks",
        "assessmentForm": "A",
        "assessmentVersion": 3,
        "assessmentCategoryDescriptor": descriptor("AssessmentCategory", "Benchmark test"),
        "educationOrganizationReference": DISTRICT,
        "adaptiveAssessment": False,
        "maxRawScore": 60,
        "revisionDate": "2030-03-01",
        "academicSubjects": [{"academicSubjectDescriptor": descriptor("AcademicSubject", "Mathematics")}],
        "assessedGradeLevels": [{"gradeLevelDescriptor": NINTH}],
        "contentStandard": {
            "title": "State Mathematics Framework",
            "mandatingEducationOrganizationReference": DISTRICT,
            "publicationYear": 2029,
            "version": "2.1",
            "uri": "https://maplehollow.example/framework",
            "authors": [{"author": "Mathematics committee"}, {"author": "Ola Brandt"}],
        },
        "identificationCodes": [
            {
                "assessmentIdentificationSystemDescriptor": descriptor("AssessmentIdentificationSystem", "District"),
                "identificationCode": "M9",
            }
        ],
        "languages": [
            {"languageDescriptor": descriptor("Language", "eng")},
            {"languageDescriptor": descriptor("Language", "spa")},
        ],
        "performanceLevels": levels,
        "platformTypes": [{"platformTypeDescriptor": descriptor("PlatformType", "Computer-based")}],
        "programs": [{"programReference": PROGRAM}],
        "scores": [
            {
                "assessmentReportingMethodDescriptor": SCALE_SCORE,
                "minimumScore": "100",
                "maximumScore": "200",
                "resultDatatypeTypeDescriptor": descriptor("ResultDatatypeType", "Integer"),
            }
        ],
        "sections": [{"sectionReference": SECTION}],
    }
    item = {"identificationCode": "Q-07", "assessmentReference": ASSESSMENT, "maxRawScore": 4}
    strand = {"identificationCode": "Equations", "assessmentReference": ASSESSMENT, "percentOfAssessment": 0.4}
    result = [
        {
            "assessmentReportingMethodDescriptor": SCALE_SCORE,
            "resultDatatypeTypeDescriptor": descriptor("ResultDatatypeType", "Integer"),
            "result": "152",
        }
    ]
    level = {
        "assessmentReportingMethodDescriptor": SCALE_SCORE,
        "performanceLevelDescriptor": descriptor("PerformanceLevel", "Advanced"),
    } | ({"performanceLevelMet": True} if older else {"performanceLevelIndicatorName": "Exceeds"})
    sitting = {
        "studentAssessmentIdentifier": "MH-MATH-09/700412/2030-10",
        "assessmentReference": ASSESSMENT,
        "studentReference": STUDENT,
        "schoolYearTypeReference": {"schoolYear": YEAR},
        "administrationDate": "2030-10-07T16:00:00Z",
        "administrationEndDate": "2030-10-07T17:15:00Z",
        "administrationEnvironmentDescriptor": descriptor("AdministrationEnvironment", "Classroom"),
        "administrationLanguageDescriptor": descriptor("Language", "eng"),
        "platformTypeDescriptor": descriptor("PlatformType", "Computer-based"),
        "retestIndicatorDescriptor": descriptor("RetestIndicator", "Primary Administration"),
        "whenAssessedGradeLevelDescriptor": NINTH,
        "serialNumber": "0007",
        "accommodations": [
            {"accommodationDescriptor": descriptor("Accommodation", "English language learner accommodation")}
        ],
        "items": [
            {
                "assessmentItemReference": {**ASSESSMENT, "identificationCode": "Q-07"},
                "assessmentItemResultDescriptor": descriptor("AssessmentItemResult", "Partially Correct"),
                "responseIndicatorDescriptor": descriptor("ResponseIndicator", "Partial response"),
                "assessmentResponse": "x = 7/2",
                "rawScoreResult": 3,
                "timeAssessed": "PT4M10S",
            }
        ],
        "performanceLevels": [level],
        "scoreResults": result,
        "studentObjectiveAssessments": [
            {
                "objectiveAssessmentReference": {**ASSESSMENT, "identificationCode": "Equations"},
                "performanceLevels": [level],
                "scoreResults": result,
            }
        ],
    }
    return [
        ("assessments", assessment),
        ("assessmentItems", item),
        ("objectiveAssessments", strand),
        ("studentAssessments", sitting),
    ]
