"""Calls about decisions."""

from typing import Any

from mockedfi.control.answers import a
from mockedfi.control.calls import NotThere
from mockedfi.control.explain import explained
from mockedfi.control.fields import Field
from mockedfi.control.routes import API_VERSION, Asked, Route


def show(asked: Asked) -> dict[str, Any]:
    """Why a request was refused, by the id in its header or by its correlation id."""
    return _found(asked, asked.name)


def explain(asked: Asked) -> dict[str, Any]:
    """Whether a client may do something, and why; kept, so that it can be read again by its id."""
    found = explained(asked.workspace.instances(), asked.raw)
    root = f"{asked.address}{asked.workspace.prefix}{found.root}"
    return _found(asked, asked.workspace.explanations.keep(found.explanation, root=root))


def _found(asked: Asked, id: str) -> dict[str, Any]:
    found = asked.workspace.explanations.find(id)
    if found is None:
        raise NotThere(f"there is no explanation {id}; the newest ones are kept, until the server stops", "id")
    return found.as_json()


ROUTES = (
    Route(
        method="GET",
        path="/explanations/{id}",
        purpose="Why a request was refused, by the id in its header Mockedfi-Explanation or by its correlation id.",
        act=show,
        answer=a("explanation"),
        readable=True,
    ),
    Route(
        method="POST",
        path="/explanations",
        purpose="Whether a client may do something, and why.",
        act=explain,
        answer=a("explanation"),
        fields=(
            Field(name="client", kind="text", required=True, purpose="Key of an API client."),
            Field(name="action", kind="text", required=True, purpose="As Read."),
            Field(name="resource", kind="text", required=True, purpose="As /ed-fi/students."),
            Field(name="id", kind="text", purpose="Of an item."),
            Field(name="document", kind="object", purpose="What is proposed."),
            API_VERSION,
        ),
        example={"client": "sis-vendor", "action": "Read", "resource": "/ed-fi/students"},
    ),
)
