"""Tells every reference where its targets' documents carry its keys."""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from mockedfi.model.facts import Abstract, Node, Path, Reference, Resource

AnyNode = TypeVar("AnyNode", bound=Node)
Places = Mapping[str, Mapping[str, Path]]
"""Target: name of a key part to its path in the target's documents."""


def with_targets(resources: Mapping[str, Resource], abstracts: Mapping[str, Abstract]) -> dict[str, Resource]:
    """The resources, their references completed."""
    places = {name: _places(each) for name, each in resources.items()}
    places |= {name: _common_places(each, resources) for name, each in abstracts.items()}
    return {name: _completed(each, places) for name, each in resources.items()}


def _places(resource: Resource) -> dict[str, Path]:
    return dict(zip(resource.key_names, resource.identity, strict=True))


def _common_places(base: Abstract, resources: Mapping[str, Resource]) -> dict[str, Path]:
    """Where all subtypes carry the base's key, by its own names where they differ."""
    identities = {resources[name].identity for name in base.subtypes if name in resources}
    identity = identities.pop() if len(identities) == 1 else tuple((name,) for name in base.identity)
    return dict(zip(base.identity, identity, strict=True))


def _completed(node: AnyNode, places: Places) -> AnyNode:
    return replace(
        node,
        references=tuple(_reference(each, places) for each in node.references),
        children=tuple(_completed(each, places) for each in node.children),
        extensions=tuple(_completed(each, places) for each in node.extensions),
    )


def _reference(reference: Reference, places: Places) -> Reference:
    place = places.get(reference.target, {})
    keys = (replace(key, target=place.get(key.value.name, key.target)) for key in reference.keys)
    return replace(reference, keys=tuple(keys))
