"""Features that are switched off: what is no more, and how that is told.

Source: the modules and controllers of EdFi.Ods.Features in each tag. At 7.3 the Alliance's suite "ResponseTests For
Disabled Features" asks for the deletes and key changes.
"""

from collections.abc import Callable
from typing import Any

import pytest

from mockedfi.control.versions import without
from mockedfi.dialect import Dialect
from mockedfi.dialect.features import (
    AGGREGATE_DEPENDENCIES,
    CHANGE_QUERIES,
    COMPOSITES,
    FEATURES,
    IDENTITY_MANAGEMENT,
    OPEN_API_METADATA,
    RESOURCE_LINKS,
    TOKEN_INFO,
    XSD_METADATA,
)
from mockedfi.errors import UserError
from tests.api import Api, Caller

Serve = Callable[..., Api]
VERSIONS = ("5.2", "6.2", "7.1", "7.3")
PROBLEM = {"type": "urn:ed-fi:api:not-found", "title": "Not Found", "status": 404}
"""What 7.2 and later say where there is nothing."""
BARE_7_1 = {"type": "https://tools.ietf.org/html/rfc7231#section-6.5.4", "title": "Not Found", "status": 404}
"""What ASP.NET Core says at 7.1 where a controller says no more than that."""
BARE_6_2 = {**BARE_7_1, "type": "https://tools.ietf.org/html/rfc9110#section-15.5.5"}
NOTHING: dict[str, Any] = {}


def without_feature(serve: Serve, version: str, *features: str, district: str = "empty") -> Api:
    return serve(api_versions=(version,), without=features, districts=(district,))


def told(answer: Any) -> dict[str, Any]:
    """The body, less what differs from request to request; empty where there is none."""
    if not answer.data:
        return {}
    body = answer.get_json(force=True)
    return {name: value for name, value in body.items() if name not in ("correlationId", "traceId", "detail")}


AFTER_THE_TOKEN = 401
"""To nobody in particular, a route that is still there says that a token is wanted."""


@pytest.mark.parametrize(
    ("version", "feature", "method", "path", "anonymous", "body"),
    [
        ("5.2", CHANGE_QUERIES, "GET", "/changeQueries/v1/availableChangeVersions", 404, NOTHING),
        ("6.2", CHANGE_QUERIES, "GET", "/changeQueries/v1/availableChangeVersions", 404, NOTHING),
        ("7.1", CHANGE_QUERIES, "GET", "/changeQueries/v1/availableChangeVersions", AFTER_THE_TOKEN, BARE_7_1),
        ("7.3", CHANGE_QUERIES, "GET", "/changeQueries/v1/availableChangeVersions", AFTER_THE_TOKEN, PROBLEM),
        ("5.2", COMPOSITES, "GET", "/composites/v1/ed-fi/enrollment/students", 404, NOTHING),
        ("7.3", COMPOSITES, "GET", "/composites/v1/ed-fi/enrollment/students", 404, PROBLEM),
        ("5.2", IDENTITY_MANAGEMENT, "POST", "/identity/v2/identities", 404, NOTHING),
        ("5.2", TOKEN_INFO, "POST", "/oauth/token_info", AFTER_THE_TOKEN, BARE_7_1),
        ("6.2", TOKEN_INFO, "POST", "/oauth/token_info", AFTER_THE_TOKEN, BARE_6_2),
        ("7.3", TOKEN_INFO, "POST", "/oauth/token_info", AFTER_THE_TOKEN, PROBLEM),
        ("5.2", OPEN_API_METADATA, "GET", "/metadata/", 404, NOTHING),
        ("7.1", OPEN_API_METADATA, "GET", "/metadata/", 404, BARE_7_1),
        ("7.3", OPEN_API_METADATA, "GET", "/metadata/data/v3/resources/swagger.json", 404, PROBLEM),
        ("5.2", AGGREGATE_DEPENDENCIES, "GET", "/metadata/data/v3/dependencies", 404, NOTHING),
        ("7.3", AGGREGATE_DEPENDENCIES, "GET", "/metadata/data/v3/dependencies", 404, PROBLEM),
        ("7.1", XSD_METADATA, "GET", "/metadata/xsd/ed-fi/files", 404, BARE_7_1),
    ],
)
def test_there_is_nothing(
    serve: Serve, version: str, feature: str, method: str, path: str, anonymous: int, body: dict[str, Any]
) -> None:
    api = without_feature(serve, version, feature)
    more = {"json": {"token": "x"}} if method == "POST" else {}
    assert api.anonymous.request(method, path, **more).status_code == anonymous
    answer = api.caller().request(method, path, **more)
    assert (answer.status_code, told(answer)) == (404, body)


@pytest.mark.parametrize("version", ["7.1", "7.3"])
def test_identities_are_forbidden_to_all_from_7_0(serve: Serve, version: str) -> None:
    """Source: EdFi.Ods.Api/Startup/OdsStartupBase.cs, a policy that nobody meets."""
    api = without_feature(serve, version, IDENTITY_MANAGEMENT)
    assert api.caller("open").request("POST", "/identity/v2/identities", json={}).status_code == 403


@pytest.mark.parametrize("kind", ["deletes", "keyChanges"])
@pytest.mark.parametrize("resource", ["schools", "nothing"])
def test_tracked_changes_say_that_they_are_switched_off(serve: Serve, kind: str, resource: str) -> None:
    """Source: EdFi.Ods.Features/ChangeQueries/Controllers/DeletesController.cs, before it looks for the resource."""
    api = without_feature(serve, "7.3", CHANGE_QUERIES)
    assert api.anonymous.get(f"{resource}/{kind}").status_code == 401
    answer = api.caller().get(f"{resource}/{kind}")
    assert answer.content_type == "application/json; charset=utf-8"
    body = answer.get_json()
    assert body.pop("correlationId")
    assert (answer.status_code, body) == (
        404,
        {
            "detail": "The 'ChangeQueries' feature is disabled.",
            "type": "urn:ed-fi:api:system:configuration:feature-disabled",
            "title": "Feature Disabled",
            "status": 404,
        },
    )


def test_parameters_are_looked_at_before_a_feature(serve: Serve) -> None:
    client = without_feature(serve, "7.3", CHANGE_QUERIES).caller()
    assert client.get("schools/deletes", limit="x").json["validationErrors"].keys() == {"$.Limit"}
    assert client.get("schools/deletes", limit="-1").status_code == 404


def test_tracked_changes_are_not_found_at_7_1(serve: Serve) -> None:
    answer = without_feature(serve, "7.1", CHANGE_QUERIES).caller().get("schools/deletes")
    assert (answer.status_code, answer.data) == (404, b"")


@pytest.mark.parametrize("version", ["5.2", "6.2"])
def test_before_7_0_what_follows_the_resource_is_an_id(serve: Serve, version: str) -> None:
    client = without_feature(serve, version, CHANGE_QUERIES).caller()
    deletes, nonsense = client.get("schools/deletes"), client.get("schools/nonsense")
    assert deletes.status_code == nonsense.status_code
    assert deletes.text == nonsense.text.replace("nonsense", "deletes")


@pytest.mark.parametrize(
    ("version", "header"), [("5.2", {"Snapshot-Identifier": "x"}), ("7.3", {"Use-Snapshot": "true"})]
)
def test_no_header_asks_for_a_snapshot(serve: Serve, version: str, header: dict[str, str]) -> None:
    client = without_feature(serve, version, CHANGE_QUERIES).caller("open")
    assert client.request("GET", "schools", headers=header).status_code == 200
    person = {"studentUniqueId": "1", "firstName": "A", "lastSurname": "B", "birthDate": "2010-01-01"}
    assert client.request("POST", "students", json=person, headers=header).status_code == 201


@pytest.mark.parametrize(("version", "status"), [("5.2", 500), ("7.2", 500), ("7.3", 200)])
def test_lists_cannot_be_narrowed_by_change_version_before_7_3(serve: Serve, version: str, status: int) -> None:
    """Source: EdFi.Ods.Common: GetEntitiesBySpecification.cs (to 7.2), QueryBuilderExtensions.cs (7.3)."""
    client = without_feature(serve, version, CHANGE_QUERIES).caller()
    assert client.get("schools", minChangeVersion="1").status_code == status
    assert client.get("schools").status_code == 200


def references(node: Any) -> list[dict[str, Any]]:
    if isinstance(node, list):
        return [each for item in node for each in references(item)]
    if not isinstance(node, dict):
        return []
    here = [value for name, value in node.items() if name.endswith("Reference")]
    return here + [each for value in node.values() for each in references(value)]


@pytest.mark.parametrize(("version", "linked"), [("7.2", True), ("7.3", False)])
def test_references_have_no_links_from_7_3(serve: Serve, version: str, linked: bool) -> None:
    api = without_feature(serve, version, RESOURCE_LINKS, district="grand-bend")
    found = references(api.caller().get("schools").get_json())
    assert found
    assert all(("link" in each) == linked for each in found)


@pytest.mark.parametrize("version", VERSIONS)
def test_discovery_and_documents_are_silent_about_it(serve: Serve, version: str) -> None:
    nobody = without_feature(serve, version, CHANGE_QUERIES, COMPOSITES, IDENTITY_MANAGEMENT).anonymous
    urls = nobody.request("GET", "/").get_json()["urls"]
    assert not urls.keys() & {"changeQueries", "composites", "identity"}
    listed = {each["name"] for each in nobody.request("GET", "/metadata/").get_json()}
    assert not listed & {"ChangeQueries", "Change-Queries", "Identity", "Enrollment"}


@pytest.mark.parametrize("version", VERSIONS)
def test_documents_of_resources_know_no_change_queries(serve: Serve, version: str) -> None:
    nobody = without_feature(serve, version, CHANGE_QUERIES).anonymous
    document = nobody.request("GET", "/metadata/data/v3/resources/swagger.json", query_string="version=2").get_json()
    assert not [path for path in document["paths"] if path.endswith(("/deletes", "/keyChanges"))]
    assert not [name for name in document["definitions"] if name.startswith(("trackedChanges", "deletedResource"))]
    operations = [item for path in document["paths"].values() for item in path.values()]
    named = {each.get("$ref", each.get("name")) for item in operations for each in item["parameters"]}
    assert "#/parameters/offset" in named
    assert not named & {"#/parameters/MinChangeVersion", "Use-Snapshot", "Snapshot-Identifier"}
    assert not {status for item in operations for status in item["responses"]} & {"405", "410"}


def test_everything_else_works_without_all_of_them(serve: Serve) -> None:
    client: Caller = without_feature(serve, "7.3", *FEATURES, district="grand-bend").caller()
    assert client.get("students", totalCount="true").headers["Total-Count"] == "1000"


def test_a_feature_may_be_named_in_any_case_and_must_be_one() -> None:
    dialect = Dialect.at("7.3")
    assert not without(dialect, ["changequeries"]).features.has(CHANGE_QUERIES)
    with pytest.raises(UserError, match="there is no feature ChangeQuery to switch off; did you mean ChangeQueries"):
        without(dialect, ["ChangeQuery"])
    with pytest.raises(UserError, match="there is no feature xyz to switch off; there are AggregateDependencies, "):
        without(dialect, ["xyz"])
