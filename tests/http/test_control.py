"""The control API: health, reset, clients; who may use it, and what it says to wrong input."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.api import Api

FROM_ELSEWHERE = {"environ_overrides": {"REMOTE_ADDR": "10.0.0.9"}}


@pytest.fixture
def own(serve: Callable[..., Api]) -> Api:
    return serve(api_versions=("7.3", "5.2"), districts=("empty",), control_key="open sesame")


def ask(api: Api, method: str, path: str, **more: Any) -> Any:
    return api.app.test_client().open(f"/mockedfi/{path}", method=method, **more)


def test_health_says_where_the_versions_are(own: Api) -> None:
    answer = ask(own, "GET", "health")
    assert answer.status_code == 200
    assert answer.json == {
        "status": "ready",
        "versions": [
            {"apiVersion": "7.3", "url": "http://localhost/v7.3/api"},
            {"apiVersion": "5.2", "url": "http://localhost/v5.2/api"},
        ],
    }


def test_reset_puts_every_version_back(own: Api) -> None:
    for version in ("7.3", "5.2"):
        api = Api(own.app, own.host, version)
        caller = api.caller("open")
        count = caller.get("schoolYearTypes", totalCount="true").headers["Total-Count"]
        body = {"schoolYear": 1950, "schoolYearDescription": "1949-1950", "currentSchoolYear": False}
        assert caller.post("schoolYearTypes", body).status_code == 201
        assert ask(own, "POST", "reset").json == {"status": "reset"}
        assert caller.get("schoolYearTypes", totalCount="true").headers["Total-Count"] == count


def test_clients_are_listed_the_default_one_first(own: Api) -> None:
    first = ask(own, "GET", "clients").json[0]
    assert (first["key"], first["claimSet"], first["educationOrganizationIds"]) == (
        "RvcohKz9zHI4",
        "Ed-Fi Sandbox",
        [255901],
    )


def test_a_new_client_may_call_every_version_at_once(own: Api) -> None:
    body = {"claimSet": "SIS Vendor", "educationOrganizationIds": [255901001], "namespacePrefixes": ["uri://ed-fi.org"]}
    answer = ask(own, "POST", "clients", json=body)
    assert answer.status_code == 201
    made = answer.json
    assert made["key"]
    assert made["secret"]
    assert made | body == made
    form = {"grant_type": "client_credentials", "client_id": made["key"], "client_secret": made["secret"]}
    for version in ("7.3", "5.2"):
        assert Api(own.app, own.host, version).anonymous.request("POST", "/oauth/token", data=form).status_code == 200


def test_a_client_of_ones_own_naming(own: Api) -> None:
    body = {"key": "mine", "secret": "also mine", "claimSet": "SIS Vendor"}
    assert ask(own, "POST", "clients", json=body).json["key"] == "mine"
    assert own.caller("mine").get("schools").status_code == 200


@pytest.mark.parametrize(
    ("body", "field", "message"),
    [
        (b"", "", "the body must be JSON: an object with claimSet"),
        (b"[]", "", "the body must be a JSON object with claimSet"),
        (b"{}", "claimSet", "claimSet is missing"),
        (
            b'{"claimSet": "SIS Vendr"}',
            "claimSet",
            "no API version here has the claim set SIS Vendr; did you mean SIS Vendor?",
        ),
        (b'{"claimset": "SIS Vendor"}', "claimset", "claimset is not a setting of a client; did you mean claim_set?"),
        (
            b'{"claimSet": "SIS Vendor", "educationOrganizationIds": 1}',
            "educationOrganizationIds",
            "educationOrganizationIds must be a list of whole numbers",
        ),
    ],
)
def test_wrong_input_names_field_and_remedy(own: Api, body: bytes, field: str, message: str) -> None:
    before = own.host.main.clients()
    answer = ask(own, "POST", "clients", data=body)
    assert answer.status_code == 400
    assert answer.json == {"message": message, "field": field}
    assert own.host.main.clients() == before


def test_callers_from_elsewhere_need_the_key(own: Api) -> None:
    assert ask(own, "GET", "health", **FROM_ELSEWHERE).status_code == 403
    for key, status in (("wrong", 403), ("open sesame", 200)):
        headers = {"Mockedfi-Control-Key": key}
        assert ask(own, "GET", "health", headers=headers, **FROM_ELSEWHERE).status_code == status


def test_without_a_key_nobody_from_elsewhere_may(serve: Callable[..., Api]) -> None:
    api = serve(districts=("empty",))
    answer = ask(api, "POST", "reset", headers={"Mockedfi-Control-Key": ""}, **FROM_ELSEWHERE)
    assert answer.status_code == 403
    assert "control key" in answer.json["message"]
    mapped = {"environ_overrides": {"REMOTE_ADDR": "::ffff:127.0.0.1"}}
    assert ask(api, "GET", "health", **mapped).status_code == 200


def test_pages_of_other_sites_may_not_steer(own: Api) -> None:
    assert ask(own, "POST", "reset", headers={"Origin": "http://elsewhere.example"}).status_code == 403
    assert ask(own, "POST", "reset", headers={"Origin": "null"}).status_code == 403
    assert ask(own, "POST", "reset", headers={"Origin": "http://localhost"}).status_code == 200


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:54746", 200),
        ("edfi.localhost", 200),
        ("127.0.0.1:54746", 200),
        ("[::1]:54746", 200),
        ("elsewhere.example:54746", 403),
        ("localhost.elsewhere.example", 403),
        ("192.168.0.7", 403),
    ],
)
def test_a_page_of_a_name_that_was_made_to_lead_here_may_not_steer(own: Api, host: str, status: int) -> None:
    headers = {"Host": host, "Origin": f"http://{host}"}
    assert ask(own, "POST", "reset", headers=headers).status_code == status
    key = {"Mockedfi-Control-Key": "open sesame"}
    assert ask(own, "POST", "reset", headers=headers | key).status_code == 200


def test_unknown_paths_and_methods_of_ours(own: Api) -> None:
    missing, wrong = ask(own, "GET", "nothing"), ask(own, "DELETE", "health")
    assert (missing.status_code, missing.json) == (404, {"message": "the control API has no such path"})
    assert (wrong.status_code, wrong.headers["Allow"], wrong.json) == (405, "GET", {"message": "use GET"})
    assert own.anonymous.request("GET", "/mockedfi/health").status_code == 404


def test_clients_outlive_the_server(serve: Callable[..., Api], tmp_path: Any) -> None:
    store = tmp_path / "state.json"
    first = serve(districts=("empty",), store=store)
    key = ask(first, "POST", "clients", json={"claimSet": "SIS Vendor"}).json["key"]
    first.host.close()
    assert serve(districts=("empty",), store=store).caller(key).get("schools").status_code == 200
