"""Decimals: which digits their columns keep, and how JSON shows them.

Source: Npgsql gives a number the digits of its column; Newtonsoft.Json writes a decimal with every digit that it has,
and always with a point (JsonConvert.EnsureDecimalPlace).
"""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

import orjson

from mockedfi.model.facts import Property

Show = Callable[[float], orjson.Fragment]

_DIGITS = 27
"""More than these a rounded decimal cannot have."""
_MONEY, _CENTS = (19, 4), 2
"""Precision and scale of the model's currency; the type `money` of PostgreSQL has cents."""


def quantum_of(of: Property) -> Decimal | None:
    """The least that the column of a decimal tells apart; None if nothing is known of it."""
    scale = _scale(of)
    return None if scale is None else Decimal(1).scaleb(-scale)


def rounded(number: Decimal, quantum: Decimal | None) -> int | float:
    """The value as the database keeps it: more digits than the scale are rounded."""
    if quantum is not None and number.adjusted() - quantum.adjusted() < _DIGITS:
        number = number.quantize(quantum, ROUND_HALF_UP)
    return int(number) if number == number.to_integral_value() else float(number)


def shown(of: Property, *, as_given: bool = False) -> Show:
    """What writes a decimal: with the digits of its column, or with those that it has."""
    scale = None if as_given else _scale(of)
    if scale:
        return lambda value: orjson.Fragment(f"{value:.{scale}f}")
    return lambda value: orjson.Fragment(_with_point(f"{Decimal(str(value)):f}"))


def _scale(of: Property) -> int | None:
    return _CENTS if (of.precision, of.scale) == _MONEY else of.scale


def _with_point(text: str) -> str:
    return text if "." in text else f"{text}.0"
