"""Invented people: names, birth dates, addresses. Every value follows from the seed and the person's number."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from faker import Faker

from mockedfi.districts.chance import Chance
from mockedfi.districts.definition import Definition, Place
from mockedfi.districts.roster import Roster, Student

_GRADES = (
    "Kindergarten", "First grade", "Second grade", "Third grade", "Fourth grade", "Fifth grade", "Sixth grade",
    "Seventh grade", "Eighth grade", "Ninth grade", "Tenth grade", "Eleventh grade", "Twelfth grade",
)  # fmt: skip
_FIRST_AGE = 5
_SEEDS = 2**31 - 1
_RACES = (
    ("White", 0.55),
    ("Black or African American", 0.18),
    ("Asian", 0.12),
    ("American Indian or Alaska Native", 0.06),
    ("Native Hawaiian or Pacific Islander", 0.03),
    ("Choose Not to Respond", 0.06),
)
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
class Home:
    """Where a family lives."""

    surname: str
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
        self._faker = Faker("en_US", use_weighting=False)
        self._sole = self._sole_birth_dates(definition, roster)
        self.home = lru_cache(maxsize=512)(self._home)

    def student(self, student: Student) -> Person:
        """A student; siblings share the surname."""
        return self._person("student", student.number, self.home(student.family).surname)

    def employee(self, number: int) -> Person:
        """A member of the staff."""
        chance = Chance(self._seed, "surname", "staff", number)
        return self._person("staff", number, self._surname(chance))

    def contact(self, family: int, index: int, sex: str) -> Person:
        """A family's contact number `index`."""
        person = self._person("contact", f"{family}-{index}", self.home(family).surname)
        chance = Chance(self._seed, "contact", family, index, "name")
        return Person(self._first_name(chance, sex), person.middle, person.last, sex, person.race, person.hispanic)

    def birth_date(self, student: Student) -> date:
        """A student's birth date: the age fits the grade."""
        born = self._any_birth_date(student)
        while born in self._sole and self._sole[born] != student.number:
            born += timedelta(days=1)
        return born

    def mail(self, person: Person, number: object, domain: str | None = None) -> str:
        """An address that nobody else has."""
        return f"{person.first}.{person.last}.{number}@{domain or self._mail}".lower().replace(" ", "").replace("'", "")

    def telephone(self, *purpose: object) -> str:
        """A number of those kept free for fiction."""
        last = Chance(self._seed, "telephone", *purpose).number(0, 99)
        return f"({self._place.area_code}) 555-01{last:02}"

    def street(self, *purpose: object) -> str:
        """Number and name of a street."""
        chance = Chance(self._seed, "street", *purpose)
        return f"{chance.number(100, 9899)} {self._surname(chance)} {chance.one_of(_STREETS)}"

    def postal_code(self, *purpose: object) -> str:
        """One of the place's postal codes."""
        return Chance(self._seed, "postal code", *purpose).one_of(self._place.postal_codes)

    def _home(self, family: int) -> Home:
        place = self._place
        return Home(
            surname=self._surname(Chance(self._seed, "surname", "family", family)),
            street=self.street("family", family),
            city=place.city,
            state=place.state,
            county=place.county,
            postal_code=self.postal_code("family", family),
            telephone=self.telephone("family", family),
        )

    def _person(self, kind: str, number: object, surname: str) -> Person:
        chance = Chance(self._seed, kind, number)
        sex = chance.one_of(("Female", "Male"))
        hispanic = chance.happens(0.3)
        race = chance.weighted(_RACES)
        first, middle = self._first_name(chance, sex), self._first_name(chance, sex)
        return Person(first, middle, surname, sex, race, hispanic)

    def _first_name(self, chance: Chance, sex: str) -> str:
        self._faker.seed_instance(chance.number(0, _SEEDS))
        return self._faker.first_name_female() if sex == "Female" else self._faker.first_name_male()

    def _surname(self, chance: Chance) -> str:
        self._faker.seed_instance(chance.number(0, _SEEDS))
        return self._faker.last_name()

    def _any_birth_date(self, student: Student) -> date:
        age = _GRADES.index(student.grade) + _FIRST_AGE
        latest = self._first_day.replace(year=self._first_day.year - age)
        return latest - timedelta(days=Chance(self._seed, "birth", student.number).number(0, 364))

    def _sole_birth_dates(self, definition: Definition, roster: Roster) -> dict[date, int]:
        sole: dict[date, int] = {}
        first = definition.identifiers.students if definition.identifiers else 0
        for known in definition.known_students:
            number = known.unique_id - first
            if known.sole_birth_date and 0 <= number < len(roster):
                sole[self._any_birth_date(roster[number])] = number
        return sole
