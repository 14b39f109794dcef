"""The single rules of validation: each a small function that looks at one member and says what is wrong, if anything.

A maker takes a fact of the catalogue and returns the check of its values, or None where the rule does not apply.
Sources: EdFi.Ods.Common/Attributes/*.cs, EdFi.Ods.Common/Validation/ValidationHelpers.cs,
EdFi.Ods.Api/Validation/CrossSiteScriptingValidation.cs, and the templates Resources.mustache and Entities.mustache.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from mockedfi.dialect.rules import Rules
from mockedfi.model.facts import TEXT_TYPES, Child, Property, Reference
from mockedfi.model.plan import find, item_key
from mockedfi.resources.defaults import default_text, has_meaningful_default

MISSING: Any = None
Facts = Mapping[str, object]
Check = Callable[[Any], Facts | None]
"""A value (None: not given) to the facts of what is wrong."""

_DANGER = re.compile(r"<[A-Za-z!/?]|&#")
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}
_FIRST_SQL_DATE = "1753-01-01"
_FIRST_DATE = "0001-01-01"
_INT32 = (-(2**31), 2**31 - 1)
_LONGEST_DESCRIPTOR = 306
"""Characters of a namespace, of the sign behind it, and of a code value (EdFi.Ods.Common/Models/Resource)."""
_CURRENCY = (19, 4)
_CURRENCY_RANGE = (Decimal("-922337203685477.5808"), Decimal("922337203685477.5807"))


def required(of: Property, _: Rules) -> Check | None:
    """A value must be given; a number's default is the business of `not_default`."""
    if not of.required or has_meaningful_default(of) or default_text(of) is not None:
        return None
    facts = {"column": _entity_member(of)}
    return lambda value: facts if value is MISSING or value == _FIRST_DATE else None


def _entity_member(of: Property) -> str:
    """The member of the entity's class: of a descriptor, its surrogate key."""
    return of.column if of.type == "descriptor" else of.member


def not_default(of: Property, _: Rules) -> Check | None:
    """A required number must not be its default, where that stands for "not supplied"."""
    default = default_text(of) if of.required else None
    if default is None:
        return None
    return lambda value: {"default": default} if value is MISSING or str(value) == default else None


def supplied(of: Property, _: Rules) -> Check | None:
    """A required value must be supplied, where the default means something."""
    return (lambda value: {} if value is MISSING else None) if has_meaningful_default(of) else None


def not_empty(of: Property, rules: Rules) -> Check | None:
    """A required text must hold something."""
    if not of.required or of.type not in TEXT_TYPES:
        return None
    if rules.empty_is_missing:
        return lambda value: {} if isinstance(value, str) and not value.strip() else None
    facts = {"column": _entity_member(of)}
    return lambda value: facts if value == "" else None


def length(of: Property, rules: Rules) -> Check | None:
    """A text must be as long as its column takes."""
    high, low = _LONGEST_DESCRIPTOR if of.type == "descriptor" else of.max_length, of.min_length or 0
    if not _is_text(of, rules) or high is None:
        return None
    most = f"maximum length of {high}"
    facts = {
        "bounds": f"between {low} and {high}" if low else f"at most {high}",
        "lengths": f"minimum length of {low} and a {most}" if low else most,
        "max": high,
    }
    if rules.empty_is_measured:
        return lambda value: facts if value is not MISSING and not low <= len(value) <= high else None
    return lambda value: facts if value and not low <= len(value) <= high else None


def danger(of: Property, rules: Rules) -> Check | None:
    """A text must not look like markup."""
    if not _is_text(of, rules):
        return None
    return lambda value: {} if value and _DANGER.search(value) else None


def whitespace(of: Property, rules: Rules) -> Check | None:
    """A text of a key must not begin or end with white space."""
    if not _is_text(of, rules) or not of.identity:
        return None
    return lambda value: {} if value and value != value.strip() else None


def _is_text(of: Property, rules: Rules) -> bool:
    return of.type in (TEXT_TYPES if rules.descriptors_are_texts else ("string",))


def value_range(of: Property, rules: Rules) -> Check | None:
    """A number must be in its range; so must the 0 that a required one is until it is supplied."""
    if of.type == "decimal":
        return _decimal_range(of)
    low, high = of.minimum, of.maximum
    if of.type != "int32" or (low is None and high is None):
        return None
    span = f"between {_plain(_INT32[0] if low is None else low)} and {_plain(_INT32[1] if high is None else high)}"
    if high is None:
        facts = {"bounds": f"greater than or equal to {_plain(low)}", "span": span}
    elif low is None:
        facts = {"bounds": f"less than or equal to {_plain(high)}", "span": span}
    else:
        facts = {"bounds": span, "span": span}
    unsupplied = facts if rules.missing_is_ranged and of.required and not _inside(0, low, high) else None

    def check(value: Any) -> Facts | None:
        if value is MISSING:
            return unsupplied
        return None if _inside(value, low, high) else facts

    return check


def _decimal_range(of: Property) -> Check | None:
    """Compared as decimals: some columns have more digits than a double."""
    if of.precision is None or of.scale is None:
        return None
    top = Decimal("9" * (of.precision - of.scale) + "." + "9" * of.scale)
    low, high = _CURRENCY_RANGE if (of.precision, of.scale) == _CURRENCY else (-top, top)
    low = low if of.minimum is None else max(low, Decimal(_plain(of.minimum)))
    high = high if of.maximum is None else min(high, Decimal(_plain(of.maximum)))
    span = f"between {low} and {high}"
    facts = {"bounds": span, "span": span}
    return lambda value: facts if value is not MISSING and not low <= Decimal(str(value)) <= high else None


def sql_date(of: Property, _: Rules) -> Check | None:
    """A date not given is the calendar's first; the date of a primary key is not looked at (Entities.mustache)."""
    if of.type != "datetime" and (of.type != "date" or of.identity):
        return None
    missing = _FIRST_DATE if of.required else _FIRST_SQL_DATE

    def check(value: Any) -> Facts | None:
        given = missing if value is MISSING else value
        return {"value": _american(given)} if given < _FIRST_SQL_DATE else None

    return check


def _american(value: str) -> str:
    moment = datetime.fromisoformat(value)
    half = "AM" if moment.hour < 12 else "PM"
    hour = (moment.hour + 11) % 12 + 1
    return f"{moment.month}/{moment.day}/{moment.year:04} {hour}:{moment:%M:%S} {half}"


def descriptor_form(of: Property, _: Rules) -> Check | None:
    """A descriptor value must name a namespace and a code value."""
    if of.type != "descriptor":
        return None
    facts = {"descriptor": of.descriptor}
    return lambda value: facts | {"value": value} if value is not MISSING and "#" not in value else None


def required_descriptor_form(of: Property, rules: Rules) -> Check | None:
    """The same of a value that must be given; one of the key is looked at before anything else."""
    return descriptor_form(of, rules) if of.required and not of.identity else None


def _plain(value: float | None) -> str:
    return f"{value:g}" if value is not None and value != int(value) else str(int(value or 0))


def _inside(value: float, low: float | None, high: float | None) -> bool:
    return (low is None or value >= low) and (high is None or value <= high)


def required_reference(of: Reference, _: Rules) -> Check | None:
    """A required reference must be given."""
    return (lambda value: {} if value is MISSING else None) if of.required else None


def whole_reference(of: Reference, _: Rules) -> Check | None:
    """A reference must have all its keys."""
    members = [(key.value.name, key.value.member) for key in of.keys]

    def check(value: Any) -> Facts | None:
        if value is MISSING or len(value) == len(members):
            return None
        return {"missing": ", ".join(member for name, member in members if name not in value)}

    return check


def required_object(of: Child, _: Rules) -> Check | None:
    """A required object must be given."""
    return (lambda value: {} if value is MISSING else None) if of.required and not of.many else None


def required_collection(of: Child, _: Rules) -> Check | None:
    """A required collection must have an item."""
    return (lambda value: {} if not value else None) if of.required and of.many else None


def distinct_items(of: Child, rules: Rules) -> Check | None:
    """Items with equal keys; what is missing equals its type's default, of a text only where the version has it so."""
    if not of.many or not of.item_key or (of.inherited and not rules.inherited_items_compared):
        return None
    key_of = _item_key(of)
    texts = [not rules.missing_texts_equal and find(of, path).type in TEXT_TYPES for path in of.item_key]

    def check(value: Any) -> Facts | None:
        seen = set()
        for index, item in enumerate(value or ()):
            key = key_of(item)
            if any(part is None for part, text in zip(key, texts, strict=True) if text):
                continue
            if key in seen:
                return {"index": index, "ordinal": _ordinal(index + 1)}
            seen.add(key)
        return None

    return check


def _item_key(of: Child) -> Callable[[Mapping[str, Any]], tuple[Any, ...]]:
    """`item_key`, for which a reference that is not whole has no keys, and descriptors differ as their hashes do."""
    key_of = item_key(of, lambda _: False)
    sizes = {each.name: len(each.keys) for each in of.references}
    if not sizes:
        return key_of
    holders = [path[0] for path in of.item_key]

    def key(item: Mapping[str, Any]) -> tuple[Any, ...]:
        partial = {name for name, size in sizes.items() if name in item and len(item[name]) < size}
        if not partial:
            return key_of(item)
        return tuple(None if name in partial else part for name, part in zip(holders, key_of(item), strict=True))

    return key


def _ordinal(number: int) -> str:
    if 11 <= number % 100 <= 13:
        return f"{number}th"
    return f"{number}{_ENDINGS.get(number % 10, 'th')}"


PropertyRule = Callable[[Property, Rules], Check | None]
ReferenceRule = Callable[[Reference, Rules], Check | None]
ChildRule = Callable[[Child, Rules], Check | None]

OF_PROPERTIES: Mapping[str, PropertyRule] = {
    "required": required,
    "not-default": not_default,
    "not-empty": not_empty,
    "length": length,
    "danger": danger,
    "whitespace": whitespace,
    "range": value_range,
    "supplied": supplied,
    "sql-date": sql_date,
    "descriptor-form": descriptor_form,
    "required-descriptor-form": required_descriptor_form,
}
OF_REFERENCES: Mapping[str, ReferenceRule] = {
    "required-reference": required_reference,
    "whole-reference": whole_reference,
}
OF_CHILDREN: Mapping[str, ChildRule] = {
    "required-object": required_object,
    "required-collection": required_collection,
    "distinct-items": distinct_items,
}
OF_AGGREGATES: Mapping[str, ChildRule] = {
    "required-aggregate": required_object,
    "required-collection": required_collection,
    "distinct-items": distinct_items,
}
"""Of what extensions add, where that is looked at apart from them."""
