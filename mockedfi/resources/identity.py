"""Natural keys that change, and everything that follows them.

Source: the ON UPDATE CASCADE foreign keys of the reference's database (EdFi.Ods.Standard/Standard/*/Artifacts/PgSql/
Structure/Ods/0030-ForeignKeys.sql). Foreign keys to a person hold its surrogate key, so its unique id is seen anew
wherever the person is referred to.
"""

from collections.abc import Iterator
from typing import Any

from mockedfi.model.catalogue import Catalogue
from mockedfi.model.facts import Node, Path, Reference, Resource
from mockedfi.model.plan import Plan, Plans, values_at
from mockedfi.resources.references import descriptor_places
from mockedfi.store.documents import Documents, Record
from mockedfi.store.referring import descriptor_key, descriptor_value

Document = dict[str, Any]


def same_key(plan: Plan, stored: Document, proposed: Document) -> bool:
    """Whether two documents have one natural key; `proposed` may lack parts of it."""
    try:
        return plan.key(stored) == plan.key(proposed)
    except KeyError:
        return False


def with_key_of(plan: Plan, stored: Document, proposed: Document) -> Document:
    """`proposed` with the key that is stored."""
    made, places = _copied(plan, proposed)
    for path, holder in places:
        holder[path[-1]] = values_at(stored, path)[0]
    return made


def without_key(plan: Plan, document: Document) -> Document:
    """What of a document is no part of its natural key."""
    made, places = _copied(plan, document)
    for path, holder in places:
        holder.pop(path[-1], None)
    return made


def _copied(plan: Plan, document: Document) -> tuple[Document, list[tuple[Path, Document]]]:
    """A copy of a document, and what holds each part of its key there; what holds none is not copied."""
    made = dict(document)
    holders: dict[Path, Document] = {(): made}
    for path in plan.resource.identity:
        for depth in range(1, len(path)):
            inner = path[:depth]
            if inner not in holders:
                holder = holders[path[: depth - 1]]
                holders[inner] = holder[inner[-1]] = dict(holder.get(inner[-1]) or {})
    return made, [(path, holders[path[:-1]]) for path in plan.resource.identity]


def followers(
    documents: Documents, catalogue: Catalogue, plans: Plans, old: Record, new: Document
) -> list[tuple[Record, Document]]:
    """Documents that a key change rewrites, transitively, with what they become.

    Args:
        old: the item whose key changes.
        new: its new document.
    """
    person = catalogue.resources[old.resource].person
    pending: dict[str, tuple[Record, Document]] = {}
    changed = [(catalogue.resources[old.resource], old, new)]
    while changed:
        target, record, document = changed.pop()
        renewed = plans[target.name].key(document)
        names = catalogue.key_names(target.name)
        values = dict(zip(names, _parts(target, document), strict=True))
        for resource, path, reference in referring(catalogue, target):
            if not (reference.cascade or person):
                continue
            for follower in found(documents, resource, (*path, reference.name), target, names, record):
                body = pending.get(follower.id, (follower, follower.document()))[1]
                before = plans[resource.name].key(body)
                if _rewrite(resource, plans[resource.name], body, reference, record.key, values, renewed):
                    pending[follower.id] = (follower, body)
                    if plans[resource.name].key(body) != before:
                        changed.append((resource, follower, body))
    return list(pending.values())


def renamed(
    documents: Documents, catalogue: Catalogue, plans: Plans, old: Record, new: Document
) -> list[tuple[Record, Document]]:
    """Documents that name a descriptor whose value changes, and what they become; their rows hold its number.

    Args:
        old: the descriptor.
        new: its new document.
    """
    named = descriptor_value(new)
    if descriptor_value(old.document()) == named:
        return []
    found = []
    for name in catalogue.resources:
        if not _may_name(catalogue.resources[name], old.resource):
            continue
        for record in documents.table(name).records():
            body = record.document()
            places = [
                each
                for each in descriptor_places(plans[name], body)
                if each.descriptor == old.resource and descriptor_key(each.value) == old.key
            ]
            for each in places:
                each.holder[each.name] = named
            if places:
                found.append((record, body))
    return found


def _may_name(resource: Resource, descriptor: str) -> bool:
    return any(
        any(each.descriptor == descriptor for each in node.properties)
        or any(key.value.descriptor == descriptor for each in node.references for key in each.keys)
        for _, node in _nodes(resource, ())
    )


def only_children_differ(resource: Resource, before: Document, after: Document) -> bool:
    """Whether a rewritten document is the same but for its children, so that the row of the item itself stays."""
    below = {child.name for child in resource.children}
    return all(value == before.get(name) for name, value in after.items() if name not in below)


def _parts(resource: Resource, document: Document) -> list[Any]:
    return [values_at(document, path)[0] for path in resource.identity]


def referring(catalogue: Catalogue, target: Resource) -> Iterator[tuple[Resource, Path, Reference]]:
    """(resource, path of the node, reference) of all that can refer to an item of `target`."""
    for name in catalogue.referring(target.name):
        resource = catalogue.resources[name]
        for path, node in _nodes(resource, ()):
            for reference in node.references:
                if reference.target in (target.name, target.base):
                    yield resource, path, reference


def _nodes(node: Node, path: Path) -> Iterator[tuple[Path, Node]]:
    yield path, node
    for child in node.children:
        yield from _nodes(child, (*path, child.name))
    for extension in node.extensions:
        yield from _nodes(extension, (*path, "_ext", extension.name))


def found(
    documents: Documents, resource: Resource, path: Path, target: Resource, names: tuple[str, ...], record: Record
) -> list[Record]:
    """Documents that may refer to `record` at `path`, by one part of its key."""
    place = documents.table(target.name).plan.telling
    return list(documents.table(resource.name).find((*path, names[place]), record.key[place]))


def _rewrite(
    resource: Resource,
    plan: Plan,
    document: Document,
    reference: Reference,
    old_key: tuple[Any, ...],
    values: dict[str, Any],
    new_key: tuple[Any, ...],
) -> bool:
    """Give every such reference to the old key the new one, with all members unified with it; whether any was."""
    hit = False
    for link in plan.references(document):
        if link.reference is reference and link.key == old_key and old_key != new_key:
            hit = True
            for key in reference.keys:
                previous = link.holder[key.value.name]
                link.holder[key.value.name] = values[key.value.name]
                _unify(resource, document, (reference.name, key.value.name), previous, values[key.value.name])
    return hit


def _unify(resource: Resource, document: Document, suffix: Path, old: Any, new: Any) -> None:
    for paths in resource.unifications:
        if any(path[-len(suffix) :] == suffix for path in paths):
            for path in paths:
                _replace(document, path, old, new)


def _replace(value: Any, path: Path, old: Any, new: Any) -> None:
    if isinstance(value, list):
        for item in value:
            _replace(item, path, old, new)
    elif isinstance(value, dict) and path[0] in value:
        if len(path) > 1:
            _replace(value[path[0]], path[1:], old, new)
        elif value[path[0]] == old:
            value[path[0]] = new
