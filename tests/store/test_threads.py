"""Readers, a writer, and compactions in between, all at once."""

import threading
from concurrent.futures import ThreadPoolExecutor

from mockedfi.store import Change

WRITES = 150


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
