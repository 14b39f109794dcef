"""Strategies by custom view, which only 7.3 has."""

from dataclasses import replace
from typing import Any

from .table import D0, SYSTEM, UNEXPECTED, Row, Said, allowed, message, misconfigured, problem
from .words import RP, STUDENT_HINT

BUS = "TransportationTypeDescriptorWithABus"
ACT = "AssessmentWithAnACTIdentifier"
KIND = "AssessmentCategoryDescriptorWithATest"


def viewed(hint: str, phase: str, *subjects: str) -> Said:
    listed = "', '".join(subjects)
    values = (
        f"value of the '{listed}' property of the item."
        if len(subjects) == 1
        else f"values of one or more of the following properties of the item: '{listed}'."
    )
    return problem(
        "security:authorization",
        f"{D0} Hint: {hint}",
        f"The caller is not authorized to perform the requested operation on the item based on the {phase} {values}",
    )


def ride(kind: str | None) -> dict[str, Any]:
    made: dict[str, Any] = {
        "studentReference": {"studentUniqueId": "s1"},
        "transportationEducationOrganizationReference": {"educationOrganizationId": 100},
    }
    full = f"uri://ed-fi.org/TransportationTypeDescriptor#{kind}"
    return made if kind is None else {**made, "transportationTypeDescriptor": full}


MISMATCH = problem(
    "security:authorization:namespace:access-denied:namespace-mismatch",
    f"{D0} The existing 'Namespace' value of the data does not start with any of the caller's associated "
    "namespace prefixes ('uri://ed-fi.org').",
)
ASSESSMENT = {
    "assessmentIdentifier": "SAT",
    "namespace": "uri://a",
    "assessmentTitle": "t",
    "academicSubjects": [{"academicSubjectDescriptor": "uri://ed-fi.org/AcademicSubjectDescriptor#Mathematics"}],
}

_VIEWS = [
    Row(
        "in the view",
        "GET studentTransportations/<given>",
        None,
        allowed(200),
        grants={"studentTransportation": [BUS]},
        given=("studentTransportations", ride("School Bus")),
    ),
    Row(
        "not in the view, existing",
        "GET studentTransportations/<given>",
        None,
        viewed(
            "You may need a Transportation Type Descriptor with a Bus.", "existing", "TransportationTypeDescriptorId"
        ),
        grants={"studentTransportation": [BUS]},
        given=("studentTransportations", ride("School Van or SUV")),
    ),
    Row(
        "not in the view, proposed",
        "POST studentTransportations",
        None,
        viewed(
            "You may need a Transportation Type Descriptor with a Bus.", "proposed", "TransportationTypeDescriptorId"
        ),
        ride("School Van or SUV"),
        {"studentTransportation": [BUS]},
    ),
    Row(
        "a value that is missing, proposed",
        "POST studentTransportations",
        None,
        problem(
            "security:authorization:custom-view:access-denied:element-required",
            f"{D0} The 'TransportationTypeDescriptor' value is required for authorization purposes.",
        ),
        ride(None),
        {"studentTransportation": [BUS]},
    ),
    Row(
        "a value that is missing, existing",
        "GET studentTransportations/<given>",
        None,
        problem(
            "security:authorization:custom-view:invalid-data:element-uninitialized",
            f"{D0} The existing 'TransportationTypeDescriptor' value is required for authorization purposes.",
            f"The existing resource item is inaccessible to clients using the '{BUS}' authorization strategy.",
        ),
        grants={"studentTransportation": [BUS]},
        given=("studentTransportations", ride(None)),
    ),
    Row(
        "a value that is missing, in a list",
        "GET studentTransportations",
        None,
        Said(200, "application/json; charset=utf-8", "[]"),
        grants={"studentTransportation": [BUS]},
        given=("studentTransportations", ride(None)),
    ),
    Row(
        "a value that is missing, in another's namespace",
        "GET assessments/<given>",
        None,
        problem(
            "security:authorization:custom-view:invalid-data:element-uninitialized",
            f"{D0} The existing 'AssessmentCategoryDescriptor' value is required for authorization purposes.",
            f"The existing resource item is inaccessible to clients using the '{KIND}' authorization strategy.",
        ),
        grants={"assessment": ["NamespaceBased", KIND]},
        given=("assessments", ASSESSMENT),
    ),
    Row(
        "a value that is not in the view, in another's namespace",
        "GET assessments/<given>",
        None,
        MISMATCH,
        grants={"assessment": ["NamespaceBased", KIND]},
        given=(
            "assessments",
            {**ASSESSMENT, "assessmentCategoryDescriptor": "uri://ed-fi.org/AssessmentCategoryDescriptor#Other"},
        ),
    ),
    Row(
        "a key of several columns",
        "GET assessments/<given>",
        None,
        viewed("You may need an Assessment with an ACT Identifier.", "existing", "AssessmentIdentifier", "Namespace"),
        grants={"assessment": [ACT]},
        given=("assessments", ASSESSMENT),
    ),
    Row(
        "a resource without the view's key",
        "GET schools",
        None,
        misconfigured(
            "Unable to find a property on the authorization subject entity type 'School' corresponding to the "
            "'AssessmentIdentifier' property on the custom authorization view's basis entity type 'Assessment' "
            "in order to perform authorization. Should a different authorization strategy be used?"
        ),
        grants={"school": [ACT]},
    ),
    Row(
        "changes of what is no key",
        "GET studentTransportations/deletes",
        None,
        misconfigured(
            "Non-identifying properties ('TransportationTypeDescriptorId') were found to be used for the "
            "custom view-based authorization strategy, but this is not supported by Change Queries which only "
            "tracks deleted/changed values of identifying properties. Should a different authorization "
            "strategy be used?"
        ),
        grants={"studentTransportation": [BUS]},
    ),
    Row(
        "a strategy that 5.2 has not, by view",
        "GET assessments",
        message(UNEXPECTED, 500),
        allowed(200),
        grants={"assessment": [ACT]},
        between={"6.2": message(UNEXPECTED, 500)},
    ),
    *(
        Row(f"a view that is not there, {name}", ask, None, SYSTEM, grants={"student": ["StudentWithLuck"]})
        for name, ask in (
            ("an item", "GET students/<s1>"),
            ("a list", "GET students"),
            ("tracked changes", "GET students/deletes"),
        )
    ),
    Row(
        "another's namespace comes before a view that is not there",
        "GET assessments/<given>",
        None,
        MISMATCH,
        grants={"assessment": ["AssessmentWithLuck", "NamespaceBased"]},
        given=("assessments", ASSESSMENT),
    ),
    Row(
        "a view and a relationship",
        "POST studentTransportations",
        None,
        viewed(
            f"You may need a Transportation Type Descriptor with a Bus. {STUDENT_HINT}",
            "proposed",
            "StudentUniqueId",
            "TransportationTypeDescriptorId",
        ),
        {**ride("School Van or SUV"), "studentReference": {"studentUniqueId": "s2"}},
        {"studentTransportation": [RP, BUS]},
    ),
]
VIEWS = [replace(row, between={"6.2": None, **row.between, "7.2": SYSTEM}) for row in _VIEWS]
