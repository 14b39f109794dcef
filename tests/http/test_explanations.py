"""``Mockedfi-Explanation`` and what it leads to: as JSON, as a page, on request."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest

from tests.api import Api, Caller
from tests.http.page import BROWSER, Page

HEADER = "Mockedfi-Explanation"
FROM_ELSEWHERE = {"environ_overrides": {"REMOTE_ADDR": "10.0.0.9"}}
STUDENT = {"studentUniqueId": "why-1", "firstName": "Ada", "lastSurname": "Novak", "birthDate": "2010-05-17"}


def ask(api: Api, method: str, path: str, **more: Any) -> Any:
    return api.app.test_client().open(f"/mockedfi/explanations{path}", method=method, **more)


def told(api: Api, answer: Any) -> Any:
    return ask(api, "GET", f"/{answer.headers[HEADER]}").json


def unseen(client: Caller) -> str:
    """The id of a student whom the client has made and may not read."""
    return str(client.post("students", STUDENT).headers["Location"].rpartition("/")[2])


def of_two_profiles(api: Api) -> Caller:
    return api.new_caller("Ed-Fi Sandbox", 255901, profiles=("Nutrition", "Transportation"))


Attempt = Callable[[Api], Any]
FORM = {"grant_type": "client_credentials", "client_id": "sis-vendor", "client_secret": "wrong"}
DENIALS: dict[str, tuple[Attempt, str]] = {
    # what is tried, and what the reason speaks of
    "no token": (lambda api: api.anonymous.get("students"), "Authorization header"),
    "an unknown token": (
        lambda api: api.anonymous.request("GET", "students", headers={"Authorization": "Bearer x"}),
        "No token",
    ),
    "change queries without a token": (
        lambda api: api.anonymous.request("GET", "/changeQueries/v1/availableChangeVersions"),
        "Authorization header",
    ),
    "composites without a token": (
        lambda api: api.anonymous.request("GET", "/composites/v1/ed-fi/enrollment/Students"),
        "Authorization header",
    ),
    "token_info without a token": (
        lambda api: api.anonymous.request("POST", "/oauth/token_info", json={"token": "x"}),
        "Authorization header",
    ),
    "token_info of another client's token": (
        lambda api: api.caller("sis-vendor").request(
            "POST", "/oauth/token_info", json={"token": (api.token().json or {})["access_token"]}
        ),
        "is not one of sis-vendor",
    ),
    "no credentials": (
        lambda api: api.anonymous.request("POST", "/oauth/token", data={"grant_type": "client_credentials"}),
        "key and a secret",
    ),
    "a wrong secret": (lambda api: api.anonymous.request("POST", "/oauth/token", data=FORM), "not that of the client"),
    "no claim": (lambda api: api.caller("assessment-read").get("schools"), "'Assessment Read' has none of the claims"),
    "no claim to the action": (
        lambda api: api.caller("roster-vendor").delete(f"students/{any_student(api)}"),
        "'Roster Vendor' does not grant Delete on any of the claims that stand for /ed-fi/students",
    ),
    "no relationship": (lambda api: api.caller().get(f"students/{unseen(api.caller())}"), "StudentSchoolAssociation"),
    "none of two assigned profiles": (lambda api: of_two_profiles(api).get("students"), "rofile"),
}


BAD_TIME = {
    "classPeriodName": "1",
    "schoolReference": {"schoolId": 255901001},
    "meetingTimes": [{"startTime": "noon", "endTime": "13:00:00"}],
}
FAILURES: dict[str, tuple[str, Attempt, str]] = {
    # the version, what is tried, and what the reason speaks of
    "a body that is no text": (
        "7.3",
        lambda api: api.caller().request("POST", "students", data=b'{"firstName":"\xff"}', headers=JSON),
        "the body is not text in UTF-8",
    ),
    "null for an item": (
        "7.3",
        lambda api: api.caller().post("students", {**STUDENT, "otherNames": [None]}),
        "an item of a collection is null",
    ),
    "an object for a date": (
        "5.2",
        lambda api: api.caller().post("students", {**STUDENT, "birthDate": {}}),
        "a date is an object",
    ),
    "a time that is none": ("5.2", lambda api: api.caller().post("classPeriods", BAD_TIME), "a time is none"),
    "a descriptor that is none": (
        "5.2",
        lambda api: api.caller().get("schools", schoolTypeDescriptor="uri://ed-fi.org/SchoolTypeDescriptor#None"),
        "is no value of SchoolTypeDescriptor",
    ),
    "deletes of what is no resource": ("5.2", lambda api: api.caller().get("nothing/deletes"), "no address"),
    "deletes that are not tracked": ("5.2", lambda api: api.caller().get("schoolYearTypes/deletes"), "not tracked"),
    "fields that cannot be read": (
        "7.3",
        lambda api: api.caller().request(
            "GET", "/composites/v1/ed-fi/enrollment/students", query_string={"fields": "name(first"}
        ),
        "a parenthesis does not end",
    ),
    "a token asked for without saying how": (
        "5.2",
        lambda api: api.anonymous.request("POST", "/oauth/token", data=b"grant_type=client_credentials"),
        "no Content-Type",
    ),
    "token_info of an unknown token": (
        "7.3",
        lambda api: api.caller().request("POST", "/oauth/token_info", json={"token": "0" * 32}),
        "the token is unknown",
    ),
}
JSON = {"Content-Type": "application/json"}


def any_student(api: Api) -> str:
    return str(api.caller().get("students", limit="1").json[0]["id"])


@pytest.mark.parametrize("denial", DENIALS)
def test_every_denial_names_its_explanation(api: Api, denial: str) -> None:
    attempt, reason = DENIALS[denial]
    answer = attempt(api)
    assert answer.status_code in ((400, 401, 403) if "secret" in denial else (401, 403))
    why = told(api, answer)
    assert why["outcome"] == "denied"
    assert reason in why["reason"]
    assert why["request"]["url"].startswith(f"http://localhost{api.root}/")
    assert why["root"] == f"http://localhost{api.root}"
    assert HEADER not in answer.get_data(as_text=True)
    assert why["id"] not in answer.get_data(as_text=True)


@pytest.mark.parametrize("failure", FAILURES)
def test_every_failure_as_of_the_reference_names_its_explanation(api_of: Callable[[str], Api], failure: str) -> None:
    version, attempt, reason = FAILURES[failure]
    api = api_of(version)
    answer = attempt(api)
    assert answer.status_code == 500
    why = told(api, answer)
    assert why["outcome"] == "failed"
    assert why["reason"].startswith("The Ed-Fi ODS/API fails on this")
    assert reason in why["reason"]
    page = Page(ask(api, "GET", f"/{why['id']}", headers={"Accept": BROWSER}).get_data(as_text=True))
    assert "Failed." in page.text


def test_a_failure_in_some_versions_is_none_in_others(api_of: Callable[[str], Api]) -> None:
    answer = api_of("7.3").anonymous.request("POST", "/oauth/token", data=b"grant_type=client_credentials")
    assert (answer.status_code, HEADER in answer.headers) == (415, False)


def test_what_is_allowed_needs_no_explanation(client: Caller) -> None:
    assert HEADER not in client.get("students").headers
    assert HEADER not in client.get("students/nonsense").headers


def test_callers_from_elsewhere_are_not_told(serve: Callable[..., Api]) -> None:
    api = serve(districts=("empty",), control_key="open sesame")
    for headers, named in (({}, False), ({"Mockedfi-Control-Key": "open sesame"}, True)):
        for path in ("students", "/oauth/token_info"):
            method = "GET" if path == "students" else "POST"
            answer = api.anonymous.request(method, path, json={}, headers=headers, **FROM_ELSEWHERE)
            assert answer.status_code == 401
            assert (HEADER in answer.headers) == named
    answer = api.anonymous.request("GET", "students", headers={"correlation-id": "from elsewhere"}, **FROM_ELSEWHERE)
    assert ask(api, "GET", "/from elsewhere").json["outcome"] == "denied", (
        "whoever runs the server finds it all the same"
    )
    assert ask(api, "GET", "/from elsewhere", **FROM_ELSEWHERE).status_code == 403


def test_it_can_be_switched_off(serve: Callable[..., Api]) -> None:
    api = serve(districts=("empty",), explanations=False)
    assert HEADER not in api.anonymous.get("students").headers
    assert HEADER not in api.anonymous.request("POST", "/oauth/token", data=FORM).headers


def test_a_correlation_id_finds_the_latest(api: Api, client: Caller) -> None:
    headers = {"correlation-id": f"latest-{api.version}"}
    api.anonymous.request("GET", "students", headers=headers)
    client.request("GET", f"students/{unseen(client)}", headers=headers)
    found = ask(api, "GET", f"/latest-{api.version}").json
    assert (found["correlationId"], found["client"]) == (f"latest-{api.version}", "RvcohKz9zHI4")


def test_there_is_none(api: Api) -> None:
    answer = ask(api, "GET", "/nowhere")
    assert answer.status_code == 404
    assert answer.json == {
        "message": "there is no explanation nowhere; the newest ones are kept, until the server stops",
        "field": "id",
    }
    page = ask(api, "GET", "/nowhere", headers={"Accept": "text/html"})
    assert (page.status_code, page.mimetype) == (404, "text/html")
    assert "there is no explanation nowhere" in page.text


def test_a_browser_gets_a_page(api: Api, client: Caller) -> None:
    answer = client.get(f"students/{unseen(client)}")
    why = told(api, answer)
    shown = ask(api, "GET", f"/{answer.headers[HEADER]}", headers={"Accept": BROWSER})
    assert (shown.status_code, shown.content_type) == (200, "text/html; charset=utf-8")
    page = Page(shown.text)
    chain = [
        "Denied.",
        "The client",
        "RvcohKz9zHI4",
        "Ed-Fi Sandbox",
        "255901",
        "The claims",
        "http://ed-fi.org/ods/identity/claims/student",
        "http://ed-fi.org/ods/identity/claims/domains/people",
        "The authorization strategies",
        "RelationshipsWithEdOrgsAndPeople",
        "StudentUniqueId",
        "why-1",
        "StudentSchoolAssociation: there is none",
        "What would open it",
        f"POST http://localhost{api.root}/data/v3/ed-fi/studentSchoolAssociations",
        '"studentUniqueId": "why-1"',
    ]
    place = 0
    for each in chain:
        place = page.text.index(each, place)
    assert why["reason"] in page.text


def test_the_page_is_whole_in_itself_and_for_everyone(api: Api, client: Caller) -> None:
    answer = client.get(f"students/{unseen(client)}")
    shown = ask(api, "GET", f"/{answer.headers[HEADER]}", headers={"Accept": BROWSER})
    page = Page(shown.text)
    tags = [tag for tag, _ in page.tags]
    assert page.foreign() == []
    assert page.scripted() == []
    assert "default-src 'none'" in shown.headers["Content-Security-Policy"]
    assert dict(page.tags)["html"] == {"lang": "en"}
    assert tags.count("main") == tags.count("h1") == tags.count("title") == 1
    levels = list(page.headings())
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert tags.count("caption") == tags.count("table") > 1
    assert all("scope" in attributes for tag, attributes in page.tags if tag == "th")
    assert all(attributes.get("tabindex") == "0" for tag, attributes in page.tags if tag == "pre")


def test_nothing_in_a_page_is_taken_for_html(api: Api) -> None:
    caller = api.new_caller("Ed-Fi Sandbox", 255901, namespace_prefixes=("<script>alert(1)</script>",))
    body = {**STUDENT, "studentUniqueId": "&quot;'\""}
    item = caller.post("students", body).headers["Location"].rpartition("/")[2]
    answer = caller.get(f"students/{item}")
    shown = ask(api, "GET", f"/{answer.headers[HEADER]}", headers={"Accept": BROWSER})
    page = Page(shown.text)
    assert page.scripted() == []
    assert "b" not in {tag for tag, _ in page.tags}
    assert "&quot;'\"" in page.text
    assert "<script>alert(1)</script>" in page.text


@pytest.mark.parametrize("accept", ["application/json", "*/*", "", "application/json, text/html;q=0.9"])
def test_programs_get_json(api: Api, accept: str) -> None:
    answer = ask(api, "GET", f"/{api.anonymous.get('students').headers[HEADER]}", headers={"Accept": accept})
    assert answer.content_type == "application/json; charset=utf-8"


def test_a_refused_profile_has_a_page_too(api: Api) -> None:
    answer = of_two_profiles(api).get("students")
    shown = ask(api, "GET", f"/{answer.headers[HEADER]}", headers={"Accept": "text/html"})
    assert "Assigned profiles Nutrition, Transportation" in Page(shown.text).text


class TestOnRequest:
    def asked(self, api: Api, **question: Any) -> Any:
        return ask(api, "POST", "", json={"apiVersion": api.version, **question})

    def test_a_yes_and_a_no(self, api: Api, client: Caller) -> None:
        mine, other = any_student(api), api.caller("cedar-ridge").get("students", limit="1").json[0]["id"]
        for id, outcome in ((mine, "granted"), (other, "denied")):
            for resource in ("students", "/ed-fi/students", "/data/v3/ed-fi/students"):
                answer = self.asked(api, client="RvcohKz9zHI4", action="Read", resource=resource, id=id)
                assert answer.status_code == 200
                assert answer.json["outcome"] == outcome
                assert answer.json["resource"] == "/ed-fi/students"
                assert ask(api, "GET", f"/{answer.json['id']}").json == answer.json
        assert client.get(f"students/{mine}").status_code == 200
        assert client.get(f"students/{other}").status_code == 403

    def test_as_far_as_the_claims_go(self, api: Api) -> None:
        told = self.asked(api, client="roster-vendor", action="read", resource="students").json
        assert (told["outcome"], told["strategies"]) == ("granted", [])
        assert told["strategiesChosen"] == ["RelationshipsWithEdOrgsAndPeople"]
        assert self.asked(api, client="roster-vendor", action="Create", resource="students").json["outcome"] == "denied"

    def test_a_proposed_document(self, api: Api, client: Caller) -> None:
        client.post("students", STUDENT)
        enrolment = {
            "studentReference": {"studentUniqueId": "why-1"},
            "schoolReference": {"schoolId": 867530001},
            "entryDate": "2021-08-23",
            "entryGradeLevelDescriptor": "uri://ed-fi.org/GradeLevelDescriptor#Ninth grade",
        }
        question = {"client": "RvcohKz9zHI4", "action": "Create", "resource": "studentSchoolAssociations"}
        told = self.asked(api, **question, document=enrolment).json
        assert (told["outcome"], told["phase"]) == ("denied", "proposed")
        enrolment["schoolReference"]["schoolId"] = 255901001
        assert self.asked(api, **question, document=enrolment).json["outcome"] == "granted"

    def test_an_update_is_judged_by_what_is_stored_first(self, api: Api, client: Caller) -> None:
        client.post("students", STUDENT)
        told = self.asked(api, client="RvcohKz9zHI4", action="Update", resource="students", document=STUDENT).json
        assert (told["outcome"], told["phase"]) == ("denied", "existing")

    @pytest.mark.parametrize(
        ("question", "status", "field", "message"),
        [
            ({}, 400, "client", "client is missing"),
            ({"client": "sis-vendr"}, 404, "client", "no client has the key sis-vendr; did you mean sis-vendor?"),
            ({"action": "Raed"}, 400, "action", "Raed is no action of this version; did you mean Read?"),
            ({"resource": "studnts"}, 404, "resource", "has no resource studnts; did you mean students?"),
            ({"resource": "x/y/z"}, 404, "resource", "has no resource x/y/z"),
            ({"id": "nobody"}, 404, "id", "students has no item nobody"),
            ({"apiVersion": "7.9"}, 400, "apiVersion", "7.9 is not served here"),
            ({"aktion": "Read"}, 400, "aktion", "aktion is no part of the question; did you mean action?"),
            ({"client": 1}, 400, "client", "client must be a text"),
            ({"document": []}, 400, "document", "document must be an object"),
            ({"document": {}, "action": "Update"}, 400, "document", "document lacks a part of its key"),
            (
                {"document": {"citizenshipReference": 1, "x": 1}, "resource": "studentSchoolAssociations"},
                400,
                "document",
                "document lacks a part of its key",
            ),
            (
                {"document": {"schoolReference": 1}, "resource": "studentSchoolAssociations"},
                400,
                "document",
                "schoolReference of the document must be an object",
            ),
        ],
    )
    def test_questions_that_have_no_answer(
        self, api: Api, question: dict[str, Any], status: int, field: str, message: str
    ) -> None:
        whole = {"client": "sis-vendor", "action": "Read", "resource": "students"}
        answer = self.asked(api, **(whole | question if question else {}))
        assert answer.status_code == status
        assert answer.json["field"] == field
        assert message in answer.json["message"]

    def test_no_question_at_all(self, api: Api) -> None:
        for body in (b"", b"[]", b"{"):
            answer = ask(api, "POST", "", data=body)
            assert answer.status_code == 400
            assert answer.json["message"] == "the body must be a JSON object with client, action, resource"

    def test_for_whoever_runs_the_server_only(self, api: Api) -> None:
        assert ask(api, "POST", "", json={}, **FROM_ELSEWHERE).status_code == 403
