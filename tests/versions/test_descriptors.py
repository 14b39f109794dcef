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


@pytest.mark.parametrize(("version", "of_a_put"), [("7.2", 404), ("7.3", 400)])
def test_a_descriptor_in_a_reference_that_is_none_is_told_first(
    api_of: Callable[[str], Api], version: str, of_a_put: int
) -> None:
    """Source: Mustache/Entities_PropertyAccessors.mustache of 7.3; before, GetPrimaryKeyValues in Entities.mustache."""
    enrolment = {
        "studentReference": {"studentUniqueId": "604821"},
        "educationOrganizationReference": {"educationOrganizationId": 255901},
        "programReference": {
            "educationOrganizationId": 255901,
            "programName": "Bilingual",
            "programTypeDescriptor": "Bilingual",
        },
        "beginDate": "2030-01-01",
    }
    stranger = api_of(version).new_caller("Ed-Fi Sandbox", 99)
    answer = stranger.post("studentProgramAssociations", enrolment)
    assert answer.status_code == 400
    (text,) = answer.json["errors"]
    assert text.startswith("ProgramTypeDescriptor value 'Bilingual' is not a valid value for use as a descriptor")
    known = enrolment["programReference"] | {"programTypeDescriptor": "uri://ed-fi.org/ProgramTypeDescriptor#Bilingual"}
    answer = stranger.post("studentProgramAssociations", enrolment | {"programReference": known})
    assert answer.status_code == 403
    nowhere = f"studentProgramAssociations/{'1' * 32}"
    assert api_of(version).caller("open").put(nowhere, enrolment).status_code == of_a_put
