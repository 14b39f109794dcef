"""Which paths there are, and whether a missing token or a missing route is told first."""

import pytest

from tests.api import Api, Caller

DATA = "/data/v3/ed-fi"
NOBODY = "0" * 32


@pytest.mark.parametrize(
    ("method", "path", "old", "new"),
    [
        ("GET", f"{DATA}/students", 401, 401),
        ("GET", f"{DATA}/nothings", 404, 401),
        ("PATCH", f"{DATA}/students", 405, 401),
        ("GET", f"{DATA}/students/x/y", 404, 401),
        ("GET", "/data/v4/ed-fi/students", 404, 401),
        ("GET", "/changeQueries/v1/availableChangeVersions", 401, 401),
        ("GET", "/changeQueries/v1/nothing", 404, 401),
        ("POST", "/changeQueries/v1/availableChangeVersions", 405, 401),
        ("POST", "/composites/v1/ed-fi/enrollment/Students", 405, 401),
        ("POST", "/identity/v2/identities", 401, 401),
        ("GET", "/identity/v2/identities", 405, 405),
        ("GET", "/identity/v2/nothings", 404, 404),
    ],
)
def test_what_nobody_is_told(api: Api, method: str, path: str, old: int, new: int) -> None:
    """Source: EdFi.Ods.Api/Middleware/EdFiApiAuthenticationMiddleware.cs refuses from 7.2 on; before, routes do."""
    assert api.anonymous.request(method, path).status_code == (new if api.version == "7.3" else old)


@pytest.mark.parametrize(
    "path",
    [
        "/data/v3//ed-fi/students",
        f"{DATA}//students",
        f"{DATA}/students//",
        f"{DATA}/students/{NOBODY}//",
        "/changeQueries/v1//availableChangeVersions",
        "/changeQueries/v1/snapshots//",
        "/composites/v1//ed-fi/enrollment/Students",
        "/composites/v1/ed-fi/enrollment/Students//",
        "/identity/v2//identities/find",
        "/identity/v2/identities//",
    ],
)
def test_an_empty_segment_is_one(client: Caller, path: str) -> None:
    """Source: FastPathTokenizer of ASP.NET Core, which passes over one slash at the end and over no other."""
    assert client.request("GET", path).status_code == 404


def test_two_slashes_before_an_id(api: Api, client: Caller) -> None:
    """Source: the Postman suite of profiles, which asks so up to 6.0; and what 5.2 answers to a POST to ``…s/``."""
    body = {"codeValue": "x", "shortDescription": "x", "namespace": "uri://ed-fi.org/TermDescriptor"}
    id = client.post("termDescriptors", body).headers["Location"].rpartition("/")[2]
    asked = [client.get(f"termDescriptors//{id}").status_code, client.put(f"termDescriptors//{id}", body).status_code]
    assert asked == ([404, 404] if api.version == "7.3" else [200, 204])


@pytest.mark.parametrize("prefix", ["/data/v4", "/data/vx", "/data/v33", "/data/v", "/data/3"])
@pytest.mark.parametrize("rest", ["students", "students/deletes", f"students/{NOBODY}"])
def test_there_is_one_version_of_the_path(client: Caller, prefix: str, rest: str) -> None:
    """Source: EdFi.Ods.Api/Constants/RouteConstants.cs."""
    for method in ("GET", "PUT"):
        answer = client.request(method, f"{prefix}/ed-fi/{rest}", json={})
        assert (answer.status_code, "Allow" in answer.headers) == (404, False)


@pytest.mark.parametrize("id", ["zz", "deletes", "keyChanges"])
def test_a_post_to_an_item_looks_at_the_id_before_it_refuses(api: Api, client: Caller, id: str) -> None:
    """Source: EdFi.Ods.Api/Controllers/DataManagementControllerBase.cs of 7.2, ``Post(Guid id)``."""
    answer = client.post(f"students/{id}", {})
    if api.version == "7.3":
        assert (answer.status_code, answer.json["validationErrors"]) == (
            400,
            {"$.id": [f"The value '{id}' is not valid."]},
        )
    else:
        assert answer.status_code == 405


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("termDescriptors", "termDescriptors/", "termDescriptors/"),
        ("TERMDescriptors", "TERMDescriptors/", "TERMDescriptors/"),
        ("termDescriptors/", "termDescriptors//", "termDescriptors/"),
    ],
)
def test_a_location_continues_the_path_that_was_asked_for(
    api: Api, client: Caller, path: str, old: str, new: str
) -> None:
    """Source: GetResourceUrl in EdFi.Ods.Api/Controllers/DataManagementControllerBase.cs; 5.2 trims nothing."""
    body = {"codeValue": "x", "shortDescription": "x", "namespace": "uri://ed-fi.org/TermDescriptor"}
    place, slash, id = client.post(path, body).headers["Location"].partition(f"{DATA}/")[2].rpartition("/")
    assert len(id) == 32
    assert place + slash == (new if api.version == "7.3" else old)
