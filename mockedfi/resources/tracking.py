"""``/deletes`` and ``/keyChanges``: which items are gone, and which have another key now.

Source: EdFi.Ods.Features/ChangeQueries: Controllers/{Deletes,KeyChanges}Controller.cs, Repositories; before 6.0
GetDeletedResourceIds.cs.
"""

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import filterfalse, islice
from typing import Any

import orjson

from mockedfi.dialect import Dialect
from mockedfi.exchange import Answer, Request
from mockedfi.explanations import Failed
from mockedfi.model.facts import Abstract, Resource
from mockedfi.model.plan import Plan, own_name
from mockedfi.problems import Refusal, escaping
from mockedfi.problems.changes import SNAPSHOT_OF_TRACKED_UNKNOWN, WINDOW_INVALID
from mockedfi.problems.data import SYSTEM_ERROR
from mockedfi.resources.call import Call
from mockedfi.resources.databases import Database, Databases
from mockedfi.resources.paging import Bound, given_of
from mockedfi.resources.query import parsed
from mockedfi.resources.recreated import Recreated
from mockedfi.security.bygone import OldKeys
from mockedfi.security.repeats import repeated
from mockedfi.security.strategies import READ_CHANGES
from mockedfi.store.traces import HIGHEST, Tracked

_JSON = ("Content-Type", "application/json")
"""As the controllers set it: without a charset."""
_ROUTE_VALUES: Bound = {"schema": [], "resource": []}
"""What the actions take from the path, bound with the query parameters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The rows asked for: change versions from `low` to `high`, and of these a page."""

    low: int
    high: int
    offset: int
    limit: int | None
    total_count: bool

    def page(self, rows: Iterable[Any]) -> Iterator[Any]:
        """The page of some rows; no more of them are looked at."""
        return islice(rows, self.offset, None if self.limit is None else self.offset + self.limit)


@dataclass(frozen=True, slots=True)
class _Renamed:
    """All changes of one item's key within a window, as one."""

    first: Tracked
    last: Tracked


class Tracking:
    """Tracked deletes and key changes of one API version."""

    def __init__(self, *, dialect: Dialect, plans: Mapping[str, Plan], databases: Databases, page_maximum: int) -> None:
        self._dialect = dialect
        self._facts = dialect.changes
        self._plans = plans
        self._databases = databases
        self._maximum = page_maximum
        self._names: dict[str, list[tuple[str, int]]] = {}

    def deletes(self, call: Call) -> Answer:
        """A page of the items that were deleted, of those that the caller may know of. Raises `Refusal`."""
        window = window_of(call.query, self._dialect, self._maximum, _ROUTE_VALUES)
        with escaping():
            return self._deletes(call, window)

    def key_changes(self, call: Call) -> Answer:
        """A page of the items whose keys changed, each once, of those that the caller may know of. Raises `Refusal`."""
        window = window_of(call.query, self._dialect, self._maximum, _ROUTE_VALUES)
        with escaping():
            return self._key_changes(call, window)

    def _deletes(self, call: Call, window: Window) -> Answer:
        database = self._databases.chosen(call.request.headers, SNAPSHOT_OF_TRACKED_UNKNOWN)
        if call.resource.name in self._facts.untracked:
            raise Refusal(SYSTEM_ERROR, why=Failed(f"deletes of {call.resource.name} are not tracked."))
        documents = database.documents
        old_keys = OldKeys(call.resource, documents.changes)
        deletes = documents.changes.deletes(call.resource.name, window.low, window.high)
        rows = self._seen(database, call, old_keys, deletes)
        if not self._facts.recreated_listed and not call.resource.descriptor:
            plan = self._plans[call.resource.name]
            rows = filterfalse(Recreated(self._facts, plan, documents, old_keys, window.low).has, rows)
        return self._answer(window, rows, self._deleted)

    def deletes_of(self, base: Abstract, request: Request) -> Answer:
        """The same of what has an abstract base. Raises `Refusal`."""
        window = window_of(parsed(request.query), self._dialect, self._maximum, _ROUTE_VALUES)
        documents = self._databases.chosen(request.headers, SNAPSHOT_OF_TRACKED_UNKNOWN).documents
        return self._answer(window, documents.changes.deletes(base.name, window.low, window.high), self._deleted)

    def _key_changes(self, call: Call, window: Window) -> Answer:
        if not self._shows_key_changes(call.resource):
            return self._answer(window, [], self._renamed)
        database = self._databases.chosen(call.request.headers, SNAPSHOT_OF_TRACKED_UNKNOWN)
        changes = database.documents.changes
        tracked = changes.key_changes(call.resource.name, window.low, window.high)
        seen = self._seen(database, call, OldKeys(call.resource, changes), tracked)
        return self._answer(window, _collapsed(seen), self._renamed)

    def bind(self, query: Mapping[str, str]) -> None:
        """Look at query parameters (names in lower case) alone, as happens first. Raises `Refusal`."""
        given_of(query, self._dialect.data, _ROUTE_VALUES)

    def _seen(self, database: Database, call: Call, old_keys: OldKeys, rows: Iterator[Tracked]) -> Iterator[Tracked]:
        """The changes the caller may know of, by what their documents were, not by what they are.

        Each is there as often as the views of authorization have it, in a version that joins them.
        """
        if not self._dialect.security.read_changes:
            return rows
        resource, security = call.resource, database.security
        grant = security.check(call.caller, resource, READ_CHANGES)
        keep = security.visible(call.caller, grant, resource)
        times = security.times(call.caller, grant, resource)
        if keep is not None:
            rows = filter(lambda row: keep(old_keys.of(row)), rows)
        return rows if times is None else repeated(rows, lambda row: times(old_keys.of(row)))

    def _shows_key_changes(self, resource: Resource) -> bool:
        """By the version's rule; nothing else of a resource that does not is looked at."""
        if self._facts.following_keys:
            return resource.base is None
        return resource.updatable or resource.person

    def _answer(self, window: Window, rows: Iterable[Any], shown: Callable[[Any], dict[str, Any]]) -> Answer:
        headers = [_JSON]
        if window.total_count:
            rows = list(rows)
            headers.append(("Total-Count", str(len(rows))))
        return Answer(200, headers, orjson.dumps([shown(row) for row in window.page(rows)]))

    def _deleted(self, row: Tracked) -> dict[str, Any]:
        made = self._item(row)
        if self._facts.keys:
            made["keyValues"] = self._key_values(row.resource, row.old)
        return made

    def _renamed(self, row: _Renamed) -> dict[str, Any]:
        made = self._item(row.last)
        made["oldKeyValues"] = self._key_values(row.first.resource, row.first.old)
        made["newKeyValues"] = self._key_values(row.last.resource, row.last.new or ())
        return made

    def _item(self, row: Tracked) -> dict[str, Any]:
        id, version = self._facts.item_members
        return {id: str(uuid.UUID(row.id)) if self._facts.dashed_ids else row.id, version: row.version}

    def _key_values(self, resource: str, key: Sequence[Any]) -> dict[str, Any]:
        names = self._names.get(resource)
        if names is None:
            names = self._names[resource] = key_names(self._plans[resource].resource)
        return {name: key[index] for name, index in names}


def window_of(query: Mapping[str, str], dialect: Dialect, maximum: int, others: Bound | None = None) -> Window:
    """What query parameters (names in lower case) ask for; `others` are bound with them.

    Raises:
        Refusal: a value is no number, or out of range (EdFi.Ods.Common/Models/Validation/
            UrlQueryParametersRequestExtensions.cs).
    """
    facts = dialect.changes
    given = given_of(query, dialect.data, others)
    numbers = given.numbers
    default = maximum if facts.default_limit is None else facts.default_limit
    limit, offset = numbers.get("limit", default), numbers.get("offset", 0)
    if facts.limits_checked:
        _check(limit, offset, maximum)
    return Window(
        low=numbers.get("minchangeversion", 0),
        high=numbers.get("maxchangeversion", HIGHEST),
        offset=max(offset, 0),
        limit=limit if limit >= 0 else None,
        total_count=given.total_count and facts.total_count,
    )


def key_names(resource: Resource) -> list[tuple[str, int]]:
    """What the parts of a key are called where it stands alone, and their places in the resource's identity.

    The resource's own members come first, then those of its references
    (EdFi.Ods.Common/Models/Resource/ResourceClassBase.cs).
    """
    order = [*(each.name for each in resource.properties), *(each.name for each in resource.references)]
    places = sorted(range(len(resource.identity)), key=lambda place: order.index(resource.identity[place][0]))
    return [(own_name(resource, resource.identity[place]), place) for place in places]


def _check(limit: int, offset: int, maximum: int) -> None:
    wrong = []
    if not 0 <= limit <= maximum:
        wrong.append(f"Limit must be omitted or set to a value between 1 and {maximum}.")
    if offset < 0:
        wrong.append("Offset must be greater than or equal to 0.")
    if wrong:
        raise Refusal(WINDOW_INVALID, errors=wrong, text=" ".join(wrong))


def _collapsed(changes: Iterable[Tracked]) -> list[_Renamed]:
    """One row for each item, in the order of its latest change."""
    spans: dict[int, _Renamed] = {}
    for each in changes:
        known = spans.pop(each.guid, None)
        spans[each.guid] = _Renamed(known.first if known else each, each)
    return list(spans.values())
