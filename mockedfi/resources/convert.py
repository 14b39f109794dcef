"""Members of each type: quickly from plain JSON, and as the reference reads what is not so plain.

Source: JsonPrimitiveContract of Newtonsoft.Json, and the reference's own converters in EdFi.Ods.Common/Serialization
(Int64Converter, Iso8601UtcDateOnlyConverter) and EdFi.Ods.Common/UtcTimeConverter.cs.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from math import isfinite
from typing import Any

from mockedfi.bodies import values
from mockedfi.bodies.deserializer import Broken, Converted, NoValue, Value
from mockedfi.bodies.moments import moment_of, parsed
from mockedfi.bodies.numbers import text_of
from mockedfi.bodies.scanner import Token
from mockedfi.bodies.tokens import TokenReader
from mockedfi.bodies.values import As
from mockedfi.dialect.rules import Rules
from mockedfi.model.facts import BITS, Property
from mockedfi.resources.decimals import quantum_of, rounded

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,7})?(?:Z|[-+]\d{2}:\d{2})?", re.ASCII)
_TIME_IN_DATE = re.compile(":|am|pm", re.IGNORECASE)
_TIME = re.compile(r"(\d{2}):(\d{2})(?::(\d{2}))?(?:Z|([-+]\d{2})(?::(\d{2}))?)?", re.ASCII)
_DAY = 86400


class Mismatch(Exception):
    """A value that is not plainly of its member's type."""


Quick = Callable[[Any], Any]


def quick(of: Property, rules: Rules, *, moment: bool = False) -> Quick:
    """What makes typed values of plain JSON values; it raises `Mismatch`. `moment`: a date is read as one."""
    if of.type in BITS:
        return _whole_number(BITS[of.type])
    if of.type == "decimal":
        return _decimal(quantum_of(of) if rules.decimals_rounded else None)
    if of.type == "date":
        return _day if moment else _date
    return {"boolean": _boolean, "datetime": _datetime, "time": _time}.get(of.type, _string)


def contract(of: Property, rules: Rules, *, key: bool = False, moment: bool = False) -> Value | Converted:
    """How the reference reads a member. `key`: of a reference; `moment`: a date is read as one."""
    nullable = not (of.required or key)
    if of.type == "int64":
        if rules.int64_by_text and not nullable:
            return Converted(_int64)
        return Value(As.INT64, _type("Int64", nullable), lambda value: whole_number(value, 64), nullable)
    if of.type in BITS:
        bits = BITS[of.type]
        return Value(As.INT32, _type(f"Int{bits}", nullable), lambda value: _bounded(value, bits), nullable)
    if of.type == "decimal":
        quantum = quantum_of(of) if rules.decimals_rounded else None
        return Value(As.DECIMAL, _type("Decimal", nullable), lambda value: rounded(value, quantum), nullable)
    if of.type == "boolean":
        return Value(As.TRUTH, _type("Boolean", nullable), bool, nullable)
    if of.type == "time":
        return Converted(_time_strictly if rules.times_checked else _time_loosely)
    if of.type == "datetime" or (moment and of.type == "date"):
        write = day_of if of.type == "date" else written
        return Value(As.MOMENT, _type("DateTime", nullable), write, nullable)
    if of.type == "date":
        return Converted(_optional_date if nullable else _required_date)
    return Value(As.TEXT, "System.String", str)


def written(moment: datetime) -> str:
    """A moment as documents have it."""
    text = moment.replace(tzinfo=None).isoformat(timespec="microseconds").rstrip("0").rstrip(".")
    return f"{text}Z"


def day_of(moment: datetime) -> str:
    """The day of a moment as documents have it."""
    return moment.date().isoformat()


def whole_number(value: Any, bits: int) -> int:
    """Any scalar, converted (EnsureType of Newtonsoft.Json's JsonSerializerInternalReader). Raises `ValueError`."""
    if isinstance(value, str):
        if not values.fits(value, bits):
            raise ValueError(value)
        return int(value)
    if isinstance(value, float) and not isfinite(value):
        raise ValueError(value)
    return _bounded(value if value is None else round(value), bits)


def _type(name: str, nullable: bool) -> str:
    return f"System.Nullable`1[System.{name}]" if nullable else f"System.{name}"


def _string(value: Any) -> Any:
    if type(value) is str:
        return value
    raise Mismatch


def _boolean(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    raise Mismatch


def _whole_number(bits: int) -> Quick:
    low, high = -(2 ** (bits - 1)), 2 ** (bits - 1)

    def convert(value: Any) -> Any:
        if isinstance(value, int) and not isinstance(value, bool) and low <= value < high:
            return value
        raise Mismatch

    return convert


def _decimal(quantum: Decimal | None) -> Quick:
    def convert(value: Any) -> Any:
        if isinstance(value, float) and isfinite(value):
            return rounded(Decimal(str(value)), quantum)
        if isinstance(value, int) and not isinstance(value, bool):
            return rounded(Decimal(value), quantum)
        raise Mismatch

    return convert


def _date(value: Any) -> Any:
    if not isinstance(value, str) or not _DATE.fullmatch(value):
        raise Mismatch
    try:
        date.fromisoformat(value)
    except ValueError:
        raise Mismatch from None
    return value


def _datetime(value: Any) -> Any:
    found = moment_of(value) if isinstance(value, str) and _MOMENT.fullmatch(value) else None
    if found is None:
        raise Mismatch
    return written(found)


MOMENT: Quick = _datetime
"""What makes a moment of plain JSON."""


def _day(value: Any) -> Any:
    try:
        return _date(value)
    except Mismatch:
        return _datetime(value)[:10]


def _time(value: Any) -> Any:
    match = _TIME.fullmatch(value) if isinstance(value, str) else None
    if match is None or not _is_time(match):
        raise Mismatch
    return _clock(match)


def _is_time(match: re.Match[str]) -> bool:
    hours, minutes, seconds = (int(part or 0) for part in match.group(1, 2, 3))
    offset_hours, offset_minutes = (int(part or 0) for part in match.group(4, 5))
    return hours < 24 and minutes < 60 and seconds < 60 and -12 <= offset_hours <= 14 and offset_minutes in (0, 30, 45)


def _clock(match: re.Match[str]) -> str:
    hours, minutes, seconds = (int(part or 0) for part in match.group(1, 2, 3))
    offset_hours, offset_minutes = (int(part or 0) for part in match.group(4, 5))
    total = ((hours - offset_hours) * 60 + minutes - offset_minutes) * 60 + seconds
    total %= _DAY
    return f"{total // 3600:02d}:{total // 60 % 60:02d}:{total % 60:02d}"


def _bounded(value: Any, bits: int) -> int:
    if value is None or not -(2 ** (bits - 1)) <= value < 2 ** (bits - 1):
        raise ValueError(value)
    return int(value)


def _int64(reader: TokenReader) -> int:
    """Any scalar by its text, which with a zero in front is octal or hexadecimal; what has none is 0."""
    value = reader.value
    if value is None:
        return 0
    if reader.token is Token.INTEGER and -(2**63) <= value < 2**63:
        return int(value)
    text = value if isinstance(value, str) else text_of(value)
    if not text:
        return 0
    if text[0] == "0" and len(text) > 1 and text[1] not in ".eE":
        number = values.other_base(text, 64)
    else:
        number = int(text) if values.fits(text, 64) else None
    if number is None:
        raise reader.error(f"Input string '{text}' is not a valid System.Int64.")
    return number


def _required_date(reader: TokenReader) -> str:
    if reader.value is None:
        raise Broken("a date is an object or an array")
    text = reader.value if isinstance(reader.value, str) else text_of(reader.value)
    if _TIME_IN_DATE.search(text):
        raise NoValue
    if reader.token is not Token.STRING:
        raise reader.wrong(f"Unexpected token parsing date. Expected String, got {reader.token.value}.")
    found = parsed(text)
    if found is None:
        raise NoValue
    return day_of(found)


def _optional_date(reader: TokenReader) -> str | None:
    return None if reader.token is Token.STRING and not reader.value else _required_date(reader)


def _time_strictly(reader: TokenReader) -> str:
    match = _TIME.fullmatch(reader.value) if reader.token is Token.STRING else None
    if match is None or not _is_time(match):
        raise NoValue
    return _clock(match)


def _time_loosely(reader: TokenReader) -> str:
    match = _TIME.fullmatch(reader.value) if reader.token is Token.STRING else None
    if match is None:
        raise Broken("a time is none")
    return _clock(match)
