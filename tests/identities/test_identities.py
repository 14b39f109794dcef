"""Unique ids of people, from a system beside the data."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from mockedfi.dialect.versions import DEFAULT_VERSIONS
from mockedfi.errors import UserError
from mockedfi.settings import load
from tests.api import DEFAULT_KEY, Api, Caller

ROOT = "/identity/v2/identities"
PERSON = {"firstName": "Ida", "lastSurname": "Entity", "birthDate": "2009-08-07T00:00:00", "sexType": "Female"}


@pytest.fixture(params=sorted(DEFAULT_VERSIONS))
def serving(request: pytest.FixtureRequest, serve: Callable[..., Api]) -> Callable[..., Api]:
    """An API of each version with settings of one's own."""
    return lambda **settings: serve(api_versions=(request.param,), **settings)


def post(client: Caller, path: str, body: Any) -> Any:
    headers = {"Content-Type": "application/json"}
    return client.request("POST", f"{ROOT}{path}", data=json.dumps(body), headers=headers)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "", {}),
        ("GET", "/1", None),
        ("POST", "/find", []),
        ("POST", "/search", []),
        ("GET", "/results/1", None),
    ],
)
def test_without_a_system_nothing_is_done(client: Caller, method: str, path: str, body: Any) -> None:
    answer = client.request(method, f"{ROOT}{path}", json=body)
    assert (answer.status_code, answer.json) == (501, "There is no integrated Unique Identity System")


@pytest.mark.parametrize("path", ["", "/find", "/search"])
def test_a_body_is_looked_at_before_anything_else(client: Caller, path: str) -> None:
    assert post(client, path, "x").status_code == 400
    assert client.request("POST", f"{ROOT}{path}", data="[]", headers={"Content-Type": "text/plain"}).status_code == 415
    assert client.request("POST", f"{ROOT}{path}").status_code == 415


def test_nobody_gets_nothing(api: Api) -> None:
    answer = api.anonymous.get(f"{ROOT}/1")
    assert (answer.status_code, answer.data) == (401, b"")


def test_a_claim_opens_it(api: Api) -> None:
    answer = api.new_caller("SIS Vendor", 255901).get(f"{ROOT}/1")
    assert (answer.status_code, answer.data) == (403, b"")


@pytest.mark.parametrize("path", ["/identity/v1/identities/1", "/identity/v2/people", f"{ROOT}/1/2"])
def test_there_is_nothing_elsewhere(client: Caller, path: str) -> None:
    assert client.get(path).status_code == 404


def test_methods(client: Caller) -> None:
    assert client.delete(f"{ROOT}/1").status_code == 405


def test_a_person_gets_an_id_and_is_found_by_it(serving: Callable[..., Api]) -> None:
    client = serving(identities="synchronous").caller()
    answer = post(client, "", PERSON)
    assert answer.status_code == 201
    assert answer.headers["Location"].endswith(f"{ROOT}/{answer.json}")
    found = client.get(f"{ROOT}/{answer.json}").json
    assert found == {**PERSON, "uniqueId": answer.json, "score": 100, "birthDate": "2009-08-07T00:00:00Z"}
    assert client.get(f"{ROOT}/somebody").status_code == 404


@pytest.mark.parametrize("key", [DEFAULT_KEY, "open"])
def test_a_student_just_written_is_found(serving: Callable[..., Api], key: str) -> None:
    client = serving(identities="synchronous").caller(key)
    student = {"studentUniqueId": "s-1", "firstName": "Sam", "lastSurname": "Student", "birthDate": "2009-08-07"}
    assert client.get(f"{ROOT}/s-1").status_code == 404
    assert client.post("students", student).status_code == 201
    assert client.get(f"{ROOT}/s-1").json["firstName"] == "Sam"
    answer = post(client, "/search", [{"lastSurname": "Student", "firstName": "Sam"}])
    assert [each["uniqueId"] for each in answer.json["searchResponses"][0]["responses"]] == ["s-1"]


def test_search_scores_how_much_agrees(serving: Callable[..., Api]) -> None:
    client = serving(identities="synchronous").caller()
    sure = post(client, "", PERSON).json
    half = post(client, "", {**PERSON, "firstName": "Ada"}).json
    answer = post(client, "/search", [{"lastSurname": "entity", "firstName": "Ida"}, {"lastSurname": "Nobody"}])
    first, second = answer.json["searchResponses"]
    assert [(each["uniqueId"], each["score"]) for each in first["responses"]] == [(sure, 100), (half, 50)]
    assert (answer.json["status"], second) == (2, {"responses": []})


def test_find_tells_each_in_its_place(serving: Callable[..., Api]) -> None:
    client = serving(identities="synchronous").caller()
    known = post(client, "", PERSON).json
    responses = post(client, "/find", ["nobody", known]).json["searchResponses"]
    assert [[each["uniqueId"] for each in one["responses"]] for one in responses] == [[], [known]]


def test_a_synchronous_system_has_no_results_to_come(serving: Callable[..., Api]) -> None:
    assert serving(identities="synchronous").caller().get(f"{ROOT}/results/1").status_code == 501


@pytest.mark.parametrize("path", ["/find", "/search"])
def test_an_asynchronous_system_tells_later(serving: Callable[..., Api], path: str) -> None:
    client = serving(identities="asynchronous").caller()
    known = post(client, "", PERSON).json
    answer = post(client, path, [known] if path == "/find" else [PERSON])
    assert (answer.status_code, answer.data) == (202, b"")
    token = answer.headers["Location"].rpartition(f"{ROOT}/results/")[2]
    (one,) = client.get(f"{ROOT}/results/{token}").json["searchResponses"]
    assert [each["uniqueId"] for each in one["responses"]] == [known]


def test_results_that_nobody_asked_for(serving: Callable[..., Api]) -> None:
    answer = serving(identities="asynchronous").caller().get(f"{ROOT}/results/1")
    assert answer.status_code == 404
    assert answer.json == "No identity search matching the provided search token was found."


def test_reset_forgets(serving: Callable[..., Api]) -> None:
    api = serving(identities="synchronous")
    client = api.caller()
    known = post(client, "", PERSON).json
    api.instance.reset()
    assert client.get(f"{ROOT}/{known}").status_code == 404


def test_another_kind_of_system_is_refused(tmp_path: Any) -> None:
    file = tmp_path / "mockedfi.toml"
    file.write_text('[identities]\nservice = "magic"\n')
    with pytest.raises(UserError, match="must be none, synchronous or asynchronous"):
        load(file)
