"""Bodies of identity requests, as the reference binds them.

Source: EdFi.Ods.Features.IdentityManagement/Models (EdFi.Ods.Features/IdentityManagement/Models before 7.0).
"""

from collections.abc import Mapping
from functools import partial
from typing import Any

from mockedfi.bodies.deserializer import TEXT, Class, Contract, Document, Many, Value
from mockedfi.bodies.moments import parsed
from mockedfi.bodies.numbers import text_of
from mockedfi.bodies.parsing import exactly
from mockedfi.bodies.values import As
from mockedfi.dialect import Dialect
from mockedfi.identities.system import MEMBERS, PLACE, TEXTS, Person
from mockedfi.resources.convert import day_of, whole_number

_MODELS = "EdFi.Ods.Features.IdentityManagement.Models"
_NUMBER, _MOMENT = (f"System.Nullable`1[System.{name}]" for name in ("Int32", "DateTime"))


class Bodies:
    """What is read of bodies, in one API version. Each method raises `Refusal`."""

    def __init__(self, dialect: Dialect) -> None:
        of = partial(_request, dynamic=dialect.identities.dynamic_requests)
        self._person = of("IdentityCreateRequest")
        self._persons = Many(of("IdentitySearchRequest"), list, array=True)
        self._ids = Many(Value(As.TEXT, TEXT, str), list, array=True)
        self._member_ends_path = dialect.errors.member_ends_path

    def person(self, body: bytes) -> Person:
        """The person that a body describes."""
        return exactly(body, self._person, member_ends_path=self._member_ends_path)

    def persons(self, body: bytes) -> list[Person | None]:
        """The people that a body describes."""
        return exactly(body, self._persons, member_ends_path=self._member_ends_path)

    def unique_ids(self, body: bytes) -> list[str | None]:
        """The unique ids in a body."""
        return exactly(body, self._ids, member_ends_path=self._member_ends_path)


def _request(name: str, *, dynamic: bool) -> Class:
    plain = Value(As.TEXT, TEXT, str)
    text, day, number = plain, Value(As.MOMENT, _MOMENT, day_of), Value(As.INT32, _NUMBER, int)
    if dynamic:
        text, day = Value(As.ANY, TEXT, _as_text), Value(As.ANY, _MOMENT, _as_day)
        number = Value(As.ANY, _NUMBER, partial(whole_number, bits=32))
    place = Class(f"{_MODELS}.Location", _by_name(dict.fromkeys(PLACE, plain)), partial(_ordered, PLACE))
    texts: dict[str, Contract] = dict.fromkeys(TEXTS, text)
    members = {**texts, "birthDate": day, "birthOrder": number, "birthLocation": place}
    return Class(f"{_MODELS}.{name}", _by_name(members), partial(_ordered, MEMBERS))


def _by_name(members: Mapping[str, Contract]) -> dict[str, tuple[str, Contract]]:
    return {name.lower(): (name, contract) for name, contract in members.items()}


def _ordered(names: tuple[str, ...], found: Document) -> Document:
    return {name: found[name] for name in names if name in found}


def _as_text(value: Any) -> str:
    """Any scalar by its ToString(); not a number beyond 64 bits. Raises `ValueError`."""
    if isinstance(value, str):
        return value
    return text_of(whole_number(value, 64) if type(value) is int else value)


def _as_day(value: Any) -> str:
    """Raises `ValueError`."""
    moment = parsed(value) if isinstance(value, str) else None
    if moment is None:
        raise ValueError(value)
    return day_of(moment)
