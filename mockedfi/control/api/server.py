"""Calls about the server as a whole."""

from typing import Any

from mockedfi.control.answers import OBJECT, a
from mockedfi.control.openapi import document
from mockedfi.control.routes import Asked, Route


def health(asked: Asked) -> dict[str, Any]:
    """That the server is ready, and where its versions are."""
    return {"status": "ready", "versions": asked.urls(asked.workspace)}


def reset(asked: Asked) -> dict[str, Any]:
    """Put every version back to its districts."""
    asked.workspace.reset()
    return {"status": "reset"}


def describe(asked: Asked) -> dict[str, Any]:
    """The OpenAPI document of all these calls."""
    from mockedfi.control.api import ROUTES as EVERY  # noqa: PLC0415 - it is one of them

    below = asked.workspace.prefix
    routes = [each for each in EVERY if not (below and each.at_root_only)]
    return document(routes, f"{asked.address}{below}/mockedfi")


ROUTES = (
    Route(method="GET", path="/openapi.json", purpose="This document.", act=describe, answer=OBJECT),
    Route(
        method="GET",
        path="/health",
        purpose="Whether the server is ready, and where its versions are.",
        act=health,
        answer=a("health"),
    ),
    Route(
        method="POST",
        path="/reset",
        purpose="Put the documents of every version back to the districts. Clients, tokens and faults stay, "
        "snapshots do not.",
        act=reset,
        answer=a("done"),
    ),
)
