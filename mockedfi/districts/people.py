"""Invented people: names, birth dates, families. Every value follows from the seed and the person's number."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from mockedfi.districts.chance import Chance
from mockedfi.districts.definition import Definition, Place
from mockedfi.districts.names import child_name, given_name, surname
from mockedfi.districts.roster import GRADES, Roster, Student

ENGLISH = "eng"
_ENGLISH_LEARNERS = "English learners"
_FAMILY_CIRCUMSTANCES = (
    ("Economic Disadvantaged", 0.3),
    ("Parent in Military", 0.03),
    ("Homeless", 0.02),
    ("Immigrant", 0.02),
)
_OWN_CIRCUMSTANCES = (("Foster Care", 0.01),)
"""Of one child, and how often each is met; the others are its family's."""
GROUPS = (_ENGLISH_LEARNERS, *(name for name, _ in (*_FAMILY_CIRCUMSTANCES, *_OWN_CIRCUMSTANCES)))
"""What a student may be among."""
_FIRST_AGE = 5
_SPREAD = 60
"""Days within which siblings have their birthdays. Their grades differ, so they are born ten months apart or more."""
_RACES = (
    ("White", 0.55),
    ("Black or African American", 0.18),
    ("Asian", 0.12),
    ("American Indian or Alaska Native", 0.06),
    ("Native Hawaiian or Pacific Islander", 0.03),
    ("Choose Not to Respond", 0.06),
)
_LANGUAGES_OF_HISPANICS = ((ENGLISH, 0.4), ("spa", 0.6))
_LANGUAGES_BY_RACE = {"Asian": ((ENGLISH, 0.75), ("vie", 0.25))}
_LANGUAGES = ((ENGLISH, 0.99), ("ara", 0.01))
_STREETS = ("Street", "Avenue", "Lane", "Drive", "Road", "Court", "Way")


@dataclass(frozen=True, slots=True)
class Person:
    """What an invented person is called and is."""

    first: str
    middle: str
    last: str
    sex: str
    race: str
    hispanic: bool


@dataclass(frozen=True, slots=True)
class Family:
    """Where a family lives, and what its members share."""

    surname: str
    race: str
    hispanic: bool
    language: str
    circumstances: tuple[str, ...]
    street: str
    city: str
    state: str
    county: str
    postal_code: str
    telephone: str


class People:
    """The people of a district."""

    def __init__(self, definition: Definition, roster: Roster, school_year: int) -> None:
        assert definition.place is not None
        self._seed = definition.seed
        self._place: Place = definition.place
        self._mail = definition.mail
        self._first_day = date(school_year - 1, 9, 1)
        self._sole = self._sole_birth_dates(definition, roster)
        self.family = lru_cache(maxsize=512)(self._family)

    def student(self, student: Student) -> Person:
        """A student; siblings share the surname, and none the first name."""
        family = self.family(student.family)
        chance = Chance(self._seed, "student", student.number)
        sex = chance.one_of(("Female", "Male"))
        first = child_name(Chance(self._seed, "children", student.family), sex, student.number - student.family)
        return Person(first, given_name(chance, sex), family.surname, sex, family.race, family.hispanic)

    def employee(self, number: int) -> Person:
        """A member of the staff."""
        chance = Chance(self._seed, "staff", number)
        sex = chance.one_of(("Female", "Male"))
        race, hispanic = chance.weighted(_RACES), chance.happens(0.3)
        return Person(given_name(chance, sex), given_name(chance, sex), surname(chance), sex, race, hispanic)

    def contact(self, number: int, index: int, sex: str) -> Person:
        """The contact number `index` of a family."""
        family = self.family(number)
        chance = Chance(self._seed, "contact", number, index)
        first, middle = given_name(chance, sex), given_name(chance, sex)
        return Person(first, middle, family.surname, sex, family.race, family.hispanic)

    def birth_date(self, student: Student) -> date:
        """A student's birth date: the age fits the grade."""
        born = self._any_birth_date(student)
        while born in self._sole and self._sole[born] != student.number:
            born += timedelta(days=1)
        return born

    def learns_english(self, student: Student) -> bool:
        """Whether the student's English is limited."""
        foreign = self.family(student.family).language != ENGLISH
        return foreign and Chance(self._seed, "learner", student.number).happens(0.5)

    def circumstances(self, student: Student) -> tuple[str, ...]:
        """Characteristics of the student, most of which siblings share."""
        own = _met(Chance(self._seed, "circumstances", "student", student.number), _OWN_CIRCUMSTANCES)
        return (*self.family(student.family).circumstances, *own)

    def is_among(self, student: Student, group: str) -> bool:
        """Whether a student belongs to one of the `GROUPS`."""
        return self.learns_english(student) if group == _ENGLISH_LEARNERS else group in self.circumstances(student)

    def mail(self, person: Person, number: object, domain: str | None = None) -> str:
        """An address that nobody else has."""
        return f"{person.first}.{person.last}.{number}@{domain or self._mail}".lower()

    def telephone(self, *purpose: object) -> str:
        """A number of those kept free for fiction."""
        last = Chance(self._seed, "telephone", *purpose).number(0, 99)
        return f"({self._place.area_code}) 555-01{last:02}"

    def street(self, *purpose: object) -> str:
        """Number and name of a street."""
        chance = Chance(self._seed, "street", *purpose)
        return f"{chance.number(100, 9899)} {surname(chance)} {chance.one_of(_STREETS)}"

    def postal_code(self, *purpose: object) -> str:
        """One of the place's postal codes."""
        return Chance(self._seed, "postal code", *purpose).one_of(self._place.postal_codes)

    def _family(self, number: int) -> Family:
        place = self._place
        chance = Chance(self._seed, "family", number)
        race, hispanic = chance.weighted(_RACES), chance.happens(0.3)
        languages = _LANGUAGES_OF_HISPANICS if hispanic else _LANGUAGES_BY_RACE.get(race, _LANGUAGES)
        return Family(
            surname=surname(chance),
            race=race,
            hispanic=hispanic,
            language=chance.weighted(languages),
            circumstances=_met(chance, _FAMILY_CIRCUMSTANCES),
            street=self.street("family", number),
            city=place.city,
            state=place.state,
            county=place.county,
            postal_code=self.postal_code("family", number),
            telephone=self.telephone("family", number),
        )

    def _any_birth_date(self, student: Student) -> date:
        latest = self._first_day.replace(year=self._first_day.year - _FIRST_AGE - GRADES.index(student.grade))
        before = Chance(self._seed, "birthdays", student.family).number(0, 364 - _SPREAD)
        return latest - timedelta(days=before + Chance(self._seed, "birthday", student.number).number(0, _SPREAD))

    def _sole_birth_dates(self, definition: Definition, roster: Roster) -> dict[date, int]:
        sole: dict[date, int] = {}
        first = definition.identifiers.students if definition.identifiers else 0
        for known in definition.known_students:
            number = known.unique_id - first
            if known.sole_birth_date and 0 <= number < len(roster):
                sole[self._any_birth_date(roster[number])] = number
        return sole


def _met(chance: Chance, circumstances: tuple[tuple[str, float], ...]) -> tuple[str, ...]:
    return tuple(each for each, probability in circumstances if chance.happens(probability))
