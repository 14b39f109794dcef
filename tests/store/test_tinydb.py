"""A table is a TinyDB table as any other."""

import pytest
import tinydb
from tinydb import where

from mockedfi.store import Change
from mockedfi.store.table import Table


def pupil(unique_id, **more):
    return {"pupilUniqueId": unique_id, **more}


@pytest.fixture
def documents(world):
    world.district("east", pupils=[pupil("1", name="Ada"), pupil("2", name="Bob")])
    return world.open()


@pytest.fixture
def table(documents):
    return documents.table("Pupil")


def test_it_is_read_as_get_shows_it(table):
    assert isinstance(table, tinydb.table.Table)
    assert table.name == "7.3/ed-fi/pupils"
    ada = table.get(where("name") == "Ada")
    record = table.by_key(("1",))
    assert ada["id"] == record.id
    assert ada["_etag"] == str(record.modified)
    assert ada.doc_id == record.number
    assert [row["name"] for row in table.all()] == ["Ada", "Bob"]
    assert table.get(doc_id=record.number) == ada
    assert table.get(doc_id=99) is None
    assert table.get(doc_ids=[record.number, 99]) == [ada]
    assert table.contains(where("name") == "Bob")
    assert table.count(where("name").exists()) == 2
    assert len(table) == 2


def test_it_is_written_through_the_one_door(documents, table):
    heard = []
    documents.on_commit(lambda changes: heard.append([change.kind for change in changes]))
    number = table.insert(pupil("3", name="Cy", visits=[]))
    record = table.by_key(("3",))
    assert record.number == number == 6
    assert record.document() == pupil("3", name="Cy")
    table.update({"age": 7}, where("name") == "Cy")
    assert table.by_id(record.id).document() == pupil("3", name="Cy", age=7)
    table.remove(where("name") == "Ada")
    table.upsert(pupil("2", name="Bo"), where("pupilUniqueId") == "2")
    assert [row.document() for row in table.records()] == [pupil("2", name="Bo"), pupil("3", name="Cy", age=7)]
    assert heard == [["insert"], ["replace"], ["delete"], ["replace"]]
    table.truncate()
    assert len(table) == 0
    assert len(documents.changes) == 3


def test_a_given_number_and_id_are_kept(table):
    document = tinydb.table.Document({"id": "f" * 32, **pupil("9")}, doc_id=50)
    assert table.insert(document) == 50
    assert table.by_number(50).id == "f" * 32
    assert table.insert(pupil("10")) == 51


def test_what_it_refuses_changes_nothing(table):
    with pytest.raises(ValueError, match="needs 'pupilUniqueId'"):
        table.insert_multiple([pupil("3"), {"name": "nobody"}])
    with pytest.raises(ValueError, match="its key is in use"):
        table.insert(pupil("1"))
    with pytest.raises(ValueError, match="already exists"):
        table.insert(tinydb.table.Document(pupil("3"), doc_id=4))
    with pytest.raises(ValueError, match="'one' is no id of "):
        table.insert(pupil("3", id="one"))
    assert len(table) == 2


def test_a_search_is_cached_until_a_commit(documents, table):
    query = where("name") == "Ada"
    [first] = table.search(query)
    assert table.search(query)[0] is first
    documents.commit([Change.delete(table.by_key(("1",)))])
    assert table.search(query) == []


def test_the_storage_is_a_tinydb_storage(world, documents):
    class Database(tinydb.TinyDB):
        """Stock, on the server's own storage."""

    documents.meta("_tokens")["a"] = 1
    database = Database(storage=lambda: world.storage)
    assert {"7.3/ed-fi/pupils", "7.3/ed-fi/gradeDescriptors", "_tokens"} <= database.tables()
    assert database.table("7.3/ed-fi/pupils").all() == documents.table("Pupil").all()
    database.drop_table("7.3/ed-fi/pupils")
    assert len(documents.table("Pupil")) == 0
    assert len(documents.table("GradeDescriptor")) == 3
    database.drop_tables()
    assert all(len(table) == 0 for table in documents.tables())
    assert isinstance(documents.table("Pupil"), Table)
