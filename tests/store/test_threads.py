"""Readers, a writer, and compactions in between, all at once."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from mockedfi.store import Change, Record
from mockedfi.store.indexes import Ordered
from mockedfi.store.layered import LayeredRows
from mockedfi.store.record import Rows

WRITES = 150
TURNS = 1500


def made(number: int) -> Record:
    return Record("Pupil", f"{number:032x}", number, (number,), b"{}", 0, number)


def plain_rows() -> Rows:
    rows = Rows()
    for number in range(100):
        rows.add(made(number))
    return rows


def layered_rows() -> Rows:
    return LayeredRows([made(number) for number in range(100)])


@pytest.mark.usefixtures("in_short_turns")
@pytest.mark.parametrize("begun", [plain_rows, layered_rows])
def test_a_list_that_was_handed_out_loses_nothing(begun: Callable[[], Rows]) -> None:
    rows, moving = begun(), [made(number) for number in range(40, 60)]
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            view = rows.view()
            first = [record.number for record in view]
            assert [record.number for record in view][: len(first)] == first

    with ThreadPoolExecutor() as pool:
        readers = [pool.submit(read) for _ in range(3)]
        try:
            for turn in range(TURNS):
                rows.remove(moving[turn % 20])
                rows.add(moving[turn % 20])
                rows.add(made(1000))
                rows.remove(made(1000))
        finally:
            done.set()
        for each in readers:
            each.result()


def test_an_order_that_a_write_takes_away_is_made_again(file_world) -> None:
    world = file_world
    world.district("east", pupils=[{"pupilUniqueId": "e1", "name": "Eve"}])
    table = world.open().table("Pupil")
    expected = list(table.ordered())

    class Vanishing(Ordered):
        """Its records in order are there when somebody looks, and gone at the next look."""

        looks = 0

        @property
        def view(self):
            self.looks += 1
            return expected if self.looks == 1 else None

        @view.setter
        def view(self, records):
            pass

    table._ordered = Vanishing(table.sort_key, expected)
    assert table.ordered() == expected


def test_readers_see_whole_states_while_others_write(file_world, insert):
    world = file_world
    world.options["durable"] = False
    world.district("east", pupils=[{"pupilUniqueId": f"e{number}", "name": "Eve"} for number in range(500)])
    documents = world.open()
    table = documents.table("Pupil")
    done = threading.Event()

    def read():
        rounds = 0
        while not done.is_set() or not rounds:
            records = list(table.records())
            numbers = [record.number for record in records]
            assert numbers == sorted(set(numbers))
            assert len(records) >= 500
            assert len(table.ordered()) >= 500
            assert len(table.find(("name",), "Eve")) == 500
            for record in records[:500:50]:
                assert documents.wire(record).startswith(b'{"id":')
                assert table.by_id(record.id) is record
            rounds += 1
        return rounds

    def compact():
        rounds = 0
        while not done.is_set() or not rounds:
            world.storage.compact()
            rounds += 1
        return rounds

    with ThreadPoolExecutor() as pool:
        others = [pool.submit(each) for each in (read, read, compact)]
        try:
            for number in range(WRITES):
                record = insert(documents, "Pupil", {"pupilUniqueId": str(number)})
                if number % 3:
                    documents.commit([Change.delete(record)])
        finally:
            done.set()
        assert all(each.result() for each in others)
    assert world.storage._journal.epoch == 1 + others[-1].result()
    expected = [record.key for record in table.records()]
    assert len(expected) == 500 + WRITES // 3
    assert [record.key for record in world.reopen().table("Pupil").records()] == expected
    assert world.notices == []
