"""What versions say differently, side by side: one request, and the answer to it from a version on.

Each was read in the sources of the reference at the tags v5.2, v5.3, v6.2, v7.1, v7.2 and v7.3. Of Problem Details,
this table has the status and the end of the type; the tests of each area have the rest.
"""

from base64 import b64encode
from collections.abc import Callable
from typing import Any

import pytest

from mockedfi.dialect.versions import VERSIONS
from mockedfi.since import at
from tests.api import Api, Caller

SCHOOL = 255901001
NEW = {"studentUniqueId": "facts-1", "firstName": "Ada", "lastSurname": "Novak", "birthDate": "2010-05-17"}
KNOWN = "604822"
NAMESPACE = "uri://ed-fi.org"
ABSENT = "0" * 32
CALENDAR = {"calendarCode": "x", "schoolId": SCHOOL, "schoolYear": 2022}
DEPENDENT = "The requested action cannot be performed because this item is referenced by an existing"
LIMIT = "Limit must be omitted or set to a value between "


def enrolment(student: str = KNOWN, **more: Any) -> dict[str, Any]:
    return {
        "studentReference": {"studentUniqueId": student},
        "schoolReference": {"schoolId": SCHOOL},
        "entryDate": "2020-01-07",
        "entryGradeLevelDescriptor": f"{NAMESPACE}/GradeLevelDescriptor#Ninth grade",
        **more,
    }


def races(*names: str) -> dict[str, Any]:
    return {
        "studentReference": {"studentUniqueId": KNOWN},
        "educationOrganizationReference": {"educationOrganizationId": SCHOOL},
        "races": [{"raceDescriptor": f"{NAMESPACE}/RaceDescriptor#{name}"} for name in names],
    }


def said(answer: Any) -> tuple[int, Any]:
    """Status, and what is said of it: the message, what is wrong with the request, or the end of the problem's type."""
    body = answer.json if answer.data else None
    if not isinstance(body, dict):
        return answer.status_code, body
    if "modelState" in body:
        return answer.status_code, body["modelState"]
    if "type" in body:
        return answer.status_code, body["type"].removeprefix("urn:ed-fi:api:")
    return answer.status_code, body.get("message", body.get("error"))


def failed(*lines: str, of: str = "StudentSchoolAssociation") -> tuple[int, str]:
    """The message of a resource that is invalid."""
    return 400, f"Validation of '{of}' failed.\n" + "".join(f"\t{line}\n" for line in lines)


def student(client: Caller) -> Any:
    return client.get("students", studentUniqueId=KNOWN).json[0]


def changed(client: Caller, **change: Any) -> Any:
    shown = student(client)
    return client.put(f"students/{shown['id']}", shown | change)


def said_of_dependents(client: Caller) -> Any:
    """The detail of what is said when a class period is deleted that a bell schedule has among its own."""
    period = client.get("bellSchedules", limit=1).json[0]["classPeriods"][0]["classPeriodReference"]
    (shown,) = client.get("classPeriods", **{name: value for name, value in period.items() if name != "link"}).json
    return client.delete(f"classPeriods/{shown['id']}").json.get("detail")


def regraded(client: Caller, **change: Any) -> Any:
    """Put a grading period with a change; there is one of each version's own."""
    shown = client.get("gradingPeriods", schoolId=SCHOOL, limit=1).json[0]
    return client.put(f"gradingPeriods/{shown['id']}", shown | change)


def removed(client: Caller) -> Any:
    """What the list of deletes has of a class period."""
    body = {"schoolReference": {"schoolId": SCHOOL}, "classPeriodName": "Facts"}
    client.delete("classPeriods/" + client.post("classPeriods", body).headers["Location"].rpartition("/")[2])
    (row,) = client.get("classPeriods/deletes").json
    return [name if name.lower() != "id" else f"{name} of {len(row[name])}" for name in row]


def unknown_client(client: Caller) -> Any:
    basic = b64encode(b"nobody:secret").decode()
    form = {"grant_type": "client_credentials"}
    return client.request("POST", "/oauth/token", data=form, headers={"Authorization": f"Basic {basic}"})


def token_info(client: Caller) -> Any:
    token = client.headers["Authorization"].split()[1]
    return client.request("POST", "/oauth/token_info", data={"token": token}).json


def document(client: Caller) -> Any:
    return client.request("GET", "/metadata/data/v3/resources/swagger.json").json


def stating(client: Caller, method: str, path: str, usage: str, profile: str = "nowhere") -> tuple[int, Any]:
    """What is said of a profile in the header of a request that reads or writes none."""
    header = "Accept" if method == "GET" else "Content-Type"
    headers = {header: f"application/vnd.ed-fi.school.{profile}.{usage}+json"}
    return said(client.request(method, path, headers=headers))


def written(client: Caller, accepted: str) -> tuple[str, str]:
    """The media type and the layout of what is said of a profile."""
    answer = client.request("GET", "schools", headers={"Accept": accepted})
    return answer.headers["Content-Type"], "indented" if answer.data.startswith(b"{\n") else "compact"


def operation(client: Caller, path: str) -> Any:
    return document(client)["paths"][path]["get"]


def snapshots_described(client: Caller) -> Any:
    paths = client.request("GET", "/metadata/changequeries/v1/swagger.json").json["paths"]
    return paths.get("/snapshots", {}).get("get", {})


def schema_files(client: Caller) -> Any:
    return client.request("GET", "/metadata/xsd/ed-fi/files").json


INVALID = (400, "bad-request:data-validation-failed")
FAILED = (500, "An unexpected error occurred on the server.")
NOT_FOUND_7231 = (404, "https://tools.ietf.org/html/rfc7231#section-6.5.4")
NOT_FOUND_9110 = (404, "https://tools.ietf.org/html/rfc9110#section-15.5.5")
UNKNOWN_PROFILE = (
    406,
    "The profile specified by the content type in the 'Accept' header is not supported by this host.",
)
FACTS: dict[str, tuple[Callable[[Caller], Any], dict[str, Any]]] = {
    # lists
    "without a limit": (lambda c: len(c.get("sections").json) > 25, {"5.2": False, "6.0": True}),
    "what is wrong with too high a limit": (
        lambda c: c.get("students", limit=501).json.get("detail"),
        {"5.2": None, "7.2": "The limit parameter was incorrect.", "7.3": "The request construction was invalid."},
    ),
    "too high a limit": (
        lambda c: said(c.get("students", limit=501)),
        {
            "5.2": (400, f"{LIMIT}1 and max value defined in configuration file (defaultPageSizeLimit)."),
            "7.1": (400, f"{LIMIT}0 and 500."),
            "7.2": (400, "bad-request:parameter-validation-failed"),
        },
    ),
    # items
    "members of the server": (
        lambda c: [name for name in student(c) if name.startswith("_")],
        {"5.2": ["_etag"], "6.0": ["_etag", "_lastModifiedDate"]},
    ),
    "surrogate key of a descriptor": (
        lambda c: "termDescriptorId" in c.get("termDescriptors", limit=1).json[0],
        {"5.2": True, "7.0": False},
    ),
    "an item that is not there": (
        lambda c: said(c.get(f"students/{ABSENT}")),
        {"5.2": (404, "Entity of type 'Student' with the specified id was not found."), "7.2": (404, "not-found")},
    ),
    "an id that is none": (
        lambda c: said(c.get("students/x")),
        {"5.2": (400, {"request.id": ["The value 'x' is not valid."]}), "6.0": (404, None), "7.2": (404, "not-found")},
    ),
    "the place of what was put": (lambda c: "Location" in changed(c).headers, {"5.2": False, "5.3": True}),
    "another key": (
        lambda c: said(changed(c, studentUniqueId="facts-2")),
        {
            "5.2": (204, None),
            "7.0": (400, "Key values for this resource cannot be changed. Delete and recreate the resource item."),
            "7.2": (400, "bad-request:data-validation-failed:key-change-not-supported"),
        },
    ),
    "another key, with a descriptor that is not there": (
        lambda c: said(regraded(c, gradingPeriodDescriptor="uri://x#y")),
        {
            "5.2": (204, None),
            "7.0": (400, "Key values for this resource cannot be changed. Delete and recreate the resource item."),
            "7.2": INVALID,
        },
    ),
    "a stale ETag in POST": (
        lambda c: said(
            c.request("POST", "students", json=NEW | {"studentUniqueId": KNOWN}, headers={"If-Match": '"1"'})
        ),
        {
            "5.2": (200, None),
            "5.3": (412, "Resource was modified by another consumer."),
            "7.2": (412, "optimistic-lock-failed"),
        },
    ),
    # validation
    "a person who is not there": (
        lambda c: said(c.post("studentSchoolAssociations", enrolment("nobody"))),
        {
            "5.2": failed("Student reference could not be resolved."),
            "7.1": (409, "Access to the resource item could not be authorized because the 'Student' was not found."),
            "7.2": (409, "data-conflict:unresolved-reference"),
        },
    ),
    "a calendar that is not there": (
        lambda c: said(c.post("studentSchoolAssociations", enrolment(calendarReference=CALENDAR))),
        {
            "5.2": (409, "The value supplied for the related 'studentschoolassociation' resource does not exist."),
            "7.0": (409, "The value supplied for the related 'Calendar' resource does not exist."),
            "7.2": (409, "data-conflict:unresolved-reference"),
        },
    ),
    "a descriptor that is not there": (
        lambda c: said(c.post("studentSchoolAssociations", enrolment(entryGradeLevelDescriptor="uri://x#y"))),
        {
            "5.2": failed("Exception has been thrown by the target of an invocation."),
            "6.0": failed("Unable to resolve value 'uri://x#y' to an existing 'GradeLevelDescriptor' resource."),
            "7.0": failed("EntryGradeLevelDescriptorId is required."),
            "7.2": INVALID,
        },
    ),
    "a value that is missing": (
        lambda c: said(c.post("students", NEW | {"firstName": None})),
        {"5.2": failed("FirstName is required.", of="Student"), "7.2": INVALID},
    ),
    "a text of white space": (
        lambda c: said(c.post("students", NEW | {"firstName": " "})),
        {"5.2": (201, None), "7.3": INVALID},
    ),
    "deleting what a part of another refers to": (
        said_of_dependents,
        {
            "5.2": None,
            "7.2": f"{DEPENDENT} 'BellScheduleClassPeriod' item.",
            "7.3": f"{DEPENDENT} 'BellScheduleClassPeriod' item contained within an 'BellSchedule' resource item.",
        },
    ),
    "an item twice": (
        lambda c: said(c.post("studentEducationOrganizationAssociations", races("White", "White"))),
        {
            "5.2": (
                400,
                {
                    "request.StudentEducationOrganizationAssociationRaces": [
                        "StudentEducationOrganizationAssociationRaces enumerable contains duplicate at index: 1"
                    ]
                },
            ),
            "7.1": (
                400,
                {
                    "request.StudentEducationOrganizationAssociationRaces": [
                        "The 2nd item of the StudentEducationOrganizationAssociationRaces collection is a duplicate."
                    ]
                },
            ),
            "7.2": INVALID,
        },
    ),
    "a reference without its key": (
        lambda c: said(c.post("studentSchoolAssociations", enrolment(classOfSchoolYearTypeReference={}))),
        {
            "5.2": (201, None),
            "7.1": (
                400,
                {
                    "request.ClassOfSchoolYearTypeReference": [
                        "ClassOfSchoolYearTypeReference is missing the following properties: SchoolYear"
                    ]
                },
            ),
            "7.2": INVALID,
        },
    ),
    # changes
    "change versions": (
        lambda c: list(c.request("GET", "/changeQueries/v1/availableChangeVersions").json),
        {
            "5.2": ["OldestChangeVersion", "NewestChangeVersion"],
            "6.0": ["oldestChangeVersion", "newestChangeVersion"],
        },
    ),
    "content type of change versions": (
        lambda c: c.request("GET", "/changeQueries/v1/availableChangeVersions").headers["Content-Type"],
        {"5.2": "application/json", "6.0": "application/json; charset=utf-8"},
    ),
    "what was deleted": (
        removed,
        {
            "5.2": ["Id of 36", "ChangeVersion"],
            "5.3": ["Id of 32", "ChangeVersion"],
            "6.0": ["id of 32", "changeVersion", "keyValues"],
        },
    ),
    "key changes": (
        lambda c: c.get("classPeriods/keyChanges").status_code,
        {"5.2": 400, "6.0": 200},
    ),
    "deletes of what is no resource": (
        lambda c: said(c.get("wizards/deletes")),
        {"5.2": FAILED, "7.0": (404, None), "7.2": (404, "not-found")},
    ),
    "how it is written that deletes are of no resource": (
        lambda c: c.get("wizards/deletes").headers.get("Content-Type"),
        {"5.2": "application/json; charset=utf-8", "7.0": None, "7.2": "application/json; charset=utf-8"},
    ),
    "deletes of what is no resource, to nobody": (
        lambda c: said(Caller(c.http, c.root).get("wizards/deletes")),
        {"5.2": (401, None), "7.2": (401, "security:authentication")},
    ),
    "deletes of a schema that is spelled otherwise": (
        lambda c: said(c.request("GET", "/data/v3/Ed-Fi/students/deletes")),
        {"5.2": FAILED, "6.0": (200, [])},
    ),
    "deletes of school years": (lambda c: c.get("schoolYearTypes/deletes").status_code, {"5.2": 500, "6.0": 403}),
    "a snapshot that is not there": (
        lambda c: said(c.request("GET", f"/changeQueries/v1/snapshots/{ABSENT}")),
        {"5.2": (404, None), "7.2": (404, "not-found")},
    ),
    "no snapshot by its name": (
        lambda c: c.request("GET", "schools", headers={"Snapshot-Identifier": "none"}).status_code,
        {"5.2": 410, "7.0": 200},
    ),
    "no snapshot": (
        lambda c: c.request("GET", "schools", headers={"Use-Snapshot": "true"}).status_code,
        {"5.2": 200, "7.0": 404},
    ),
    # security
    "nobody": (
        lambda c: said(Caller(c.http, c.root).get("students")),
        {"5.2": (401, None), "7.2": (401, "security:authentication")},
    ),
    "an unknown client": (
        lambda c: said(unknown_client(c)),
        {"5.2": (400, "invalid_client"), "6.0": (401, "invalid_client")},
    ),
    "what a token is": (
        lambda c: list(token_info(c))[3:],
        {
            "5.2": ["education_organizations", "assigned_profiles"],
            "7.3": ["education_organizations", "assigned_profiles", "claim_set", "resources", "services"],
        },
    ),
    "what a token reaches": (
        lambda c: "education_service_center_id" in token_info(c)["education_organizations"][0],
        {"5.2": False, "5.3": True},
    ),
    "a profile that is not there": (
        lambda c: said(c.request("GET", "schools", headers={"Accept": "application/vnd.ed-fi.school.x.readable+json"})),
        {
            "5.2": (406, "the profile specified by the content type is not supported by this host"),
            "6.2": (
                406,
                "The profile specified by the content type in the 'Accept' header is not supported by this host.",
            ),
            "7.2": (406, "profile:invalid-profile-usage"),
        },
    ),
    "a profile that is not there, of what has none": (
        lambda c: [
            stating(c, "GET", path, "readable") for path in ("students/deletes", "wizards/1", "/metadata/identity")
        ],
        {
            "5.2": [(200, []), (404, None), (404, None)],
            "6.2": [UNKNOWN_PROFILE] * 3,
            "7.2": [(406, "profile:invalid-profile-usage")] * 3,
        },
    ),
    "how it is written that there is no such profile": (
        lambda c: written(c, "application/vnd.ed-fi.school.nowhere.readable+json"),
        {
            "5.2": ("application/json; charset=utf-8", "indented"),
            "6.2": ("application/json", "compact"),
            "7.0": ("application/json", "indented"),
            "7.2": ("application/problem+json", "indented"),
        },
    ),
    "how it is written that a profile has no such resource": (
        lambda c: written(c, "application/vnd.ed-fi.school.nutrition.readable+json"),
        {
            "5.2": ("application/json; charset=utf-8", "indented"),
            "6.2": ("application/json", "compact"),
            "7.0": ("application/json; charset=utf-8", "indented"),
        },
    ),
    "a profile for reading in a request that nothing takes": (
        lambda c: stating(c, "PUT", "students/deletes/1", "readable"),
        {
            "5.2": (404, None),
            "6.2": (400, "A profile-based content type that is readable cannot be used with PUT or POST requests."),
            "7.2": (400, "profile:invalid-profile-usage"),
        },
    ),
    "a profile in a request that nobody looks at": (
        lambda c: stating(c, "DELETE", f"students/{ABSENT}", "readable")[0],
        {"5.2": 404},
    ),
    # composites
    "a composite that is not there": (
        lambda c: said(c.request("GET", "/composites/v1/ed-fi/enrollment/wizards")),
        {"5.2": NOT_FOUND_7231, "6.2": NOT_FOUND_9110, "7.0": NOT_FOUND_7231, "7.2": (404, "not-found")},
    ),
    "no composite, to nobody": (
        lambda c: said(Caller(c.http, c.root).request("GET", "/composites/v1/ed-fi/enrollment")),
        {"5.2": (404, None), "7.2": (401, "security:authentication")},
    ),
    "writing a composite that is not there": (
        lambda c: c.request("POST", "/composites/v1/ed-fi/enrollment/wizards").status_code,
        {"5.2": 405},
    ),
    "fields that cannot be read": (
        lambda c: said(c.request("GET", "/composites/v1/ed-fi/enrollment/schools", query_string={"fields": "id("})),
        {"5.2": (500, FAILED[1]), "7.2": (500, "system")},
    ),
    # metadata
    "format of the documents": (
        lambda c: [name for name in document(c) if name in ("swagger", "openapi")],
        {"5.2": ["swagger"], "7.1": ["openapi"]},
    ),
    "addresses": (
        lambda c: sorted(c.request("GET", "/").json["urls"])[:2],
        {"5.2": ["dataManagementApi", "dependencies"], "6.0": ["changeQueries", "composites"]},
    ),
    "mode": (lambda c: "apiMode" in c.request("GET", "/").json, {"5.2": True, "7.0": False}),
    "data standard": (
        lambda c: c.request("GET", "/").json["dataModels"][0]["version"],
        {"5.2": "3.3.0-a", "5.3": "3.3.1-b", "6.2": "4.0.0", "7.1": "5.0.0", "7.2": "5.1.0", "7.3": "5.2.0"},
    ),
    "dependencies": (
        lambda c: c.request("GET", "/metadata/data/v3/dependencies").json[0]["operations"],
        {"5.2": ["Create"], "6.0": ["Create", "Update"]},
    ),
    "schemas": (
        lambda c: c.request("GET", "/metadata/xsd").json[0]["files"].rpartition("/xsd/")[2],
        {"5.2": "ed-fi/files/", "5.3": "ed-fi/files"},
    ),
    "interchanges that are not everywhere": (
        lambda c: [
            name
            for name in ("Parent", "Contact", "StudentProgramEvaluation", "StudentHealth", "AssessmentRegistration")
            if any(each.endswith(f"/Interchange-{name}.xsd") for each in schema_files(c))
        ],
        {
            "5.2": ["Parent"],
            "7.0": ["Contact", "StudentProgramEvaluation"],
            "7.2": ["Contact", "StudentProgramEvaluation", "StudentHealth"],
            "7.3": ["Contact", "StudentProgramEvaluation", "StudentHealth", "AssessmentRegistration"],
        },
    ),
    "how snapshots are said to be paged": (
        lambda c: [each["$ref"].rpartition("/")[2] for each in snapshots_described(c).get("parameters", [])],
        {"5.2": ["offset", "limit"], "6.0": ["offset", "limit", "totalCount"], "7.0": []},
    ),
    "health": (lambda c: c.request("GET", "/health").status_code, {"5.2": 404, "6.0": 200}),
    "health, however asked": (lambda c: c.request("POST", "/health").status_code, {"5.2": 404, "6.0": 200}),
    "deprecated": (
        lambda c: [
            name for name, item in document(c)["paths"].items() if item["get"].get("deprecated") and "{" not in name
        ][:1],
        {"5.2": ["/ed-fi/learningObjectives"], "7.0": []},
    ),
    "parameters in their order": (
        lambda c: [each["name"] for each in operation(c, "/ed-fi/programs")["parameters"] if each.get("in") == "query"],
        {"5.2": ["programTypeDescriptor", "programName", "educationOrganizationId", "id", "programId"]},
    ),
    # all
    "correlation": (
        lambda c: "correlationId" in c.get(f"students/{ABSENT}").json,
        {"5.2": False, "7.1": True},
    ),
}


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("fact", FACTS)
def test_a_fact(api_of: Callable[[str], Api], fact: str, version: str) -> None:
    ask, history = FACTS[fact]
    assert ask(api_of(version).caller()) == at(history, version)


@pytest.mark.parametrize(("version", "anonymous"), [("5.2", 405), ("7.1", 405), ("7.3", 401)])
@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_sub_routes_of_whatever_resource_take_get_alone(
    api_of: Callable[[str], Api], version: str, anonymous: int, method: str
) -> None:
    """Source: the route of ChangeQueries/Controllers/DeletesController.cs, which names no resource."""
    api = api_of(version)
    assert api.anonymous.request(method, "nothing/deletes", json={}).status_code == anonymous
    answer = api.caller().request(method, "nothing/deletes", json={})
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET")
