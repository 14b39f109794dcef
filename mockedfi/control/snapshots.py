"""Snapshots for clients to read from, of all API versions at the same moment."""

import re
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from typing import Any

from mockedfi.clock import iso_of
from mockedfi.instance import Instance

_NAME = re.compile(r"[A-Za-z0-9]{1,32}", re.ASCII)
"""What the reference takes for an identifier (Structure/Ods/Changes/0110, SnapshotSuffixDatabase….cs)."""


def fault_of(name: str) -> str:
    """Why a snapshot cannot have this name; nothing if it can."""
    return "" if _NAME.fullmatch(name) else "must be 1 to 32 letters and digits, as clients send it in a header"


class Snapshots:
    """The snapshots of one server. They are kept in memory only, and given up by a reset."""

    def __init__(self, instances: Callable[[], Iterable[Instance]]) -> None:
        self._instances = instances

    def all(self) -> list[dict[str, Any]]:
        """Name, time and change versions of each, the latest first."""
        found: dict[str, dict[str, Any]] = {}
        for instance in self._instances():
            for each in instance.databases.snapshots():
                row = found.setdefault(each.name, {"name": each.name, "taken": iso_of(each.taken), "versions": []})
                _, version = each.documents.counters()
                row["versions"].append({"apiVersion": instance.name, "newestChangeVersion": version})
        return list(found.values())

    def find(self, name: str) -> dict[str, Any] | None:
        """The one of this name."""
        return next((each for each in self.all() if each["name"] == name), None)

    def take(self, name: str = "") -> dict[str, Any]:
        """Take one, in place of the one that has the name; without a name, it gets the first free number."""
        taken = {each["name"] for each in self.all()}
        name = name or next(free for number in range(1, len(taken) + 2) if (free := f"snapshot{number}") not in taken)
        with ExitStack() as stack:
            for instance in self._instances():
                stack.enter_context(instance.documents.lock)
            for instance in self._instances():
                instance.databases.take(name)
        found = self.find(name)
        assert found is not None
        return found

    def restore(self, name: str) -> None:
        """Go back to the one of this name; it stays, and so do the others."""
        with ExitStack() as stack:
            for instance in self._instances():
                stack.enter_context(instance.documents.lock)
            for instance in self._instances():
                taken = instance.databases.find(name)
                if taken is not None:
                    instance.documents.restore(taken.documents)

    def drop(self, name: str) -> None:
        """Give the one of this name up, if there is one."""
        for instance in self._instances():
            instance.databases.drop(name)
