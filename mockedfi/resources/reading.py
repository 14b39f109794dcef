"""GET by id and GET many.

Source: EdFi.Ods.Api/Controllers/DataManagementControllerBase.cs; EdFi.Ods.Api/Security/Authorization/Repositories;
EdFi.Ods.Common/Providers/Queries.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from mockedfi.dialect import Dialect
from mockedfi.dialect.data import Data
from mockedfi.exchange import Answer
from mockedfi.explanations import Failed
from mockedfi.problems import Refusal
from mockedfi.problems import data as problems
from mockedfi.resources import paging
from mockedfi.resources.call import Call
from mockedfi.resources.databases import Databases
from mockedfi.resources.machine import Machine
from mockedfi.resources.query import Criterion, Numbers, flag, guid
from mockedfi.resources.representation import etag_of
from mockedfi.resources.search import searched
from mockedfi.resources.texts import whole_number
from mockedfi.security.filters import Keep
from mockedfi.security.listing import Listing
from mockedfi.security.repeats import repeated
from mockedfi.store.documents import Documents, Record, Table
from mockedfi.store.traces import HIGHEST

Rows = Sequence[Record] | Listing[Record]
Written = Callable[[Sequence[Record], Documents], Sequence[bytes]]
_UTF_8 = "; charset=utf-8"
JSON = ("Content-Type", f"application/json{_UTF_8}")
_NUMBER = attrgetter("number")
_WINDOWS = 4
"""Windows of change versions that are remembered."""
_MOST_PARTITIONS = 200
_USUAL_PARTITIONS = 10
_PAGES_IN_A_PARTITION = 5
_SMALL = "allowSmallPartitions"
_JOIN_AUTH = "useJoinAuth"
"""It chooses another query for the same items."""


@dataclass(frozen=True, slots=True)
class _Window:
    """What was found of some rows between two change versions, while their table was of one generation."""

    rows: Rows
    generation: int
    low: int
    high: int
    found: Sequence[Record]


_UNCOUNTED = "Total count cannot be determined while using cursor paging (when pageToken is specified)."


class Reading:
    """The verbs that change nothing, of one API version."""

    def __init__(
        self,
        *,
        dialect: Dialect,
        databases: Databases,
        machine: Callable[[str], Machine],
        page_maximum: int,
    ) -> None:
        self._dialect = dialect
        self._databases = databases
        self._machine = machine
        self._numbers = Numbers(dialect)
        self._maximum = page_maximum
        self._windows: tuple[_Window, ...] = ()
        self._windowless = dialect.changes.window_of_feature and not dialect.changes.on

    def get(self, call: Call) -> Answer:
        """One item by its id. Raises `Refusal`."""
        id = guid(call.id)
        if id is None:
            raise Refusal(problems.BODY_INVALID, details={"id": [f"The value '{call.id}' is not valid."]})
        call.decide_profile()
        database = self._databases.chosen(call.request.headers)
        record = database.documents.table(call.resource.name).by_id(id)
        if record is None:
            raise Refusal(problems.ITEM_NOT_FOUND, entity=call.resource.name)
        grant = database.security.check(call.caller, call.resource, "Read")
        database.security.authorize(call.caller, grant, call.resource, record, "existing", record.owner)
        etag = etag_of(record.modified)
        if call.request.headers.get("if-none-match") == etag:
            return Answer(304)
        written, content_type = _form(call)
        return Answer(200, [content_type, ("ETag", f'"{etag}"')], written([record], database.documents)[0])

    def get_many(self, call: Call) -> Answer:
        """A page of the items that the caller may see. Raises `Refusal`."""
        criteria, id, bound = self._machine(call.resource.name).query.criteria(call.query)
        given = paging.given_of(call.query, self._dialect.data, bound)
        call.decide_profile()
        if self._dialect.data.cursor_paging:
            flag(call.request.query, _JOIN_AUTH)
        page = paging.page_of(call.query, given, self._dialect.data, self._maximum)
        written, content_type = _form(call)
        rows, documents = self._rows(call, page, self._kept(call, criteria), id, unasked=page.unasked)
        if page.low is not None and page.total_count:
            raise paging.refused(_UNCOUNTED)
        headers = [content_type]
        shown: Sequence[Record]
        if page.low is not None:
            shown = _page_between(rows, page.low, page.high, page.limit)
        else:
            if page.total_count:
                headers.append(("Total-Count", str(rows.count() if isinstance(rows, Listing) else len(rows))))
            shown = _page(rows, page)
        if shown and self._dialect.data.cursor_paging:
            headers.append(("Next-Page-Token", paging.token_of(shown[-1].number + 1, page.high)))
        return Answer(200, headers, b"[%s]" % b",".join(written(shown, documents)))

    def partitions(self, call: Call) -> Answer:
        """Page tokens that cut the caller's items into parts of like size. Raises `Refusal`.

        A value that does not fit its member does not narrow.
        Source: EdFi.Ods.Api/Controllers/Partitions/Controllers.
        """
        number, page = _partitioning(call.query, self._dialect.data)
        flag(call.request.query, _JOIN_AUTH)
        criteria, id, _ = self._machine(call.resource.name).query.criteria(call.query)
        rows = list(self._rows(call, page, criteria, id)[0])
        small = flag(call.request.query, _SMALL)
        size = max(len(rows) // (number or _USUAL_PARTITIONS), 1 if small else _PAGES_IN_A_PARTITION * self._maximum)
        starts = [row.number for row in rows[::size]][:number]
        ends = [*(start - 1 for start in starts[1:]), paging.HIGHEST]
        tokens = ",".join(f'"{paging.token_of(low, high)}"' for low, high in zip(starts, ends, strict=False))
        return Answer(200, [JSON], f'{{"pageTokens":[{tokens}]}}'.encode())

    def bind_partitions(self, query: Mapping[str, str]) -> None:
        """Look at what query parameters say of partitions, as happens first. Raises `Refusal`."""
        _partitioning(query, self._dialect.data)

    def _kept(self, call: Call, criteria: list[Criterion]) -> list[Criterion]:
        """The criteria upon members that the profile shows, upon the key, and upon items of collections."""
        if call.profile is None or not self._dialect.profiles.narrows_kept_only:
            return criteria
        shown, key = call.profile.compiled().scope.names, call.resource.identity
        return [each for each in criteria if each.path[0] in shown or each.path in key or each.collection]

    def _rows(
        self, call: Call, page: paging.Page, criteria: list[Criterion], id: str | None, *, unasked: bool = False
    ) -> tuple[Rows, Documents]:
        """Every item that fits the query and that the caller may see, in the version's order; where they are from.

        None where neither items nor their number are asked for: then nothing is looked up. An item stands there as
        often as the version shows it.
        """
        database = self._databases.chosen(call.request.headers)
        security, documents = database.security, database.documents
        self._numbers.check_references(criteria, documents)
        grant = security.check(call.caller, call.resource, "Read")
        table = documents.table(call.resource.name)
        rows: Rows
        q = call.query.get("q")
        narrowed = bool(criteria) or id is not None or q is not None
        keep = security.visible(call.caller, grant, call.resource) if narrowed or unasked else None
        if unasked:
            return (), documents
        criteria = self._numbers.settled(criteria, documents)
        terms = [] if q is None else self._machine(call.resource.name).search.terms(q)
        if id is None and not criteria and not terms:
            listing = security.listing(call.caller, grant, call.resource)
            rows = listing if listing is not None else self._in_order(table)
        else:
            rows = searched(self._found(call, table, criteria, id, keep), terms)
            times = security.times(call.caller, grant, call.resource)
            rows = rows if times is None else list(repeated(rows, times))
        if page.min_change_version is None and page.max_change_version is None:
            return rows, documents
        if self._windowless:
            raise Refusal(problems.SYSTEM_ERROR, why=Failed("change queries, and change versions, are switched off."))
        low = page.min_change_version or 0
        high = page.max_change_version if page.max_change_version is not None else HIGHEST
        return self._window(rows, table.generation, low, high), documents

    def _window(self, rows: Rows, generation: int, low: int, high: int) -> Sequence[Record]:
        """The rows that were written last at these change versions: looked for once, for all pages of a window."""
        known = self._windows
        for each in known:
            if each.rows is rows and (each.generation, each.low, each.high) == (generation, low, high):
                return each.found
        every = rows.all() if isinstance(rows, Listing) else rows
        found = [row for row in every if low <= row.version <= high]
        self._windows = (_Window(rows, generation, low, high, found), *known[: _WINDOWS - 1])
        return found

    def _found(
        self, call: Call, table: Table, criteria: list[Criterion], id: str | None, keep: Keep | None
    ) -> Sequence[Record]:
        found: Sequence[Record]
        if id is not None:
            record = table.by_id(id)
            found = [record] if record and all(each.holds(record) for each in criteria) else []
        elif criteria:
            found = self._machine(call.resource.name).query.candidates(table, criteria)
        else:
            found = table.records()
        kept = found if keep is None else [row for row in found if keep(row)]
        return table.sort(kept) if self._dialect.data.order_by_key else kept

    def _in_order(self, table: Table) -> Sequence[Record]:
        return table.ordered() if self._dialect.data.order_by_key else table.records()


def _form(call: Call) -> tuple[Written, tuple[str, str]]:
    """What writes items, and the header that says as what. Raises `Refusal`."""
    if call.profile is None:
        return _whole, JSON
    project = call.profile.compiled().projection.of
    content_type = ("Content-Type", f"{call.profile.media_type}{_UTF_8}")

    def projected(records: Sequence[Record], documents: Documents) -> Sequence[bytes]:
        wires = documents.wires(records)
        return [project(record.id, wire) for record, wire in zip(records, wires, strict=True)]

    return projected, content_type


def _whole(records: Sequence[Record], documents: Documents) -> Sequence[bytes]:
    return documents.wires(records)


def _page(rows: Rows, page: paging.Page) -> Sequence[Record]:
    if isinstance(rows, Listing):
        return rows.page(page.offset, page.limit)
    return rows[page.offset : page.offset + page.limit]


def _page_between(rows: Rows, low: int, high: int, limit: int) -> Sequence[Record]:
    """The rows of a cursor, in the order of their numbers."""
    if isinstance(rows, Listing):
        found = rows.following(_NUMBER, low, limit)
    else:
        start = bisect_left(rows, low, key=_NUMBER)
        found = rows[start : start + limit]
    return found[: bisect_right(found, high, key=_NUMBER)]


def _partitioning(query: Mapping[str, str], data: Data) -> tuple[int | None, paging.Page]:
    """How many partitions are asked for, and which change versions; nothing else of paging counts. Raises `Refusal`."""
    text = query.get("number", "")
    number = whole_number(text, 32)
    wrong = [f"The value '{text}' is not valid."] if text.strip() and number is None else []
    given = paging.given_of(query, data, {"number": wrong})
    if number is not None and not 1 <= number <= _MOST_PARTITIONS:
        raise paging.refused(f"Number of partitions must be between 1 and {_MOST_PARTITIONS}.")
    if query.get("pagetoken", "").strip():
        paging.range_of(query["pagetoken"])
    low, high = (given.numbers.get(name) for name in ("minchangeversion", "maxchangeversion"))
    return number, paging.Page(limit=0, min_change_version=low, max_change_version=high)
