"""Which rows of a list are asked for: `limit` and `offset`, or a cursor.

Source: EdFi.Ods.Common/Models/Queries/QueryParametersValidator.cs, EdFi.Ods.Common/Infrastructure/Repositories/
PagingHelpers.cs, EdFi.Ods.Common/Providers/Queries/Paging; before 7.3 DataManagementControllerBase.GetAll.
"""

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass

from mockedfi.dialect.data import Data
from mockedfi.problems import Refusal
from mockedfi.problems.data import BODY_INVALID, PARAMETER_INVALID
from mockedfi.resources.texts import whole_number

Bound = Mapping[str, list[str]]
"""What speaks against each parameter that was bound, if anything, by its member."""
NULL = "The value '{text}' is invalid."
"""A blank where there must be a value (SimpleTypeModelBinder of ASP.NET Core)."""
_DECIMAL = re.compile(r"\s*[-+]?[0-9]+\s*", re.ASCII)
HIGHEST = 2**31 - 1
"""The greatest number that a cursor reaches to."""

_NUMBERS = {"limit": "Limit", "offset": "Offset", "pagesize": "PageSize"}
_VERSIONS = {"minchangeversion": "MinChangeVersion", "maxchangeversion": "MaxChangeVersion"}
_BOTH = (
    "Both offset and pageToken parameters were provided, but they support alternative paging approaches "
    "and cannot be used together."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The rows asked for. With a cursor, `low` and `high` bound the rows' numbers."""

    limit: int
    offset: int = 0
    low: int | None = None
    high: int = HIGHEST
    total_count: bool = False
    min_change_version: int | None = None
    max_change_version: int | None = None

    @property
    def unasked(self) -> bool:
        """Whether neither items nor their number are asked for."""
        return self.limit == 0 and not self.total_count


@dataclass(frozen=True, slots=True)
class Given:
    """Paging parameters as values."""

    numbers: Mapping[str, int]
    """By name in lower case."""
    total_count: bool


def page_of(query: Mapping[str, str], given: Given, data: Data, maximum: int) -> Page:
    """The page that query parameters (names in lower case) ask for; `given` are the values of those that are bound.

    Raises:
        Refusal: a value is out of range, or does not go with the others.
    """
    numbers = given.numbers
    low, high = (None, HIGHEST)
    if data.cursor_paging and query.get("pagetoken", "").strip():
        low, high = range_of(query["pagetoken"])
    wrong = _wrong(numbers, data, maximum, cursor=low is not None)
    if wrong:
        raise refused(wrong)
    size = numbers.get("pagesize") if low is not None and numbers.get("limit") != 0 else numbers.get("limit")
    default = maximum if data.default_limit is None else min(data.default_limit, maximum)
    return Page(
        limit=default if size is None else size,
        offset=max(numbers.get("offset", 0), 0),
        low=low,
        high=high,
        total_count=given.total_count,
        min_change_version=numbers.get("minchangeversion"),
        max_change_version=numbers.get("maxchangeversion"),
    )


def given_of(query: Mapping[str, str], data: Data, others: Bound | None = None) -> Given:
    """The values of the paging parameters; `others` are bound with them.

    Raises:
        Refusal: one is of the wrong type, or one of the others was.
    """
    bound = dict(others or {})
    found: dict[str, int] = {}
    for name, member in (_NUMBERS | _VERSIONS).items():
        if name not in query or (name == "pagesize" and not data.cursor_paging):
            continue
        bound[member] = []
        if query[name].strip():
            number = whole_number(query[name], 64 if name in _VERSIONS else 32)
            if number is None:
                bound[member] = [f"The value '{query[name]}' is not valid for {member}."]
            else:
                found[name] = number
    total_count = query.get("totalcount", "false")
    if "totalcount" in query:
        bound["TotalCount"] = _wrong_truth(total_count)
    if "q" in query:
        bound["Q"] = []
    listed = {member: bound[member] for member in sorted(bound, key=_place) if data.bound_listed or bound[member]}
    if any(listed.values()):
        raise Refusal(BODY_INVALID, details=listed)
    return Given(found, total_count.strip().lower() == "true")


def _place(member: str) -> tuple[int, str]:
    """Where the framework lists a member: short names first (ModelStateDictionary of ASP.NET Core)."""
    return len(member), member.lower()


def _wrong_truth(text: str) -> list[str]:
    if not text.strip():
        return [NULL.format(text=text)]
    known = text.strip().lower() in ("true", "false")
    return [] if known else [f"The value '{text}' is not valid for TotalCount."]


def _wrong(numbers: Mapping[str, int], data: Data, maximum: int, *, cursor: bool) -> str | None:
    limit, offset, size = numbers.get("limit"), numbers.get("offset"), numbers.get("pagesize")
    if cursor:
        if offset is not None:
            return _BOTH
        if limit is not None and size is None:
            return "Use pageSize instead of limit when using cursor paging with pageToken."
        if size is not None and not 0 <= size <= maximum:
            return f"PageSize must be a value between 0 and {maximum}."
        return None
    if size is not None and limit is None:
        if offset is not None:
            return "Use limit instead of pageSize when using limit/offset paging."
        return "PageToken is required when pageSize is specified."
    if data.offset_checked and offset is not None and offset < 0:
        return "Offset cannot be a negative value."
    if limit is not None and not 0 <= limit <= maximum:
        return data.limit_text.format(max=maximum)
    return None


def refused(text: str) -> Refusal:
    """A paging parameter that does not fit."""
    return Refusal(PARAMETER_INVALID, errors=[text], text=text)


def token_of(low: int, high: int) -> str:
    """The page token of a range of numbers."""
    return base64.urlsafe_b64encode(f"{low},{high}".encode()).decode().rstrip("=")


def range_of(token: str) -> tuple[int, int]:
    """The range of numbers in a page token.

    Raises:
        Refusal: it is none of ours.
    """
    try:
        text = base64.b64decode(token.replace("-", "+").replace("_", "/") + "=" * (-len(token) % 4), validate=True)
        low, high = text.decode().split(",")[:2]
        return _bound(low), _bound(high) if high else HIGHEST
    except (ValueError, binascii.Error):
        raise refused("The page token provided was invalid.") from None


def _bound(text: str) -> int:
    """A number of 32 bits in decimal digits. Raises `ValueError`."""
    number = int(text) if _DECIMAL.fullmatch(text) else HIGHEST + 1
    if not -HIGHEST - 1 <= number <= HIGHEST:
        raise ValueError(text)
    return number
