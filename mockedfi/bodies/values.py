"""Numbers and quoted texts of JSON as values of one kind, with what is said of those that are none.

Source: ParseReadNumber and Read…String of Newtonsoft.Json's JsonTextReader and JsonReader; the parsers of .NET.
"""

import re
from datetime import datetime
from decimal import Decimal, InvalidOperation
from enum import Enum, auto

from mockedfi.bodies.moments import moment_of


class As(Enum):
    """As what a value is read."""

    ANY = auto()
    TEXT = auto()
    TRUTH = auto()
    INT32 = auto()
    INT64 = auto()
    DECIMAL = auto()
    MOMENT = auto()


_Value = str | bool | int | float | Decimal | datetime
_WHOLE = re.compile(r"-?[0-9]+")
_SIGNED = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]*)?")
_WITH_COMMAS = re.compile(r"(?P<sign>[-+]?)(?P<number>[0-9][0-9,]*\.?[0-9]*|\.[0-9]+)(?P<after>[-+]?)")
_OTHER_BASE = re.compile(r"0(?:[xX](?P<hexadecimal>[0-9a-fA-F]{1,16})|(?P<octal>[0-7]{1,22}))")
_LARGEST_DECIMAL = 79228162514264337593543950335
_LONGEST_INTEGER = 380
_KINDS = {As.INT32: "integer", As.DECIMAL: "decimal"}
_SPACE = " \t\n\r\v\f\0"


def of_number(text: str, kind: As) -> _Value:
    """The value of a number by its digits.

    Raises:
        ValueError: it is none of that kind; the message says so.
    """
    wrong = ValueError(f"Input string '{text}' is not a valid {_KINDS.get(kind, 'number')}.")
    if text[:1] == "0" and len(text) > 1 and text[1] not in ".eE":
        number = other_base(text, 32 if kind is As.INT32 else 64)
        if number is None:
            raise wrong
        return text if kind is As.TEXT else Decimal(number) if kind is As.DECIMAL else number
    if kind is As.INT32:
        if not _WHOLE.fullmatch(text):
            raise wrong
        if not fits(text, 32):
            raise ValueError(f"JSON integer {text} is too large or small for an Int32.")
        return int(text)
    if kind is As.DECIMAL:
        decimal = _decimal(text)
        if decimal is None:
            raise wrong
        return decimal
    if kind is As.ANY and _WHOLE.fullmatch(text):
        if len(text) > _LONGEST_INTEGER:
            raise ValueError(f"JSON integer {text} is too large to parse.")
        return int(text)
    if not _FLOAT.fullmatch(text):
        raise wrong
    return text if kind is As.TEXT else float(text)


def of_text(text: str, kind: As) -> _Value:
    """The value that a quoted text, which is not empty, stands for.

    Raises:
        ValueError: it is none of that kind; the message says so.
    """
    if kind is As.INT32:
        if not fits(text, 32):
            raise ValueError(f"Could not convert string to integer: {text}.")
        return int(text.strip(_SPACE))
    if kind is As.TRUTH:
        truth = truth_of(text)
        if truth is None:
            raise ValueError(f"Could not convert string to boolean: {text}.")
        return truth
    if kind is As.DECIMAL:
        decimal = decimal_of(text)
        if decimal is None:
            raise ValueError(f"Could not convert string to decimal: {text}.")
        return decimal
    moment = moment_of(text)
    if moment is None:
        raise ValueError(f"Could not convert string to DateTime: {text}.")
    return moment


def fits(text: str, bits: int) -> bool:
    """Whether a text, white space around it apart, is a whole number of so many bits."""
    text = text.strip(_SPACE)
    return bool(_SIGNED.fullmatch(text)) and len(text) <= 40 and -(2 ** (bits - 1)) <= int(text) < 2 ** (bits - 1)


def other_base(text: str, bits: int) -> int | None:
    """A number that begins with 0, or 0x, by its octal or hexadecimal digits; None if it has others, or too many."""
    match = _OTHER_BASE.fullmatch(text)
    if match is None:
        return None
    number = int(match["hexadecimal"], 16) if match["hexadecimal"] else int(match["octal"], 8)
    return signed(number, bits)


def signed(number: int, bits: int) -> int | None:
    """What so many bits mean, the first of which is the sign; None if there are more."""
    return None if number >> bits else number - (number >> (bits - 1) << bits)


def truth_of(text: str) -> bool | None:
    """``true`` or ``false``, in any case, white space around it apart."""
    return {"true": True, "false": False}.get(text.strip(_SPACE).lower())


def decimal_of(text: str) -> Decimal | None:
    """A decimal as a person may write it, with commas between digits, or a sign behind them."""
    match = _WITH_COMMAS.fullmatch(text.strip(_SPACE))
    if match is None or (match["sign"] and match["after"]):
        return _decimal(text)
    negative = "-" in match["sign"] + match["after"]
    return _bounded(("-" if negative else "") + match["number"].replace(",", ""))


def _decimal(text: str) -> Decimal | None:
    """A decimal as JSON has it."""
    return _bounded(text + "0" if text[-1:] in "eE+-" else text) if _DECIMAL.fullmatch(text) else None


def _bounded(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if abs(number) <= _LARGEST_DECIMAL else None
