"""What relationships are called and how their refusals read; the documents of the rows about them."""

from typing import Any

from .table import D0, Said, message, problem

REP, RE, RS = "RelationshipsWithEdOrgsAndPeople", "RelationshipsWithEdOrgsOnly", "RelationshipsWithStudentsOnly"
INVERTED = "RelationshipsWithEdOrgsOnlyInverted"
RP = "RelationshipsWithPeopleOnly"
PEOPLE = {"student": [REP], "staff": [REP], "@family": [REP]}
STUDENT_HINT = "You may need to create a corresponding 'StudentSchoolAssociation' item."
STAFF_HINT = (
    "You may need to create corresponding 'StaffEducationOrganizationEmploymentAssociation' or "
    "'StaffEducationOrganizationAssignmentAssociation' items."
)
FAMILY_HINT = "You may need to create corresponding 'StudentSchoolAssociation' and 'StudentContactAssociation' items."
OLD = message(
    "Authorization denied.  The claim does not have any established relationships with the requested resource."
)
UNSUPPORTED = (
    "Unable to authorize the request because there is no authorization support for associating the API client's "
    "associated education organization types ('{}') with the resource."
)


def lacking(claims: str, *subjects: str, hints: tuple[str, ...] = ()) -> Said:
    """No relationship at 7.3."""
    detail = f"{D0} Hint: {' '.join(hints)}" if hints else D0
    return problem("security:authorization", detail, _sentence(claims, *subjects))


def lacking_before(claims: str, *subjects: str) -> Said:
    """No relationship before 7.2."""
    return message(f"Authorization denied. {_sentence(claims, *subjects)}")


def _sentence(claims: str, *subjects: str) -> str:
    listed = "', '".join(subjects)
    of = (
        f"the resource item's '{listed}' value."
        if len(subjects) == 1
        else f"one or more of the following properties of the resource item: '{listed}'."
    )
    return f"No relationships have been established between the caller's education organization id {claims} and {of}"


def student(claims: str) -> Said:
    return lacking(claims, "StudentUniqueId", hints=(STUDENT_HINT,))


def denied(text: str) -> Said:
    """One of the many texts of 5.2."""
    return message(f"Authorization denied.  {text}")


def empty(subject: str) -> Said:
    """A subject without value, before 7.2."""
    return message(
        f"Access to the resource item could not be authorized because the '{subject}' of the resource is empty."
    )


def unknown_student(claims: str) -> dict[str, Said | None]:
    """What 6.2 and 7.1 say of a student who does not exist."""
    return {
        "6.2": message("Access to the resource item could not be authorized because the 'Student' was not found.", 409),
        "7.1": message(
            "Authorization denied. Either referenced 'Student' was not found or no relationships have been established "
            f"between the caller's education organization id claims ({claims}) and the referenced 'Student'."
        ),
    }


COURSE_CODE = "CourseIdentificationSystemDescriptor#LEA course code"


def course(organization: int) -> dict[str, Any]:
    return {
        "courseCode": "C1",
        "courseTitle": "Course",
        "numberOfParts": 1,
        "educationOrganizationReference": {"educationOrganizationId": organization},
        "identificationCodes": [
            {
                "courseIdentificationSystemDescriptor": f"uri://ed-fi.org/{COURSE_CODE}",
                "identificationCode": "C1",
            }
        ],
    }


def department(id_: int, parent: int | None = None) -> dict[str, Any]:
    category = "uri://ed-fi.org/EducationOrganizationCategoryDescriptor#Organization Department"
    made: dict[str, Any] = {
        "organizationDepartmentId": id_,
        "nameOfInstitution": "Department",
        "categories": [{"educationOrganizationCategoryDescriptor": category}],
    }
    if parent is not None:
        made["parentEducationOrganizationReference"] = {"educationOrganizationId": parent}
    return made
