"""The profiles that come with mockedfi, as the README shows them."""

import pytest

from mockedfi.control.profiles import definitions
from mockedfi.dialect import Dialect
from mockedfi.dialect.versions import VERSIONS
from mockedfi.model.catalogue import load
from mockedfi.places import fixtures
from mockedfi.profiles.registry import Profiles
from mockedfi.settings import Settings
from mockedfi.settings.clients import clients_of_json
from tests.api import Api
from tests.profiles.schools import media_type, read

PACKAGED = definitions(Settings())


@pytest.mark.parametrize("version", sorted(VERSIONS))
def test_they_are_valid_at_every_version(version: str) -> None:
    known = Profiles(Dialect.at(version), load(VERSIONS[version].data_standard), PACKAGED)
    assert [fault for profile in known for fault in profile.faults] == []


def test_each_has_a_client() -> None:
    assigned = {name for client in clients_of_json(fixtures() / "clients.json") for name in client.profiles}
    assert assigned == {each.name for each in PACKAGED}


def test_one_student_through_two_profiles(api: Api) -> None:
    caller = api.caller()
    full = caller.get("students", limit=1).get_json()[0]
    stamps = {"id", "_etag", "_lastModifiedDate"} & full.keys()
    meals = read(caller, f"students/{full['id']}", "Nutrition", "student")
    rides = read(caller, f"students/{full['id']}", "Transportation", "student")
    names = {"studentUniqueId", "firstName", "lastSurname"}
    assert names | stamps | {"birthDate"} <= meals.keys() <= names | stamps | {"birthDate", "middleName"}
    assert rides.keys() == names | stamps


def test_the_media_type_of_the_documentation(api: Api) -> None:
    accept = {"Accept": "application/vnd.ed-fi.student.nutrition.readable+json"}
    answer = api.caller().request("GET", "students", headers=accept)
    assert (answer.status_code, answer.content_type) == (200, f"{accept['Accept']}; charset=utf-8")


def test_an_assigned_profile_without_its_header(api: Api) -> None:
    """At 5.2 it is an error that says what to send; later the only profile applies by itself."""
    answer = api.caller("nutrition").get("students")
    wanted = media_type("Nutrition", "readable", "student")
    if api.version == "5.2":
        assert answer.status_code == 403
        assert wanted in answer.get_json()["message"]
        assert answer.headers["Mockedfi-Explanation"]
    else:
        assert (answer.status_code, answer.content_type) == (200, f"{wanted}; charset=utf-8")


def test_the_staff_directory_changes_staff_but_adds_none(api: Api) -> None:
    caller = api.caller("staff-directory")
    stated = {"Content-Type": media_type("Staff-Directory", "writable", "staff")}
    staff = api.caller().get("staffs", limit=1).get_json()[0]
    titled = {"staffUniqueId": staff["staffUniqueId"], "personalTitlePrefix": "Dr"}
    assert caller.request("PUT", f"staffs/{staff['id']}", json=titled, headers=stated).status_code == 204
    after = api.caller().get(f"staffs/{staff['id']}").get_json()
    assert (after["personalTitlePrefix"], after["firstName"]) == ("Dr", staff["firstName"])
    new = {"staffUniqueId": "new-1", "firstName": "Otto", "lastSurname": "Lind"}
    assert caller.request("POST", "staffs", json=new, headers=stated).status_code == 400
