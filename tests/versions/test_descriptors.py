"""Descriptors: what is said of their values, and of items that take each other's words."""

from collections.abc import Callable

import pytest

from tests.api import Api

COURSE = {
    "courseCode": "audited",
    "courseTitle": "x",
    "numberOfParts": 1,
    "educationOrganizationReference": {"educationOrganizationId": 255901001},
}
SYSTEM = "courseIdentificationSystemDescriptor"
KIND = "CourseIdentificationSystemDescriptor"
OTHER = f"uri://ed-fi.org/{KIND}#Other"
DANGER = (
    "{} contains a value that could be dangerous for downstream systems using this data. Try to avoid the use of "
    "special symbols like '<', '>' or '&' without surrounding spaces."
)
LONG = "{} must be at most 306 characters in length."
SPACES = "{} cannot contain leading or trailing spaces."
UNKNOWN = "{} value '{}' does not exist."


@pytest.mark.parametrize("version", ["7.2", "7.3"])
@pytest.mark.parametrize(
    ("value", "of_key", "of_others"),
    [
        (f"{OTHER} ", [SPACES], []),
        (f"{OTHER}<b>", [DANGER], [DANGER]),
        (f" {OTHER}&#", [DANGER, SPACES], [DANGER]),
        (f"{OTHER}{'x' * 306}", [LONG], [LONG]),
    ],
)
def test_a_descriptor_value_is_a_text(
    api_of: Callable[[str], Api], version: str, value: str, of_key: list[str], of_others: list[str]
) -> None:
    """Source: EdFi.Ods.Common/Models/Resource/ResourceProperty.cs; Mustache/Resources_PropertyValidations.mustache."""
    codes = [{SYSTEM: value, "identificationCode": "x"}]
    subject = {"careerPathwayDescriptor": value, "identificationCodes": codes}
    texts = api_of(version).caller("open").post("courses", COURSE | subject).json["validationErrors"]
    assert texts == {
        f"$.identificationCodes[0].{SYSTEM}": [
            *(text.format(KIND) for text in of_key),
            UNKNOWN.format(KIND, value),
        ],
        "$.careerPathwayDescriptor": [
            *(text.format("CareerPathwayDescriptor") for text in of_others),
            UNKNOWN.format("CareerPathwayDescriptor", value),
        ],
    }


TERM = {"namespace": "uri://ed-fi.org/TermDescriptor", "codeValue": "Audited", "shortDescription": "Audited"}
UNKNOWN_TAKEN = "The value unknown supplied for property 'unknown' of entity 'descriptor' is not unique."
TAKEN = "The value(s) supplied for the resource are not unique."


@pytest.mark.parametrize(
    ("version", "text"), [("5.2", UNKNOWN_TAKEN), ("6.2", UNKNOWN_TAKEN), ("7.1", TAKEN), ("7.2", ""), ("7.3", "")]
)
def test_descriptors_of_two_kinds_have_no_words_in_common(
    api_of: Callable[[str], Api], version: str, text: str
) -> None:
    """Source: 0020-Tables.sql: the words of all kinds are in one table, and unique there."""
    client = api_of(version).caller("open")
    assert client.post("termDescriptors", TERM).status_code == 201
    answer = client.post("gradeLevelDescriptors", TERM)
    assert answer.status_code == 409
    if text:
        assert answer.json["message"] == text
    else:
        assert answer.json["type"] == "urn:ed-fi:api:data-conflict:non-unique-values"
    assert client.post("gradeLevelDescriptors", TERM | {"codeValue": "Another"}).status_code == 201
