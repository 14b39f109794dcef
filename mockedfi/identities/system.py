"""A system of unique ids, in memory: the people it gave ids to, and those of the documents.

The reference has none of its own; this is what its interface asks for (EdFi.Ods.Features.IdentityManagement/Models).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from mockedfi.model.catalogue import Catalogue
from mockedfi.model.facts import Resource
from mockedfi.store.documents import Documents, Record

Person = dict[str, Any]
SURE = 100
"""The score of a person that is certainly meant."""
LEAST = 50
"""The lowest score of a person that may be meant."""
TEXTS = ("lastSurname", "firstName", "middleName", "generationCodeSuffix", "sexType")
MEMBERS = (*TEXTS, "birthDate", "birthOrder", "birthLocation")
"""What is known of a person, besides the id."""
PLACE = ("city", "stateAbbreviation", "internationalProvince", "country")

_TELLING = ("lastSurname", "firstName", "birthDate")
"""By which documents are searched."""
_SEX = ("birthSexDescriptor", "sexDescriptor")
_BIRTHPLACE = ("birthCity", "birthStateAbbreviationDescriptor", "birthInternationalProvince", "birthCountryDescriptor")


class IdentitySystem:
    """Everyone it knows."""

    def __init__(self, catalogue: Catalogue, documents: Documents, new_id: Callable[[], str]) -> None:
        """`new_id` makes unique ids."""
        self._catalogue = catalogue
        self._documents = documents
        self._new_id = new_id
        self._given: dict[str, Person] = {}
        documents.on_reset(self._given.clear)

    def create(self, person: Person) -> str:
        """Give a person a unique id."""
        unique_id = self._new_id()
        self._given[unique_id] = person
        return unique_id

    def find(self, unique_id: str) -> Person | None:
        """The person of a unique id, with it and the score."""
        person = self._given.get(unique_id)
        if person is not None:
            return _scored(unique_id, person, SURE)
        for kind in self._catalogue.persons():
            record = self._documents.table(kind.name).by_key((unique_id,))
            if record is not None:
                return _scored(unique_id, _person(record), SURE)
        return None

    def search(self, wanted: Mapping[str, Any]) -> list[Person]:
        """Who may be meant, the likeliest first: the score tells how much of what is wanted agrees."""
        found: dict[str, Person] = dict(self._given)
        for record in self._candidates(wanted):
            found.setdefault(record.key[0], _person(record))
        scored = [_scored(unique_id, person, _score(person, wanted)) for unique_id, person in found.items()]
        likely = [each for each in scored if each["score"] >= LEAST]
        return sorted(likely, key=lambda each: (-each["score"], each["uniqueId"]))

    def _candidates(self, wanted: Mapping[str, Any]) -> Iterator[Record]:
        for kind in self._catalogue.persons():
            for name in _telling(kind, wanted):
                yield from self._documents.table(kind.name).find((name,), wanted[name])


def _telling(kind: Resource, wanted: Iterable[str]) -> list[str]:
    own = {each.name for each in kind.properties}
    return [name for name in _TELLING if name in wanted and name in own]


def _scored(unique_id: str, person: Person, score: float) -> Person:
    return {"uniqueId": unique_id, "score": score, **person}


def _score(person: Person, wanted: Mapping[str, Any]) -> float:
    agreeing = sum(_folded(person.get(name)) == _folded(value) for name, value in wanted.items())
    return round(SURE * agreeing / len(wanted), 2) if wanted else 0


def _folded(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _folded(inner) for name, inner in value.items()}
    return value.lower() if isinstance(value, str) else value


def _person(record: Record) -> Person:
    """What a document tells of a person."""
    document = record.document()
    person: Person = {name: document[name] for name in ("lastSurname", "firstName", "middleName") if name in document}
    if "generationCodeSuffix" in document:
        person["generationCodeSuffix"] = document["generationCodeSuffix"]
    sex = _first(document, _SEX)
    if sex is not None:
        person["sexType"] = sex
    if "birthDate" in document:
        person["birthDate"] = document["birthDate"]
    places = zip(PLACE, (_first(document, (name,)) for name in _BIRTHPLACE), strict=True)
    place = {name: value for name, value in places if value is not None}
    return person | ({"birthLocation": place} if place else {})


def _first(document: Mapping[str, Any], names: Sequence[str]) -> str | None:
    """The first value that is there; of a descriptor, its code value."""
    value = next((document[name] for name in names if name in document), None)
    return None if value is None else value.rpartition("#")[2]
