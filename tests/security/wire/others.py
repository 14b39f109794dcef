"""Namespaces, ownership, several strategies at once."""

from typing import Any

from .stage import DATE, enrolment
from .table import D0, UNEXPECTED, Row, Said, allowed, message, problem
from .words import RE, REP, STUDENT_HINT, lacking

NS, OWN, NFA = "NamespaceBased", "OwnershipBased", "NoFurtherAuthorizationRequired"
THROUGH = "RelationshipsWithStudentsOnlyThroughResponsibility"
THROUGH_HINT = "You may need to create a corresponding 'StudentEducationOrganizationResponsibilityAssociation' item."
GRADES: dict[str, list[str]] = {"gradeLevelDescriptor": [NS]}
PREFIXES = ("uri://ed-fi.org", "uri://gbisd.edu")
LISTED = "'uri://ed-fi.org', 'uri://gbisd.edu'"
OWNERSHIP = "security:authorization:ownership:"
NAMESPACE = "security:authorization:namespace:"


def grade(namespace: str | None) -> dict[str, Any]:
    made = {"codeValue": "Row", "shortDescription": "Row"}
    return made if namespace is None else {**made, "namespace": namespace}


def intervention(namespace: str | None) -> dict[str, Any]:
    made: dict[str, Any] = {
        "interventionIdentificationCode": "I1",
        "beginDate": DATE,
        "deliveryMethodDescriptor": "uri://ed-fi.org/DeliveryMethodDescriptor#Small Group",
        "interventionClassDescriptor": "uri://ed-fi.org/InterventionClassDescriptor#Curriculum",
        "educationOrganizationReference": {"educationOrganizationId": 100},
    }
    return made if namespace is None else {**made, "namespace": namespace}


def survey(namespace: str) -> dict[str, Any]:
    return {
        "namespace": namespace,
        "surveyIdentifier": "S1",
        "surveyTitle": "Survey",
        "schoolYearTypeReference": {"schoolYear": 2022},
    }


def mismatch(existing: str = "") -> Said:
    return problem(
        NAMESPACE + "access-denied:namespace-mismatch",
        f"{D0} The {existing}'Namespace' value of the data does not start with any of the caller's associated "
        f"namespace prefixes ({LISTED}).",
    )


def mismatch_before(namespace: str) -> Said:
    return message(
        f"Access to the resource item with namespace '{namespace}' could not be authorized based on the caller's "
        f"NamespacePrefix claims: {LISTED}."
    )


MISMATCH_BETWEEN: dict[str, Said | None] = {
    "6.2": message(
        f"Access to the resource item could not be authorized based on the caller's NamespacePrefix claims: {LISTED}."
    )
}
EMPTY_BEFORE = message(
    "Access to the resource item could not be authorized because the Namespace of the resource is empty."
)
NO_PREFIXES = message(
    "Access to the resource could not be authorized because the caller did not have any NamespacePrefix claims "
    "('http://ed-fi.org/claims/namespacePrefix') or the claim values were all empty."
)
NO_PREFIXES_NOW = problem(
    NAMESPACE + "invalid-client:no-namespaces",
    "There was a problem authorizing the request. The caller has not been configured correctly for accessing resources "
    "authorized by Namespace.",
    "The API client has been given permissions on a resource that uses the 'NamespaceBased' authorization strategy but "
    "the client doesn't have any namespace prefixes assigned.",
)
NOT_OWNED: dict[str, Said | None] = {
    "6.2": message("Access to the resource item could not be authorized using any of the caller's ownership tokens.")
}
MISMATCHED = problem(OWNERSHIP + "access-denied:ownership-mismatch", f"{D0} The item is not owned by the caller.")
SECTION = "POST studentSchoolAssociations"


NAMESPACES = [
    Row(
        "a namespace of its own",
        "POST gradeLevelDescriptors",
        allowed(201),
        allowed(201),
        grade("uri://ed-fi.org/G"),
        GRADES,
        prefixes=PREFIXES,
    ),
    Row(
        "in another letter case",
        "POST gradeLevelDescriptors",
        allowed(201),
        allowed(201),
        grade("URI://ED-FI.org/G"),
        GRADES,
        prefixes=PREFIXES,
    ),
    Row(
        "another's namespace, proposed",
        "POST gradeLevelDescriptors",
        mismatch_before("uri://other/G"),
        mismatch(),
        grade("uri://other/G"),
        GRADES,
        prefixes=PREFIXES,
        between=MISMATCH_BETWEEN,
    ),
    Row(
        "another's namespace, existing",
        "GET gradeLevelDescriptors/<given>",
        mismatch_before("uri://other/G"),
        mismatch("existing "),
        grants=GRADES,
        prefixes=PREFIXES,
        given=("gradeLevelDescriptors", grade("uri://other/G")),
        between=MISMATCH_BETWEEN,
    ),
    Row(
        "another's namespace in place of its own",
        "PUT interventions/<given>",
        None,
        mismatch(),
        intervention("uri://other/I"),
        {"intervention": [NS]},
        prefixes=PREFIXES,
        given=("interventions", intervention("uri://gbisd.edu/I")),
        between=MISMATCH_BETWEEN,
    ),
    Row(
        "its own namespace in place of another's",
        "PUT interventions/<given>",
        None,
        mismatch("existing "),
        intervention("uri://gbisd.edu/I"),
        {"intervention": [NS]},
        prefixes=PREFIXES,
        given=("interventions", intervention("uri://other/I")),
        between=MISMATCH_BETWEEN,
    ),
    Row(
        "no prefixes, proposed",
        "POST gradeLevelDescriptors",
        NO_PREFIXES,
        NO_PREFIXES_NOW,
        grade("uri://other/G"),
        GRADES,
        prefixes=(),
    ),
    Row(
        "no prefixes but a blank one",
        "POST gradeLevelDescriptors",
        NO_PREFIXES,
        NO_PREFIXES_NOW,
        grade("uri://other/G"),
        GRADES,
        prefixes=("  ",),
    ),
    Row(
        "no prefixes, a list", "GET assessments", NO_PREFIXES, NO_PREFIXES_NOW, grants={"assessment": [NS]}, prefixes=()
    ),
    Row(
        "no namespace, proposed",
        "POST gradeLevelDescriptors",
        EMPTY_BEFORE,
        Said(400),
        grade(None),
        GRADES,
        prefixes=PREFIXES,
    ),
    Row(
        "no namespace where it is optional, proposed",
        "POST interventions",
        None,
        problem(
            NAMESPACE + "access-denied:namespace-required",
            f"{D0} The 'Namespace' value has not been assigned but is required for authorization purposes.",
        ),
        intervention(None),
        {"intervention": [NS]},
        prefixes=PREFIXES,
        between={"6.2": EMPTY_BEFORE},
    ),
    Row(
        "no namespace where it is optional, existing",
        "GET interventions/<given>",
        None,
        problem(
            NAMESPACE + "invalid-data:namespace-uninitialized",
            f"{D0} The existing 'Namespace' value has not been assigned but is required for authorization purposes.",
            "The existing resource item is inaccessible to clients using the 'NamespaceBased' authorization "
            "strategy because the 'Namespace' value has not been assigned.",
        ),
        grants={"intervention": [NS]},
        prefixes=PREFIXES,
        given=("interventions", intervention(None)),
        between={"6.2": EMPTY_BEFORE},
    ),
    Row(
        "a list of descriptors",
        "GET gradeLevelDescriptors",
        message(
            "Unable to authorize the request because there is no authorization support for associating the API "
            "client's associated claim values (of 'Namespace') with the requested resource "
            "('GradeLevelDescriptor')."
        ),
        allowed(200),
        grants=GRADES,
        prefixes=PREFIXES,
    ),
    Row(
        "a list of a resource without namespace",
        "GET schools",
        message(
            "Unable to authorize the request because there is no authorization support for associating the API "
            "client's associated claim values (of 'Namespace') with the requested resource ('School')."
        ),
        Said(500),
        grants={"school": [NS]},
        prefixes=PREFIXES,
        between={"6.2": message(UNEXPECTED, 500)},
    ),
    Row(
        "a resource without namespace",
        "GET schools/<101>",
        message(UNEXPECTED, 500),
        Said(500),
        grants={"school": [NS]},
        prefixes=PREFIXES,
    ),
    Row(
        "tracked changes do not know a namespace that is optional",
        "GET interventions/deletes",
        allowed(200),
        Said(500),
        grants={"intervention": [NS]},
        prefixes=PREFIXES,
        between={"6.2": message(UNEXPECTED, 500)},
    ),
]

OWNERSHIPS = [
    Row(
        "its own",
        "GET surveys/<given>",
        None,
        allowed(200),
        grants={"survey": [OWN]},
        tokens=(1, 2),
        given=("surveys", survey("uri://ed-fi.org/s")),
        owner=2,
    ),
    Row(
        "another's",
        "GET surveys/<given>",
        None,
        MISMATCHED,
        grants={"survey": [OWN]},
        tokens=(1, 2),
        given=("surveys", survey("uri://ed-fi.org/s")),
        owner=3,
        between=NOT_OWNED,
    ),
    Row(
        "another's, to be updated",
        "POST surveys",
        None,
        MISMATCHED,
        survey("uri://ed-fi.org/s"),
        {"survey": [OWN]},
        tokens=(1, 2),
        creator=1,
        given=("surveys", survey("uri://ed-fi.org/s")),
        owner=3,
        between=NOT_OWNED,
    ),
    Row(
        "its own, which an update leaves with its owner",
        "PUT surveys/<given>",
        None,
        allowed(204),
        {**survey("uri://ed-fi.org/s"), "surveyTitle": "Renamed"},
        {"survey": [OWN]},
        tokens=(1, 2),
        creator=1,
        given=("surveys", survey("uri://ed-fi.org/s")),
        owner=2,
    ),
    Row(
        "a client without tokens",
        "DELETE surveys/<given>",
        None,
        MISMATCHED,
        grants={"survey": [OWN]},
        given=("surveys", survey("uri://ed-fi.org/s")),
        owner=3,
        between=NOT_OWNED,
    ),
    Row(
        "nobody's",
        "GET surveys/<given>",
        None,
        problem(
            OWNERSHIP + "invalid-data:ownership-uninitialized",
            f"{D0} The item is not owned by the caller.",
            "The existing resource item has no 'CreatedByOwnershipTokenId' value assigned and thus will never be "
            "accessible to clients using the 'OwnershipBased' authorization strategy.",
        ),
        grants={"survey": [OWN]},
        tokens=(1,),
        given=("surveys", survey("uri://ed-fi.org/s")),
        between={
            "6.2": message(
                "Access to the resource item could not be authorized based on the caller's ownership token because the "
                "resource item has no owner."
            )
        },
    ),
    Row(
        "what one creates is one's own",
        "POST surveys",
        None,
        allowed(201),
        survey("uri://ed-fi.org/s"),
        {"survey": [OWN]},
        tokens=(1,),
        creator=1,
    ),
    Row(
        "an owner among many in a list",
        "GET surveys",
        None,
        Said(200, "application/json; charset=utf-8", "[]"),
        grants={"survey": [OWN]},
        tokens=(1,),
        given=("surveys", survey("uri://ed-fi.org/s")),
        owner=2,
    ),
    Row(
        "what one creates as another's is nobody's to create",
        "POST surveys",
        None,
        MISMATCHED,
        survey("uri://ed-fi.org/s"),
        {"survey": [OWN]},
        tokens=(1,),
        creator=2,
        between=NOT_OWNED,
    ),
    Row(
        "tracked changes know no owner",
        "GET surveys/deletes",
        None,
        Said(500),
        grants={"survey": [OWN]},
        tokens=(1,),
        between={"6.2": message(UNEXPECTED, 500)},
    ),
    Row(
        "a strategy that 5.2 has not",
        "GET surveys",
        message(UNEXPECTED, 500),
        allowed(200),
        grants={"survey": [OWN]},
        tokens=(1,),
    ),
]

SEVERAL = [
    Row(
        "either relationship will do",
        SECTION,
        None,
        allowed(200),
        enrolment("s1", 101),
        {"studentSchoolAssociation": [REP, THROUGH]},
    ),
    Row(
        "neither: the subjects and hints of both",
        SECTION,
        None,
        lacking("claim (100)", "SchoolId", "StudentUniqueId", hints=(STUDENT_HINT, THROUGH_HINT)),
        enrolment("s2", 201),
        {"studentSchoolAssociation": [REP, THROUGH]},
    ),
    Row(
        "no further authorization beside a relationship adds nothing",
        SECTION,
        None,
        lacking("claim (100)", "SchoolId"),
        enrolment("s0", 201),
        {"studentSchoolAssociation": [NFA, RE]},
    ),
    Row(
        "ownership comes before relationships",
        "DELETE studentSchoolAssociations/<given>",
        None,
        MISMATCHED,
        grants={"studentSchoolAssociation": [REP, OWN]},
        tokens=(1,),
        given=("studentSchoolAssociations", enrolment("s0", 201)),
        owner=2,
        between=NOT_OWNED,
    ),
    Row(
        "an owner without relationship",
        "DELETE studentSchoolAssociations/<given>",
        None,
        lacking("claim (100)", "SchoolId"),
        grants={"studentSchoolAssociation": [RE, OWN]},
        tokens=(2,),
        given=("studentSchoolAssociations", enrolment("s0", 201)),
        owner=2,
    ),
    Row(
        "namespaces come before ownership",
        "GET surveys/<given>",
        None,
        mismatch("existing "),
        grants={"survey": [OWN, NS]},
        prefixes=PREFIXES,
        tokens=(1,),
        given=("surveys", survey("uri://other/s")),
        owner=2,
        between=MISMATCH_BETWEEN,
    ),
    Row(
        "and before relationships",
        "POST interventions",
        None,
        mismatch(),
        {**intervention("uri://other/I"), "educationOrganizationReference": {"educationOrganizationId": 200}},
        {"intervention": [RE, NS]},
        prefixes=PREFIXES,
        between=MISMATCH_BETWEEN,
    ),
    Row(
        "the namespace alone does not do",
        "POST interventions",
        None,
        lacking("claim (100)", "EducationOrganizationId"),
        {**intervention("uri://gbisd.edu/I"), "educationOrganizationReference": {"educationOrganizationId": 200}},
        {"intervention": [RE, NS]},
        prefixes=PREFIXES,
    ),
    Row(
        "namespace and relationship",
        "POST interventions",
        None,
        allowed(201),
        intervention("uri://gbisd.edu/I"),
        {"intervention": [RE, NS]},
        prefixes=PREFIXES,
    ),
    Row(
        "missing prefixes come first of all",
        "GET surveys/<given>",
        None,
        NO_PREFIXES_NOW,
        grants={"survey": [OWN, NS]},
        prefixes=(),
        tokens=(1,),
        given=("surveys", survey("uri://other/s")),
        owner=2,
        between={"6.2": NO_PREFIXES},
    ),
]
