"""The calls of the control API by what they are about; `ROUTES` are all of them."""

from mockedfi.control.api import (
    clients,
    clock,
    documents,
    explanations,
    faults,
    requests,
    server,
    snapshots,
    tokens,
    workspaces,
)
from mockedfi.control.routes import Route

ROUTES: tuple[Route, ...] = (
    *server.ROUTES,
    *clients.ROUTES,
    *tokens.ROUTES,
    *requests.ROUTES,
    *faults.ROUTES,
    *clock.ROUTES,
    *documents.ROUTES,
    *snapshots.ROUTES,
    *workspaces.ROUTES,
    *explanations.ROUTES,
)
