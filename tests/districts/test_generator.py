"""Documents follow from the definition alone, come in an order in which they can be created, and fit together."""

from collections import Counter, defaultdict
from dataclasses import replace
from itertools import islice

import pytest

from mockedfi.districts.files import read_file, write
from mockedfi.districts.find import documents_of, find, names
from mockedfi.districts.generator import documents, generate
from mockedfi.districts.read import data_standards, read
from mockedfi.districts.roster import Roster
from mockedfi.districts.shape import Shaper
from mockedfi.districts.world import World
from mockedfi.errors import UserError
from mockedfi.model.catalogue import load

from .rows import rows

WRITTEN = [
    (name, standard)
    for name in names()
    for standard in data_standards(find(name))
    if documents_of(find(name), standard).is_dir()
]
STANDARDS = ("3.3", "5.2")


@pytest.mark.parametrize(("name", "standard"), WRITTEN)
def test_the_files_are_what_the_definition_generates(name: str, standard: str) -> None:
    generated = defaultdict(list)
    for plural, document in generate(find(name), standard):
        generated[plural].append(document)
    folder = documents_of(find(name), standard)
    assert generated == {file.stem: list(read_file(file)) for file in folder.glob("*.json")}


def test_generating_twice_gives_the_same() -> None:
    first, second = (list(generate(find("cedar-ridge"), "5.2")) for _ in range(2))
    assert first == second


def test_another_seed_gives_other_people_in_the_same_places() -> None:
    definition = read(find("cedar-ridge"), "5.2")
    shaper = Shaper(load("5.2"))
    one = dict(_by_plural(documents(definition, shaper)))
    other = dict(_by_plural(documents(replace(definition, seed=1), shaper)))
    assert one["schools"][0]["schoolId"] == other["schools"][0]["schoolId"]
    assert one["students"][0]["lastSurname"] != other["students"][0]["lastSurname"]


def test_every_member_that_the_generator_writes_is_known_to_some_data_standard() -> None:
    unused = []
    for standard in STANDARDS:
        shaper = Shaper(load(standard))
        for name in ("grand-bend", "cedar-ridge"):
            for _ in documents(read(find(name), standard), shaper):
                pass
        unused.append(shaper.unused)
    assert not set.intersection(*unused)


@pytest.mark.parametrize("standard", STANDARDS)
def test_resources_come_after_what_they_refer_to(standard: str) -> None:
    catalogue = load(standard)
    seen: dict[str, int] = {}
    for plural, _ in generate(find("cedar-ridge"), standard):
        resource = catalogue.find("ed-fi", plural)
        assert resource is not None
        seen.setdefault(resource.name, len(seen))
    orders = [catalogue.named(name).order for name in seen]
    assert orders == sorted(orders)


def test_a_larger_district_comes_from_the_same_definition() -> None:
    definition = read(find("grand-bend"), "5.2")
    larger = replace(definition, size=replace(definition.size, students=3000))
    world = World(larger)
    assert len(world.roster) == 3000
    counts = Counter(student.school.id for student in world.roster)
    assert counts == {255901001: 1140, 255901044: 960, 255901107: 900}
    assert world.roster[793].unique_id == "605614"
    assert world.roster[793].grade == "Tenth grade"
    classes = [(section.teacher.unique_id, section.period) for section in world.timetable]
    assert len(classes) == len(set(classes)) > 500


def test_a_roster_without_students() -> None:
    definition = read(find("grand-bend"), "5.2")
    assert not list(Roster(replace(definition, size=replace(definition.size, students=0))))


def test_a_school_does_not_see_the_other_districts_people() -> None:
    one, other = rows("5.2", "grand-bend"), rows("5.2", "cedar-ridge")
    for plural, member in (
        ("students", "studentUniqueId"),
        ("staffs", "staffUniqueId"),
        ("contacts", "contactUniqueId"),
    ):
        assert not {each[member] for each in one[plural]} & {each[member] for each in other[plural]}


def test_the_second_district_is_small() -> None:
    assert len(rows("5.2", "cedar-ridge")["students"]) == 40
    assert len(rows("5.2", "cedar-ridge")["courses"]) <= 10
    assert {each["schoolId"] for each in rows("5.2", "cedar-ridge")["schools"]} == {867530001, 867530002}


def test_what_a_data_standard_does_not_know_is_said() -> None:
    shaper = Shaper(load("5.2"))
    with pytest.raises(UserError, match=r"SexDescriptor has no value 'Unheard of' in data standard 5\.2"):
        shaper.shape("students", {"studentUniqueId": "1", "birthSexDescriptor": "Unheard of"})
    with pytest.raises(UserError, match="students: sourceSystemDescriptor is missing"):
        shaper.shape("students", {"studentUniqueId": "1", "personReference": {"personId": "1"}})


def test_writing_replaces_what_was_there(tmp_path) -> None:
    (tmp_path / "old.json").write_text("[]")
    counts = write(islice(generate(find("cedar-ridge"), "5.2"), 100), tmp_path)
    assert sum(counts.values()) == 100
    assert not (tmp_path / "old.json").exists()
    for plural, count in counts.items():
        assert len(list(read_file(tmp_path / f"{plural}.json"))) == count


def _by_plural(pairs):
    found = defaultdict(list)
    for plural, document in pairs:
        found[plural].append(document)
    return found.items()
