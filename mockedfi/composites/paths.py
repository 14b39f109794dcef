"""Filter paths: from a resource through joins to a member whose value narrows a composite.

``StudentSchoolAssociations->School->LocalEducationAgency.Id``: linked collections, collections and references by their
names, the suffix ``Reference`` may be left out; the first property ends it. A path is walked from its end, so that what
it costs depends on what is found. Source: EdFi.Ods.Common/Models/Resource/ResourceJoinPathExpressionProcessor.cs.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mockedfi.composites.links import Join, by_reference, linked
from mockedfi.composites.members import own_members_of
from mockedfi.composites.plan import Member
from mockedfi.composites.query import value_of
from mockedfi.composites.shape import Shape
from mockedfi.model.catalogue import Catalogue
from mockedfi.model.facts import Node, Path, Resource
from mockedfi.store.documents import Documents, Record

_SEPARATOR = re.compile(r"->|\.")
_SUFFIX = "reference"


class UnknownMemberError(Exception):
    """A path names what a class does not have."""


@dataclass(frozen=True, slots=True)
class _Joint:
    """One join on the way."""

    join: Join
    linked: bool
    """Walked against the direction of the reference."""


@dataclass(frozen=True, slots=True)
class FilterPath:
    """A path, ready to be walked."""

    joints: tuple[_Joint, ...]
    last: Resource
    """Whose documents have the member at the end."""
    prefix: Path
    member: Member

    def roots(self, text: str, documents: Documents, number_text: str) -> set[int]:
        """Numbers of the documents that lead to the value.

        Raises:
            Refusal: the text is no value of the member.
        """
        records = self._ends(value_of(self.member, text, number_text), documents)
        for joint in reversed(self.joints):
            found: dict[int, Record] = {}
            for record in records:
                for each in _before(joint, record, documents):
                    found[each.number] = each
            records = list(found.values())
        return {each.number for each in records}

    def _ends(self, value: object, documents: Documents) -> Sequence[Record]:
        table = documents.table(self.last.name)
        if self.member.kind == "id":
            record = table.by_id(str(value))
            return () if record is None else (record,)
        return table.find((*self.prefix, *self.member.paths[0]), value)


def compiled(path: str, resource: Resource, catalogue: Catalogue) -> FilterPath:
    """A path that begins at a resource.

    Raises:
        UnknownMemberError: it names what is not there.
    """
    joints: list[_Joint] = []
    last = resource
    node: Node = resource
    prefix: Path = ()
    for name in (each.lower() for each in _SEPARATOR.split(path)):
        member = own_members_of(Shape(node)).get(name)
        if member is not None:
            return FilterPath(tuple(joints), last, prefix, member)
        child = next((each for each in node.children if each.member.lower() == name), None)
        if child is not None:
            node, prefix = child, (*prefix, child.name)
            continue
        joint = _joint(name, node, last, prefix, catalogue)
        if joint is None:
            raise UnknownMemberError(f"{node.entity} has no {name} for the path {path}")
        joints.append(joint)
        last = node = catalogue.resources[joint.join.holder if joint.linked else joint.join.target]
        prefix = ()
    raise UnknownMemberError(f"the path {path} does not end with a property")


def _joint(name: str, node: Node, owner: Resource, prefix: Path, catalogue: Catalogue) -> _Joint | None:
    for reference in node.references:
        if reference.member.lower() in (name, f"{name}{_SUFFIX}") and reference.target in catalogue.resources:
            return _Joint(by_reference(owner.name, reference, catalogue).within(prefix), linked=False)
    join = linked(node, catalogue).get(name) if isinstance(node, Resource) else None
    return None if join is None else _Joint(join, linked=True)


def _before(joint: _Joint, record: Record, documents: Documents) -> Sequence[Record]:
    """The documents from which a join leads to a record."""
    if not joint.linked:
        return joint.join.backward(record, documents)
    found = joint.join.forward(record.document(), documents)
    return () if found is None else (found,)
