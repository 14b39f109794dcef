"""Texts of elements as the values of properties. What cannot be converted stays a text, which the API then refuses."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from mockedfi.model.facts import Property

_SCHOOL_YEAR = re.compile(r"\d{4}-(\d{4})")
"""A school year, which the API names by the calendar year in which it ends."""
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


def value_of(each: Property, text: str) -> Any:
    """The value that an element's text stands for."""
    return _CONVERTERS.get(each.type, _text)(text.strip())


def _text(text: str) -> str:
    return text


def _boolean(text: str) -> bool | str:
    return _BOOLEANS.get(text, text)


def _whole(text: str) -> int | str:
    year = _SCHOOL_YEAR.fullmatch(text)
    try:
        return int(year[1] if year else text)
    except ValueError:
        return text


def _decimal(text: str) -> int | float | str:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return text
    return int(number) if number == number.to_integral_value() else float(number)


_CONVERTERS: Mapping[str, Callable[[str], Any]] = {
    "boolean": _boolean,
    "int16": _whole,
    "int32": _whole,
    "int64": _whole,
    "decimal": _decimal,
}
