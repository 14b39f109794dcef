"""The rules that a body must keep, by version: what each says when it is broken, and when it is looked at.

A rule without a text is not looked at in that version. Stages: ``annotations`` (with the body's shape), ``resource``
(before authorization), ``entity`` (after it).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from mockedfi.since import since

_PROBLEM_DETAILS = {
    "required": "{member} is required.",
    "not-empty": "{member} is required and should not be left empty.",
    "not-default": "{member} value must be different than {default}.",
    "supplied": "Value is required.",
    "length": "{member} must be {bounds} characters in length.",
    "whitespace": "{member} cannot contain leading or trailing spaces.",
    "danger": (
        "{member} contains a value that could be dangerous for downstream systems using this data. "
        "Try to avoid the use of special symbols like '<', '>' or '&' without surrounding spaces."
    ),
    "range": "{member} must be {bounds}.",
    "descriptor-form": (
        "{descriptor} value '{value}' is not a valid value for use as a descriptor "
        "(a '#' is expected to delineate the namespace and code value portions)."
    ),
    "descriptor": "{descriptor} value '{value}' does not exist.",
    "required-reference": "{member} is required.",
    "whole-reference": "{member} is missing the following properties: {missing}",
    "required-object": "{member} is required.",
    "required-collection": "{member} must have at least one item.",
    "distinct-items": (
        "The {ordinal} item of the {member} has the same identifying values as another item earlier in the list."
    ),
    "unified": (
        "All values supplied for '{name}' must match. Review all references{context} and align the following "
        "conflicting values: '{values}'"
    ),
}
_MESSAGE = {
    "required": "{column} is required.",
    "not-empty": "{column} is required.",
    "not-default": "{member} is required.",
    "length": "The field {member} must be a string with a maximum length of {max}.",
    "whitespace": (
        "{member} property is part of the primary key and therefore its value cannot contain leading or trailing "
        "whitespace."
    ),
    "danger": "{member} contains a potentially dangerous value.",
    "range": "The field {member} must be {bounds}.",
    "sql-date": (
        "{member} : '{value}' must be within SQL datetime range ('1/1/1753 12:00:00 AM' to '12/31/9999 11:59:59 PM')"
    ),
    "readable-descriptor": "Exception has been thrown by the target of an invocation.",
    "required-key": "{member} is required.",
    "known-person": "{person} reference could not be resolved.",
    "required-collection": "{member} requires at least one object in the collection.",
    "distinct-items": "{member} enumerable contains duplicate at index: {index}",
    "unified": ("Supplied values for unified key property '{name}' on '{entity}' are not consistent: {sources}"),
}
_UNRESOLVED = "Unable to resolve value '{value}' to an existing '{descriptor}' resource."
_MESSAGE_6_0 = {**_MESSAGE, "readable-descriptor": _UNRESOLVED}
_MESSAGE_7_1 = {
    **{
        rule: text for rule, text in _MESSAGE.items() if rule not in ("sql-date", "known-person", "readable-descriptor")
    },
    "supplied": "Required",
    "length": "The field {member} must be a string with a {lengths}.",
    "range": "The field {member} must be {span}.",
    "required-descriptor": "{column} is required.",
    "required-descriptor-form": _UNRESOLVED,
    "required-reference": "{member} is required.",
    "whole-reference": "{member} is missing the following properties: {missing}",
    "required-object": "The {member} field is required.",
    "required-aggregate": "{member} is required.",
    "distinct-items": "The {ordinal} item of the {member} collection is a duplicate.",
}
_ANNOTATED = {"range": "annotations", "distinct-items": "annotations"}
_ANNOTATED_7_1 = dict.fromkeys(("supplied", "required-reference", "whole-reference", "distinct-items"), "annotations")
_BEFORE_AUTHORIZATION = {"unified": "resource"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Sources: EdFi.Ods.Common/Attributes and Validation, Resources.mustache, Entities.mustache, at each tag."""

    texts: Mapping[str, str] = since(
        {"5.2": _MESSAGE, "6.0": _MESSAGE_6_0, "7.1": _MESSAGE_7_1, "7.2": _PROBLEM_DETAILS}
    )
    stages: Mapping[str, str] = since(
        {
            "5.2": {**_ANNOTATED, **_BEFORE_AUTHORIZATION},
            "7.1": {**_ANNOTATED_7_1, **_BEFORE_AUTHORIZATION},
            "7.2": {},
        }
    )
    """Rules that are not looked at in the default stage."""
    default_stage: str = since({"5.2": "entity", "7.2": "resource"})
    empty_is_missing: bool = since({"5.2": False, "7.3": True})
    """White space alone counts as left empty (Attributes/RequiredWithNonDefaultAttribute.cs)."""
    empty_is_measured: bool = since({"5.2": True, "7.2": False})
    """An empty text, too, must have the least length."""
    descriptors_are_texts: bool = since({"5.2": False, "7.2": True})
    """Descriptor values keep the rules of texts: resources have them as such, and entities, which were looked at
    before, as numbers (EdFi.Ods.Common/Models/Resource/ResourceProperty.cs)."""
    nested_as_one: bool = since({"5.2": False, "7.1": True})
    """All that is wrong within a collection is one text of several lines (ValidateEnumerableAttribute.cs)."""
    aggregates_required: bool = since({"5.2": False, "7.0": True})
    """Required collections and objects of extensions are; before, an object is looked at as a collection of one
    (ValidateAggregateExtensionsAttribute.cs)."""
    person_conflicts: bool = since({"5.2": False, "7.1": True})
    """A person in the key who does not exist is a conflict (Attributes/RequiredWithNonDefaultAttribute.cs)."""
    missing_gets_default: bool = since({"5.2": True, "7.0": False})
    """A required truth value or plain number that is not supplied becomes false or 0."""
    missing_texts_equal: bool = since({"5.2": False, "7.2": True})
    """Items are the same if both lack a text of their key (Equals in Mustache/Resources.mustache). At 7.1 nothing is
    said of that: what an item lacks is told, and then its collection is not looked at any more."""
    missing_is_ranged: bool = since({"5.2": False, "7.2": True})
    """The range of a required whole number is asked for though none was supplied, as of 0
    (Mustache/Resources_PropertyValidations.mustache)."""
    inherited_items_compared: bool = since({"5.2": False, "7.1": True})
    """Equal items of a collection of the abstract base are noticed; before, the first of them is taken quietly."""
    partial_reference_dropped: bool = since({"5.2": True, "7.1": False})
    """A reference without all its keys counts as not given."""
    descriptors_by_cache: bool = since({"5.2": True, "7.0": False})
    """A descriptor value that is unknown is refused as soon as something asks for its number; later it counts as none
    until the database refuses it, if only it looks like one (EdFi.Ods.Api/Caching/DescriptorsCache.cs,
    EdFi.Ods.Common/Descriptors/DescriptorResolver.cs)."""
    blank_descriptors: Literal["none", "none if optional", "values"] = since(
        {"5.2": "none", "7.0": "none if optional", "7.2": "values"}
    )
    """What descriptor values of white space, or of nothing, count as (Mustache/Entities_PropertyAccessors.mustache)."""
    descriptors_of_any_kind: bool = since({"5.2": False, "7.0": True, "7.2": False})
    """A descriptor of another kind is one, until the database refuses it (EdFi.Ods.Common/Descriptors/
    DescriptorResolver.cs)."""
    dates_in_references_with_time: bool = since({"5.2": True, "6.0": False})
    """A date among a reference's keys may carry a time."""

    int64_by_text: bool = since({"5.2": False, "7.2": True})
    """A required whole number of 64 bits is read by its text (EdFi.Ods.Common/Serialization/Int64Converter.cs)."""
    decimals_rounded: bool = since({"5.2": True, "7.3": False})
    """Decimals lose digits that their columns have no room for; later the item keeps them beside its columns
    (EdFi.Ods.Common/Infrastructure/Listeners/EdFiOdsPreInsertListener.cs)."""
    times_checked: bool = since({"5.2": False, "7.0": True})
    """A time must be one of the day; before, hours run on, and what looks otherwise is a fault of the server
    (EdFi.Ods.Common/UtcTimeConverter.cs)."""

    def stage(self, rule: str) -> str | None:
        """When a rule is looked at; None: never."""
        return self.stages.get(rule, self.default_stage) if rule in self.texts else None
