"""Values for members of which nobody says anything: as other documents have them, or new where they must differ."""

from datetime import date, timedelta
from typing import Any

from mockedfi.clock import Clock
from mockedfi.control.calls import InvalidCall
from mockedfi.model.catalogue import Catalogue
from mockedfi.model.facts import Property, Resource
from mockedfi.settings.values import nearest
from mockedfi.store.documents import Documents
from mockedfi.store.record import Document
from mockedfi.store.referring import descriptor_value

_FIRST_NUMBER = 900_000
"""Numbers of invented documents begin here, and go on with the number of documents."""
_LONGEST_TEXT = 60
_INTEGERS = ("int16", "int32", "int64")


class Invention:
    """Finds values in one state of one API version."""

    def __init__(self, catalogue: Catalogue, documents: Documents, clock: Clock) -> None:
        self._catalogue = catalogue
        self._documents = documents
        self._clock = clock

    def example(self, resource: str) -> Document | None:
        """A document that is there: another one each time something was written."""
        records = self._documents.table(resource).records()
        return records[self._documents.counters()[0] % len(records)].document() if records else None

    def distinct(self, resource: Resource) -> str | None:
        """The part of the key that nobody else should have: the last text of the resource's own, or number."""
        own = {each.name: each.type for each in resource.properties}
        parts = [path[0] for path in resource.identity if len(path) == 1]
        texts = [name for name in parts if own[name] == "string"]
        numbers = [name for name in parts if own[name] in _INTEGERS]
        return next(reversed(texts or numbers), None)

    def value(self, property: Property, resource: Resource, example: Any, attempt: int, *, fresh: bool) -> Any:
        """A value; if it is `fresh`, one that nobody has."""
        if fresh:
            return self._new(property, resource, attempt)
        if property.type == "date" and (property.name,) in resource.identity:
            start = date.fromisoformat(example) if example else self._clock.now().date()
            return (start + timedelta(days=attempt)).isoformat()
        if example is not None:
            return example
        if property.descriptor is not None:
            return self._first(property.descriptor)
        return self._plain(property)

    def descriptor(self, kind: str, text: str, field: str) -> str:
        """The value that a text stands for: itself, or the one of this code value.

        Raises:
            InvalidCall: there is none.
        """
        if "#" in text:
            return text
        codes = {}
        for record in self._documents.table(kind).records():
            document = record.document()
            codes[document["codeValue"].lower()] = document
        found = codes.get(text.lower())
        if found is None:
            known = [each["codeValue"] for each in codes.values()]
            raise InvalidCall(f"{field}: {kind} has no code value {text}{nearest(text, known)}", field)
        return descriptor_value(found)

    def _first(self, kind: str) -> str:
        records = self._documents.table(kind).records()
        if not records:
            raise InvalidCall(f"there is no {kind}; add one first", "members")
        return descriptor_value(records[0].document())

    def _new(self, property: Property, resource: Resource, attempt: int) -> Any:
        """A value of a part of the key that no document should have; another one at each attempt."""
        if property.type in _INTEGERS:
            place = resource.identity.index((property.name,))
            kinds = [resource.name] if resource.base is None else self._catalogue.abstracts[resource.base].subtypes
            taken = (record.key[place] for kind in kinds for record in self._documents.table(kind).records())
            return max(taken, default=int(property.minimum or 0)) + 1 + attempt
        text = "" if property.person or resource.person else f"{property.name}-"
        number = _FIRST_NUMBER + self._documents.counters()[0] + attempt
        return f"{text}{number}"[-(property.max_length or _LONGEST_TEXT) :]

    def _plain(self, property: Property) -> Any:
        low = property.minimum or 0
        match property.type:
            case "boolean":
                return False
            case "int16" | "int32" | "int64":
                return int(max(low, 1))
            case "decimal":
                return max(low, 1)
            case "date":
                return self._clock.now().date().isoformat()
            case "datetime":
                return f"{self._clock.now():%Y-%m-%dT%H:%M:%SZ}"
            case "time":
                return "08:00:00"
            case _:
                text = property.name.ljust(property.min_length or 0, "-")
                return text[: property.max_length or len(text)]
