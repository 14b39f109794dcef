"""A mapping and a list of records over others that stay as they are: what changes costs only what changes."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from operator import attrgetter
from typing import Any, TypeVar, overload

from mockedfi.store.record import SHARING, Difference, Record, Rows

K = TypeVar("K")
V = TypeVar("V")

_ABSENT: Any = object()
_GONE: Any = object()
_number = attrgetter("number")


class Layered(MutableMapping[K, V]):
    """A mapping over another one: what is set or deleted lies above and hides what lies below."""

    __slots__ = ("_above", "_below")

    def __init__(self, below: Mapping[K, V]) -> None:
        self._below = below
        self._above: dict[K, V] = {}

    def get(self, key: K, default: Any = None) -> Any:  # faster than by way of KeyError
        """The value of a key."""
        found = self._above.get(key, _ABSENT)
        if found is _ABSENT:
            return self._below.get(key, default)
        return default if found is _GONE else found

    def own(self, key: K) -> V | None:
        """The value that lies above."""
        found = self._above.get(key)
        return None if found is _GONE else found

    def __getitem__(self, key: K) -> V:
        found = self.get(key, _ABSENT)
        if found is _ABSENT:
            raise KeyError(key)
        value: V = found
        return value

    def __contains__(self, key: object) -> bool:
        return self.get(key, _ABSENT) is not _ABSENT  # type: ignore[arg-type]  # whatever it is, it is not there

    def __setitem__(self, key: K, value: V) -> None:
        if self._below.get(key, _ABSENT) is value:
            self._above.pop(key, None)
        else:
            self._above[key] = value

    def __delitem__(self, key: K) -> None:
        if key not in self:
            raise KeyError(key)
        if key in self._below:
            self._above[key] = _GONE
        else:
            del self._above[key]

    def __iter__(self) -> Iterator[K]:
        for key in self._below:
            if self._above.get(key) is not _GONE:
                yield key
        for key in list(self._above):
            if key not in self._below:
                yield key

    def __len__(self) -> int:
        return sum(1 for _ in self)


class LayeredRows(Rows):
    """Records by number over a list of records, which nobody changes."""

    __slots__ = ("_below", "_exchanged", "_gone", "_last", "_origin", "_view")

    def __init__(self, below: Sequence[Record]) -> None:
        super().__init__()
        self._origin = self._below = below
        self._last = below[-1].number if below else 0
        self._exchanged: dict[int, Record] = {}
        """By position below."""
        self._gone: list[int] = []
        """Positions below, in order; a list that a reader may have is not changed."""
        self._view: _View | None = None

    @property
    def pristine(self) -> bool:
        """Whether the records are those below."""
        return not (self._items or self._exchanged or self._gone) and self._below is self._origin

    def differences(self) -> Iterator[Difference]:
        """What is not as it is below."""
        if self._below is self._origin:
            yield from ((self._below[place], None) for place in self._gone)
            yield from ((self._below[place], record) for place, record in self._exchanged.items())
            yield from ((None, record) for record in self._items)
            return
        now = {record.number: record for record in self.view()}
        for record in self._origin:
            after = now.pop(record.number, None)
            if after is not record:
                yield record, after
        yield from ((None, record) for record in now.values())

    def view(self) -> Sequence[Record]:
        """The records; whoever reads must not change the list."""
        with SHARING:
            if self.pristine:
                return self._below
            if self._view is None:
                self._shared = True
                self._view = _View(self._below, self._exchanged, self._gone, self._items)
            return self._view

    def __len__(self) -> int:
        return len(self._below) - len(self._gone) + len(self._items)

    def at(self, number: int) -> Record | None:
        """The record with this number."""
        if number > self._last:
            return super().at(number)
        with SHARING:
            place = self._place(number)
            return None if place is None or self._is_gone(place) else self._exchanged.get(place, self._below[place])

    def add(self, record: Record) -> None:
        """Put a record in its place: at the end, unless it was there before and comes back."""
        if record.number > self._last:
            super().add(record)
            return
        place = self._place(record.number)
        if place is None:
            self._flatten([*self.view(), record])
        else:
            with SHARING:
                self._gone = [each for each in self._gone if each != place]
                self._view = None
                self._exchange(place, record)

    def replace(self, new: Record) -> None:
        """Exchange the record of the same number."""
        if new.number > self._last:
            super().replace(new)
            return
        place = self._place(new.number)
        assert place is not None
        self._exchange(place, new)

    def remove(self, record: Record) -> None:
        """Take a record out."""
        if record.number > self._last:
            super().remove(record)
            return
        place = self._place(record.number)
        assert place is not None
        with SHARING:
            self._gone = [*self._gone]
            insort(self._gone, place)
            self._view = None
            self._exchanged.pop(place, None)

    def _exchange(self, place: int, record: Record) -> None:
        if self._below[place] is record:
            self._exchanged.pop(place, None)
        else:
            self._exchanged[place] = record

    def _own(self) -> list[Record]:
        self._view = None
        return super()._own()

    def _place(self, number: int) -> int | None:
        place = bisect_left(self._below, number, key=_number)
        return place if place < len(self._below) and self._below[place].number == number else None

    def _is_gone(self, place: int) -> bool:
        found = bisect_left(self._gone, place)
        return found < len(self._gone) and self._gone[found] == place

    def _flatten(self, records: Iterable[Record]) -> None:
        """Take these records in place of those below: a number that was skipped there has come into use."""
        below = sorted(records, key=_number)
        with SHARING:
            self._below, self._last = below, below[-1].number
            self._items, self._shared, self._view = [], False, None
            self._exchanged, self._gone = {}, []


class _View(Sequence[Record]):
    """What `LayeredRows.view` hands out: records below, less those that are gone, and those above."""

    __slots__ = ("_below", "_exchanged", "_gone", "_items", "_skips")

    def __init__(
        self, below: Sequence[Record], exchanged: Mapping[int, Record], gone: Sequence[int], items: Sequence[Record]
    ) -> None:
        self._below = below
        self._exchanged = exchanged
        self._gone = gone
        self._items = items
        self._skips = [place - before for before, place in enumerate(gone)]
        """For each position that is gone: how many that are not stand before it."""

    def __len__(self) -> int:
        return len(self._below) - len(self._skips) + len(self._items)

    @overload
    def __getitem__(self, index: int) -> Record: ...
    @overload
    def __getitem__(self, index: slice) -> list[Record]: ...
    def __getitem__(self, index: int | slice) -> Record | list[Record]:
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self)))]
        if index < 0:
            index += len(self)
        left = len(self._below) - len(self._skips)
        if index >= left:
            return self._items[index - left]
        if index < 0:
            raise IndexError(index)
        place = index + bisect_right(self._skips, index)
        return self._exchanged.get(place) or self._below[place]

    def __iter__(self) -> Iterator[Record]:
        exchanged = self._exchanged
        begin = 0
        for end in (*self._gone, len(self._below)):
            for place in range(begin, end):
                yield exchanged.get(place) or self._below[place]
            begin = end + 1
        yield from self._items


class Spliced(Sequence[Record]):
    """A list of records with others put between, and some left out.

    Args:
        below: the list.
        gone: positions in it that are left out, in order.
        come: (position in it before which a record stands, record), in order.
    """

    __slots__ = ("_length", "_parts", "_starts")

    def __init__(self, below: Sequence[Record], gone: Sequence[int], come: Sequence[tuple[int, Record]]) -> None:
        self._parts: list[tuple[Sequence[Record], int, int]] = []
        self._starts: list[int] = []
        self._length = 0
        begin = 0
        edits = sorted([(place, 1, None) for place in gone] + [(place, 0, record) for place, record in come], key=_edit)
        for place, skipped, record in edits:
            self._add(below, begin, place)
            if record is not None:
                self._add((record,), 0, 1)
            begin = place + skipped
        self._add(below, begin, len(below))

    def _add(self, records: Sequence[Record], begin: int, end: int) -> None:
        if begin < end:
            self._parts.append((records, begin, end))
            self._starts.append(self._length)
            self._length += end - begin

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, index: int) -> Record: ...
    @overload
    def __getitem__(self, index: slice) -> list[Record]: ...
    def __getitem__(self, index: int | slice) -> Record | list[Record]:
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(self._length))]
        if index < 0:
            index += self._length
        if not 0 <= index < self._length:
            raise IndexError(index)
        part = bisect_right(self._starts, index) - 1
        records, begin, _ = self._parts[part]
        return records[begin + index - self._starts[part]]

    def __iter__(self) -> Iterator[Record]:
        for records, begin, end in self._parts:
            for place in range(begin, end):
                yield records[place]


def _edit(edit: tuple[int, int, Record | None]) -> tuple[int, int]:
    return edit[:2]
