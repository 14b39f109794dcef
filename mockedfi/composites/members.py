"""The members of a class as a composite's definition and a query name them.

Source: EdFi.Ods.Common/Models/Resource/ResourceClassBase.cs (AllProperties: own keys, then those of references, the
identifying and required ones first, then the rest; of several of one name the first counts).
"""

from collections.abc import Iterator
from dataclasses import replace

from mockedfi.composites.plan import Member
from mockedfi.composites.shape import Shape
from mockedfi.model.facts import Property, Reference, Resource

ID = Property(name="id", member="Id", column="Id", type="string")


def members_of(shape: Shape) -> dict[str, Member]:
    """Every property of a class, by name in lower case."""
    node = shape.node
    found: dict[str, Member] = {}
    own = [each for each in node.properties if shape.keeps(each.name)]
    for each in own:
        if each.identity:
            found[each.member.lower()] = Member(each.member, each, ((each.name,),))
    for member in _referred(shape):
        known = found.get(member.name.lower())
        if known is not None and known.paths:
            member = Member(known.name, known.value, (*known.paths, *member.paths))  # noqa: PLW2901 - both paths tell it
        found[member.name.lower()] = member
    for each in own:
        found.setdefault(each.member.lower(), Member(each.member, each, ((each.name,),)))
    if isinstance(node, Resource):
        found["id"] = Member(ID.member, ID, kind="id")
        if node.surrogate is not None and node.descriptor:
            found[node.surrogate.member.lower()] = Member(node.surrogate.member, node.surrogate, kind="number")
    return found


def own_members_of(shape: Shape) -> dict[str, Member]:
    """The properties that are no keys of references, by name in lower case."""
    own = {each.member.lower() for each in shape.node.properties} | {"id"}
    return {name: each for name, each in members_of(shape).items() if name in own}


def _referred(shape: Shape) -> Iterator[Member]:
    references = [each for each in shape.node.references if shape.keeps(each.name)]
    for reference in sorted(references, key=lambda each: (not each.identity, not each.required)):
        yield from _keys(reference)


def _keys(reference: Reference) -> Iterator[Member]:
    for key in reference.keys:
        name = f"{key.parameter[:1].upper()}{key.parameter[1:]}"
        value = replace(key.value, required=reference.required)
        yield Member(name, value, ((reference.name, key.value.name),))
