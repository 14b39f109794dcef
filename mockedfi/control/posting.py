"""Documents that are put into a state whoever may do so, by the same way as those of clients."""

import json
from typing import Any

import orjson

from mockedfi.control.calls import InvalidCall
from mockedfi.control.filling import Filled
from mockedfi.instance import Instance
from mockedfi.problems import Refusal
from mockedfi.render import render
from mockedfi.security.clients import Client
from mockedfi.security.tokens import Caller, Token

CLAIM_SET = "Ed-Fi Open"
"""What puts documents in may do everything."""
_BUILDER = "(mockedfi)"


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


def posted(instance: Instance, filled: Filled, caller: Caller) -> dict[str, Any]:
    """The document as GET shows it, once it is there. Raises `InvalidCall` if the version does not take it."""
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
