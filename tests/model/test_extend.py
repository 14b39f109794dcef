"""Adding an extension's OpenAPI document to a catalogue."""

import pytest

from mockedfi.model.build import extend, write
from mockedfi.model.build.report import Report
from mockedfi.model.catalogue import Catalogue
from mockedfi.model.plan import find

from .documents import HARBOUR, RACING, document, link, schema
from .tiny import Builder, child, names, reference


@pytest.fixture
def base(build: Builder) -> Catalogue:
    return Catalogue("harbour", write.catalogue(build(None, HARBOUR)))


@pytest.fixture
def extended(base: Catalogue, build: Builder) -> tuple[Catalogue, Report]:
    return extend.extended(base, [build.file("racing.json", RACING)])


@pytest.fixture
def catalogue(extended: tuple[Catalogue, Report]) -> Catalogue:
    return extended[0]


def test_its_resources_stand_in_its_namespace(catalogue: Catalogue) -> None:
    regatta = catalogue.find("racing", "Regattas")
    assert regatta is not None
    assert (regatta.name, regatta.schema, regatta.logical_schema) == ("Regatta", "racing", "Racing")
    assert regatta.identity == (("portReference", "portCode"), ("title",))
    port = reference(regatta, "portReference").keys[0]
    assert port.target == ("portCode",)


def test_what_was_there_stays_as_it_was(base: Catalogue, catalogue: Catalogue) -> None:
    for name, resource in base.resources.items():
        if name != "Boat":
            assert catalogue.resources[name] == resource


def test_extension_objects_are_added_to_resources_and_to_items(catalogue: Catalogue) -> None:
    boat = catalogue.resources["Boat"]
    (extension,) = boat.extensions
    assert (extension.name, extension.logical_name, extension.entity) == ("racing", "Racing", "BoatExtension")
    assert names(extension.properties) == ["handicap"]
    assert names(extension.references) == ["rivalBoatReference"]
    assert names(extension.children) == ["crews"]
    (of_items,) = child(boat, "sails").extensions
    assert names(of_items.properties) == ["colour"]


def test_a_subtype_of_a_known_base_has_its_children(catalogue: Catalogue) -> None:
    hovercraft = catalogue.resources["Hovercraft"]
    assert (hovercraft.base, hovercraft.identity) == ("Vessel", (("hovercraftId",),))
    assert hovercraft.children == catalogue.resources["Ferry"].children
    assert catalogue.abstracts["Vessel"].subtypes == ("Ferry", "Hovercraft", "Tug")
    assert "Hovercraft" in [each.name for each in catalogue.concrete("Vessel")]


def test_a_class_of_a_known_name_goes_by_its_schema(catalogue: Catalogue) -> None:
    hull = catalogue.find("racing", "hullDescriptors")
    assert hull is not None
    assert (hull.name, hull.entity) == ("racing.HullDescriptor", "HullDescriptor")
    assert catalogue.find("ed-fi", "hullDescriptors") == catalogue.resources["HullDescriptor"]


def test_descriptors_of_the_extension_and_of_the_base(catalogue: Catalogue) -> None:
    entrants = child(catalogue.resources["Regatta"], "entrants")
    assert entrants.properties[0].descriptor == "PrizeDescriptor"
    assert "Regatta" in catalogue.referring("PrizeDescriptor")


def test_a_key_of_the_parents_name_is_unified(catalogue: Catalogue) -> None:
    regatta = catalogue.resources["Regatta"]
    assert regatta.unifications == ((("portReference", "portCode"), ("entrants", "portReference", "portCode")),)


def test_load_order_counts_the_new_resources(catalogue: Catalogue) -> None:
    places = {each.name: place for place, each in enumerate(catalogue.in_load_order())}
    assert places["Regatta"] > max(places[name] for name in ("Port", "Boat", "Hovercraft", "PrizeDescriptor"))


def test_guesses_are_reported(extended: tuple[Catalogue, Report]) -> None:
    assert [note.place for note in extended[1].of("guessed")] == [
        "RegattaEntrant.portReference.portCode",
        "extension racing",
    ]


def test_paths_into_extensions_pass_through_ext(base: Catalogue, build: Builder) -> None:
    more = document(
        {},
        berthExtensions=schema("", racing=link("racing_berthExtension")),
        racing_berthExtension=schema("", portReference=link("edFi_portReference")),
        edFi_portReference=HARBOUR["components"]["schemas"]["edFi_portReference"],
    )
    made, _ = extend.extended(base, [build.file("more.json", more)])
    assert made.resources["Berth"].unifications == (
        (("portReference", "portCode"), ("_ext", "racing", "portReference", "portCode")),
    )


def test_an_extension_of_nothing_is_reported(base: Catalogue, build: Builder) -> None:
    lost = document({}, kiteExtensions=schema("", racing=link("racing_kiteExtension")), racing_kiteExtension=schema())
    _, report = extend.extended(base, [build.file("lost.json", lost)])
    assert [str(note) for note in report.of("not placed")] == ["not placed: kiteExtensions: there is no Kite to extend"]


def test_identities_of_extended_resources_resolve(catalogue: Catalogue) -> None:
    for resource in catalogue.resources.values():
        for path in resource.identity:
            assert find(resource, path)
