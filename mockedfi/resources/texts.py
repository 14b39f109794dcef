"""Texts of query parameters as typed values, as the framework reads them.

Source: the type converters of .NET (Int32Converter, BooleanConverter, TimeSpanConverter), DateTimeModelBinder and
DecimalModelBinder of ASP.NET Core.
"""

import re
from collections.abc import Callable
from typing import Any

from mockedfi.bodies.moments import moment_of
from mockedfi.bodies.values import decimal_of, signed, truth_of
from mockedfi.model.facts import BITS
from mockedfi.resources.convert import Mismatch, written
from mockedfi.resources.decimals import rounded

_DECIMAL = re.compile(r"[+-]?[0-9]{1,25}")
_HEXADECIMAL = re.compile(r"(?:#|0x|&h)([0-9a-f]{1,16})", re.IGNORECASE)
_SPAN = re.compile(r"(-?)(?:([0-9]{1,8})\.)?([0-9]{1,2}):([0-9]{1,2})(?::([0-9]{1,2})(?:\.[0-9]{1,7})?)?|-?[0-9]{1,8}")
_DAY = len("2024-01-01")
_MIDNIGHT = "T00:00:00Z"


DEFAULTS = (0, "0001-01-01", "0001-01-01T00:00:00Z", "00:00:00")
"""What values are by default, of the types other than text."""


def text_converter(type: str) -> Callable[[str], Any]:
    """The converter of texts to values of a type. It raises `Mismatch`."""
    if type in BITS:
        bits = BITS[type]
        return lambda text: _known(whole_number(text, bits), text)
    return _CONVERTERS.get(type, str)


def whole_number(text: str, bits: int) -> int | None:
    """A whole number in decimal or hexadecimal digits; None if it is none, or has more bits."""
    text = text.strip()
    hexadecimal = _HEXADECIMAL.fullmatch(text)
    if hexadecimal is not None:
        number = int(hexadecimal[1], 16)
        return signed(number, bits)
    if not _DECIMAL.fullmatch(text):
        return None
    return int(text) if -(2 ** (bits - 1)) <= int(text) < 2 ** (bits - 1) else None


def _known(value: Any, text: str) -> Any:
    if value is None:
        raise Mismatch(text)
    return value


def _decimal(text: str) -> Any:
    return rounded(_known(decimal_of(text), text), None)


def _truth(text: str) -> Any:
    return _known(truth_of(text), text)


def _datetime(text: str) -> Any:
    return written(_known(moment_of(text), text))


def date_with_time(text: str) -> Any:
    """A date, with the time that stands beside it: only midnight equals it."""
    return _datetime(text).removesuffix(_MIDNIGHT)


def _date(text: str) -> Any:
    """A date, whatever time stands beside it."""
    return _datetime(text)[:_DAY]


def _time(text: str) -> Any:
    """A span of time: a number alone counts days."""
    match = _SPAN.fullmatch(text.strip())
    if match is None or not match[3]:
        return _known(match and text.strip(), text)
    sign, days, hours, minutes, seconds = match.groups()
    if int(hours) > 23 or int(minutes) > 59 or int(seconds or 0) > 59:
        raise Mismatch(text)
    span = f"{int(hours):02d}:{int(minutes):02d}:{int(seconds or 0):02d}"
    return span if not sign and not int(days or 0) else text.strip()


_CONVERTERS: dict[str, Callable[[str], Any]] = {
    "decimal": _decimal,
    "boolean": _truth,
    "datetime": _datetime,
    "date": _date,
    "time": _time,
}
