"""Which rows of a list are asked for: `limit` and `offset`, or a cursor.

Source: EdFi.Ods.Common/Models/Queries/QueryParametersValidator.cs, EdFi.Ods.Common/Infrastructure/Repositories/
PagingHelpers.cs, EdFi.Ods.Common/Providers/Queries/Paging; before 7.3 DataManagementControllerBase.GetAll.
"""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass

from mockedfi.dialect.data import Data
from mockedfi.problems import Refusal
from mockedfi.problems.data import BODY_INVALID, PARAMETER_INVALID

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


def page_of(query: Mapping[str, str], data: Data, maximum: int) -> Page:
    """The page that query parameters (names in lower case) ask for.

    Raises:
        Refusal: a value is no number, out of range, or does not go with the others.
    """
    numbers = numbers_of(query, data)
    total_count = truth_of(query)
    low, high = (None, HIGHEST)
    if data.cursor_paging and "pagetoken" in query:
        low, high = range_of(query["pagetoken"])
    wrong = _wrong(numbers, data, maximum, cursor=low is not None)
    if wrong:
        raise refused(wrong)
    if low is not None and total_count:
        raise refused("Total count cannot be determined while using cursor paging (when pageToken is specified).")
    size = numbers.get("pagesize") if low is not None else numbers.get("limit")
    default = maximum if data.default_limit is None else min(data.default_limit, maximum)
    return Page(
        limit=default if size is None else size,
        offset=max(numbers.get("offset", 0), 0),
        low=low,
        high=high,
        total_count=total_count,
        min_change_version=numbers.get("minchangeversion"),
        max_change_version=numbers.get("maxchangeversion"),
    )


def numbers_of(query: Mapping[str, str], data: Data) -> dict[str, int]:
    """The parameters that are numbers, by name in lower case.

    Raises:
        Refusal: one is none.
    """
    names = {**_NUMBERS, **_VERSIONS}
    if not data.cursor_paging:
        del names["pagesize"]
    found: dict[str, int] = {}
    wrong: dict[str, list[str]] = {}
    for name, member in names.items():
        text = query.get(name, "").strip()
        if not text:
            continue
        bound = 2**63 if name in _VERSIONS else 2**31
        try:
            number = int(text)
        except ValueError:
            number = bound
        if -bound <= number < bound:
            found[name] = number
        else:
            wrong[member] = [f"The value '{text}' is not valid for {member}."]
    if wrong:
        raise Refusal(BODY_INVALID, details=wrong)
    return found


def truth_of(query: Mapping[str, str]) -> bool:
    """Whether ``totalCount`` is asked for.

    Raises:
        Refusal: it is no truth value.
    """
    text = query.get("totalcount", "").strip().lower()
    if text not in ("", "true", "false"):
        message = f"The value '{query['totalcount']}' is not valid for TotalCount."
        raise Refusal(BODY_INVALID, details={"TotalCount": [message]})
    return text == "true"


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
        return int(low), int(high) if high else HIGHEST
    except (ValueError, binascii.Error):
        raise refused("The page token provided was invalid.") from None
