"""What of a composite a client sees."""

from collections.abc import Callable

import pytest

from tests.api import Api, Caller

from .conftest import HERE, enroll, read, told

ROOT = "/composites/v1/example/joined"
SCHOOL = 255901001


def test_joined_documents_are_filtered(writer: Caller, school: Caller, middle_school: Caller, pupil: str) -> None:
    enroll(writer, 255901044)
    names = [
        sorted(each["nameOfInstitution"] for each in read(client, f"pupils/{pupil}")["enrollments"])
        for client in (writer, school, middle_school)
    ]
    high, middle = "Grand Bend High School", "Grand Bend Middle School"
    assert names == [[high, middle], [high], [middle]]


def test_a_joined_resource_without_a_claim_is_left_out(api: Api, pupil: str) -> None:
    shown = read(api.new_caller("Students Alone"), f"pupils/{pupil}")
    assert shown["firstName"] == "Nina"
    assert set(shown) == {"studentUniqueId", "firstName", "middleName", "birthDate", "papers"}


def test_without_a_claim_for_what_it_begins_with_nothing_is_shown(api: Api) -> None:
    answer = api.new_caller("Students Alone").get(f"{ROOT}/enrollments")
    assert answer.status_code == 403
    message = told(api, answer)
    if message is not None:
        assert message.startswith("Access to the resource could not be authorized.")
    else:
        assert answer.json["type"] == "urn:ed-fi:api:security:authorization:access-denied:resource"


@pytest.mark.parametrize(("version", "shown"), [("6.2", [SCHOOL]), ("7.1", [SCHOOL]), ("7.3", [])])
def test_owners_count_from_7_3(serve: Callable[..., Api], version: str, shown: list[int]) -> None:
    """Source: OwnershipBased/OwnershipBasedAuthorizationFilterDefinitionsFactory.cs, which before has no HQL."""
    files = {"composites": (HERE / "joins.xml",), "claim_sets": (HERE / "owners.json",)}
    api = serve(api_versions=(version,), districts=("grand-bend",), **files)
    reader = api.new_caller("Owned Enrollments", 255901, ownership_tokens=("ours",))
    found = read(reader, "enrollments", query_string={"studentUniqueId": "604821"})
    assert [each["schoolId"] for each in found] == shown


def test_custom_views_do_not_go_with_composites(api_of: Callable[[str], Api]) -> None:
    answer = api_of("7.3").new_caller("Lucky Students").get(f"{ROOT}/pupils")
    assert answer.status_code == 500
    assert answer.json["type"] == "urn:ed-fi:api:system:configuration:security"
    assert "used for the 'edfi.Student' resource that does not support Composites requests." in answer.json["errors"][0]


def test_one_who_lost_the_student_does_not_see_it_any_more(writer: Caller, school: Caller, pupil: str) -> None:
    assert read(school, f"pupils/{pupil}")["firstName"] == "Nina"
    (enrollment,) = read(writer, "enrollments", query_string={"studentUniqueId": "new-7"})
    assert writer.delete(f"studentSchoolAssociations/{enrollment['id'].replace('-', '')}").status_code == 204
    assert read(school, f"pupils/{pupil}") == []
    assert read(writer, f"pupils/{pupil}")["enrollments"] == []


def test_before_6_0_every_type_of_the_claims_must_reach_a_document(api: Api, writer: Caller, pupil: str) -> None:
    enroll(writer, 255901044)
    client = api.new_caller("SIS Vendor", 255901, 255901001)
    names = [each["nameOfInstitution"] for each in read(client, f"pupils/{pupil}")["enrollments"]]
    high, middle = "Grand Bend High School", "Grand Bend Middle School"
    assert sorted(names) == ([high] if api.version == "5.2" else [high, middle])
    listed = client.get("studentSchoolAssociations", studentUniqueId="new-7").json
    assert len({each["id"] for each in listed}) == 2


def test_before_6_0_a_type_that_is_not_supported_is_an_error(api_of: Callable[[str], Api]) -> None:
    client = api_of("5.2").new_caller("SIS Vendor", 255901, 255950)
    assert client.get("studentSchoolAssociations").status_code == 200
    assert client.get(f"{ROOT}/pupils").status_code == 500
