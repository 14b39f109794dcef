"""Calls that put documents into a state, as a test wants them to be there."""

import json
from typing import Any

import orjson

from mockedfi.control.calls import InvalidCall
from mockedfi.control.fields import Field
from mockedfi.control.filling import Filled, Filler, resource_of
from mockedfi.control.routes import API_VERSION, Asked, Route
from mockedfi.instance import Instance
from mockedfi.problems import Refusal
from mockedfi.render import render
from mockedfi.security.clients import Client
from mockedfi.security.tokens import Caller, Token

CLAIM_SET = "Ed-Fi Open"
"""What fills documents in may do everything."""
_BUILDER = "(mockedfi)"
MOST = 10_000


def show(asked: Asked) -> list[dict[str, Any]]:
    """The documents of a resource, as GET by id shows them, whoever may read them."""
    given = asked.parameters
    instance = asked.instance(given.get("apiVersion"))
    documents = instance.documents
    table = documents.table(resource_of(instance, given["resource"]).name)
    return [orjson.loads(documents.wire(record)) for record in table.records()]


def add(asked: Asked) -> list[dict[str, Any]]:
    """Add documents; what is required and not given is filled in."""
    given = asked.body
    instance = asked.instance(given.get("apiVersion"))
    resource = resource_of(instance, given["resource"])
    filler, caller = Filler(instance), builder(instance)
    made = []
    with instance.documents.lock:
        for _ in range(given.get("count", 1)):
            for each in filler.filled(resource, given.get("members", {})):
                document = _post(instance, each, caller)
            made.append(document)
    return made


def builder(instance: Instance) -> Caller:
    """Somebody who may do everything."""
    client = Client(
        key=_BUILDER,
        secret="",
        claim_set=CLAIM_SET,
        education_organization_ids=tuple(each.id for each in instance.security.reach.hierarchy.all()),
        namespace_prefixes=("",),
    )
    return Caller(client, Token("", _BUILDER, instance.clock.now()))


def _post(instance: Instance, filled: Filled, caller: Caller) -> dict[str, Any]:
    """The document as GET shows it. Raises `InvalidCall` if the version does not take it."""
    try:
        answer = instance.add(filled.resource, filled.document, caller)
    except Refusal as refusal:
        raise _not_taken(instance, filled, refusal) from None
    location = next(value for name, value in answer.headers if name == "Location")
    record = instance.documents.table(filled.resource.name).by_id(location.rpartition("/")[2])
    assert record is not None
    shown: dict[str, Any] = orjson.loads(instance.documents.wire(record))
    return shown


def _not_taken(instance: Instance, filled: Filled, refusal: Refusal) -> InvalidCall:
    answer = render(refusal, instance.dialect, "")
    said = json.loads(answer.body) if answer.body else {}
    details = said.get("validationErrors") or said.get("modelState") or {}
    texts = [text for each in details.values() for text in each] or said.get("errors") or []
    reason = " ".join(texts) or said.get("detail") or said.get("message") or f"status {answer.status}"
    members = [name for name in filled.document if any(name in path for path in details)]
    field = members[0] if members else "members"
    return InvalidCall(f"{filled.resource.plural} are not taken so: {reason}", field)


ROUTES = (
    Route(
        method="GET",
        path="/documents",
        purpose="The documents of a resource, whoever may read them.",
        act=show,
        parameters=(
            Field(name="resource", kind="text", required=True, purpose="Plural of a resource, as students."),
            API_VERSION,
        ),
    ),
    Route(
        method="POST",
        path="/documents",
        purpose="Add documents to a resource, whoever may do so. Members that are required and not given are filled "
        "in from the model and the district; what they refer to is made if it is not there.",
        act=add,
        fields=(
            Field(name="resource", kind="text", required=True, purpose="Plural of a resource, as students."),
            Field(
                name="members",
                kind="object",
                purpose="What matters of the document. student stands for studentReference and takes the document "
                "that is referred to, or its key if that is one value; a descriptor may be its code value.",
            ),
            Field(name="count", kind="whole", minimum=1, maximum=MOST, purpose="How many; one if it is not given."),
            API_VERSION,
        ),
        status=201,
        example={"resource": "students", "members": {"firstName": "Ada"}},
    ),
)
