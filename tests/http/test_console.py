"""The console over HTTP: who gets it, what it may load, what its buttons do without JavaScript."""

from collections.abc import Callable
from typing import Any

import pytest

from mockedfi.http.console.steps import steps_of
from tests.api import Api, Caller
from tests.http.page import BROWSER, Page

PAGES = ("/", "/mockedfi/console/requests", "/mockedfi/console/organizations", "/mockedfi/console/documents")
FROM_ELSEWHERE = {"environ_overrides": {"REMOTE_ADDR": "10.0.0.9"}}
STUDENT = {"studentUniqueId": "shown-1", "firstName": "Ada", "lastSurname": "Novak", "birthDate": "2010-05-17"}


def look(api: Api, path: str, **more: Any) -> Any:
    headers = {"Accept": BROWSER, **more.pop("headers", {})}
    return api.app.test_client().get(path, headers=headers, **more)


def press(api: Api, path: str, *, headers: dict[str, str] | None = None, **form: str) -> Any:
    return api.app.test_client().post(f"/mockedfi/console{path}", data=form, headers=headers or {})


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_whole_in_itself(api: Api, path: str) -> None:
    shown = look(api, path)
    assert (shown.status_code, shown.content_type) == (200, "text/html; charset=utf-8")
    page = Page(shown.text)
    assert page.foreign() == []
    assert page.scripted() == []
    assert "script-src 'self'" in shown.headers["Content-Security-Policy"]


def test_programs_get_the_version_at_the_root(api: Api) -> None:
    of_java = "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2"
    for accept in ("application/json", "*/*", of_java):
        assert "urls" in (look(api, "/", headers={"Accept": accept}).json or {})


def test_it_is_not_below_a_version(api: Api) -> None:
    assert look(api, f"{api.root}/mockedfi/console").status_code == 404


def test_looking_leaves_no_trace_among_the_requests(serve: Callable[..., Api]) -> None:
    api = serve(districts=("empty",))
    for path in PAGES:
        look(api, path)
    assert api.host.main.journal.exchanges() == []


def test_versions_and_clients(api: Api) -> None:
    page = Page(look(api, "/").text)
    default = api.host.main.clients()[0]
    for text in (f"API {api.version}", f"http://localhost{api.root}", default.key, default.secret, "255901"):
        assert text in page.text


def test_a_workspace_has_one_of_its_own(api: Api) -> None:
    control = api.app.test_client()
    control.post("/mockedfi/workspaces", json={"name": "mine"})
    page = Page(look(api, "/w/mine/").text)
    assert f"http://localhost/w/mine{api.root}" in page.text
    assert all(
        (attributes["href"] or "").startswith(("/w/mine/", "http://localhost/w/mine/"))
        for tag, attributes in page.tags
        if tag == "a" and attributes["href"] != "#main"
    )
    control.delete("/mockedfi/workspaces/mine")


def test_from_elsewhere_it_is_closed(serve: Callable[..., Api]) -> None:
    api = serve(districts=("empty",))
    for path in PAGES:
        shown = look(api, path, **FROM_ELSEWHERE)
        assert shown.status_code == 403
        assert "MOCKEDFI_CONTROL_KEY" in shown.text
        assert "RvcohKz9zHI4" not in shown.text


def test_the_control_key_opens_it(serve: Callable[..., Api]) -> None:
    api = serve(districts=("empty",), control_key="open; sesame")
    person = api.app.test_client()
    assert person.get("/mockedfi/console", **FROM_ELSEWHERE).status_code == 403
    answer = person.post("/mockedfi/console/key", data={"key": "open; sesame"}, **FROM_ELSEWHERE)
    assert (answer.status_code, answer.headers["Location"]) == (303, "http://localhost/mockedfi/console/")
    assert {"HttpOnly", "SameSite=Strict"} <= set(answer.headers["Set-Cookie"].split("; "))
    assert person.get("/mockedfi/console", **FROM_ELSEWHERE).status_code == 200


def test_a_wrong_key_does_not(serve: Callable[..., Api]) -> None:
    api = serve(districts=("empty",), control_key="open sesame")
    person = api.app.test_client()
    person.post("/mockedfi/console/key", data={"key": "sesame"}, **FROM_ELSEWHERE)
    assert person.get("/mockedfi/console", **FROM_ELSEWHERE).status_code == 403


def test_pages_of_other_sites_cannot_press_its_buttons(api: Api, client: Caller) -> None:
    client.post("students", STUDENT)
    for path in ("/reset", "/snapshots", "/requests/1/again", "/explanations/x/open"):
        assert press(api, path, headers={"Origin": "https://example.org"}).status_code == 403
    assert api.instance.documents.table("Student").by_key(("shown-1",)) is not None


def test_the_story_without_javascript(api: Api, client: Caller) -> None:
    item = client.post("students", STUDENT).headers["Location"].rpartition("/")[2]
    assert client.get(f"students/{item}").status_code == 403
    exchange = api.host.main.journal.exchanges()[-1]
    opened = press(api, f"/explanations/{exchange.explanation}/open", remedy="0", request=str(exchange.number))
    assert opened.headers["Location"].endswith(f"/requests/{exchange.number}?said=opened")
    again = press(api, f"/requests/{exchange.number}/again")
    assert '"studentUniqueId": "shown-1"' in Page(look(api, again.headers["Location"]).text).text


@pytest.mark.parametrize(
    ("path", "form", "status", "says"),
    [
        ("/explanations/none/open", {"remedy": "0"}, 404, "make the request again"),
        ("/requests/0/again", {}, 404, "request 0 was given up"),
        ("/snapshots", {"name": "not so"}, 400, "1 to 32 letters and digits"),
        ("/snapshots", {"name": "none", "act": "restore"}, 404, "there is no snapshot none"),
    ],
)
def test_what_cannot_be_done_is_said(api: Api, path: str, form: dict[str, str], status: int, says: str) -> None:
    answer = press(api, path, **form)
    assert answer.status_code == status
    assert says in Page(answer.text).text


DOCUMENTS = "/mockedfi/console/documents"


def test_resources_and_descriptors_are_listed_apart(api: Api) -> None:
    text = Page(look(api, f"{DOCUMENTS}?version={api.version}").text).text
    students = len(api.instance.documents.table("Student"))
    assert text.index("Resources") < text.index(f" students {students:,}") < text.index("Descriptors")
    assert text.index("Descriptors") < text.index("gradeLevelDescriptors")


def test_a_row_says_who_it_is_about_and_a_descriptor_by_its_code_value(api: Api) -> None:
    student = api.instance.documents.table("Student").records()[0].document()
    row = " ".join(student[name] for name in ("studentUniqueId", "birthDate", "firstName", "lastSurname"))
    shown = Page(look(api, f"{DOCUMENTS}?version={api.version}&resource=students").text).text
    assert f"studentUniqueId birthDate firstName lastSurname {row}" in shown
    enrolment = api.instance.documents.table("StudentSchoolAssociation").records()[0].document()
    grade = enrolment["entryGradeLevelDescriptor"].rpartition("#")[2]
    shown = Page(look(api, f"{DOCUMENTS}?version={api.version}&resource=studentSchoolAssociations").text).text
    assert f"{enrolment['studentReference']['studentUniqueId']} {grade} " in shown


def test_documents_are_found_by_a_part_of_their_key(api: Api) -> None:
    found = Page(look(api, f"{DOCUMENTS}?version={api.version}&resource=schools&key=901044").text).text
    assert "1 to 1 of 1" in found
    assert "255901044" in found
    none = Page(look(api, f"{DOCUMENTS}?resource=schools&key=999").text).text
    assert "No key of a document here contains 999" in none


def test_the_last_page(api: Api) -> None:
    page = Page(look(api, f"{DOCUMENTS}?version={api.version}&resource=students").text)
    last = [attributes["href"] or "" for tag, attributes in page.tags if tag == "a"][-1]
    students = len(api.instance.documents.table("Student"))
    assert f"to {students:,} of {students:,} First Previous" in Page(look(api, last).text).text


def test_an_unknown_resource_is_said(api: Api) -> None:
    answer = look(api, "/mockedfi/console/documents?resource=studends")
    assert answer.status_code == 400
    assert "students" in Page(answer.text).text


def test_secrets_stay_hidden(api: Api) -> None:
    secret = api.host.main.clients()[0].secret
    form = {"grant_type": "client_credentials", "client_id": "RvcohKz9zHI4", "client_secret": secret}
    token = api.anonymous.request("POST", "/oauth/token", data=form).json["access_token"]
    shown = look(api, f"/mockedfi/console/requests/{api.host.main.journal.exchanges()[-1].number}").text
    assert "client_secret=(hidden)" in shown
    assert secret not in shown
    assert token not in shown


def unseen(api: Api) -> str:
    """The path of a student whom the default client has made and may not read."""
    made = api.caller().post("students", STUDENT)
    return f"students/{made.headers['Location'].rpartition('/')[2]}"


DESCRIPTOR = {"codeValue": "x", "shortDescription": "x", "namespace": "uri://x.org/TermDescriptor"}
TWO = ("Nutrition", "Transportation")
REFUSALS: dict[str, tuple[Callable[[Api], Any], list[str], str]] = {
    # what is refused, the names of the steps, and the text of the one that stopped it
    "no token": (
        lambda api: api.anonymous.get("schools"),
        ["Token"],
        "none that holds",
    ),
    "no claim": (
        lambda api: api.caller("assessment-read").get("schools"),
        ["Client", "Claim set", "Strategy", "Item"],
        "does not grant Read on /ed-fi/schools",
    ),
    "namespace": (
        lambda api: api.caller().post("termDescriptors", DESCRIPTOR),
        ["Client", "Claim set", "Strategy", "Namespace prefixes", "Missing", "Item"],
        "uri://x.org/TermDescriptor",
    ),
    "relationship": (
        lambda api: api.caller().get(unseen(api)),
        ["Client", "Claim set", "Strategy", "Education organizations", "Missing", "Item"],
        "StudentSchoolAssociation: there is none",
    ),
    "no education organization": (
        lambda api: api.new_caller("Ed-Fi Sandbox").get(unseen(api)),
        ["Client", "Claim set", "Strategy", "Education organizations", "Missing", "Item"],
        "none",
    ),
    "profiles": (
        lambda api: api.new_caller("Ed-Fi Sandbox", 255901, profiles=TWO).get("students"),
        ["Client", "Profile"],
        "none named",
    ),
}


@pytest.mark.parametrize("refusal", REFUSALS)
def test_how_far_a_request_came(api: Api, refusal: str) -> None:
    refused, names, stopped = REFUSALS[refusal]
    id = refused(api).headers["Mockedfi-Explanation"]
    kept = api.host.main.explanations.find(id)
    assert kept is not None
    steps = steps_of(kept.as_json())
    assert [step.name for step in steps] == names
    states = [step.state for step in steps]
    at = states.index("stopped")
    assert states == ["passed"] * at + ["stopped"] + ["not reached"] * (len(states) - at - 1)
    assert stopped in f"{steps[at].value} {steps[at].note}"
