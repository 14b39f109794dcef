"""The control API as data: each call, what it may say, and what answers it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from mockedfi.control.answers import Schema
from mockedfi.control.calls import InvalidCall
from mockedfi.control.fields import Field, read_body, read_query
from mockedfi.control.host import Host
from mockedfi.control.workspace import Workspace
from mockedfi.instance import Instance
from mockedfi.settings.values import nearest

API_VERSION = Field(
    name="apiVersion",
    kind="text",
    purpose="API version, as 7.3, with tenant and school year as 7.3/Tenant1/2026; without it the default one.",
)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One call."""

    route: "Route"
    host: Host
    workspace: Workspace
    """The one that it is for."""
    address: str
    """URL of the host, without a trailing slash: ``http://127.0.0.1:54746``."""
    name: str = ""
    """What the path names, in its own letter case."""
    query: str = ""
    raw: bytes = b""

    @cached_property
    def body(self) -> Mapping[str, Any]:
        """The members of the body. Raises `InvalidCall`."""
        return read_body(self.raw, self.route.fields)

    @cached_property
    def parameters(self) -> Mapping[str, Any]:
        """The parameters of the query. Raises `InvalidCall`."""
        return read_query(self.query, self.route.parameters)

    def check(self) -> None:
        """Take nothing in silence that the call knows nothing of. Raises `InvalidCall`."""
        if not self.route.parameters:
            read_query(self.query, ())
        if not self.route.fields and self.route.method != "GET":
            read_body(self.raw, ())

    def instance(self, version: str | None) -> Instance:
        """The version, and perhaps database, that a call names; else the default one. Raises `InvalidCall`."""
        instances = self.workspace.instances().values()
        for instance in instances:
            if version in (None, instance.edition.version, instance.name):
                return instance
        known = tuple(each.name for each in instances)
        hint = nearest(version or "", known) or f"; there are {', '.join(known)}"
        raise InvalidCall(f"apiVersion {version} is not served here{hint}", "apiVersion")

    def urls(self, workspace: Workspace) -> list[dict[str, str]]:
        """Where the versions of a workspace are."""
        base = f"{self.address}{workspace.prefix}"
        return [{"apiVersion": version, "url": f"{base}{root}"} for root, version in workspace.versions().items()]


@dataclass(frozen=True, kw_only=True)
class Route:
    """One call that can be made."""

    method: str
    path: str
    """Below ``/mockedfi``: ``/faults/{id}``."""
    purpose: str
    act: Callable[[Asked], Any]
    """What answers it with JSON. Raises `InvalidCall`."""
    fields: tuple[Field, ...] = ()
    parameters: tuple[Field, ...] = ()
    answer: Schema = field(default_factory=dict)
    """Of the JSON that it answers."""
    status: int = 200
    at_root_only: bool = False
    """Not below the path of a workspace."""
    readable: bool = False
    """People may have it as a page."""
    example: Any = None
    """A body, for the documentation."""
