"""Bodies as the framework reads them: what passes for JSON, for a value, for nothing, and what is said to the rest."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.api import Api, Caller

STUDENT = '{"studentUniqueId":"audited","firstName":"a","lastSurname":"b","birthDate":"2010-01-01"%s}'
CLASS = "EdFi.Ods.Api.Common.Models.Requests.Students.EdFi.Student"
EMPTY = "A non-empty request body is required."
JSON = "application/json"
INVALID = "The supplied value is invalid."


@pytest.fixture
def client(api: Api) -> Caller:
    """A client that sees what it writes."""
    return api.caller("open")


def send(
    client: Caller, body: str | bytes, content_type: str = JSON, method: str = "POST", path: str = "students"
) -> Any:
    return client.request(method, path, data=body, content_type=content_type)


def complaint(api: Api, answer: Any) -> str:
    """The one text about the whole body."""
    return answer.json["errors"][0] if api.version == "7.3" else answer.json["message"]


def complaints(api: Api, answer: Any) -> dict[str, list[str]]:
    """The texts by member."""
    found = answer.json["validationErrors" if api.version == "7.3" else "modelState"]
    return {place.partition(".")[2]: texts for place, texts in found.items() if texts}


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("1.50", "1.50"),
        ("1e3", "1e3"),
        ("-7", "-7"),
        ("00123", "00123"),
        ("0x1F", "0x1F"),
        ("12345678901234567890123", "12345678901234567890123"),
        ("true", "true"),
        ("NaN", "NaN"),
        ("'single'", "single"),
        ('"\\ud83d\\ude00"', "\N{GRINNING FACE}"),
        ("null", None),
    ],
)
def test_a_text_keeps_a_number_as_it_is_written(client: Caller, written: str, kept: str | None) -> None:
    """Source: ReadAsString of Newtonsoft.Json's JsonTextReader."""
    assert send(client, STUDENT % f',"middleName":{written}').status_code == 201
    (student,) = client.get("students", studentUniqueId="audited").json
    assert student.get("middleName") == kept


@pytest.mark.parametrize(
    ("body", "shown", "position"),
    [('"x"', '"x"', 3), ("5", "5", 1), (" true", "True", 5), ("1.50", "1.5", 4)],
)
@pytest.mark.parametrize(("method", "request_class"), [("POST", "Post"), ("PUT", "Put")])
def test_a_body_that_is_no_object(
    api: Api, client: Caller, body: str, shown: str, position: int, method: str, request_class: str
) -> None:
    """Source: EnsureType of Newtonsoft.Json's JsonSerializerInternalReader; Mustache/Requests.mustache."""
    answer = send(client, body, method=method, path="students" if method == "POST" else f"students/{'0' * 32}")
    text = f"Error converting value {shown} to type '{CLASS}{request_class}'. Path '', line 1, position {position}."
    assert answer.status_code == 400
    if method == "POST":
        assert complaint(api, answer) == text
    else:
        assert complaints(api, answer) == {"": [text]}


@pytest.mark.parametrize("body", ["", "  ", "null", '""', "/* nothing */", "// nothing", "null // nothing"])
def test_a_body_of_nothing(api: Api, client: Caller, body: str) -> None:
    answer = send(client, body)
    assert (answer.status_code, complaint(api, answer)) == (400, EMPTY)


@pytest.mark.parametrize("member", ["personReference", "identificationDocuments", "otherNames"])
def test_an_empty_text_is_no_object_and_no_list(client: Caller, member: str) -> None:
    """Source: CoerceEmptyStringToNull of Newtonsoft.Json's JsonSerializerInternalReader."""
    assert send(client, STUDENT % f',"{member}":""').status_code == 201


@pytest.mark.parametrize(
    ("id", "shown"), [('""', '""'), ('"zz"', '"zz"'), ("5", "5"), ("true", "True"), ("1.5", "1.5")]
)
@pytest.mark.parametrize("method", ["POST", "PUT"])
def test_an_id_that_is_no_guid(api: Api, client: Caller, id: str, shown: str, method: str) -> None:
    """It is read before anything asks whether an id may be there at all."""
    path = "students" if method == "POST" else f"students/{'0' * 32}"
    body = STUDENT % f',"id":{id}'
    answer = send(client, body, method=method, path=path)
    text = f"Error converting value {shown} to type 'System.Guid'. Path 'id', line 1, position {len(body) - 1}."
    assert (answer.status_code, complaints(api, answer)) == (400, {"id": [text]})


@pytest.mark.parametrize("id", ["null", f'"{"0" * 32}"', '"{00000000-0000-0000-0000-000000000000}"'])
def test_an_id_that_says_nothing(client: Caller, id: str) -> None:
    assert send(client, STUDENT % f',"id":{id}').status_code == 201


def test_the_body_and_the_id_of_a_put_are_told_together(api: Api, client: Caller) -> None:
    answer = client.put("students/zz", {"birthDate": "x"})
    assert complaints(api, answer) == {
        "birthDate": ["The supplied value is invalid."],
        "id": ["The value 'zz' is not valid."],
    }


RESOURCES = "EdFi.Ods.Api.Common.Models.Resources"
LIST = "System.Collections.Generic.ICollection`1[{}]"


@pytest.mark.parametrize(
    ("path", "member", "type_"),
    [
        ("students", "personReference", "Person.EdFi.PersonReference"),
        ("students", "otherNames", "Student.EdFi.StudentOtherName"),
        ("schools", "gradeLevels", "School.EdFi.SchoolGradeLevel"),
        ("schools", "addresses", "EducationOrganization.EdFi.EducationOrganizationAddress"),
        ("learningStandards", "contentStandard", "LearningStandard.EdFi.LearningStandardContentStandard"),
    ],
)
def test_the_class_that_a_value_cannot_become(api: Api, client: Caller, path: str, member: str, type_: str) -> None:
    """Source: Utilities/CodeGeneration/EdFi.Ods.CodeGen/Mustache/Resources.mustache."""
    answer = send(client, f'{{"{member}":5}}', path=path)
    full = f"{RESOURCES}.{type_}"
    text = f"Error converting value 5 to type '{LIST.format(full) if member.endswith('s') else full}'."
    assert complaints(api, answer) == {member: [f"{text} Path '{member}', line 1, position {len(member) + 5}."]}


@pytest.mark.parametrize(
    "extra",
    [
        ',"otherNames":[null]',
        ',"otherNames":[""]',
        ',"visas":[,]',
        ',"birthDate":{}',
    ],
)
def test_what_the_reference_does_not_expect(client: Caller, extra: str) -> None:
    """Source: Iso8601UtcDateOnlyConverter.cs takes the text of what has none; Resources.mustache tells each item of
    a collection what holds it."""
    answer = send(client, STUDENT % extra)
    assert (answer.status_code, "unexpected" in answer.text) == (500, True)


def test_a_time_of_another_form_is_not_expected_before_7_0(api_of: Callable[[str], Api]) -> None:
    """Source: EdFi.Ods.Common/UtcTimeConverter.cs; EdFi.Ods.Api/Filters/ExceptionHandlingFilter.cs."""
    for version, status in (("5.2", 500), ("6.2", 500), ("7.1", 400), ("7.3", 400)):
        client = api_of(version).caller("open")
        assert client.post("bellSchedules", {"startTime": "late"}).status_code == status


def test_a_fault_of_the_reference_in_7_1(api_of: Callable[[str], Api]) -> None:
    """Source: EdFi.Ods.Api/Models/RESTError.cs, which the filter writes as it is."""
    answer = api_of("7.1").caller("open").post("students", {"birthDate": {}})
    assert answer.json is not None
    assert {name: each for name, each in answer.json.items() if name != "correlationId"} == {
        "code": 500,
        "type": "Internal Server Error",
        "message": "An unexpected error occurred on the server.",
    }


@pytest.mark.parametrize(
    ("name", "told"),
    [("birthDate", "birthDate"), ("BIRTHDATE", "birthDate"), ("birthdate", "birthDate")],
)
def test_a_member_in_other_letters(api: Api, client: Caller, name: str, told: str) -> None:
    """Source: EdFi.Ods.Api/ExceptionHandling/ModelStateKeyConverter.cs of 7.2."""
    answer = client.post("students", {name: 5})
    assert list(complaints(api, answer)) == [told if api.version == "7.3" else name]


def test_a_member_as_the_class_calls_it(api: Api, client: Caller) -> None:
    """Source: ModelStateDictionary of ASP.NET Core; only then is the member found."""
    for name, text in (("BirthDate", "The supplied value is invalid for BirthDate."), ("birthDate", INVALID)):
        (texts,) = complaints(api, client.post("students", {name: "x"})).values()
        assert texts == [text]


def test_what_follows_a_body_is_not_read(client: Caller) -> None:
    """Source: JsonSerializer of Newtonsoft.Json does not check additional content, as JsonConvert does."""
    assert send(client, STUDENT % "" + "} nothing {").status_code == 201


def test_a_list_that_is_named_twice_is_continued(client: Caller) -> None:
    """Source: ObjectCreationHandling.Auto of Newtonsoft.Json."""
    name = '{"firstName":"%s","lastSurname":"b","otherNameTypeDescriptor":"uri://ed-fi.org/OtherNameTypeDescriptor#%s"}'
    first, second = name % ("a", "Alias"), name % ("c", "Nickname")
    assert send(client, STUDENT % f',"otherNames":[{first}],"otherNames":[{second}]').status_code == 201
    (student,) = client.get("students", studentUniqueId="audited").json
    assert [each["firstName"] for each in student["otherNames"]] == ["a", "c"]


def test_an_extension_that_is_nothing(client: Caller) -> None:
    """Source: EdFi.Ods.Common/Serialization/ExtensionsConverter.cs passes by what it does not know, to its end."""
    assert send(client, STUDENT % ',"_ext":{"unknown":{"a":[1]}}').status_code == 201
    assert "Unexpected end when deserializing object." in send(client, STUDENT % ',"_ext":{"unknown":1}').text


def test_objects_within_objects(client: Caller) -> None:
    """Source: JsonSerializerSettingsProvider of ASP.NET Core; no member of a resource is so deep."""
    assert send(client, STUDENT % f',"other":{"[" * 31}{"]" * 31}').status_code == 201
    answer = send(client, STUDENT % f',"other":{"[" * 32}{"]" * 32}')
    assert answer.status_code == 400
    assert "The reader's MaxDepth of 32 has been exceeded." in answer.text


@pytest.mark.parametrize(
    ("content_type", "encoding"),
    [
        ("text/json", "utf-8"),
        ("application/json;charset=UTF-8", "utf-8"),
        ('application/json; charset="utf-8"', "utf-8"),
        ("application/json; odata=verbose", "utf-8"),
        ("application/hal+json", "utf-8"),
        ("application/json; charset=utf-16", "utf-16-le"),
        ("application/json; charset=unicode", "utf-16-le"),
    ],
)
def test_media_types_that_are_read(client: Caller, content_type: str, encoding: str) -> None:
    """Source: NewtonsoftJsonInputFormatter of ASP.NET Core."""
    assert send(client, (STUDENT % "").encode(encoding), content_type).status_code == 201


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "text/hal+json",
        "application/xml",
        "application/json; charset=ISO-8859-1",
        "application/json; charset=us-ascii",
        "application/json; charset=utf8",
        "application/json; charset=nothing",
        "application/json-lines",
    ],
)
def test_media_types_that_are_not(api: Api, client: Caller, content_type: str) -> None:
    """Source: SelectCharacterEncoding of ASP.NET Core's TextInputFormatter; .NET knows no ``utf8``."""
    answer = send(client, STUDENT % "", content_type)
    assert answer.status_code == 415
    if api.version == "7.3":
        assert answer.json["errors"] == [
            "The value specified in the 'Content-Type' header is not supported by this host."
        ]


def test_of_very_many_mistakes_some_are_told(api: Api, client: Caller) -> None:
    """Source: ModelStateDictionary of ASP.NET Core, MaxAllowedErrors."""
    answer = send(client, STUDENT % f',"otherNames":[{",".join(["7"] * 201)}]')
    found = answer.json["validationErrors" if api.version == "7.3" else "modelState"]
    assert list(found)[198].endswith(".otherNames[198]")
    assert list(found)[199:] == ["$" if api.version == "7.3" else "request."]
    assert list(found.values())[199:] == [[""]]


@pytest.mark.parametrize("version", ["7.2", "7.3"])
def test_of_very_many_broken_rules_some_are_told(api_of: Callable[[str], Api], version: str) -> None:
    """Source: EdFi.Ods.Api/ExceptionHandling/ErrorTranslator.cs."""
    names = [{"firstName": str(number)} for number in range(100)]
    client = api_of(version).caller("open")
    found = client.post("students", {"otherNames": names}).json["validationErrors"]
    assert found.pop("$") == [""]
    assert sum(map(len, found.values())) == 199
