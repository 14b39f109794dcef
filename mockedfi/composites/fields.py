"""The query parameter ``fields``: which members of a composite are shown.

Source: EdFi.Ods.Features/Composites/Infrastructure/FieldsExpressionParser.cs, whose exceptions nothing translates: what
it cannot read is an error of the server.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from mockedfi.explanations import Failed
from mockedfi.problems import Refusal
from mockedfi.problems.data import SYSTEM_ERROR

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
    if not expression:
        raise _unreadable("they are empty")
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
            if not fields or not outer:
                raise _unreadable("a parenthesis ends that did not begin, or holds nothing")
            fields = outer.pop()
        elif word not in (",", " "):
            fields.append(_field(word, following))
    if outer:
        raise _unreadable("a parenthesis does not end")
    return fields


def _field(word: str, following: str) -> Field:
    if (word == ALL and following != ")") or (word != ALL and not word.replace("_", "a").isalnum()):
        raise _unreadable(f"{word!r} is no name of a member")
    return Field(word)


def _unreadable(why: str) -> Refusal:
    return Refusal(SYSTEM_ERROR, why=Failed(f"the fields asked for cannot be read, since {why}."))


def names(fields: Sequence[Field]) -> frozenset[str] | None:
    """Values that are shown; None: all."""
    found = frozenset(each.name for each in fields)
    return None if not fields or ALL in found else found


def chosen(fields: Sequence[Field], name: str) -> Sequence[Field] | None:
    """What is shown of rows within a row; None: they are not shown."""
    if not fields:
        return ()
    return next((each.inside for each in fields if each.name.lower() == name.lower() or each.name == ALL), None)
