"""Folders of documents, and what is wrong with them."""

import pytest

from mockedfi.errors import UserError
from mockedfi.store import Nothing

PUPILS = ['{"pupilUniqueId": "1"}', '{"pupilUniqueId": "2", "name": "a\\nb"}']


@pytest.mark.parametrize(
    "text",
    [
        "[\n" + ",\n".join(PUPILS) + "\n]\n",
        "[\n" + ",\n".join(PUPILS) + "\n]",
        "[\r\n" + ",\r\n".join(PUPILS) + "\r\n]\r\n",
        "[" + ", ".join(PUPILS) + "]",
        "[\n  " + ",\n  ".join(PUPILS) + "\n]",
        "[\n\n{\n" + "},\n{\n".join(each[1:-1] + "\n" for each in PUPILS) + "}]",
    ],
    ids=["one a line", "no last line end", "from Windows", "one line", "indented", "spread out"],
)
def test_any_json_array_will_do(world, text):
    world.district("east", pupils=[], schools=[{"schoolId": 1}])
    (world.folder / "east" / "pupils.json").write_bytes(text.encode())
    documents = world.open()
    pupils = documents.table("Pupil").records()
    assert [record.document() for record in pupils] == [
        {"pupilUniqueId": "1"},
        {"pupilUniqueId": "2", "name": "a\nb"},
    ]
    assert documents.counters() == (6, 6)


def test_a_district_adds_descriptors_to_the_standard_ones(world):
    own = {"codeValue": "Fourth", "namespace": "uri://east/GradeDescriptor", "shortDescription": "4"}
    same = {"codeValue": "FIRST", "namespace": "uri://tiny/GradeDescriptor", "shortDescription": "1"}
    world.district("east", gradeDescriptors=[same, own])
    documents = world.open()
    assert [record.key[1] for record in documents.table("GradeDescriptor").records()] == [
        "first",
        "second",
        "third",
        "fourth",
    ]
    assert documents.descriptor("GradeDescriptor", "uri://east/GradeDescriptor#Fourth").number == 5


def test_an_empty_array_is_no_documents(world):
    world.district("east")
    (world.folder / "east" / "pupils.json").write_text("[]")
    assert len(world.open().table("Pupil")) == 0


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("pupils.json", "[", "is no JSON"),
        ("pupils.json", "{}", "is no JSON array"),
        ("pupil.json", "[]", "has no resource 'pupil'"),
        ("other.pupils.json", "[]", "has no resource 'other.pupils'"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(world, name, text, says):
    world.district("east")
    (world.folder / "east" / name).write_text(text)
    with pytest.raises(UserError, match=says) as error:
        world.open()
    assert "\n" not in str(error.value)
    assert name in str(error.value)


def test_a_file_that_changed_since_the_start_is_refused(world):
    world.district("east", pupils=[{"pupilUniqueId": "1"}])
    documents = world.open()
    world.district("east", pupils=[{"pupilUniqueId": "2"}])
    with pytest.raises(UserError, match="was changed while mockedfi had it open"):
        documents.table("Pupil").records()
    world.district("east", pupils=[{"pupilUniqueId": "1"}])


def test_nothing_is_a_source_too():
    nothing = Nothing()
    assert not nothing.counts()
    assert not list(nothing.documents("Pupil"))
    assert not nothing.digest()
