"""What the reference's database refuses: keys that are taken, items that others refer to.

Source: EdFi.Ods.Api/ExceptionHandling/Translators/Postgres;
EdFi.Ods.Common/Exceptions/DependentResourceItemExistsException.cs.
"""

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from mockedfi.model.catalogue import Catalogue
from mockedfi.model.facts import Abstract, Child, Node, Resource
from mockedfi.model.plan import Plans
from mockedfi.problems import Refusal
from mockedfi.problems import data as problems
from mockedfi.resources.identity import Document, found, referring
from mockedfi.resources.machine import Machine
from mockedfi.resources.tracking import key_names
from mockedfi.store.documents import Documents, Record

_DESCRIPTORS = "descriptor"
"""The table of what all descriptors have."""


def refuse_if_taken(documents: Documents, catalogue: Catalogue, machine: Machine, key: tuple[Any, ...]) -> None:
    """Another item of the resource, or of its abstract base, has this key; descriptors of all kinds are in one table.

    Raises:
        Refusal: with what is told of it where, as with the reference's own connection strings, Npgsql redacts the
            details of errors.
    """
    resource = machine.resource
    base = catalogue.abstracts.get(resource.base or "")
    if documents.resolve(resource.name if base is None else base.name, key) is None:
        return
    if resource.descriptor or resource.person:  # behind their keys are numbers, so these are values like others
        raise Refusal(problems.VALUES_TAKEN, table=_DESCRIPTORS if resource.descriptor else resource.table)
    if base is not None:
        raise Refusal(problems.BASE_IDENTITY_TAKEN, table=base.table, entity=base.name)
    members = [name[0].upper() + name[1:] for name, _ in key_names(resource)]
    raise Refusal(
        problems.IDENTITY_TAKEN,
        table=resource.table,
        text=_not_unique(members, "', '", resource.entity),
        text_of_7_1=_not_unique(members, ", ", resource.entity),
    )


def _not_unique(members: Sequence[str], between: str, entity: str) -> str:
    if len(members) > 1:
        return f"The values supplied for properties '{between.join(members)}' of entity '{entity}' are not unique."
    return f"The value supplied for property '{members[0]}' of entity '{entity}' is not unique."


def refuse_if_referred_to(documents: Documents, catalogue: Catalogue, record: Record) -> None:
    """Other documents refer to the item that is to be deleted.

    Raises:
        Refusal: naming the first of their tables, in the order in which the database was made; those that refer to the
            item's own table come before those that refer to its base's, from which it is deleted later.
    """
    target = catalogue.resources[record.resource]
    referrers = documents.referrers(record)
    if referrers:
        holders = [(catalogue.resources[name], entity) for name, entity in referrers]

        def turn(each: tuple[Resource, str]) -> tuple[bool, str]:
            return not _to_own_table(_lineage(*each)[-1], target), each[1]

        raise _dependent(catalogue, target, *min(holders, key=turn))


def refuse_if_left_behind(
    documents: Documents,
    catalogue: Catalogue,
    plans: Plans,
    record: Record,
    following: Collection[tuple[Record, Document]],
) -> None:
    """A key changes, and a document refers to the old one without following it.

    Raises:
        Refusal: as for a deletion.
    """
    for old in (record, *(each for each, body in following if plans[each.resource].key(body) != each.key)):
        target = catalogue.resources[old.resource]
        names = catalogue.key_names(old.resource)
        for resource, path, reference in referring(catalogue, target):
            if reference.cascade:
                continue
            for each in found(documents, resource, (*path, reference.name), target, names, old):
                links = plans[resource.name].references(each.document())
                for link in links:
                    if link.reference is reference and link.key == old.key:
                        raise _dependent(catalogue, target, resource, link.entity)


def _dependent(catalogue: Catalogue, target: Resource, holder: Resource, entity: str) -> Refusal:
    lineage = _lineage(holder, entity)
    node = lineage[-1]
    base = catalogue.abstracts.get(holder.base or "")
    above = catalogue.abstracts.get(target.base or "")
    table = above.table if above is not None and not _to_own_table(node, target) else target.table
    if len(lineage) == 1 and base is not None and _inherited(holder, base, target):
        return Refusal(problems.DEPENDENT_ROOT, entity=base.name, table=table, dependency="another")
    own = holder.name == target.name and not any(isinstance(each, Child) and each.inherited for each in lineage)
    facts: dict[str, Any] = {
        "entity": entity if len(lineage) > 1 else holder.name,
        "table": table,
        "dependency": f"the '{entity}'" if own else "another",
    }
    if node.table != node.entity.lower():  # shortened, so that the reference does not find the class by it
        return Refusal(problems.DEPENDENT_UNTOLD, **facts)
    if len(lineage) == 1:
        return Refusal(problems.DEPENDENT_ROOT, **facts)
    if len(lineage) == 2 and isinstance(node, Child) and node.inherited and base is not None:
        types = ", ".join(sorted(base.subtypes))
        return Refusal(problems.DEPENDENT_BASE_CHILD, **facts, types=types)
    return Refusal(problems.DEPENDENT_CHILD, **facts, root=lineage[-2].entity)


def _to_own_table(node: Node, target: Resource) -> bool:
    """Whether a node refers to a resource by its own table, not by that of its base."""
    return target.descriptor or any(each.target == target.name for each in node.references)


def _inherited(holder: Resource, base: Abstract, target: Resource) -> bool:
    """Whether the foreign key from a subtype to `target` is its base's: it makes the key that both share."""
    return any(
        {key.value.column for key in each.keys} <= set(base.primary_key)
        for each in holder.references
        if each.target in (target.name, target.base)
    )


def _lineage(holder: Resource, entity: str) -> tuple[Node, ...]:
    """The node of an entity, after those that lead to it from its resource."""
    return next(each for each in _lineages(holder) if each[-1].entity == entity)


def _lineages(node: Node, above: tuple[Node, ...] = ()) -> Iterator[tuple[Node, ...]]:
    """Each node below (and with) `node`, after those that lead to it."""
    lineage = (*above, node)
    yield lineage
    for child in (*node.children, *node.extensions):
        yield from _lineages(child, lineage)
