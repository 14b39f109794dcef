"""Relationships: one and several subjects, none to six education organizations, existing and proposed data."""

from .stage import enrolment
from .table import D0, UNEXPECTED, Row, Said, allowed, message, misconfigured, problem
from .words import (
    FAMILY_HINT,
    INVERTED,
    OLD,
    PEOPLE,
    RE,
    REP,
    RP,
    RS,
    STAFF_HINT,
    STUDENT_HINT,
    UNSUPPORTED,
    course,
    denied,
    department,
    empty,
    lacking,
    lacking_before,
    student,
    unknown_student,
)

ENROLMENTS = "studentSchoolAssociations"
NOBODY = {"studentUniqueId": "nobody", "firstName": "A", "lastSurname": "B", "birthDate": "2010-05-17"}

ROWS = [
    Row("an enrolled student", "GET students/<s1>", allowed(200), allowed(200), grants=PEOPLE),
    Row("a student without enrolment", "GET students/<s0>", OLD, student("claim (100)"), grants=PEOPLE),
    Row("a student of another district", "GET students/<s2>", OLD, student("claim (100)"), grants=PEOPLE),
    Row("the same, to be deleted", "DELETE students/<s2>", OLD, student("claim (100)"), grants=PEOPLE),
    Row("the same, to be replaced", "PUT students/<s2>", OLD, student("claim (100)"), NOBODY, PEOPLE),
    Row(
        "a student who does not exist is a 404",
        f"GET students/{'0' * 32}",
        allowed(404),
        allowed(404),
        grants=PEOPLE,
    ),
    Row(
        "proposed, a student who does not exist",
        "POST students",
        empty("StudentUSI"),
        student("claim (100)"),
        NOBODY,
        PEOPLE,
        between=unknown_student("100"),
    ),
    Row(
        "the same, for a client without education organizations",
        "POST students",
        message("The request can not be authorized because there were no education organizations on the claim."),
        student("claims (none)"),
        NOBODY,
        PEOPLE,
        (),
        between=unknown_student(""),
    ),
    Row(
        "no education organization",
        "GET students/<s1>",
        message("The request can not be authorized because there were no education organizations on the claim."),
        student("claims (none)"),
        grants=PEOPLE,
        claims=(),
    ),
    Row(
        "no education organization, a list",
        "GET students",
        message("The request can not be authorized because there were no education organizations on the claim."),
        Said(200, "application/json; charset=utf-8", "[]"),
        grants=PEOPLE,
        claims=(),
    ),
    Row(
        "two education organizations, out of order",
        "GET students/<s0>",
        OLD,
        student("claims (101, 102)"),
        grants=PEOPLE,
        claims=(102, 101),
    ),
    Row("five", "GET students/<s0>", OLD, student("claims (2, 3, 4, 5, 100)"), grants=PEOPLE, claims=(5, 4, 3, 2, 100)),
    Row(
        "six",
        "GET students/<s0>",
        OLD,
        student("claims (2, 3, 4, 5, 6, ...)"),
        grants=PEOPLE,
        claims=(6, 5, 4, 3, 2, 100),
    ),
    Row(
        "education organizations that are nowhere",
        "GET students/<s1>",
        message(
            "The request can not be authorized because the education organizations identifiers assigned to the "
            "claim did not exist in the underlying ODS."
        ),
        student("claims (7, 8)"),
        grants=PEOPLE,
        claims=(7, 8),
    ),
    Row(
        "a state agency",
        "GET students/<s1>",
        message(UNSUPPORTED.format("StateEducationAgency")),
        allowed(200),
        grants=PEOPLE,
        claims=(1,),
        between={"5.3": allowed(200)},
    ),
    Row(
        "a service center, a student out of its reach",
        "GET students/<s2>",
        message(UNSUPPORTED.format("EducationServiceCenter")),
        student("claim (10)"),
        grants=PEOPLE,
        claims=(10,),
        between={"5.3": OLD},
    ),
    Row(
        "types that reach nobody",
        "GET students/<s0>",
        message(UNSUPPORTED.format("CommunityProvider', 'StateEducationAgency")),
        student("claims (1, 301)"),
        grants=PEOPLE,
        claims=(301, 1),
        between={"5.3": OLD},
    ),
    Row(
        "a list for types that reach nobody",
        "GET students",
        message(
            "Unable to authorize the request because there is no authorization support for associating the API "
            "client's associated claim values (of 'StateEducationAgencyId') with the requested resource "
            "('Student')."
        ),
        allowed(200),
        grants=PEOPLE,
        claims=(1,),
    ),
    Row(
        "staff without employment or assignment",
        "GET staffs/<t0>",
        OLD,
        lacking("claim (100)", "StaffUniqueId", hints=(STAFF_HINT,)),
        grants=PEOPLE,
    ),
    Row(
        "a parent or contact of nobody",
        "GET @familys/<p0>",
        OLD,
        lacking("claim (100)", "ContactUniqueId", hints=(FAMILY_HINT,)),
        grants=PEOPLE,
    ),
    Row(
        "two persons of one association, out of reach",
        "POST student@FamilyAssociations",
        OLD,
        lacking("claim (100)", "ContactUniqueId", "StudentUniqueId", hints=(FAMILY_HINT, STUDENT_HINT)),
        {"@familyReference": {"@familyUniqueId": "p0"}, "studentReference": {"studentUniqueId": "s2"}},
        {"student@FamilyAssociation": [RP]},
    ),
    Row(
        "the same, by the student alone",
        "POST student@FamilyAssociations",
        OLD,
        student("claim (100)"),
        {"@familyReference": {"@familyUniqueId": "p0"}, "studentReference": {"studentUniqueId": "s2"}},
        {"student@FamilyAssociation": [RS]},
    ),
    Row(
        "proposed, another district's course",
        "POST courses",
        denied("Access to the requested 'LocalEducationAgencyId' was denied."),
        lacking("claim (100)", "EducationOrganizationId"),
        course(200),
        {"course": [REP]},
    ),
    Row(
        "existing, another district's course",
        "GET courses/<given>",
        denied("Access to the requested 'LocalEducationAgencyId' was denied."),
        lacking("claim (100)", "EducationOrganizationId"),
        grants={"course": [REP]},
        given=("courses", course(200)),
    ),
    Row(
        "proposed, a course of what is nowhere",
        "POST courses",
        message("Education Organization with an identifier of '999' could not be found.", 404),
        lacking("claim (100)", "EducationOrganizationId"),
        course(999),
        {"course": [REP]},
    ),
    Row(
        "a school's claim, its district's course",
        "GET courses/<given>",
        denied(
            "The claims associated with an identifier of 'SchoolId' cannot be used to authorize a request "
            "associated with an identifier of 'LocalEducationAgencyId'."
        ),
        lacking("claim (101)", "EducationOrganizationId"),
        grants={"course": [REP]},
        claims=(101,),
        given=("courses", course(100)),
    ),
    Row(
        "two types that cannot stand above the subject's",
        "GET courses/<given>",
        denied(
            "The claims associated with an identifier of 'SchoolId' cannot be used to authorize a request "
            "associated with an identifier of 'LocalEducationAgencyId'. "
            "Authorization denied.  The claims associated with an identifier of 'CommunityProviderId' cannot be "
            "used to authorize a request associated with an identifier of 'LocalEducationAgencyId'."
        ),
        lacking("claims (101, 301)", "EducationOrganizationId"),
        grants={"course": [REP]},
        claims=(101, 301),
        given=("courses", course(100)),
    ),
    Row(
        "the claimed school, in no one's database",
        "POST courses",
        message("Education Organization with an identifier of '998' could not be found.", 404),
        problem(
            "data-conflict:unresolved-reference",
            "The referenced 'EducationOrganization' item does not exist.",
            status=409,
            title="Unresolved Reference",
        ),
        course(998),
        {"course": [REP]},
        claims=(998,),
        between={"6.2": allowed(409)},
    ),
    Row(
        "an enrolment elsewhere, by the school alone",
        f"POST {ENROLMENTS}",
        OLD,
        lacking("claim (100)", "SchoolId"),
        enrolment("s0", 201),
        {"studentSchoolAssociation": [RE]},
    ),
    Row(
        "an enrolment elsewhere, by school and student",
        f"POST {ENROLMENTS}",
        OLD,
        lacking("claim (100)", "SchoolId", "StudentUniqueId", hints=(STUDENT_HINT,)),
        enrolment("s2", 201),
        {"studentSchoolAssociation": [REP]},
    ),
    Row(
        "the claimed school itself is not named",
        f"POST {ENROLMENTS}",
        OLD,
        student("claim (101)"),
        enrolment("s2", 101),
        {"studentSchoolAssociation": [REP]},
        claims=(101,),
    ),
    Row(
        "another school, for a school",
        f"POST {ENROLMENTS}",
        denied("Access to the requested 'SchoolId' was denied."),
        lacking("claim (101)", "SchoolId", "StudentUniqueId", hints=(STUDENT_HINT,)),
        enrolment("s2", 201),
        {"studentSchoolAssociation": [REP]},
        claims=(101,),
    ),
    Row(
        "a reference that is missing is a 403 or a 400",
        f"POST {ENROLMENTS}",
        empty("SchoolId"),
        Said(400),
        {**enrolment("s1", 101), "schoolReference": None},
        {"studentSchoolAssociation": [RE]},
        between={"6.2": empty("SchoolId"), "7.1": Said(400)},
    ),
    Row(
        "proposed, a department without parent",
        "POST organizationDepartments",
        empty("EducationOrganizationId"),
        problem(
            "security:authorization:relationships:access-denied:element-required",
            f"{D0} The 'ParentEducationOrganizationId' value is required for authorization purposes.",
        ),
        department(1013),
        {"organizationDepartment": [REP]},
        between={"6.2": empty("ParentEducationOrganizationId")},
    ),
    Row(
        "existing, a department without parent",
        "GET organizationDepartments/<1012>",
        empty("EducationOrganizationId"),
        problem(
            "security:authorization:relationships:invalid-data:element-uninitialized",
            f"{D0} The existing 'ParentEducationOrganizationId' value is required for authorization purposes.",
            f"The existing resource item is inaccessible to clients using the '{REP}' authorization strategy.",
        ),
        grants={"organizationDepartment": [REP]},
        between={"6.2": empty("ParentEducationOrganizationId")},
    ),
    Row(
        "proposed, a department of another district",
        "POST organizationDepartments",
        OLD,
        lacking("claim (100)", "ParentEducationOrganizationId"),
        department(2011, 201),
        {"organizationDepartment": [REP]},
    ),
    Row(
        "an update is judged by what is stored first",
        "POST organizationDepartments",
        OLD,
        lacking("claim (100)", "ParentEducationOrganizationId"),
        department(2012, 101),
        {"organizationDepartment": [REP]},
        given=("organizationDepartments", department(2012, 201)),
    ),
    Row(
        "and then by what is proposed",
        "POST organizationDepartments",
        OLD,
        lacking("claim (100)", "ParentEducationOrganizationId"),
        department(2013, 201),
        {"organizationDepartment": [REP]},
        given=("organizationDepartments", department(2013, 101)),
    ),
    Row(
        "a strategy that finds no subject",
        "GET schools/<101>",
        message(UNEXPECTED, 500),
        misconfigured(
            f"Authorization strategy '{RS}' processed the authorization context names 'SchoolId' and produced "
            "no authorization subjects, meaning no authorization filtering will be performed. Are you using "
            "the correct authorization strategy for this resource?"
        ),
        grants={"school": [RS]},
        between={
            "6.2": allowed(200),
            "7.1": message("The request cannot be authorized due to a security misconfiguration.", 500),
        },
    ),
    *(
        Row(
            f"a strategy that finds no subject beside one that does, {name}",
            ask,
            None,
            misconfigured(
                f"Authorization strategy '{RE}' processed the authorization context names 'StudentUSI' and produced "
                "no authorization subjects, meaning no authorization filtering will be performed. Are you using "
                "the correct authorization strategy for this resource?"
            ),
            grants={"student": [RE, RS]},
            claims=(102,),
            between={
                "6.2": said,
                "7.1": message("The request cannot be authorized due to a security misconfiguration.", 500),
            },
        )
        for name, ask, said in (
            ("an item", "GET students/<s1>", allowed(200)),
            ("a list", "GET students", Said(200, "application/json; charset=utf-8", "[]")),
        )
    ),
    Row(
        "a changed key, out of reach: it is authorized from 7.1 on",
        f"PUT {ENROLMENTS}/<given>",
        allowed(204),
        lacking("claim (100)", "SchoolId", "StudentUniqueId", hints=(STUDENT_HINT,)),
        enrolment("s1", 201),
        {"studentSchoolAssociation": [REP]},
        given=(ENROLMENTS, enrolment("s1", 102)),
        between={
            "6.2": allowed(204),
            "7.1": lacking_before("claim (100)", "SchoolId", "StudentUniqueId"),
        },
    ),
    Row(
        "a changed key within reach",
        f"PUT {ENROLMENTS}/<given>",
        allowed(204),
        allowed(204),
        enrolment("s1", 102),
        {"studentSchoolAssociation": [REP]},
        given=(ENROLMENTS, enrolment("s1", 101, "2024-09-01")),
    ),
    Row(
        "two claims of each of two types that cannot stand above the subject's",
        "GET courses/<given>",
        denied(
            "The claims associated with an identifier of 'SchoolId' cannot be used to authorize a request "
            "associated with an identifier of 'LocalEducationAgencyId'. "
            "Authorization denied.  The claims associated with an identifier of 'CommunityProviderId' cannot be "
            "used to authorize a request associated with an identifier of 'LocalEducationAgencyId'. "
            "Authorization denied.  The claims associated with an identifier of 'SchoolId' cannot be used to authorize "
            "a request associated with an identifier of 'LocalEducationAgencyId'."
        ),
        lacking("claims (101, 102, 301)", "EducationOrganizationId"),
        grants={"course": [REP]},
        claims=(101, 301, 102),
        given=("courses", course(100)),
    ),
    Row(
        "authorization comes before the item's version",
        "DELETE students/<s2>",
        OLD,
        student("claim (100)"),
        grants=PEOPLE,
        headers={"If-Match": "0"},
    ),
    Row(
        "upside down: what stands above the claim",
        "GET courses/<given>",
        None,
        allowed(200),
        grants={"course": [INVERTED]},
        claims=(101,),
        given=("courses", course(100)),
        between={"6.2": message(UNEXPECTED, 500), "7.1": allowed(200)},
    ),
    Row(
        "upside down: what stands below it",
        "GET courses/<given>",
        None,
        lacking("claim (100)", "EducationOrganizationId"),
        grants={"course": [INVERTED]},
        given=("courses", course(101)),
        between={
            "6.2": message(UNEXPECTED, 500),
            "7.1": lacking_before("claim (100)", "EducationOrganizationId"),
        },
    ),
    Row(
        "one value that is missing ends it, whatever another strategy says",
        "GET organizationDepartments/<1012>",
        None,
        problem(
            "security:authorization:relationships:invalid-data:element-uninitialized",
            f"{D0} The existing 'ParentEducationOrganizationId' value is required for authorization purposes.",
            f"The existing resource item is inaccessible to clients using the '{RE}' authorization strategy.",
        ),
        grants={"organizationDepartment": [RE, INVERTED]},
        between={"7.1": empty("ParentEducationOrganizationId")},
    ),
    Row(
        "tracked changes know no subject that is optional",
        "GET organizationDepartments/deletes",
        allowed(200),
        Said(500),
        grants={"organizationDepartment": [RE]},
        between={"6.2": message(UNEXPECTED, 500)},
    ),
    Row(
        "but one that is required, beside the key",
        "GET disciplineActions/deletes",
        allowed(200),
        allowed(200),
        grants={"disciplineAction": [RE]},
    ),
]
