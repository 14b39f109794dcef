"""Makes the records of a table at its first use: from the store's file or the fixtures, and what the journal adds."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import orjson

from mockedfi.model.facts import Resource
from mockedfi.model.plan import Plan
from mockedfi.store.fixtures import Source
from mockedfi.store.memory import MemoryStorage, Pending
from mockedfi.store.record import Key, Owner, Record, fitted, is_id, plain


def table_name(version: str, namespace: str, plural: str) -> str:
    """``7.3/ed-fi/students``."""
    return f"{version}/{namespace}/{plural}"


def facts_name(table: str) -> str:
    """The table that keeps what the documents of `table` do not show: ``_7.3/ed-fi/students``."""
    return f"_{table}"


def facts_of(records: Iterable[Record]) -> dict[str, Any]:
    """The row of that table: for each number, when it was modified, its change version and its owner."""
    facts: dict[str, Any] = {"numbers": [], "modified": [], "versions": [], "owners": {}}
    for record in records:
        facts["numbers"].append(record.number)
        facts["modified"].append(record.modified)
        facts["versions"].append(record.version)
        if record.owner is not None:
            facts["owners"][str(record.number)] = record.owner
    return facts


def fixed_id(resource: Resource, key: Key) -> str:
    """The id of a document that comes with none: the same for the same key, in every run."""
    text = b"%s.%s:%s" % (resource.namespace.encode(), resource.name.encode(), orjson.dumps(key))
    return hashlib.md5(text, usedforsecurity=False).hexdigest()


def entry_of(record: Record) -> list[Any]:
    """A record as a row of the journal."""
    return [record.id, record.modified, record.version, record.owner, orjson.Fragment(record.body)]


class Loader:
    """Knows where one API version began."""

    def __init__(self, storage: MemoryStorage, source: Source, moment: Callable[[], int]) -> None:
        """`moment` gives the time, in .NET ticks, for a document of the file that another program put there."""
        self._storage = storage
        self._source = source
        self._moment = moment
        self.shared: dict[Any, Any] = {}
        """Each part of a key that was loaded, by itself."""
        self._first: dict[str, int] = {}
        self._tables: frozenset[str] = frozenset()
        self.filed = False
        """The file holds the version's tables; until then the fixtures do."""
        self.total = 0
        """How many documents the fixtures have."""

    def begin(self, filed: bool) -> None:
        """Start from the file, or from the fixtures."""
        self.filed = filed
        self._first.clear()
        self.shared.clear()
        self.total = 0
        self._tables = frozenset(self._storage.tables() if filed else ())
        if not filed:
            for name, size in self._source.counts().items():
                self._first[name] = self.total + 1
                self.total += size

    def holds(self, table: str, resource: str) -> bool:
        """Whether the file or the fixtures have documents of a resource."""
        return table in self._tables or resource in self._first

    def records(self, table: str, resource: Resource, plan: Plan, pending: Pending) -> list[Record]:
        """The records of a table, by number, as the file or the fixtures have them, and as the journal adds to it."""
        made = self._from_file(table, resource, plan) if self.filed else self._from_source(resource, plan)
        records = [record for record in made if record.number not in pending]
        added = [self._from_journal(resource, plan, row, entry) for row, entry in pending.items() if entry is not None]
        if added:
            records.extend(added)
            records.sort(key=lambda record: record.number)
        return records

    def bodies(self, table: str, resource: Resource, pending: Pending) -> Iterator[bytes]:
        """The JSON of the same documents, and of those that the journal or an earlier one of the key supersedes."""
        if self.filed:
            yield from (body for _, body in self._storage.rows(table))
        else:
            yield from self._source.documents(resource.name)
        yield from (orjson.dumps(entry[-1]) for entry in pending.values() if entry is not None)

    def _interned(self, key: Key) -> Key:
        """A key whose parts are shared with all equal ones."""
        shared = self.shared
        return tuple([shared.setdefault(part, part) for part in key])

    def _from_source(self, resource: Resource, plan: Plan) -> Iterator[Record]:
        """What the fixtures have, the first of each key: districts may repeat what they share."""
        seen = set()
        first = self._first.get(resource.name, 0)
        moment = self._source.moment + first
        bodies = list(self._source.documents(resource.name))  # side by side in memory, which they leave as they came
        for number, body in enumerate(bodies, first):
            key = self._interned(plan.key(orjson.loads(body)))
            if key not in seen:
                seen.add(key)
                yield Record(resource.name, fixed_id(resource, key), number, key, body, moment, number)

    def _from_file(self, table: str, resource: Resource, plan: Plan) -> Iterator[Record]:
        facts, edited = self._facts(table), self._storage.edited
        moments: dict[int, int] = {}
        for number, body in self._storage.rows(table):
            document = orjson.loads(body)
            key = self._interned(plan.key(document))
            modified, version, owner = facts.get(number) or (self._moment(), number, None)
            version = number if version == number else version  # one object for both, as long as nothing changed
            modified = moments.setdefault(modified, modified)  # one object for all that were modified together
            id = document["id"] if is_id(document.get("id")) else fixed_id(resource, key)
            kept = fitted(orjson.dumps(plain(document))) if edited else body
            yield Record(resource.name, id, number, key, kept, modified, version, owner)

    def _facts(self, table: str) -> dict[int, tuple[int, int, Owner]]:
        for _, row in self._storage.rows(facts_name(table)):
            facts = orjson.loads(row)
            owners = facts["owners"]
            columns = zip(facts["numbers"], facts["modified"], facts["versions"], strict=True)
            return {number: (modified, version, owners.get(str(number))) for number, modified, version in columns}
        return {}

    def _from_journal(self, resource: Resource, plan: Plan, number: int | str, entry: list[Any]) -> Record:
        id, modified, version, owner, document = entry
        key = self._interned(plan.key(document))
        return Record(resource.name, id, int(number), key, fitted(orjson.dumps(document)), modified, version, owner)
