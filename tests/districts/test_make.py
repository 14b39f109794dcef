"""Districts from a few numbers: the same each time, whole, taken by the server without a refusal."""

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest

from mockedfi.districts import make
from mockedfi.districts.design import Wish, design
from mockedfi.districts.find import DEFINITION, find, names
from mockedfi.districts.read import ROWS, read
from mockedfi.districts.summary import summary
from mockedfi.districts.toml import written
from mockedfi.errors import UserError
from mockedfi.loading.validate import validated
from mockedfi.model.catalogue import load

from .checker import Checker
from .files import documents_in

YEARS = {"3.3": 2011, "5.2": 2022}
VERSIONS = {"3.3": "5.2", "5.2": "7.3"}


def made(folder: Path, **wish: Any) -> Path:
    make.define(folder, YEARS, **wish)
    make.materialise(folder, (), lambda _: None)
    return folder


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small district in both data standards."""
    return made(tmp_path_factory.mktemp("district"), students=120, schools=4, seed=7)


@pytest.mark.parametrize("standard", YEARS)
def test_the_server_refuses_nothing(district: Path, standard: str) -> None:
    report = validated(district / f"ds-{standard}", VERSIONS[standard], lambda _: None)
    assert [each.reason for each in report.refusals.values()] == []
    assert report.counts["/ed-fi/students"].created == 120
    assert report.counts["/ed-fi/studentSchoolAssociations"].created == 120
    assert report.total.created > 2500


@pytest.mark.parametrize("standard", YEARS)
def test_it_is_referentially_whole(district: Path, standard: str) -> None:
    assert list(Checker(load(standard), documents_in(district / f"ds-{standard}")).mistakes()) == []


def test_the_same_wish_gives_the_same_files(district: Path, tmp_path: Path) -> None:
    again = made(tmp_path / district.name, students=120, schools=4, seed=7)
    for file in sorted(each for each in district.rglob("*") if each.is_file()):
        assert (again / file.relative_to(district)).read_bytes() == file.read_bytes(), file.name


def test_another_seed_is_another_district(district: Path) -> None:
    other, _ = design(Wish(students=120, schools=4, seed=8, school_years=YEARS))
    one = tomllib.loads((district / DEFINITION).read_text())
    assert other["name"] != one["name"]
    assert not {each["id"] for each in other["schools"]} & {each["id"] for each in one["schools"]}
    assert other["identifiers"]["students"] != one["identifiers"]["students"]


@pytest.mark.parametrize(("students", "schools"), [(0, 1), (1, 1), (10, 2), (30, 9), (5000, 12)])
def test_any_size_is_a_definition_that_can_be_read(tmp_path: Path, students: int, schools: int) -> None:
    make.define(tmp_path, YEARS, students=students, schools=schools, seed=3)
    definition = read(tmp_path, "5.2")
    assert definition.size.students == students
    assert len(definition.schools) == schools
    grades = [grade for school in definition.schools for grade in school.grades]
    assert len(set(grades)) == 13
    assert any(school.graduates for school in definition.schools)


def test_grades_are_about_equally_large(tmp_path: Path) -> None:
    make.define(tmp_path, YEARS, students=5000, schools=12, seed=3)
    shares: dict[str, float] = {}
    for school in read(tmp_path, "5.2").schools:
        for grade in school.grades:
            shares[grade] = shares.get(grade, 0) + school.share / len(school.grades)
    assert max(shares.values()) < 1.02 * min(shares.values())


def test_an_edited_definition_is_materialised_anew(tmp_path: Path) -> None:
    made(tmp_path, students=20, schools=1, seed=3)
    file = tmp_path / DEFINITION
    file.write_text(file.read_text().replace("students = 20", "students = 30"))
    counts = make.materialise(tmp_path, ("5.2",), lambda _: None)
    assert counts[tmp_path / "ds-5.2"]["students"] == 30


def test_clients_are_ready_for_the_server(district: Path) -> None:
    clients = tomllib.loads((district / make.CLIENTS).read_text())["clients"]
    agency = tomllib.loads((district / DEFINITION).read_text())["agency"]["id"]
    assert [each["education_organization_ids"] for each in clients] == [
        [agency],
        *([agency * 1000 + number] for number in range(1, 5)),
    ]


def test_a_summary(district: Path) -> None:
    shown = summary(district)
    json.dumps(shown)
    assert [each["category"] for each in shown["schools"]] == [
        "Elementary School",
        "Elementary School",
        "Middle School",
        "High School",
    ]
    assert [each["dataStandard"] for each in shown["dataStandards"]] == ["3.3", "5.2"]
    for each in shown["dataStandards"]:
        rows = documents_in(district / f"ds-{each['dataStandard']}")
        assert each["documents"] == sum(len(documents) for documents in rows.values())


def test_a_definition_without_documents(tmp_path: Path) -> None:
    make.define(tmp_path, YEARS)
    assert [each["documents"] for each in summary(tmp_path)["dataStandards"]] == [None, None]


@pytest.mark.parametrize("name", names())
def test_what_is_written_as_toml_is_read_as_it_was(name: str) -> None:
    for file in (find(name) / DEFINITION, find(name) / ROWS):
        if file.is_file():
            tables = tomllib.loads(file.read_text(encoding="utf-8"))
            text = written(tables, "A comment\nof two lines")
            assert tomllib.loads(text) == tables
            assert text.startswith("# A comment\n# of two lines\n")


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="choose another folder with -o"):
        make.define(tmp_path / "file", YEARS)
