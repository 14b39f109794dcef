"""However it is found out who refers to a record, it is the same: by keys, by text, by counting."""

from collections.abc import Iterator

import pytest

from mockedfi.control.host import Host
from mockedfi.instance import Instance
from mockedfi.settings import Settings
from mockedfi.store import Branch, Record
from mockedfi.store.referring import Referring


@pytest.fixture(scope="module")
def grand_bend() -> Iterator[Instance]:
    host = Host(Settings(api_versions=("7.3",), districts=("grand-bend",), memory=True), notice=print)
    yield host.instances["/v7.3/api"]
    host.close()


def _new(instance: Instance) -> Referring:
    """Nothing is counted yet."""
    assert isinstance(instance.documents, Branch)
    return Referring(instance.documents.base, instance.catalogue, instance.plans, tuple)


@pytest.fixture(scope="module")
def counted(grand_bend: Instance) -> list[tuple[Record, dict[tuple[str, str], int]]]:
    """Of each resource the first record that others refer to, and who does, each reference counted."""
    counts = _new(grand_bend)
    for table in grand_bend.documents.tables():
        counts.count(table.resource.name)
    found = []
    for table in grand_bend.documents.tables():
        base = table.resource.base
        for record in table.records():
            names = [(each, record.key) for each in (table.resource.name, base) if each]
            if expected := counts.counted(names):
                found.append((record, dict(expected)))
                break
    return found


def test_by_keys_and_by_text(grand_bend: Instance, counted: list[tuple[Record, dict[tuple[str, str], int]]]) -> None:
    assert len(counted) > 100
    for record, expected in counted:
        assert _new(grand_bend).of(record) == expected, record
