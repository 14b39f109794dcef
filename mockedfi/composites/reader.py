"""Reading a composite: its rows, as one caller may see them, and what is shown of each.

Source: EdFi.Ods.Features/Composites/Infrastructure/HqlBuilder.cs (which rows, in which order) and
CompositeResourceResponseProvider.cs (how they are written).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from mockedfi.composites import fields
from mockedfi.composites.access import Access
from mockedfi.composites.fields import Field
from mockedfi.composites.plan import Member, Part, Plan, Shown, Value
from mockedfi.composites.query import Criterion
from mockedfi.composites.rows import Row, Rows
from mockedfi.resources.decimals import shown as decimal
from mockedfi.store.documents import Documents, Record, Table

_Found = list[tuple[Value, Row]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a request wants of a composite."""

    id: str | None = None
    """Of the only item; None: of a list."""
    numbers: tuple[frozenset[int], ...] = ()
    """Of the items to which filter paths lead: an item must be in all of them."""
    criteria: tuple[Criterion, ...] = ()
    offset: int
    limit: int
    fields: Sequence[Field] = ()
    nulls: bool = False
    """Values that are not there show as null."""


class Reader:
    """One request's way through the documents."""

    def __init__(
        self, plan: Plan, access: Access, documents: Documents, wanted: Wanted, *, whole_moments: bool
    ) -> None:
        """`whole_moments`: dates are written with a time, ids with dashes."""
        self._plan = plan
        self._access = access
        self._rows = Rows(documents)
        self._table: Table = documents.table(plan.resource.name)
        self._wanted = wanted
        self._whole_moments = whole_moments

    def items(self) -> list[dict[str, Any]]:
        """The page that is wanted."""
        wanted = self._wanted
        page = islice(self._visible(), wanted.offset, wanted.offset + wanted.limit)
        return [self._shown(self._plan.shown, self._plan.parts, row, wanted.fields) for row in page]

    def _visible(self) -> Iterator[Row]:
        """The rows that fit and that the caller may see, in the order of their primary keys."""
        wanted, name = self._wanted, self._plan.resource.name
        for record in self._candidates():
            if any(record.number not in each for each in wanted.numbers):
                continue
            if not self._access.admits_record(name, record):
                continue
            row = self._rows.of(record)
            if all(each.fits(row) for each in wanted.criteria) and self._complete(self._plan.shown, row):
                yield row

    def _candidates(self) -> Iterable[Record]:
        wanted, table = self._wanted, self._table
        if wanted.id is not None:
            record = table.by_id(wanted.id)
            return () if record is None else (record,)
        if wanted.numbers:
            numbers = min(wanted.numbers, key=len)
            return table.sort(record for each in numbers if (record := table.by_number(each)) is not None)
        for each in wanted.criteria:
            if each.equal is not None:
                found = self._with(each.member, each.equal)
                if found is not None:
                    return table.sort(found)
        return table.ordered()

    def _with(self, member: Member, value: Any) -> Sequence[Record] | None:
        """The records with a value, where an index finds them."""
        if member.kind == "id":
            record = self._table.by_id(value)
            return () if record is None else (record,)
        if member.kind != "member":
            return None
        found = {each.number: each for path in member.paths for each in self._table.find(path, value)}
        return tuple(found.values())

    def _complete(self, shown: Shown, row: Row) -> bool:
        """Whether every row is there that is flattened into this one."""
        return not shown.flattened or self._values(shown, row) is not None

    def _values(self, shown: Shown, row: Row) -> _Found | None:
        """The values of a row and of those flattened into it; None if one of these is missing."""
        found: _Found = [(each, row) for each in shown.values]
        for each in shown.flattened:
            if each.resource and not self._access.admits(each.resource):
                continue
            target = next(iter(each.hop.follow(row, self._rows)), None)
            inner = None if target is None else self._values(each.shown, target)
            if inner is None:
                return None
            found += inner
        return found

    def _shown(self, shown: Shown, parts: Sequence[Part], row: Row, wanted: Sequence[Field]) -> dict[str, Any]:
        names = fields.names(wanted)
        item: dict[str, Any] = {}
        subtypes: dict[str, Any] = {}
        for each, holder in self._values(shown, row) or ():
            if each.member.kind == "subtype":
                subtypes[each.name] = each.member.of(holder)
            elif names is None or each.name in names:
                value = self._written(each.member, holder)
                if value is not None or self._wanted.nulls:
                    item[each.name] = value
        item |= subtypes
        for part in parts:
            inside = fields.chosen(wanted, part.name)
            if inside is not None and self._readable(part):
                found = [self._shown(part.shown, part.parts, each, inside) for each in self._within(part, row)]
                item[part.name] = (found[0] if found else None) if part.single else found
        return item

    def _readable(self, part: Part) -> bool:
        needed = (*part.behind, part.resource) if part.resource else part.behind
        return all(self._access.admits(each) for each in needed)

    def _within(self, part: Part, row: Row) -> Iterator[Row]:
        """The rows of a part that the caller may see."""
        rows: Sequence[Row] = (row,)
        for hop in part.hops:
            rows = [each for one in rows for each in hop.follow(one, self._rows)]
        for each in rows:
            seen = not part.resource or self._access.admits_record(part.resource, each.record)
            if seen and self._complete(part.shown, each):
                yield each

    def _written(self, member: Member, row: Row) -> Any:
        value = member.of(row)
        if value is not None and member.kind == "member" and member.value.type == "decimal":
            return decimal(member.value)(value)
        if value is None or not self._whole_moments:
            return value
        if member.kind == "id":
            return f"{value[:8]}-{value[8:12]}-{value[12:16]}-{value[16:20]}-{value[20:]}"
        return f"{value}T00:00:00Z" if member.value.type == "date" else value
