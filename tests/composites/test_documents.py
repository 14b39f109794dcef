"""The OpenAPI documents of composites."""

from openapi_spec_validator import validate

from tests.api import Api, Caller

from .conftest import read

DOCUMENT = "/metadata/composites/v1/example/joined/swagger.json"


def test_each_category_is_listed(api: Api) -> None:
    listed = {each["name"]: each for each in api.anonymous.get("/metadata").json if each["prefix"] == "Composites"}
    assert set(listed) == {"Enrollment", "Joined"}
    assert listed["Joined"]["endpointUri"].endswith(f"{api.root}{DOCUMENT}")


def test_the_document_is_valid(api: Api) -> None:
    validate(api.anonymous.get(DOCUMENT).json)


def test_paths_and_parameters(api: Api) -> None:
    document = api.anonymous.get(DOCUMENT).json
    assert "/example/joined/Enrollments" in document["paths"]
    assert "/example/joined/schools/{school_id}/enrollments" in document["paths"]
    assert "/example/joined/schools/{school_id}/pupils" not in document["paths"]
    assert "/example/joined/Strangers" not in document["paths"]


def test_its_members_are_those_of_the_answer(api: Api, writer: Caller, pupil: str) -> None:
    document = api.anonymous.get(DOCUMENT).json
    definitions = document.get("definitions") or document["components"]["schemas"]
    assert set(read(writer, f"pupils/{pupil}")) == set(definitions["pupil"]["properties"])
