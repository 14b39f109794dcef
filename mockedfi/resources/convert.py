"""JSON values as the typed values of a document, one small converter a type, with the reference's error texts.

Source: Newtonsoft.Json's JsonTextReader (ReadAsInt32, ReadAsDecimal, …) and the reference's own converters in
EdFi.Ods.Common/Serialization (Int64Converter, Iso8601UtcDateOnlyConverter) and EdFi.Ods.Common/UtcTimeConverter.cs.
"""

import json
import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from math import isfinite
from typing import Any

from mockedfi.bodies.numbers import WrittenFloat, text_of
from mockedfi.model.facts import Property

INVALID = "The supplied value is invalid."
ABSENT = object()
"""What an empty string means where a type cannot hold it and may be left out."""

_DIGITS = 27
"""More than these a rounded decimal cannot have."""
_WHOLE = re.compile(r"[+-]?[0-9]{1,25}")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_TIME_IN_DATE = re.compile(":|am|pm", re.IGNORECASE)
_TIME = re.compile(r"(\d{2}):(\d{2})(?::(\d{2}))?(?:Z|([-+]\d{2})(?::(\d{2}))?)?")
_LOOSE_DATES = ("%Y-%m-%d", "%m/%d/%Y", "%Y/%m/%d", "%B %d, %Y", "%b %d, %Y", "%d %B %Y", "%d %b %Y", "%Y-%m")
_RANGES = {"int16": (-(2**15), 2**15 - 1), "int32": (-(2**31), 2**31 - 1), "int64": (-(2**63), 2**63 - 1)}
_TOKENS = {bool: "Boolean", int: "Integer", float: "Float", dict: "StartObject", list: "StartArray"}
_BASED = re.compile(r"0(?:[xX](?P<hexadecimal>[0-9a-fA-F]{1,16})|[0-9]{1,22})")
_FIRST_WITH_EXPONENT = 1e15
"""From here on .NET writes a floating-point number with an exponent."""


class Mismatch(Exception):
    """A value that its property cannot hold. `place` tells whether the text ends with path, line and position."""

    def __init__(self, text: str, *, place: bool = True) -> None:
        super().__init__(text)
        self.place = place


Converter = Callable[[Any], Any]


def converter(of: Property, *, time_in_dates: bool = False) -> Converter:
    """The converter of a property's type; `time_in_dates` cuts a time off a date.

    It returns the typed value or `ABSENT`, and raises `Mismatch`.
    """
    if of.type == "int64":
        return _int64
    if of.type in _RANGES:
        return _whole_number(of)
    if of.type == "decimal":
        return _decimal(of)
    if of.type == "date":
        return _date_of_datetime if time_in_dates else _date(of)
    return {"boolean": _boolean, "datetime": _datetime, "time": _time}.get(of.type, _string)


def _string(value: Any) -> Any:
    if type(value) is str:
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | WrittenFloat):
        return text_of(value)
    raise _unexpected(value)


def _boolean(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return value != 0
    if isinstance(value, str):
        if not value:
            return ABSENT
        if value.strip().lower() in ("true", "false"):
            return value.strip().lower() == "true"
        raise Mismatch(f"Could not convert string to boolean: {value}.")
    raise _unexpected(value)


def _whole_number(of: Property) -> Converter:
    low, high = _RANGES[of.type]
    refuse = _refuse_int32 if of.type == "int32" else _refuse_int16

    def convert(value: Any) -> Any:
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return int(value)
        if value == "":
            return ABSENT
        if isinstance(value, str) and _WHOLE.fullmatch(value.strip()) and low <= int(value) <= high:
            return int(value)
        if isinstance(value, dict | list):
            raise _unexpected(value)
        raise refuse(value)

    return convert


def _refuse_int32(value: Any) -> Mismatch:
    if isinstance(value, bool):
        return _unexpected(value)
    if isinstance(value, str):
        return Mismatch(f"Could not convert string to integer: {value}.")
    if isinstance(value, int):
        return Mismatch(f"JSON integer {value} is too large or small for an Int32.")
    return Mismatch(f"Input string '{text_of(value)}' is not a valid integer.")


def _int64(value: Any) -> Any:
    """Any scalar by its text (Int64Converter.cs), which with a zero in front is octal or hexadecimal."""
    low, high = _RANGES["int64"]
    if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
        return int(value)
    if isinstance(value, dict | list):
        raise _unexpected(value)
    plain = isinstance(value, float) and value.is_integer() and abs(value) < _FIRST_WITH_EXPONENT
    text = str(int(value) if plain else value)
    if not text:
        return ABSENT
    match = _BASED.fullmatch(text)
    base = 10 if match is None else 16 if match["hexadecimal"] else 8
    try:
        number = int(text, base) if match or _WHOLE.fullmatch(text.strip()) else high + 1
    except ValueError:
        number = high + 1
    if not low <= number <= high:
        raise Mismatch(f"Input string '{value!s}' is not a valid System.Int64.")
    return number


def _refuse_int16(value: Any) -> Mismatch:
    """Read as a whole number of 32 bits, then converted."""
    if not isinstance(value, int) or isinstance(value, bool):
        return _refuse_int32(value)
    return Mismatch(f"Error converting value {json.dumps(value)} to type 'System.Int16'.")


def _decimal(of: Property) -> Converter:
    quantum = Decimal(1).scaleb(-of.scale) if of.scale is not None else None

    def convert(value: Any) -> Any:
        if value == "":
            return ABSENT
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            raise _unexpected(value)
        if isinstance(value, int):
            return _rounded(Decimal(value), quantum)
        if isinstance(value, float) and not isfinite(value):
            raise Mismatch(f"Input string '{text_of(value)}' is not a valid decimal.")
        if not _DECIMAL.fullmatch(str(value).strip()):
            raise Mismatch(f"Could not convert string to decimal: {value}.")
        return _rounded(Decimal(str(value).strip()), quantum)

    return convert


def _rounded(number: Decimal, quantum: Decimal | None) -> int | float:
    """The value as the database keeps it, with no more digits than the scale has, and as JSON.

    The reference shows whole ones with a point, too: 10.0 (JsonConvert.cs of Newtonsoft.Json, EnsureDecimalPlace).
    """
    if number.adjusted() - (quantum.adjusted() if quantum is not None else 0) >= _DIGITS:
        return int(number)
    return float(number if quantum is None else number.quantize(quantum, ROUND_HALF_UP))


def _date(of: Property) -> Converter:
    def convert(value: Any) -> Any:
        if not isinstance(value, str):
            raise Mismatch(f"Unexpected token parsing date. Expected String, got {_token(value)}.")
        if not value and not of.required:
            return ABSENT
        if _DATE.fullmatch(value):
            return _checked_date(value)
        if not _TIME_IN_DATE.search(value):
            for form in _LOOSE_DATES:
                try:
                    return datetime.strptime(value.strip(), form).replace(tzinfo=UTC).date().isoformat()
                except ValueError:
                    continue
        raise Mismatch(INVALID, place=False)

    return convert


def _date_of_datetime(value: Any) -> Any:
    moment = _datetime(value)
    return moment if moment is ABSENT else moment[:10]


def _checked_date(value: str) -> str:
    try:
        date.fromisoformat(value)
    except ValueError:
        raise Mismatch(INVALID, place=False) from None
    return value


def _datetime(value: Any) -> Any:
    if not isinstance(value, str):
        raise Mismatch(f"Unexpected token parsing date. Expected String, got {_token(value)}.")
    if not value:
        return ABSENT
    try:
        moment = datetime.fromisoformat(value)
        utc = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise Mismatch(f"Could not convert string to DateTime: {value}.") from None
    text = utc.replace(tzinfo=None).isoformat(timespec="microseconds").rstrip("0").rstrip(".")
    return f"{text}Z"


def _time(value: Any) -> Any:
    match = _TIME.fullmatch(value) if isinstance(value, str) else None
    if match is None:
        raise Mismatch(INVALID, place=False)
    hours, minutes, seconds = (int(part or 0) for part in match.group(1, 2, 3))
    offset_hours, offset_minutes = (int(part or 0) for part in match.group(4, 5))
    whole = hours <= 23 and minutes <= 59 and seconds <= 59
    if not whole or not -12 <= offset_hours <= 14 or offset_minutes not in (0, 30, 45):
        raise Mismatch(INVALID, place=False)
    total = (hours - offset_hours) * 3600 + (minutes - offset_minutes) * 60 + seconds
    total %= 86400
    return f"{total // 3600:02d}:{total // 60 % 60:02d}:{total % 60:02d}"


def _unexpected(value: Any) -> Mismatch:
    first = json.dumps(value)[0]
    return Mismatch(f"Unexpected character encountered while parsing value: {first}.")


def _token(value: Any) -> str:
    """Newtonsoft's name of the token."""
    return next(name for kind, name in _TOKENS.items() if isinstance(value, kind))
