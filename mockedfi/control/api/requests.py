"""Calls about the requests that were made."""

from typing import Any

from mockedfi.control.answers import a, several
from mockedfi.control.fields import Field, one_of
from mockedfi.control.journal import Wanted
from mockedfi.control.patterns import METHODS, status_fault
from mockedfi.control.routes import API_VERSION, Asked, Route


def show(asked: Asked) -> list[dict[str, Any]]:
    """The newest requests that are wanted, oldest first."""
    given = dict(asked.parameters)
    newest = given.pop("newest", None)
    version = given.pop("apiVersion", "")
    found = asked.workspace.journal.exchanges(Wanted(**given, api_version=version))
    return [each.as_json() for each in (found if newest is None else found[len(found) - newest :])]


def forget(asked: Asked) -> dict[str, Any]:
    """Forget all of them."""
    asked.workspace.journal.clear()
    return {"status": "forgotten"}


ROUTES = (
    Route(
        method="GET",
        path="/requests",
        purpose="The requests that clients made, and the answers, oldest first. Secrets are left out.",
        act=show,
        answer=several(a("request")),
        parameters=(
            Field(name="method", kind="text", purpose="As POST.", fault=one_of(*METHODS)),
            Field(name="path", kind="text", purpose="A path in which * stands for anything; or students."),
            Field(name="status", kind="text", purpose="As 403 or 4xx.", fault=status_fault),
            Field(name="client", kind="text", purpose="Key of an API client."),
            API_VERSION,
            Field(name="after", kind="whole", minimum=0, purpose="Only those with a higher number."),
            Field(name="newest", kind="whole", minimum=0, purpose="At most so many, the newest ones."),
        ),
    ),
    Route(
        method="DELETE", path="/requests", purpose="Forget the requests that were made.", act=forget, answer=a("done")
    ),
)
