"""What the versions make of bodies that are not quite right, one row a version where they differ."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.api import Api

VERSIONS = ("5.2", "6.2", "7.1", "7.2", "7.3")
STUDENT = {"studentUniqueId": "audited", "firstName": "a", "lastSurname": "b", "birthDate": "2010-01-01"}
ENROLMENT = {
    "studentReference": {"studentUniqueId": "604821"},
    "schoolReference": {"schoolId": 255901001},
    "entryDate": "2030-01-01",
}
CREATED = (201, None)
UNRESOLVED = "Unable to resolve value '{value}' to an existing '{kind}' resource."
ALONE = f"Validation of 'StudentSchoolAssociation' failed.\n\t{UNRESOLVED}\n"
HIDDEN = (
    "Validation of 'StudentSchoolAssociation' failed.\n\tException has been thrown by the target of an invocation.\n"
)
MISSING = "Validation of 'StudentSchoolAssociation' failed.\n\tEntryGradeLevelDescriptorId is required.\n"
NO_VALUE = (
    "{kind} value '{value}' is not a valid value for use as a descriptor (a '#' is expected to delineate the "
    "namespace and code value portions)."
)
NO_COUNTRY = (400, {"$.birthCountryDescriptor": [NO_VALUE]})
EMPTY = "EntryGradeLevelDescriptor is required and should not be left empty."


def told(answer: Any) -> tuple[int, Any]:
    """The status, and the message or the texts by member."""
    body = answer.json or {}
    return answer.status_code, body.get("message") or body.get("validationErrors") or body.get("detail")


def expected(of: Any, **facts: str) -> Any:
    if isinstance(of, tuple | list):
        return type(of)(expected(each, **facts) for each in of)
    if isinstance(of, dict):
        return {name: expected(each, **facts) for name, each in of.items()}
    return of.format(**facts) if isinstance(of, str) else of


@pytest.mark.parametrize(
    ("value", "by_version"),
    [
        ("", [CREATED, CREATED, CREATED, NO_COUNTRY, NO_COUNTRY]),
        (" ", [CREATED, CREATED, CREATED, NO_COUNTRY, NO_COUNTRY]),
        ("US", [(400, UNRESOLVED), (400, UNRESOLVED), (400, UNRESOLVED), NO_COUNTRY, NO_COUNTRY]),
    ],
)
def test_an_optional_descriptor(api_of: Callable[[str], Api], value: str, by_version: list[Any]) -> None:
    """Source: Mustache/Entities_PropertyAccessors.mustache; EdFi.Ods.Common/Attributes/DescriptorExistsAttribute.cs."""
    for version, wanted in zip(VERSIONS, by_version, strict=True):
        answer = api_of(version).caller("open").post("students", STUDENT | {"birthCountryDescriptor": value})
        assert told(answer) == expected(wanted, value=value, kind="CountryDescriptor"), version


@pytest.mark.parametrize(
    ("value", "by_version"),
    [
        ("", [(400, MISSING), (400, MISSING), (400, ALONE), (400, [EMPTY, NO_VALUE]), (400, [EMPTY, NO_VALUE])]),
        (" ", [(400, MISSING), (400, MISSING), (400, ALONE), (400, [NO_VALUE]), (400, [EMPTY, NO_VALUE])]),
        ("00", [(400, HIDDEN), (400, ALONE), (400, ALONE), (400, [NO_VALUE]), (400, [NO_VALUE])]),
        (
            "uri://ed-fi.org/CountryDescriptor#US",
            [
                (400, HIDDEN),
                (400, ALONE),
                (409, "The value supplied for the related '{kind}' resource does not exist."),
                (400, ["{kind} value '{value}' does not exist."]),
                (400, ["{kind} value '{value}' does not exist."]),
            ],
        ),
    ],
)
def test_a_required_descriptor(api_of: Callable[[str], Api], value: str, by_version: list[Any]) -> None:
    """Source: EdFi.Ods.Api/Caching/DescriptorsCache.cs of 5.2; EdFi.Ods.Common/Descriptors/DescriptorResolver.cs of
    7.1, which asks for no kind; EdFi.Ods.Common/Extensions/ValidatorExtensions.cs, where what is thrown is all that is
    told.
    """
    for version, (status, text) in zip(VERSIONS, by_version, strict=True):
        wanted = {"$.entryGradeLevelDescriptor": text} if isinstance(text, list) else text
        answer = (
            api_of(version)
            .caller("open")
            .post("studentSchoolAssociations", ENROLMENT | {"entryGradeLevelDescriptor": value})
        )
        assert told(answer) == expected((status, wanted), value=value, kind="GradeLevelDescriptor"), version


@pytest.mark.parametrize(
    ("plural", "body", "member"),
    [
        ("schools", {}, "EducationOrganizationId"),
        ("schools", {"schoolId": 0}, "EducationOrganizationId"),
        ("learningStandards", {}, "LearningStandardId"),
        ("educationContents", {}, "ContentIdentifier"),
    ],
)
def test_a_key_of_one_value_is_asked_for_alone(
    api_of: Callable[[str], Api], plural: str, body: dict[str, Any], member: str
) -> None:
    """Source: EdFi.Ods.Common/Infrastructure/Repositories/CreateEntity.cs."""
    for version in VERSIONS[:3]:
        answer = api_of(version).caller("open").post(plural, body)
        assert told(answer) == (400, f"Value for resource's identifier property '{member}' is required."), version


def test_a_key_of_one_value_that_is_empty_is_one(api_of: Callable[[str], Api]) -> None:
    answer = api_of("5.2").caller("open").post("learningStandards", {"learningStandardId": ""})
    assert "\n\tLearningStandardId is required.\n" in told(answer)[1]


def test_items_without_the_number_or_date_of_their_key_are_equal(api_of: Callable[[str], Api]) -> None:
    """Source: Equals in Mustache/Resources.mustache."""
    document = {"addresses": [{"periods": [{}, {}]}]}
    status, texts = told(api_of("7.3").caller("open").post("studentEducationOrganizationAssociations", document))
    assert status == 400
    assert texts["$.addresses[0].periods"] == [
        (
            "The 2nd item of the StudentEducationOrganizationAssociationAddressPeriods has the same identifying "
            "values as another item earlier in the list."
        )
    ]


@pytest.mark.parametrize("version", ["7.2", "7.3"])
def test_items_without_the_text_of_their_key_are_equal(api_of: Callable[[str], Api], version: str) -> None:
    """Source: Equals in Mustache/Resources.mustache. A reference that is not whole counts as none."""
    periods = [{"classPeriodReference": {"classPeriodName": name}} for name in ("01", "02")]
    _, texts = told(api_of(version).caller("open").post("bellSchedules", {"classPeriods": periods}))
    assert "The 2nd item of the BellScheduleClassPeriods has the same identifying values" in str(texts)


@pytest.mark.parametrize("version", ["7.2", "7.3"])
def test_a_number_that_is_missing_is_out_of_its_range_too(api_of: Callable[[str], Api], version: str) -> None:
    """Source: Integration Test Suite of 7.2; Mustache/Resources_PropertyValidations.mustache."""
    _, texts = told(api_of(version).caller("open").post("chartOfAccounts", {}))
    assert texts["$.fiscalYear"] == ["FiscalYear must be between 2020 and 2040.", "Value is required."]


def test_descriptors_are_unified_by_their_letters(api_of: Callable[[str], Api]) -> None:
    """Source: AllEqual in Mustache/Resources.mustache, on PostgreSQL."""
    period = {"gradingPeriodDescriptor": "uri://ed-fi.org/GradingPeriodDescriptor#First Six Weeks"}
    other = {"gradingPeriodDescriptor": "uri://ed-fi.org/GradingPeriodDescriptor#FIRST SIX WEEKS"}
    document = {"gradingPeriodReference": period, "grades": [{"gradeReference": other}]}
    _, texts = told(api_of("7.3").caller("open").post("reportCards", document))
    (text,) = texts["$.grades[0].gradeReference.gradingPeriodDescriptor"]
    assert text.startswith("All values supplied for 'gradingPeriodDescriptor' must match.")


TERM = {"namespace": "uri://ed-fi.org/TermDescriptor", "codeValue": "Audited", "shortDescription": "Audited"}
SESSION = {
    "schoolReference": {"schoolId": 255901001},
    "schoolYearTypeReference": {"schoolYear": 2022},
    "sessionName": "Audited",
    "beginDate": "2021-08-23",
    "endDate": "2022-05-27",
    "totalInstructionalDays": 1,
    "termDescriptor": "uri://ed-fi.org/TermDescriptor#Audited",
}


@pytest.mark.parametrize(
    ("code_value", "by_version"),
    [
        ("Renamed", [(204, "Renamed"), (204, "Renamed"), *[(400, "Audited")] * 3]),
        ("AUDITED", [(204, "AUDITED")] * 5),
        ("Fall Semester", [(409, "Audited"), (409, "Audited"), *[(400, "Audited")] * 3]),
    ],
)
def test_a_descriptor_that_is_renamed(api_of: Callable[[str], Api], code_value: str, by_version: list[Any]) -> None:
    """Source: IdentifyingProperties in EdFi.Ods.CodeGen/Generators/EntityMapper.cs; later IsDescriptorEntity in
    Mustache/EntityMapper.mustache.
    """
    for version, (status, shown) in zip(VERSIONS, by_version, strict=True):
        client = api_of(version).caller("open")
        place = client.post("termDescriptors", TERM).headers["Location"].rpartition("/")[2]
        assert client.post("sessions", SESSION).status_code == 201
        before = client.get("sessions", sessionName="Audited").json[0]
        answer = client.put(f"termDescriptors/{place}", TERM | {"codeValue": code_value})
        assert answer.status_code == status, answer.text
        assert client.get(f"termDescriptors/{place}").json["codeValue"] == shown
        value = f"uri://ed-fi.org/TermDescriptor#{shown}"
        assert client.get("sessions", termDescriptor=value).json == [before | {"termDescriptor": value}]
        if version != "5.2":
            assert client.get("termDescriptors/keyChanges").json == client.get("sessions/keyChanges").json == []
        if status == 409:
            wanted = "The value unknown supplied for property 'unknown' of entity 'descriptor' is not unique."
            assert answer.json["message"] == wanted


@pytest.mark.parametrize("version", ["5.2", "6.2"])
def test_a_descriptor_may_be_named_by_its_number(api_of: Callable[[str], Api], version: str) -> None:
    """Source: EdFi.Ods.Common/Infrastructure/Repositories: GetEntityByKey.cs, CreateEntity.cs."""
    client = api_of(version).caller("open")
    place = client.post("termDescriptors", TERM).headers["Location"].rpartition("/")[2]
    number = client.get(f"termDescriptors/{place}").json["termDescriptorId"]
    answer = client.post("termDescriptors", {**TERM, "codeValue": "Renamed", "termDescriptorId": number})
    assert (answer.status_code, answer.headers["Location"].rpartition("/")[2]) == (200, place)
    assert client.get(f"termDescriptors/{place}").json["codeValue"] == "Renamed"
    known = client.post("termDescriptors", {**TERM, "codeValue": "Renamed", "termDescriptorId": 999_999})
    assert known.status_code == 200
    answer = client.post("termDescriptors", {**TERM, "termDescriptorId": 999_999})
    told_of = "Value for the auto-assigned identifier property 'DescriptorId' cannot be assigned by the client"
    assert problem(answer) == (400, f"{told_of} (value was '999999'.)")
    answer = client.post("termDescriptors", {**TERM, "termDescriptorId": "x"})
    (text,) = answer.json["modelState"]["request.termDescriptorId"]
    assert text.startswith("Could not convert string to integer: x. Path 'termDescriptorId', line 1, position ")
    assert client.post("termDescriptors", {**TERM, "termDescriptorId": 0}).status_code == 201


def test_from_7_0_no_body_has_the_number_of_a_descriptor(api_of: Callable[[str], Api]) -> None:
    client = api_of("7.1").caller("open")
    assert client.post("termDescriptors", {**TERM, "termDescriptorId": 999_999}).status_code == 201


@pytest.mark.parametrize(("version", "told_of_all"), [("7.1", False), ("7.2", True), ("7.3", True)])
def test_items_that_lack_the_same_part_of_a_reference(
    api_of: Callable[[str], Api], version: str, told_of_all: bool
) -> None:
    """Source: the suite ResponseTests of each tag, when_posting_a_resource_with_contextual_unified_keys_without…"""
    periods = [{"classPeriodReference": {"classPeriodName": name}} for name in ("1", "2")]
    schedule = {
        "bellScheduleName": "Audited",
        "schoolReference": {"schoolId": 255901001},
        "classPeriods": periods,
    }
    body = api_of(version).caller("open").post("bellSchedules", schedule).json
    texts = body.get("validationErrors") or body["modelState"]
    missing = ["ClassPeriodReference is missing the following properties: SchoolId"]
    assert [found for found in texts.values() if found == missing] == [missing] * 2
    assert len(texts) == (3 if told_of_all else 2)


def test_before_7_0_a_put_keeps_the_key_whatever_it_says_of_it(api_of: Callable[[str], Api]) -> None:
    """Source: Mustache/EntityMapper.mustache: what makes the key is taken from the stored item."""
    client = api_of("5.2").caller("open")
    stored = client.get("studentProgramAssociations", limit=1).json[0]
    names = ("studentReference", "educationOrganizationReference")
    answer = client.put(f"studentProgramAssociations/{stored['id']}", {name: stored[name] for name in names})
    assert answer.status_code == 204, answer.text
    shown = client.get(f"studentProgramAssociations/{stored['id']}").json
    assert [shown[name] for name in (*names, "programReference", "beginDate")] == [
        stored[name] for name in (*names, "programReference", "beginDate")
    ]


SCHOOL = 255901001
UNKNOWN = "The value unknown supplied for property 'unknown' of entity '{}' is not unique."
TAKEN = "The value(s) supplied for the resource are not unique."
DEPENDENCY = (
    "The resource (or a subordinate entity of the resource) cannot be deleted because it is a dependency of {} entity."
)


def problem(answer: Any) -> Any:
    """The status, and the message, or what Problem Details tell: the end of the type, and the only error if any."""
    body = answer.json
    if "message" in body:
        return answer.status_code, body["message"]
    return answer.status_code, body["type"].rpartition(":")[2], *body.get("errors", ())


def test_a_key_that_is_taken(api_of: Callable[[str], Api]) -> None:
    """Source: Translators/Postgres/PostgresDuplicate*KeyExceptionTranslator.cs: Npgsql redacts the details of errors
    unless a connection string includes them, which those of Ed-Fi-ODS-Implementation do not.
    """
    own = "The values supplied for properties 'ClassPeriodName{}SchoolId' of entity 'ClassPeriod' are not unique."
    wanted = [
        (409, UNKNOWN.format("classperiod")),
        (409, UNKNOWN.format("classperiod")),
        (409, own.format(", ")),
        (409, "non-unique-identity", own.format("', '")),
        (409, "non-unique-identity", own.format("', '")),
    ]
    for version, told_of in zip(VERSIONS, wanted, strict=True):
        client = api_of(version).caller("open")
        period = {"schoolReference": {"schoolId": SCHOOL}, "classPeriodName": "Audited 1"}
        assert client.post("classPeriods", period).status_code == 201
        place = client.post("classPeriods", period | {"classPeriodName": "Audited 2"}).headers["Location"]
        answer = client.put(f"classPeriods/{place.rpartition('/')[2]}", period)
        assert problem(answer) == told_of, version


def test_an_organization_id_that_another_type_has(api_of: Callable[[str], Api]) -> None:
    conflict = "A primary key conflict occurred when attempting to create or update a record in the"
    base = f"{conflict} 'EducationOrganization' table."
    wanted = [
        (409, UNKNOWN.format("educationorganization")),
        (409, UNKNOWN.format("educationorganization")),
        (409, TAKEN),
        (409, "non-unique-identity", base),
        (409, "non-unique-identity", base),
    ]
    for version, told_of in zip(VERSIONS, wanted, strict=True):
        client = api_of(version).caller("open")
        (agency,) = client.get("localEducationAgencies", localEducationAgencyId="255901").json
        answer = client.post("localEducationAgencies", {**agency, "id": None, "localEducationAgencyId": SCHOOL})
        assert problem(answer) == told_of, version


def test_an_item_that_others_refer_to(api_of: Callable[[str], Api]) -> None:
    """The message names the table from which a row was to go: the school's own, before that of its base."""
    wanted = [
        (409, DEPENDENCY.format("the 'unknown' value of the 'school'")),
        (409, DEPENDENCY.format("the 'unknown' value of the 'school'")),
        (409, DEPENDENCY.format("another")),
        (409, "dependent-item-exists"),
        (409, "dependent-item-exists"),
    ]
    for version, told_of in zip(VERSIONS, wanted, strict=True):
        client = api_of(version).caller("open")
        (school,) = client.get("schools", schoolId=str(SCHOOL)).json
        assert problem(client.delete(f"schools/{school['id']}")) == told_of, version


@pytest.mark.parametrize(
    ("given", "by_version"),
    [(10, [*["10.000"] * 4, "10.0"]), (1.23456, [*["1.235"] * 4, "1.23456"])],
)
def test_a_decimal_is_shown_as_one(api_of: Callable[[str], Api], given: float, by_version: list[str]) -> None:
    """Source: 0020-Tables.sql; from 7.3 on EdFi.Ods.Common/Infrastructure/Listeners/EdFiOdsPreInsertListener.cs."""
    course = {
        "courseCode": "audited",
        "courseTitle": "x",
        "numberOfParts": 1,
        "educationOrganizationReference": {"educationOrganizationId": 255901001},
        "identificationCodes": [
            {
                "courseIdentificationSystemDescriptor": "uri://ed-fi.org/CourseIdentificationSystemDescriptor#Other",
                "identificationCode": "x",
            }
        ],
        "maximumAvailableCredits": given,
    }
    for version, shown in zip(VERSIONS, by_version, strict=True):
        client = api_of(version).caller("open")
        assert client.post("courses", course).status_code == 201
        (found,) = re.findall(r'"maximumAvailableCredits":([^,]*)', client.get("courses", courseCode="audited").text)
        assert found == shown, version
