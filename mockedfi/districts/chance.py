"""Random choices that depend on the district's seed and on what they are for, on nothing else.

So any document can be made at any time, in any order, without keeping the ones before.
"""

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Chance:
    """Choices for one purpose. Made of `Random.random` alone, whose values every Python release repeats."""

    def __init__(self, *purpose: object) -> None:
        self._random = Random("/".join(str(part) for part in purpose))

    def happens(self, probability: float) -> bool:
        """True with this probability."""
        return self._random.random() < probability

    def number(self, lowest: int, highest: int) -> int:
        """A whole number, both bounds included."""
        return lowest + int(self._random.random() * (highest - lowest + 1))

    def one_of(self, values: Sequence[T]) -> T:
        """One value, all alike."""
        return values[int(self._random.random() * len(values))]

    def weighted(self, values: Sequence[tuple[T, float]]) -> T:
        """One value, by weight; the weights add up to 1."""
        at = self._random.random()
        for value, weight in values:
            at -= weight
            if at < 0:
                return value
        return values[-1][0]
