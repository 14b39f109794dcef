"""Explains a decision on request: would this client be allowed to do that, and why?"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from mockedfi.control.calls import InvalidCall, NotThere
from mockedfi.instance import Instance
from mockedfi.model.facts import Resource
from mockedfi.resources.identity import with_key_of
from mockedfi.security.claims import ACTIONS
from mockedfi.security.explanation import Explanation
from mockedfi.security.tokens import Caller, Token
from mockedfi.settings.values import nearest
from mockedfi.store.record import Record

_MEMBERS = {"client": str, "action": str, "resource": str, "id": str, "document": dict, "apiVersion": str}
_NEEDED = ("client", "action", "resource")
_DATA = "/data/v3/"


@dataclass(frozen=True, slots=True)
class Explained:
    """A decision, and the version that it was made in."""

    root: str
    """Path of the version's root."""
    explanation: Explanation


def explained(instances: Mapping[str, Instance], body: bytes) -> Explained:
    """The decision that a JSON object asks for: ``client`` (its key), ``action``, ``resource``, and perhaps ``id``,
    ``document`` and ``apiVersion``.

    Without an id and a document, the decision goes as far as the claims. A document is judged as a request would have
    it judged: what is stored of it first, then what is proposed.

    Raises:
        InvalidCall: a member is missing, unknown, or names what there is not.
    """
    asked = _object(body)
    root, instance = _version(instances, asked.get("apiVersion"))
    caller = _caller(instance, asked["client"])
    action = _one_of(asked["action"], instance.security.claim_sets.actions(), "action", "is no action of this version")
    resource = _resource(instance, asked["resource"])
    return Explained(root, _explanation(instance, caller, action, resource, asked))


def _explanation(
    instance: Instance, caller: Caller, action: str, resource: Resource, asked: Mapping[str, Any]
) -> Explanation:
    document = asked.get("document")
    record = _record(instance, resource, asked.get("id"), document, action)
    explain, owner = instance.security.explain, caller.client.creator_ownership_token
    if record is not None:
        told = explain(caller, resource, action, record, "existing", record.owner)
        if document is None or told.outcome == "denied":
            return told
        owner = record.owner
        if not instance.dialect.security.new_key_judged:
            document = with_key_of(instance.plans[resource.name], record.document(), dict(document))
    if document is None:
        return explain(caller, resource, action)
    return explain(caller, resource, action, document, "proposed", owner)


def _object(body: bytes) -> dict[str, Any]:
    try:
        asked = orjson.loads(body)
    except ValueError:
        asked = None
    if not isinstance(asked, dict):
        raise InvalidCall(f"the body must be a JSON object with {', '.join(_NEEDED)}")
    asked = {name: value for name, value in asked.items() if value is not None}
    for name, value in asked.items():
        if name not in _MEMBERS:
            raise InvalidCall(f"{name} is no part of the question{nearest(name, _MEMBERS)}", name)
        if not isinstance(value, _MEMBERS[name]):
            raise InvalidCall(f"{name} must be {'an object' if _MEMBERS[name] is dict else 'a text'}", name)
    for name in _NEEDED:
        if name not in asked:
            raise InvalidCall(f"{name} is missing", name)
    return asked


def _version(instances: Mapping[str, Instance], name: str | None) -> tuple[str, Instance]:
    roots: dict[str, str] = {}
    for root, instance in instances.items():
        roots.setdefault(instance.edition.version, root)
        roots.setdefault(instance.name, root)
    otherwise = f"is not served here; there are {', '.join(roots)}"
    chosen = next(iter(roots)) if name is None else _one_of(name, roots, "apiVersion", otherwise)
    return roots[chosen], instances[roots[chosen]]


def _caller(instance: Instance, key: str) -> Caller:
    """The client as it would be with a token without scope."""
    client = instance.clients.by_key(key)
    if client is None:
        keys = [each.key for each in instance.clients.all()]
        raise NotThere(f"no client has the key {key}{nearest(key, keys)}; see mockedfi clients", "client")
    return Caller(client, Token("", key, instance.clock.now()))


def _resource(instance: Instance, text: str) -> Resource:
    """The resource of a path, with or without the schema, or of a plural."""
    catalogue = instance.catalogue
    path = text.strip("/").removeprefix(_DATA.strip("/")).strip("/").split("/")
    every = catalogue.resources.values()
    namespaces = [path[0]] if len(path) == 2 else dict.fromkeys(each.namespace for each in every)
    for namespace in namespaces if len(path) <= 2 else ():
        found = catalogue.find(namespace, path[-1])
        if found is not None:
            return found
    known = [each.plural for each in every]
    hint = nearest(path[-1], known)
    raise NotThere(f"API version {instance.dialect.version.name} has no resource {text}{hint}", "resource")


def _record(
    instance: Instance, resource: Resource, id: str | None, document: dict[str, Any] | None, action: str
) -> Record | None:
    """The stored item that is judged: the one of an id, else, for what is not created, the one of a document's key."""
    for reference in resource.references:
        if document is not None and not isinstance(document.get(reference.name, {}), dict):
            raise InvalidCall(f"{reference.name} of the document must be an object", "document")
    table = instance.documents.table(resource.name)
    if id is not None:
        record = table.by_id(id.replace("-", "").lower())
        if record is None:
            raise NotThere(f"{resource.plural} has no item {id}; its id is the last part of its Location", "id")
        return record
    if document is None or action == ACTIONS[0]:
        return None
    try:
        return table.by_key(instance.plans[resource.name].key(document))
    except (KeyError, AttributeError):
        raise InvalidCall("document lacks a part of its key, or has one of the wrong type", "document") from None


def _one_of(given: str, known: Iterable[str], field: str, otherwise: str) -> str:
    """The known spelling of a text, in whatever letter case it is given."""
    names = {name.lower(): name for name in known}
    if given.lower() not in names:
        raise InvalidCall(f"{given} {otherwise}{nearest(given, names.values())}", field)
    return names[given.lower()]
