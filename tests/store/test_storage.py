"""What outlives the process, and what becomes of damage. Always in a file."""

import itertools
import multiprocessing
import os
import re
import subprocess
import sys
import threading

import orjson
import pytest
import tinydb

from mockedfi.errors import UserError
from mockedfi.store import Change, JournalStorage, StoreError, erase, held
from mockedfi.store import storage as storage_module
from tests.store.states import state


def pupil(unique_id, **more):
    return {"pupilUniqueId": unique_id, **more}


def keys(documents, resource="Pupil"):
    return [record.key[0] for record in documents.table(resource).records()]


def shown(documents):
    """What the API shows, as the tables of the file."""
    tables = {}
    for table in documents.tables():
        rows = {str(record.number): orjson.loads(documents.wire(record)) for record in table.records()}
        if rows:
            tables[table.name] = rows
    return tables


def write_some(documents, insert, changed):
    one = insert(documents, "Pupil", pupil("1", name="é\n"), owner="me")
    two = insert(documents, "Pupil", pupil("2"))
    change = changed(documents, one, pupil("1", age=7))
    documents.commit([change, Change.delete(two)])
    insert(documents, "School", {"schoolId": 1})
    documents.meta("_tokens")["a"] = {"client": 1}
    documents.meta("_tokens")["b"] = {"client": 2}
    del documents.meta("_tokens")["b"]


@pytest.fixture
def world(file_world):
    file_world.district("east", pupils=[pupil("e1"), pupil("e2")], schools=[{"schoolId": 7}])
    return file_world


@pytest.mark.parametrize("way", ["close", "crash", "crash after compaction", "crash between compactions"])
def test_a_restart_brings_everything_back(world, insert, changed, way):
    documents = world.open()
    old = documents.table("Pupil").by_key(("e2",))
    documents.commit([changed(documents, old, pupil("e2", age=9))])
    if way == "crash between compactions":
        world.storage.compact()
    write_some(documents, insert, changed)
    if way == "crash after compaction":
        world.storage.compact()
    before, trace = state(documents), list(documents.changes.deletes("Pupil"))
    documents = world.reopen() if way == "close" else world.crash()
    assert documents.next_number() == 10
    assert state(documents) == before
    assert list(documents.changes.deletes("Pupil")) == trace
    assert len(documents.changes) == len(list(documents.changes)) > 0
    assert dict(documents.meta("_tokens")) == {"a": {"client": 1}}
    assert documents.next_version() > trace[-1].version
    assert world.notices == []


def test_tables_that_nobody_reads_are_carried_from_file_to_file(world, insert):
    documents = world.open()
    before = state(documents)
    for number in range(3):
        documents = world.reopen()
        insert(documents, "School", {"schoolId": number})
        world.storage.compact()
    assert not documents.table("Pupil").loaded
    assert state(documents)["7.3/ed-fi/pupils"] == before["7.3/ed-fi/pupils"]
    assert len(documents.table("School")) == 4


def test_the_file_opens_in_stock_tinydb_and_shows_what_the_api_shows(world, insert, changed):
    documents = world.open()
    write_some(documents, insert, changed)
    older = world.open("5.2")
    insert(older, "Pupil", pupil("old"))
    tables = shown(documents) | shown(older)
    assert "5.2/ed-fi/pupils" in tables
    world.close()
    with tinydb.TinyDB(world.path) as database:
        assert {name for name in database.tables() if not name.startswith("_")} == set(tables)
        for name, rows in tables.items():
            assert {str(row.doc_id): dict(row) for row in database.table(name)} == rows
        assert database.table("_tokens").all() == [{"key": "a", "value": {"client": 1}}]
        assert database.table("7.3/ed-fi/pupils").get(tinydb.where("age") == 7)["pupilUniqueId"] == "1"
    assert sorted(path.name for path in world.path.parent.iterdir()) == ["mockedfi.json", "mockedfi.json.lock"]


def test_what_stock_tinydb_writes_into_the_file_is_taken_over(world, insert):
    documents = world.open()
    record = insert(documents, "Pupil", pupil("1"), owner="me")
    world.close()
    with tinydb.TinyDB(world.path) as database:
        table = database.table("7.3/ed-fi/pupils")
        table.update({"name": "Ada", "_etag": "none of ours"}, tinydb.where("pupilUniqueId") == "1")
        table.remove(tinydb.where("pupilUniqueId") == "e1")
        table.insert(pupil("2", id="no id of ours"))
    documents = world.open()
    assert len(world.notices) == 1
    assert "changed by another program" in world.notices[0]
    assert keys(documents) == ["e2", "1", "2"]
    edited = documents.table("Pupil").by_id(record.id)
    assert edited.document() == pupil("1", name="Ada")
    assert (edited.owner, edited.modified) == ("me", record.modified)
    assert orjson.loads(documents.wire(edited))["_etag"] == str(record.modified)
    new = documents.table("Pupil").by_key(("2",))
    assert len(new.id) == 32
    insert(documents, "School", {"schoolId": 5})
    world.storage.compact()
    before = shown(documents)
    documents = world.reopen()
    assert shown(documents) == before
    assert len(world.notices) == 1


def test_a_journal_cut_off_at_any_byte_of_its_last_entry_loses_only_that(world, insert):
    documents = world.open()
    insert(documents, "Pupil", pupil("1"))
    before, size = state(documents), world.journal.stat().st_size
    insert(documents, "Pupil", pupil("2"))
    after, data = state(documents), world.journal.read_bytes()
    for cut in range(size, len(data) + 1):
        world.close()
        world.path.unlink(missing_ok=True)
        world.journal.write_bytes(data[:cut])
        world.notices.clear()
        documents = world.open()
        assert state(documents) == (after if cut == len(data) else before)
        assert len(world.notices) == (size < cut < len(data))
        insert(documents, "Pupil", pupil("3"))
        assert keys(world.crash())[-1] == "3"


def test_garbage_at_the_end_of_the_journal_is_dropped_with_a_notice(world, insert):
    insert(world.open(), "Pupil", pupil("1"))
    with world.journal.open("ab") as journal:
        journal.write(bytes(100) + b"\n" + bytes(10))
    assert keys(world.crash())[-1] == "1"
    assert "cut short" in world.notices[0]


def test_a_journal_damaged_before_its_end_is_refused_and_left_alone(world, insert):
    documents = world.open()
    for number in range(3):
        insert(documents, "Pupil", pupil(str(number)))
    data = world.journal.read_bytes()
    world.close()
    world.path.unlink()
    damaged = data.replace(b'"1"', b'"9"')
    for bad in (damaged, b"", data[5:], b"x" + data):
        world.journal.write_bytes(bad)
        with pytest.raises(UserError, match=r"mockedfi.json.journal is damaged at byte \d+") as error:
            world.open()
        assert "\n" not in str(error.value)
        assert world.journal.read_bytes() == bad


def _corruptions(data):
    yield data[:-2]
    yield data[: len(data) // 2]
    yield data[1:]
    yield data.replace(b'{"id"', b'{id"', 1)
    yield b"not json"
    yield b"[1]"
    yield b'{"a": 1}'
    yield b'{"a": {"b": {}}}'
    yield b'{"a": {"1": []}}'


def test_a_damaged_file_is_refused_in_one_line_and_left_alone(world, insert):
    insert(world.open(), "Pupil", pupil("1"))
    world.close()
    data = world.path.read_bytes()
    for bad in _corruptions(data):
        world.path.write_bytes(bad)
        with pytest.raises(UserError, match=r"mockedfi\.json") as error:
            world.open()
        assert "\n" not in str(error.value)
        assert world.path.read_bytes() == bad
        assert not world.journal.exists()
    world.path.write_bytes(data)
    assert keys(world.open())[-1] == "1"


def test_a_file_that_is_no_store_or_of_another_notation_is_refused(world):
    world.path.write_text('{"students": {"1": {"a": 1}}}')
    with pytest.raises(UserError, match="is not a store of mockedfi"):
        world.open()
    world.path.write_text('{"_mockedfi": {"1": {"notation": 99, "epoch": 1, "offset": 0}}}')
    with pytest.raises(UserError, match="is in notation 99"):
        world.open()


def test_an_empty_file_is_none(world):
    world.path.touch()
    assert keys(world.open()) == ["e1", "e2"]


def test_a_journal_without_its_file_is_refused(world, insert):
    insert(world.open(), "Pupil", pupil("1"))
    world.storage.compact()
    world.path.unlink()
    with pytest.raises(UserError, match="does not belong"):
        world.crash()


@pytest.mark.parametrize("step", ["write_layout", "replace", "begin"])
def test_a_compaction_may_be_cut_short_at_any_step(world, insert, changed, monkeypatch, step):
    documents = world.open()
    write_some(documents, insert, changed)
    world.storage.compact()
    insert(documents, "Pupil", pupil("3"))

    def fail(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        if step == "replace":
            patch.setattr(storage_module.Path, "replace", fail)
        else:
            patch.setattr(storage_module, step, fail)
        with pytest.raises(StoreError, match=r"No space left on device.*its journal keeps everything"):
            world.storage.compact()
    insert(documents, "Pupil", pupil("4"))
    before = state(documents)
    documents = world.crash()
    assert state(documents) == before
    insert(documents, "Pupil", pupil("5"))
    world.storage.compact()
    assert keys(world.crash())[-3:] == ["3", "4", "5"]


def test_a_full_disk_refuses_the_write_and_keeps_the_rest(world, insert, monkeypatch):
    documents = world.open()
    insert(documents, "Pupil", pupil("1"))
    before = state(documents)
    heard = []
    documents.on_commit(heard.append)
    journal = world.storage._journal

    class Full:
        """A file on a full disk: half of what is written arrives."""

        def __init__(self, file):
            self.file = file
            self.full = False

        def write(self, data):
            if self.full:
                raise OSError(28, "No space left on device")
            self.full = True
            return self.file.write(data[: len(data) // 2])

        def __getattr__(self, name):
            return getattr(self.file, name)

    with monkeypatch.context() as patch:
        patch.setattr(journal, "_file", Full(journal._file))
        with pytest.raises(StoreError, match="No space left on device"):
            insert(documents, "Pupil", pupil("2"))
        with pytest.raises(StoreError, match="No space left on device"):
            documents.meta("_tokens")["a"] = 1
    assert state(documents) == before
    assert heard == []
    assert "a" not in documents.meta("_tokens")
    insert(documents, "Pupil", pupil("3"))
    assert keys(world.crash()) == ["e1", "e2", "1", "3"]
    assert world.notices == []


def test_a_failed_sync_refuses_the_write(world, insert, monkeypatch):
    documents = world.open()

    def fail(_):
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr("mockedfi.store.journal._sync", fail)
        with pytest.raises(StoreError, match="Input/output error"):
            insert(documents, "Pupil", pupil("1"))
    assert keys(world.crash()) == ["e1", "e2"]


def test_every_write_is_synced_unless_relaxed(world, insert, monkeypatch):
    synced = []
    monkeypatch.setattr("mockedfi.store.journal._sync", synced.append)
    documents = world.open()
    count = len(synced)
    insert(documents, "Pupil", pupil("1"))
    assert len(synced) == count + 1
    world.close()
    world.options["durable"] = False
    documents = world.open()
    count = len(synced)
    insert(documents, "Pupil", pupil("2"))
    assert len(synced) == count
    assert keys(world.crash())[-1] == "2"


def test_a_second_process_is_kept_out_in_one_line(world):
    world.open()
    with pytest.raises(UserError, match="is in use by another mockedfi"):
        JournalStorage(world.path)
    code = "import sys; from mockedfi.store import JournalStorage; JournalStorage(sys.argv[1])"
    done = subprocess.run([sys.executable, "-c", code, world.path], capture_output=True, text=True, check=False)
    assert "UserError" in done.stderr.splitlines()[-1]
    assert "is in use by another mockedfi; stop that" in done.stderr.splitlines()[-1]
    world.close()
    done = subprocess.run([sys.executable, "-c", code, world.path], capture_output=True, text=True, check=False)
    assert done.stderr == ""


def test_a_lock_does_not_outlive_its_process(world):
    process = multiprocessing.get_context("spawn").Process(target=_open_and_die, args=(world.path,))
    process.start()
    process.join()
    assert process.exitcode == 7
    assert keys(world.open()) == ["e1", "e2"]


def _open_and_die(path):
    JournalStorage(path)
    os._exit(7)


def test_a_journal_that_grew_is_folded_into_the_file_while_others_write(world, insert):
    world.options["compact_at"] = 2000
    documents = world.open()
    for number in range(200):
        insert(documents, "Pupil", pupil(str(number)))
    world.storage._worker.join()
    assert world.path.exists()
    assert world.journal.stat().st_size < 30_000
    before = state(documents)
    assert state(world.crash()) == before


def test_a_file_removed_under_the_server_is_written_again(world, insert):
    documents = world.open()
    insert(documents, "Pupil", pupil("1"))
    world.storage.compact()
    world.path.unlink()
    insert(documents, "Pupil", pupil("2"))
    assert keys(world.reopen()) == ["e1", "e2", "1", "2"]
    assert "was removed" in world.notices[0]


def test_a_file_replaced_under_the_server_is_kept_aside(world, insert):
    documents = world.open()
    insert(documents, "Pupil", pupil("1"))
    world.storage.compact()
    other = world.path.with_name("other")
    other.write_text("mine")
    other.replace(world.path)
    insert(documents, "Pupil", pupil("2"))
    assert keys(world.reopen()) == ["e1", "e2", "1", "2"]
    assert world.path.with_name("mockedfi.json.aside").read_text() == "mine"
    assert "is now" in world.notices[0]


def test_a_file_written_over_under_the_server_is_noticed_before_it_is_read(world, insert):
    world.district("west", pupils=[pupil(f"w{number}") for number in range(1000)])
    documents = world.open()
    insert(documents, "School", {"schoolId": 1})
    documents = world.reopen()
    world.path.write_bytes(world.path.read_bytes().replace(b'"e1"', b'"x1"'))
    with pytest.raises(UserError, match="was changed by another program"):
        documents.table("Pupil").records()


def test_an_api_version_that_is_not_served_is_kept(world, insert):
    newer = world.open("7.3")
    insert(newer, "Pupil", pupil("1"))
    world.reopen()
    insert(world.open("5.2"), "Pupil", pupil("2"))
    newer = world.crash()
    insert(newer, "Pupil", pupil("3"))
    for _ in range(2):
        world.storage.compact()
        newer = world.crash()
    assert keys(newer) == ["e1", "e2", "1", "3"]
    assert held(world.storage) == {"7.3": ("east",), "5.2": ("east",)}
    older = world.open("5.2")
    assert keys(older) == ["e1", "e2", "2"]
    assert older.next_number() == 8


def test_what_a_store_holds_wins_over_what_is_asked_for(world, insert):
    insert(world.open(), "Pupil", pupil("1"))
    world.close()
    world.districts.clear()
    documents = world.open()
    assert keys(documents) == ["e1", "e2", "1"]
    assert held(world.storage) == {"7.3": ("east",)}


def test_a_journal_over_other_fixtures_is_refused(world, insert):
    insert(world.open(), "Pupil", pupil("1"))
    world.district("east", pupils=[pupil("other")])
    with pytest.raises(UserError, match=r"adds to documents of east for version 7\.3"):
        world.crash()


@pytest.mark.parametrize("afresh", [False, True])
def test_reset_begins_anew_and_stays_so(world, insert, afresh):
    documents = world.open()
    before = state(documents)
    older = world.open("5.2")
    insert(documents, "Pupil", pupil("1"))
    insert(older, "Pupil", pupil("1"))
    world.storage.compact()
    if afresh:
        documents = world.reopen()
        older = world.open("5.2")
    documents.commit([Change.delete(insert(documents, "Pupil", pupil("2")))])
    told = []
    documents.on_reset(lambda: told.append(len(documents.table("Pupil"))))
    documents.reset()
    assert told == ([2] if afresh else [])
    assert len(documents.changes) == 0
    assert state(documents) == before
    assert documents.next_number() == 7
    insert(documents, "Pupil", pupil("3"))
    documents = world.crash()
    assert keys(documents) == ["e1", "e2", "3"]
    assert keys(world.open("5.2")) == ["e1", "e2", "1"]
    assert keys(world.reopen()) == ["e1", "e2", "3"]


def test_a_reset_during_a_compaction_wins(world, insert, monkeypatch):
    documents = world.open()
    insert(documents, "Pupil", pupil("1"))
    write = storage_module.write_layout

    def reset_meanwhile(*arguments):
        blocks = write(*arguments)
        documents.reset()
        insert(documents, "Pupil", pupil("2"))
        return blocks

    documents.forget_marks()
    with monkeypatch.context() as patch:
        patch.setattr(storage_module, "write_layout", reset_meanwhile)
        world.storage.compact()
    assert keys(documents) == ["e1", "e2", "2"]
    assert keys(world.reopen()) == ["e1", "e2", "2"]


def test_erase_leaves_nothing(world, insert):
    insert(world.open(), "Pupil", pupil("1"))
    with pytest.raises(UserError, match="is in use"):
        erase(world.path)
    world.crash()
    world.close()
    erase(world.path)
    assert [path.name for path in world.path.parent.iterdir()] == ["mockedfi.json.lock"]
    erase(world.path)


def test_a_store_that_cannot_be_written_at_the_end_keeps_its_journal(world, insert, monkeypatch):
    insert(world.open(), "Pupil", pupil("1"))

    def fail(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(storage_module, "write_layout", fail)
        world.close()
    assert "its journal keeps everything" in world.notices[0]
    assert not world.path.exists()
    assert keys(world.open()) == ["e1", "e2", "1"]


def test_a_closed_store_takes_no_more_writes(world, insert):
    documents = world.open()
    world.storage.close()
    world.storage.close()
    with pytest.raises(StoreError, match="is closed"):
        insert(documents, "Pupil", pupil("1"))


def test_a_journal_removed_under_the_server_is_written_again_with_the_next_write(world, insert):
    documents = world.open()
    insert(documents, "Pupil", pupil("1"))
    world.journal.unlink()
    insert(documents, "Pupil", pupil("2"))
    assert keys(world.crash()) == ["e1", "e2", "1", "2"]
    assert "mockedfi.json.journal was removed" in world.notices[0]
    world.journal.unlink()
    world.storage.compact()
    assert keys(world.crash()) == ["e1", "e2", "1", "2"]


def test_what_was_found_in_place_of_the_file_is_never_written_over(world, insert):
    documents = world.open()
    for number, text in enumerate(("mine", "mine too")):
        insert(documents, "Pupil", pupil(str(number)))
        world.storage.compact()
        other = world.path.with_name("other")
        other.write_text(text)
        other.replace(world.path)
    insert(documents, "Pupil", pupil("3"))
    world.close()
    found = {path.read_text() for path in world.path.parent.glob("*.aside*")}
    assert found == {"mine", "mine too"}


@pytest.mark.parametrize(("step", "left"), [(1, {".journal"}), (3, {"", ".journal"})])
def test_a_compaction_that_fails_leaves_nothing_on_the_full_disk(world, insert, monkeypatch, step, left):
    insert(world.open(), "Pupil", pupil("1"))
    steps = itertools.count(1)
    sync = os.fsync

    def fail_once(descriptor):
        if next(steps) == step:
            raise OSError(28, "No space left on device")
        sync(descriptor)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fail_once)
        with pytest.raises(StoreError, match="No space left on device"):
            world.storage.compact()
    found = {path.name.removeprefix("mockedfi.json") for path in world.path.parent.iterdir()}
    assert found == left | {".lock"}
    assert keys(world.crash()) == ["e1", "e2", "1"]


def test_a_version_that_comes_during_a_compaction_keeps_what_the_journal_has_of_it(world, insert, monkeypatch):
    insert(world.open("7.3"), "Pupil", pupil("1"))
    insert(world.open("5.2"), "Pupil", pupil("2"))
    world.crash()
    write = storage_module.write_layout
    older = []

    def come_meanwhile(*arguments):
        older.append(world.open("5.2"))
        return write(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(storage_module, "write_layout", come_meanwhile)
        world.storage.compact()
    assert keys(older[0]) == ["e1", "e2", "2"]
    world.storage.compact()
    assert keys(world.crash()) == ["e1", "e2", "1"]
    assert keys(world.open("5.2")) == ["e1", "e2", "2"]


def test_a_compaction_waits_for_deletes_that_are_just_being_read(world, insert, monkeypatch):
    documents = world.open()
    documents.commit([Change.delete(insert(documents, "Pupil", pupil("1")))])
    changes = world.crash().changes
    rows = world.storage.rows
    written = []
    compaction = threading.Thread(target=lambda: written.append(len(list(changes.rows()()))))

    def read_meanwhile(table):
        if table == changes.table and compaction.ident is None:
            compaction.start()
            compaction.join(timeout=0.1)
        return rows(table)

    monkeypatch.setattr(world.storage, "rows", read_meanwhile)
    assert len(changes) == 1
    compaction.join()
    assert written == [1]


@pytest.mark.parametrize("suffix", ["", ".journal", ".journal.tmp", ".tmp", ".lock"])
@pytest.mark.parametrize("kind", ["folder", "link to a folder", "pipe", "link to a pipe"])
def test_what_is_no_file_is_refused_in_one_line_and_left_alone(world, kind, suffix):
    place = world.path.with_name(f"mockedfi.json{suffix}")
    other = world.folder / "other" if kind.startswith("link") else place
    if kind.endswith("pipe"):
        _make_pipe(other)
    else:
        other.mkdir()
    if other != place:
        place.symlink_to(other)
    before = place.lstat()
    with pytest.raises(UserError, match=rf"^{re.escape(str(place))} is no file; name another with --store") as error:
        world.open()
    assert "\n" not in str(error.value)
    assert place.lstat().st_mode == before.st_mode


def _make_pipe(place):
    """A named pipe; where there are none (Windows), a folder will do."""
    getattr(os, "mkfifo", os.mkdir)(place)


@pytest.mark.parametrize("name", ["file/mockedfi.json", "loop", "a" * 300, "a" * 250, "zero\0"])
def test_where_no_file_can_be_is_said_in_one_line(tmp_path, name):
    (tmp_path / "file").touch()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(UserError, match=r" cannot be (used|written).*; name another file") as error:
        JournalStorage(tmp_path / name)
    assert "\n" not in str(error.value)


def test_a_journal_that_cannot_be_read_is_said_in_one_line(world, insert, monkeypatch):
    insert(world.open(), "Pupil", pupil("1"))
    with monkeypatch.context() as patch:
        patch.setattr(storage_module, "Scan", _refuse)
        with pytest.raises(UserError, match=r"mockedfi\.json\.journal cannot be used \(Permission denied\); mend that"):
            world.crash()
    assert keys(world.open())[-1] == "1"


def _refuse(path):
    raise PermissionError(13, "Permission denied", str(path))


def test_nothing_but_a_file_is_erased(world):
    world.path.mkdir()
    with pytest.raises(UserError, match="is no file"):
        erase(world.path)
    assert [path.name for path in world.path.parent.iterdir()] == ["mockedfi.json"]


def test_a_link_stays_one_and_leads_to_what_is_written(world, insert):
    real = world.folder / "real.json"
    world.path.symlink_to(real)
    insert(world.open(), "Pupil", pupil("1"))
    assert keys(world.reopen())[-1] == "1"
    assert world.path.is_symlink()
    assert real.is_file()
