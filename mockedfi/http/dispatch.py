"""The outermost WSGI application: finds the API version, answers data requests itself, leaves the rest to Flask.

A data request passes no framework: no hooks, no request context, one function from environment to answer.
"""

import logging
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from mockedfi.control.host import Host
from mockedfi.control.traffic import carry
from mockedfi.control.workspace import Workspace
from mockedfi.errors import UserError
from mockedfi.exchange import Answer, Request
from mockedfi.explanations import Failed
from mockedfi.http.wsgi import (
    BodyTooLarge,
    Environment,
    UnreadableBody,
    collected,
    json_answer,
    path_of,
    request_of,
    root_of,
    send,
)
from mockedfi.instance import Instance
from mockedfi.odses import Ods
from mockedfi.problems import Refusal
from mockedfi.problems.data import BODY_UNREADABLE, ROUTE_NOT_FOUND, SYSTEM_ERROR

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication

log = logging.getLogger(__name__)

Surface = Callable[[Instance], Callable[[Request], Answer]]
SURFACES: Mapping[str, Surface] = {
    "/data/": attrgetter("data"),
    "/changequeries/": attrgetter("changes"),
    "/composites/": attrgetter("composites"),
    "/identity/": attrgetter("identities"),
}
"""What is answered without a framework, by how paths begin, in lower case."""

ANY_ORIGIN = ("Access-Control-Allow-Origin", "*")
_CLOSE = ("Connection", "close")
WORKSPACES = "/w/"
CONTROL = "mockedfi"
CONSOLE = f"/{CONTROL}/console"
"""Where the console is; browsers have it at ``/`` too."""
SWAGGER = f"/{CONTROL}/swagger"
"""Where Swagger UI is; it is at ``/swagger`` too, as that of the reference."""
_WITHOUT_DATABASE = ("/", "/health")
"""Below a version's root, what belongs to no database."""
_ANONYMOUS = re.compile(r"/(?:metadata(?:/.*)?)?", re.IGNORECASE)
"""What tells everybody the same of every database, be it there or not."""
_BROWSER = "application/xhtml+xml"
"""What browsers accept and programs do not ask for; Java's own client accepts ``text/html``."""
CALL = "mockedfi.call"
"""Where Flask's views find the `Call` in the environment."""


@dataclass(frozen=True, slots=True)
class Call:
    """A request, the state and the API version that it is for."""

    request: Request
    workspace: Workspace
    instance: Instance
    root: str
    """Path of the version's root as it was asked for, below that of the workspace; empty at the host's root."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a path below a version's root leads to."""

    instance: Instance
    path: str
    """Without what names the database."""
    unnamed: Ods | None = None
    """What stands for the database in addresses, where the path names none."""
    refused: Callable[[Request], Answer] | None = None
    """What answers if there is nothing."""


class Dispatcher:
    """Every request of one server.

    Args:
        host: whose versions and workspaces are asked for: ``/v7.3/api``, ``/w/mine/v7.3/api``; the first version is
            also at the host's root.
        framework: gives the application that answers what is not data; it is asked at the first such request, since
            a framework is a long import.
    """

    def __init__(self, host: Host, framework: Callable[[], "WSGIApplication"]) -> None:
        self._host = host
        self._framework = framework
        self._proxied = host.settings.reverse_proxy_headers
        self._body_max = host.settings.body_max

    def __call__(self, environ: Environment, start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request; what goes wrong within is answered in the version's own words."""
        if "HTTP_ORIGIN" in environ:
            if environ["REQUEST_METHOD"] == "OPTIONS" and "HTTP_ACCESS_CONTROL_REQUEST_METHOD" in environ:
                return send(_preflight(environ), start_response, environ)
            start_response = _shared(start_response)
        path = path_of(environ)
        folded = path.lower()
        workspace = self._workspace(folded)
        if workspace is None:
            return send(_no_workspace(folded), start_response, environ)
        prefix = workspace.prefix
        root, home = _place(workspace, folded[len(prefix) :])
        below = path[len(prefix) + len(root) :] or "/"
        if below == "/" and not root and _BROWSER in environ.get("HTTP_ACCEPT", ""):
            below = CONSOLE
        elif below.rstrip("/").lower() == "/swagger" and not root:
            below = SWAGGER
        several = workspace.editions[home].options.odses.several and not is_control(root, below)
        target = _target(workspace, home, below) if several else Target(workspace.instance(home), below)
        instance, below = target.instance, target.path
        try:
            url = root_of(environ, prefix + root, proxied=self._proxied)
            request = request_of(environ, below, url, target.unnamed or instance.ods, self._body_max)
            if self._proxied:
                request.own_root = root_of(environ, prefix + root, proxied=False)
        except BodyTooLarge:
            return send(Answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, [_CLOSE]), start_response, environ)
        except UnreadableBody as error:
            refusal = Refusal(BODY_UNREADABLE, errors=[str(error)], text=str(error))
            bare = Request(method=environ["REQUEST_METHOD"], path=below)
            return send(instance.refuse(refusal, bare), start_response, environ)
        if target.refused is not None:
            answer = carry(workspace, instance, request, partial(target.refused, request))
            return send(answer, start_response, environ)
        surface = surface_of(below)
        if surface is not None:
            answer = carry(workspace, instance, request, partial(answer_of, surface, instance, request))
            return send(answer, start_response, environ)
        environ[CALL] = Call(request, workspace, instance, root)
        environ["PATH_INFO"] = below.lower().encode().decode("latin-1")
        environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + prefix + root
        if is_control(root, below):
            return self._framework()(environ, start_response)
        answer = carry(workspace, instance, request, lambda: collected(self._framework(), environ))
        return send(answer, start_response, environ)

    def _workspace(self, path: str) -> Workspace | None:
        """The workspace that a path in lower case is below, else the server's own state; None: it is not there."""
        if not path.startswith(WORKSPACES):
            return self._host.main
        return self._host.workspaces.find(path.split("/", 3)[2])


def is_control(root: str, path: str) -> bool:
    """Whether a path below a version's root, which is empty at the host's root, is for the control API."""
    return not root and path.lower().split("/", 2)[1] == CONTROL


def _place(workspace: Workspace, path: str) -> tuple[str, str]:
    """The root that a path in lower case is below, and that of the version; below none: that of the first version."""
    for root in workspace.editions:
        if path.startswith(root) and path[len(root) : len(root) + 1] in ("", "/"):
            return root, root
    return "", next(iter(workspace.editions))


def _target(workspace: Workspace, home: str, path: str) -> Target:
    """What a path names, below the root of a version of which there are several databases."""
    odses, first = workspace.editions[home].options.odses, workspace.instance(home)
    if path.lower() in _WITHOUT_DATABASE:
        return Target(first, path, odses.unnamed)
    named = odses.find(path)
    if named is None:
        return Target(first, path, odses.unnamed, partial(first.refuse, Refusal(ROUTE_NOT_FOUND)))
    if named.path.lower() in _WITHOUT_DATABASE[1:]:
        return Target(first, path, odses.unnamed, partial(first.refuse, Refusal(ROUTE_NOT_FOUND)))
    if _ANONYMOUS.fullmatch(named.path) and (named.tenant is not None or not odses.unnamed.in_front):
        return Target(first, named.path, named.asked)
    if named.ods is not None:
        return Target(workspace.instance(home, named.ods), named.path)
    lost = Refusal(SYSTEM_ERROR, why=Failed(f"{path} leads to no database."))
    refusal = Refusal(ROUTE_NOT_FOUND) if odses.unnamed.in_front else lost
    if named.tenant is None:
        return Target(first, path, odses.unnamed, partial(first.refuse, refusal))
    sibling = next(each for each in odses.all if each.tenant == named.tenant)
    known = workspace.instance(home, sibling)
    return Target(known, named.path, refused=partial(known.nowhere, refusal))


def _no_workspace(path: str) -> Answer:
    name = path.split("/", 3)[2]
    message = f"there is no workspace {name}, or no more; make one with POST /mockedfi/workspaces"
    return json_answer(HTTPStatus.NOT_FOUND, {"message": message, "field": "name"})


def surface_of(path: str) -> Surface | None:
    """What answers a path below a version's root without a framework; None: the framework does."""
    return SURFACES.get(path[: path.find("/", 1) + 1].lower())


def answer_of(surface: Surface, instance: Instance, request: Request) -> Answer:
    """What a version answers, whatever goes wrong."""
    try:
        return surface(instance)(request)
    except UserError as error:
        log.error("%s", error)  # noqa: TRY400 - it says all
        return instance.refuse(Refusal(SYSTEM_ERROR), request)
    except Exception:
        log.exception("unexpected problem at %s %s", request.method, request.path)
        return instance.refuse(Refusal(SYSTEM_ERROR), request)


def _shared(start_response: "StartResponse") -> "StartResponse":
    """Lets pages of any origin read the answer (EdFi.Ods.Api/Startup/OdsStartupBase.cs, CorsPolicyName)."""

    def start(status: str, headers: list[tuple[str, str]], *exception: Any) -> Any:
        return start_response(status, [*headers, ANY_ORIGIN, ("Access-Control-Expose-Headers", "*")], *exception)

    return start


def _preflight(environ: Environment) -> Answer:
    """What a browser asks before it sends a request of a page from elsewhere: everything is allowed."""
    headers = [ANY_ORIGIN]
    if wanted := environ.get("HTTP_ACCESS_CONTROL_REQUEST_HEADERS"):
        headers.append(("Access-Control-Allow-Headers", wanted))
    headers.append(("Access-Control-Allow-Methods", environ["HTTP_ACCESS_CONTROL_REQUEST_METHOD"]))
    return Answer(204, headers)
