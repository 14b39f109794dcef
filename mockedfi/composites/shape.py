"""What is to be seen of a class: all of it, or what the profiles of the caller leave.

Source: EdFi.Ods.Common/Models/Resource/ProfilesAppliedResourceModel.cs and ResourceClassBase.cs (several profiles leave
what any of them keeps); EdFi.Ods.Features/Composites/Infrastructure/HqlBuilder.cs (what their filters let through).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from mockedfi.model.facts import Child, Node, Resource
from mockedfi.profiles.registry import Profiles
from mockedfi.profiles.scope import Condition, Scope


class NotReadableError(Exception):
    """The caller's profiles have a resource for writing only."""

    def __init__(self, resource: Resource) -> None:
        super().__init__(resource.name)
        self.resource = resource


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """A class and what is left of it."""

    node: Node
    names: frozenset[str] | None = None
    """Members that are left, by their names on the wire; None: all."""
    parts: Mapping[str, "Shape"] = field(default_factory=dict)
    """Collections and objects of which something is taken away."""
    conditions: tuple[Condition, ...] = ()
    """One of them must let an item of the collection through, if there are any."""

    def keeps(self, name: str) -> bool:
        """Whether a member is left."""
        return self.names is None or name in self.names

    def child(self, child: Child) -> "Shape":
        """What is left of a collection or an object."""
        return self.parts.get(child.name) or Shape(child)


class Shapes:
    """Every resource as a caller with these profiles sees it."""

    def __init__(self, profiles: Profiles, assigned: Sequence[str]) -> None:
        self.assigned = tuple(assigned)
        self._profiles = profiles
        self._made: dict[str, Shape] = {}

    def of(self, resource: Resource) -> Shape:
        """The shape of a resource.

        Raises:
            NotReadableError: all profiles that have the resource have it for writing only.
        """
        made = self._made.get(resource.name)
        if made is None:
            made = self._made[resource.name] = self._shape(resource)
        return made

    def _shape(self, resource: Resource) -> Shape:
        profiles = self._profiles
        covering = [each for each in self.assigned if profiles.covers(each, resource)]
        reading = [each for each in covering if profiles.covers(each, resource, "readable")]
        if covering and not reading:
            raise NotReadableError(resource)
        scopes = [profiles.compiled(each, resource, "readable").scope for each in reading]
        return _merged(resource, scopes) if scopes else Shape(resource)


def _merged(node: Node, scopes: Sequence[Scope | None]) -> Shape:
    """What several scopes leave together; None leaves everything."""
    limited = [each for each in scopes if each is not None]
    conditions = _joined([each.condition for each in limited if each.condition is not None])
    if len(limited) < len(scopes):
        return Shape(node, conditions=conditions)
    parts = {}
    for child in node.children:
        inner = [each.parts.get(child.name) for each in limited if child.name in each.names]
        if any(each is not None for each in inner):
            parts[child.name] = _merged(child, inner)
    names = frozenset().union(*(each.names for each in limited))
    return Shape(node, names, parts, conditions)


def _joined(conditions: Sequence[Condition]) -> tuple[Condition, ...]:
    """Filters of one kind on one property become one, with the values of all."""
    kinds: dict[tuple[str, bool], Condition] = {}
    for each in conditions:
        known = kinds.get((each.name, each.including))
        kinds[each.name, each.including] = each if known is None else replace(each, values=known.values + each.values)
    return tuple(kinds.values())
