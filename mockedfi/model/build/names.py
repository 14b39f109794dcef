"""The reference's naming rules: camel case, plurals, role names, cut prefixes.

Source: EdFi.Common/Extensions/StringExtensions.cs, EdFi.Common/Inflection/CompositeTermInflector.cs and
EdFi.Ods.Common/Models/Domain/AssociationViewExtensions.cs of the ODS/API.
"""

import re
from collections.abc import Iterable

_LEADING_CAPITALS = re.compile(r"[A-Z]+")
_LAST_WORD = re.compile(r"[A-Z][^A-Z]*$|[A-Z]+$")
_ALL_CAPITALS = re.compile(r"[A-Z0-9]+s?")
_SKIPPED_WORD = "Offered"

_IRREGULAR = {
    "Matrix": "Matrices",
    "Person": "People",
    "Child": "Children",
    "Man": "Men",
    "Woman": "Women",
    "Leave": "Leaves",
}
_UNCOUNTABLE = frozenset({"Information", "Series", "Equipment"})
_SUFFIXES = tuple(
    (re.compile(ending, re.IGNORECASE), plural_ending)
    for ending, plural_ending in (
        (r"([^aeiou]|qu)y$", r"\1ies"),
        (r"(?:([^f])fe|([lr])f)$", r"\1\2ves"),
        (r"sis$", "ses"),
        (r"([ti])um$", r"\1a"),
        (r"(status|bus|alias)$", r"\1es"),
        (r"(x|ch|ss|sh)$", r"\1es"),
        (r"s$", "s"),
    )
)
"""The first that fits, of those that occur in names. Source: EdFi.Common/Inflection/Inflector.cs."""

_SINGULARS = (*((many, one) for one, many in _IRREGULAR.items()), ("ies", "y"), ("es", ""), ("s", ""), ("a", "um"))
"""What plurals end with, and what it stands for."""


def camel(name: str) -> str:
    """``IEPBeginDate`` as ``iepBeginDate``, ``URI`` as ``uri``, ``SchoolId`` as ``schoolId``."""
    if _ALL_CAPITALS.fullmatch(name):
        return name.lower()
    leading = _LEADING_CAPITALS.match(name)
    count = len(leading.group()) if leading else 0
    lowered = count - 1 if count > 1 else count
    return name[:lowered].lower() + name[lowered:]


def plural(name: str) -> str:
    """The plural of a composite name's last word; a final ``Offered`` is skipped."""
    if name.endswith(_SKIPPED_WORD) and name != _SKIPPED_WORD:
        return plural(name[: -len(_SKIPPED_WORD)]) + _SKIPPED_WORD
    last = _LAST_WORD.search(name)
    start = last.start() if last else 0
    return name[:start] + _plural_word(name[start:])


def _plural_word(word: str) -> str:
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word in _UNCOUNTABLE:
        return word
    for suffix, ending in _SUFFIXES:
        if suffix.search(word):
            return suffix.sub(ending, word)
    return word + "s"


def singular(name: str) -> str:
    """The shortest of the names of which this may be the plural; itself, if it is none."""
    for ending, one in _SINGULARS:
        shown = name.removesuffix(ending) + one
        if name.endswith(ending) and plural(shown) == name:
            return shown
    return name


def role(pairs: Iterable[tuple[str, str]], target: str) -> str:
    """The role that a foreign key's columns give its target: ``LocationSchoolId`` for ``SchoolId``: ``Location``."""
    for column, referenced in pairs:
        if column == referenced:
            continue
        found = re.match(f"^(.*?){re.escape(referenced.removesuffix('Id'))}(.*)$", column)
        if found:
            return "" if found.group(1) == target else found.group(1)
    return ""


def reference(role_name: str, target: str) -> str:
    """``LocationSchoolReference``; a role with which the target's name begins is left out."""
    shown = "" if target.startswith(role_name) else role_name
    return f"{shown}{target}Reference"


def cut(name: str, owner: str) -> str:
    """A child's name without the name of the table that owns it."""
    owner = owner.removesuffix("Extension")
    return name[len(owner) :] if name.startswith(owner) and name != owner else name


def order(name: str) -> tuple[str, str]:
    """The sort key by which the reference lists members: letters first, their case last."""
    return name.lower(), name.swapcase()
