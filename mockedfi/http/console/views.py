"""What the pages of the console show, as plain values for their templates."""

import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import orjson

from mockedfi.control.calls import NotThere
from mockedfi.control.filling import resource_of
from mockedfi.control.journal import Exchange, Wanted
from mockedfi.control.workspace import Workspace
from mockedfi.http.console.acts import can_repeat, is_refused
from mockedfi.http.console.steps import openings, steps_of
from mockedfi.http.dispatch import CONSOLE
from mockedfi.instance import Instance
from mockedfi.model.facts import Resource

PAGE = 25
"""Documents of a page."""
NEWEST = 200
"""Requests that are listed."""
_MOST_COUNTS = 4
_COLUMNS = 4
"""Values by which a list tells documents apart, where their keys have not more."""


def places(root: str) -> dict[str, str]:
    """Paths that pages lead to: ``base`` of the workspace whose URL is `root`, and ``home`` of its console."""
    base = urlsplit(root).path
    return {"base": base, "home": base + CONSOLE}


def version_of(workspace: Workspace, name: str) -> Instance:
    """The API version of a name; the default one where it is not served."""
    every = workspace.instances().values()
    return next((each for each in every if each.name == name), workspace.first)


def overview(workspace: Workspace, base: str) -> dict[str, Any]:
    """Versions and clients; `base`: URL of the workspace."""
    versions = [
        {
            "name": instance.name,
            "standard": instance.catalogue.version,
            "url": base + root + (instance.ods.named("/data/v3") if instance.ods.segments else ""),
            "metadata": base + root + instance.ods.named("/metadata"),
            "districts": instance.edition.source.districts,
            "documents": sum(len(table) for table in instance.documents.tables_in_use()),
        }
        for root in workspace.editions
        for instance in workspace.of_version(root)
    ]
    first = next(iter(workspace.editions))
    newest, tokens = workspace.first.edition.version, base + first + workspace.first.ods.named("/oauth/token")
    clients = [
        {
            "key": client.key,
            "secret": client.secret,
            "name": client.name,
            "claim_set": client.claim_set,
            "organizations": client.education_organization_ids,
            "prefixes": client.prefixes(newest),
            "profiles": client.profiles,
            "curl": _curl(tokens, client.key, client.secret),
        }
        for client in workspace.clients()
    ]
    return {"versions": versions, "clients": clients, "snapshots": workspace.snapshots.all()}


def _curl(url: str, key: str, secret: str) -> str:
    return f"curl -s {url} -u {shlex.quote(f'{key}:{secret}')} -d grant_type=client_credentials"


@dataclass(frozen=True, slots=True)
class Branch:
    """An education organization, and those below it."""

    id: int
    name: str
    type: str
    counts: Sequence[tuple[str, int]]
    """Plurals of resources, and how many of their documents refer to it; the most frequent ones."""
    below: "list[Branch]" = field(default_factory=list)


def organizations(instance: Instance) -> list[Branch]:
    """The education organizations as a forest; one that has several parents stands below the first."""
    every = instance.security.reach.hierarchy.all()
    branches = {
        each.id: Branch(
            each.id,
            each.record.document().get("nameOfInstitution", ""),
            each.type,
            _counts(instance, instance.documents.referrers(each.record)),
        )
        for each in every
    }
    roots: list[Branch] = []
    for each in every:
        parent = next((branches[id] for id in each.parents if id in branches and id != each.id), None)
        (roots if parent is None else parent.below).append(branches[each.id])
    return roots


def _counts(instance: Instance, referrers: Mapping[tuple[str, str], int]) -> list[tuple[str, int]]:
    counts: dict[str, int] = {}
    for (name, _), count in referrers.items():
        plural = instance.catalogue.named(name).plural
        counts[plural] = counts.get(plural, 0) + count
    return sorted(counts.items(), key=lambda row: (-row[1], row[0]))[:_MOST_COUNTS]


def documents(instance: Instance, wanted: str, id: str, key: str, offset: int) -> dict[str, Any]:
    """A page of a resource's documents, and one of them.

    Args:
        wanted: the resource's plural; empty: every resource is listed, with how many documents it has.
        id: of the one that is shown.
        key: only documents of which a part of the natural key contains this, in any case.
        offset: where the page begins.

    Raises:
        InvalidCall: the version has no such resource.
    """
    every = sorted(instance.catalogue.resources.values(), key=lambda each: each.plural)
    content: dict[str, Any] = {"wanted": wanted, "plurals": [each.plural for each in every]}
    if not wanted:
        counted = [(each, len(instance.documents.table(each.name))) for each in every]
        parts = (("Resources", False), ("Descriptors", True))
        return content | {
            "parts": [
                (title, [(each.plural, count) for each, count in counted if count and each.descriptor == descriptors])
                for title, descriptors in parts
            ]
        }
    resource = resource_of(instance, wanted)
    table = instance.documents.table(resource.name)
    records = table.records()
    if key:
        records = [each for each in records if any(key.lower() in str(part).lower() for part in each.key)]
    start = max(0, min(offset, len(records) - 1))
    shown = records[start : start + PAGE]
    further = _further(resource)
    content["names"] = [*(resource.key_names or [path[-1] for path in resource.identity]), *further]
    content["rows"] = [(each.id, [*each.key, *map(each.document().get, further)]) for each in shown]
    content |= {"total": len(records), "offset": start, "page": PAGE, "id": id, "key": key, "path": _path(resource)}
    record = table.by_id(id) if id else None
    if record is not None:
        content["document"] = orjson.loads(instance.documents.wire(record))
    return content


def _further(resource: Resource) -> list[str]:
    """What a document's row shows besides its key, where there is room: values that every document has."""
    room = max(0, _COLUMNS - len(resource.identity))
    own = [each.name for each in resource.properties if each.required and (each.name,) not in resource.identity]
    return own[:room]


def _path(resource: Resource) -> str:
    return f"/data/v3/{resource.namespace}/{resource.plural}"


def requests(workspace: Workspace, wanted: Wanted, *, refused: bool) -> list[Exchange]:
    """The newest requests that are wanted, the newest first."""
    found = [each for each in workspace.journal.exchanges(wanted) if not refused or is_refused(each)]
    return found[: -NEWEST - 1 : -1]


def exchange(workspace: Workspace, number: int) -> Exchange:
    """The request of a number. Raises `InvalidCall`: it was given up."""
    found = next((each for each in workspace.journal.exchanges() if each.number == number), None)
    if found is None:
        raise NotThere(f"request {number} was given up: the newest ones are kept", "number")
    return found


def request(workspace: Workspace, number: int) -> dict[str, Any]:
    """One request, with what is known of it. Raises `InvalidCall`: it was given up."""
    found = exchange(workspace, number)
    kept = workspace.explanations.find(found.explanation) if found.explanation else None
    content: dict[str, Any] = {"chosen": found.as_json(), "repeatable": can_repeat(found)}
    return content | (explained(kept.as_json()) if kept is not None else {})


def explained(why: Mapping[str, Any]) -> dict[str, Any]:
    """An explanation with its path, and the remedies that can be carried out, by their place in it."""
    possible = openings(why)
    remedies = list(enumerate(why.get("remedies", ())))
    return {
        "why": why,
        "steps": steps_of(why),
        "remedies": [(place, each, each in possible) for place, each in remedies],
    }


def clients_seen(workspace: Workspace) -> Iterator[str]:
    """Keys of the clients that made requests, each once."""
    return iter(sorted({each.client for each in workspace.journal.exchanges() if each.client}))
