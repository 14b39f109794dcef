"""What the reference's database refuses: keys that are taken, items that others refer to.

Source: EdFi.Ods.Api/ExceptionHandling/Translators/Postgres;
EdFi.Ods.Common/Exceptions/DependentResourceItemExistsException.cs.
"""

from collections.abc import Collection, Iterator
from typing import Any

from mockedfi.model.catalogue import Catalogue
from mockedfi.model.facts import Abstract, Child, Node, Resource
from mockedfi.model.plan import Plans, values_at
from mockedfi.problems import Refusal
from mockedfi.problems import data as problems
from mockedfi.resources.identity import Document, found, referring
from mockedfi.resources.machine import Machine
from mockedfi.resources.tracking import key_names
from mockedfi.store.documents import Documents, Record


def refuse_if_taken(
    documents: Documents, catalogue: Catalogue, machine: Machine, key: tuple[Any, ...], document: Document
) -> None:
    """Another item of the resource, or of its abstract base, has this key.

    Raises:
        Refusal: with table, columns and values as the database prints them.
    """
    resource = machine.resource
    base = None if resource.descriptor else catalogue.abstracts.get(resource.base or "")
    if documents.resolve(resource.name if base is None else base.name, key) is None:
        return
    table, columns = machine.columns[resource.entity]
    if resource.descriptor:
        table, columns = "descriptor", "codevalue, namespace"
    entity, members = resource.entity, ", ".join(name[0].upper() + name[1:] for name, _ in key_names(resource))
    if base is not None:
        table, columns = base.table, ", ".join(column.lower() for column in base.primary_key)
        entity, members = table, columns
    elif resource.person:
        columns = members.lower()
    places = sorted(resource.identity) if resource.descriptor else resource.identity
    values = ", ".join(str(values_at(document, path)[0]) for path in places)
    raise Refusal(
        problems.IDENTITY_TAKEN,
        table=table,
        columns=columns,
        values=values,
        text=_not_unique(table, columns, f" {values}"),
        text_without_values=_not_unique(entity, members),
    )


def _not_unique(entity: str, members: str, values: str = "") -> str:
    if "," in members:
        return f"The values{values} supplied for properties '{members}' of entity '{entity}' are not unique."
    return f"The value{values} supplied for property '{members}' of entity '{entity}' is not unique."


def refuse_if_referred_to(documents: Documents, catalogue: Catalogue, record: Record) -> None:
    """Other documents refer to the item that is to be deleted.

    Raises:
        Refusal: naming the first of their tables, in the order in which the database was made.
    """
    referrers = documents.referrers(record)
    if referrers:
        name, entity = min(referrers, key=lambda each: each[1])
        raise _dependent(catalogue, catalogue.resources[record.resource], catalogue.resources[name], entity)


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
    lineage = next(each for each in _lineages(holder) if each[-1].entity == entity)
    node = lineage[-1]
    base = catalogue.abstracts.get(holder.base or "")
    columns = ", ".join(column.lower() for column in target.primary_key)
    if len(lineage) == 1 and base is not None and _inherited(holder, base, target):
        return Refusal(
            problems.DEPENDENT_ROOT, entity=base.name, table=base.table, columns=columns, dependency="another"
        )
    own = holder.name == target.name and not any(isinstance(each, Child) and each.inherited for each in lineage)
    facts: dict[str, Any] = {
        "entity": entity if len(lineage) > 1 else holder.name,
        "table": node.table,
        "columns": columns,
        "dependency": f"the '{entity}'" if own else "another",
    }
    if len(lineage) == 1:
        return Refusal(problems.DEPENDENT_ROOT, **facts)
    if len(lineage) == 2 and isinstance(node, Child) and node.inherited and base is not None:
        types = ", ".join(sorted(base.subtypes))
        return Refusal(problems.DEPENDENT_BASE_CHILD, **facts, types=types)
    return Refusal(problems.DEPENDENT_CHILD, **facts, root=lineage[-2].entity)


def _inherited(holder: Resource, base: Abstract, target: Resource) -> bool:
    """Whether the foreign key from a subtype to `target` is its base's: it makes the key that both share."""
    return any(
        {key.value.column for key in each.keys} <= set(base.primary_key)
        for each in holder.references
        if each.target in (target.name, target.base)
    )


def _lineages(node: Node, above: tuple[Node, ...] = ()) -> Iterator[tuple[Node, ...]]:
    """Each node below (and with) `node`, after those that lead to it."""
    lineage = (*above, node)
    yield lineage
    for child in (*node.children, *node.extensions):
        yield from _lineages(child, lineage)
