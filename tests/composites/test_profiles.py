"""The profiles of a client hold in composites, all of them at once."""

from tests.api import Api, Caller

from .conftest import MESSAGES, address, read

ROOT = "/composites/v1/example/joined"


def client_with(api: Api, *profiles: str) -> Caller:
    return api.new_caller("Ed-Fi Open", profiles=profiles)


def test_a_profile_takes_members_away(api: Api, pupil: str) -> None:
    shown = read(client_with(api, "Names-Only"), f"pupils/{pupil}")
    assert set(shown) == {"studentUniqueId", "firstName", "enrollments", "addressed"}


def test_what_one_of_several_profiles_keeps_is_shown(api: Api, pupil: str) -> None:
    shown = read(client_with(api, "Names-Only", "middle-names-only"), f"pupils/{pupil}")
    assert (shown["firstName"], shown["middleName"]) == ("Nina", "Ada")
    assert "birthDate" not in shown


def test_a_filter_holds_within_a_linked_resource(api: Api, writer: Caller, pupil: str) -> None:
    address(writer, Mailing="Old Town", Home="New Town")
    (shown,) = read(client_with(api, "Homes-Only"), f"pupils/{pupil}")["addressed"]
    assert [each["city"] for each in shown["addresses"]] == ["New Town"]


def test_what_one_of_several_filters_excludes_is_not_shown(api: Api, writer: Caller, pupil: str) -> None:
    address(writer, Mailing="Old Town", Home="New Town", Physical="Any Town")
    (shown,) = read(client_with(api, "No-Homes", "No-Mail"), f"pupils/{pupil}")["addressed"]
    assert [each["city"] for each in shown["addresses"]] == ["Any Town"]


def test_what_is_hidden_cannot_be_asked_for(api: Api) -> None:
    answer = client_with(api, "Names-Only").get(f"{ROOT}/pupils", birthDate="2006-05-04")
    assert answer.status_code == 400


def test_a_resource_that_is_only_written(api: Api) -> None:
    answer = client_with(api, "Write-Only").get(f"{ROOT}/enrollments")
    assert answer.status_code == 405
    if api.version in MESSAGES:
        assert answer.json["message"].startswith("There is no Readable content type available to the caller for the ")
    else:
        assert answer.json["type"] == "urn:ed-fi:api:security:authorization:composite:not-readable"
        root, resource = answer.json["errors"]
        assert root.startswith("The composite's root resource 'StudentSchoolAssociation' is not readable")
        assert resource.endswith("for the 'Student' resource in the following profiles: 'Write-Only'.")
