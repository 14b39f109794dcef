"""The JSON of a body: read quickly where that tells everything, else as the reference reads it."""

from collections.abc import Mapping, Sequence
from typing import Any, overload

import orjson

from mockedfi.bodies.deserializer import Class, Deserializer, Document, Many
from mockedfi.bodies.scanner import MAX_DEPTH
from mockedfi.bodies.tokens import TokenReader
from mockedfi.explanations import Failed
from mockedfi.problems import Refusal
from mockedfi.problems import data as problems

EMPTY = "A non-empty request body is required."


def quickly(body: bytes) -> Any:
    """The value of a body that is strict JSON; None if it is not, is null, or may name a member twice."""
    try:
        strict = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    flat = body.count(b"{") + body.count(b"[") <= MAX_DEPTH
    if not flat and _depth(strict) > MAX_DEPTH:
        return None
    return strict if _names(strict) == body.count(b'":') else None


@overload
def exactly(body: bytes, contract: Class, *, member_ends_path: bool = False) -> Document: ...


@overload
def exactly(body: bytes, contract: Many, *, member_ends_path: bool = False) -> list[Any]: ...


def exactly(body: bytes, contract: Class | Many, *, member_ends_path: bool = False) -> Any:
    """The object or list that the reference makes of a body; `member_ends_path`: `Deserializer.member_ends_path`.

    Raises:
        Refusal: it is no JSON, or nothing at all, or a value does not fit its member.
    """
    try:
        text = body.decode("utf-8", "strict")
    except UnicodeDecodeError:
        raise Refusal(problems.BODY_UNEXPECTED, why=Failed("the body is not text in UTF-8.")) from None
    deserializer = Deserializer(TokenReader(text), member_ends_path)
    found = deserializer.root(contract)
    if deserializer.broken:
        raise Refusal(problems.BODY_UNEXPECTED, why=Failed(f"{deserializer.broken} in the body."))
    if deserializer.errors:
        raise _refused(deserializer.errors)
    if found is None:
        raise _unreadable([EMPTY])
    return found


def _refused(errors: Mapping[str, Sequence[str]]) -> Refusal:
    """What is told of the body as a whole is no validation, unless something is told of a member too."""
    if any(errors):
        return Refusal(problems.BODY_INVALID, details=errors)
    return _unreadable([text for texts in errors.values() for text in texts])


def _unreadable(texts: Sequence[str]) -> Refusal:
    return Refusal(problems.BODY_UNREADABLE, errors=texts, text=",".join(texts))


def _names(value: Any) -> int:
    """How many members there are in a value."""
    if isinstance(value, dict):
        return len(value) + sum(map(_names, value.values()))
    return sum(map(_names, value)) if isinstance(value, list) else 0


def _depth(value: Any) -> int:
    """How many objects and arrays stand within each other."""
    depth = 0
    level = [value]
    while level := [each for each in level if isinstance(each, dict | list)]:
        depth += 1
        level = [item for each in level for item in (each.values() if isinstance(each, dict) else each)]
    return depth
