"""Authentication and authorization on the wire, all versions side by side: status, content type, body, to the letter.

Every row is brought about by claims, claim sets or data, and asked for through the whole of HTTP.
"""

import json
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from mockedfi.dialect.versions import VERSIONS
from mockedfi.settings import ClientSettings
from mockedfi.since import at, number

from . import claims, others, relationships, tokens, views
from .stage import Stage
from .table import CORRELATION, Row, Said

ROWS = [*claims.ROWS, *relationships.ROWS, *others.NAMESPACES, *others.OWNERSHIPS, *others.SEVERAL, *views.VIEWS]
HEADER = "Mockedfi-Explanation"


CASES = [
    pytest.param(version, row, id=f"{version} {row.name}")
    for version in VERSIONS
    for row in ROWS
    if row.said(version) is not None
]


@pytest.fixture(scope="module")
def stages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Stage]]:
    """The stage of a version, built when it is first asked for."""
    made: dict[str, Stage] = {}

    def stage_of(version: str) -> Stage:
        if version not in made:
            made[version] = Stage(version, ROWS, tmp_path_factory.mktemp("claim-sets"))
        return made[version]

    yield stage_of
    for each in made.values():
        each.host.close()


@pytest.fixture(params=VERSIONS)
def stage(request: pytest.FixtureRequest, stages: Callable[[str], Stage]) -> Stage:
    return stages(request.param)


def agree(said: Said, wanted: Said) -> None:
    """All of an answer; of one whose body is others' business, the status."""
    if wanted.content_type is None and not wanted.body and wanted != tokens.BARE:
        assert said.status == wanted.status, said.body
    else:
        assert said == wanted


@pytest.mark.parametrize(("stage", "row"), CASES, indirect=["stage"])
def test_row(stage: Stage, row: Row) -> None:
    wanted = row.said(stage.version)
    assert wanted is not None
    said, headers = stage.play(row)
    agree(said, wanted)
    assert HEADER in headers or said.status not in (401, 403)
    assert HEADER not in headers or said.status >= 400


def test_every_row_has_a_name_of_its_own() -> None:
    assert len({row.name for row in ROWS}) == len(ROWS)


@pytest.fixture
def token_clients(stage: Stage) -> None:
    common = {"claim_set": "SIS Vendor", "namespace_prefixes": {"0": ("uri://ed-fi.org",)}}
    for key, secret, approved in ((tokens.KEY, tokens.SECRET, True), ("not-approved", "secret", False)):
        stage.host.main.add_client(
            ClientSettings(key=key, secret=secret, approved=approved, education_organization_ids=(100,), **common)
        )


FORM, JSON = "application/x-www-form-urlencoded", "application/json"


@pytest.mark.usefixtures("token_clients")
@pytest.mark.parametrize("content_type", [FORM, JSON])
@pytest.mark.parametrize("row", tokens.TOKENS, ids=lambda row: row.name)
def test_token(stage: Stage, row: tokens.TokenRow, content_type: str) -> None:
    headers = {} if row.authorization is None else {"Authorization": row.authorization}
    data = urlencode(row.fields) if content_type == FORM else json.dumps(row.fields)
    answer = stage.api.anonymous.request(
        "POST", "/oauth/token", data=data, headers={**headers, "Content-Type": content_type}
    )
    said = told(answer)
    agree(said, row.said(stage.version))
    assert answer.headers["Cache-Control"] == "no-store,no-cache"
    assert (HEADER in answer.headers) == (said.status != 200)


def told(answer: Any) -> Said:
    text = re.sub('"00-[0-9a-f]{32}-[0-9a-f]{16}-00"', '"<trace>"', answer.text)
    return Said(answer.status_code, answer.headers.get("Content-Type"), text)


@pytest.mark.usefixtures("token_clients")
@pytest.mark.parametrize(("fields", "form", "json_before", "json_since"), tokens.BLANKS)
def test_blank_fields_beside_the_header(
    stage: Stage, fields: dict[str, str], form: Said, json_before: Said, json_since: Said
) -> None:
    headers, body = {"Authorization": tokens.RIGHT}, {**tokens.FIELDS, **fields}
    agree(told(stage.api.anonymous.request("POST", "/oauth/token", data=body, headers=headers)), form)
    wanted = json_before if number(stage.version) < (6,) else json_since
    agree(told(stage.api.anonymous.request("POST", "/oauth/token", json=body, headers=headers)), wanted)


@pytest.mark.parametrize("path", ["/oauth/token", "/oauth/token_info"])
def test_no_media_type(stage: Stage, path: str) -> None:
    answer = stage.api.anonymous.request("POST", path, headers={"correlation-id": CORRELATION})
    assert told(answer) == at(tokens.NO_MEDIA_TYPE, stage.version)


def test_another_media_type(stage: Stage) -> None:
    answer = stage.api.anonymous.request("POST", "/oauth/token", data="x", headers={"Content-Type": "text/plain"})
    assert answer.status_code == 415
    if number(stage.version) >= (7, 2):
        assert answer.content_type == "application/problem+json"
        text = "The value specified in the 'Content-Type' header is not supported by this host."
        assert answer.get_json(force=True)["errors"] == [text]
    else:
        assert answer.text == ""


@pytest.mark.usefixtures("token_clients")
@pytest.mark.parametrize("kind", tokens.TOKEN_INFOS)
def test_token_info(stage: Stage, kind: str) -> None:
    own = stage.api.caller(tokens.KEY)
    value = kind
    if kind == "<own>":
        value = own.headers["Authorization"].removeprefix("Bearer ")
    elif kind.startswith("<"):
        value = str(stage.api.token("open" if kind == "<theirs>" else tokens.KEY).json["access_token"])
    if kind == "<expired>":
        stage.api.instance.tokens.expire(value)
    answer = own.request("POST", "/oauth/token_info", json={"token": value}, headers={"correlation-id": CORRELATION})
    agree(told(answer), at(tokens.TOKEN_INFOS[kind], stage.version))
    assert answer.headers["Cache-Control"] == ("no-cache" if answer.status_code == 200 else "no-store,no-cache")
    assert answer.headers["Pragma"] == "no-cache"


@pytest.mark.parametrize("row", tokens.BEARERS, ids=lambda row: row[0])
def test_bearer(stage: Stage, row: tuple[str, str | None, Said, Said]) -> None:
    _, header, old, new = row
    clock = stage.api.instance.clock
    if header is not None and "<expired>" in header:
        header = header.replace("<expired>", token(stage))
        clock.advance(timedelta(minutes=30))
    elif header is not None:
        header = header.replace("<live>", token(stage))
    headers = {"correlation-id": CORRELATION} | ({} if header is None else {"Authorization": header})
    answer = stage.api.anonymous.request("GET", "schools", headers=headers)
    said = Said(answer.status_code, answer.headers.get("Content-Type"), answer.text)
    agree(said, new if number(stage.version) >= (7, 2) else old)
    for path in tokens.OUTSIDE_DATA:
        method, place = path.split()
        answer = stage.api.anonymous.request(method, place, json={"token": "x"}, headers=headers)
        if said.status == 401:
            assert (answer.status_code, answer.text) == (401, "")
            assert HEADER in answer.headers


def token(stage: Stage) -> str:
    body: Any = stage.api.token("open").json
    return str(body["access_token"])


def test_too_many_tokens(serve: Callable[..., Any]) -> None:
    """7.3 stops at 15 live ones; before, there is no limit."""
    for version, most in (("5.2", None), ("7.3", 15)):
        api = serve(api_versions=(version,), districts=("empty",))
        statuses = [api.token("open").status_code for _ in range(17)]
        assert statuses == ([200] * 17 if most is None else [200] * most + [429, 429])
    answer = api.token("open")
    assert answer.headers["Cache-Control"] == "no-store,no-cache"
    body = answer.json
    assert body["type"] == "urn:ed-fi:api:security:authentication:too-many-tokens"
    assert body["errors"] == [
        "Too many access tokens have been requested (limit is 15). Access tokens should be reused until they expire."
    ]
