"""Names for invented people and towns, from the lists beside this file, one name a line.

They are the common given names of the Social Security Administration (1960 to 2000) and surnames of the census, so
many that large districts vary. No given name is in both lists. The lists are part of a district's outcome: a name more
or less gives every seed other people.

May import: `districts.chance`. Must not know: who is called so.
"""

from functools import cache
from pathlib import Path

from mockedfi.districts.chance import Chance

_TOWNS = (
    "{} Falls",
    "{} Springs",
    "{}burg",
    "{}ton",
    "{}ville",
    "Fort {}",
    "Lake {}",
    "Mount {}",
    "North {}",
    "Port {}",
)
_STRIDE = 37
"""From one child's name to the next one's. It has no divisor in common with the number of names."""


def given_name(chance: Chance, sex: str) -> str:
    """A given name of a sex, ``Female`` or ``Male``."""
    return chance.one_of(_list(sex.lower()))


def child_name(chance: Chance, sex: str, place: int) -> str:
    """The given name of a family's child number `place`: another one than its siblings'.

    Args:
        chance: the same one for all children of a family.
        sex: ``Female`` or ``Male``.
        place: less than the number of names.
    """
    names = _list(sex.lower())
    return names[(chance.number(0, len(names) - 1) + place * _STRIDE) % len(names)]


def surname(chance: Chance) -> str:
    """A surname."""
    return chance.one_of(_list("family"))


def town(chance: Chance) -> str:
    """The name of a town."""
    return chance.one_of(_TOWNS).format(surname(chance))


@cache
def _list(of: str) -> tuple[str, ...]:
    return tuple((Path(__file__).parent / f"{of}.txt").read_text(encoding="utf-8").split())
