"""Reading through a profile: an item as its scope shows it.

Source: EdFi.Ods.Api/Serialization/ProfilesAwareContractResolver.cs.
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

import orjson

from mockedfi.profiles.scope import EXTENSIONS, Scope
from mockedfi.store.record import fitted

_KEPT = 65_536
"""Items that one profile keeps as it shows them."""
_DECIMAL = re.compile(rb":-?[0-9]+\.")
"""May be a decimal, whose digits are to stay as they are."""
_Show = Callable[[Any], Any]


class Projection:
    """Shows the items of one resource through one profile."""

    def __init__(self, scope: Scope) -> None:
        self._show = _shower(scope)
        self._shown: dict[str, tuple[bytes, bytes]] = {}

    def of(self, id: str, wire: bytes) -> bytes:
        """The item's bytes, less what is not kept. `id` tells the items apart, `wire` is the whole item."""
        known = self._shown.get(id)
        if known is not None and known[0] is wire:
            return known[1]
        item = json.loads(wire, parse_float=orjson.Fragment) if _DECIMAL.search(wire) else orjson.loads(wire)
        shown = fitted(orjson.dumps(self._show(item)))
        if len(self._shown) >= _KEPT:
            self._shown.clear()
        self._shown[id] = (wire, shown)
        return shown

    def document(self, shown: Mapping[str, Any]) -> dict[str, Any]:
        """The same for an item that is no bytes yet."""
        document: dict[str, Any] = self._show(shown)
        return document


def _shower(scope: Scope) -> _Show:
    """The function that shows an object of one class."""
    parts: dict[str, _Show] = {name: _part(inner) for name, inner in scope.parts.items()}
    if scope.extensions:
        parts[EXTENSIONS] = _extended({name: _shower(inner) for name, inner in scope.extensions.items()})
    whole = scope.names - parts.keys()

    def show(value: Mapping[str, Any]) -> dict[str, Any]:
        shown: dict[str, Any] = {}
        for name, member in value.items():
            if name in whole:
                shown[name] = member
            elif name in parts:
                found = parts[name](member)
                if found is not None:
                    shown[name] = found
        return shown

    return show


def _part(scope: Scope) -> _Show:
    """For an embedded object, or for the items of a collection that its filter lets through."""
    show, admits = _shower(scope), scope.admits
    return lambda value: [show(item) for item in value if admits(item)] if isinstance(value, list) else show(value)


def _extended(extensions: Mapping[str, _Show]) -> _Show:
    """For the object that holds extensions: those that are kept; nothing if none of them is there."""
    return lambda value: {name: extensions[name](each) for name, each in value.items() if name in extensions} or None
