"""What buttons of the console do: open what is closed, ask once more."""

from functools import partial
from http import HTTPStatus
from typing import Any

from mockedfi.control.calls import InvalidCall, NotThere
from mockedfi.control.filling import Filled, resource_of
from mockedfi.control.journal import Exchange
from mockedfi.control.posting import builder, posted
from mockedfi.control.traffic import carry
from mockedfi.control.workspace import Workspace
from mockedfi.exchange import Request
from mockedfi.http.dispatch import answer_of, surface_of
from mockedfi.instance import Instance
from mockedfi.problems import Refusal
from mockedfi.settings.clients import client_from, snake_case

_DATA = "/data/v3/"


def carry_out(workspace: Workspace, id: str, number: int) -> None:
    """Carry out a remedy of an explanation: post its documents whoever may do so, let its client take the place.

    Raises:
        InvalidCall: there is no such remedy (any more), or the version does not take a document.
    """
    kept = workspace.explanations.find(id)
    remedies: list[Any] = [] if kept is None else kept.as_json().get("remedies", [])
    if kept is None or not 0 <= number < len(remedies):
        raise NotThere("this explanation was given up; make the request again", "id")
    remedy = remedies[number]
    instance = instance_at(workspace, kept.root)
    for each in remedy["posts"]:
        resource = resource_of(instance, each["path"].removeprefix(_DATA))
        posted(instance, Filled(resource, each["body"]), builder(instance))
    if remedy.get("client"):
        workspace.add_client(client_from(snake_case(remedy["client"])))


def instance_at(workspace: Workspace, url: str) -> Instance:
    """The API version whose root has a URL; the default one if that is the host's."""
    return next((each for root, each in workspace.instances().items() if url.endswith(root)), workspace.first)


def can_repeat(exchange: Exchange) -> bool:
    """Whether a request can be made again: it is for data, and of a client."""
    return bool(exchange.client) and surface_of(exchange.request.path) is not None


def repeat(workspace: Workspace, exchange: Exchange) -> Exchange:
    """Make a request again, with a new token of the same client; what became of it.

    Raises:
        InvalidCall: the client is not there, or may have no further token.
    """
    instance = next(
        each
        for each in workspace.instances().values()
        if (each.edition.version, each.ods) == (exchange.api_version, exchange.request.ods)
    )
    surface, client = surface_of(exchange.request.path), instance.clients.by_key(exchange.client)
    if surface is None or client is None:
        raise NotThere(f"client {exchange.client} is not there any more", "client")
    try:
        token = instance.tokens.issue(client).value
    except Refusal:
        raise InvalidCall(f"client {client.key} holds as many tokens as it may; let some expire", "client") from None
    old = exchange.request
    again = Request(
        method=old.method,
        path=old.path,
        query=old.query,
        headers={**old.headers, "authorization": f"Bearer {token}"},
        body=old.body,
        root=old.root,
        ods=old.ods,
        remote=old.remote,
    )
    carry(workspace, instance, again, partial(answer_of, surface, instance, again))
    return workspace.journal.exchanges()[-1]


def is_refused(exchange: Exchange) -> bool:
    """Whether a request got an answer that says no."""
    return exchange.answer.status >= HTTPStatus.BAD_REQUEST
