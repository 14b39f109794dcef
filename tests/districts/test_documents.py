"""Every document of every district is valid by the catalogue, and every reference finds its target."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import orjson
import pytest

from mockedfi.districts.files import read_file
from mockedfi.districts.find import documents_of, find, names
from mockedfi.districts.generator import generate
from mockedfi.districts.read import data_standards
from mockedfi.model.catalogue import load

from .checker import Checker

EVERY = [(name, standard) for name in names() for standard in data_standards(find(name))]
WRITTEN = [(name, standard) for name, standard in EVERY if documents_of(find(name), standard).is_dir()]
"""The others are made when they are served."""


@pytest.mark.parametrize(("name", "standard"), EVERY)
def test_documents_are_valid(name: str, standard: str) -> None:
    documents = defaultdict(list)
    if (name, standard) in WRITTEN:
        documents |= {file.stem: list(read_file(file)) for file in documents_of(find(name), standard).glob("*.json")}
    else:
        for plural, document in generate(find(name), standard):
            documents[plural].append(document)
    mistakes = list(Checker(load(standard), documents).mistakes())
    assert not mistakes, f"{len(mistakes)} mistakes:\n" + "\n".join(mistakes[:10])


@pytest.mark.parametrize(
    ("plural", "change", "message"),
    [
        ("students", lambda row: row.pop("birthDate"), "Student.birthDate is missing"),
        ("students", lambda row: row.update(lastSurname="x" * 76), "longer than 75"),
        ("students", lambda row: row.update(studentUniqueId="910002"), "is there twice"),
        ("students", lambda row: row.update(birthCity=row.pop("birthCity")), "in another order"),
        ("students", lambda row: row.update(nickname="x"), "has no ['nickname']"),
        ("students", lambda row: row.update(birthStateAbbreviationDescriptor="uri://x#Y"), "no known descriptor"),
        (
            "sections",
            lambda row: row["locationReference"].update(classroomIdentificationCode="?"),
            "refers to no Location",
        ),
        ("sections", lambda row: row["locationSchoolReference"].update(schoolId=867530002), "disagree"),
        ("sections", lambda row: row.update(sequenceOfCourse="1"), "is no int32"),
    ],
)
def test_the_check_sees_mistakes(plural: str, change: Callable[[dict[str, Any]], Any], message: str) -> None:
    folder = documents_of(find("cedar-ridge"), "5.2")
    documents = {file.stem: list(read_file(file)) for file in folder.glob("*.json")}
    change(documents[plural][0])
    assert any(message in mistake for mistake in Checker(load("5.2"), documents).mistakes())


@pytest.mark.parametrize(("name", "standard"), WRITTEN)
def test_files_are_one_array_with_a_document_a_line(name: str, standard: str) -> None:
    for file in documents_of(find(name), standard).glob("*.json"):
        data = file.read_bytes()
        assert len(orjson.loads(data)) == data.count(b"\n") - 2 == len(list(read_file(file)))


def test_all_districts_together_are_small() -> None:
    size = sum(file.stat().st_size for name in names() for file in find(name).rglob("*.json"))
    assert size < 10 * 1024 * 1024
