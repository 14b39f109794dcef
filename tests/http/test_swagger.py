"""The page of Swagger UI: its documents, for whom the default client is filled in, nothing from elsewhere."""

import json
import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest

from tests.api import DEFAULT_KEY, Api

Serve = Callable[..., Api]


def shown(api: Api, path: str = "/swagger", **more: Any) -> dict[str, Any]:
    """What the page gives to Swagger UI."""
    page = api.app.test_client().get(path, **more).text
    found = re.search(r'data-shown="([^"]*)"', page)
    assert found is not None
    content: dict[str, Any] = json.loads(unescape(found[1]))
    return content


@pytest.fixture(scope="module")
def both() -> Any:
    from mockedfi.control.host import Host
    from mockedfi.http.start import application
    from mockedfi.settings import Settings

    host = Host(
        Settings(api_versions=("7.3", "5.2"), memory=True, districts=("empty",), reverse_proxy_headers=True),
        notice=pytest.fail,
    )
    yield Api(application(host), host, "7.3")
    host.close()


def test_every_document_of_every_version_is_listed_and_there(both: Api) -> None:
    http = both.app.test_client()
    urls = {each["name"]: each["url"] for each in shown(both)["urls"]}
    assert next(iter(urls)) == "7.3 Resources"
    for root, version in (("/v7.3/api", "7.3"), ("/v5.2/api", "5.2")):
        listed = {each["endpointUri"] for each in http.get(f"{root}/metadata").json}
        assert {url for name, url in urls.items() if name.startswith(version)} == listed
        assert all(http.get(url).status_code == 200 for url in listed)


@pytest.mark.parametrize(
    ("headers", "begins"),
    [
        ({"Host": "localhost:8000"}, "http://localhost:8000/"),
        ({"X-Forwarded-Proto": "https", "X-Forwarded-Host": "ods.example"}, "https://ods.example/"),
    ],
)
def test_documents_are_where_the_caller_sees_the_server(both: Api, headers: dict[str, str], begins: str) -> None:
    assert all(each["url"].startswith(begins) for each in shown(both, headers=headers)["urls"])


def test_a_workspace_has_its_own(both: Api) -> None:
    http = both.app.test_client()
    assert http.post("/mockedfi/workspaces", json={"name": "mine"}).status_code == 201
    assert shown(both, "/w/mine/swagger")["urls"][0]["url"].startswith("http://localhost/w/mine/v7.3/api/metadata/")
    assert 'src="/w/mine/mockedfi/swagger/swagger.js"' in http.get("/w/mine/swagger").text


def test_the_default_client_is_filled_in_for_the_user_of_this_machine_alone(both: Api) -> None:
    assert shown(both)["client"]["clientId"] == DEFAULT_KEY
    assert "client" not in shown(both, environ_overrides={"REMOTE_ADDR": "192.0.2.7"})


def test_nothing_comes_from_elsewhere(both: Api) -> None:
    http = both.app.test_client()
    answer = http.get("/swagger")
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    places = re.findall(r'(?:src|href)="(/[^"]*\.(?:js|css))"', answer.text)
    assert len(places) == 5
    assert {http.get(each).status_code for each in places} == {200}
    assert not re.findall(r'(?:src|href)="(?!/|data:)', answer.text)


def test_it_is_no_part_of_the_api(both: Api) -> None:
    http = both.app.test_client()
    assert http.get("/v7.3/api/swagger").status_code == 404
    before = len(both.host.main.journal.exchanges())
    assert http.get("/swagger").status_code == 200
    assert len(both.host.main.journal.exchanges()) == before
