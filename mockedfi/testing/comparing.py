"""What a document lacks of what was expected, said so that a person sees it at once."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple


class Difference(NamedTuple):
    """One place where something else was expected."""

    path: str
    expected: Any
    found: Any


class _Nothing:
    def __repr__(self) -> str:
        return "nothing"


NOTHING = _Nothing()
"""What stands where there is no value."""


def differences(expected: Any, found: Any, path: str = "") -> Iterator[Difference]:
    """Where `found` is not as expected; what it has besides does not matter, nor does the case of descriptors."""
    if isinstance(expected, Mapping) and isinstance(found, Mapping):
        for name, value in expected.items():
            yield from differences(value, found.get(name, NOTHING), f"{path}.{name}" if path else name)
    elif isinstance(expected, Sequence) and not isinstance(expected, str) and isinstance(found, list):
        if len(expected) != len(found):
            yield Difference(f"{path} (how many)", len(expected), len(found))
        for place, (wanted, there) in enumerate(zip(expected, found, strict=False)):
            yield from differences(wanted, there, f"{path}[{place}]")
    elif not _same(expected, found):
        yield Difference(path, expected, found)


def _same(expected: Any, found: Any) -> bool:
    if isinstance(expected, str) and isinstance(found, str) and "#" in expected:
        return expected.lower() == found.lower()
    return bool(expected == found) and isinstance(expected, bool) == isinstance(found, bool)


def shown(found: Sequence[Difference]) -> str:
    """Differences as lines."""
    return "\n".join(
        f"    {each.path}\n      expected {each.expected!r}\n      was      {each.found!r}" for each in found
    )
