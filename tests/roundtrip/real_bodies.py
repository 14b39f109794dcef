"""A small school district in documents written by hand, as a student information system would send them.

Nothing here comes from the catalogue. `district` gives the documents in posting order, for data standard 3.3 or 5.2.
"""

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


def district(standard: str) -> list[tuple[str, Body]]:
    """(plural name, document) of everything in the district, what is referred to before what refers."""
    older = standard == "3.3"
    return [
        *_organizations(),
        *_calendar(older),
        *_curriculum(older),
        *_scheduling(),
        *_people(),
        *_enrolment(older),
        *_testing(older),
    ]


def _organizations() -> list[tuple[str, Body]]:
    agency = {
        **AGENCY,
        "nameOfInstitution": "Maple Hollow Unified School District",
        "shortNameOfInstitution": "MHUSD",
        "webSite": "https://maplehollow.example/",
        "localEducationAgencyCategoryDescriptor": descriptor("LocalEducationAgencyCategory", "Independent"),
        "operationalStatusDescriptor": descriptor("OperationalStatus", "Active"),
        "categories": [
            {
                "educationOrganizationCategoryDescriptor": descriptor(
                    "EducationOrganizationCategory", "Local Education Agency"
                )
            }
        ],
        "accountabilities": [{"schoolYearTypeReference": {"schoolYear": YEAR}}],
    }
    school = {
        **SCHOOL,
        "nameOfInstitution": "Maple Hollow High School",
        "localEducationAgencyReference": AGENCY,
        "schoolTypeDescriptor": descriptor("SchoolType", "Regular"),
        "administrativeFundingControlDescriptor": descriptor("AdministrativeFundingControl", "Public School"),
        "educationOrganizationCategories": [
            {"educationOrganizationCategoryDescriptor": descriptor("EducationOrganizationCategory", "School")}
        ],
        "schoolCategories": [{"schoolCategoryDescriptor": descriptor("SchoolCategory", "High School")}],
        "gradeLevels": [{"gradeLevelDescriptor": NINTH}, {"gradeLevelDescriptor": TENTH}],
        "identificationCodes": [
            {
                "educationOrganizationIdentificationSystemDescriptor": descriptor(
                    "EducationOrganizationIdentificationSystem", "NCES"
                ),
                "identificationCode": "319000100042",
            }
        ],
        "addresses": [
            {
                "addressTypeDescriptor": descriptor("AddressType", "Mailing"),
                "streetNumberName": "14 Sugarbush Road",
                "buildingSiteNumber": "B",
                "city": "Maple Hollow",
                "stateAbbreviationDescriptor": descriptor("StateAbbreviation", "CA"),
                "postalCode": "93999-0014",
                "nameOfCounty": "Placer",
                "countyFIPSCode": "06061",
                "latitude": "39.0632",
                "longitude": "-120.7177",
                "doNotPublishIndicator": False,
                "localeDescriptor": descriptor("Locale", "Rural-Fringe"),
                "periods": [{"beginDate": "2012-07-01", "endDate": "2019-06-30"}, {"beginDate": "2019-07-01"}],
            }
        ],
        "institutionTelephones": [
            {
                "institutionTelephoneNumberTypeDescriptor": descriptor("InstitutionTelephoneNumberType", "Attendance"),
                "telephoneNumber": "(530) 555-0114",
            }
        ],
    }
    return [("localEducationAgencies", agency), ("schools", school)]


def _calendar(older: bool) -> list[tuple[str, Body]]:
    week = {
        "weekIdentifier": "Week 1",
        "schoolReference": SCHOOL,
        "beginDate": "2030-08-19",
        "endDate": "2030-08-23",
        "totalInstructionalDays": 5,
    }
    calendar = {
        "calendarCode": "MHHS",
        "schoolReference": SCHOOL,
        "schoolYearTypeReference": {"schoolYear": YEAR},
        "calendarTypeDescriptor": descriptor("CalendarType", "School"),
        "gradeLevels": [{"gradeLevelDescriptor": NINTH}],
    }
    grading_period = {
        "gradingPeriodDescriptor": descriptor("GradingPeriod", "First Nine Weeks"),
        "schoolReference": SCHOOL,
        "schoolYearTypeReference": {"schoolYear": YEAR},
        "periodSequence": 1,
        "beginDate": "2030-08-19",
        "endDate": "2030-10-18",
        "totalInstructionalDays": 44,
    }
    if not older:
        grading_period["gradingPeriodName"] = "Nine weeks, first"
    session = {
        "sessionName": SESSION["sessionName"],
        "schoolReference": SCHOOL,
        "schoolYearTypeReference": {"schoolYear": YEAR},
        "beginDate": "2030-08-19",
        "endDate": "2030-12-20",
        "termDescriptor": descriptor("Term", "Fall Semester"),
        "totalInstructionalDays": 82,
        "gradingPeriods": [{"gradingPeriodReference": grading_period_key(older)}],
        "academicWeeks": [{"academicWeekReference": {**SCHOOL, "weekIdentifier": "Week 1"}}],
    }
    return [("academicWeeks", week), ("calendars", calendar), ("gradingPeriods", grading_period), ("sessions", session)]


def grading_period_key(older: bool) -> Body:
    """What refers to the first nine weeks: by sequence in the older standard, by name in the newer."""
    key = {
        "gradingPeriodDescriptor": descriptor("GradingPeriod", "First Nine Weeks"),
        **SCHOOL,
        "schoolYear": YEAR,
    }
    return key | ({"periodSequence": 1} if older else {"gradingPeriodName": "Nine weeks, first"})


def _curriculum(older: bool) -> list[tuple[str, Body]]:
    subject = descriptor("AcademicSubject", "Mathematics")
    standard = {
        **STANDARD,
        "namespace": "uri://maplehollow.example/LearningStandard",
        "description": "Solve linear equations and inequalities in one variable.",
        "courseTitle": "Algebra I",
        "academicSubjects": [{"academicSubjectDescriptor": subject}],
        "gradeLevels": [{"gradeLevelDescriptor": NINTH}],
        "contentStandard": {
            "title": "State Mathematics Framework",
            "publicationStatusDescriptor": descriptor("PublicationStatus", "Adopted"),
            "authors": [{"author": "Board of Education"}],
        },
    }
    course = {
        "courseCode": ALGEBRA["courseCode"],
        "educationOrganizationReference": DISTRICT,
        "courseTitle": "Algebra I",
        "numberOfParts": 2,
        "minimumAvailableCredits": 0.5,
        "maximumAvailableCredits": 1.0,
        "dateCourseAdopted": "2024-05-14",
        "highSchoolCourseRequirement": True,
        "identificationCodes": [
            {
                "courseIdentificationSystemDescriptor": descriptor("CourseIdentificationSystem", "SCED course code"),
                "identificationCode": "02052",
            }
        ],
        "learningStandards": [{"learningStandardReference": STANDARD}],
    }
    course |= (
        {"academicSubjectDescriptor": subject}
        if older
        else {"academicSubjects": [{"academicSubjectDescriptor": subject}]}
    )
    offering = {
        "localCourseCode": OFFERING["localCourseCode"],
        "localCourseTitle": "Algebra I (Maple Hollow)",
        "courseReference": ALGEBRA,
        "schoolReference": SCHOOL,
        "sessionReference": SESSION,
        "instructionalTimePlanned": 7380,
    }
    program = {
        "programName": PROGRAM["programName"],
        "programTypeDescriptor": PROGRAM["programTypeDescriptor"],
        "programId": "TWI",
        "educationOrganizationReference": DISTRICT,
        "learningStandards": [{"learningStandardReference": STANDARD}],
        "sponsors": [
            {"programSponsorDescriptor": descriptor("ProgramSponsor", "Federal government")},
            {"programSponsorDescriptor": descriptor("ProgramSponsor", "Local Education Agency")},
        ],
    }
    if older:
        program["services"] = [{"serviceDescriptor": descriptor("Service", "Counseling services")}]
    return [("learningStandards", standard), ("courses", course), ("courseOfferings", offering), ("programs", program)]


def _scheduling() -> list[tuple[str, Body]]:
    second = {
        "classPeriodName": "2 - Gold",
        "schoolReference": SCHOOL,
        "officialAttendancePeriod": True,
        "meetingTimes": [{"startTime": "09:05:00", "endTime": "09:57:00"}],
    }
    room = {
        "classroomIdentificationCode": "C-118",
        "schoolReference": SCHOOL,
        "maximumNumberOfSeats": 32,
        "optimalNumberOfSeats": 28,
    }
    section = {
        "sectionIdentifier": SECTION["sectionIdentifier"],
        "sectionName": "Algebra I, gold day",
        "courseOfferingReference": OFFERING,
        "locationReference": {**SCHOOL, "classroomIdentificationCode": "C-118"},
        "locationSchoolReference": SCHOOL,
        "availableCredits": 0.5,
        "availableCreditTypeDescriptor": descriptor("CreditType", "Carnegie unit"),
        "educationalEnvironmentDescriptor": descriptor("EducationalEnvironment", "Classroom"),
        "mediumOfInstructionDescriptor": descriptor("MediumOfInstruction", "Face-to-face instruction"),
        "instructionLanguageDescriptor": descriptor("Language", "eng"),
        "populationServedDescriptor": descriptor("PopulationServed", "Bilingual Students"),
        "sequenceOfCourse": 1,
        "officialAttendancePeriod": True,
        "characteristics": [
            {"sectionCharacteristicDescriptor": descriptor("SectionCharacteristic", "Attendance Tracked")}
        ],
        "classPeriods": [{"classPeriodReference": {**SCHOOL, "classPeriodName": "2 - Gold"}}],
        "offeredGradeLevels": [{"gradeLevelDescriptor": NINTH}, {"gradeLevelDescriptor": TENTH}],
        "programs": [{"programReference": PROGRAM}],
    }
    bells = {
        "bellScheduleName": "Gold day",
        "schoolReference": SCHOOL,
        "alternateDayName": "Gold",
        "startTime": "08:10:00",
        "endTime": "15:05:00",
        "totalInstructionalTime": 330,
        "classPeriods": [{"classPeriodReference": {**SCHOOL, "classPeriodName": "2 - Gold"}}],
        "dates": [{"date": "2030-08-19"}, {"date": "2030-08-21"}],
        "gradeLevels": [{"gradeLevelDescriptor": NINTH}],
    }
    return [("classPeriods", second), ("locations", room), ("sections", section), ("bellSchedules", bells)]


def _people() -> list[tuple[str, Body]]:
    student = {
        **STUDENT,
        "firstName": "Nahuel",
        "middleName": "Ignacio",
        "lastSurname": "Peña-Larsson",
        "generationCodeSuffix": "III",
        "birthDate": "2016-02-29",
        "birthCity": "Rosario",
        "birthCountryDescriptor": descriptor("Country", "AR"),
        "birthSexDescriptor": descriptor("Sex", "Male"),
        "citizenshipStatusDescriptor": descriptor("CitizenshipStatus", "Permanent resident"),
        "dateEnteredUS": "2024-01-05",
        "multipleBirthStatus": False,
        "otherNames": [
            {
                "otherNameTypeDescriptor": descriptor("OtherNameType", "Nickname"),
                "firstName": "Nacho",
                "lastSurname": "Peña",
            }
        ],
        "identificationDocuments": [
            {
                "identificationDocumentUseDescriptor": descriptor(
                    "IdentificationDocumentUse", "Foreign Citizenship Identification"
                ),
                "personalInformationVerificationDescriptor": descriptor(
                    "PersonalInformationVerification", "Birth certificate"
                ),
                "issuerCountryDescriptor": descriptor("Country", "AR"),
                "documentTitle": "Acta de nacimiento",
                "documentExpirationDate": "2040-12-31",
            }
        ],
        "visas": [{"visaDescriptor": descriptor("Visa", "F1 - Foreign Student Visa")}],
    }
    credential = {
        "credentialIdentifier": "CA-55-81733",
        "stateOfIssueStateAbbreviationDescriptor": descriptor("StateAbbreviation", "CA"),
        "credentialTypeDescriptor": descriptor("CredentialType", "Licensure"),
        "credentialFieldDescriptor": descriptor("CredentialField", "Bilingual"),
        "teachingCredentialDescriptor": descriptor("TeachingCredential", "Professional"),
        "issuanceDate": "2021-06-11",
        "namespace": "uri://maplehollow.example/Credential",
        "endorsements": [{"credentialEndorsement": "Mathematics, grades 7-12"}],
        "gradeLevels": [{"gradeLevelDescriptor": NINTH}],
    }
    staff = {
        "staffUniqueId": "MH-E-0099",
        "personalTitlePrefix": "Dr.",
        "firstName": "Adaeze",
        "lastSurname": "Okafor",
        "birthDate": "1984-11-03",
        "sexDescriptor": descriptor("Sex", "Female"),
        "hispanicLatinoEthnicity": False,
        "highlyQualifiedTeacher": True,
        "highestCompletedLevelOfEducationDescriptor": descriptor("LevelOfEducation", "Doctorate"),
        "yearsOfPriorProfessionalExperience": 3.5,
        "yearsOfPriorTeachingExperience": 9,
        "loginId": "aokafor",
        "credentials": [
            {
                "credentialReference": {
                    "credentialIdentifier": "CA-55-81733",
                    "stateOfIssueStateAbbreviationDescriptor": descriptor("StateAbbreviation", "CA"),
                }
            }
        ],
        "electronicMails": [
            {
                "electronicMailTypeDescriptor": descriptor("ElectronicMailType", "Work"),
                "electronicMailAddress": "adaeze.okafor@maplehollow.example",
                "primaryEmailAddressIndicator": True,
            }
        ],
        "identificationCodes": [
            {
                "staffIdentificationSystemDescriptor": descriptor("StaffIdentificationSystem", "District"),
                "assigningOrganizationIdentificationCode": "MHUSD",
                "identificationCode": "0099",
            }
        ],
        "languages": [
            {
                "languageDescriptor": descriptor("Language", "eng"),
                "uses": [
                    {"languageUseDescriptor": descriptor("LanguageUse", "Spoken language")},
                    {"languageUseDescriptor": descriptor("LanguageUse", "Written language")},
                ],
            },
            {"languageDescriptor": descriptor("Language", "ibo")},
        ],
        "races": [{"raceDescriptor": descriptor("Race", "Other")}],
        "telephones": [
            {
                "telephoneNumberTypeDescriptor": descriptor("TelephoneNumberType", "Mobile"),
                "telephoneNumber": "530-555-0199",
                "orderOfPriority": 1,
                "textMessageCapabilityIndicator": True,
            }
        ],
    }
    return [("students", student), ("credentials", credential), ("staffs", staff)]


def _enrolment(older: bool) -> list[tuple[str, Body]]:
    plan = {
        "graduationPlanTypeDescriptor": descriptor("GraduationPlanType", "Standard"),
        "educationOrganizationReference": DISTRICT,
        "graduationSchoolYearTypeReference": {"schoolYear": YEAR},
        "totalRequiredCredits": 22.5,
        "creditsBySubjects": [
            {"academicSubjectDescriptor": descriptor("AcademicSubject", "Mathematics"), "credits": 3.0}
        ],
    }
    enrolment = {
        "entryDate": ENTRY,
        "schoolReference": SCHOOL,
        "studentReference": STUDENT,
        "schoolYearTypeReference": {"schoolYear": YEAR},
        "calendarReference": {"calendarCode": "MHHS", **SCHOOL, "schoolYear": YEAR},
        "graduationPlanReference": {
            **DISTRICT,
            "graduationPlanTypeDescriptor": descriptor("GraduationPlanType", "Standard"),
            "graduationSchoolYear": YEAR,
        },
        "entryGradeLevelDescriptor": NINTH,
        "entryGradeLevelReasonDescriptor": descriptor("EntryGradeLevelReason", "Promotion - Continuous promotion"),
        "entryTypeDescriptor": descriptor("EntryType", "Transfer"),
        "residencyStatusDescriptor": descriptor("ResidencyStatus", "Resident of admin unit and school area"),
        "fullTimeEquivalency": 0.75,
        "primarySchool": True,
        "repeatGradeIndicator": False,
        "educationPlans": [{"educationPlanDescriptor": descriptor("EducationPlan", "504 Plan")}],
    }
    demographics = {
        "educationOrganizationReference": DISTRICT,
        "studentReference": STUDENT,
        "sexDescriptor": descriptor("Sex", "Male"),
        "hispanicLatinoEthnicity": True,
        "limitedEnglishProficiencyDescriptor": descriptor("LimitedEnglishProficiency", "Limited"),
        "loginId": "npena",
        "addresses": [
            {
                "addressTypeDescriptor": descriptor("AddressType", "Home"),
                "streetNumberName": "7 Alder Lane",
                "apartmentRoomSuiteNumber": "2B",
                "city": "Maple Hollow",
                "stateAbbreviationDescriptor": descriptor("StateAbbreviation", "CA"),
                "postalCode": "93999",
                "periods": [{"beginDate": "2024-01-05"}],
            }
        ],
        "cohortYears": [
            {
                "cohortYearTypeDescriptor": descriptor("CohortYearType", "Ninth grade"),
                "schoolYearTypeReference": {"schoolYear": YEAR},
            }
        ],
        "disabilities": [
            {
                "disabilityDescriptor": descriptor("Disability", "Medical condition"),
                "disabilityDiagnosis": "Type 1 diabetes",
                "orderOfDisability": 1,
                "designations": [
                    {"disabilityDesignationDescriptor": descriptor("DisabilityDesignation", "Section 504")}
                ],
            }
        ],
        "languages": [
            {
                "languageDescriptor": descriptor("Language", "spa"),
                "uses": [{"languageUseDescriptor": descriptor("LanguageUse", "Home language")}],
            }
        ],
        "races": [{"raceDescriptor": descriptor("Race", "White")}],
        "studentCharacteristics": [
            {
                "studentCharacteristicDescriptor": descriptor("StudentCharacteristic", "Immigrant"),
                "periods": [{"beginDate": "2024-01-05", "endDate": "2027-01-04"}],
            }
        ],
        "studentIdentificationCodes": [
            {
                "studentIdentificationSystemDescriptor": descriptor("StudentIdentificationSystem", "District"),
                "assigningOrganizationIdentificationCode": "MHUSD",
                "identificationCode": "700412",
            }
        ],
        "studentIndicators": [
            {"indicatorName": "Lunch", "indicator": "Reduced", "periods": [{"beginDate": "2030-08-19"}]}
        ],
        "telephones": [
            {
                "telephoneNumberTypeDescriptor": descriptor("TelephoneNumberType", "Home"),
                "telephoneNumber": "530 555 0171",
            }
        ],
    }
    seat = {"beginDate": ENTRY, "sectionReference": SECTION, "studentReference": STUDENT, "homeroomIndicator": False}
    grade = {
        "gradeTypeDescriptor": descriptor("GradeType", "Grading Period"),
        "gradingPeriodReference": grading_period_key(older),
        "studentSectionAssociationReference": {**SECTION, **STUDENT, "beginDate": ENTRY},
        "letterGradeEarned": "B+",
        "numericGradeEarned": 88.25,
        "performanceBaseConversionDescriptor": descriptor("PerformanceBaseConversion", "Proficient"),
        "diagnosticStatement": "Sets equations up well; arithmetic slips under time pressure.",
        "learningStandardGrades": [{"learningStandardReference": STANDARD, "letterGradeEarned": "A-"}],
    }
    return [
        ("graduationPlans", plan),
        ("studentSchoolAssociations", enrolment),
        ("studentEducationOrganizationAssociations", demographics),
        ("studentSectionAssociations", seat),
        ("grades", grade),
    ]


def _testing(older: bool) -> list[tuple[str, Body]]:
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
