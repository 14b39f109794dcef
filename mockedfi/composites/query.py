"""The query of a composite: its page, its criteria, its ranges.

Source: EdFi.Ods.Features/Controllers/CompositeResourceController.cs and Composites/Infrastructure/HqlBuilder.cs.
"""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from mockedfi.bodies.values import fits
from mockedfi.composites.plan import Member
from mockedfi.composites.rows import Row
from mockedfi.model.facts import BITS, TEXT_TYPES, Type
from mockedfi.model.plan import fold_of
from mockedfi.problems import Problem, Refusal
from mockedfi.problems import composites as problems
from mockedfi.resources.convert import Mismatch
from mockedfi.resources.query import guid
from mockedfi.resources.texts import text_converter

DEFAULT_LIMIT = 25
MAXIMUM = 100
FIELDS = "fields"
_RANGES, _LIMIT, _OFFSET = "q", "limit", "offset"
_SPECIAL = frozenset({_RANGES, _LIMIT, _OFFSET, "correlationid"})
_SHOWN = 75
_SHOWN_NUMBER = 15

_DATE = r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
_RANGE = re.compile(
    rf"(?P<name>\w+):(?P<low>[\[{{])(?:({_DATE})(?:\.\.\.|\.\.|…)({_DATE})|([0-9.]+?)(?:\.\.\.|\.\.|…)([0-9.]+?))"
    r"(?P<high>[\]}])"
)
_NAME = re.compile(r"\w+")
_WHOLE = re.compile(r"\s*[+-]?[0-9]{1,25}\s*")
_NET_TYPES: Mapping[Type, str] = {
    "int16": "Int16",
    "int32": "Int32",
    "int64": "Int64",
    "decimal": "Decimal",
    "boolean": "Boolean",
    "date": "DateTime",
    "datetime": "DateTime",
    "time": "TimeSpan",
}


@dataclass(frozen=True, slots=True)
class Criterion:
    """A member that must have a value, or one in a range."""

    member: Member
    holds: Callable[[Any], bool]
    equal: Any = None
    """The value, where it must have exactly this one."""

    def fits(self, row: Row) -> bool:
        """Whether a row does."""
        value = self.member.of(row)
        return value is not None and self.holds(value)


class Query:
    """The query parameters of one request, by name in lower case; an underscore in a name stands for a point."""

    def __init__(self, text: str) -> None:
        self._names: dict[str, str] = {}
        self._values: dict[str, str] = {}
        for name, value in parse_qsl(text, keep_blank_values=True) if text else ():
            shown = name.replace("_", ".")
            key = shown.lower()
            self._values[key] = f"{self._values[key]},{value}" if key in self._values else value
            self._names.setdefault(key, shown)

    def take(self, name: str) -> str | None:
        """A parameter's value; the query is without it from now on."""
        self._names.pop(name.lower(), None)
        return self._values.pop(name.lower(), None)

    def __bool__(self) -> bool:
        """Whether anything is left."""
        return bool(self._values)

    def check_limit(self) -> None:
        """Refuse a limit out of range; one that is no number is refused later (`page`)."""
        limit = _whole(self._values.get(_LIMIT, ""))
        if limit is not None and not 1 <= limit <= MAXIMUM:
            raise Refusal(problems.LIMIT_OUT_OF_RANGE)

    def page(self) -> tuple[int, int]:
        """(offset, limit). Raises `Refusal`."""
        limit = self._number(_LIMIT, problems.LIMIT_NO_NUMBER)
        offset = self._number(_OFFSET, problems.OFFSET_NO_NUMBER)
        return max(offset or 0, 0), limit or DEFAULT_LIMIT

    def criteria(self, members: Mapping[str, Member], number_text: str) -> list[Criterion]:
        """What rows must fulfil; `number_text` tells that a text is no number. Raises `Refusal`."""
        found = list(self._ranges(members, number_text))
        for key, value in self._values.items():
            if key not in _SPECIAL:
                member = _found(members, self._names[key])
                found.append(_equal(member, value, number_text))
        return found

    def names(self) -> frozenset[str]:
        """The members asked for, in lower case."""
        return frozenset(self._values) - _SPECIAL

    def _number(self, name: str, problem: Problem) -> int | None:
        text = self._values.get(name)
        if text is None:
            return None
        number = _whole(text)
        if number is None:
            raise Refusal(problem, value=_cut(text, _SHOWN_NUMBER))
        return number

    def _ranges(self, members: Mapping[str, Member], number_text: str) -> list[Criterion]:
        text = self._values.get(_RANGES)
        return [] if text is None else [_range(members, each, number_text) for each in text.split(",")]


def value_of(member: Member, text: str, number_text: str) -> Any:
    """What a text stands for as a member's value.

    Raises:
        Refusal: it stands for none.
    """
    kind = member.value
    if member.kind == "id":
        id = guid(text)
        if id is None:
            raise Refusal(problems.ID_VALUE_INVALID, name=kind.name, member=member.name)
        return id
    if kind.type in TEXT_TYPES:
        return text
    with suppress(Mismatch):
        if kind.type in BITS:
            return _integer(text, BITS[kind.type])
        value = text_converter(kind.type)(text)
        return value[:10] if kind.type == "date" else value
    net_type = _NET_TYPES[kind.type]
    reason = f"String '{text}' was not recognized as a valid {net_type}."
    if kind.type in (*BITS, "decimal"):
        reason = number_text.format(value=text)
    raise Refusal(problems.VALUE_INVALID, name=kind.name, member=member.name, net_type=net_type, reason=reason)


def _integer(text: str, bits: int) -> int:
    if not fits(text, bits):
        raise Mismatch
    return int(text)


def _equal(member: Member, text: str, number_text: str) -> Criterion:
    value = value_of(member, text, number_text)
    if fold_of(member.value):
        folded = value.lower()
        return Criterion(member, lambda own: own.lower() == folded, value)
    return Criterion(member, lambda own: own == value, value)


def _range(members: Mapping[str, Member], text: str, number_text: str) -> Criterion:
    match = _RANGE.search(text)
    if match is None:
        raise Refusal(problems.RANGE_INVALID)
    member = _found(members, match["name"])
    low, high = (value_of(member, each, number_text) for each in match.groups()[2:6] if each is not None)
    above, below = match["low"] == "{", match["high"] == "}"

    def holds(own: Any) -> bool:
        return bool((own > low if above else own >= low) and (own < high if below else own <= high))

    return Criterion(member, holds)


def _found(members: Mapping[str, Member], name: str) -> Member:
    member = members.get(name.lower())
    if member is None:
        known = _NAME.fullmatch(name)
        problem = problems.PROPERTY_UNKNOWN if known else problems.PROPERTY_UNREADABLE
        raise Refusal(problem, name=name, shown=_cut(name, _SHOWN))
    return member


def _whole(text: str) -> int | None:
    """The number of 32 bits that a text is; None if it is none."""
    number = int(text) if _WHOLE.fullmatch(text) else 2**31
    return number if -(2**31) <= number < 2**31 else None


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[:length]}..."
