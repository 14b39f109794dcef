"""Files of documents: which resource they are of, in which order they are loaded, what is wrong with them."""

from pathlib import Path
from typing import Any

import pytest

from mockedfi.errors import UserError
from mockedfi.loading.documents import bare, entries
from mockedfi.loading.sources import Sources
from mockedfi.model.catalogue import load

STUDENT = '{"studentUniqueId": "1"}'


def held(*files: Path, plural: str = "") -> list[tuple[str, list[Any]]]:
    with Sources(load("5.2"), plural) as sources:
        return [(each.resource.name, [entry.document for entry in each.entries()]) for each in sources.batches(files)]


def mistake(*files: Path, plural: str = "") -> str:
    with pytest.raises(UserError) as caught:
        held(*files, plural=plural)
    return str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        f"[{STUDENT}]",
        f"[\n{STUDENT}\n]\n",
        f"[\n{STUDENT},\n{STUDENT}\n]",
        f"{STUDENT}\n{STUDENT}\n",
        STUDENT,
        '{\n  "studentUniqueId":\n  "1"\n}',
        f'[\n  {{\n    "studentUniqueId": "1"\n  }},\n  {STUDENT}\n]',
        "[\n]",
        "[]",
    ],
)
def test_arrays_and_lines(tmp_path: Path, text: str) -> None:
    file = tmp_path / "students.json"
    file.write_text(text)
    assert held(file) == [("Student", [{"studentUniqueId": "1"}] * text.count("studentUniqueId"))]


def test_a_folder_is_loaded_in_the_order_of_the_data_standard(tmp_path: Path) -> None:
    for name in ("studentSchoolAssociations.json", "schools.JSON", "students.jsonl", "gradeLevelDescriptors.json"):
        (tmp_path / name).write_text("[]")
    (tmp_path / "notes.txt").write_text("not a document")
    names = [name for name, _ in held(tmp_path)]
    assert names[0] == "GradeLevelDescriptor"
    assert set(names[1:3]) == {"School", "Student"}
    assert names[3:] == ["StudentSchoolAssociation"]


def test_places_are_lines(tmp_path: Path) -> None:
    file = tmp_path / "students.json"
    file.write_text(f"[\n{STUDENT},\n\n{STUDENT}\n]")
    assert [each.place for each in entries(file)] == ["students.json:2", "students.json:4"]


def test_the_resource_may_be_named(tmp_path: Path) -> None:
    file = tmp_path / "everybody.json"
    file.write_text(f"[{STUDENT}]")
    assert held(file, plural="students")[0][0] == "Student"
    assert mistake(file) == (
        f"{file}: data standard 5.2 has no resource everybody; rename the file, or give --resource"
    )
    assert "has no resource studnts; did you mean students?" in mistake(file, plural="studnts")


@pytest.mark.parametrize(
    ("name", "text", "line"),
    [
        ("students.json", "{", "is no JSON"),
        ("students.json", "7", "holds no documents"),
        ("students.json", "[7]", "number 1 is no document"),
        ("students.json", f"[\n{STUDENT},\n7\n]", "number 3 is no document"),
        ("students.csv", "", "a file's name must end in .json, .jsonl, .xml"),
        ("students.xml", "<Students/>", "is no Ed-Fi interchange file"),
    ],
)
def test_mistakes(tmp_path: Path, name: str, text: str, line: str) -> None:
    file = tmp_path / name
    file.write_text(text)
    assert line in mistake(file)


def test_what_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert "there is no .json, .jsonl, .xml file in this folder" in mistake(tmp_path / "empty")
    assert "cannot be read (No such file or directory)" in mistake(tmp_path / "students.json")
    assert "cannot be read" in mistake(tmp_path / "students.xml")


def test_what_an_api_adds_is_taken_away() -> None:
    shown = {
        "id": "x",
        "schoolReference": {"schoolId": 1, "link": {"rel": "School", "href": "/x"}},
        "addresses": [],
        "classPeriods": [{"classPeriodReference": {"classPeriodName": "1", "link": {"rel": "", "href": ""}}}],
        "_etag": "1",
        "_lastModifiedDate": "2021",
    }
    assert bare(shown) == {
        "schoolReference": {"schoolId": 1},
        "classPeriods": [{"classPeriodReference": {"classPeriodName": "1"}}],
    }
