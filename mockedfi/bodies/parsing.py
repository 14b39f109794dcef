"""The JSON of a body: read quickly where that tells everything, else as the reference reads it."""

from typing import Any

import orjson

from mockedfi.bodies.reader import MAX_DEPTH, JsonError, read
from mockedfi.problems import Refusal
from mockedfi.problems import data as problems

EMPTY = "A non-empty request body is required."


def quickly(body: bytes) -> Any:
    """The value of a body that is strict JSON; None if it is not, or is null."""
    try:
        strict = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    flat = body.count(b"{") + body.count(b"[") <= MAX_DEPTH
    return strict if flat or _depth(strict) <= MAX_DEPTH else None


def exactly(body: bytes) -> tuple[Any, dict[str, tuple[int, int]]]:
    """The value, whose numbers know how they are written, and where each member is.

    Raises:
        Refusal: it is no JSON, or nothing at all; null and an empty text are nothing (NewtonsoftJsonInputFormatter of
            ASP.NET Core).
    """
    try:
        value, positions = read(body.decode("utf-8-sig", "replace"))
    except JsonError as error:
        if error.path:
            raise Refusal(problems.BODY_INVALID, details={error.path: [str(error)]}) from None
        raise unreadable(str(error)) from None
    if value is None or value == "":
        raise unreadable(EMPTY)
    return value, positions


def unreadable(text: str) -> Refusal:
    """What is wrong with the whole body."""
    return Refusal(problems.BODY_UNREADABLE, errors=[text], text=text)


def wrong_value(value: Any, wanted: str) -> str:
    """What is said of a value that cannot become a `wanted`: a class of .NET, or ``object``, or ``array``."""
    if isinstance(value, dict | list):
        return _wrong_shape("object" if isinstance(value, dict) else "array", wanted)
    shown = f'"{value}"' if isinstance(value, str) else value
    return f"Error converting value {shown} to type '{wanted}'."


def _wrong_shape(given: str, into: str) -> str:
    samples = {"object": '{"name":"value"}', "array": "[1,2,3]"}
    wanted = "array" if given == "object" else "object"
    return (
        f"Cannot deserialize the current JSON {given} (e.g. {samples[given]}) into type '{into}' because the type "
        f"requires a JSON {wanted} (e.g. {samples[wanted]}) to deserialize correctly."
    )


def _depth(value: Any) -> int:
    """How many objects and arrays stand within each other."""
    depth = 0
    level = [value]
    while level := [each for each in level if isinstance(each, dict | list)]:
        depth += 1
        level = [item for each in level for item in (each.values() if isinstance(each, dict) else each)]
    return depth
