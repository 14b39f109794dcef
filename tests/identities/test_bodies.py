"""What identity requests bring along, as the reference binds it.

Source: IdentityCreateRequest.cs, IdentitySearchRequest.cs and Location.cs of EdFi.Ods.Features.IdentityManagement;
NewtonsoftJsonInputFormatter of ASP.NET Core; EdFi.Ods.Api/ExceptionHandling/ErrorTranslator.cs.
"""

from collections.abc import Callable
from typing import Any

import pytest

from tests.api import Api, Caller

ROOT = "/identity/v2/identities"
NO_SYSTEM = "There is no integrated Unique Identity System"
EMPTY = "A non-empty request body is required."
MODELS = "EdFi.Ods.Features.IdentityManagement.Models"
UNEXPECTED = "Unexpected character encountered while parsing value: {}."
VERSIONS = ("5.2", "7.1", "7.2", "7.3")
DETAILED = ("7.2", "7.3")
"""Those that answer with Problem Details."""


@pytest.fixture(params=VERSIONS)
def api(request: pytest.FixtureRequest, api_of: Callable[[str], Api]) -> Api:
    return api_of(request.param)


def send(client: Caller, path: str, body: str) -> Any:
    return client.request("POST", f"{ROOT}{path}", data=body, content_type="application/json")


def told(api: Api, answer: Any) -> list[str]:
    """What is said of the body as a whole, after a look at the form in which it is."""
    assert answer.status_code == 400
    found = dict(answer.json)
    if found.pop("correlationId", None) is None:
        assert api.version == "5.2"
    if api.version not in DETAILED:
        assert list(found) == ["message"]
        return [str(found["message"])]
    assert (found["type"], found["title"]) == ("urn:ed-fi:api:bad-request", "Bad Request")
    assert found["detail"] == "The request could not be processed. See 'errors' for details."
    assert "validationErrors" not in found
    return list(found["errors"])


def told_of_members(api: Api, answer: Any) -> dict[str, list[str]]:
    """The same of members, by their places."""
    assert answer.status_code == 400
    if api.version not in DETAILED:
        assert answer.json["message"] == "The request is invalid."
        return {place.removeprefix("request."): texts for place, texts in answer.json["modelState"].items()}
    assert answer.json["type"] == "urn:ed-fi:api:bad-request:data-validation-failed"
    return {place.removeprefix("$."): texts for place, texts in answer.json["validationErrors"].items()}


@pytest.mark.parametrize("path", ["", "/find", "/search"])
@pytest.mark.parametrize("body", ["", " ", "null"])
def test_a_body_of_nothing(api: Api, path: str, body: str) -> None:
    assert told(api, send(api.caller(), path, body)) == [EMPTY]


@pytest.mark.parametrize("path", ["", "/find", "/search"])
def test_a_body_that_is_no_json(api: Api, path: str) -> None:
    assert told(api, send(api.caller(), path, "x")) == [f"{UNEXPECTED.format('x')} Path '', line 0, position 0."]


@pytest.mark.parametrize(
    ("path", "body", "class_"),
    [
        ("", "[]", "IdentityCreateRequest"),
        ("/search", "{}", "IdentitySearchRequest[]"),
        ("/find", "{}", ""),
    ],
)
def test_a_body_of_the_wrong_form(api: Api, path: str, body: str, class_: str) -> None:
    (text,) = told(api, send(api.caller(), path, body))
    is_, wanted = ("array", "object") if body == "[]" else ("object", "array")
    type_ = f"{MODELS}.{class_}" if class_ else "System.String[]"
    assert text.startswith(f"Cannot deserialize the current JSON {is_} (e.g. ")
    assert f" into type '{type_}' because the type requires a JSON {wanted} (e.g. " in text


@pytest.mark.parametrize(
    ("path", "type_"),
    [
        ("", f"{MODELS}.IdentityCreateRequest"),
        ("/search", f"{MODELS}.IdentitySearchRequest[]"),
        ("/find", "System.String[]"),
    ],
)
def test_a_body_that_is_a_value(api: Api, path: str, type_: str) -> None:
    text = f"Error converting value 5 to type '{type_}'. Path '', line 1, position 1."
    assert told(api, send(api.caller(), path, "5")) == [text]


def test_values_that_are_none_of_their_types(api: Api) -> None:
    """Before 7.2 the class is dynamic (EdFi.Ods.Common/Expando/Expando.cs): a value is read first, then converted."""
    found = told_of_members(api, send(api.caller(), "", '{"birthOrder":"first","birthDate":"soon"}'))
    number, moment = "Could not convert string to integer: first.", "Could not convert string to DateTime: soon."
    if api.version not in DETAILED:
        converting = "Error converting value {} to type 'System.Nullable`1[System.{}]'."
        number, moment = converting.format('"first"', "Int32"), converting.format('"soon"', "DateTime")
    assert found == {
        "birthOrder": [f"{number} Path 'birthOrder', line 1, position 21."],
        "birthDate": [f"{moment} Path 'birthDate', line 1, position 40."],
    }


def test_the_place_of_what_is_wrong_in_a_list(api: Api) -> None:
    found = told_of_members(api, send(api.caller(), "/search", '[{},"x"]'))
    text = f"Error converting value \"x\" to type '{MODELS}.IdentitySearchRequest'. Path '[1]', line 1, position 7."
    assert found == {"[1]": [text]}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("", '{"birthOrder":"2","birthDate":"8/7/2009","more":{"a":[1]}}'),
        ("", "{'FIRSTNAME': 'a',}"),
        ("/find", '[1,"x"]'),
        ("/find", "[null]"),
        ("/search", "[null]"),
        ("/search", '[{"birthLocation":{"city":1}}]'),
    ],
)
def test_what_binds_reaches_the_service(api: Api, path: str, body: str) -> None:
    answer = send(api.caller(), path, body)
    assert (answer.status_code, answer.json) == (501, NO_SYSTEM)


@pytest.mark.parametrize(
    ("version", "kept"),
    [
        ("7.1", {"lastSurname": "1.5", "firstName": "True", "birthOrder": 2}),
        ("7.2", {"lastSurname": "1.50", "firstName": "true"}),
    ],
)
def test_texts_of_numbers_and_truths(serve: Callable[..., Api], version: str, kept: dict[str, Any]) -> None:
    """Since 7.2 as they are written; before, as .NET writes what they mean, and any number is a whole one."""
    client = serve(api_versions=(version,), identities="synchronous", districts=("empty",)).caller("open")
    order = ',"birthOrder":2.5' if "birthOrder" in kept else ""
    id = send(client, "", f'{{"lastSurname":1.50,"firstName":true{order}}}').json
    assert client.get(f"{ROOT}/{id}").json == {**kept, "uniqueId": id, "score": 100}


@pytest.mark.parametrize("kind", ["synchronous", "asynchronous"])
@pytest.mark.parametrize("path", ["/find", "/search"])
def test_nulls_in_lists_are_nobody(serve: Callable[..., Api], kind: str, path: str) -> None:
    client = serve(identities=kind, districts=("empty",)).caller("open")
    answer = send(client, path, "[null]")
    if kind == "asynchronous":
        answer = client.get(f"{ROOT}/results/{answer.headers['Location'].rpartition('/')[2]}")
    assert answer.json["searchResponses"] == [{"responses": []}]


def test_an_array_in_an_array_of_texts(api_of: Callable[[str], Api]) -> None:
    """The inner bracket ends the list; what is behind it is met until the reader gives up."""
    api = api_of("7.3")
    additional = "Additional text encountered after finished reading JSON content: ]. Path '', line 1, position 4."
    assert told(api, send(api.caller(), "/find", "[[1]]")) == [
        f"{UNEXPECTED.format('[')} Path '', line 1, position 2.",
        *(additional, additional),
        "Infinite loop detected from error handling. Path '', line 1, position 4.",
    ]
