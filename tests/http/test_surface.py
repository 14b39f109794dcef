"""The way through HTTP: versions by path, letter case, methods, CORS, proxies, broken bodies, unexpected problems."""

import io
from collections.abc import Callable
from typing import Any

import pytest

from tests.api import Api, Caller

ERAS = {"5.2": False, "7.3": True}


def test_each_version_has_its_root_and_the_first_is_also_at_the_hosts(serve: Callable[..., Api]) -> None:
    http = serve(api_versions=("5.2", "7.3"), districts=("empty",)).app.test_client()
    found = {
        path: http.get(path).json["version"] for path in ("/", "/v5.2/api", "/v5.2/api/", "/v7.3/api/", "/V7.3/API")
    }
    assert found == {"/": "5.2", "/v5.2/api": "5.2", "/v5.2/api/": "5.2", "/v7.3/api/": "7.3", "/V7.3/API": "7.3"}
    assert http.get("/").json["urls"]["oauth"] == "http://localhost/oauth/token"
    assert http.get("/V7.3/api").json["urls"]["oauth"] == "http://localhost/v7.3/api/oauth/token"


@pytest.mark.parametrize("path", ["/data/v3/ed-fi/schools", "/DATA/V3/Ed-Fi/Schools/", "/data/v3/ed-fi/sCHOOLS"])
def test_data_paths_are_read_in_any_letter_case(client: Caller, path: str) -> None:
    assert client.request("GET", path).status_code == 200


@pytest.mark.parametrize("path", ["/oauth/token", "/oauth/token/", "/OAuth/Token"])
def test_the_token_endpoint_in_any_letter_case(api: Api, path: str) -> None:
    form = {
        "grant_type": "client_credentials",
        "client_id": "RvcohKz9zHI4",
        "client_secret": "E1iEFusaNf81xzCxwHfbolkC",
    }
    answer = api.anonymous.request("POST", path, data=form)
    assert answer.status_code == 200
    assert set(answer.json) == {"access_token", "expires_in", "token_type"}


@pytest.mark.parametrize(
    "path", ["/nowhere", "/oauth", "/oauth/nothing", "/metadata/none", "/mockedfi/health", "/data"]
)
def test_an_unknown_route(api: Api, path: str) -> None:
    answer = api.anonymous.request("GET", path)
    assert answer.status_code == 404
    if ERAS[api.version]:
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert list(answer.json) == ["detail", "type", "title", "status", "correlationId"]
        assert answer.json["type"] == "urn:ed-fi:api:not-found"
    else:
        assert answer.data == b""
        assert "Content-Type" not in answer.headers


@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/"), ("GET", "/oauth/token"), ("HEAD", "/"), ("PUT", "/metadata")]
)
def test_a_method_that_a_route_has_not(api: Api, method: str, path: str) -> None:
    answer = api.anonymous.request(method, path)
    assert answer.status_code == 405
    assert answer.headers["Allow"] == ("POST" if "oauth" in path else "GET")
    if method == "HEAD" or not ERAS[api.version]:
        assert answer.data == b""
    else:
        assert answer.json["errors"] == [f"The endpoint of the request does not support the '{method}' method."]


@pytest.mark.parametrize(
    ("method", "path", "old", "new"),
    [
        ("PATCH", "students", "GET, POST", "DELETE, GET, POST, PUT"),
        ("PATCH", "students/" + "0" * 32, "DELETE, GET, PUT", "DELETE, GET, POST, PUT"),
        ("PUT", "students", "GET, POST", None),
        ("DELETE", "students", "GET, POST", None),
        ("POST", "students/" + "0" * 32, "DELETE, GET, PUT", None),
    ],
)
def test_the_methods_that_data_allows(
    api: Api, client: Caller, method: str, path: str, old: str | None, new: str | None
) -> None:
    """Source: HttpMethodMatcherPolicy of ASP.NET Core sorts them; an action that answers 405 itself names none
    (EdFi.Ods.Api/Controllers/DataManagementControllerBase.cs, from 7.2 on)."""
    answer = client.request(method, f"/data/v3/ed-fi/{path}", json={})
    assert answer.status_code == 405
    assert answer.headers.get("Allow") == (new if ERAS[api.version] else old)


def test_a_body_of_null_is_an_empty_body(client: Caller) -> None:
    """Source: NewtonsoftJsonInputFormatter of ASP.NET Core, which has no model then."""
    for method, path in (("POST", "students"), ("PUT", "students/" + "0" * 32)):
        answer = client.request(method, f"/data/v3/ed-fi/{path}", data=b"null", content_type="application/json")
        assert answer.status_code == 400
        assert "A non-empty request body is required." in answer.text


@pytest.mark.parametrize("body", [b"[]", b"{", b"null"])
def test_what_is_wrong_with_the_whole_body_stands_beside_the_id_of_a_put(api: Api, client: Caller, body: bytes) -> None:
    """Source: EdFi.Ods.Api/ExceptionHandling/ErrorTranslator.cs; before 7.2 the id is listed though it is right."""
    path = "/data/v3/ed-fi/students/" + "0" * 32
    answer = client.request("PUT", path, data=body, content_type="application/json")
    assert answer.status_code == 400
    if ERAS[api.version]:
        assert list(answer.json["validationErrors"]) == ["$"]
    else:
        assert list(answer.json["modelState"]) == ["request.", "request.id"]
        assert answer.json["modelState"]["request.id"] == []


@pytest.mark.parametrize(
    ("resource", "query", "old", "new"),
    [
        ("students", "birthDate=x", "request.BirthDate", "$.birthDate"),
        ("students", "id=x", "request.Id", "$.id"),
        ("studentSchoolAssociations", "schoolId=x", "request.SchoolId", "$.SchoolId"),
        ("students", "limit=x", "request.Limit", "$.Limit"),
    ],
)
def test_the_place_of_a_query_parameter_of_the_wrong_type(
    api: Api, client: Caller, resource: str, query: str, old: str, new: str
) -> None:
    """Source: EdFi.Ods.Api/ExceptionHandling/ModelStateKeyConverter.cs: the resource's own members in their JSON form,
    anything else as the class names it."""
    answer = client.request("GET", f"/data/v3/ed-fi/{resource}?{query}")
    assert answer.status_code == 400
    found = answer.json["validationErrors" if ERAS[api.version] else "modelState"]
    assert list(found) == [new if ERAS[api.version] else old]


def test_an_unexpected_problem_with_data_is_the_versions_500(
    api: Api, client: Caller, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: object) -> None:
        raise ZeroDivisionError("told in the log only")

    monkeypatch.setattr(api.instance, "data", fail)
    answer = client.get("students")
    _is_the_500(api, answer)
    assert "told in the log only" in caplog.text


def test_an_unexpected_problem_elsewhere_is_the_versions_500(
    api: Api, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: object) -> None:
        raise ZeroDivisionError("told in the log only")

    monkeypatch.setattr(api.instance.metadata, "answer", fail)
    answer = api.anonymous.request("GET", "/")
    _is_the_500(api, answer)
    assert "told in the log only" in caplog.text


def _is_the_500(api: Api, answer: Any) -> None:
    assert answer.status_code == 500
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    if ERAS[api.version]:
        assert answer.json["type"] == "urn:ed-fi:api:system"
        assert answer.json["detail"] == "An unexpected problem has occurred."
        assert "errors" not in answer.json
    else:
        assert answer.json == {"message": "An unexpected error occurred on the server."}


def test_pages_of_any_origin_may_read_answers(api: Api, client: Caller) -> None:
    origin = {"Origin": "http://elsewhere.example"}
    answers = [
        client.request("GET", "schools", headers=origin),
        client.request("GET", "/", headers=origin),
        api.anonymous.request("GET", "schools", headers=origin),
        api.anonymous.request("GET", "/nowhere", headers=origin),
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 401, 404]
    for answer in answers:
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert answer.headers["Access-Control-Expose-Headers"] == "*"


def test_without_an_origin_there_is_no_word_of_it(client: Caller) -> None:
    assert not [name for name, _ in client.get("schools").headers if name.startswith("Access-Control")]


@pytest.mark.parametrize("path", ["schools", "/oauth/token", "/"])
def test_a_preflight_allows_what_is_asked_for(api: Api, path: str) -> None:
    headers = {
        "Origin": "http://elsewhere.example",
        "Access-Control-Request-Method": "PUT",
        "Access-Control-Request-Headers": "authorization,if-match",
    }
    answer = api.anonymous.request("OPTIONS", path, headers=headers)
    assert (answer.status_code, answer.data) == (204, b"")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Access-Control-Allow-Methods"] == "PUT"
    assert answer.headers["Access-Control-Allow-Headers"] == "authorization,if-match"


def test_options_that_is_no_preflight_is_a_method_like_others(client: Caller) -> None:
    assert client.request("OPTIONS", "schools").status_code == 405


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, "http://localhost"),
        ({"Host": "api.example:8080"}, "http://api.example:8080"),
        ({"X-Forwarded-Proto": "https,http"}, "https://localhost"),
        ({"X-Forwarded-Proto": "https", "X-Forwarded-Host": "ed-fi.example"}, "https://ed-fi.example"),
        ({"X-Forwarded-Host": "ed-fi.example", "X-Forwarded-Port": "8443"}, "http://ed-fi.example:8443"),
        ({"X-Forwarded-Host": "ed-fi.example:81, inner"}, "http://ed-fi.example:81"),
        ({"X-Forwarded-Proto": "https", "X-Forwarded-Port": "443"}, "https://localhost"),
        ({"Host": "[::1]:80"}, "http://[::1]"),
    ],
)
def test_urls_behind_a_proxy(serve: Callable[..., Api], headers: dict[str, str], expected: str) -> None:
    api = serve(reverse_proxy_headers=True, districts=("empty",))
    urls = api.anonymous.request("GET", "/", headers=headers).json["urls"]
    assert urls["oauth"] == f"{expected}/v7.3/api/oauth/token"


@pytest.mark.parametrize(("version", "expected"), [("5.2", "http://localhost"), ("5.3", "https://ed-fi.example")])
def test_a_location_behind_a_proxy(serve: Callable[..., Api], version: str, expected: str) -> None:
    """Source: GetResourceUrl of DataManagementControllerBase.cs, which 5.2 makes of the request alone."""
    api = serve(api_versions=(version,), reverse_proxy_headers=True, districts=("empty",))
    headers = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "ed-fi.example"}
    body = {"studentUniqueId": "1", "firstName": "Ada", "lastSurname": "Novak", "birthDate": "2010-05-17"}
    answer = api.caller("open").request("POST", "students", json=body, headers=headers)
    assert answer.headers["Location"].startswith(f"{expected}/v{version}/api/data/v3/ed-fi/students/")


def test_without_the_setting_a_proxy_says_nothing(api: Api) -> None:
    headers = {"X-Forwarded-Proto": "https", "X-Forwarded-Host": "ed-fi.example", "X-Forwarded-Port": "1"}
    urls = api.anonymous.request("GET", "/", headers=headers).json["urls"]
    assert urls["oauth"] == f"http://localhost/v{api.version}/api/oauth/token"


def test_the_root_of_a_mounted_application(api: Api) -> None:
    answer = api.anonymous.request("GET", "/", environ_overrides={"SCRIPT_NAME": "/below"})
    assert answer.json["urls"]["oauth"] == f"http://localhost/below/v{api.version}/api/oauth/token"


@pytest.mark.parametrize("length", ["many", "-"])
def test_a_length_that_is_no_number(api: Api, client: Caller, length: str) -> None:
    answer = client.request(
        "POST", "schools", input_stream=io.BytesIO(b"{}"), environ_overrides={"CONTENT_LENGTH": length}
    )
    assert answer.status_code == 400
    assert ("type" if ERAS[api.version] else "message") in answer.json


def test_correlation_ids_come_back_in_the_body(api_of: Callable[[str], Api]) -> None:
    nobody = api_of("7.3").anonymous
    assert nobody.request("GET", "schools", headers={"correlation-id": "mine"}).json["correlationId"] == "mine"
    assert nobody.get("schools", correlationId="query").json["correlationId"] == "query"
    assert nobody.get("/nowhere", correlationId="query").json["correlationId"] == "query"


def test_a_path_that_is_not_latin(client: Caller) -> None:
    assert client.get("sch\N{LATIN SMALL LETTER O WITH DIAERESIS}ols").status_code == 404
    assert client.get("school\N{SNOWMAN}").status_code == 404


def test_what_a_path_has_that_a_header_cannot_is_escaped(client: Caller) -> None:
    """The sign for kelvin is a k in lower case, so it finds the resource, but no header can carry it."""
    body = {"codeValue": "x", "shortDescription": "x", "namespace": "uri://ed-fi.org/NetworkPurposeDescriptor"}
    answer = client.post("networ\N{KELVIN SIGN}PurposeDescriptors", body)
    assert answer.status_code in {201, 404}
    assert answer.headers.get("Location", "").isascii()
