"""Calls about workspaces."""

from typing import Any

from mockedfi.control.answers import a, several
from mockedfi.control.calls import InvalidCall, NotThere
from mockedfi.control.fields import Field
from mockedfi.control.routes import Asked, Route
from mockedfi.control.workspace import Workspace
from mockedfi.control.workspaces import NAME, Wish

_USUAL_IDLE_MINUTES = 60


def show(asked: Asked) -> list[dict[str, Any]]:
    """Every workspace, the oldest first."""
    return [_as_json(asked, each) for each in asked.host.workspaces.all()]


def find(asked: Asked) -> dict[str, Any]:
    """One workspace."""
    found = asked.host.workspaces.find(asked.name.lower())
    if found is None:
        raise _missing(asked.name)
    return _as_json(asked, found)


def create(asked: Asked) -> dict[str, Any]:
    """Make a workspace."""
    given = asked.body
    wish = Wish(
        name=asked.name.lower() or given.get("name", "").lower(),
        seed=given.get("seed"),
        token_limit=given.get("tokenLimit", 0),
        idle_minutes=given.get("idleMinutes", _USUAL_IDLE_MINUTES),
    )
    if fault := name_fault(wish.name):
        raise InvalidCall(f"name {fault}", "name")
    try:
        made = asked.host.workspaces.create(wish)
    except KeyError:
        raise InvalidCall(f"name {wish.name} is taken; forget it with DELETE, or take another", "name") from None
    return _as_json(asked, made)


def forget(asked: Asked) -> dict[str, Any]:
    """Forget a workspace and all that is in it."""
    if not asked.host.workspaces.forget(asked.name.lower()):
        raise _missing(asked.name)
    return {"status": "forgotten", "name": asked.name.lower()}


def forget_all(asked: Asked) -> dict[str, Any]:
    """Forget every workspace."""
    asked.host.workspaces.clear()
    return {"status": "forgotten"}


def name_fault(name: str) -> str:
    """Why a workspace cannot have this name; nothing if it can."""
    wanted = "must be at most 64 letters, digits, dots, hyphens and underscores, and begin with a letter or digit"
    return "" if not name or NAME.fullmatch(name.lower()) else wanted


def _missing(name: str) -> NotThere:
    return NotThere(f"there is no workspace {name}, or no more; make one with POST /mockedfi/workspaces", "name")


def _as_json(asked: Asked, workspace: Workspace) -> dict[str, Any]:
    base = f"{asked.address}{workspace.prefix}"
    return {
        "name": workspace.name,
        "url": base,
        "control": f"{base}/mockedfi",
        "versions": asked.urls(workspace),
    }


FIELDS = (
    Field(name="name", kind="text", purpose="A name for its path; made up where it is not given.", fault=name_fault),
    Field(name="seed", kind="whole", purpose="Identifiers are the same for the same seed."),
    Field(
        name="tokenLimit", kind="whole", minimum=0, purpose="Live tokens of one client; 0, as without it: any number."
    ),
    Field(
        name="idleMinutes",
        kind="number",
        minimum=0.01,
        maximum=100_000,
        purpose=f"It is forgotten when nobody asks for it so long; {_USUAL_IDLE_MINUTES} without it.",
    ),
)
_MAKE = (
    "Make a workspace: a state of its own over the districts, with its own clock, faults, requests, clients and "
    "snapshots, served below /w/{name}."
)
ROUTES = (
    Route(
        method="GET",
        path="/workspaces",
        purpose="Every workspace.",
        act=show,
        answer=several(a("workspace")),
        at_root_only=True,
    ),
    Route(
        method="POST",
        path="/workspaces",
        purpose=_MAKE,
        act=create,
        answer=a("workspace"),
        fields=FIELDS,
        status=201,
        at_root_only=True,
    ),
    Route(
        method="DELETE",
        path="/workspaces",
        purpose="Forget every workspace.",
        act=forget_all,
        answer=a("done"),
        at_root_only=True,
    ),
    Route(
        method="GET",
        path="/workspaces/{name}",
        purpose="One workspace.",
        act=find,
        answer=a("workspace"),
        at_root_only=True,
    ),
    Route(
        method="POST",
        path="/workspaces/{name}",
        purpose=_MAKE,
        act=create,
        answer=a("workspace"),
        fields=FIELDS[1:],
        status=201,
        at_root_only=True,
    ),
    Route(
        method="DELETE",
        path="/workspaces/{name}",
        purpose="Forget a workspace and all that is in it.",
        act=forget,
        answer=a("done"),
        at_root_only=True,
    ),
)
