"""Bodies of identity requests: JSON into values, and what does not fit.

Source: EdFi.Ods.Features.IdentityManagement/Models; the binding of ASP.NET.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

import orjson

from mockedfi.identities.system import MEMBERS, PLACE, TEXTS, Person
from mockedfi.problems import Refusal
from mockedfi.problems.data import BODY_INVALID

_EMPTY = "A non-empty request body is required."
_TYPES: Mapping[str, tuple[type[Any], str]] = {
    **dict.fromkeys(TEXTS, (str, "string")),
    "birthDate": (str, "date"),
    "birthOrder": (int, "integer"),
    "birthLocation": (dict, "object"),
}


def person(body: bytes) -> Person:
    """The person that a body describes. Raises `Refusal`."""
    return _person(_parsed(body), "")


def persons(body: bytes) -> list[Person]:
    """The people that a body describes. Raises `Refusal`."""
    return [_person(each, f"[{place}].") for place, each in enumerate(_list(_parsed(body)))]


def unique_ids(body: bytes) -> list[str]:
    """The unique ids in a body. Raises `Refusal`."""
    found = _list(_parsed(body))
    for place, each in enumerate(found):
        if not isinstance(each, str):
            raise _refused(f"[{place}]", "The value must be a string.")
    return found


def _parsed(body: bytes) -> Any:
    try:
        content = orjson.loads(body) if body.strip() else None
    except ValueError as error:
        raise _refused("", f"The body is no JSON: {error}.") from None
    if content is None:
        raise _refused("", _EMPTY)
    return content


def _list(content: Any) -> list[Any]:
    if not isinstance(content, list):
        raise _refused("", "The body must be an array.")
    return content


def _person(content: Any, place: str) -> Person:
    """The members that are known, whatever the case of their names; null is as good as nothing."""
    if not isinstance(content, dict):
        raise _refused(place.rstrip("."), "The value must be an object.")
    given = {name.lower(): value for name, value in content.items() if value is not None}
    found: Person = {}
    for name in MEMBERS:
        value = given.get(name.lower())
        if value is not None:
            found[name] = _member(name, value, f"{place}{name}")
    return found


def _member(name: str, value: Any, place: str) -> Any:
    kind, shown = _TYPES[name]
    if not isinstance(value, kind) or isinstance(value, bool):
        raise _refused(place, f"The value must be of type {shown}.")
    if isinstance(value, dict):
        inner = {key.lower(): text for key, text in value.items() if isinstance(text, str)}
        return {key: inner[key.lower()] for key in PLACE if key.lower() in inner}
    if name != "birthDate":
        return value
    try:
        return date.fromisoformat(value[:10]).isoformat()
    except ValueError:
        raise _refused(place, f"The value must be of type {shown}.") from None


def _refused(place: str, text: str) -> Refusal:
    return Refusal(BODY_INVALID, details={place: [text]})
