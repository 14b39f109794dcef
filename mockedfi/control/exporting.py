"""What a state has that the districts have not, as JSON that can be compared line by line; and the way back."""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from mockedfi.control.calls import InvalidCall
from mockedfi.instance import Instance
from mockedfi.model.facts import Resource
from mockedfi.settings.values import nearest
from mockedfi.store import Branch, Change, Documents, Record
from mockedfi.store.record import Difference, Document, is_id

_KINDS = ("added", "changed", "removed")


def exported(instance: Instance, documents: Documents) -> dict[str, dict[str, list[Document]]]:
    """By resource (``ed-fi/students``): documents ``added``, ``changed`` and ``removed``, in the order of their keys.

    Documents are shown without links and times; of what was removed, the key.
    """
    found: dict[str, dict[str, list[Document]]] = {}
    for resource in instance.catalogue.in_load_order():
        rows: dict[str, list[Record]] = {}
        for before, after in differences(instance, documents, resource):
            kind = "removed" if after is None else "added" if before is None else "changed"
            record = after or before
            assert record is not None
            rows.setdefault(kind, []).append(record)
        if rows:
            found[f"{resource.namespace}/{resource.plural}"] = {
                kind: [_shown(resource, record, kind) for record in sorted(rows[kind], key=_sort_key)]
                for kind in _KINDS
                if kind in rows
            }
    return found


def differences(instance: Instance, documents: Documents, resource: Resource) -> Iterator[Difference]:
    """What some documents of a version have that its districts have not, and the other way round."""
    table = documents.table(resource.name)
    if isinstance(documents, Branch):
        if resource.name in documents.touched():
            yield from table.differences()
        return
    below = instance.edition.districts().documents.table(resource.name)
    for record in table.records():
        before = below.by_id(record.id)
        if before is None or before.version != record.version:
            yield before, record
    for record in below.records():
        if table.by_id(record.id) is None:
            yield record, None


def restore(instance: Instance, resources: Mapping[str, Any], field: str) -> None:
    """Make the documents the districts' own, but for what `resources` says, as `exported` gives it.

    Raises:
        InvalidCall: it says what cannot be; nothing was changed then. `field`: where it stands in the call.
    """
    documents = instance.documents
    with documents.lock:
        wanted = [
            (resource, kind, document, f"{field}.{name}.{kind}[{place}]")
            for name, rows in resources.items()
            for resource in (_resource(instance, name, field),)
            for kind in _kinds(rows, f"{field}.{name}")
            for place, document in enumerate(_list(rows[kind], f"{field}.{name}.{kind}"))
        ]
        for resource, kind, document, place in wanted:
            _check(instance, resource, kind, document, place)
        instance.reset()
        changes = [
            change for resource, kind, document, _ in wanted for change in _changes(instance, resource, kind, document)
        ]
        documents.commit(sorted(changes, key=lambda change: change.kind != "delete"))


def _shown(resource: Resource, record: Record, kind: str) -> Document:
    document = record.document()
    if kind == "removed":
        heads = dict.fromkeys(path[0] for path in resource.identity)
        document = {name: document[name] for name in heads}
    return {"id": record.id, **document}


def _sort_key(record: Record) -> list[str]:
    return [str(part) for part in record.key]


def _changes(instance: Instance, resource: Resource, kind: str, document: Mapping[str, Any]) -> list[Change]:
    documents = instance.documents
    old = documents.table(resource.name).by_id(document["id"])
    if kind == "removed":
        return [] if old is None else [Change.delete(old)]
    plain = {name: value for name, value in document.items() if name != "id"}
    key, body = instance.plans[resource.name].key(plain), orjson.dumps(plain)
    modified, version = instance.clock.ticks(), documents.next_version()
    if old is not None:
        return [Change.replace(old, old.changed(key=key, body=body, modified=modified, version=version))]
    number = documents.next_number()
    return [Change.insert(Record(resource.name, document["id"], number, key, body, modified, version))]


def _resource(instance: Instance, name: str, field: str) -> Resource:
    namespace, _, plural = name.partition("/")
    resource = instance.catalogue.find(namespace, plural)
    if resource is None:
        known = [f"{each.namespace}/{each.plural}" for each in instance.catalogue.resources.values()]
        raise InvalidCall(f"{name} is no resource of version {instance.edition.version}{nearest(name, known)}", field)
    return resource


def _kinds(rows: Any, field: str) -> list[str]:
    if not isinstance(rows, dict) or any(kind not in _KINDS for kind in rows):
        raise InvalidCall(f"{field} must be an object with {', '.join(_KINDS)}", field)
    return list(rows)


def _list(rows: Any, field: str) -> list[Any]:
    if not isinstance(rows, list):
        raise InvalidCall(f"{field} must be a list of documents", field)
    return rows


def _check(instance: Instance, resource: Resource, kind: str, document: Any, field: str) -> None:
    if not isinstance(document, dict) or not is_id(document.get("id")):
        raise InvalidCall(f"{field} must be a document with an id of 32 hex digits", field)
    if kind != "removed":
        try:
            instance.plans[resource.name].key(document)
        except (KeyError, TypeError, AttributeError):
            keys = ", ".join(".".join(path) for path in resource.identity)
            raise InvalidCall(f"{field} lacks a part of its key: {keys}", field) from None
