"""Whether a type's default value means something, or only that nothing was supplied.

Source: Utilities/CodeGeneration/EdFi.Ods.CodeGen/Extensions/PropertyHelpers.cs.
"""

from collections.abc import Mapping
from typing import Any

from mockedfi.model.facts import TEXT_TYPES, Extension, Node, Property

_KEY_LIKE_ENDINGS = ("Year", "Number", "Id", "USI")
_DEFAULTS = {"int16": "0", "int32": "0", "int64": "0", "time": "00:00:00"}
_VALUES: Mapping[str, Any] = {"boolean": False, "time": "00:00:00"}


def has_meaningful_default(of: Property) -> bool:
    """A required property whose default (0, false) is a value like any other."""
    if not of.required or of.type in (*TEXT_TYPES, "date", "datetime"):
        return False
    if of.minimum is not None or of.maximum is not None or of.type in ("boolean", "decimal"):
        return True
    if of.type == "time":
        return not of.member.startswith(("Start", "Begin", "End"))
    return not (of.member.endswith(_KEY_LIKE_ENDINGS) or of.member == "Version" or "Sequence" in of.member)


def default_text(of: Property) -> str | None:
    """The default of a type as texts print it, where it stands for "not supplied"."""
    return None if has_meaningful_default(of) else _DEFAULTS.get(of.type)


def default_values(node: Node) -> dict[str, Any]:
    """What required truth values, plain numbers and times are when nothing is supplied."""
    return {each.name: _VALUES.get(each.type, 0) for each in node.properties if has_meaningful_default(each)}


class ExtensionRows:
    """Gives each item of a document the extensions that a table keeps: their rows come and go with the item's.

    Extensions that only add objects and collections have no table; they are there when one of these is.
    Source: EdFi.Ods.Common/Infrastructure/Extensibility/EntityExtensionsFactory.cs.
    """

    def __init__(self, node: Node) -> None:
        self._rows = {each.name: default_values(each) for each in node.extensions if has_table(each)}
        parts = ((each.name, each.many, ExtensionRows(each)) for each in node.children)
        self._parts = [each for each in parts if each[2]]

    def __bool__(self) -> bool:
        return bool(self._rows or self._parts)

    def complete(self, item: dict[str, Any]) -> None:
        """Add those that the item, or one below it, lacks."""
        if self._rows:
            given = item.get("_ext") or {}
            item["_ext"] = {name: dict(row) for name, row in self._rows.items() if name not in given} | given
        for name, many, part in self._parts:
            held = item.get(name)
            for each in held or () if many else [held] if held else ():
                part.complete(each)


def has_table(extension: Extension) -> bool:
    """Whether an extension adds members of its own, not only objects and collections."""
    return bool(extension.properties or extension.references)
