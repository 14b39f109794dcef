"""Who refers to a record: found by their keys, by looking through their text, or from counts kept up to date.

Where all that can lead to a record stands in the key of who refers to it, an index of that part of the key is enough.
Counting a table takes as long as reading all its documents, which a single question is not worth: most documents that
hold no part of a key are passed over by their bytes alone. A table that is asked about again and again is counted.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

import orjson

from mockedfi.model.catalogue import Catalogue
from mockedfi.model.facts import Node, Resource
from mockedfi.model.plan import Plan
from mockedfi.store.indexes import Holder, Mention, Referrers
from mockedfi.store.record import Change, Document, Key, Record

if TYPE_CHECKING:
    from mockedfi.store.documents import Documents

_LOOKS = 16
"""How often a table is looked through before it is counted."""
_FINDS = 256
"""How many documents of a table are read on one occasion before it is counted instead."""

_CHUNK = 200
"""How many documents are looked through at once, before one by one."""

Test = Callable[[bytes], bool]
Way = tuple[int, ...]
"""Where a key holds the parts of another."""
T = TypeVar("T")


class Referring:
    """Who refers to whom among the documents of one API version."""

    def __init__(
        self,
        documents: "Documents",
        catalogue: Catalogue,
        plans: Mapping[str, Plan],
        interned: Callable[[Key], Key],
        below: "Referring | None" = None,
    ) -> None:
        """`below`: that of documents over which these lie, whose counts these differ from."""
        self._documents = documents
        self._catalogue = catalogue
        self._plans = plans
        self._interned = interned
        self._below = below
        self._known_ways: dict[tuple[str, str], Sequence[Way]] = {}
        self.forget()

    def forget(self) -> None:
        """Begin anew, when all documents were exchanged for others."""
        self._counts = Referrers(self._interned)
        self._counted: set[str] = set()
        self._looks: dict[str, int] = {}

    def of(self, record: Record) -> dict[Holder, int]:
        """How many references and descriptor values of other documents lead to a record, by where they stand.

        Called under the documents' lock.
        """
        names = self._names(record.resource, record.key)
        may_mention = self._test(record)
        found: dict[Holder, int] = {}
        for name in self._catalogue.referring(record.resource):
            if self._look_up(name, record, found):
                continue
            if may_mention is None or self._is_due(name) or not self._look(name, may_mention, names, found):
                self.count(name)
        for holder, count in self.counted(names).items():
            found[holder] = found.get(holder, 0) + count
        return {holder: count for holder, count in found.items() if count}

    def count(self, name: str) -> None:
        """Take the documents of a resource into account for `counted`."""
        if self._below is not None:
            self._below.count(name)
        with self._documents.lock:
            if name in self._counted:
                return
            for before, after in self._documents.table(name).differences():
                self._counts.remove(self._mentions_of(before))
                self._counts.add(self._mentions_of(after))
            self._counted.add(name)

    def counted(self, names: Sequence[Mention]) -> Mapping[Holder, int]:
        """How many references of the resources that were counted lead to any of these; may be none or fewer."""
        with self._documents.lock:
            found = dict(self._counts.of(names))
        if self._below is not None:
            for holder, count in self._below.counted(names).items():
                if holder[0] in self._counted:
                    found[holder] = found.get(holder, 0) + count
        return found

    def follow(self, name: str, changes: Iterable[Change]) -> None:
        """Follow a commit that touched a resource."""
        if name in self._counted:
            for change in changes:
                self._counts.remove(self._mentions_of(change.old, change.before()))
                self._counts.add(self._mentions_of(change.new, change.after()))

    def _look_up(self, name: str, record: Record, found: dict[Holder, int]) -> bool:
        """Add to `found` what documents mention in their keys; False where that is not all, or was counted before."""
        ways, table = self._ways(name, record.resource), self._documents.table(name)
        if not ways or name in self._counted or not table.at_hand:
            return False
        resource, telling = table.resource, self._plans[record.resource].telling
        for way in ways:
            candidates = table.find(resource.identity[way[telling]], record.key[telling])
            count = sum(tuple([each.key[place] for place in way]) == record.key for each in candidates)
            holder = (name, resource.entity)
            found[holder] = found.get(holder, 0) + count
        return True

    def _ways(self, name: str, target: str) -> Sequence[Way]:
        """How documents of a resource refer to those of another by their keys; none if they may refer otherwise too."""
        ways = self._known_ways.get((name, target))
        if ways is None:
            ways = self._known_ways[name, target] = _ways(self._catalogue, name, self._catalogue.named(target))
        return ways

    def _is_due(self, name: str) -> bool:
        """Whether a table was counted, here or below, or was looked through often enough to be counted."""
        if self._below is not None:
            return self._below._is_due(name)  # noqa: SLF001 - the same below
        looks = self._looks[name] = self._looks.get(name, 0) + 1
        return name in self._counted or looks > _LOOKS

    def _look(self, name: str, may_mention: Test, names: Sequence[Mention], found: dict[Holder, int]) -> bool:
        """Add to `found` what a table's documents mention; False, and nothing is added, if too many have to be read."""
        table = self._documents.table(name)
        if not table.loaded and not any(may_mention(b"\n".join(bodies)) for bodies in _chunks(table.bodies())):
            return True
        own: dict[Holder, int] = {}
        finds = 0
        for records in _chunks(table.records()):
            if not may_mention(b"\n".join([record.body for record in records])):
                continue
            for record in records:
                if may_mention(record.body):
                    finds += 1
                    for mention, holder in self._mentions_of(record):
                        if mention in names:
                            own[holder] = own.get(holder, 0) + 1
            if finds > _FINDS:
                return False
        found.update(own)
        return True

    def _mentions_of(self, record: Record | None, document: Document | None = None) -> Iterator[tuple[Mention, Holder]]:
        """What a document refers to, other than itself, and from which entity."""
        if record is None:
            return
        if document is None:
            document = record.document()
        plan = self._plans[record.resource]
        own = self._names(record.resource, record.key)
        for link in plan.references(document):
            mention = (link.reference.target, link.key)
            if mention not in own:
                yield mention, (record.resource, link.entity)
        for entity, property, value in plan.descriptors(document):
            if property.descriptor is not None:
                yield (property.descriptor, descriptor_key(value)), (record.resource, entity)

    def _names(self, resource: str, key: Key) -> tuple[Mention, ...]:
        """Under what references can lead to a record: its resource, and the abstract base."""
        base = self._catalogue.named(resource).base
        return ((resource, key),) if base is None else ((resource, key), (base, key))

    def _test(self, record: Record) -> Test | None:
        """Tells documents that may refer to a record from those that cannot; None where their bytes do not tell.

        Whoever refers to it holds all parts of its key. Text stands in JSON as it is, or behind a backslash.
        """
        resource = self._catalogue.named(record.resource)
        parts = ("#".join(record.key),) if resource.descriptor else record.key
        fold = self._plans[record.resource].folds
        needles = [needle for part in parts if (needle := _needle(part, fold=fold)) is not None]
        if not needles:
            return None
        needles.sort(key=len, reverse=True)

        def may_mention(text: bytes) -> bool:
            if fold:
                text = text.lower()
            return all(map(text.__contains__, needles)) or b"\\" in text

        return may_mention


def _ways(catalogue: Catalogue, name: str, target: Resource) -> Sequence[Way]:
    resource = catalogue.named(name)
    targets = {target.name, target.base} - {None}
    if target.descriptor or name == target.name or resource.base in targets or _refers_below(resource, targets):
        return ()
    ways: list[Way] = []
    for reference in resource.references:
        if reference.target in targets:
            paths = [(reference.name, part) for part in catalogue.key_names(reference.target)]
            if not all(path in resource.identity for path in paths):
                return ()
            ways.append(tuple(map(resource.identity.index, paths)))
    return ways


def _refers_below(node: Node, targets: set[str | None]) -> bool:
    """Whether a child of a node, or an extension, has a reference to one of the targets."""
    return any(
        any(reference.target in targets for reference in child.references) or _refers_below(child, targets)
        for child in (*node.children, *node.extensions)
    )


def _chunks(things: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(things)
    while chunk := list(islice(rest, _CHUNK)):
        yield chunk


def _needle(part: object, *, fold: bool) -> bytes | None:
    """A part of a key as it stands in JSON, lower case where that is folded; None where it may stand otherwise."""
    if isinstance(part, str):
        return f'"{part.lower() if fold else part}"'.encode() if part.isascii() or not fold else None
    return orjson.dumps(part) if isinstance(part, int) else None


def descriptor_value(descriptor: Document) -> str:
    """How documents name a descriptor: ``namespace#codeValue``."""
    return f"{descriptor['namespace']}#{descriptor['codeValue']}"


def descriptor_key(value: str) -> Key:
    """The key of a descriptor value, ``namespace#codeValue`` in any case."""
    namespace, _, code = value.lower().partition("#")
    return namespace, code
