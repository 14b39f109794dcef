"""Copies of the documents that stay as they are while those go on changing."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mockedfi.clock import Clock
from mockedfi.model.catalogue import Catalogue
from mockedfi.model.plan import Plan
from mockedfi.store.branch import Branch, BranchTable
from mockedfi.store.documents import Documents, Render
from mockedfi.store.fixtures import Nothing
from mockedfi.store.journal import StoreError
from mockedfi.store.memory import MemoryStorage
from mockedfi.store.record import Change, Record
from mockedfi.store.table import Table


class Frozen(Documents):
    """The documents of one API version as they are at this moment, for reading.

    A table is copied when it is first read, or when the first change is about to be lost on it (`keep`), so that a
    copy of a large district costs nothing until it is used.
    """

    def __init__(
        self, live: Documents, *, catalogue: Catalogue, plans: Mapping[str, Plan], clock: Clock, render: Render
    ) -> None:
        storage = MemoryStorage()
        storage.lock = live.lock
        super().__init__(
            version=live.version,
            catalogue=catalogue,
            plans=plans,
            clock=clock,
            render=render,
            source=Nothing(),
            storage=storage,
        )
        self._live = live
        self._kept: dict[str, list[Record]] = {}
        with self.lock:
            self._number, self._version = live.counters()
            self.changes.adopt(live.changes)

    def keep(self, changes: Sequence[Change]) -> None:
        """Hold on to what these changes to the live documents, just made, have replaced."""
        for name in {change.record.resource for change in changes}:
            if name not in self._kept and not self.table(name).loaded:
                self._kept[name] = self._before(name, changes)

    def read(self, table: Table) -> list[Record]:
        """A table's records as they were."""
        kept = self._kept.pop(table.resource.name, None)
        return list(self._live.table(table.resource.name).records()) if kept is None else kept

    def unread(self, table: Table) -> Iterator[bytes]:
        """The JSON of the documents of a table as they were."""
        table.load()
        return table.bodies()

    def commit(self, changes: Sequence[Change]) -> None:
        """Refuse it. Raises `StoreError`."""
        raise _refusal(changes)

    def touched(self) -> set[str]:
        """Resources of which the live documents may differ."""
        return {*self._kept, *(name for name, table in list(self._tables.items()) if table.loaded)}

    def _before(self, name: str, changes: Sequence[Change]) -> list[Record]:
        records = {record.number: record for record in self._live.table(name).records()}
        for change in changes:
            if change.record.resource == name:
                records.pop(change.record.number, None)
                if change.old is not None:
                    records[change.old.number] = change.old
        return sorted(records.values(), key=lambda record: record.number)


class FrozenBranch(Branch):
    """A branch as it is at this moment, for reading: it costs what the branch had written."""

    def __init__(self, live: Branch, **parts: Any) -> None:
        """`parts`: as `Branch` takes them."""
        super().__init__(live.base, storage=MemoryStorage(), **parts)
        with live.lock:
            for name in live.touched():
                table = self.table(name)
                assert isinstance(table, BranchTable)
                table.load()
                table.adopt(live.table(name))
            self._number, self._version = live.counters()
            self.changes.adopt(live.changes)

    def keep(self, changes: Sequence[Change]) -> None:
        """Nothing has to be kept: it does not look at the live documents."""

    def commit(self, changes: Sequence[Change]) -> None:
        """Refuse it. Raises `StoreError`."""
        raise _refusal(changes)


Still = Frozen | FrozenBranch


def _refusal(changes: Sequence[Change]) -> StoreError:
    return StoreError(f"a snapshot is read-only: {', '.join(map(str, changes))}")
