"""Calls about snapshots."""

from typing import Any

from mockedfi.control.answers import a, several
from mockedfi.control.calls import InvalidCall, NotThere
from mockedfi.control.exporting import exported, restore
from mockedfi.control.fields import Field
from mockedfi.control.routes import Asked, Route
from mockedfi.control.snapshots import fault_of


def show(asked: Asked) -> list[dict[str, Any]]:
    """Every snapshot, the latest first."""
    return asked.workspace.snapshots.all()


def export(asked: Asked) -> dict[str, Any]:
    """One snapshot, with all that it has and the districts have not."""
    found = _found(asked)
    for row in found["versions"]:
        instance = asked.instance(row["apiVersion"])
        taken = instance.databases.find(asked.name)
        assert taken is not None
        row["districts"] = list(instance.edition.source.districts)
        row["resources"] = exported(instance, taken.documents)
    return found


def take(asked: Asked) -> dict[str, Any]:
    """Take a snapshot, in place of the one that has the name; without a name, it gets one."""
    if asked.name and (fault := fault_of(asked.name)):
        raise InvalidCall(f"the name of a snapshot {fault}", "name")
    return asked.workspace.snapshots.take(asked.name)


def put(asked: Asked) -> dict[str, Any]:
    """Go back to a snapshot, or to one that was exported."""
    if "versions" not in asked.body:
        _found(asked)
        asked.workspace.snapshots.restore(asked.name)
        return _found(asked)
    if fault := fault_of(asked.name):
        raise InvalidCall(f"the name of a snapshot {fault}", "name")
    rows = asked.body["versions"]
    for place, row in enumerate(rows):
        if not isinstance(row.get("apiVersion"), str) or not isinstance(row.get("resources"), dict):
            field = f"versions[{place}]"
            raise InvalidCall(f"{field} must have apiVersion, and resources as an export has them", field)
    instances = [asked.instance(row["apiVersion"]) for row in rows]
    for place, (row, instance) in enumerate(zip(rows, instances, strict=True)):
        restore(instance, row["resources"], f"versions[{place}].resources")
    return asked.workspace.snapshots.take(asked.name)


def drop(asked: Asked) -> dict[str, Any]:
    """Give a snapshot up."""
    found = _found(asked)
    asked.workspace.snapshots.drop(asked.name)
    return found


def _found(asked: Asked) -> dict[str, Any]:
    found = asked.workspace.snapshots.find(asked.name)
    if found is None:
        names = ", ".join(each["name"] for each in asked.workspace.snapshots.all())
        known = f"there are {names}" if names else "none was taken"
        raise NotThere(f"there is no snapshot {asked.name}; {known}", "name")
    return found


ROUTES = (
    Route(
        method="GET",
        path="/snapshots",
        purpose="Every snapshot, the latest first.",
        act=show,
        answer=several(a("snapshot")),
    ),
    Route(
        method="POST",
        path="/snapshots",
        purpose="Take a snapshot, which gets a name.",
        act=take,
        answer=a("snapshot"),
        status=201,
    ),
    Route(
        method="GET",
        path="/snapshots/{name}",
        purpose="A snapshot, with all documents that it has and the districts have not: a file to keep and compare.",
        act=export,
        answer=a("snapshot"),
    ),
    Route(
        method="POST",
        path="/snapshots/{name}",
        purpose="Take a snapshot, in place of the one that has the name. Clients may read from it until it is given "
        "up or the documents are reset.",
        act=take,
        answer=a("snapshot"),
        status=201,
    ),
    Route(
        method="PUT",
        path="/snapshots/{name}",
        purpose="Go back to a snapshot; or to the one in the body, which was exported and is then kept by this name.",
        act=put,
        answer=a("snapshot"),
        fields=(
            Field(name="versions", kind="objects", purpose="As an export has them."),
            Field(name="name", kind="text", purpose="As an export has it; that in the path counts."),
            Field(name="taken", kind="text", purpose="As an export has it; it does not matter."),
        ),
    ),
    Route(method="DELETE", path="/snapshots/{name}", purpose="Give a snapshot up.", act=drop, answer=a("snapshot")),
)
