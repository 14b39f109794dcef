"""Old keys as authorization sees them: by the surrogate keys of people, whatever these were called at the time.

Source: the tracked tables have a person's USI beside the unique id (Structure/Ods/Changes/0200), and the views and
filters of tracked changes compare the USI.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from mockedfi.model.facts import Path, Resource
from mockedfi.model.plan import values_at
from mockedfi.security.subjects import OldKey, is_person
from mockedfi.store.changes import Changes
from mockedfi.store.traces import Tracked


class OldKeys:
    """The old keys of one resource, with the unique ids that people have now."""

    def __init__(self, resource: Resource, changes: Changes) -> None:
        self._resource = resource
        self._changes = changes

    @cached_property
    def _renamed(self) -> Mapping[Path, Sequence[Tracked]]:
        people = filter(is_person, self._resource.subjects)
        renamed = {each.path: list(self._changes.key_changes(each.kind)) for each in people}
        return {path: found for path, found in renamed.items() if found}

    def of(self, tracked: Tracked) -> OldKey:
        """What a tracked change remembers of a document."""
        key, beside = list(tracked.old), dict(tracked.beside or {})
        for path, renamed in self._renamed.items():
            if path in self._resource.identity:
                index = self._resource.identity.index(path)
                key[index] = _now(key[index], tracked.version, renamed)
            for value in values_at(beside, path):
                holder = beside
                for name in path[:-1]:
                    holder[name] = holder = dict(holder[name])
                holder[path[-1]] = _now(value, tracked.version, renamed)
        return OldKey(self._resource, tuple(key), beside or None)


def _now(unique_id: Any, version: int, renamed: Sequence[Tracked]) -> Any:
    """What a unique id has become that was in use before a change version."""
    for each in renamed:
        if each.version >= version and each.new is not None and each.old == (unique_id,):
            (unique_id,) = each.new
    return unique_id
