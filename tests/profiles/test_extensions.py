"""Extensions under profiles: what is shown and written of ``_ext``, at every depth."""

from typing import Any

import pytest

from mockedfi.model.facts import Child, Extension, Property, Resource
from mockedfi.profiles.definition import Selection
from mockedfi.profiles.merging import Merging
from mockedfi.profiles.projection import Projection
from mockedfi.profiles.scope import scope_of


def text(name: str, *, identity: bool = False) -> Property:
    member = name[:1].upper() + name[1:]
    return Property(name=name, member=member, column=member, type="string", required=identity, identity=identity)


PETS = Child(
    name="pets",
    member="StaffPets",
    entity="StaffPet",
    table="staffpet",
    many=True,
    required=False,
    item_key=(("petName",),),
    properties=(text("petName", identity=True), text("isFixed")),
)
PREFERENCE = Child(
    name="petPreference",
    member="StaffPetPreference",
    entity="StaffPetPreference",
    table="staffpetpreference",
    many=False,
    required=False,
    properties=(text("minimumWeight"), text("maximumWeight")),
)
SAMPLE = Extension(
    name="sample",
    logical_name="Sample",
    entity="StaffExtension",
    table="staffextension",
    properties=(text("firstPetOwnedDate"),),
    children=(PREFERENCE, PETS),
)
OTHER = Extension(name="other", logical_name="Other", entity="StaffOther", table="other", properties=(text("colour"),))
STAFF = Resource(
    name="Staff",
    plural="staffs",
    entity="Staff",
    table="staff",
    identity=(("staffUniqueId",),),
    properties=(text("staffUniqueId", identity=True), text("firstName")),
    extensions=(SAMPLE, OTHER),
)
STORED: dict[str, Any] = {
    "staffUniqueId": "1",
    "firstName": "Otto",
    "_ext": {
        "sample": {
            "firstPetOwnedDate": "2010-01-01",
            "petPreference": {"minimumWeight": "5", "maximumWeight": "50"},
            "pets": [{"petName": "Rex", "isFixed": "true"}, {"petName": "Tom", "isFixed": "false"}],
        },
        "other": {"colour": "red"},
    },
}
SENT: dict[str, Any] = {
    "staffUniqueId": "1",
    "firstName": "Anna",
    "_ext": {
        "sample": {
            "firstPetOwnedDate": "2020-02-02",
            "petPreference": {"minimumWeight": "7", "maximumWeight": "70"},
            "pets": [{"petName": "Rex", "isFixed": "no"}],
        },
        "other": {"colour": "blue"},
    },
}
NOTHING = Selection(mode="IncludeOnly")
DEEPLY = Selection(
    mode="IncludeOnly",
    children={"StaffPetPreference": Selection(mode="IncludeOnly", properties=("MinimumWeight",)), "StaffPets": NOTHING},
)
DEEPLY_SHOWN = {"petPreference": {"minimumWeight": "5"}, "pets": [{"petName": "Rex"}, {"petName": "Tom"}]}
WHOLE = STORED["_ext"]


def root(mode: str, **extensions: Selection) -> Selection:
    return Selection(mode=mode, extensions={name.capitalize(): each for name, each in extensions.items()})


SHOWN = [
    ("none is listed among those to include", root("IncludeOnly"), None),
    ("all are listed among those to exclude", root("ExcludeOnly", sample=NOTHING, other=NOTHING), None),
    ("another one is kept", root("ExcludeOnly", sample=NOTHING), {"other": WHOLE["other"]}),
    ("one is included", root("IncludeOnly", other=Selection(mode="IncludeAll")), {"other": WHOLE["other"]}),
    ("nothing of it is included", root("IncludeOnly", sample=NOTHING), {"sample": {}}),
    ("a part of it is included", root("IncludeOnly", sample=DEEPLY), {"sample": DEEPLY_SHOWN}),
    ("a part beside all else", root("IncludeAll", sample=DEEPLY), {"sample": DEEPLY_SHOWN, "other": WHOLE["other"]}),
    ("everything is included", root("IncludeAll"), WHOLE),
]


@pytest.mark.parametrize(("selection", "wanted"), [row[1:] for row in SHOWN], ids=[row[0] for row in SHOWN])
def test_what_is_shown(selection: Selection, wanted: Any) -> None:
    shown = Projection(scope_of(STAFF, selection, fold=False)).document(STORED)
    assert shown.get("_ext") == wanted
    assert ("_ext" in shown) is (wanted is not None)


def test_what_an_item_lacks_is_not_made_up() -> None:
    projection = Projection(scope_of(STAFF, root("IncludeOnly", sample=DEEPLY), fold=False))
    assert projection.document({"staffUniqueId": "1", "_ext": {"other": {"colour": "red"}}}) == {"staffUniqueId": "1"}


def written(selection: Selection) -> Any:
    merged = Merging(scope_of(STAFF, selection, fold=False)).merged(SENT, STORED)
    assert merged.uncreatable is None
    return merged.document.get("_ext")


def test_an_excluded_extension_keeps_what_is_stored() -> None:
    assert written(root("IncludeOnly")) == WHOLE
    assert written(root("ExcludeOnly", sample=NOTHING)) == {"sample": WHOLE["sample"], "other": {"colour": "blue"}}


def test_an_included_one_is_written_at_every_depth() -> None:
    assert written(root("IncludeAll", sample=DEEPLY)) == {
        "sample": {
            "firstPetOwnedDate": "2010-01-01",
            "petPreference": {"minimumWeight": "7", "maximumWeight": "50"},
            "pets": [{"petName": "Rex", "isFixed": "true"}],
        },
        "other": {"colour": "blue"},
    }


def test_an_extension_that_is_not_sent_keeps_what_the_profile_hides() -> None:
    scope = scope_of(STAFF, root("IncludeAll", sample=DEEPLY), fold=False)
    document = Merging(scope).merged({"staffUniqueId": "1"}, STORED).document
    assert document["_ext"] == {"sample": {"firstPetOwnedDate": "2010-01-01"}}
