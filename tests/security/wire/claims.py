"""What the claim set alone decides."""

from .stage import enrolment
from .table import D0, SYSTEM, UNEXPECTED, Row, Said, allowed, message, misconfigured, problem

URI = "http://ed-fi.org/ods/identity/claims/"
ACTION = "http://ed-fi.org/odsapi/actions/"
NFA = "NoFurtherAuthorizationRequired"
SCHOOL_CLAIMS = f"'{URI}school', '{URI}domains/educationOrganizations'"


def no_claim(claim_set: str, claims: str) -> Said:
    return problem(
        "security:authorization:access-denied:resource",
        f"{D0} You do not have permissions to access this data.",
        f"The API client's assigned claim set (currently '{claim_set}') must include one of the following resource "
        f"claims to provide access to this resource: {claims}.",
    )


def no_claim_before(claim_set: str, wanted: list[str], held: list[str]) -> Said:
    return message(
        "Access to the resource could not be authorized. Are you missing a claim? This resource can be authorized by "
        "the following claims:\n    "
        + "\n    ".join(URI + each for each in wanted)
        + f"\nThe API client has been assigned the '{claim_set}' claim set with the following resource claims:\n    "
        + "\n    ".join(URI + each for each in held)
    )


def no_claim_at_7_1(claim_set: str) -> dict[str, Said | None]:
    return {
        "7.1": message(
            f"Access to the resource could not be authorized. The API client has been assigned the '{claim_set}' claim "
            "set.\nAssign a different claim set which includes one of the following claims to access this resource: "
            f"{URI}school, {URI}domains/educationOrganizations"
        ),
        "6.2": no_claim_before(claim_set, ["school", "domains/educationOrganizations"], HELD.get(claim_set, [])),
    }


def no_action(claim_set: str, action: str, claims: str) -> Said:
    return problem(
        "security:authorization:access-denied:action",
        f"{D0} You do not have permissions to perform the requested operation on the data.",
        f"The API client's assigned claim set (currently '{claim_set}') must grant permission of the "
        f"'{ACTION}{action}' action on one of the following resource claims: {claims}.",
    )


def no_action_before(action: str) -> Said:
    return message(f"Access to the resource could not be authorized for the requested action '{ACTION}{action}'.")


READ = "Assessment Read"
HELD = {READ: ["domains/assessmentMetadata", "learningObjective", "learningStandard", "student"]}
ROSTER = "Roster Vendor"
STUDENT_CLAIMS = f"'{URI}student', '{URI}domains/people'"
_WITHOUT = no_claim_before(READ, ["school", "domains/educationOrganizations"], HELD[READ])
_BETWEEN = no_claim_at_7_1(READ)
_WITHOUT_NOW = no_claim(READ, SCHOOL_CLAIMS)
_STUDENT = {"studentUniqueId": "new", "firstName": "A", "lastSurname": "B", "birthDate": "2010-05-17"}

ROWS = [
    Row("no claim, a list", "GET schools", _WITHOUT, _WITHOUT_NOW, grants=READ, between=_BETWEEN),
    Row("no claim, an item", "GET schools/<101>", _WITHOUT, _WITHOUT_NOW, grants=READ, between=_BETWEEN),
    Row("no claim, to be deleted", "DELETE schools/<101>", _WITHOUT, _WITHOUT_NOW, grants=READ, between=_BETWEEN),
    Row(
        "the claim set in another letter case",
        "GET students/deletes",
        allowed(200),
        no_action("rOSTER vENDOR", "readChanges", STUDENT_CLAIMS),
        grants="rOSTER vENDOR",
        between={"6.2": no_action_before("readChanges")},
    ),
    Row(
        "no claim, an item that is not there",
        f"GET schools/{'0' * 32}",
        allowed(404),
        allowed(404),
        grants=READ,
    ),
    Row(
        "no claim, of a resource whose claim carries its schema",
        "GET crisisEvents",
        None,
        no_claim(READ, f"'{URI}ed-fi/crisisEvent'"),
        grants=READ,
    ),
    Row(
        "no claim set of the name",
        "GET schools",
        no_claim_before("Lost", ["school", "domains/educationOrganizations"], []),
        no_claim("Lost", SCHOOL_CLAIMS),
        grants="Lost",
        between=no_claim_at_7_1("Lost"),
    ),
    Row(
        "an action that is not granted: create",
        "POST students",
        no_action_before("create"),
        no_action(ROSTER, "create", STUDENT_CLAIMS[: STUDENT_CLAIMS.index(",")] + f", '{URI}domains/people'"),
        _STUDENT,
        ROSTER,
    ),
    Row(
        "update",
        "PUT students/<s1>",
        no_action_before("update"),
        no_action(ROSTER, "update", STUDENT_CLAIMS),
        _STUDENT,
        ROSTER,
    ),
    Row(
        "update by POST",
        "POST studentSchoolAssociations",
        no_action_before("update"),
        no_action(ROSTER, "update", f"'{URI}studentSchoolAssociation', '{URI}domains/primaryRelationships'"),
        enrolment("s1", 101),
        ROSTER,
    ),
    Row(
        "delete",
        "DELETE students/<s1>",
        no_action_before("delete"),
        no_action(ROSTER, "delete", STUDENT_CLAIMS),
        grants=ROSTER,
    ),
    Row(
        "read",
        "GET schools",
        None,
        no_action("Bootstrap Descriptors and EdOrgs", "read", SCHOOL_CLAIMS),
        grants="Bootstrap Descriptors and EdOrgs",
        between=dict.fromkeys(("5.3", "6.2"), no_action_before("read")),
    ),
    Row(
        "read changes: 5.2 has no such action",
        "GET students/deletes",
        allowed(200),
        no_action(ROSTER, "readChanges", STUDENT_CLAIMS),
        grants=ROSTER,
        between={"6.2": no_action_before("readChanges")},
    ),
    Row(
        "an unknown strategy",
        "GET schools",
        message(UNEXPECTED, 500),
        misconfigured(
            "Could not find authorization strategy implementations for the following strategy names: 'Magic', 'More'."
        ),
        grants={"school": ["Magic", NFA, "More"]},
        between={"7.2": SYSTEM},
    ),
    Row("no further authorization", "GET schools/<201>", allowed(200), allowed(200), grants={"school": [NFA]}),
    Row(
        "no strategy",
        "GET bellSchedules",
        message(UNEXPECTED, 500),
        misconfigured(
            f"No authorization strategies were defined for the requested action '{ACTION}read' against "
            f"resource URIs ['{URI}ed-fi/bellSchedule', '{URI}bellSchedule'] matched by the caller's claim "
            f"'{URI}bellSchedule'."
        ),
        grants={"bellSchedule": []},
        between={"7.2": SYSTEM},
    ),
    Row(
        "two claims for one resource",
        "GET feederSchoolAssociations",
        allowed(200),
        misconfigured(
            f"Authorization metadata was found for more than one of the supplied resource claims "
            f"('{URI}ed-fi/feederSchoolAssociation, {URI}feederSchoolAssociation') resulting in an ambiguous "
            "basis for authorization."
        ),
        grants={"ed-fi/feederSchoolAssociation": [NFA]},
        between={"7.2": allowed(200)},
    ),
]
