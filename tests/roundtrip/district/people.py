"""A student, a teacher, what ties them to the school."""

from .words import (
    DISTRICT,
    ENTRY,
    NINTH,
    SCHOOL,
    SECTION,
    STANDARD,
    STUDENT,
    YEAR,
    Body,
    descriptor,
    grading_period_key,
)


def people() -> list[tuple[str, Body]]:
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


def enrolment(older: bool) -> list[tuple[str, Body]]:
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
