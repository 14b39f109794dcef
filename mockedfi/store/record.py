"""A stored document, a change to it, and documents in the order of their creation."""

import re
import threading
from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter
from typing import Any, Literal, final

import orjson

Document = dict[str, Any]
Key = tuple[Any, ...]
Owner = str | int | None
Kind = Literal["insert", "replace", "delete"]
Difference = tuple["Record | None", "Record | None"]
"""What a record was and what it is; None where it is not."""

WIRE = b'{"id":'
"""How wire bytes begin; a plain document never carries an id."""


_ID = re.compile("[0-9a-f]{32}", re.ASCII)
_SURROGATE = "DescriptorId"
"""How the member ends that shows a descriptor's surrogate key, where the version has it: always first."""


@final
class Record:
    """One stored document: its bytes and what the server knows besides.

    `body` holds one representation at a time: the plain document as it came, until the first read puts the wire bytes
    in its place. Everything else never changes; a write makes a new record.

    Args:
        resource: the resource's name, ``Student``.
        id: 32 lower-case hex digits.
        number: place in the order of creation, unique in its API version; TinyDB's ``doc_id``.
        key: the natural key (`Plan.key`).
        body: JSON of the plain document, or wire bytes.
        modified: .NET ticks.
        version: the change version.
        owner: the ownership token of the client that created it.
    """

    __slots__ = ("body", "guid", "key", "modified", "number", "owner", "resource", "version")

    def __init__(
        self,
        resource: str,
        id: str,
        number: int,
        key: Key,
        body: bytes,
        modified: int,
        version: int,
        owner: Owner = None,
    ) -> None:
        self.resource = resource
        self.guid = int(id, 16)
        """The id as a number, which takes half the memory of the text."""
        self.number = number
        self.key = key
        self.body = body
        self.modified = modified
        self.version = version
        self.owner = owner

    @property
    def id(self) -> str:
        """32 lower-case hex digits."""
        return id_of(self.guid)

    @property
    def rendered(self) -> bool:
        """Whether `body` is wire bytes."""
        return self.body.startswith(WIRE)

    def document(self) -> Document:
        """The plain document: a fresh dict at each call."""
        body = self.body
        document: Document = orjson.loads(body)
        return plain(document) if body.startswith(WIRE) else document

    def changed(self, *, key: Key, body: bytes, modified: int, version: int) -> "Record":
        """The record after a write to the same document."""
        return Record(self.resource, self.id, self.number, key, body, modified, version, self.owner)

    def __repr__(self) -> str:
        return f"Record({self.resource} {self.key}, number {self.number}, version {self.version})"


def id_of(guid: int) -> str:
    """The id that is such a number: 32 lower-case hex digits."""
    return f"{guid:032x}"


def is_id(value: object) -> bool:
    """Whether a value is 32 lower-case hex digits."""
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def fitted(data: bytes) -> bytes:
    """The same bytes in no more memory than they need: what orjson makes keeps the kilobytes that it was made in."""
    return bytes(memoryview(data))


def plain(document: Document) -> Document:
    """A document off the wire without what the server adds: id, times, links, empty collections. In place."""
    document.pop("id", None)
    document.pop("_etag", None)
    document.pop("_lastModifiedDate", None)
    if next(iter(document), "").endswith(_SURROGATE):
        del document[next(iter(document))]
    _clean(document)
    return document


def _clean(node: Document) -> None:
    empty = []
    for name, value in node.items():
        if isinstance(value, list):
            if not value:
                empty.append(name)
            for item in value:
                if isinstance(item, dict):
                    _clean(item)
        elif isinstance(value, dict):
            if name.endswith("Reference"):
                value.pop("link", None)
            else:
                _clean(value)
    for name in empty:
        del node[name]


class Change:
    """One document inserted, replaced or deleted.

    `version` is the change version of a tracked delete or key change; 0 lets the store take the next one.
    `renamed` where descriptors or people are only called otherwise: behind them are numbers, so the key is what it was.
    `before` and `after` are parsed once for all who listen, which must not change them.
    """

    __slots__ = ("_after", "_before", "kind", "new", "old", "renamed", "version")

    def __init__(self, kind: Kind, old: Record | None, new: Record | None, version: int = 0) -> None:
        if (old is not None, new is not None) != (kind != "insert", kind != "delete"):
            raise ValueError(f"{kind} with old {old} and new {new}")
        self.kind = kind
        self.old = old
        self.new = new
        self.version = version
        self.renamed = False
        self._before: Document | None = None
        self._after: Document | None = None

    @classmethod
    def insert(cls, new: Record) -> "Change":
        """A new document."""
        return cls("insert", None, new)

    @classmethod
    def replace(cls, old: Record, new: Record) -> "Change":
        """Another state of a document, or another key."""
        return cls("replace", old, new)

    @classmethod
    def rename(cls, old: Record, new: Record) -> "Change":
        """Other words for the same descriptors or people in a document."""
        change = cls("replace", old, new)
        change.renamed = True
        return change

    @classmethod
    def delete(cls, old: Record) -> "Change":
        """A document gone."""
        return cls("delete", old, None)

    @classmethod
    def between(cls, difference: Difference) -> "Change":
        """What makes a record what it is of what it was."""
        old, new = difference
        return cls("insert" if old is None else "delete" if new is None else "replace", old, new)

    @property
    def record(self) -> Record:
        """The record as it is now, or was last."""
        record = self.new or self.old
        assert record is not None
        return record

    @property
    def key_changed(self) -> bool:
        """Whether the document got another natural key."""
        return self.old is not None and self.new is not None and self.old.key != self.new.key

    def before(self) -> Document | None:
        """The plain document that was there; not to be changed."""
        if self._before is None and self.old is not None:
            self._before = self.old.document()
        return self._before

    def after(self) -> Document | None:
        """The plain document that is there now; not to be changed."""
        if self._after is None and self.new is not None:
            self._after = self.new.document()
        return self._after

    def forget(self) -> None:
        """Let go of the parsed documents."""
        self._before = self._after = None

    def inverse(self) -> "Change":
        """What undoes it."""
        if self.old is None:
            return Change("delete", self.new, None)
        if self.new is None:
            return Change("insert", None, self.old)
        return Change("replace", self.new, self.old)

    def __repr__(self) -> str:
        return f"Change({self.kind} {self.record})"


_number = attrgetter("number")
SHARING = threading.RLock()
"""Held while a list of records is handed out, and while one is changed that nobody was given: never for long, since
readers do not wait for the store's own lock.
"""


class Rows:
    """Records in the order of their numbers, which readers walk through while others write.

    A list that was handed out is only appended to, or one of its records is exchanged for the newer one; anything
    else happens to a copy.
    """

    __slots__ = ("_items", "_shared")

    def __init__(self) -> None:
        self._items: list[Record] = []
        self._shared = False

    def view(self) -> Sequence[Record]:
        """The records; whoever reads must not change the list."""
        with SHARING:
            self._shared = True
            return self._items

    def __len__(self) -> int:
        return len(self._items)

    def at(self, number: int) -> Record | None:
        """The record with this number."""
        with SHARING:
            place = bisect_left(self._items, number, key=_number)
            if place < len(self._items) and self._items[place].number == number:
                return self._items[place]
        return None

    def add(self, record: Record) -> None:
        """Put a record in its place: at the end, unless it was there before and comes back."""
        items = self._items
        if not items or items[-1].number < record.number:
            items.append(record)
        else:
            with SHARING:
                self._own().insert(bisect_left(items, record.number, key=_number), record)

    def replace(self, new: Record) -> None:
        """Exchange the record of the same number."""
        self._items[bisect_left(self._items, new.number, key=_number)] = new

    def remove(self, record: Record) -> None:
        """Take a record out."""
        with SHARING:
            del self._own()[bisect_left(self._items, record.number, key=_number)]

    def _own(self) -> list[Record]:
        """The list, for a change that a reader must not see; called under the lock of sharing."""
        if self._shared:
            self._items = self._items[:]
            self._shared = False
        return self._items
