"""The district, its school, its calendar."""

from .words import AGENCY, NINTH, SCHOOL, SESSION, TENTH, YEAR, Body, descriptor, grading_period_key


def organizations() -> list[tuple[str, Body]]:
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


def calendar(older: bool) -> list[tuple[str, Body]]:
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
