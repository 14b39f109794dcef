"""Writing through a profile: what is kept is written, the rest stays, and some things cannot be made."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.api import Api, Caller
from tests.profiles.conftest import FILES
from tests.profiles.schools import ED_FI, address, created, foreign, media_type, read, school, write

POLICY = {
    "detail": "The data cannot be saved because a data policy has been applied to the request that prevents it.",
    "type": "urn:ed-fi:api:bad-request:data-policy-enforced",
    "title": "Data Policy Enforced",
    "status": 400,
}
RESOURCE = (
    "The Profile definition for '{}' excludes (or does not include) one or more required data elements needed to "
    "create the resource."
)
CHILD = (
    "The Profile definition for '{}' excludes (or does not include) one or more required data elements needed to "
    "create a child item of type '{}' in the resource."
)


def policy(answer: Any) -> str:
    """The one error of a refusal on account of a policy."""
    assert answer.status_code == 400, answer.text
    problem = answer.get_json(force=True)
    assert POLICY.items() <= problem.items()
    (error,) = problem["errors"]
    return str(error)


def plain(item: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in item.items() if not name.startswith("_") and name != "id"}


@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_only_what_is_kept_is_written(api: Api, method: str) -> None:
    caller = api.caller()
    path = created(caller, addresses=[address("Mailing")], shortNameOfInstitution="HS", webSite="https://a.example")
    before = read(caller, path)
    body = school(nameOfInstitution="Haven School", shortNameOfInstitution="no", gradeLevels=[], addresses=[])
    answer = write(caller, method, path if method == "PUT" else "schools", body, "Names")
    assert (answer.status_code, answer.get_data()) == (204 if method == "PUT" else 200, b"")
    after = read(caller, path)
    assert before.pop("webSite"), "kept and not sent: it is gone"
    assert plain(after) == plain(before) | {"nameOfInstitution": "Haven School"}
    assert after["_etag"] != before["_etag"]


def test_a_write_that_changes_nothing_kept_leaves_the_stamps(api: Api) -> None:
    caller = api.caller()
    path = created(caller)
    before = read(caller, path)
    assert write(caller, "PUT", path, school(shortNameOfInstitution="no"), "Names").status_code == 204
    assert read(caller, path) == before


def test_what_is_hidden_is_not_validated(api: Api) -> None:
    """Wrong values, and required ones that are missing, give no error."""
    caller = api.caller()
    path = created(caller)
    body = school(shortNameOfInstitution="x" * 500, schoolTypeDescriptor="no descriptor", gradeLevels=[])
    del body["educationOrganizationCategories"]
    assert write(caller, "PUT", path, body, "Names").status_code == 204


def test_what_is_kept_is_validated_alone(served: Callable[[str], Api]) -> None:
    caller = served("7.3").caller()
    path = created(caller)
    body = school(nameOfInstitution="x" * 500, shortNameOfInstitution="x" * 500, webSite="y" * 500)
    errors = write(caller, "PUT", path, body, "Names").get_json(force=True)["validationErrors"]
    assert errors.keys() == {"$.nameOfInstitution", "$.webSite"}


def test_types_are_checked_in_what_is_hidden_too_since_7(served: Callable[[str], Api]) -> None:
    """At 5.2 a profile has classes of its own, so a hidden member is not even read."""
    for version, status in (("5.2", 204), ("7.3", 400)):
        caller = served(version).caller()
        path = created(caller)
        body = school(charterApprovalSchoolYearTypeReference=[])
        assert write(caller, "PUT", path, body, "Names").status_code == status


def test_a_hidden_member_that_creation_needs(api: Api) -> None:
    """Updates pass. At 5.2 the new item fails for the rule itself, later for the policy."""
    caller = api.caller()
    path = created(caller)
    assert write(caller, "PUT", path, school(webSite="https://b.example"), "No-Names").status_code == 204
    answer = write(caller, "POST", "schools", school(77002), "No-Names")
    if api.version == "5.2":
        assert answer.status_code == 400
        assert "NameOfInstitution is required." in answer.get_json(force=True)["message"]
    else:
        assert policy(answer) == RESOURCE.format("no-names")
    assert read(caller, "schools?schoolId=77002") == []


def test_what_creation_needs_is_explained(served: Callable[[str], Api]) -> None:
    api = served("7.3")
    answer = write(api.caller(), "POST", "schools", school(77002), "No-Names")
    identifier = answer.headers["Mockedfi-Explanation"]
    why = api.anonymous.http.get(f"/mockedfi/explanations/{identifier}").get_json()
    assert why["reason"] == "A new School needs nameOfInstitution: the profile leaves that out."


def test_a_hidden_member_that_a_new_item_within_needs(served: Callable[[str], Api]) -> None:
    caller = served("7.3").caller()
    profile, entity = "hollow-addresses", "EducationOrganizationInternationalAddress"
    hollow = school(internationalAddresses=[foreign("Home")])
    assert policy(write(caller, "POST", "schools", hollow, profile)) == CHILD.format(profile, entity)
    assert write(caller, "POST", "schools", school(), profile).status_code == 201, "without such items all is well"
    path = created(caller, number=77003, internationalAddresses=[foreign("Home")])
    changed = school(77003, internationalAddresses=[foreign("Home", addressLine1="no", addressLine2="Top 2")])
    assert write(caller, "PUT", path, changed, profile).status_code == 204, "the item is there already"
    (item,) = read(caller, path)["internationalAddresses"]
    assert (item["addressLine1"], item["addressLine2"]) == ("Hauptplatz 1", "Top 2")
    changed["internationalAddresses"].append(foreign("Mailing"))
    assert policy(write(caller, "PUT", path, changed, profile)) == CHILD.format(profile, entity)
    assert len(read(caller, path)["internationalAddresses"]) == 1


def test_a_policy_is_broken_only_by_items_that_are_new(served: Callable[[str], Api]) -> None:
    """A POST that updates counts as an update."""
    caller = served("7.3").caller()
    path = created(caller, internationalAddresses=[foreign("Home")])
    body = school(internationalAddresses=[foreign("Home", addressLine2="Top 3")])
    assert write(caller, "POST", "schools", body, "Hollow-Addresses").status_code == 200
    assert read(caller, path)["internationalAddresses"][0]["addressLine2"] == "Top 3"


def kinds(caller: Caller, path: str) -> list[str]:
    return [each["addressTypeDescriptor"].partition("#")[2] for each in read(caller, path)["addresses"]]


def test_a_filtered_collection_touches_only_items_that_its_filter_lets_through(api: Api) -> None:
    caller = api.caller()
    path = created(caller, addresses=[address("Physical"), address("Mailing"), address("Mailing", city="Haven")])
    body = school(addresses=[address("Mailing", city="Haven", latitude="1"), address("Mailing", city="Port")])
    assert write(caller, "PUT", path, body, "Only-Mailing").status_code == 204
    found = [(each["city"], each.get("latitude")) for each in read(caller, path)["addresses"]]
    assert kinds(caller, path) == ["Physical", "Mailing", "Mailing"]
    assert found == [("Grand Bend", None), ("Haven", "1"), ("Port", None)]
    assert write(caller, "PUT", path, school(), "Only-Mailing").status_code == 204
    assert kinds(caller, path) == ["Physical"]


def test_items_that_the_filter_does_not_let_through_are_refused(api: Api) -> None:
    caller = api.caller()
    path = created(caller)
    body = school(addresses=[address("Mailing"), address("Physical")])
    answer = write(caller, "PUT", path, body, "Only-Mailing")
    assert answer.status_code == 400
    problem = answer.get_json(force=True)
    if api.version == "5.2":
        text = (
            f"The value of '{ED_FI}/AddressTypeDescriptor#Physical' supplied for the 'AddressTypeDescriptor' of the "
            "'EducationOrganizationAddress' does not conform with the filter values defined by profile 'Only-Mailing': "
            f"['{ED_FI}/AddressTypeDescriptor#Mailing']"
        )
        assert problem == {"message": f"Validation of 'SchoolPut' failed.\n\t{text}\n"}
    else:
        assert problem["type"] == "urn:ed-fi:api:bad-request:data-validation-failed"
        assert problem["detail"] == "Data validation failed. See 'validationErrors' for details."
        text = (
            "A supplied 'EducationOrganizationAddress' has a descriptor value that does not conform with the filter "
            "values defined by profile 'only-mailing'."
        )
        assert problem["validationErrors"] == {"$.addresses": [text]}


def test_filters_compare_exactly_since_7_and_in_any_case_before(served: Callable[[str], Api]) -> None:
    for version, status in (("5.2", 204), ("7.3", 400)):
        caller = served(version).caller()
        path = created(caller)
        body = school(addresses=[address("MAILING")])
        assert write(caller, "PUT", path, body, "Only-Mailing").status_code == status


def test_keys_are_needed_and_required_references_are_not_when_hidden(served: Callable[[str], Api]) -> None:
    caller = served("7.3").caller()
    resource, plural = "studentschoolassociation", "studentSchoolAssociations"
    item = caller.get(plural, limit=1).get_json()[0]
    body = {name: item[name] for name in ("schoolReference", "studentReference", "entryDate")}
    answer = write(caller, "PUT", f"{plural}/{item['id']}", body, "Unreferenced", resource)
    assert answer.status_code == 204
    kept = caller.get(f"{plural}/{item['id']}").get_json()
    assert kept["entryGradeLevelDescriptor"] == item["entryGradeLevelDescriptor"]
    del body["studentReference"]
    answer = write(caller, "PUT", f"{plural}/{item['id']}", body, "Unreferenced", resource)
    assert answer.get_json(force=True)["validationErrors"].keys() == {"$.studentReference"}


def test_at_7_1_references_are_required_with_the_bodys_shape_unless_hidden(serve: Callable[..., Api]) -> None:
    """Source: EdFi.Ods.Common/Attributes/RequiredReferenceAttribute.cs."""
    caller = serve(api_versions=("7.1",), profiles=FILES[:1], districts=("grand-bend",)).caller()
    item = caller.get("courseOfferings", limit=1).get_json()[0]
    path, body = f"courseOfferings/{item['id']}", {**item, "localCourseTitle": "Renamed"}
    del body["courseReference"]
    answer = caller.put(path, body)
    assert answer.get_json()["modelState"]["request.CourseReference"] == ["CourseReference is required."]
    assert write(caller, "PUT", path, body, "Courseless", "courseoffering").status_code == 204
    kept = caller.get(path).get_json()
    assert (kept["localCourseTitle"], kept["courseReference"]) == ("Renamed", item["courseReference"])
    of_another = write(caller, "PUT", path, body, "Names", "school")
    assert of_another.get_json()["modelState"]["request.CourseReference"] == ["CourseReference is required."]


def test_an_implied_profile_writes_as_a_stated_one(served: Callable[[str], Api]) -> None:
    api = served("7.3")
    caller = api.caller()
    path = created(caller, shortNameOfInstitution="HS")
    assigned = api.new_caller("Ed-Fi Sandbox", 255901, profiles=("Names",))
    assert assigned.put(path, school(nameOfInstitution="Haven School", shortNameOfInstitution="no")).status_code == 204
    after = read(caller, path)
    assert (after["nameOfInstitution"], after["shortNameOfInstitution"]) == ("Haven School", "HS")


def test_at_5_2_extra_data_is_quietly_discarded(served: Callable[[str], Api]) -> None:
    """As the documentation says."""
    caller = served("5.2").caller()
    path = created(caller)
    body = {"nameOfInstitution": "Haven School", "nothing": {"like": "it"}, "addresses": "none"}
    stated = media_type("Names", "writable")
    answer = caller.request("PUT", path, json=body, headers={"Content-Type": stated})
    assert answer.status_code == 204, "the key need not even be there: the stored one stays"
    assert read(caller, path)["nameOfInstitution"] == "Haven School"


def test_at_5_2_equal_items_of_an_inherited_collection_are_taken_once(served: Callable[[str], Api]) -> None:
    caller = served("5.2").caller()
    path = created(caller, internationalAddresses=[foreign("Home"), foreign("Home", addressLine1="Second")])
    assert [each["addressLine1"] for each in read(caller, path)["internationalAddresses"]] == ["Hauptplatz 1"]
