"""Whether a type's default value means something, or only that nothing was supplied.

Source: Utilities/CodeGeneration/EdFi.Ods.CodeGen/Extensions/PropertyHelpers.cs.
"""

from mockedfi.model.facts import Property

_KEY_LIKE_ENDINGS = ("Year", "Number", "Id", "USI")
_DEFAULTS = {"int16": "0", "int32": "0", "int64": "0", "time": "00:00:00"}


def has_meaningful_default(of: Property) -> bool:
    """A required property whose default (0, false) is a value like any other."""
    if not of.required or of.type in ("string", "descriptor", "date", "datetime"):
        return False
    if of.minimum is not None or of.maximum is not None or of.type in ("boolean", "decimal"):
        return True
    if of.type == "time":
        return not of.member.startswith(("Start", "Begin", "End"))
    return not (of.member.endswith(_KEY_LIKE_ENDINGS) or of.member == "Version" or "Sequence" in of.member)


def default_text(of: Property) -> str | None:
    """The default of a type as texts print it, where it stands for "not supplied"."""
    return None if has_meaningful_default(of) else _DEFAULTS.get(of.type)
