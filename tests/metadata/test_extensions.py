"""Documents over a data standard that an extension adds to."""

from dataclasses import replace
from types import SimpleNamespace

import orjson
import pytest

from mockedfi.exchange import Request
from mockedfi.metadata import Surface
from mockedfi.model.facts import Child, Extension, Property, Resource
from mockedfi.problems import Refusal


def extended(catalogue):
    """A catalogue of students with an extension of theirs, and of pets."""
    name = Property(name="petName", member="PetName", column="PetName", type="string", required=True, identity=True)
    pets = Child(
        entity="StudentPet", table="studentpet", schema="zoo", name="pets", member="Pets", many=True,
        required=True, properties=(name,),
    )  # fmt: skip
    extension = Extension(
        entity="StudentExtension", table="studentextension", schema="zoo", name="zoo", logical_name="Zoo",
        children=(pets,),
    )  # fmt: skip
    association = catalogue.resources["StudentSchoolAssociation"]
    keeper = next(each for each in association.references if each.target == "Student")
    pet = Resource(
        entity="Pet", table="pet", schema="zoo", name="Pet", namespace="zoo", logical_schema="Zoo", plural="pets",
        identity=(("petName",),), properties=(name,), references=(keeper,),
    )  # fmt: skip
    resources = {
        "Pet": pet,
        "Person": catalogue.resources["Person"],
        "SourceSystemDescriptor": catalogue.resources["SourceSystemDescriptor"],
        "Student": replace(_bare(catalogue.resources["Student"]), extensions=(extension,)),
        "StudentSchoolAssociation": replace(_bare(association), identity=(), references=(keeper,)),
    }
    return SimpleNamespace(
        name=catalogue.name,
        version=catalogue.version,
        resources=resources,
        abstracts={},
        concrete=lambda target: (resources[target],),
    )


def _bare(resource):
    """With its identity only."""
    return replace(resource, children=(), properties=tuple(each for each in resource.properties if each.identity))


@pytest.fixture
def ask(api):
    surface = Surface(extended(api.catalogue), api.dialect)

    def answered(path, query="version=2"):
        request = Request(method="GET", path=path, query=query, root=api.root)
        return orjson.loads(surface.answer(request).body)

    return answered


def test_what_is_added_stands_below_ext(ask, api):
    member = "zoo" if api.version == "7.3" else "Zoo"
    shown = ask("/metadata/data/v3/resources/swagger.json")["definitions"]
    assert shown["edFi_student"]["properties"]["_ext"] == {"$ref": "#/definitions/studentExtensions"}
    assert shown["studentExtensions"]["properties"] == {member: {"$ref": "#/definitions/zoo_studentExtension"}}
    assert shown["zoo_studentExtension"]["required"] == ["pets"]
    assert shown["zoo_studentExtension"]["properties"]["pets"]["items"] == {"$ref": "#/definitions/zoo_studentPet"}
    assert shown["zoo_studentPet"]["properties"]["petName"]["x-Ed-Fi-isIdentity"] is True


def test_an_extension_has_a_document_of_its_own(ask):
    listed = {each["name"]: each for each in ask("/metadata", "sdk=true")}
    assert listed["Zoo"]["prefix"] == "Extensions"
    shown = ask("/metadata/data/v3/zoo/swagger.json")
    assert [each["name"] for each in shown["tags"]] == ["pets"]
    assert "edFi_studentReference" in shown["definitions"]
    assert shown["definitions"]["zoo_pet"]["properties"]["studentReference"]
    assert {"zoo_studentExtension", "zoo_studentPet", "edFi_personReference"} <= shown["definitions"].keys()
    assert not {"edFi_student", "studentExtensions"} & shown["definitions"].keys()
    assert "/zoo/pets" in shown["paths"]
    assert "/zoo/pets" in ask("/metadata/data/v3/resources/swagger.json")["paths"]
    assert "/zoo/pets" not in ask("/metadata/data/v3/ed-fi/swagger.json")["paths"]


def test_pets_are_loaded_once_their_keepers_can_be_seen(ask):
    orders = {
        each["resource"]: each["order"]
        for each in ask("/metadata/data/v3/dependencies")
        if "Create" in each["operations"]
    }
    assert orders["/zoo/pets"] > orders["/ed-fi/studentSchoolAssociations"] > orders["/ed-fi/students"]


def test_a_circle_is_refused(api):
    catalogue = extended(api.catalogue)
    pet = catalogue.resources["Pet"]
    owner = replace(pet.references[0], name="petReference", member="PetReference", target="Pet")
    student = catalogue.resources["StudentSchoolAssociation"]
    catalogue.resources["StudentSchoolAssociation"] = replace(student, references=(*student.references, owner))
    surface = Surface(catalogue, api.dialect)
    with pytest.raises(Refusal) as refused:
        surface.answer(Request(method="GET", path="/metadata/data/v3/dependencies", root=api.root))
    assert "Pet -> StudentSchoolAssociation" in refused.value.facts["cycle"]
