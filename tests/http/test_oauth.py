"""The OAuth routes through HTTP: a token is issued, used, looked into; without one there is a bare 401."""

from collections.abc import Callable

import pytest

from tests.api import Api, Caller

NEWER_KEYS = ["claim_set", "resources", "services"]
OLDER_KEYS = ["active", "client_id", "namespace_prefixes", "education_organizations", "assigned_profiles"]


def test_token_info_has_the_versions_keys_in_its_order(api: Api, client: Caller) -> None:
    answer = client.request("POST", "/oauth/token_info", json={"token": client.headers["Authorization"][7:]})
    assert answer.status_code == 200
    assert answer.json is not None
    newer = NEWER_KEYS if api.version == "7.3" else []
    assert list(answer.json) == OLDER_KEYS + newer
    assert answer.json["client_id"] == "RvcohKz9zHI4"


def test_token_info_takes_a_form_too(client: Caller) -> None:
    token = client.headers["Authorization"][7:]
    assert client.request("POST", "/oauth/token_info/", data={"token": token}).status_code == 200


def test_token_info_without_a_bearer_is_a_bare_401(api: Api) -> None:
    answer = api.anonymous.request("POST", "/oauth/token_info", json={"token": "0" * 32})
    assert (answer.status_code, answer.data) == (401, b"")


def test_a_fault_of_token_info_is_told_whole_in_7_1(api_of: Callable[[str], Api]) -> None:
    """Source: EdFi.Ods.Api/Models/RESTError.cs of 7.1: a token that is unknown, a client without organizations."""
    api = api_of("7.1")
    alone = api.new_caller("Ed-Fi Sandbox")
    for client, token in ((api.caller(), "0" * 32), (alone, alone.headers["Authorization"][7:])):
        answer = client.request("POST", "/oauth/token_info", json={"token": token})
        assert answer.json is not None
        assert (answer.status_code, list(answer.json)) == (500, ["code", "type", "message", "correlationId"])
        assert (answer.json["code"], answer.json["type"]) == (500, "Internal Server Error")


@pytest.mark.parametrize(("version", "status"), [("5.2", 400), ("7.3", 401)])
def test_a_wrong_secret(api_of: Callable[[str], Api], version: str, status: int) -> None:
    form = {"grant_type": "client_credentials", "client_id": "RvcohKz9zHI4", "client_secret": "wrong"}
    answer = api_of(version).anonymous.request("POST", "/oauth/token", data=form)
    assert (answer.status_code, answer.json) == (status, {"error": "invalid_client"})


def test_a_token_of_one_version_opens_no_other(api_of: Callable[[str], Api]) -> None:
    old, new = api_of("5.2").caller(), api_of("7.3").caller()
    for caller, other in ((old, new), (new, old)):
        assert Caller(caller.http, other.root, caller.headers).get("schools").status_code == 401
