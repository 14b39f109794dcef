"""The rules from tables to resources, on invented tables."""

from .tiny import Builder, child, descriptors, names, part_of, reference, table, to

PORTS = {
    "Port": table("PortCode:string(9) Name:string(30)?", "PortCode"),
    "Berth": table("BerthNo:int PortCode:string(9)", "BerthNo PortCode", to("Port", "PortCode")),
}


def test_roots_are_resources_with_identity_first(build: Builder) -> None:
    tables = {"Boat": table("Age:int? Name:string(30) Colour:string(9)?", "Name")}
    boat = build(tables).resources["Boat"]
    assert names(boat.properties) == ["name", "age", "colour"]
    assert boat.identity == (("name",),)
    assert (boat.plural, boat.table, boat.primary_key, boat.key_names) == ("boats", "boat", ("Name",), ("name",))


def test_columns_of_references_are_no_properties(build: Builder) -> None:
    berth = build(PORTS).resources["Berth"]
    assert names(berth.properties) == ["berthNo"]
    found = reference(berth, "portReference")
    assert (found.required, found.identity, found.role) == (True, True, "")
    assert berth.identity == (("berthNo",), ("portReference", "portCode"))


def test_inner_keys_have_the_targets_names_and_lead_to_its_values(build: Builder) -> None:
    tables = PORTS | {
        "Boat": table(
            "Name:string(30) HomeBerthNo:int? HomePortCode:string(9)?",
            "Name",
            to("Berth", "HomeBerthNo HomePortCode", "BerthNo PortCode"),
        )
    }
    found = reference(build(tables).resources["Boat"], "homeBerthReference")
    assert (found.role, found.target, found.required, found.identity) == ("Home", "Berth", False, False)
    assert [(key.value.name, key.parameter, key.value.column, key.target) for key in found.keys] == [
        ("berthNo", "homeBerthNo", "HomeBerthNo", ("berthNo",)),
        ("portCode", "homePortCode", "HomePortCode", ("portReference", "portCode")),
    ]


def test_descriptor_columns(build: Builder) -> None:
    tables = descriptors("HullDescriptor") | {
        "Boat": table(
            "Name:string(30) InnerHullDescriptorId:int?",
            "Name",
            to("HullDescriptor", "InnerHullDescriptorId", "HullDescriptorId"),
        ),
        "Race": table("HullDescriptorId:int No:int", "HullDescriptorId No", to("HullDescriptor", "HullDescriptorId")),
        "Start": table("HullDescriptorId:int No:int", "HullDescriptorId No", to("Race", "HullDescriptorId No")),
    }
    made = build(tables).resources
    shown = made["Boat"].properties[1]
    assert (shown.name, shown.member, shown.type) == ("innerHullDescriptor", "InnerHullDescriptor", "descriptor")
    assert (shown.descriptor, shown.max_length, shown.column) == ("HullDescriptor", 306, "InnerHullDescriptorId")
    key = reference(made["Start"], "raceReference").keys[0]
    assert (key.value.name, key.value.descriptor) == ("hullDescriptor", "HullDescriptor")


def test_a_descriptor_is_a_resource_known_by_namespace_and_code_value(build: Builder) -> None:
    standard = build(descriptors("HullDescriptor"))
    hull = standard.resources["HullDescriptor"]
    assert (hull.descriptor, hull.base, hull.plural) == (True, "Descriptor", "hullDescriptors")
    assert names(hull.properties) == ["codeValue", "description", "namespace", "shortDescription"]
    assert hull.identity == (("namespace",), ("codeValue",))
    assert hull.surrogate is not None
    assert hull.surrogate.name == "hullDescriptorId"
    assert standard.abstracts["Descriptor"].subtypes == ("HullDescriptor",)


def test_a_person_is_known_by_its_unique_id_alone(build: Builder) -> None:
    tables = {
        "Sailor": table("SailorUSI:int SailorUniqueId:string(32) Name:string(9)", "SailorUSI"),
        "Watch": table("No:int SailorUSI:int", "No SailorUSI", to("Sailor", "SailorUSI")),
        "Log": table("Page:int No:int MateSailorUSI:int", "Page", to("Watch", "No MateSailorUSI", "No SailorUSI")),
    }
    made = build(tables).resources
    sailor = made["Sailor"]
    assert (sailor.person, sailor.identity, sailor.primary_key) == (True, (("sailorUniqueId",),), ("SailorUSI",))
    assert names(sailor.properties) == ["sailorUniqueId", "name"]
    key = reference(made["Watch"], "sailorReference").keys[0]
    assert (key.value.name, key.value.person, key.value.type, key.target) == (
        "sailorUniqueId",
        "Sailor",
        "string",
        ("sailorUniqueId",),
    )
    log = reference(made["Log"], "mateWatchReference").keys[1]
    assert (log.value.name, log.parameter, log.value.max_length) == ("sailorUniqueId", "mateSailorUniqueId", 32)
    assert log.target == ("sailorReference", "sailorUniqueId")


def parts() -> dict[str, object]:
    return PORTS | {
        "Boat": table("Name:string(30)", "Name"),
        "BoatEngine": table("Name:string(30) Power:int", "Name", part_of("Boat", "Name"), root=False),
        "BoatSail": table("Name:string(30) No:int Area:int?", "Name No", part_of("Boat", "Name"), root=False),
        "BoatSailPatch": table(
            "Name:string(30) No:int Place:string(9)", "Name No Place", part_of("BoatSail", "Name No"), root=False
        ),
        "BoatBerth": table(
            "Name:string(30) BerthNo:int PortCode:string(9)",
            "BerthNo Name PortCode",
            part_of("Boat", "Name"),
            to("Berth", "BerthNo PortCode"),
            root=False,
        ),
    }


def test_children_are_objects_and_collections_named_without_their_owner(build: Builder) -> None:
    boat = build(parts()).resources["Boat"]
    assert [(each.name, each.member, each.many) for each in boat.children] == [
        ("engine", "BoatEngine", False),
        ("berths", "BoatBerths", True),
        ("sails", "BoatSails", True),
    ]
    assert child(boat, "sails").item_key == (("no",),)
    assert names(child(boat, "sails").children) == ["patches"]
    assert names(child(child(boat, "sails"), "patches").properties) == ["place"]


def test_whole_references_are_item_keys(build: Builder) -> None:
    berths = child(build(parts()).resources["Boat"], "berths")
    assert berths.item_key == (("berthReference", "berthNo"), ("berthReference", "portCode"))


def test_a_child_named_as_its_owner_stays_uncut(build: Builder) -> None:
    tables = {
        "Boat": table("Name:string(30)", "Name"),
        "BoatBoat": table("Name:string(30) No:int", "Name No", part_of("Boat", "Name"), root=False),
    }
    assert names(build(tables).resources["Boat"].children) == ["boats"]


def test_required_children_and_lengths_come_from_documents(build: Builder) -> None:
    boat = {
        "required": ["sails"],
        "properties": {
            "name": {"type": "string", "minLength": 2},
            "sails": {"type": "array", "items": {"$ref": "#/components/schemas/edFi_boatSail"}},
            "berths": {"type": "array", "items": {"$ref": "#/components/schemas/edFi_boatBerth"}},
            "flag": {"type": "string"},
        },
    }
    sail = {"properties": {"no": {"type": "integer"}, "area": {"type": "integer", "minimum": 1, "maximum": 90}}}
    paths = {"/ed-fi/boats/{id}": {"put": {"x-Ed-Fi-isUpdatable": True}}}
    document = {"components": {"schemas": {"edFi_boat": boat, "edFi_boatSail": sail}}, "paths": paths}
    made = build(parts(), document).resources
    boat_made = made["Boat"]
    assert (child(boat_made, "sails").required, child(boat_made, "berths").required) == (True, False)
    assert boat_made.properties[0].min_length == 2
    area = child(boat_made, "sails").properties[1]
    assert (area.minimum, area.maximum) == (1, 90)
    assert (boat_made.updatable, made["Port"].updatable) == (True, False)
    assert build.notes("only in the OpenAPI document") == ["Boat: flag"]
    assert sorted(build.notes("not in the OpenAPI document")) == [
        "Berth: the whole resource",
        "Boat (BoatSail): patches",
        "Boat: engine",
        "Port: the whole resource",
    ]


def ships() -> dict[str, object]:
    return {
        "Vessel": table("VesselId:int Name:string(30)", "VesselId"),
        "VesselFlag": table("VesselId:int Flag:string(9)", "Flag VesselId", part_of("Vessel", "VesselId"), root=False),
        "VesselCategory": table(
            "VesselId:int Category:string(9)", "Category VesselId", part_of("Vessel", "VesselId"), root=False
        ),
        "Ferry": table("FerryId:int Cars:int?", "FerryId", part_of("Vessel", "FerryId", "VesselId"), root=False),
        "FerryCategory": table("FerryId:int Kind:string(9)", "FerryId Kind", part_of("Ferry", "FerryId"), root=False),
        "Tug": table("TugId:int", "TugId", part_of("Vessel", "TugId", "VesselId"), root=False),
        "Tow": table("No:int VesselId:int TugId:int", "No", to("Vessel", "VesselId"), to("Tug", "TugId")),
    }


def test_a_base_with_subtypes_is_no_resource_but_can_be_referred_to(build: Builder) -> None:
    standard = build(ships())
    assert sorted(standard.resources) == ["Ferry", "Tow", "Tug"]
    vessel = standard.abstracts["Vessel"]
    assert (vessel.subtypes, vessel.identity, vessel.primary_key) == (("Ferry", "Tug"), ("vesselId",), ("VesselId",))
    found = reference(standard.resources["Tow"], "vesselReference")
    assert (found.target, found.keys[0].value.name) == ("Vessel", "vesselId")
    assert found.keys[0].target == ("vesselId",), "subtypes call it otherwise"


def test_a_subtype_has_its_own_key_and_what_its_base_has(build: Builder) -> None:
    ferry = build(ships()).resources["Ferry"]
    assert (ferry.base, ferry.identity, ferry.primary_key) == ("Vessel", (("ferryId",),), ("FerryId",))
    assert names(ferry.properties) == ["ferryId", "name", "cars"]
    assert [(each.name, each.inherited) for each in ferry.children] == [
        ("vesselCategories", True),
        ("flags", True),
        ("ferryCategories", False),
    ], "members that would collide stay uncut"
    assert names(build(ships()).resources["Tug"].children) == ["categories", "flags"]


def test_a_base_reference_holds_the_key_of_its_subtypes(build: Builder) -> None:
    tables = PORTS | {
        "Visit": table("PortCode:string(9) Day:date", "Day PortCode", to("Port", "PortCode")),
        "Repair": table("PortCode:string(9) Day:date Cost:money?", "PortCode Day",
            part_of("Visit", "PortCode Day"), root=False),
        "Refuel": table("PortCode:string(9) Day:date", "Day PortCode", part_of("Visit", "Day PortCode"), root=False),
        "Bill": table("No:int PortCode:string(9) Day:date", "No", to("Visit", "Day PortCode")),
    }  # fmt: skip
    standard = build(tables)
    repair = standard.resources["Repair"]
    assert names(repair.properties) == ["day", "cost"]
    assert repair.identity == (("day",), ("portReference", "portCode")), "in the order of the base's key"
    key = {each.value.name: each.target for each in reference(standard.resources["Bill"], "visitReference").keys}
    assert key == {"day": ("day",), "portCode": ("portReference", "portCode")}, "all subtypes agree"


def test_paths_that_carry_one_column_must_be_equal(build: Builder) -> None:
    tables = PORTS | {
        "Boat": table(
            "Name:string(30) PortCode:string(9) BerthNo:int?", "Name PortCode",
            to("Port", "PortCode"), to("Berth", "BerthNo PortCode"),
        ),
        "BoatSpare": table(
            "Name:string(30) PortCode:string(9) BerthNo:int", "BerthNo Name PortCode",
            part_of("Boat", "Name PortCode"), to("Berth", "BerthNo PortCode"), root=False,
        ),
    }  # fmt: skip
    boat = build(tables).resources["Boat"]
    assert boat.unifications == (
        (
            ("portReference", "portCode"),
            ("berthReference", "portCode"),
            ("spares", "berthReference", "portCode"),
        ),
    )
    assert not boat.references[0].required
    assert boat.identity[1] == ("portReference", "portCode"), "a required reference before an optional one"
    assert [key.contextual for key in child(boat, "spares").references[0].keys] == [False, True]


def test_an_optional_reference_without_columns_of_its_own_is_implied(build: Builder) -> None:
    tables = PORTS | {
        "Boat": table(
            "Name:string(30) HomePortCode:string(9)? HomeBerthNo:int?", "Name",
            to("Port", "HomePortCode", "PortCode"), to("Berth", "HomeBerthNo HomePortCode", "BerthNo PortCode"),
        ),
    }  # fmt: skip
    boat = build(tables).resources["Boat"]
    assert [(each.name, each.implied) for each in boat.references] == [
        ("homeBerthReference", False),
        ("homePortReference", True),
    ]


def test_query_parameters_are_the_roots_columns_and_the_id(build: Builder) -> None:
    tables = parts()
    tables["Boat"] = table("Name:string(30) HomePortCode:string(9)?", "Name", to("Port", "HomePortCode", "PortCode"))
    shown = build(tables).resources["Boat"].parameters
    assert [(each.name, each.path, each.type) for each in shown] == [
        ("name", ("name",), "string"),
        ("homePortCode", ("homePortReference", "portCode"), "string"),
        ("id", ("id",), "string"),
    ]


def test_query_parameters_stand_as_in_the_documents(build: Builder) -> None:
    """Key, references (identifying, required, others), descriptors by their foreign keys, the rest."""
    tables = parts() | descriptors("HullDescriptor", "SailDescriptor")
    tables["Boat"] = table(
        "Colour:string(9)? HullDescriptorId:int? KindDescriptorId:int LastPortCode:string(9)? MainPortCode:string(9)"
        " Name:string(30) PortCode:string(9) SailDescriptorId:int?",
        "KindDescriptorId Name PortCode",
        to("Port", "LastPortCode", "PortCode"), to("SailDescriptor", "SailDescriptorId"),
        to("HullDescriptor", "HullDescriptorId"), to("HullDescriptor", "KindDescriptorId", "HullDescriptorId"),
        to("Port", "MainPortCode", "PortCode"), to("Port", "PortCode"),
    )  # fmt: skip
    assert [each.name for each in build(tables).resources["Boat"].parameters] == [
        "kindDescriptor", "name",
        "portCode", "mainPortCode", "lastPortCode",
        "sailDescriptor", "hullDescriptor",
        "colour", "id",
    ]  # fmt: skip


def test_what_documents_mark_is_deprecated(build: Builder) -> None:
    tables = parts() | {"Boat": table("Name:string(30) Colour:string(9)?", "Name")}
    marked = {"properties": {"colour": {"type": "string", "x-Ed-Fi-isDeprecated": True}}}
    document = {"paths": {"/ed-fi/boats": {"get": {"deprecated": True}}}, "definitions": {"edFi_boat": marked}}
    boat = build(tables, document).resources["Boat"]
    assert boat.deprecated
    assert {each.name: each.deprecated for each in boat.properties} == {"name": False, "colour": True}


def test_subjects_are_people_and_one_education_organization_of_the_key(build: Builder) -> None:
    tables = {
        "EducationOrganization": table("EducationOrganizationId:int", "EducationOrganizationId"),
        "School": table("SchoolId:int", "SchoolId",
            part_of("EducationOrganization", "SchoolId", "EducationOrganizationId"), root=False),
        "Student": table("StudentUSI:int StudentUniqueId:string(32)", "StudentUSI"),
        "Visit": table(
            "SchoolId:int StudentUSI:int OtherSchoolId:int", "OtherSchoolId SchoolId StudentUSI",
            to("School", "SchoolId"), to("School", "OtherSchoolId", "SchoolId"), to("Student", "StudentUSI"),
        ),
        "Note": table("No:int StudentUSI:int", "No", to("Student", "StudentUSI")),
    }  # fmt: skip
    made = build(tables).resources
    shown = [(each.name, each.column, each.kind, each.path) for each in made["Visit"].subjects]
    assert shown == [
        ("SchoolId", "SchoolId", "EducationOrganization", ("schoolReference", "schoolId")),
        ("StudentUniqueId", "StudentUSI", "Student", ("studentReference", "studentUniqueId")),
    ]
    assert [each.path for each in made["Student"].subjects] == [("studentUniqueId",)]
    assert made["Note"].subjects == ()


def test_load_order(build: Builder) -> None:
    tables = descriptors("HullDescriptor") | PORTS | ships()
    tables["Boat"] = table(
        "Name:string(30) MotherName:string(30)? HullDescriptorId:int VesselId:int", "Name",
        to("Boat", "MotherName", "Name"), to("HullDescriptor", "HullDescriptorId"), to("Vessel", "VesselId"),
    )  # fmt: skip
    tables["BoatBerth"] = table(
        "Name:string(30) BerthNo:int PortCode:string(9)", "BerthNo Name PortCode",
        part_of("Boat", "Name"), to("Berth", "BerthNo PortCode"), root=False,
    )  # fmt: skip
    made = build(tables).resources
    assert {name: each.order for name, each in made.items()} == {
        "HullDescriptor": 1, "Port": 1, "Ferry": 1, "Tug": 1, "Berth": 2, "Tow": 2, "Boat": 3,
    }  # fmt: skip
