"""POST /oauth/token, row by row of the reference's behaviour, both eras side by side."""

import base64
import json
from datetime import timedelta
from typing import Any

import pytest

from mockedfi.exchange import Answer, Request
from mockedfi.problems import Refusal
from mockedfi.security.clients import Client
from mockedfi.security.oauth import FORM, JSON, TokenEndpoint
from tests.security.worlds import VERSIONS, World, request

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
    return endpoint.answer(made)


OK = (200, None)
ROWS: list[tuple[str, dict[str, str], str | None, tuple[int, str | None], tuple[int, str | None]]] = [
    # what, body, header, status and error at 5.2, at 7.3
    ("Basic", FIELDS, basic("sis:s3cret"), OK, OK),
    ("Basic in any letter case", FIELDS, "bAsIc" + basic("sis:s3cret")[5:], OK, OK),
    ("in the body", BODY, None, OK, OK),
    ("empty in the body as well", {**FIELDS, "client_id": ""}, basic("sis:s3cret"), OK, OK),
    ("header of one part", FIELDS, "Basic", (401, None), (400, "invalid_request")),
    ("header of three parts", FIELDS, "Basic a b", (401, None), (400, "invalid_request")),
    ("another scheme", FIELDS, "Bearer abc", (401, "invalid_client"), (401, "invalid_client")),
    ("not Base64", FIELDS, "Basic ###", (400, "invalid_request"), (400, "invalid_request")),
    ("no colon", FIELDS, basic("sis"), (400, "invalid_client"), (400, "invalid_client")),
    ("two colons", FIELDS, basic("sis:s3:cret"), (400, "invalid_client"), (400, "invalid_client")),
    ("both places", BODY, basic("sis:s3cret"), (400, "invalid_client"), (400, "invalid_client")),
    ("no credentials", FIELDS, None, (401, None), (401, "invalid_request")),
    ("only a key", {**FIELDS, "client_id": "sis"}, None, (400, "invalid_client"), (401, "invalid_request")),
    ("empty secret in Basic", FIELDS, basic("sis:"), (400, "invalid_client"), (401, "invalid_request")),
    ("unknown key", FIELDS, basic("nobody:s3cret"), (400, "invalid_client"), (401, "invalid_client")),
    ("key in another case", FIELDS, basic("SIS:s3cret"), (400, "invalid_client"), (401, "invalid_client")),
    ("wrong secret", FIELDS, basic("sis:wrong"), (400, "invalid_client"), (401, "invalid_client")),
    ("no grant type", {}, basic("sis:s3cret"), (400, "unsupported_grant_type"), (400, "unsupported_grant_type")),
    (
        "another grant type",
        {"grant_type": "password"},
        basic("sis:s3cret"),
        (400, "unsupported_grant_type"),
        (400, "unsupported_grant_type"),
    ),
    ("grant type in any case", {"grant_type": "Client_Credentials"}, basic("sis:s3cret"), OK, OK),
    ("presence comes before grant type", {}, None, (401, None), (401, "invalid_request")),
    ("validity comes after it", {}, basic("x:y"), (400, "unsupported_grant_type"), (400, "unsupported_grant_type")),
    ("scope of its own", {**FIELDS, "scope": "100"}, basic("sis:s3cret"), OK, OK),
    ("empty scope", {**FIELDS, "scope": ""}, basic("sis:s3cret"), OK, OK),
    ("scope no number", {**FIELDS, "scope": "x"}, basic("sis:s3cret"), (400, "invalid_scope"), (400, "invalid_scope")),
    (
        "scope not its own",
        {**FIELDS, "scope": "9"},
        basic("sis:s3cret"),
        (400, "invalid_scope"),
        (400, "invalid_scope"),
    ),
]


@pytest.mark.parametrize("content_type", [FORM, JSON])
@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_row(row: tuple[Any, ...], version: str, content_type: str) -> None:
    name, fields, authorization, *expected = row
    status, error = expected[VERSIONS.index(version)]
    if name == "empty in the body as well" and version == "5.2" and content_type == JSON:
        status, error = 400, "invalid_client"  # only a form's empty value counts as absent there
    answer = ask(world_of(version), fields, authorization, content_type)
    assert answer.status == status
    assert ("Cache-Control", "no-store,no-cache") in answer.headers
    if status == 200:
        assert list(json.loads(answer.body)) == ["access_token", "expires_in", "token_type"] + (
            ["scope"] if fields.get("scope") else []
        )
    else:
        assert (json.loads(answer.body)["error"] if answer.body else None) == error


@pytest.mark.parametrize("version", VERSIONS)
def test_the_answer(version: str) -> None:
    body = json.loads(ask(world_of(version), {**BODY, "scope": " 100 "}, content_type=JSON).body)
    assert len(body["access_token"]) == 32
    assert body["access_token"].strip("0123456789abcdef") == ""
    assert (body["expires_in"], body["token_type"], body["scope"]) == (1800, "bearer", "100")


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    ("scope", "text"),
    [
        (
            "abc",
            (
                "The supplied 'scope' was not a number (it should be an EducationOrganizationId that is explicitly "
                "associated with the client)."
            ),
        ),
        (
            "255901",
            (
                "The client is not explicitly associated with the EducationOrganizationId specified in the requested "
                "'scope'."
            ),
        ),
    ],
)
def test_descriptions_of_scope(version: str, scope: str, text: str) -> None:
    answer = ask(world_of(version), {**BODY, "scope": scope})
    assert json.loads(answer.body) == {"error": "invalid_scope", "error_description": text}


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


@pytest.mark.parametrize(("version", "status"), [("5.2", 200), ("7.3", 401)])
def test_a_client_that_is_not_approved(version: str, status: int) -> None:
    world = world_of(version)
    world.clients.add(Client(key="new", secret="x", claim_set="SIS Vendor", approved=False))
    answer = ask(world, FIELDS, basic("new:x"))
    assert answer.status == status
    if status == 401:
        assert json.loads(answer.body) == {"error": "invalid_client"}


def test_each_token_is_a_new_one_up_to_the_limit() -> None:
    world = world_of("7.3", token_limit=3)
    values = {json.loads(ask(world, BODY).body)["access_token"] for _ in range(3)}
    assert len(values) == 3
    with pytest.raises(Refusal) as refused:
        ask(world, BODY)
    from tests.security.worlds import Told

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
@pytest.mark.parametrize("content_type", ["text/plain", "application/xml", ""])
def test_another_media_type(version: str, content_type: str) -> None:
    with pytest.raises(Refusal) as refused:
        ask(world_of(version), BODY, content_type=content_type)
    from tests.security.worlds import Told

    told = Told(world_of(version), refused.value)
    assert told.status == 415
    if version == "7.3":
        text = (
            "The value specified in the 'Content-Type' header is not supported by this host."
            if content_type
            else "The 'Content-Type' header is missing."
        )
        assert told.body["errors"] == [text]


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"client_id": []}', b"\xff"])
def test_a_body_that_cannot_be_read(version: str, body: bytes) -> None:
    world = world_of(version)
    endpoint = TokenEndpoint(world.dialect, world.clients, world.tokens)
    with pytest.raises(Refusal) as refused:
        endpoint.answer(request("/oauth/token", "POST", body, content_type=JSON))
    assert refused.value.problem.status == 400


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
