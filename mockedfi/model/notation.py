"""The file notation of a catalogue: facts as JSON objects that leave out what has its default.

The file is one JSON document, written so that a line holds one resource; a reader need only decode the lines it wants.
"""

from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from typing import Any

from mockedfi.model.facts import (
    Abstract,
    Child,
    Extension,
    Parameter,
    Property,
    Reference,
    ReferenceKey,
    Resource,
    Subject,
)

Plain = dict[str, Any]


def plain(value: Any) -> Any:
    """A fact as JSON can hold it."""
    if is_dataclass(value):
        return {
            each.name: plain(getattr(value, each.name))
            for each in fields(value)
            if getattr(value, each.name) != _default(each)
        }
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    return value


def _default(each: Field[Any]) -> Any:
    return each.default if each.default is not MISSING else MISSING


def resource(facts: Plain) -> Resource:
    """A resource from its notation; its parts are built in place of their notations."""
    node = _node(facts)
    node["identity"] = _paths(facts["identity"])
    if "surrogate" in facts:
        node["surrogate"] = Property(**facts["surrogate"])
    if "key_names" in facts:
        node["key_names"] = tuple(facts["key_names"])
    if "unifications" in facts:
        node["unifications"] = tuple(map(_paths, facts["unifications"]))
    if "subjects" in facts:
        node["subjects"] = tuple(Subject(**_with_path(each)) for each in facts["subjects"])
    if "parameters" in facts:
        node["parameters"] = tuple(Parameter(**_with_path(each)) for each in facts["parameters"])
    return Resource(**node)


def abstract(facts: Plain) -> Abstract:
    """An abstract base from its notation."""
    tuples = {name: tuple(facts[name]) for name in ("primary_key", "identity", "subtypes")}
    return Abstract(**{**facts, **tuples})


def _node(facts: Plain) -> Plain:
    """The members of a node, built; what else it says, as it is."""
    node = dict(facts)
    if "primary_key" in facts:
        node["primary_key"] = tuple(facts["primary_key"])
    if "properties" in facts:
        node["properties"] = tuple(Property(**each) for each in facts["properties"])
    if "references" in facts:
        node["references"] = tuple(map(_reference, facts["references"]))
    if "children" in facts:
        node["children"] = tuple(map(_child, facts["children"]))
    if "extensions" in facts:
        node["extensions"] = tuple(Extension(**_node(each)) for each in facts["extensions"])
    return node


def _child(facts: Plain) -> Child:
    node = _node(facts)
    if "item_key" in facts:
        node["item_key"] = _paths(facts["item_key"])
    return Child(**node)


def _reference(facts: Plain) -> Reference:
    return Reference(**{**facts, "keys": tuple(map(_reference_key, facts["keys"]))})


def _reference_key(facts: Plain) -> ReferenceKey:
    return ReferenceKey(**{**facts, "value": Property(**facts["value"]), "target": tuple(facts["target"])})


def _with_path(facts: Mapping[str, Any]) -> Plain:
    return {**facts, "path": tuple(facts["path"])}


def _paths(facts: list[list[str]]) -> tuple[tuple[str, ...], ...]:
    return tuple(map(tuple, facts))
