"""Single values of every type, at the limits that the catalogue states."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from mockedfi.model.facts import Property, Resource

_LARGEST = {"int16": 32_767, "int32": 2_147_483_647, "int64": 999_999_999_999}
_MOMENT = datetime(2001, 1, 1, 6, tzinfo=UTC)
_EXACT_DIGITS = 15
"""More digits than these a JSON number of double precision does not hold."""


class Values:
    """Every value is new, as far as its type has enough of them."""

    def __init__(self) -> None:
        self._counter = count(1)

    def of(self, each: Property, resource: Resource, full: bool) -> Any:
        """A valid value of a property; with `full`, the longest or the largest, but for what identifies."""
        number = next(self._counter)
        match each.type:
            case "string":
                return self._text(each, resource, number, full)
            case "boolean":
                return number % 2 == 0
            case "int16" | "int32" | "int64":
                return _whole(each, number, full and not each.identity)
            case "decimal":
                return _decimal(each, full)
            case "date":
                return (date(1990, 1, 1) + timedelta(days=number)).isoformat()
            case "datetime":
                return f"{_MOMENT + timedelta(seconds=number):%Y-%m-%dT%H:%M:%SZ}"
            case "time":
                return f"{_MOMENT + timedelta(seconds=number):%H:%M:%S}"
        raise AssertionError(each)

    def _text(self, each: Property, resource: Resource, number: int, full: bool) -> str:
        longest = each.max_length or 40
        if resource.descriptor and each.name == "namespace":
            text = f"uri://mockedfi.example/{resource.name}"
            return text.ljust(longest, "N") if full else text
        text = f"{_base36(number)}"[-longest:]
        if full and longest > len(text):
            return (text + " Zoë O'Neil, " * longest)[: longest - 1] + "x"
        return text.rjust(each.min_length or 1, "0")


def _whole(each: Property, number: int, largest: bool) -> int:
    top = int(each.maximum) if each.maximum is not None else _LARGEST[each.type]
    bottom = max(1, int(each.minimum)) if each.minimum is not None else 1
    if largest:
        return top
    return bottom + (9_000 + number) % (top - bottom + 1)


def _decimal(each: Property, full: bool) -> float:
    """Of currency without fractions of cents, which PostgreSQL does not keep."""
    precision, scale = each.precision or 9, each.scale or 0
    scale = 2 if precision == 19 else scale
    whole = min(precision, _EXACT_DIGITS) - scale
    top = float(f"{'9' * whole or '0'}.{'9' * scale}") if full else 0.5 if scale else 1.0
    if each.maximum is not None:
        top = min(top, each.maximum)
    return max(top, each.minimum) if each.minimum is not None else top


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return digits
