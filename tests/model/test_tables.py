"""Reading table facts."""

import pytest

from mockedfi.errors import UserError

from .tiny import Builder, child, part_of, reference, table, to


def test_types_sizes_and_required(build: Builder) -> None:
    columns = (
        "BoatId:long Name:string(30) Length:decimal(5,2)? Price:money? Masts:short? Launched:date Seen:datetime?"
        " Sails:boolean? Tide:time? DATE:date? Crew:int"
    )
    boat = build({"Boat": table(columns, "BoatId")}).resources["Boat"]
    shown = {each.name: each for each in boat.properties}
    assert {name: each.type for name, each in shown.items()} == {
        "boatId": "int64",
        "name": "string",
        "length": "decimal",
        "price": "decimal",
        "masts": "int16",
        "launched": "date",
        "seen": "datetime",
        "sails": "boolean",
        "tide": "time",
        "date": "date",
        "crew": "int32",
    }
    assert (shown["name"].max_length, shown["name"].required, shown["masts"].required) == (30, True, False)
    assert (shown["length"].precision, shown["length"].scale) == (5, 2)
    assert (shown["price"].precision, shown["price"].scale) == (19, 4)
    assert shown["date"].member == "Date"


def test_a_foreign_key_written_twice_counts_once(build: Builder) -> None:
    tables = {
        "Port": table("PortId:int", "PortId"),
        "Boat": table("BoatId:int PortId:int", "BoatId", to("Port", "PortId"), to("Port", "PortId")),
    }
    assert [each.name for each in build(tables).resources["Boat"].references] == ["portReference"]


TRUNCATED = "harbourmasterauthorizationwithaveryverylongnamethatkeepsgoing_0a1b2c"
FULL = "harbourMasterAuthorizationWithAVeryVeryLongNameThatKeepsGoingOnAndOn"


def truncated() -> dict[str, object]:
    owner = "HarbourMasterAuthorization"
    return {
        owner: table("Code:string(9)", "Code"),
        TRUNCATED: table("Code:string(9) Colour:string(9)", "Code Colour", part_of(owner, "Code"), root=False),
    }


def test_a_shortened_name_is_completed_from_the_documents_and_kept_for_the_database(build: Builder) -> None:
    schema = {"properties": {"colour": {"type": "string"}}}
    document = {"components": {"schemas": {f"edFi_{FULL}": schema}}, "paths": {}}
    owner = build(truncated(), document).resources["HarbourMasterAuthorization"]
    found = child(owner, "withAVeryVeryLongNameThatKeepsGoingOnAndOns")
    assert found.entity == FULL[:1].upper() + FULL[1:]
    assert found.table == TRUNCATED
    assert not build.notes("guessed")


def test_a_shortened_name_that_no_document_completes_is_reported(build: Builder) -> None:
    build(truncated())
    assert build.notes("guessed")[0].startswith(TRUNCATED)


def test_a_foreign_key_to_nothing_is_reported_and_its_columns_are_properties(build: Builder) -> None:
    boat = build({"Boat": table("BoatId:int PortId:int", "BoatId", to("Port", "PortId"))}).resources["Boat"]
    assert [each.name for each in boat.properties] == ["boatId", "portId"]
    assert build.notes("not placed") == ["Boat: it refers to Port, which is no table: no reference comes of it"]


def test_on_update_cascade_and_the_place_of_a_foreign_key(build: Builder) -> None:
    tables = {
        "Port": table("PortId:int", "PortId"),
        "Coast": table("CoastId:int", "CoastId"),
        "Boat": table(
            "BoatId:int PortId:int CoastId:int",
            "BoatId",
            to("Port", "PortId", onUpdate="cascade"),
            to("Coast", "CoastId"),
        ),
    }
    boat = build(tables).resources["Boat"]
    port, coast = reference(boat, "portReference"), reference(boat, "coastReference")
    assert (port.cascade, port.order) == (True, 0)
    assert (coast.cascade, coast.order) == (False, 1)


@pytest.mark.parametrize("content", [[], {"Boat": {}}, {"Boat": {"columns": {"A": "colour"}, "primaryKey": ["A"]}}])
def test_a_file_that_is_no_table_facts_is_one_clear_line(build: Builder, content: object) -> None:
    with pytest.raises(UserError, match=r"tables\.json: not a file of table facts .*give one as --tables") as caught:
        build(content)  # type: ignore[arg-type]
    assert "\n" not in str(caught.value)


def test_a_child_of_nothing_is_one_clear_line(build: Builder) -> None:
    with pytest.raises(UserError, match="Sail belongs to Boat, which is no table of the file"):
        build({"Sail": table("BoatId:int No:int", "BoatId No", part_of("Boat", "BoatId"), root=False)})


def test_nothing_to_build_from(build: Builder) -> None:
    with pytest.raises(UserError, match="give --tables or --sql, --openapi or both"):
        build()
