"""References that a body gives only in part: completed from the resource, or not given at all.

Source: Utilities/CodeGeneration/EdFi.Ods.CodeGen/Mustache/Resources.mustache, "ContextualReferenceIdentifier" and
"IsReferenceFullyDefined", up to 7.0. Later versions refuse them (`rules.whole_reference`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mockedfi.dialect.rules import Rules
from mockedfi.model.facts import Node, Path, Resource
from mockedfi.model.plan import values_at

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Partial:
    holder: Path
    """The node that holds the reference."""
    name: str
    keys: int
    """How many keys make it whole."""
    from_parents: tuple[tuple[str, Path], ...]
    """(key, where the resource carries it)."""


class PartialReferences:
    """What becomes of the partial references of one resource; nothing in versions that refuse them."""

    def __init__(self, resource: Resource, rules: Rules) -> None:
        self._partial: list[_Partial] = []
        if rules.partial_reference_dropped:
            self._partial.extend(_references(resource, resource, ()))

    def settle(self, document: Document) -> None:
        """Complete or drop each, in place."""
        for each in self._partial:
            for holder in values_at(document, each.holder):
                given = holder.get(each.name)
                if given is not None and len(given) < each.keys:
                    for key, path in each.from_parents:
                        for value in values_at(document, path)[:1]:
                            given.setdefault(key, value)
                    if len(given) < each.keys:
                        del holder[each.name]


def _references(resource: Resource, node: Node, path: Path) -> Iterator[_Partial]:
    for reference in node.references:
        from_parents = [
            (key.value.name, _above(resource, (*path, reference.name, key.value.name)))
            for key in reference.keys
            if key.contextual
        ]
        yield _Partial(path, reference.name, len(reference.keys), tuple(from_parents))
    for child in node.children:
        yield from _references(resource, child, (*path, child.name))


def _above(resource: Resource, path: Path) -> Path:
    """Where else the resource carries what a reference of one of its collections repeats."""
    unified = next(paths for paths in resource.unifications if path in paths)
    return next(other for other in unified if other[0] != path[0])
