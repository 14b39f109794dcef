"""Texts of query parameters as typed values, as the framework reads them.

Source: the type converters of .NET (Int32Converter, BooleanConverter), DateTimeModelBinder of ASP.NET Core.
"""

import re
from collections.abc import Callable
from typing import Any

from mockedfi.model.facts import Parameter, Property
from mockedfi.resources.convert import Mismatch, converter

_DECIMAL = re.compile(r"[+-]?[0-9]{1,25}")
_HEXADECIMAL = re.compile(r"(?:#|0x|&h)([0-9a-f]{1,16})", re.IGNORECASE)
_BITS = {"int16": 16, "int32": 32, "int64": 64}
_MIDNIGHT = "T00:00:00Z"
TEXT_TYPES = ("string", "descriptor")
"""Those that a blank leaves out; of any other it is refused."""


def text_converter(of: Parameter) -> Callable[[str], Any]:
    """The converter of a parameter's texts. It raises `Mismatch`."""
    from_json = converter(Property(name=of.name, member=of.member, column=of.member, type=of.type))
    if of.type in _BITS:
        bits = _BITS[of.type]
        return lambda text: _number(text, bits)
    return _date(from_json) if of.type == "date" else from_json


def whole_number(text: str, bits: int) -> int | None:
    """A whole number in decimal or hexadecimal digits; None if it is none, or has more bits."""
    text = text.strip()
    hexadecimal = _HEXADECIMAL.fullmatch(text)
    if hexadecimal is not None:
        number = int(hexadecimal[1], 16)
        return None if number >> bits else number - (number >> (bits - 1) << bits)
    if not _DECIMAL.fullmatch(text):
        return None
    return int(text) if -(2 ** (bits - 1)) <= int(text) < 2 ** (bits - 1) else None


def _number(text: str, bits: int) -> int:
    number = whole_number(text, bits)
    if number is None:
        raise Mismatch(text)
    return number


def _date(from_json: Callable[[Any], Any]) -> Callable[[str], Any]:
    moment_of = converter(Property(name="", member="", column="", type="datetime"))

    def convert(text: str) -> Any:
        """A date may have a time, but only midnight equals it."""
        try:
            return from_json(text)
        except Mismatch:
            return moment_of(text.strip()).removesuffix(_MIDNIGHT)

    return convert
