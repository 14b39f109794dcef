"""What is taught, where and when."""

from .words import (
    ALGEBRA,
    DISTRICT,
    NINTH,
    OFFERING,
    PROGRAM,
    SCHOOL,
    SECTION,
    SESSION,
    STANDARD,
    TENTH,
    Body,
    descriptor,
)


def curriculum(older: bool) -> list[tuple[str, Body]]:
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


def scheduling() -> list[tuple[str, Body]]:
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
