"""Extensions over HTTP: an OpenAPI document and a model of MetaEd, served beside the data standard."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from mockedfi.control.host import Host
from mockedfi.errors import UserError
from mockedfi.http.start import application
from mockedfi.settings import Settings
from tests.api import Api, Caller
from tests.extensions.fleet import Model, fleet

HERE = Path(__file__).parent
ALL = {each: ["NoFurtherAuthorizationRequired"] for each in ("Create", "Read", "Update", "Delete", "ReadChanges")}
OWN = ("bus", "school", "studentRidingProgramAssociation", "busTypeDescriptor")
CLAIMS = {
    "resource_claims": {"domains/fleet": {"parent": None, "defaults": ALL}}
    | {f"fleet/{each}": {"parent": "domains/fleet", "defaults": {}} for each in OWN},
    "claim_sets": {"Ed-Fi Sandbox": {"domains/fleet": {each: [] for each in ALL}}},
}
SCHOOL = 255901001
STUDENT = {"studentUniqueId": "rider", "firstName": "Ada", "lastSurname": "Rider", "birthDate": "2010-01-01"}


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Api]:
    folder = tmp_path_factory.mktemp("extensions")
    model, claims = folder / "fleet.json", folder / "claims.json"
    model.write_text(json.dumps(fleet().json()), "utf-8")
    claims.write_text(json.dumps(CLAIMS), "utf-8")
    settings = Settings(
        api_versions=("7.3",),
        memory=True,
        token_per_client_limit=0,
        extensions=(HERE / "transit.json", model),
        claim_sets=(HERE / "claims.json", claims),
    )
    host = Host(settings, notice=pytest.fail)
    yield Api(application(host), host, "7.3")
    host.close()


@pytest.fixture
def client(api: Api) -> Iterator[Caller]:
    """One who may do everything."""
    mark = api.instance.documents.mark()
    yield api.caller("open")
    api.instance.documents.rewind(mark)


@pytest.fixture
def bus(client: Caller) -> str:
    return created(client, "/data/v3/fleet/buses", {"busId": "b1", "mirrors": [{"place": "left"}]})


def created(client: Caller, path: str, body: Any) -> str:
    """The path of a new item."""
    answer = client.post(path, body)
    assert answer.status_code == 201, answer.text
    return answer.headers["Location"].partition("/api")[2]


def shown(client: Caller, path: str) -> Any:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text
    return answer.json


def wrong(client: Caller, path: str, body: Any) -> Any:
    """What a refusal says of each member."""
    answer = client.post(path, body)
    assert answer.status_code == 400, answer.text
    assert answer.json is not None
    return answer.json["validationErrors"]


def riding(**fleet_: Any) -> dict[str, Any]:
    return {**STUDENT, "_ext": {"fleet": fleet_}}


def test_its_resources_are_served_in_its_namespace(client: Caller, bus: str) -> None:
    (found,) = shown(client, "/data/v3/fleet/buses")
    assert found.items() >= {"busId": "b1", "mirrors": [{"place": "left"}]}.items()
    assert bus == f"/data/v3/fleet/buses/{found['id']}"


def test_its_rules_hold(client: Caller) -> None:
    assert "$.mirrors" in wrong(client, "/data/v3/fleet/buses", {"busId": "b1"})
    short = {"busId": "b1", "mirrors": [{"place": "in"}]}
    assert wrong(client, "/data/v3/fleet/buses", short) == {
        "$.mirrors[0].place": ["Place must be between 3 and 20 characters in length."]
    }


def test_its_descriptors_are_descriptors(client: Caller) -> None:
    kind = {"namespace": "uri://ed-fi.org/BusTypeDescriptor", "codeValue": "Short", "shortDescription": "Short"}
    value = "uri://ed-fi.org/BusTypeDescriptor#Short"
    body = {"busId": "b2", "mirrors": [{"place": "left"}], "busTypeDescriptor": value}
    assert "$.busTypeDescriptor" in wrong(client, "/data/v3/fleet/buses", body)
    created(client, "/data/v3/fleet/busTypeDescriptors", kind)
    assert shown(client, created(client, "/data/v3/fleet/buses", body))["busTypeDescriptor"] == value


def test_it_refers_to_the_data_standards_and_these_to_its_own(client: Caller, bus: str) -> None:
    student = created(client, "students", riding(ridesAlone=True, favouriteBusReference={"busId": "b1"}))
    reference = shown(client, student)["_ext"]["fleet"]["favouriteBusReference"]
    assert reference == {"busId": "b1", "link": {"rel": "Bus", "href": bus.removeprefix("/data/v3")}}
    assert client.delete(bus).status_code == 409
    assert client.delete(student).status_code == 204
    assert client.delete(bus).status_code == 204


def test_references_to_its_own_must_lead_somewhere(client: Caller) -> None:
    answer = client.post("students", riding(ridesAlone=True, favouriteBusReference={"busId": "b1"}))
    assert (answer.status_code, "Bus" in answer.text) == (409, True)


def test_a_changed_key_is_followed_from_within_an_extension(client: Caller, bus: str) -> None:
    student = created(client, "students", riding(ridesAlone=True, favouriteBusReference={"busId": "b1"}))
    assert client.put(bus, {"busId": "b9", "mirrors": [{"place": "left"}]}).status_code == 204
    assert shown(client, student)["_ext"]["fleet"]["favouriteBusReference"]["busId"] == "b9"


@pytest.mark.parametrize("name", ["fleet", "Fleet", "FLEET"])
def test_its_name_may_be_in_any_case(client: Caller, name: str) -> None:
    path = created(client, "students", {**STUDENT, "_ext": {name: {"ridesAlone": True}}})
    assert shown(client, path)["_ext"]["fleet"]["ridesAlone"] is True


def test_what_it_adds_to_a_class_is_there_though_nobody_sent_it(client: Caller) -> None:
    path = created(client, "students", STUDENT)
    assert shown(client, path)["_ext"]["fleet"] == {"ridesAlone": False, "pickups": []}


def test_what_is_not_sent_again_is_gone(client: Caller) -> None:
    path = created(client, "students", riding(ridesAlone=True, remark="loud", pickups=[{"place": "Corner"}]))
    assert shown(client, path)["_ext"]["fleet"]["remark"] == "loud"
    assert client.put(path, STUDENT).status_code == 204
    assert shown(client, path)["_ext"]["fleet"] == {"ridesAlone": False, "pickups": []}


def test_where_it_adds_collections_alone_it_shows_when_they_hold_something(client: Caller) -> None:
    (school,) = client.get("schools", schoolId=SCHOOL).json or ()
    path = f"/data/v3/ed-fi/schools/{school['id']}"
    assert "fleet" not in school.get("_ext", {})
    body = {name: value for name, value in school.items() if not name.startswith("_")}
    for bays in ([{"number": 4}], []):
        assert client.put(path, body | {"_ext": {"fleet": {"bays": bays}}}).status_code == 204
        assert shown(client, path).get("_ext", {}).get("fleet") == ({"bays": bays} if bays else None)


@pytest.mark.usefixtures("bus")
def test_it_adds_to_items_of_collections(client: Caller) -> None:
    created(client, "students", STUDENT)
    created(client, "studentSchoolAssociations", enrolment())
    stop = {"busReference": {"busId": "b1"}}
    body = residence({"fleet": {"stops": [stop]}})
    path = created(client, "studentEducationOrganizationAssociations", body)
    (address,) = shown(client, path)["addresses"]
    assert address["_ext"]["fleet"]["stops"][0]["busReference"]["busId"] == "b1"
    twice = residence({"fleet": {"stops": [stop, stop]}})
    assert list(wrong(client, "studentEducationOrganizationAssociations", twice)) == ["$.addresses[0]._ext.fleet.stops"]


def test_a_class_of_a_known_name_is_another_one(client: Caller) -> None:
    path = created(client, "/data/v3/fleet/schools", {"schoolName": "Driving", "addresses": [{"city": "Bend"}]})
    body = {"busId": "b3", "mirrors": [{"place": "left"}], "schoolReference": {"schoolName": "Driving"}}
    bus_ = shown(client, created(client, "/data/v3/fleet/buses", body))
    assert bus_["schoolReference"]["link"] == {"rel": "School", "href": path.removeprefix("/data/v3")}
    assert shown(client, "/data/v3/fleet/schools")[0]["addresses"] == [{"city": "Bend"}]
    assert client.get("schools", schoolId=SCHOOL).json != []


def test_a_subclass_of_the_data_standards_is_one_of_its_kind(client: Caller) -> None:
    created(client, "students", STUDENT)
    created(client, "studentSchoolAssociations", enrolment())
    (program,) = client.get("programs", limit=1).json or ()
    key = {name: program[name] for name in ("programName", "programTypeDescriptor")}
    body = {
        "beginDate": "2024-08-20",
        "educationOrganizationReference": {"educationOrganizationId": SCHOOL},
        "programReference": key | program["educationOrganizationReference"],
        "studentReference": {"studentUniqueId": "rider"},
        "programParticipationStatuses": [],
        "stop": "Corner",
    }
    body["programReference"].pop("link", None)
    path = created(client, "/data/v3/fleet/studentRidingProgramAssociations", body)
    found = shown(client, path)
    assert (found["stop"], found["programParticipationStatuses"]) == ("Corner", [])
    assert found["programReference"]["link"]["rel"] == "Program"


def test_a_delete_of_it_is_tracked(client: Caller, bus: str) -> None:
    assert client.delete(bus).status_code == 204
    assert [each["keyValues"] for each in shown(client, "/data/v3/fleet/buses/deletes")] == [{"busId": "b1"}]


def test_its_claims_decide_who_may_use_it(api: Api, bus: str) -> None:
    assert api.new_caller("Ed-Fi Sandbox", SCHOOL).get(bus).status_code == 200
    assert api.new_caller("Assessment Vendor", SCHOOL).get(bus).status_code == 403


def test_documents_and_discovery_tell_of_it(client: Caller) -> None:
    told = shown(client, "/metadata/data/v3/fleet/swagger.json")
    assert told["paths"].keys() >= {"/fleet/buses", "/fleet/buses/{id}", "/fleet/schools"}
    everything = shown(client, "/metadata/data/v3/swagger.json")["components"]["schemas"]
    assert everything["studentExtensions"]["properties"].keys() == {"fleet", "transit"}
    assert everything["fleet_bus"]["required"] == ["busId", "mirrors"]
    assert everything["fleet_school"]["properties"].keys() >= {"schoolName", "addresses"}
    orders = {each["resource"]: each["order"] for each in shown(client, "/metadata/data/v3/dependencies")}
    assert orders["/fleet/busTypeDescriptors"] < orders["/fleet/buses"] < orders["/ed-fi/students"]
    assert shown(client, "/")["dataModels"][1:] == [
        {"name": "Fleet", "version": "2.1.0", "informationalVersion": "All that moves"},
        {"name": "Transit", "version": "1.0.0"},
    ]


def test_two_extensions_of_one_class_stand_side_by_side(client: Caller) -> None:
    body = {**STUDENT, "_ext": {"fleet": {"ridesAlone": True}, "transit": {"ridesAlone": False}}}
    added = shown(client, created(client, "students", body))["_ext"]
    assert (added["fleet"]["ridesAlone"], added["transit"]["ridesAlone"]) == (True, False)


def enrolment() -> dict[str, Any]:
    return {
        "studentReference": {"studentUniqueId": "rider"},
        "schoolReference": {"schoolId": SCHOOL},
        "entryDate": "2024-08-20",
        "entryGradeLevelDescriptor": "uri://ed-fi.org/GradeLevelDescriptor#Ninth grade",
    }


def residence(extension: dict[str, Any]) -> dict[str, Any]:
    address = {
        "addressTypeDescriptor": "uri://ed-fi.org/AddressTypeDescriptor#Home",
        "city": "Grand Bend",
        "postalCode": "78834",
        "stateAbbreviationDescriptor": "uri://ed-fi.org/StateAbbreviationDescriptor#TX",
        "streetNumberName": "1 Main St",
    }
    return {
        "educationOrganizationReference": {"educationOrganizationId": SCHOOL},
        "studentReference": {"studentUniqueId": "rider"},
        "addresses": [{**address, "_ext": extension}],
    }


def broken(change: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
    content = fleet().json()
    change(content)
    return content


def stranger(name: str, key: str) -> dict[str, Any]:
    """A model whose only class refers to another one by a key."""
    model = Model("Fleet")
    model.entity("Bus", "BusId", "BusId:String(20)")
    model.link("OneToZeroOrMore", f"edfi.{name}", key, "Bus", f"{key}?")
    return model.json()


UNFIT = {
    "cut short": (broken(lambda content: content.pop("aggregateDefinitions")), "not a model as MetaEd writes it"),
    "no key": (
        broken(lambda content: content["entityDefinitions"][0].update(identifiers=[])),
        "not a model as MetaEd writes it",
    ),
    "an unknown class": (stranger("Ship", "ShipId:Int32"), "it refers to Ship, which is not there"),
    "another key": (
        stranger("School", "SchoolName:String(9)"),
        "it refers to School by SchoolName, which has SchoolId",
    ),
    "a base": (
        broken(lambda content: content["entityDefinitions"][0].update(isAbstract=True)),
        "it brings the base BusTypeDescriptor; only data standards have bases",
    ),
}


@pytest.mark.parametrize(("content", "complaint"), UNFIT.values(), ids=UNFIT)
def test_a_model_that_does_not_fit_is_refused(tmp_path: Path, content: dict[str, Any], complaint: str) -> None:
    path = tmp_path / "fleet.json"
    path.write_text(json.dumps(content), "utf-8")
    with pytest.raises(UserError) as refused:
        Host(Settings(api_versions=("7.3",), memory=True, extensions=(path,)), notice=pytest.fail)
    assert str(refused.value).startswith(str(path))
    assert complaint in str(refused.value)
