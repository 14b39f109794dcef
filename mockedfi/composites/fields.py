"""The query parameter ``fields``: which members of a composite are shown.

Source: EdFi.Ods.Features/Composites/Infrastructure/FieldsExpressionParser.cs.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from mockedfi.problems import Refusal
from mockedfi.problems.composites import FIELDS_INVALID

ALL = "*"
_WORD = re.compile(r"\w+|.")


@dataclass(slots=True)
class Field:
    """A member, and which of its own members."""

    name: str
    inside: list["Field"] = field(default_factory=list)
    """All, if none is named."""


def parsed(expression: str) -> list[Field]:
    """The members that an expression names: ``firstName, addresses(city, postalCode), telephones(*)``.

    Raises:
        Refusal: it cannot be read.
    """
    if not expression.strip():
        raise _refused("Field selection expression was not supplied.")
    outer: list[list[Field]] = []
    fields: list[Field] = []
    words = _WORD.findall(expression.strip())
    for word, following in zip(words, [*words[1:], ")"], strict=True):
        if word == "(":
            if not fields:
                fields.append(Field(""))
            outer.append(fields)
            fields = fields[-1].inside
        elif word == ")":
            fields = _closed(fields, outer)
        elif word not in (",", " "):
            fields.append(_field(word, following))
    if outer:
        raise _refused("Fields expression contains unclosed parenthesis.")
    return fields


def _closed(fields: list[Field], outer: list[list[Field]]) -> list[Field]:
    """What goes on after a closing parenthesis."""
    if not fields:
        raise _refused("Fields sub-expression does not contain any field names.")
    if not outer:
        raise _refused("Fields expression contains too many closing parenthesis.")
    return outer.pop()


def _field(word: str, following: str) -> Field:
    if word == ALL and following != ")":
        raise _refused("Fields expression uses '*' without enclosing parenthesis.")
    if word != ALL and not word.replace("_", "a").isalnum():
        raise _refused(f"Unexpected character '{word}' in member name in field selection expression.")
    return Field(word)


def names(fields: Sequence[Field]) -> frozenset[str] | None:
    """Values that are shown; None: all."""
    found = frozenset(each.name for each in fields)
    return None if not fields or ALL in found else found


def chosen(fields: Sequence[Field], name: str) -> Sequence[Field] | None:
    """What is shown of rows within a row; None: they are not shown."""
    if not fields:
        return ()
    return next((each.inside for each in fields if each.name.lower() == name.lower() or each.name == ALL), None)


def _refused(reason: str) -> Refusal:
    return Refusal(FIELDS_INVALID, reason=reason)
