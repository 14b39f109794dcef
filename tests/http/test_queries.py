"""Query parameters as the framework binds them: which texts are values, and what is said of those that are none."""

from base64 import urlsafe_b64encode
from collections.abc import Callable
from typing import Any

import pytest

from tests.api import Api, Caller

NULL, NO_NUMBER = "The value '' is invalid.", "The value 'x' is not valid for {}."
NO_CREDITS = "The value '1x' is not valid for MinimumAvailableCredits."
BROKEN = (500, "An unexpected error occurred on the server.")
UNKNOWN = "uri://ed-fi.org/StateAbbreviationDescriptor%23none"
NO_DESCRIPTOR = (
    "StateAbbreviationDescriptor value 'TX' is not a valid value for use as a descriptor (a '#' is expected to "
    "delineate the namespace and code value portions)."
)

_SMALL = "allowSmallPartitions"


@pytest.mark.parametrize(
    ("path", "query", "total"),
    [
        ("schools", "schoolId=255901001", 1),
        ("schools", "SCHOOLID=%20255901001%20", 1),
        ("schools", "schoolId=0xF40BD49", 1),
        ("schools", "schoolId=%23F40BD49", 1),
        ("schools", "schoolId=255901001&schoolId=255901044", 1),
        ("schools", "schoolId=%2B255901001", 1),
        ("schools", "nameOfInstitution=&limit=&offset=&q=", None),
        ("schools", "pageToken=&limit=1", None),
        ("schools", "unknown=1", None),
        ("students", "birthDate=Jan%201%201920", 0),
        ("students", "birthSexDescriptor=&birthCityDescriptor=%20", None),
        ("bellSchedules", "startTime=03:01", 0),
        ("courses", "minimumAvailableCredits=1,000,000", 0),
    ],
)
def test_what_is_taken(client: Caller, path: str, query: str, total: int | None) -> None:
    """Source: the type converters of .NET."""
    every = client.get(path, limit=0, totalCount="TRUE").headers["Total-Count"]
    answer = client.request("GET", path, query_string=f"{query}&totalCount=True")
    assert answer.status_code == 200, answer.text
    assert answer.headers["Total-Count"] == (every if total is None else str(total))


@pytest.mark.parametrize(
    ("path", "query", "member", "text"),
    [
        ("schools", "limit=1_0", "Limit", "The value '1_0' is not valid for Limit."),
        ("schools", "limit=%20x", "Limit", "The value ' x' is not valid for Limit."),
        ("schools", "limit=0x100000000", "Limit", "The value '0x100000000' is not valid for Limit."),
        ("schools", "totalCount=", "TotalCount", NULL),
        ("schools", "totalCount=1", "TotalCount", "The value '1' is not valid for TotalCount."),
        ("schools", "totalCount=yes", "TotalCount", "The value 'yes' is not valid for TotalCount."),
        ("schools", "schoolId=", "SchoolId", NULL),
        ("students", "birthDate=", "BirthDate", NULL),
        ("students", "birthDate=20200101", "BirthDate", "The value '20200101' is not valid for BirthDate."),
        ("bellSchedules", "startTime=10:00Z", "StartTime", "The value '10:00Z' is not valid for StartTime."),
        ("bellSchedules", "startTime=25:00", "StartTime", "The value '25:00' is not valid for StartTime."),
        ("courses", "minimumAvailableCredits=1x", "MinimumAvailableCredits", NO_CREDITS),
        ("students", "id=", "Id", NULL),
        ("schools", "limit=9999&schoolId=x", "SchoolId", NO_NUMBER.format("SchoolId")),
        ("schools/deletes", "totalCount=&limit=9999", "TotalCount", NULL),
    ],
)
def test_what_is_refused(api: Api, client: Caller, path: str, query: str, member: str, text: str) -> None:
    """Source: SimpleTypeModelBinder of ASP.NET Core; a range is looked at after everything is bound."""
    answer = client.request("GET", path, query_string=query)
    assert answer.status_code == 400
    found = answer.json["validationErrors" if api.version == "7.3" else "modelState"]
    assert [texts for place, texts in found.items() if place.partition(".")[2].lower() == member.lower()] == [[text]]


def test_all_that_is_wrong_is_told_at_once(api: Api, client: Caller) -> None:
    """Source: EdFi.Ods.Api/ExceptionHandling/ErrorTranslator.cs, which before 7.2 also lists what is right."""
    answer = client.get("schools", limit="x", offset="1", schoolId="x", schoolTypeDescriptor="Any")
    if api.version == "7.3":
        expected = {"$.Limit": [NO_NUMBER.format("Limit")], "$.schoolId": [NO_NUMBER.format("SchoolId")]}
        assert answer.json["validationErrors"] == expected
    else:
        assert answer.json["modelState"] == {
            "request.Limit": [NO_NUMBER.format("Limit")],
            "request.Offset": [],
            "request.SchoolId": [NO_NUMBER.format("SchoolId")],
            "request.SchoolTypeDescriptor": [],
        }


def test_short_names_are_told_first(api: Api, client: Caller) -> None:
    """Source: ModelStateDictionary of ASP.NET Core, which sorts names by length, then by letters."""
    query = "totalCount=x&minChangeVersion=x&maxChangeVersion=x&q=x&offset=x&limit=x&schoolId=x"
    answer = client.request("GET", "schools", query_string=query)
    found = answer.json["validationErrors" if api.version == "7.3" else "modelState"]
    names = ["Limit", "Offset", "SchoolId", "TotalCount", "MaxChangeVersion", "MinChangeVersion"]
    if api.version == "7.3":
        assert list(found) == [f"$.{name}" for name in names[:2]] + ["$.schoolId"] + [f"$.{name}" for name in names[3:]]
    else:
        assert list(found) == [f"request.{name}" for name in ["Q", *names]]


@pytest.mark.parametrize(
    ("version", "path"),
    [
        ("5.2", "schools/deletes"),
        ("5.2", "nothing/deletes"),
        ("6.2", "schools/keyChanges"),
        ("7.1", "schools/deletes"),
        ("7.1", "nothing/keyChanges"),
    ],
)
def test_what_the_path_says_is_bound_too(api_of: Callable[[str], Api], version: str, path: str) -> None:
    """Source: EdFi.Ods.Features/ChangeQueries/Controllers/DeletesController.cs of each tag."""
    answer = api_of(version).caller().get(path, limit="x", offset="1", totalCount="true")
    assert answer.status_code == 400
    assert list(answer.json["modelState"].items()) == [
        ("request.Limit", [NO_NUMBER.format("Limit")]),
        ("request.Offset", []),
        ("request.schema", []),
        ("request.resource", []),
        ("request.TotalCount", []),
    ]


@pytest.mark.parametrize("version", ["7.2", "7.3"])
@pytest.mark.parametrize("below", ["deletes", "keyChanges", "partitions"])
@pytest.mark.parametrize("resource", ["schools", "nothing"])
def test_only_what_is_wrong_is_told_from_7_2(
    api_of: Callable[[str], Api], version: str, below: str, resource: str
) -> None:
    answer = api_of(version).caller().get(f"{resource}/{below}", limit="x", offset="1")
    if (version, below) == ("7.2", "partitions"):
        assert answer.status_code == 404
    else:
        assert (answer.status_code, answer.json["validationErrors"]) == (400, {"$.Limit": [NO_NUMBER.format("Limit")]})


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("nothing/deletes", 404),
        ("nothing/deletes?limit=-1", 404),
        ("nothing/keyChanges", 404),
        ("nothing/partitions", 404),
        ("nothing/partitions?number=0", 400),
        ("nothing/partitions?pageToken=x", 400),
    ],
)
def test_a_resource_is_looked_for_by_the_controller(api_of: Callable[[str], Api], path: str, status: int) -> None:
    """Source: EdFi.Ods.Api/Helpers/ControllerHelpers.cs; PartitionsController.cs of 7.3."""
    path, _, query = path.partition("?")
    answer = api_of("7.3").caller().request("GET", path, query_string=query)
    assert (answer.status_code, answer.content_type) == (status, "application/json; charset=utf-8")
    if status == 404:
        assert answer.json["detail"] == "The specified data could not be found."


@pytest.mark.parametrize(
    ("form", "found"),
    [
        ("{date}", 1),
        ("{date}T00:00:00", 1),
        ("{date}T00:00:00Z", 1),
        ("{date} 00:00", 1),
        ("{month}/{day}/{year}", 1),
        ("{date}T08:00:00", 1),
    ],
)
def test_forms_of_dates(client: Caller, form: str, found: int) -> None:
    """Source: DateTimeModelBinder of ASP.NET Core; Mustache/Entities_PropertyAccessors.mustache keeps the day alone."""
    (student,) = client.get("students", limit=1).json
    year, month, day = student["birthDate"].split("-")
    date = form.format(date=student["birthDate"], year=year, month=month, day=day)
    answer = client.get("students", studentUniqueId=student["studentUniqueId"], birthDate=date)
    assert (answer.status_code, len(answer.json)) == (200, found)


def test_the_date_of_a_subtypes_key_keeps_its_time(client: Caller) -> None:
    """Source: IsNonDerivedDateProperty in EdFi.Ods.CodeGen/Generators/Entities.cs."""
    date = client.get("studentProgramAssociations", limit=1).json[0]["beginDate"]
    assert client.get("studentProgramAssociations", beginDate=date, limit=1).json
    assert client.get("studentProgramAssociations", beginDate=f"{date}T08:00:00").json == []


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("students", {"id": "0" * 32}),
        ("students", {"birthDate": "0001-01-01"}),
        ("bellSchedules", {"startTime": "00:00:00"}),
        ("schools", {"schoolId": "0"}),
    ],
)
def test_the_default_of_a_type_does_not_narrow(client: Caller, path: str, query: dict[str, str]) -> None:
    """Source: SpecificationAggregateQueryCriteriaApplicator.cs; at 5.2 AggregateRootCriteriaProviderBase.cs."""
    every = client.get(path, totalCount="true", limit=0).headers["Total-Count"]
    assert client.get(path, totalCount="true", limit=0, **query).headers["Total-Count"] == every


def test_where_nothing_is_asked_for_nothing_is_looked_up(client: Caller) -> None:
    """Source: EdFi.Ods.Common/Infrastructure/Repositories/GetEntitiesBySpecification.cs, before criteria are made."""
    answer = client.get("students", limit=0, birthSexDescriptor="TX")
    assert (answer.status_code, answer.json) == (200, [])
    assert client.get("students", limit=0, birthSexDescriptor="TX", totalCount="true").status_code in (400, 500)


@pytest.mark.parametrize(("version", "total"), [("7.2", "0"), ("7.3", None)])
def test_the_number_of_a_descriptor(api_of: Callable[[str], Api], version: str, total: str | None) -> None:
    """Source: 7.3 Providers/Queries/Criteria/SpecificationAggregateQueryCriteriaApplicator.cs."""
    client = api_of(version).caller("open")
    every = client.get("gradeLevelDescriptors", totalCount="true").headers["Total-Count"]
    answer = client.get("gradeLevelDescriptors", gradeLevelDescriptorId="999999", totalCount="true")
    assert answer.headers["Total-Count"] == (every if total is None else total)


DATA_INVALID = "Data validation failed. See 'errors' for details."


@pytest.mark.parametrize(
    ("version", "path", "parameter", "detail", "forbidden"),
    [
        # a descriptor that is none: among the members of a reference, of an item, of the resource itself
        ("7.2", "studentProgramAssociations", "programTypeDescriptor", "ProgramTypeDescriptorId", 403),
        ("7.3", "studentProgramAssociations", "programTypeDescriptor", None, 400),
        ("7.3", "courses", "courseIdentificationSystemDescriptor", None, 403),
        ("7.3", "programs", "programTypeDescriptor", "ProgramTypeDescriptorId", 403),
    ],
)
def test_whose_descriptor_is_none(
    api_of: Callable[[str], Api], version: str, path: str, parameter: str, detail: str | None, forbidden: int
) -> None:
    """Source: Entities_PropertyAccessors.mustache; IdentificationCodeAggregateRootQueryCriteriaApplicator.cs."""
    api = api_of(version)
    answer = api.caller("open").get(path, **{parameter: "x"})
    told = DATA_INVALID if detail is None else f"Unable to obtain the value for '{detail}'."
    assert (answer.status_code, answer.json["detail"]) == (400, told)
    assert api.new_caller("Assessment Read", 255901001).get(path, **{parameter: "x"}).status_code == forbidden


def test_an_identification_code_and_its_system_are_of_one_item(api_of: Callable[[str], Api]) -> None:
    """Source: IdentificationCodeAggregateRootQueryCriteriaApplicator.cs: one join for both."""
    client = api_of("7.3").caller("open")
    kind = "uri://ed-fi.org/CourseIdentificationSystemDescriptor#{}"
    codes = [("LEA course code", "queried-1"), ("State course code", "queried-2")]
    course = {
        "courseCode": "queried",
        "courseTitle": "x",
        "numberOfParts": 1,
        "educationOrganizationReference": {"educationOrganizationId": 255901001},
        "identificationCodes": [
            {"courseIdentificationSystemDescriptor": kind.format(name), "identificationCode": code}
            for name, code in codes
        ],
    }
    assert client.post("courses", course).status_code == 201
    for name, found in (("LEA course code", 1), ("State course code", 0)):
        system = kind.format(name)
        answer = client.get("courses", identificationCode="queried-1", courseIdentificationSystemDescriptor=system)
        assert len(answer.json) == found


def test_a_cursor_and_no_items(api_of: Callable[[str], Api]) -> None:
    client = api_of("7.3").caller("open")
    token = client.get("students", limit=1).headers["Next-Page-Token"]
    answer = client.get("students", pageToken=token, pageSize=5, limit=0)
    assert (answer.status_code, answer.json, "Next-Page-Token" in answer.headers) == (200, [], False)


def test_a_total_goes_with_no_cursor(api_of: Callable[[str], Api]) -> None:
    """Source: GetEntitiesBySpecification.cs, which authorization precedes."""
    api = api_of("7.3")
    token = api.caller("open").get("staffs", limit=1).headers["Next-Page-Token"]
    answer = api.caller("open").get("staffs", pageToken=token, totalCount="true")
    told = "Total count cannot be determined while using cursor paging (when pageToken is specified)."
    assert (answer.status_code, answer.json["errors"]) == (400, [told])
    stranger = api.new_caller("Assessment Read", 255901001)
    assert stranger.get("staffs", pageToken=token, totalCount="true").status_code == 403


@pytest.mark.parametrize(("version", "total"), [("6.2", "0"), ("7.1", None), ("7.3", None)])
def test_what_a_profile_hides_does_not_narrow(serve: Callable[..., Api], version: str, total: str | None) -> None:
    """Source: Mustache/EntityMapper.mustache, by which the example is mapped."""
    client = serve(api_versions=(version,), districts=("cedar-ridge",)).caller("open")
    accept = {"Accept": "application/vnd.ed-fi.student.transportation.readable+json"}

    def count(**query: str) -> str:
        answer = client.request("GET", "students", query_string={**query, "totalCount": "true"}, headers=accept)
        return str(answer.headers["Total-Count"])

    assert count(birthCity="Nowhere") == (count() if total is None else total)
    assert count(studentUniqueId="Nobody") == "0"


def test_5_2_knows_no_id_of_what_is_derived(api: Api, client: Caller) -> None:
    """Source: Utilities/CodeGeneration/EdFi.Ods.CodeGen/Generators/Requests.cs of 5.2."""
    id = client.get("schools", limit=1, offset=1).json[0]["id"]
    found = [each["id"] for each in client.get("schools", id=id).json]
    assert (found == [id]) is (api.version == "7.3")
    assert client.get("schools", id="x").status_code == (400 if api.version == "7.3" else 200)


@pytest.mark.parametrize(
    ("version", "value", "told"),
    [
        ("5.2", "TX", BROKEN),
        ("6.2", UNKNOWN, BROKEN),
        ("7.1", "TX", BROKEN),
        ("7.1", UNKNOWN, (200, [])),
        ("7.3", "TX", (400, "Unable to obtain the value for 'BirthStateAbbreviationDescriptorId'.")),
        ("7.3", UNKNOWN, (200, [])),
    ],
)
def test_a_descriptor_that_there_is_not(api_of: Callable[[str], Api], version: str, value: str, told: object) -> None:
    """Source: EdFi.Ods.Common/Extensions/ObjectExtensions.cs of each tag; partitions take the same parameters."""
    client = api_of(version).caller()
    query = f"birthStateAbbreviationDescriptor={value}"
    answer = client.request("GET", "students", query_string=query)
    body = answer.json
    assert (answer.status_code, body if body == [] else body.get("detail", body.get("message"))) == told
    assert body == [] or body.get("errors") == ([NO_DESCRIPTOR] if version == "7.3" else None)
    if version == "7.3":
        parts = client.request("GET", "students/partitions", query_string=query).json
        assert parts == {"pageTokens": []} or parts["errors"] == [NO_DESCRIPTOR]


def test_permissions_come_before_descriptors(api_of: Callable[[str], Api]) -> None:
    for version in ("5.2", "7.3"):
        api = api_of(version)
        assert api.caller("assessment-read").get("courses", careerPathwayDescriptor="TX").status_code == 403


@pytest.mark.parametrize(("version", "found"), [("5.2", 1), ("6.2", 1), ("7.1", 0), ("7.3", 0)])
def test_an_optional_person_that_there_is_not(api_of: Callable[[str], Api], version: str, found: int) -> None:
    """Source: GetUsiNullable of EdFi.Ods.Api/Caching/PersonUniqueIdToUsiCache.cs: without a number, no criterion."""
    client = api_of(version).caller("open")
    survey = {"surveyIdentifier": "queried", "namespace": "uri://ed-fi.org"}
    assert (
        client.post(
            "surveys", survey | {"schoolYearTypeReference": {"schoolYear": 2022}, "surveyTitle": "x"}
        ).status_code
        == 201
    )
    response = {"surveyReference": survey, "surveyResponseIdentifier": "x", "responseDate": "2022-01-01"}
    assert (
        client.post("surveyResponses", response | {"studentReference": {"studentUniqueId": "604821"}}).status_code
        == 201
    )
    assert len(client.get("surveyResponses", surveyIdentifier="queried", studentUniqueId="nobody").json) == found
    assert len(client.get("surveyResponses", studentUniqueId="604822").json) == 0
    assert len(client.get("studentSchoolAssociations", studentUniqueId="nobody").json) == 0
    assert len(client.get("students", studentUniqueId="nobody").json) == 0


@pytest.mark.parametrize(
    ("token", "taken"),
    [
        ("1,9", True),
        ("1,", True),
        (" 1,+9,x", True),
        ("1", False),
        (",9", False),
        ("1,2147483648", False),
        ("0x1,9", False),
        ("1_0,20", False),
    ],
)
def test_page_tokens(api_of: Callable[[str], Api], token: str, taken: bool) -> None:
    """Source: EdFi.Ods.Common/Infrastructure/Repositories/PagingHelpers.cs of 7.3."""
    text = urlsafe_b64encode(token.encode()).decode().rstrip("=")
    answer = api_of("7.3").caller().get("schools", pageToken=text, pageSize=1)
    assert answer.status_code == (200 if taken else 400)
    assert taken or answer.json["errors"] == ["The page token provided was invalid."]


@pytest.mark.parametrize(
    ("query", "told"),
    [
        (
            "number=x&limit=y",
            {"$.number": ["The value 'x' is not valid."], "$.Limit": ["The value 'y' is not valid for Limit."]},
        ),
        ("number=0", ["Number of partitions must be between 1 and 200."]),
        ("number=0xC9", ["Number of partitions must be between 1 and 200."]),
        ("pageToken=x", ["The page token provided was invalid."]),
    ],
)
def test_what_partitions_refuse(api_of: Callable[[str], Api], query: str, told: object) -> None:
    """Source: EdFi.Ods.Api/Controllers/Partitions/Controllers/PartitionsController.cs of 7.3."""
    answer = api_of("7.3").caller().request("GET", "schools/partitions", query_string=query)
    assert answer.status_code == 400
    assert answer.json["validationErrors" if isinstance(told, dict) else "errors"] == told


@pytest.mark.parametrize(
    "query", ["limit=9999", "offset=-1", "pageSize=5", "totalCount=true", "schoolId=x", "id=x", "number=&pageToken="]
)
def test_what_partitions_do_not_look_at(api_of: Callable[[str], Api], query: str) -> None:
    client = api_of("7.3").caller()
    answer = client.request("GET", "schools/partitions", query_string=query)
    assert answer.json == client.get("schools/partitions").json != {"pageTokens": []}


@pytest.mark.parametrize(
    ("path", "name"), [("", "useJoinAuth"), ("/partitions", "useJoinAuth"), ("/partitions", _SMALL)]
)
@pytest.mark.parametrize(
    ("named", "status"), [("{}=True", 200), ("{}=", 200), ("{}=false&{}=x", 200), ("{}=1", 500), ("{}=x&{}=true", 500)]
)
def test_what_is_neither_true_nor_false(
    api_of: Callable[[str], Api], path: str, name: str, named: str, status: int
) -> None:
    """Source: DataManagementControllerBase.cs and PartitionsController.cs of 7.3."""
    query = named.format(name, name)
    answer = api_of("7.3").caller().request("GET", f"schools{path}", query_string=query)
    assert answer.status_code == status
    assert api_of("7.2").caller().request("GET", "schools", query_string=query).status_code == 200


def test_small_partitions_are_asked_for_letter_by_letter(api_of: Callable[[str], Api]) -> None:
    client = api_of("7.3").caller()

    def parts(query: str) -> int:
        answer = client.request("GET", "students/partitions", query_string=f"number=3&{query}")
        return len(answer.json["pageTokens"])

    assert [parts(f"{_SMALL}=TRUE"), parts(f"{_SMALL.lower()}=true"), parts(f"{_SMALL}=false")] == [3, 1, 1]


@pytest.mark.parametrize(
    ("path", "q", "found"),
    [
        ("students", "FirstName:J*", lambda item: item["firstName"].startswith("J")),
        ("students", "FirstName:*a", lambda item: item["firstName"].endswith("a")),
        ("students", "FirstName:*an*", lambda item: "an" in item["firstName"]),
        ("students", "FirstName:Janet", lambda item: item["firstName"] == "Janet"),
        ("students", "FirstName:janet", lambda _: False),
        (
            "students",
            "and FirstName:J*,LastSurname:*o*",
            lambda item: item["firstName"][0] == "J" and "o" in item["lastSurname"],
        ),
        ("schools", "NameOfInstitution:*High*", lambda item: "High" in item["nameOfInstitution"]),
        ("sections", "SessionName:*Fall*", lambda item: "Fall" in item["courseOfferingReference"]["sessionName"]),
        ("students", "FirstName:'Janet'", lambda _: True),
        ("students", "StudentUniqueId:[1 to 5] FirstName", lambda _: True),
    ],
)
def test_texts_can_be_searched(client: Caller, path: str, q: str, found: Callable[[dict[str, Any]], bool]) -> None:
    """Source: EdFi.Ods.Common/Models/Queries/QueryParameters.cs."""
    everything = [*client.get(path, limit=500).json, *client.get(path, limit=500, offset=500).json]
    expected = [each["id"] for each in everything if found(each)]
    answer = client.get(path, q=q, limit=500, totalCount="true")
    assert [each["id"] for each in answer.json] == expected[:500]
    assert answer.headers["Total-Count"] == str(len(expected))


@pytest.mark.parametrize(
    ("path", "q", "statuses"),
    [
        ("students", "firstName:J*", (500, 200)),
        ("students", "FirstNames:J*", (500, 500)),
        ("students", "BirthSexDescriptor:Male", (500, 500)),
        ("schools", "SchoolId:a*", (500, 500)),
        ("studentSchoolAssociations", "StudentUniqueId:a*", (500, 500)),
        ("studentProgramAssociations", "ProgramName:a*", (200, 500)),
    ],
)
def test_what_can_be_searched(api_of: Callable[[str], Api], path: str, q: str, statuses: tuple[int, int]) -> None:
    """Source: Providers/Queries/QueryBuilderExtensions.cs of 7.3, AggregateRootCriteriaProviderBase.cs of 7.2."""
    assert tuple(api_of(version).caller().get(path, q=q).status_code for version in ("7.2", "7.3")) == statuses
    assert api_of("7.3").caller().get(path, q=q, limit=0).status_code == 200
    parts = api_of("7.3").caller().request("GET", f"{path}/partitions", query_string={"q": q})
    assert parts.status_code == statuses[1]
