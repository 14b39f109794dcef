"""What became of the documents that were loaded."""

from dataclasses import asdict, dataclass, field
from typing import Any

import orjson

CREATED, UPDATED = 201, 200
UNSENT = 0
"""In place of a status: the document could not even be sent."""
_EXAMPLES = 3
_MOST_REASONS = 500
_OTHERS, _NONE = "other reasons", "no reason given"


@dataclass(slots=True)
class Count:
    """What became of the documents of one resource."""

    created: int = 0
    updated: int = 0
    refused: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.created + self.updated + self.refused


@dataclass(slots=True)
class Refused:
    """Documents refused for the same reason."""

    resource: str
    status: int
    reason: str
    count: int = 0
    examples: list[str] = field(default_factory=list)
    """Where the first of them stand."""


@dataclass(slots=True)
class Report:
    """What became of all documents."""

    counts: dict[str, Count] = field(default_factory=dict)
    """By path of the resource, ``/ed-fi/students``, in the order of loading."""
    refusals: dict[tuple[str, int, str], Refused] = field(default_factory=dict)

    @property
    def total(self) -> Count:
        """Of all resources."""
        counts = self.counts.values()
        return Count(
            sum(each.created for each in counts),
            sum(each.updated for each in counts),
            sum(each.refused for each in counts),
        )

    def add(self, resource: str, status: int) -> None:
        """A document was created or updated."""
        count = self._count(resource)
        if status == CREATED:
            count.created += 1
        else:
            count.updated += 1

    def refuse(self, resource: str, place: str, status: int, reason: str) -> None:
        """A document was refused for good."""
        self._count(resource).refused += 1
        key = resource, status, reason
        if key not in self.refusals and len(self.refusals) >= _MOST_REASONS:
            key = resource, status, _OTHERS
        refused = self.refusals.setdefault(key, Refused(*key))
        refused.count += 1
        if len(refused.examples) < _EXAMPLES:
            refused.examples.append(place)

    def as_json(self) -> dict[str, Any]:
        """With camelCase keys."""
        resources = [{"resource": name, **asdict(count)} for name, count in self.counts.items()]
        by_count = sorted(self.refusals.values(), key=lambda each: -each.count)
        return {**asdict(self.total), "resources": resources, "refusals": [asdict(each) for each in by_count]}

    def _count(self, resource: str) -> Count:
        return self.counts.setdefault(resource, Count())


def reason_of(body: bytes) -> str:
    """Why an answer refuses, in one line."""
    try:
        told = orjson.loads(body)
    except ValueError:
        return _NONE
    if not isinstance(told, dict):
        return _NONE
    details = told.get("validationErrors") or told.get("modelState") or {}
    texts = [text for each in details.values() for text in each]
    single = (told.get("detail"), *told.get("errors", ()), told.get("message"), told.get("error"))
    texts = texts or [each for each in single if each]
    return " ".join(" ".join(texts).split()) or _NONE
