"""Names for invented people and towns, from Faker's lists for the United States.

Another release of Faker may have other names, and then gives every seed other people.

May import: `districts.chance`. Must not know: who is called so.
"""

from functools import cache

from faker.providers.address.en_US import Provider as Places
from faker.providers.person.en_US import Provider as People

from mockedfi.districts.chance import Chance

_STRIDE = 37
"""From one child's name to the next one's; a prime, so that those of a family differ."""


def given_name(chance: Chance, sex: str) -> str:
    """A given name of a sex, ``Female`` or ``Male``."""
    return chance.one_of(_given_names(sex))


def child_name(chance: Chance, sex: str, place: int) -> str:
    """The given name of a family's child number `place`: another one than its siblings'.

    Args:
        chance: the same one for all children of a family.
        sex: ``Female`` or ``Male``.
        place: from 0; a family has few children beside the number of names.
    """
    names = _given_names(sex)
    return names[(chance.number(0, len(names) - 1) + place * _STRIDE) % len(names)]


def surname(chance: Chance) -> str:
    """A surname."""
    return chance.one_of(_surnames())


def town(chance: Chance) -> str:
    """The name of a town."""
    suffix = chance.one_of(Places.city_suffixes)
    named = chance.one_of(_surnames()) + suffix
    return f"{chance.one_of(Places.city_prefixes)} {named}" if chance.happens(0.3) else named


@cache
def _given_names(sex: str) -> tuple[str, ...]:
    """Those that are of one sex alone."""
    of_sex, others = People.first_names_female, People.first_names_male
    if sex == "Male":
        of_sex, others = others, of_sex
    return tuple(name for name in of_sex if name not in others)


@cache
def _surnames() -> tuple[str, ...]:
    return tuple(People.last_names)
