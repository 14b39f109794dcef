"""Authentication and authorization on the wire, 5.2 and 7.3 side by side: status, content type and body, to the letter.

Every row is brought about by claims, claim sets or data, and asked for through the whole of HTTP.
"""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from mockedfi.settings import ClientSettings

from . import claims, others, relationships, tokens, views
from .stage import Stage
from .table import CORRELATION, Row, Said

ROWS = [*claims.ROWS, *relationships.ROWS, *others.NAMESPACES, *others.OWNERSHIPS, *others.SEVERAL, *views.VIEWS]
VERSIONS = ("5.2", "7.3")
HEADER = "Mockedfi-Explanation"


CASES = [
    pytest.param(version, row, id=f"{version} {row.name}")
    for version, wanted in zip(VERSIONS, ("old", "new"), strict=True)
    for row in ROWS
    if getattr(row, wanted) is not None
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
    wanted = row.old if stage.version == "5.2" else row.new
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
    said = Said(answer.status_code, answer.headers.get("Content-Type"), answer.text)
    agree(said, row.old if stage.version == "5.2" else row.new)
    assert answer.headers["Cache-Control"] == "no-store,no-cache"
    assert (HEADER in answer.headers) == (said.status != 200)


@pytest.mark.parametrize("content_type", ["", "text/plain"])
def test_a_token_of_another_media_type(stage: Stage, content_type: str) -> None:
    answer = stage.api.anonymous.request("POST", "/oauth/token", data="x", headers={"Content-Type": content_type})
    assert answer.status_code == 415
    if stage.version == "7.3":
        assert answer.content_type == "application/problem+json"
        text = (
            "The value specified in the 'Content-Type' header is not supported by this host."
            if content_type
            else "The 'Content-Type' header is missing."
        )
        assert answer.get_json(force=True)["errors"] == [text]


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
    agree(said, old if stage.version == "5.2" else new)
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
    body = api.token("open").json
    assert body["type"] == "urn:ed-fi:api:security:authentication:too-many-tokens"
    assert body["errors"] == [
        "Too many access tokens have been requested (limit is 15). Access tokens should be reused until they expire."
    ]
