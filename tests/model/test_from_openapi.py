"""Resources from an OpenAPI document alone."""

import pytest

from mockedfi.model.facts import DataStandard

from .documents import HARBOUR, document, path, schema, text
from .tiny import Builder, child, names, reference


@pytest.fixture
def harbour(build: Builder) -> DataStandard:
    return build(None, HARBOUR)


def test_every_address_is_a_resource(harbour: DataStandard) -> None:
    plurals = {name: each.plural for name, each in harbour.resources.items()}
    assert plurals == {
        "Port": "ports",
        "Berth": "berths",
        "Sailor": "sailors",
        "Boat": "boats",
        "Ferry": "ferries",
        "Tug": "tugs",
        "Tow": "tows",
        "HullDescriptor": "hullDescriptors",
    }


def test_marked_parameters_are_the_key(harbour: DataStandard) -> None:
    assert harbour.resources["Berth"].identity == (("berthNo",), ("portReference", "portCode"))
    assert harbour.resources["Berth"].primary_key == ("BerthNo", "PortCode")


def test_a_reference_finds_its_columns_by_its_role(harbour: DataStandard) -> None:
    home = reference(harbour.resources["Boat"], "homePortReference")
    assert (home.role, home.target, home.keys[0].parameter, home.keys[0].value.column) == (
        "Home",
        "Port",
        "homePortCode",
        "HomePortCode",
    )
    assert (home.required, home.identity) == (False, False)


def test_unique_ids_stand_for_people(harbour: DataStandard) -> None:
    sailor = harbour.resources["Sailor"]
    assert (sailor.person, sailor.identity, sailor.primary_key) == (True, (("sailorUniqueId",),), ("SailorUSI",))
    mate = reference(harbour.resources["Boat"], "mateSailorReference").keys[0]
    assert (mate.value.person, mate.value.column, mate.value.name) == ("Sailor", "MateSailorUSI", "sailorUniqueId")


def test_descriptors_are_of_the_longest_known_kind(harbour: DataStandard) -> None:
    shown = {each.name: each.descriptor for each in harbour.resources["Boat"].properties}
    assert shown == {
        "name": None,
        "hullDescriptor": "HullDescriptor",
        "innerHullDescriptor": "HullDescriptor",
        "tide": None,
    }


def test_text_without_a_length_is_a_time_of_day(harbour: DataStandard) -> None:
    shown = {each.name: (each.type, each.min_length, each.max_length) for each in harbour.resources["Boat"].properties}
    assert shown["tide"] == ("time", None, None)
    assert shown["name"] == ("string", 2, 30)


def test_children(harbour: DataStandard) -> None:
    boat = harbour.resources["Boat"]
    assert [(each.name, each.many, each.required) for each in boat.children] == [
        ("engine", False, False),
        ("sails", True, True),
    ]
    sails = child(boat, "sails")
    assert (sails.item_key, names(sails.properties)) == ((("no",),), ["no", "area"])
    spare = reference(sails, "spareBerthReference")
    assert [key.parameter for key in spare.keys] == ["spareBerthNo", "sparePortCode"]


def test_a_target_without_an_address_is_the_base_of_those_that_share_its_children(harbour: DataStandard) -> None:
    vessel = harbour.abstracts["Vessel"]
    assert (vessel.subtypes, vessel.primary_key) == (("Ferry", "Tug"), ("VesselId",))
    ferry = harbour.resources["Ferry"]
    assert (ferry.base, ferry.identity, names(ferry.properties)) == ("Vessel", (("ferryId",),), ["ferryId", "cars"])
    assert [(each.name, each.inherited) for each in ferry.children] == [("flags", True)]
    assert reference(harbour.resources["Tow"], "vesselReference").target == "Vessel"


def test_guesses_are_reported(build: Builder) -> None:
    build(
        None,
        document(
            {"/ed-fi/boats": path("edFi_boat", name=text())},
            edFi_boat=schema(
                "",
                name=text(),
                moodDescriptor=text(306),
                portReference={"$ref": "#/definitions/edFi_portReference"},
            ),
            edFi_portReference=schema("portCode", portCode=text(9)),
        ),
    )
    assert build.notes("guessed") == [
        "Boat.MoodDescriptor: it is taken for a MoodDescriptor, which no document lists",
        "Boat.portReference.portCode: no query parameter is called portPortCode or portCode; it has its own column",
        "Port: only references tell of it: its address and members are unknown",
    ]


def test_a_collections_role_less_key_is_taken_for_the_parents_of_that_name(build: Builder) -> None:
    link = {"$ref": "#/components/schemas/edFi_berthReference"}
    listed = {"type": "array", "items": {"$ref": "#/components/schemas/edFi_portBerth"}}
    port, berth = dict(HARBOUR["components"]["schemas"]["edFi_port"]), schema("berthReference", berthReference=link)
    port["properties"] = port["properties"] | {"berths": listed}
    changed = document(
        HARBOUR["paths"], **(HARBOUR["components"]["schemas"] | {"edFi_port": port, "edFi_portBerth": berth})
    )
    made = build(None, changed).resources["Port"]
    assert made.unifications == ((("portCode",), ("berths", "berthReference", "portCode")),)
    assert build.notes("guessed") == [
        "PortBerth.berthReference.portCode: it is taken for the portCode of Port, since their names agree"
    ]
