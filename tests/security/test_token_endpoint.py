"""POST /oauth/token, beyond what the table of `wire` shows."""

import base64
import json
from datetime import timedelta
from typing import Any

import pytest

from mockedfi.exchange import Answer, Request
from mockedfi.problems import Refusal
from mockedfi.security.clients import Client
from mockedfi.security.oauth import FORM, JSON, TokenEndpoint, TokenRefused
from tests.security.worlds import VERSIONS, Told, World, request

SIS = Client(key="sis", secret="s3cret", claim_set="SIS Vendor", education_organization_ids=(100, 200))
FIELDS = {"grant_type": "client_credentials"}
BODY = {**FIELDS, "client_id": "sis", "client_secret": "s3cret"}


def world_of(version: str, **more: Any) -> World:
    world = World(version, **more)
    world.clients.add(SIS)
    return world


def basic(pair: str) -> str:
    return "Basic " + base64.b64encode(pair.encode()).decode()


def ask(world: World, fields: dict[str, Any], authorization: str | None = None, content_type: str = FORM) -> Answer:
    endpoint = TokenEndpoint(world.dialect, world.clients, world.tokens)
    text = "&".join(f"{name}={value}" for name, value in fields.items()) if content_type == FORM else json.dumps(fields)
    made = request("/oauth/token", "POST", text.encode(), content_type=content_type)
    if authorization is not None:
        made = Request(
            method="POST", path=made.path, body=made.body, headers={**made.headers, "authorization": authorization}
        )
    try:
        return endpoint.answer(made)
    except TokenRefused as refused:
        return endpoint.refused(refused.error)


@pytest.mark.parametrize("content_type", [FORM, JSON])
@pytest.mark.parametrize("version", VERSIONS)
def test_an_empty_key_beside_the_header(version: str, content_type: str) -> None:
    """Only a form's empty value counts as absent at 5.2."""
    answer = ask(world_of(version), {**FIELDS, "client_id": ""}, basic("sis:s3cret"), content_type)
    assert answer.status == (400 if (version, content_type) == ("5.2", JSON) else 200)


@pytest.mark.parametrize("version", VERSIONS)
def test_the_answer(version: str) -> None:
    body = json.loads(ask(world_of(version), {**BODY, "scope": " 100 "}, content_type=JSON).body)
    assert len(body["access_token"]) == 32
    assert body["access_token"].strip("0123456789abcdef") == ""
    assert (body["expires_in"], body["token_type"], body["scope"]) == (1800, "bearer", "100")


@pytest.mark.parametrize("version", VERSIONS)
def test_scope_narrows_what_is_claimed(version: str) -> None:
    world = world_of(version)
    value = json.loads(ask(world, {**BODY, "scope": "200"}).body)["access_token"]
    caller = world.tokens.caller(value)
    assert caller is not None
    assert caller.education_organization_ids == (200,)


@pytest.mark.parametrize("version", VERSIONS)
def test_names_of_fields_in_any_case(version: str) -> None:
    fields = {"Grant_Type": "client_credentials", "CLIENT_ID": "sis", "Client_Secret": "s3cret"}
    assert [ask(world_of(version), fields, content_type=each).status for each in (FORM, JSON)] == [200, 200]


def test_each_token_is_a_new_one_up_to_the_limit() -> None:
    world = world_of("7.3", token_limit=3)
    values = {json.loads(ask(world, BODY).body)["access_token"] for _ in range(3)}
    assert len(values) == 3
    with pytest.raises(Refusal) as refused:
        ask(world, BODY)
    told = Told(world, refused.value)
    assert (told.status, told.type) == (429, "security:authentication:too-many-tokens")
    assert told.body["title"] == "Too Many Tokens"
    assert told.text == (
        "The caller has authenticated too many times in too short of a time period. | Too many access tokens have been "
        "requested (limit is 3). Access tokens should be reused until they expire."
    )
    world.clock.advance(timedelta(minutes=31))
    assert ask(world, BODY).status == 200


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("content_type", ["text/plain", "application/xml"])
def test_another_media_type(version: str, content_type: str) -> None:
    with pytest.raises(Refusal) as refused:
        ask(world_of(version), BODY, content_type=content_type)
    told = Told(world_of(version), refused.value)
    assert told.status == 415
    if version == "7.3":
        text = "The value specified in the 'Content-Type' header is not supported by this host."
        assert told.body["errors"] == [text]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b"", "A non-empty request body is required."),
        (b"null", "A non-empty request body is required."),
        (b"{", "Unexpected end when reading JSON. Path '', line 1, position 1."),
        (
            b"5",
            "Error converting value 5 to type 'EdFi.Ods.Api.Models.Tokens.TokenRequest'. Path '', line 1, position 1.",
        ),
    ],
)
def test_a_body_that_cannot_be_read(version: str, body: bytes, text: str) -> None:
    told = refused_body(version, body)
    assert told.status == 400
    assert (told.body["errors"] if version == "7.3" else [told.body["message"]]) == [text]


@pytest.mark.parametrize("version", VERSIONS)
def test_a_member_that_is_no_text(version: str) -> None:
    found = refused_body(version, b'{"client_id": +}').body
    text = "Unexpected character encountered while parsing value: {}. Path 'client_id', line 1, position 15."
    texts = [text.format("+"), text.format("}")]
    if version == "7.3":
        assert found["validationErrors"] == {"$.client_id": texts}
    else:
        assert found["modelState"] == {"request.client_id": texts}


@pytest.mark.parametrize("version", VERSIONS)
def test_a_body_that_strict_json_is_not(version: str) -> None:
    """Source: Newtonsoft.Json; a number is taken as it is written."""
    body = b"{grant_type: 'client_credentials', 'client_id': 'sis', client_secret: 's3cret', scope: 0100,}"
    world = world_of(version)
    endpoint = TokenEndpoint(world.dialect, world.clients, world.tokens)
    answer = endpoint.answer(request("/oauth/token", "POST", body, content_type=JSON))
    assert json.loads(answer.body)["scope"] == "0100"


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(("charset", "status"), [("utf-8", 200), ("utf-16", 200), ("latin1", 415), ("utf8", 415)])
def test_the_encoding_of_a_body(version: str, charset: str, status: int) -> None:
    """Source: TextInputFormatter of ASP.NET Core; .NET knows no ``utf8``."""
    world = world_of(version)
    body = json.dumps(BODY).encode("utf-16-le" if charset == "utf-16" else charset)
    asked = request("/oauth/token", "POST", body, content_type=f"{JSON}; charset={charset}")
    try:
        answer = TokenEndpoint(world.dialect, world.clients, world.tokens).answer(asked).status
    except Refusal as refusal:
        answer = refusal.problem.status
    assert answer == status


def refused_body(version: str, body: bytes) -> Told:
    world = world_of(version)
    endpoint = TokenEndpoint(world.dialect, world.clients, world.tokens)
    with pytest.raises(Refusal) as refused:
        endpoint.answer(request("/oauth/token", "POST", body, content_type=JSON))
    return Told(world, refused.value)


def test_tokens_survive_their_process() -> None:
    from mockedfi.security.tokens import Tokens

    shelf: dict[str, Any] = {}
    world = world_of("7.3")
    first = Tokens(world.clock, world.clients, shelf=shelf, limit=1)
    value = first.issue(SIS, 100).value
    second = Tokens(world.clock, world.clients, shelf=json.loads(json.dumps(shelf)), limit=1)
    caller = second.caller(value)
    assert caller is not None
    assert caller.education_organization_ids == (100,)
    with pytest.raises(Refusal):
        second.issue(SIS)


def test_a_token_that_was_ended_makes_room_for_another() -> None:
    from mockedfi.security.tokens import Tokens

    world = world_of("7.3")
    tokens = Tokens(world.clock, world.clients, limit=1)
    first = tokens.issue(SIS)
    tokens.expire(first.value)
    second = tokens.issue(SIS)
    assert [tokens.alive(each) for each in (tokens.find(first.value), second) if each] == [False, True]
