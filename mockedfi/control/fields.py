"""What calls of the control API may say: members of a body, parameters of a query, checked and documented at once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from urllib.parse import parse_qsl

import orjson

from mockedfi.control.answers import Schema
from mockedfi.control.calls import InvalidCall
from mockedfi.settings.values import nearest

Kind = Literal["text", "whole", "number", "flag", "moment", "texts", "object", "objects"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One member of a body, or parameter of a query."""

    name: str
    """``retryAfterSeconds``."""
    kind: Kind
    purpose: str
    required: bool = False
    minimum: float | None = None
    maximum: float | None = None
    fault: Callable[[str], str] | None = None
    """Why a text will not do; nothing if it will."""
    schema: Schema | None = None
    """Where `kind` says too little of it."""


def read_body(body: bytes, fields: Sequence[Field]) -> dict[str, Any]:
    """The members of a JSON object, each as its field wants it; nothing stands for no members.

    Raises:
        InvalidCall: the body is no JSON object, or one of its members is unknown, missing or will not do.
    """
    try:
        given = orjson.loads(body) if body.strip() else {}
    except ValueError:
        given = None
    if not isinstance(given, dict):
        known = ", ".join(field.name for field in fields)
        raise InvalidCall(f"the body must be a JSON object; it may have {known}" if known else "send no body")
    return _checked(given, fields)


def read_query(query: str, fields: Sequence[Field]) -> dict[str, Any]:
    """The parameters of a query.

    Raises:
        InvalidCall: one is unknown or will not do.
    """
    kinds = {field.name: field.kind for field in fields}
    given: dict[str, Any] = {}
    for name, text in parse_qsl(query, keep_blank_values=True):
        given[name] = _spelled(text, kinds.get(name, "text"))
    return _checked(given, fields)


def _spelled(text: str, kind: Kind) -> Any:
    """A text of a query as JSON would have it; what does not fit is left for the check."""
    if kind == "flag":
        return {"true": True, "false": False, "": True}.get(text.lower(), text)
    if kind in ("whole", "number"):
        try:
            return int(text) if kind == "whole" else float(text)
        except ValueError:
            return text
    return text


def _checked(given: Mapping[str, Any], fields: Sequence[Field]) -> dict[str, Any]:
    known = {field.name: field for field in fields}
    for name in given:
        if name not in known:
            there_are = f"; there are {', '.join(known)}" if known else "; nothing is expected here"
            raise InvalidCall(f"{name} is not known here{nearest(name, known) or there_are}", name)
    for field in fields:
        if field.required and given.get(field.name) is None:
            raise InvalidCall(f"{field.name} is missing: {field.purpose}", field.name)
    return {name: _value(value, known[name]) for name, value in given.items() if value is not None}


def _value(value: Any, field: Field) -> Any:
    match field.kind:
        case "text":
            return _text(value, field)
        case "texts":
            items = [value] if isinstance(value, str) else value
            if not isinstance(items, list):
                raise _wrong(field, "a text, or a list of texts")
            return tuple(_text(item, field) for item in items)
        case "whole" | "number":
            return _number(value, field)
        case "flag":
            if not isinstance(value, bool):
                raise _wrong(field, "true or false")
            return value
        case "moment":
            return _moment(value, field)
        case "object":
            if not isinstance(value, dict):
                raise _wrong(field, "an object")
            return value
        case "objects":
            if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
                raise _wrong(field, "a list of objects")
            return value


def _text(value: Any, field: Field) -> str:
    if not isinstance(value, str) or not value:
        raise _wrong(field, "a text that is not empty")
    if field.fault is not None and (fault := field.fault(value)):
        raise InvalidCall(f"{field.name} {fault}", field.name)
    return value


def _number(value: Any, field: Field) -> float:
    types = int if field.kind == "whole" else (int, float)
    what = "a whole number" if field.kind == "whole" else "a number"
    low, high = field.minimum, field.maximum
    if low is not None and high is not None:
        what += f" from {low:g} to {high:g}"
    elif low is not None:
        what += f", {low:g} or more"
    fits = not isinstance(value, bool) and isinstance(value, types)
    if not fits or (low is not None and value < low) or (high is not None and value > high):
        raise _wrong(field, what)
    number: float = value
    return number


def _moment(value: Any, field: Field) -> datetime:
    wanted = "a date and time with its offset, such as 2026-01-31T08:00:00Z"
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise _wrong(field, wanted) from None
    if moment.tzinfo is None:
        raise _wrong(field, wanted)
    return moment


def _wrong(field: Field, what: str) -> InvalidCall:
    return InvalidCall(f"{field.name} must be {what}", field.name)


def one_of(*choices: str) -> Callable[[str], str]:
    """Why a text is none of these; nothing if it is one."""
    return lambda text: "" if text in choices else f"must be one of {', '.join(choices)}{nearest(text, choices)}"
