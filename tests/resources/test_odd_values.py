"""Values that no client should send are refused, or find nothing; the server never fails over them."""

from collections.abc import Callable

import pytest

from tests.api import Api

NEVER = 10**26
"""More than any decimal of the data standards holds."""


@pytest.mark.parametrize("version", ["5.2", "7.3"])
@pytest.mark.parametrize(
    ("plural", "query", "status"),
    [
        ("schools", {"schoolId": "³"}, 400),
        ("schools", {"schoolId": "+-7"}, 400),
        ("studentAssessments", {"administrationDate": "0001-01-01T00:00:00+05:00"}, 400),
        ("schools", {"schoolId": "-1"}, 200),
    ],
)
def test_a_query(api_of: Callable[[str], Api], version: str, plural: str, query: dict[str, str], status: int) -> None:
    assert api_of(version).caller("open").get(plural, **query).status_code == status


def test_a_surrogate_key_below_those_of_a_resource_without_items(serve: Callable[..., Api]) -> None:
    client = serve(api_versions=("5.2",), districts=("empty",)).caller("open")
    assert client.get("creditCategoryDescriptors").json == []
    assert client.get("creditCategoryDescriptors", creditCategoryDescriptorId=-1).json == []


@pytest.mark.parametrize("version", ["5.2", "7.3"])
def test_a_decimal_that_cannot_be_rounded(api_of: Callable[[str], Api], version: str) -> None:
    client = api_of(version).caller("open")
    answer = client.post("reportCards", {"gpaCumulative": float(NEVER)})
    assert answer.status_code == 400, answer.text


def test_a_descriptor_without_its_separator_in_a_reference(api_of: Callable[[str], Api]) -> None:
    """Where references keep it from being looked up before it is stored."""
    association = {
        "beginDate": "2021-08-23",
        "studentReference": {"studentUniqueId": "604821"},
        "educationOrganizationReference": {"educationOrganizationId": 255901},
        "programReference": {"educationOrganizationId": 255901, "programName": "Any", "programTypeDescriptor": "Any"},
    }
    answer = api_of("7.3").caller("open").post("studentProgramAssociations", association)
    assert answer.json is not None
    assert {name: value for name, value in answer.json.items() if name != "correlationId"} == {
        "detail": "Data validation failed. See 'errors' for details.",
        "type": "urn:ed-fi:api:bad-request:data-validation-failed",
        "title": "Data Validation Failed",
        "status": 400,
        "errors": [
            (
                "ProgramTypeDescriptor value 'Any' is not a valid value for use as a descriptor "
                "(a '#' is expected to delineate the namespace and code value portions)."
            )
        ],
    }


def test_a_moment_before_the_first_that_the_database_knows(api_of: Callable[[str], Api]) -> None:
    """Source: EdFi.Ods.Common/Attributes/SqlServerDateTimeRangeAttribute.cs of 5.2."""
    client = api_of("5.2").caller("open")
    (assessment,) = client.get("studentAssessments", limit=1).json
    assessment = {name: value for name, value in assessment.items() if name != "id"}
    answer = client.post("studentAssessments", assessment | {"administrationDate": "0753-03-07T14:21:30.6Z"})
    assert answer.status_code == 400
    assert "AdministrationDate : '3/7/0753 2:21:30 PM' must be within SQL datetime range" in answer.json["message"]
