"""Documents that begin as others are and go their own way: what is written costs, what is there does not."""

from bisect import bisect_left
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence

from mockedfi.clock import Clock
from mockedfi.model.catalogue import Catalogue
from mockedfi.model.facts import Path
from mockedfi.model.plan import Plan
from mockedfi.store.documents import Documents, Mark, Render
from mockedfi.store.filing import Filing
from mockedfi.store.fixtures import Source
from mockedfi.store.indexes import Ordered, Secondary
from mockedfi.store.layered import Layered, LayeredRows, Spliced
from mockedfi.store.memory import MemoryStorage
from mockedfi.store.record import Change, Difference, Key, Record, Rows
from mockedfi.store.referring import Referring
from mockedfi.store.table import Table


class Branch(Documents):
    """The documents of one API version over others of the same version, which nobody changes any more.

    The two share records, indexes and whatever else was worked out below. Going back to the beginning forgets what
    lies above, however much lies below.
    """

    def __init__(
        self,
        base: Documents,
        *,
        catalogue: Catalogue,
        plans: Mapping[str, Plan],
        clock: Clock,
        render: Render,
        source: Source,
        storage: MemoryStorage,
        track_keys: bool = True,
        track_bases: bool = False,
    ) -> None:
        """`source`: what `base` was made of."""
        self._base = base
        super().__init__(
            version=base.version,
            catalogue=catalogue,
            plans=plans,
            clock=clock,
            render=render,
            source=source,
            storage=storage,
            track_keys=track_keys,
            track_bases=track_bases,
        )
        self._forget()

    def wire(self, record: Record) -> bytes:
        """What GET by id shows; of a record that lies below, as it is shown there."""
        if not record.rendered and self._base.table(record.resource).by_number(record.number) is record:
            return self._base.wire(record)
        return super().wire(record)

    def touched(self) -> set[str]:
        """Resources of which documents differ from those below."""
        return {name for name, table in list(self._tables.items()) if not table.pristine}

    @property
    def base(self) -> Documents:
        """What lies below."""
        return self._base

    def reset(self) -> None:
        """Be as what lies below again."""
        with self.lock:
            self._begin_anew()

    def _begun(self, source: Source) -> Filing:  # noqa: ARG002 - what lies below knows it
        return self._base.filing.branch(self)

    def _new_table(self, resource: str) -> Table:
        return BranchTable(self, self._base.table(resource))

    def _new_referring(self) -> Referring:
        return Referring(self, self._catalogue, self._plans, self._filing.interned, self._base.referring)

    def _origin_mark(self) -> Mark | None:
        """None: `reset` has no need of it."""
        return None


class BranchTable(Table):
    """A table over one of the same resource."""

    def __init__(self, documents: Branch, base: Table) -> None:
        self._base = base
        super().__init__(documents, base.resource, base.plan)

    _layered: LayeredRows | None = None

    def unload(self) -> None:
        """Forget what lies above."""
        if self._layered is None:
            super().unload()
            return
        self._lie_down()
        self._found, self._ordered = {}, None
        self._touch()

    @property
    def at_hand(self) -> bool:
        """Whether the records were read already."""
        return self._base.at_hand

    @property
    def pristine(self) -> bool:
        """Whether the records are those below."""
        return self._layered is None or self._layered.pristine

    def differences(self) -> Iterable[Difference]:
        """What differs from below."""
        return () if self._layered is None else list(self._layered.differences())

    def adopt(self, other: Table) -> None:
        """Differ from below as another table does."""
        for difference in other.differences():
            self.apply([Change.between(difference)])

    def load(self) -> None:
        """Lie down over the table below."""
        with self._documents.lock:
            if not self.loaded:
                self._lie_down()
                self.loaded = True

    def bodies(self) -> Iterator[bytes]:
        """The JSON of each document; see `Table`."""
        return self._base.bodies() if self.pristine else super().bodies()

    def ordered(self) -> Sequence[Record]:
        """All records in the order of their primary keys; not to be changed."""
        return self._base.ordered() if self.pristine else super().ordered()

    def lookup(self, path: Path) -> Secondary:
        """What `find` finds by; see `Table`."""
        return self._base.lookup(path) if self.pristine else super().lookup(path)

    def _lie_down(self) -> None:
        by_guid, by_key = self._base.lookups()
        self._rows = self._layered = LayeredRows(self._base.records())
        self._by_guid, self._by_key = Layered(by_guid), Layered(by_key)

    def _new_order(self) -> Ordered:
        return _LayeredOrdered(self._base, self)

    def _new_index(self, path: Path) -> Secondary:
        index = _LayeredSecondary(self._base.index(path))
        for change in map(Change.between, self.differences()):
            index.update(change)
        return index


class _LayeredSecondary(Secondary):
    """Records by a value, over an index of the same values."""

    def __init__(self, base: Secondary) -> None:
        super().__init__(base.values, base.fold)
        self._layers: Layered[Hashable, Record | Rows] = Layered(base.by_value)
        self.by_value = self._layers

    def _own(self, value: Hashable, rows: Rows) -> Rows:
        if self._layers.own(value) is None:
            self._layers[value] = rows = LayeredRows(rows.view())
        return rows


class _LayeredOrdered(Ordered):
    """Records in the order of their sort keys, over a table that has its own in order."""

    def __init__(self, base: Table, table: BranchTable) -> None:
        super().__init__(table.sort_key, ())
        self._below = base.ordered()
        self._below_keys = base.order().keys
        self._gone: set[int] = set()
        """Positions below."""
        for before, after in table.differences():
            if before is not None:
                self.remove(before)
            if after is not None:
                self.add(after)

    def renewed(self) -> Sequence[Record]:
        """The records in order, as they are now."""
        if self.view is None:
            come = [(self._place(self.keys[record.number]), record) for record in self._records]
            self.view = Spliced(self._below, sorted(self._gone), come)
        return self.view

    def remove(self, record: Record) -> None:
        """Let go of a record."""
        if record.number in self.keys:
            super().remove(record)
        else:
            self._gone.add(self._place(self._below_keys[record.number]))
            self.view = None

    def _place(self, key: Key) -> int:
        keys = self._below_keys
        return bisect_left(self._below, key, key=lambda record: keys[record.number])
