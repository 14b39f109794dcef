"""Tenants and school years: paths name them, each has documents of its own, each tenant tokens of its own.

Sources: before 7.0 EdFi.Common/Configuration/ApiMode.cs and EdFi.Ods.Api/Conventions; from 7.0
EdFi.Ods.Api/Conventions/OdsRouteRootTemplateProvider.cs, Middleware/TenantIdentificationMiddleware.cs,
Middleware/OdsInstanceSelector.cs, and the Alliance's Multi-Tenancy suite.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from mockedfi.errors import UserError
from tests.api import Api, Caller

STUDENT = {"studentUniqueId": "t-1", "firstName": "Tess", "lastSurname": "Tenant", "birthDate": "2010-01-02"}
TENANTS, YEARS = ("Tenant1", "Tenant2"), ("2025", "2026")
Serve = Callable[..., Api]


@dataclass(frozen=True)
class Form:
    """How a version is asked for a database, and the paths that name the first and another one of them."""

    version: str
    settings: dict[str, tuple[str, ...]]
    tokens: tuple[str, str]
    data: tuple[str, str]
    changes: str
    documents: str
    dependencies: str
    mode: str | None = None
    root: str = ""
    """Where the discovery document names them, if anywhere."""


FORMS = {
    "7.3 tenants": Form(
        version="7.3",
        settings={"tenants": TENANTS},
        tokens=("/Tenant1/oauth/token", "/Tenant2/oauth/token"),
        data=("/Tenant1/data/v3", "/Tenant2/data/v3"),
        changes="/Tenant1/changeQueries/v1",
        documents="/Tenant1/metadata",
        dependencies="/Tenant1/metadata/data/v3/dependencies",
        root="/Tenant1",
    ),
    "7.3 years": Form(
        version="7.3",
        settings={"school_years": YEARS},
        tokens=("/2025/oauth/token", "/2026/oauth/token"),
        data=("/2025/data/v3", "/2026/data/v3"),
        changes="/2025/changeQueries/v1",
        documents="/2025/metadata",
        dependencies="/2025/metadata/data/v3/dependencies",
        root="/2025",
    ),
    "7.3 both": Form(
        version="7.3",
        settings={"tenants": TENANTS, "school_years": YEARS},
        tokens=("/Tenant1/2025/oauth/token", "/Tenant2/2026/oauth/token"),
        data=("/Tenant1/2025/data/v3", "/Tenant2/2026/data/v3"),
        changes="/Tenant1/2025/changeQueries/v1",
        documents="/Tenant1/2025/metadata",
        dependencies="/Tenant1/2025/metadata/data/v3/dependencies",
        root="/Tenant1/2025",
    ),
    "5.2 years": Form(
        version="5.2",
        settings={"school_years": YEARS},
        tokens=("/oauth/token", "/oauth/token"),
        data=("/data/v3/2025", "/data/v3/2026"),
        changes="/changeQueries/v1/2025",
        documents="/metadata/2025",
        dependencies="/metadata/data/v3/2025/dependencies",
        mode="Year Specific",
    ),
    "5.2 both": Form(
        version="5.2",
        settings={"tenants": TENANTS, "school_years": YEARS},
        tokens=("/Tenant1/oauth/token", "/Tenant2/oauth/token"),
        data=("/data/v3/Tenant1/2025", "/data/v3/Tenant2/2026"),
        changes="/changeQueries/v1/Tenant1/2025",
        documents="/metadata/Tenant1/2025",
        dependencies="/metadata/data/v3/Tenant1/2025/dependencies",
        mode="Instance Year Specific",
    ),
}


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest) -> Form:
    return FORMS[request.param]


@pytest.fixture
def api(form: Form, serve: Serve) -> Api:
    return serve(api_versions=(form.version,), districts=("empty",), **form.settings)


def caller(api: Api, tokens: str) -> Caller:
    """The open client, with a token of an endpoint."""
    asked = {"grant_type": "client_credentials", "client_id": "open", "client_secret": "open-secret"}
    answer = api.anonymous.request("POST", tokens, data=asked)
    assert answer.status_code == 200, answer.text
    return Caller(api.anonymous.http, api.root, {"Authorization": f"Bearer {answer.json['access_token']}"})


def test_a_document_is_in_the_database_that_the_path_names(api: Api, form: Form) -> None:
    one, other = (caller(api, each) for each in form.tokens)
    created = one.post(f"{form.data[0]}/ed-fi/students", STUDENT)
    assert created.status_code == 201, created.text
    place = urlsplit(created.headers["Location"]).path
    assert place.startswith(f"{api.root}{form.data[0]}/ed-fi/students/")
    assert one.get(place.removeprefix(api.root)).status_code == 200
    assert one.get(place.removeprefix(api.root).lower()).status_code == 200
    assert other.get(place.removeprefix(api.root).replace(form.data[0], form.data[1])).status_code == 404
    assert other.get(f"{form.data[1]}/ed-fi/students").json == []


def test_change_versions_are_those_of_the_database(api: Api, form: Form) -> None:
    client = caller(api, form.tokens[0])
    newest = {name.lower(): value for name, value in client.get(f"{form.changes}/availableChangeVersions").json.items()}
    assert client.post(f"{form.data[0]}/ed-fi/students", STUDENT).status_code == 201
    now = {name.lower(): value for name, value in client.get(f"{form.changes}/availableChangeVersions").json.items()}
    assert now["newestchangeversion"] == newest["newestchangeversion"] + 1


@pytest.mark.parametrize("name", ["7.3 tenants", "7.3 both", "5.2 both"])
def test_a_token_is_good_for_its_tenant_alone(name: str, serve: Serve) -> None:
    form = FORMS[name]
    api = serve(api_versions=(form.version,), districts=("empty",), **form.settings)
    client = caller(api, form.tokens[0])
    assert client.get(f"{form.data[0]}/ed-fi/students").status_code == 200
    assert client.get(f"{form.data[1]}/ed-fi/students").status_code == 401


@pytest.mark.parametrize("name", ["7.3 years", "5.2 years"])
def test_a_token_is_good_for_all_school_years(name: str, serve: Serve) -> None:
    form = FORMS[name]
    api = serve(api_versions=(form.version,), districts=("empty",), **form.settings)
    client = caller(api, form.tokens[0])
    assert [client.get(f"{each}/ed-fi/students").status_code for each in form.data] == [200, 200]


@pytest.mark.parametrize(
    ("name", "path", "status"),
    [
        ("7.3 tenants", "/Tenant3/data/v3/ed-fi/students", 404),
        ("7.3 tenants", "/data/v3/ed-fi/students", 404),
        ("7.3 both", "/Tenant1/2030/data/v3/ed-fi/students", 404),
        ("7.3 both", "/Tenant1/data/v3/ed-fi/students", 404),
        ("7.3 years", "/2030/data/v3/ed-fi/students", 404),
        ("5.2 years", "/data/v3/ed-fi/students", 404),
        # UNVERIFIED: the reference has no database of the year to connect to; it has no message of its own for that.
        ("5.2 years", "/data/v3/2030/ed-fi/students", 500),
        ("5.2 both", "/data/v3/2025/ed-fi/students", 404),
    ],
)
def test_a_database_that_is_not_there(name: str, path: str, status: int, serve: Serve) -> None:
    form = FORMS[name]
    api = serve(api_versions=(form.version,), districts=("empty",), **form.settings)
    answer = caller(api, form.tokens[0]).get(path)
    assert answer.status_code == status
    if form.version == "7.3":
        assert answer.content_type == "application/problem+json"
        assert answer.get_json()["detail"] == "The specified data could not be found."


def test_an_unknown_tenant_is_told_before_the_caller_is_looked_at(serve: Serve) -> None:
    api = serve(api_versions=("7.3",), districts=("empty",), tenants=TENANTS)
    assert api.anonymous.get("/Tenant3/data/v3/ed-fi/students").status_code == 404


def test_without_a_token_a_tenants_401_has_no_body(serve: Serve) -> None:
    """The middleware that writes one looks for paths that begin with /data (EdFiApiAuthenticationMiddleware.cs)."""
    api = serve(api_versions=("7.3",), districts=("empty",), tenants=TENANTS)
    answer = api.anonymous.get("/Tenant1/data/v3/ed-fi/students")
    assert (answer.status_code, answer.data) == (401, b"")


def test_the_list_of_documents_leads_to_documents(api: Api, form: Form) -> None:
    listed = api.anonymous.get(form.documents).json
    assert listed
    for each in listed[:3]:
        address = urlsplit(each["endpointUri"])
        assert form.documents.strip("/").removeprefix("metadata/").lower() in address.path.lower()
        found = api.anonymous.http.get(f"{address.path}?{address.query}")
        assert found.status_code == 200, each
    assert api.anonymous.get(form.dependencies).status_code == 200


def test_swagger_2_names_the_database(api: Api, form: Form) -> None:
    place = form.dependencies.removesuffix("dependencies")
    document = api.anonymous.get(f"{place}resources/swagger.json", version=2).json
    assert document["basePath"].rstrip("/") == f"{api.root}{form.data[0]}"
    token = urlsplit(document["securityDefinitions"]["oauth2_client_credentials"]["tokenUrl"]).path
    assert token == f"{api.root}{form.tokens[0]}"


@pytest.mark.parametrize(
    ("name", "title", "places", "schemes"),
    [
        ("7.3 tenants", "Tenant Selection", ["Tenant1", "Tenant2"], ["Tenant1_", "Tenant2_"]),
        ("7.3 years", "Context Selection", ["2025", "2026"], [""]),
        (
            "7.3 both",
            "Tenant/Context Selection",
            ["Tenant1/2025", "Tenant1/2026", "Tenant2/2025", "Tenant2/2026"],
            ["Tenant1_", "Tenant2_"],
        ),
    ],
)
def test_open_api_3_lets_people_choose(
    name: str, title: str, places: list[str], schemes: list[str], serve: Serve
) -> None:
    form = FORMS[name]
    api = serve(api_versions=("7.3",), districts=("empty",), **form.settings)
    document = api.anonymous.get(f"{form.root}/metadata/data/v3/resources/swagger.json").json
    (server,) = document["servers"]
    assert server["url"] == f"http://localhost:80{api.root}/{{{title}}}/data/v3"
    assert server["variables"] == {title: {"default": places[0], "description": title, "enum": places}}
    names = [f"{each}oauth2_client_credentials" for each in schemes]
    assert list(document["components"]["securitySchemes"]) == names
    assert document["security"] == [{each: []} for each in names]


@pytest.mark.parametrize(
    ("settings", "asked", "places", "token"),
    [
        ({"tenants": TENANTS}, "/Tenant1", ["Tenant1", "Tenant2"], "/Tenant1/oauth/token"),
        ({"school_years": YEARS}, "/2025", ["/2025", "/2026"], "//oauth/token"),
    ],
)
def test_open_api_3_at_7_1_has_people_choose_an_ods(
    settings: dict[str, Any], asked: str, places: list[str], token: str, serve: Serve
) -> None:
    """Source: OpenApiMetadata/Providers/OpenApiV3UpconversionProvider.cs of 7.1."""
    api = serve(api_versions=("7.1",), districts=("empty",), **settings)
    document = api.anonymous.get(f"{asked}/metadata/changeQueries/v1/swagger.json").json
    (server,) = document["servers"]
    assert server["url"].endswith("/{ODS Selection}/ChangeQueries/v1")
    choice = {"default": places[0], "description": "ODS Selection", "enum": places}
    assert server["variables"] == {"ODS Selection": choice}
    scheme = next(iter(document["components"]["securitySchemes"].values()))
    assert scheme["flows"]["clientCredentials"]["tokenUrl"] == f"http://localhost{api.root}{token}"


@pytest.mark.parametrize(
    ("name", "placeholder"),
    [
        ("7.3 tenants", "/{tenantIdentifier}"),
        ("7.3 years", "/{schoolYearFromRoute}"),
        ("7.3 both", "/{tenantIdentifier}/{schoolYearFromRoute}"),
    ],
)
def test_discovery_names_the_database_or_what_stands_for_it(name: str, placeholder: str, serve: Serve) -> None:
    form = FORMS[name]
    api = serve(api_versions=("7.3",), districts=("empty",), **form.settings)
    for path, place in (("/", placeholder), (f"{form.root}/", form.root)):
        urls = api.anonymous.get(path).json["urls"]
        assert {urlsplit(url).path.removeprefix(api.root)[: len(place) + 1] for url in urls.values()} == {f"{place}/"}


@pytest.mark.parametrize(
    ("name", "path", "place"),
    [
        ("7.3 both", "/tenant1", "/tenant1/{schoolYearFromRoute}"),
        ("7.3 both", "/Tenant1/2030/", "/Tenant1/2030"),
        ("7.3 both", "/Tenant3", None),
        ("7.3 both", "/Tenant3/2025", None),
        ("7.3 years", "/2030", "/2030"),
        ("7.3 tenants", "/Tenant3", None),
    ],
)
def test_discovery_repeats_what_its_path_names(name: str, path: str, place: str | None, serve: Serve) -> None:
    """Source: EdFi.Ods.Api/Conventions/VersionRouteConvention.cs; nobody looks for a database without a client."""
    api = serve(api_versions=("7.3",), districts=("empty",), **FORMS[name].settings)
    answer = api.anonymous.get(path)
    assert answer.status_code == (404 if place is None else 200)
    if place is not None:
        assert urlsplit(answer.json["urls"]["oauth"]).path == f"{api.root}{place}/oauth/token"


@pytest.mark.parametrize(
    ("name", "path", "place"),
    [
        ("7.3 both", "/Tenant1/2030/metadata/xsd", "/Tenant1/2030/metadata/xsd"),
        ("5.2 years", "/metadata/2030/xsd", "/metadata/2030/xsd"),
        ("5.2 both", "/metadata/Tenant3/2030/xsd", "/metadata/Tenant3/2030/xsd"),
    ],
)
def test_metadata_is_told_of_any_database(name: str, path: str, place: str, serve: Serve) -> None:
    form = FORMS[name]
    api = serve(api_versions=(form.version,), districts=("empty",), **form.settings)
    (shown,) = api.anonymous.get(path).json
    assert urlsplit(shown["files"]).path.startswith(f"{api.root}{place}/ed-fi/files")


@pytest.mark.parametrize(("path", "status"), [("/health", 200), ("/Tenant1/health", 404)])
def test_health_is_that_of_the_server(path: str, status: int, serve: Serve) -> None:
    api = serve(api_versions=("7.3",), districts=("empty",), tenants=TENANTS)
    assert api.anonymous.get(path).status_code == status


@pytest.mark.parametrize(
    ("name", "data", "tokens"),
    [
        ("5.2 years", "/data/v3/{year}", "/oauth/token"),
        ("5.2 both", "/data/v3/{{instance}}/{year}", "/{{instance}}/oauth/token"),
    ],
)
def test_discovery_before_7_0_shows_the_current_year(name: str, data: str, tokens: str, serve: Serve) -> None:
    form = FORMS[name]
    api = serve(api_versions=("5.2",), districts=("empty",), **form.settings)
    year = api.host.main.clock.now().year
    shown = api.anonymous.get("/").json
    paths = {each: shown["urls"][each].partition(api.root)[2] for each in ("dataManagementApi", "oauth")}
    assert paths == {"dataManagementApi": data.format(year=year), "oauth": tokens.format(year=year)}
    assert shown["apiMode"] == form.mode


def test_a_store_keeps_every_database(serve: Serve, tmp_path: Path) -> None:
    form = FORMS["7.3 both"]
    settings: dict[str, Any] = {"api_versions": ("7.3",), "districts": ("empty",), "memory": False, **form.settings}
    api = serve(**settings, store=tmp_path / "store.json")
    created = caller(api, form.tokens[1]).post(f"{form.data[1]}/ed-fi/students", STUDENT)
    place = urlsplit(created.headers["Location"]).path.removeprefix(api.root)
    api.host.close()
    again = serve(**settings, store=tmp_path / "store.json")
    assert caller(again, form.tokens[1]).get(place).status_code == 200
    assert caller(again, form.tokens[0]).get(f"{form.data[0]}/ed-fi/students").json == []


def test_the_control_api_names_a_database_after_the_version(api: Api, form: Form) -> None:
    names = [each.name for each in api.host.instances.values()]
    added = {"resource": "students", "apiVersion": names[-1], "members": {"studentUniqueId": "t-1"}}
    assert api.anonymous.http.post("/mockedfi/documents", json=added).status_code == 201
    counts = [
        len(caller(api, tokens).get(f"{data}/ed-fi/students").json)
        for tokens, data in zip(form.tokens, form.data, strict=True)
    ]
    assert counts == [0, 1]


def test_a_snapshot_restores_every_database(api: Api, form: Form) -> None:
    clients = [caller(api, each) for each in form.tokens]
    control = api.anonymous.http
    assert control.post("/mockedfi/snapshots/before").status_code == 201
    for client, place in zip(clients, form.data, strict=True):
        assert client.post(f"{place}/ed-fi/students", STUDENT).status_code == 201
    kept = control.get("/mockedfi/snapshots/before").json
    assert [each["apiVersion"] for each in kept["versions"]] == [each.name for each in api.host.instances.values()]
    assert control.put("/mockedfi/snapshots/before").status_code == 200
    for client, place in zip(clients, form.data, strict=True):
        assert client.get(f"{place}/ed-fi/students").json == []


def test_the_console_shows_every_database(api: Api) -> None:
    page = api.anonymous.http.get("/mockedfi/console").text
    for instance in api.host.instances.values():
        assert instance.name in page


def test_a_reset_is_one_of_all(api: Api, form: Form) -> None:
    client = caller(api, form.tokens[1])
    assert client.post(f"{form.data[1]}/ed-fi/students", STUDENT).status_code == 201
    assert api.anonymous.http.post("/mockedfi/reset").status_code == 200
    assert client.get(f"{form.data[1]}/ed-fi/students").json == []


@pytest.mark.parametrize(
    ("version", "settings", "message"),
    [
        ("5.2", {"tenants": ("Tenant1",)}, "API version 5.2 has tenants (its instances) only together with school"),
        ("7.3", {"tenants": ("a b",)}, "tenant 'a b' must be letters, digits and hyphens"),
        ("7.3", {"school_years": ("26",)}, "school year '26' must be four digits"),
    ],
)
def test_what_cannot_be_served(version: str, settings: dict[str, Any], message: str, serve: Serve) -> None:
    with pytest.raises(UserError) as refused:
        serve(api_versions=(version,), districts=("empty",), **settings)
    assert message in str(refused.value)
