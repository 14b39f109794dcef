"""Which profile a request uses, and what it is told when it may not: the rows of the reference, version by version."""

import json
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

import pytest

from mockedfi.dialect import Dialect
from mockedfi.instance import Instance
from mockedfi.model.catalogue import load
from mockedfi.problems import Refusal
from mockedfi.profiles.definition import read as read_definitions
from mockedfi.profiles.registry import Profiles
from mockedfi.render import render
from tests.api import Api, Caller
from tests.profiles.conftest import FILES
from tests.profiles.schools import HIGH_SCHOOL, created, media_type, school, write

HEADERS = {"GET": "Accept", "POST": "Content-Type", "PUT": "Content-Type"}
USAGE = "The request construction was invalid with respect to usage of a data policy."
INVALID_USAGE = ("profile:invalid-profile-usage", "Invalid Profile Usage")
UNSUPPORTED = "the profile specified by the content type is not supported by this host"
NAMES = media_type("Names", "readable")
BOTH = "', '".join(media_type(each, "writable") for each in ("Names", "No-Names"))
UNACCESSIBLE = "The resource is not accessible through the profile specified by the content type."


@dataclass(frozen=True)
class Row:
    """A request's method and what it states; the status and the text of the answer."""

    method: str
    stated: str
    status: int
    text: str

    def __str__(self) -> str:
        return f"{self.method} {self.stated.removeprefix('application/vnd.ed-fi.')}"


def asked(caller: Caller, row: Row) -> Any:
    body = None if row.method == "GET" else school()
    path = "schools/" + "0" * 32 if row.method == "PUT" else "schools"
    return caller.request(row.method, path, json=body, headers={HEADERS[row.method]: row.stated})


FORMAT = "The format of the profile-based '{}' header was invalid."
UNRECOGNIZED = "The profile usage segment in the profile-based '{}' header was not recognized."
INVALID = "The profile specified by the content type in the '{}' header is configured but invalid."
UNKNOWN = "The profile specified by the content type in the '{}' header is not supported by this host."
UNREADABLE = "A profile-based content type that is readable cannot be used with {} requests."
AT_THE_DOOR_OF_7_3 = [
    Row("GET", "application/vnd.ed-fi.school.readable+json", 400, FORMAT),
    Row("GET", "application/vnd.ed-fi.school.names.extra.readable+json", 400, FORMAT),
    Row("POST", "application/vnd.ed-fi.names.writable+json", 400, FORMAT),
    Row("GET", media_type("Names", "legible"), 400, UNRECOGNIZED),
    Row("PUT", media_type("Names", "legible"), 400, UNRECOGNIZED),
    Row("GET", media_type("Names", "writable"), 400, UNREADABLE.replace("readable", "writable").format("GET")),
    Row("POST", media_type("Names", "readable"), 400, UNREADABLE.format("POST")),
    Row("PUT", media_type("Names", "readable"), 400, UNREADABLE.format("PUT")),
    Row("GET", media_type("Lost-Resource", "readable"), 406, INVALID),
    Row("GET", media_type("Lost-Member", "readable"), 406, INVALID),
    Row("POST", media_type("Lost-Member", "writable"), 406, INVALID),
    Row("GET", media_type("Nowhere", "readable"), 406, UNKNOWN),
    Row("POST", media_type("Nowhere", "writable"), 415, UNKNOWN),
    Row("PUT", media_type("Nowhere", "writable"), 415, UNKNOWN),
]


@pytest.mark.parametrize("row", AT_THE_DOOR_OF_7_3, ids=str)
def test_the_header_is_looked_at_first_since_7(served: Callable[[str], Api], row: Row) -> None:
    answer = asked(served("7.3").caller(), row)
    assert answer.status_code == row.status
    assert answer.content_type == "application/problem+json"
    problem = answer.get_json(force=True)
    del problem["correlationId"]
    assert problem == {
        "detail": USAGE,
        "type": f"urn:ed-fi:api:{INVALID_USAGE[0]}",
        "title": INVALID_USAGE[1],
        "status": row.status,
        "errors": [row.text.format(HEADERS[row.method])],
    }


MISMATCH = (
    "The resource specified by the profile-based content type ('student') does not match the requested resource "
    "('School')."
)
MAPPING_OF_7_3 = [
    (
        Row("GET", media_type("Names", "readable", "student"), 400, ""),
        *INVALID_USAGE,
        USAGE,
        MISMATCH,
    ),
    (
        Row("POST", "application/vnd.ed-fi.school.STAFF-only.writable+json", 400, ""),
        *INVALID_USAGE,
        f"{USAGE} The resource is not contained by the profile used by (or applied to) the request.",
        "Resource 'School' is not accessible through the 'STAFF-only' profile specified by the content type.",
    ),
    (
        Row("GET", "application/vnd.ed-fi.school.Hollow-Addresses.readable+json", 405, ""),
        "profile:method-usage",
        "Method Not Allowed with Profile",
        f"{USAGE} An attempt was made to access a resource that is not readable using the profile.",
        "Resource class 'School' is not readable using API profile 'Hollow-Addresses'.",
    ),
    (
        Row("POST", "application/vnd.ed-fi.school.Never-Mailing.writable+json", 405, ""),
        "profile:method-usage",
        "Method Not Allowed with Profile",
        f"{USAGE} An attempt was made to access a resource that is not writable using the profile.",
        "Resource class 'School' is not writable using API profile 'Never-Mailing'.",
    ),
]


@pytest.mark.parametrize(("row", "type_", "title", "detail", "error"), MAPPING_OF_7_3, ids=lambda each: str(each)[:40])
def test_the_profile_is_compared_with_the_resource_when_mapping_starts_since_7(
    served: Callable[[str], Api], row: Row, type_: str, title: str, detail: str, error: str
) -> None:
    answer = asked(served("7.3").caller(), row)
    problem = answer.get_json(force=True)
    assert (answer.status_code, problem["type"], problem["title"]) == (row.status, f"urn:ed-fi:api:{type_}", title)
    assert (problem["detail"], problem["errors"]) == (detail, [error])


ROWS_OF_5_2 = [
    Row("GET", media_type("Names", "readable", "student"), 400, UNACCESSIBLE),
    Row("POST", media_type("Names", "writable", "student"), 400, UNACCESSIBLE),
    Row("GET", media_type("Names", "writable"), 400, UNACCESSIBLE),
    Row("POST", media_type("Names", "readable"), 400, UNACCESSIBLE),
    Row("GET", media_type("Nowhere", "readable"), 406, UNSUPPORTED),
    Row("POST", media_type("Nowhere", "writable"), 415, UNSUPPORTED),
    Row("GET", media_type("Lost-Member", "readable"), 406, UNSUPPORTED),
    Row(
        "GET",
        media_type("Staff-Only", "readable"),
        400,
        "The 'school' resource is not accessible through the 'staff-only' profile specified by the content type.",
    ),
    Row(
        "GET",
        media_type("Hollow-Addresses", "readable"),
        405,
        "The allowed methods for this resource with the 'Hollow-Addresses' profile are PUT, POST, DELETE and OPTIONS.",
    ),
    Row(
        "PUT",
        media_type("Never-Mailing", "writable"),
        405,
        "The allowed methods for this resource with the 'Never-Mailing' profile are GET, DELETE and OPTIONS.",
    ),
]


@pytest.mark.parametrize("row", ROWS_OF_5_2, ids=str)
def test_what_5_2_says(served: Callable[[str], Api], row: Row) -> None:
    answer = asked(served("5.2").caller(), row)
    assert (answer.status_code, answer.get_json(force=True)) == (row.status, {"message": row.text})


REQUIRED = (
    "Based on profile assignments, one of the following profile-specific content types is required when {} this "
    "resource: '{}'"
)
MATCH = "The resource in the profile-based content type does not match the resource targeted by the request."
COVERED = "The '{}' resource is not accessible through the '{}' profile specified by the content type."
ALLOWED = "The allowed methods for this resource with the '{}' profile are {} and OPTIONS."
BETWEEN = [
    (Row("GET", "application/vnd.ed-fi.school.readable+json", 400, FORMAT.format("Accept")), ()),
    (Row("PUT", media_type("Names", "legible"), 400, UNRECOGNIZED.format("Content-Type")), ()),
    (Row("POST", media_type("Names", "readable"), 400, UNREADABLE.format("PUT or POST")), ()),
    (Row("GET", media_type("Nowhere", "readable"), 406, UNKNOWN.format("Accept")), ()),
    (Row("POST", media_type("Lost-Member", "writable"), 415, UNKNOWN.format("Content-Type")), ()),
    (Row("GET", media_type("Names", "readable", "student"), 400, MATCH), ()),
    (Row("GET", media_type("Staff-Only", "readable"), 400, COVERED.format("School", "staff-only")), ()),
    (
        Row(
            "GET",
            media_type("Hollow-Addresses", "readable"),
            405,
            ALLOWED.format("hollow-addresses", "PUT, POST, DELETE"),
        ),
        (),
    ),
    (Row("PUT", media_type("Never-Mailing", "writable"), 405, ALLOWED.format("never-mailing", "GET, DELETE")), ()),
    (Row("GET", media_type("No-Names", "readable"), 403, REQUIRED.format("requesting", NAMES)), ("Names",)),
    (Row("POST", "application/json", 403, REQUIRED.format("updating", BOTH)), ("Names", "No-Names")),
]


@dataclass(frozen=True)
class Client:
    profiles: tuple[str, ...]
    key: str = "k"


@pytest.mark.parametrize("version", ["6.2", "7.1"])
@pytest.mark.parametrize(("row", "assigned"), BETWEEN, ids=str)
def test_what_the_versions_between_say(version: str, row: Row, assigned: tuple[str, ...]) -> None:
    assert told(version, row, assigned) == (row.status, row.text)


def told(version: str, row: Row, assigned: tuple[str, ...]) -> tuple[int, str]:
    dialect = Dialect.at(version)
    catalogue = load(dialect.version.data_standard)
    known = Profiles(dialect, catalogue, [each for file in FILES for each in read_definitions(file)])
    headers = {HEADERS[row.method].lower(): row.stated}
    try:
        asked = known.asked(row.method, headers, catalogue.resources["School"], Client(assigned))
        assert asked is not None
        applied = asked.decided()
        assert applied is not None
        applied.compiled()
    except Refusal as refusal:
        answer = render(refusal, dialect, "id")
        return answer.status, json.loads(answer.body)["message"]
    return 200, ""


@pytest.mark.parametrize(("version", "applies"), [("5.3", False), ("6.2", False), ("7.1", True)])
def test_a_single_assigned_profile_applies_by_itself_since_7(version: str, applies: bool) -> None:
    """Before, its media type must be stated."""
    dialect = Dialect.at(version)
    catalogue = load(dialect.version.data_standard)
    known = Profiles(dialect, catalogue, read_definitions(FILES[0]))
    with nullcontext() if applies else pytest.raises(Refusal):
        asked = known.asked("GET", {}, catalogue.resources["School"], Client(("Names",)))
        assert asked is not None
        applied = asked.decided()
        assert applied is not None
        assert applied.media_type == NAMES


WHOLE, NARROW = "application/json; charset=utf-8", f"{media_type('Names', 'readable')}; charset=utf-8"
ACCEPTED = [
    ("application/json", WHOLE, WHOLE),
    ("*/*", WHOLE, WHOLE),
    (media_type("Names", "readable"), NARROW, NARROW),
    ("application/vnd.ed-fi.SCHOOL.NAMES.READABLE+json", NARROW, NARROW),
    (f"{media_type('Names', 'readable')};q=0.9", NARROW, NARROW),
    (f"application/json, {media_type('Names', 'readable')}", WHOLE, NARROW),
    (f"{media_type('Names', 'readable')}, application/json", WHOLE, NARROW),
    ("Application/VND.ed-fi.school.names.readable+json", WHOLE, NARROW),
    ("application/vnd.ed-fi.school.two words.readable+json", WHOLE, WHOLE),
]


@pytest.mark.parametrize(("accept", "since_7", "at_5_2"), ACCEPTED)
def test_headers_that_count_and_headers_that_do_not(api: Api, accept: str, since_7: str, at_5_2: str) -> None:
    """Since 6 the whole header must be one media type; at 5.2 any of a list counts."""
    answer = api.caller().request("GET", "schools", headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == (at_5_2 if api.version == "5.2" else since_7)


def test_a_content_type_may_have_parameters(api: Api) -> None:
    stated = f"{media_type('Only-Mailing', 'writable')}; charset=utf-8"
    answer = api.caller().request("POST", "schools", json=school(), headers={"Content-Type": stated})
    assert (answer.status_code, answer.get_data()) == (201, b"")


def test_delete_looks_at_no_profile(api: Api) -> None:
    caller = api.caller()
    path = created(caller)
    assert caller.request("DELETE", path, headers={"Content-Type": "application/vnd.ed-fi.x"}).status_code == 204


# Assigned profiles


@dataclass(frozen=True)
class Assigned:
    """A client's profiles, what it asks, and what it gets: the media type, or the choices in the refusal."""

    profiles: tuple[str, ...]
    method: str
    stated: str | None
    since_7: str | list[str]
    at_5_2: str | list[str]

    def __str__(self) -> str:
        return f"{'+'.join(self.profiles)} {self.method} {self.stated}"


READ_NAMES, READ_OTHERS = media_type("Names", "readable"), media_type("No-Names", "readable")
WRITE_NAMES = media_type("Names", "writable")
ASSIGNED = [
    Assigned(("Names",), "GET", READ_NAMES, READ_NAMES, READ_NAMES),
    Assigned(("NAMES",), "GET", READ_NAMES, READ_NAMES, READ_NAMES),
    Assigned(("Names",), "GET", None, READ_NAMES, [READ_NAMES]),
    Assigned(("Names",), "GET", READ_OTHERS, [READ_NAMES], [READ_NAMES]),
    Assigned(("No-Names", "Names"), "GET", None, [READ_NAMES, READ_OTHERS], [READ_NAMES, READ_OTHERS]),
    Assigned(("No-Names", "Names"), "GET", READ_OTHERS, READ_OTHERS, READ_OTHERS),
    Assigned(("Staff-Only",), "GET", None, "application/json", "application/json"),
    Assigned(("Staff-Only",), "GET", READ_NAMES, READ_NAMES, READ_NAMES),
    Assigned(("Hollow-Addresses",), "GET", None, "application/json", "application/json"),
    Assigned(("Names", "Staff-Only"), "POST", "application/json", "", [WRITE_NAMES]),
    Assigned(("Names",), "POST", media_type("No-Names", "writable"), [WRITE_NAMES], [WRITE_NAMES]),
]


@pytest.mark.parametrize("row", ASSIGNED, ids=str)
def test_a_client_uses_the_profiles_that_are_assigned_to_it(api: Api, row: Assigned) -> None:
    caller = api.new_caller("Ed-Fi Sandbox", 255901, profiles=row.profiles)
    wanted = row.at_5_2 if api.version == "5.2" else row.since_7
    headers = {} if row.stated is None else {HEADERS[row.method]: row.stated}
    body = None if row.method == "GET" else school()
    answer = caller.request(row.method, "schools", json=body, headers=headers)
    if isinstance(wanted, list):
        assert answer.status_code == 403
        assert answer.get_json(force=True) == problem_of(api.version, row.method, wanted, answer)
    elif row.method == "GET":
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, f"{wanted}; charset=utf-8")
    else:
        error = "needed to create the resource."
        assert answer.status_code == 400, "the only assigned profile applies, and hides what a school needs"
        assert answer.get_json(force=True)["errors"][0].endswith(error)


POLICY_FAILURE = (
    "A data policy failure was encountered. The request was not constructed correctly for the data policy that has "
    "been applied to this data for the caller."
)


def problem_of(version: str, method: str, types: list[str], answer: Any) -> dict[str, Any]:
    listed = "', '".join(types)
    if version == "5.2":
        text = "One of the following profile-specific content types is required when requesting this resource: '{}'"
        if method != "GET":
            text = (
                "Based on the assigned profiles, one of the following profile-specific content types is required when "
                "updating this resource: '{}'"
            )
        return {"message": text.format(listed)}
    doing = "requesting" if method == "GET" else "creating or updating"
    which = "the following profile-specific content type is required"
    if len(types) > 1:
        which = "one of the following profile-specific content types is required"
    return {
        "detail": POLICY_FAILURE,
        "type": "urn:ed-fi:api:security:data-policy:incorrect-usage",
        "title": "Data Policy Failure Due to Incorrect Usage",
        "status": 403,
        "correlationId": answer.get_json(force=True)["correlationId"],
        "errors": [f"Based on profile assignments, {which} when {doing} this resource: '{listed}'"],
    }


def test_an_assigned_profile_that_nobody_defines(api: Api) -> None:
    """Since 7 it breaks every data request of the client; at 5.2 nothing looks it up."""
    caller = api.new_caller("Ed-Fi Sandbox", 255901, profiles=("Nowhere",))
    assert caller.get("schools").status_code == (200 if api.version == "5.2" else 500)


# The order of things


def test_authentication_comes_before_the_profile(api: Api) -> None:
    row = Row("GET", media_type("Nowhere", "readable"), 401, "")
    assert asked(api.anonymous, row).status_code == 401


def test_since_7_an_item_is_found_before_its_profile_is_compared(served: Callable[[str], Api]) -> None:
    accept = {"Accept": media_type("Names", "readable", "student")}
    assert served("7.3").caller().request("GET", f"schools/{'0' * 32}", headers=accept).status_code == 404
    assert served("5.2").caller().request("GET", f"schools/{'0' * 32}", headers=accept).status_code == 400


def test_since_7_the_body_is_bound_between_assignment_and_comparison(served: Callable[[str], Api]) -> None:
    caller = served("7.3").caller()
    broken = {**school(), "schoolId": "many"}
    assert "validationErrors" in write(caller, "POST", "schools", broken, "Staff-Only").get_json(force=True)
    bound = served("7.3").new_caller("Ed-Fi Sandbox", 255901, profiles=("Names",))
    assert write(bound, "POST", "schools", broken, "No-Names").status_code == 403


@pytest.mark.parametrize("version", ["6.2", "7.1", "7.2", "7.3"])
def test_the_check_of_assignment_is_a_filter_of_actions_before_7_2(serve: Callable[..., Api], version: str) -> None:
    """Source: EdFi.Ods.Api/Filters/EnforceAssignedProfileUsageFilter.cs of each tag: first a filter of actions, hence
    after all that is bound; then one of resources, hence before. What no route takes comes to neither."""
    api = serve(api_versions=(version,), profiles=FILES[:1])
    caller = api.new_caller("Ed-Fi Sandbox", 255901, profiles=("Names", "No-Names"))
    snapshot = {"Snapshot-Identifier" if version == "6.2" else "Use-Snapshot": "true"}
    late = version in ("6.2", "7.1")

    def statuses(method: str, path: str, **more: Any) -> int:
        headers = {"Content-Type": "application/json", **more.pop("headers", {})}
        return caller.request(method, path, headers=headers, **more).status_code

    bound = [
        statuses("POST", "schools", data="{"),
        statuses("POST", "schools", data=""),
        statuses("POST", "schools", json={**school(), "schoolId": "many"}),
        statuses("PUT", "schools/zz", json=school()),
        statuses("GET", "schools?limit=x"),
        statuses("GET", "schools?minChangeVersion=x"),
        statuses("POST", "schools", data="x", headers={"Content-Type": "text/plain"}),
        statuses("POST", "schools", json=school(), headers=snapshot),
    ]
    assert bound == ([400, 400, 400, 400, 400, 400, 415, 405] if late else [403] * 8)
    acted = [
        statuses("POST", "schools", json=school()),
        statuses("POST", "schools", json={**school(), "id": "1" * 32}),
        statuses("PUT", f"schools/{'0' * 32}", json=school()),
        statuses("GET", "schools?limit=1000"),
        statuses("GET", f"schools/{'0' * 32}"),
    ]
    assert acted == [403] * 5
    assert statuses("GET", "schools/zz") == 404


def test_an_assignment_that_nobody_defines_escapes_in_7_1(serve: Callable[..., Api]) -> None:
    """Source: EdFi.Ods.Api/Filters/ExceptionHandlingFilter.cs, Models/RESTError.cs of 7.1."""
    answer = serve(api_versions=("7.1",)).new_caller("Ed-Fi Sandbox", profiles=("Nowhere",)).get("schools")
    assert answer.json is not None
    assert (answer.status_code, answer.json["code"], answer.json["type"]) == (500, 500, "Internal Server Error")


def test_refusals_are_explained(api: Api) -> None:
    """Which profiles apply, and which header would do."""
    caller = api.new_caller("Ed-Fi Sandbox", 255901, profiles=("Names", "No-Names"))
    why = _why(api.instance, caller)
    assert why["assignedProfiles"] == ["Names", "No-Names"]
    assert [each["text"] for each in why["remedies"]] == [f"Accept: {READ_NAMES}", f"Accept: {READ_OTHERS}"]
    assert (why["resource"], why["profile"], why["outcome"]) == ("/ed-fi/schools", "", "denied")


def _why(instance: Instance, caller: Caller) -> dict[str, Any]:
    from mockedfi.exchange import Request

    token = instance.tokens.find(caller.headers["Authorization"].partition(" ")[2])
    assert token is not None
    client = instance.clients.by_key(token.client_key)
    assert client is not None
    request = Request(method="GET", path="/data/v3/ed-fi/schools")
    with pytest.raises(Refusal) as refused:
        instance.profiles.asked("GET", request.headers, instance.catalogue.resources["School"], client)
    explanation: Any = refused.value.why
    plain: dict[str, Any] = explanation.as_json()
    return plain


def test_a_school_is_there(api: Api) -> None:
    """What the rows above ask for exists, so that no 404 hides behind them."""
    assert api.caller().get("schools", schoolId=HIGH_SCHOOL).get_json()[0]["schoolId"] == HIGH_SCHOOL
