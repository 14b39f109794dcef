"""Reading the SQL of tables."""

from pathlib import Path

import pytest

from mockedfi.errors import UserError
from mockedfi.model.build import command, sql, tables
from mockedfi.model.facts import DataStandard

from .tiny import child, names, part_of, reference, table, to

TABLES = """
-- Table edfi.Port; not CREATE TABLE edfi.Pier (No INT NOT NULL);
CREATE TABLE edfi.Port (
    PortId SERIAL NOT NULL,
    Discriminator VARCHAR(128) NULL,
    CreateDate TIMESTAMP NOT NULL,
    LastModifiedDate TIMESTAMP NOT NULL,
    Id UUID NOT NULL,
    CONSTRAINT Port_PK PRIMARY KEY (PortId)
);
ALTER TABLE edfi.Port ALTER COLUMN CreateDate SET DEFAULT current_timestamp;
COMMENT ON TABLE edfi.Port IS 'Where boats rest (NOT NULL).';

CREATE TABLE edfi.Boat (
    BoatId BIGINT NOT NULL,
    Name VARCHAR(30) NOT NULL,
    HomePortId INT NULL,
    Length DECIMAL(5, 2) NULL,
    Price MONEY NULL,
    Masts SMALLINT NULL,
    Launched DATE NOT NULL,
    Seen TIMESTAMP NULL,
    Tide TIME NULL,
    Sails BOOLEAN NULL,
    CreateDate TIMESTAMP NOT NULL,
    Id UUID NOT NULL,
    CONSTRAINT Boat_PK PRIMARY KEY (BoatId, Name)
);

CREATE TABLE edfi.BoatColour (
    BoatId BIGINT NOT NULL,
    Name VARCHAR(30) NOT NULL,
    Colour VARCHAR(9) NOT NULL,
    CreateDate TIMESTAMP NOT NULL,
    CONSTRAINT BoatColour_PK PRIMARY KEY (BoatId, Name, Colour)
);

CREATE TABLE auth.Harbourmaster (
    HarbourmasterId INT NOT NULL,
    CONSTRAINT Harbourmaster_PK PRIMARY KEY (HarbourmasterId)
);
"""
KEYS = """
ALTER TABLE edfi.Boat ADD CONSTRAINT FK_1_Port FOREIGN KEY (HomePortId)
REFERENCES edfi.Port (PortId)
ON UPDATE CASCADE
;

CREATE INDEX FK_1_Port
ON edfi.Boat (HomePortId ASC);

ALTER TABLE edfi.BoatColour
    ADD CONSTRAINT FK_2_Boat FOREIGN KEY (BoatId, Name) REFERENCES edfi.Boat (BoatId, Name) ON DELETE CASCADE;
"""
SAME = {
    "Port": table("PortId:int", "PortId"),
    "Boat": table(
        "BoatId:long Name:string(30) HomePortId:int? Length:decimal(5,2)? Price:money? Masts:short? Launched:date"
        " Seen:datetime? Tide:time? Sails:boolean?",
        "BoatId Name",
        to("Port", "HomePortId", "PortId", onUpdate="cascade"),
    ),
    "BoatColour": table(
        "BoatId:long Name:string(30) Colour:string(9)", "BoatId Name Colour", part_of("Boat", "BoatId Name"), root=False
    ),
}


def written(folder: Path, *contents: str) -> list[Path]:
    paths = [folder / f"{number}.sql" for number, _ in enumerate(contents)]
    for path, content in zip(paths, contents, strict=True):
        path.write_text(content, "utf-8")
    return paths


def built(folder: Path, *contents: str) -> DataStandard:
    standard, _ = command.build("tiny", "tiny.0", None, [], written(folder, *contents))
    return standard


def test_sql_tells_what_table_facts_tell(tmp_path: Path) -> None:
    assert tables.made(sql.facts(written(tmp_path, TABLES, KEYS))) == tables.made(SAME)


def test_a_data_standard_is_built_from_sql(tmp_path: Path) -> None:
    standard = built(tmp_path, TABLES, KEYS)
    assert sorted(standard.resources) == ["Boat", "Port"]
    boat = standard.resources["Boat"]
    assert reference(boat, "homePortReference").cascade
    assert names(child(boat, "colours").properties) == ["colour"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (KEYS, r"0\.sql: not the SQL of a data standard's tables \(KeyError\('Boat'\)\); give it as --sql"),
        (TABLES.replace("MONEY", "JSONB"), r"0\.sql: not the SQL .*column Price has the unknown type JSONB"),
        ("SELECT 1;", r"0\.sql: no table of schema edfi is made there"),
    ],
)
def test_sql_of_something_else_is_one_clear_line(tmp_path: Path, content: str, said: str) -> None:
    with pytest.raises(UserError, match=said) as caught:
        built(tmp_path, content)
    assert "\n" not in str(caught.value)


def test_tables_given_twice(tmp_path: Path) -> None:
    paths = written(tmp_path, TABLES)
    with pytest.raises(UserError, match="give --tables or --sql"):
        command.build("tiny", "tiny.0", paths[0], [], paths)
