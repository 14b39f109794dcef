"""Readers, a writer, and compactions in between, all at once."""

import time
from concurrent.futures import ThreadPoolExecutor

from mockedfi.store import Change

SECONDS = 0.5


def test_readers_see_whole_states_while_others_write(file_world, insert):
    world = file_world
    world.options.update(durable=False, compact_at=20_000)
    world.district("east", pupils=[{"pupilUniqueId": f"e{number}", "name": "Eve"} for number in range(500)])
    documents = world.open()
    table = documents.table("Pupil")
    end = time.monotonic() + SECONDS

    def read():
        while time.monotonic() < end:
            records = list(table.records())
            numbers = [record.number for record in records]
            assert numbers == sorted(set(numbers))
            assert len(records) >= 500
            assert len(table.ordered()) >= 500
            assert len(table.find(("name",), "Eve")) == 500
            for record in records[:500:50]:
                assert documents.wire(record).startswith(b'{"id":')
                assert table.by_id(record.id) is record

    with ThreadPoolExecutor() as pool:
        readers = [pool.submit(read) for _ in range(3)]
        written = 0
        while time.monotonic() < end:
            record = insert(documents, "Pupil", {"pupilUniqueId": str(written)})
            if written % 3:
                documents.commit([Change.delete(record)])
            written += 1
        for each in readers:
            each.result()
    assert written > 100
    expected = [record.key for record in table.records()]
    assert [record.key for record in world.reopen().table("Pupil").records()] == expected
    assert world.notices == []
