"""Histories: a wire fact as a table of the versions that changed it.

``{"5.2": 25, "6.2": 500}`` reads: 25 from 5.2 on, 500 from 6.2 on. A version is chosen once, at start-up.
"""

from collections.abc import Mapping
from dataclasses import Field, field, fields
from typing import Any, TypeVar

T = TypeVar("T")


def number(version: str) -> tuple[int, ...]:
    """``"7.3"`` as ``(7, 3)``, so that versions compare as numbers."""
    return tuple(int(part) for part in version.split("."))


def at(history: Mapping[str, T], version: str) -> T:
    """The value of the newest version not after this one.

    Raises:
        KeyError: the history begins after `version`.
    """
    wanted = number(version)
    known = [since for since in history if number(since) <= wanted]
    if not known:
        raise KeyError(f"nothing is known of {version}; the history begins with {min(history, key=number)}")
    return history[max(known, key=number)]


def chosen(value: Any, version: str) -> Any:
    """A plain value, or the one that a history has for a version."""
    return at(value, version) if isinstance(value, Mapping) else value


def latest(value: Any) -> Any:
    """A plain value, or the newest of a history."""
    return value[max(value, key=number)] if isinstance(value, Mapping) else value


def since(history: Mapping[str, Any]) -> Any:
    """A dataclass field whose value `resolve` takes from a history."""
    return field(metadata={"history": history})


def resolve(cls: type[T], version: str, **given: object) -> T:
    """An instance of dataclass `cls` with every `since` field at its value for `version`."""
    values: dict[str, object] = dict(given)
    declared: tuple[Field[Any], ...] = fields(cls)  # type: ignore[arg-type]
    for each in declared:
        if "history" in each.metadata:
            values[each.name] = at(each.metadata["history"], version)
    return cls(**values)
