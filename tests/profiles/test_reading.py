"""Reading through a profile."""

from typing import Any

from mockedfi.model.facts import Node
from mockedfi.profiles.projection import Projection
from mockedfi.profiles.scope import Scope
from tests.api import Api
from tests.profiles.schools import HIGH_SCHOOL, address, created, media_type, read

STAMPS = {"_etag", "_lastModifiedDate"}


def less_stamps(item: dict[str, Any]) -> set[str]:
    return item.keys() - STAMPS


def test_include_only_keeps_the_key_the_id_and_what_is_listed(api: Api) -> None:
    caller = api.caller()
    path = created(caller, addresses=[address("Mailing")])
    full, shown = read(caller, path), read(caller, path, "Names")
    assert less_stamps(shown) == {"id", "schoolId", "nameOfInstitution", "localEducationAgencyReference"}
    assert shown == {name: full[name] for name in full if name in shown}
    assert "link" in shown["localEducationAgencyReference"], "references are shown whole"
    assert list(shown) == [name for name in full if name in shown], "in the usual order"


def test_exclude_only_drops_what_is_listed_whatever_it_says_of_its_inside(api: Api) -> None:
    caller = api.caller()
    path = created(caller)
    full, shown = read(caller, path), read(caller, path, "No-Names")
    assert full.keys() - shown.keys() == {"nameOfInstitution", "gradeLevels"}
    assert "addresses" in shown, "an empty collection that is kept stays empty"


def test_include_all_keeps_everything_but_of_a_narrowed_child(api: Api) -> None:
    caller = api.caller()
    own = [address("Mailing", nameOfCounty="Williston", latitude="30.1"), address("Physical")]
    path = created(caller, addresses=own)
    full, shown = read(caller, path), read(caller, path, "Only-Mailing")
    assert shown.pop("addresses") == [address("Mailing", nameOfCounty="Williston")]
    del full["addresses"]
    assert shown == full


def test_decimals_keep_their_digits() -> None:
    node = Node(entity="Any", table="any")
    project = Projection(Scope(full=node, kept=node, names=frozenset(("credits", "text", "items"))))
    assert project.of("1", b'{"credits":1.500,"no":2.0,"text":":1.0","items":[{"x":10.000}]}') == (
        b'{"credits":1.500,"text":":1.0","items":[{"x":10.000}]}'
    )


def test_a_filter_may_exclude(api: Api) -> None:
    caller = api.caller()
    path = created(caller, addresses=[address(kind) for kind in ("Mailing", "Physical", "Billing", "Home")])
    left = read(caller, path, "Never-Mailing")["addresses"]
    assert [each["addressTypeDescriptor"].partition("#")[2] for each in left] == ["Physical", "Home"]


def test_keys_are_kept_where_nothing_is_listed(api: Api) -> None:
    caller = api.caller()
    resource = "studentschoolassociation"
    shown = read(caller, "studentSchoolAssociations?limit=1", "Unreferenced", resource)[0]
    assert less_stamps(shown) == {"id", "schoolReference", "studentReference", "entryDate"}


def test_lists_show_items_as_single_reads_do(api: Api) -> None:
    caller = api.caller()
    for item in read(caller, "schools", "Names"):
        assert item == read(caller, f"schools/{item['id']}", "Names")


def test_the_query_is_not_limited_by_the_profile(api: Api) -> None:
    caller = api.caller()
    hidden = read(caller, f"schools?schoolId={HIGH_SCHOOL}")[0]["charterStatusDescriptor"]
    found = caller.request(
        "GET",
        "schools",
        query_string={"charterStatusDescriptor": hidden, "schoolId": HIGH_SCHOOL, "totalCount": "true"},
        headers={"Accept": media_type("Names", "readable")},
    )
    assert [each["schoolId"] for each in found.get_json(force=True)] == [HIGH_SCHOOL]
    assert found.headers["Total-Count"] == "1"


def test_the_etag_is_that_of_the_whole_item(api: Api) -> None:
    caller = api.caller()
    path = created(caller)
    accept = {"Accept": media_type("Names", "readable")}
    whole, narrow = caller.get(path), caller.request("GET", path, headers=accept)
    assert narrow.headers["ETag"] == whole.headers["ETag"]
    assert narrow.get_json(force=True)["_etag"] == whole.get_json()["_etag"]
    known = whole.get_json()["_etag"]
    assert caller.request("GET", path, headers={**accept, "If-None-Match": known}).status_code == 304


def test_a_change_is_seen_through_a_profile_at_once(api: Api) -> None:
    caller = api.caller()
    path = created(caller)
    item = read(caller, path)
    assert read(caller, path, "Names")["nameOfInstitution"] == "Harbor School"
    caller.put(path, {**item, "nameOfInstitution": "Haven School"})
    assert read(caller, path, "Names")["nameOfInstitution"] == "Haven School"


def test_errors_are_written_as_ever(api: Api) -> None:
    answer = api.caller().request("GET", "schools/" + "0" * 32, headers={"Accept": media_type("Names", "readable")})
    assert (answer.status_code, answer.content_type) == (404, "application/json; charset=utf-8")
