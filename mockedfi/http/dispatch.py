"""The outermost WSGI application: finds the API version, answers data requests itself, leaves the rest to Flask.

A data request passes no framework: no hooks, no request context, one function from environment to answer.
"""

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from mockedfi.exchange import Answer, Request
from mockedfi.http.wsgi import Environment, UnreadableBody, path_of, request_of, root_of, send
from mockedfi.instance import Instance
from mockedfi.problems import Refusal
from mockedfi.problems.data import BODY_UNREADABLE, SYSTEM_ERROR

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication

log = logging.getLogger(__name__)

Surface = Callable[[Instance], Callable[[Request], Answer]]
SURFACES: Mapping[str, Surface] = {"/data/": attrgetter("data"), "/changequeries/": attrgetter("changes")}
"""What is answered without a framework, by how paths begin, in lower case."""

ANY_ORIGIN = ("Access-Control-Allow-Origin", "*")
CALL = "mockedfi.call"
"""Where Flask's views find the `Call` in the environment."""


@dataclass(frozen=True, slots=True)
class Call:
    """A request and the API version that it is for."""

    request: Request
    instance: Instance
    root: str
    """Path of the version's root as it was asked for; empty at the host's root."""


class Dispatcher:
    """Every request of one server.

    Args:
        instances: by the path of their root, as ``/v7.3/api``; the first is also at the host's root.
        framework: gives the application that answers what is not data; it is asked at the first such request, since
            a framework is a long import.
        proxied: whether ``X-Forwarded-*`` headers tell the URL that the client used.
    """

    def __init__(
        self,
        instances: Mapping[str, Instance],
        framework: Callable[[], "WSGIApplication"],
        *,
        proxied: bool = False,
    ) -> None:
        self._instances = dict(instances)
        self._first = next(iter(self._instances.values()))
        self._framework = framework
        self._proxied = proxied

    def __call__(self, environ: Environment, start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request; what goes wrong within is answered in the version's own words."""
        if "HTTP_ORIGIN" in environ:
            if environ["REQUEST_METHOD"] == "OPTIONS" and "HTTP_ACCESS_CONTROL_REQUEST_METHOD" in environ:
                return send(_preflight(environ), start_response, environ)
            start_response = _shared(start_response)
        path = path_of(environ)
        root, instance = self._place(path.lower())
        below = path[len(root) :] or "/"
        try:
            request = request_of(environ, below, root_of(environ, root, proxied=self._proxied))
        except UnreadableBody as error:
            refusal = Refusal(BODY_UNREADABLE, errors=[str(error)], text=str(error))
            bare = Request(method=environ["REQUEST_METHOD"], path=below)
            return send(instance.refuse(refusal, bare), start_response, environ)
        surface = SURFACES.get(below[: below.find("/", 1) + 1].lower())
        if surface is not None:
            return send(_answer(surface, instance, request), start_response, environ)
        environ[CALL] = Call(request, instance, root)
        environ["PATH_INFO"] = below.lower().encode().decode("latin-1")
        environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + root
        return self._framework()(environ, start_response)

    def _place(self, path: str) -> tuple[str, Instance]:
        """The root that a path in lower case is below, and the version there; below none: the first version."""
        for root, instance in self._instances.items():
            if path.startswith(root) and path[len(root) : len(root) + 1] in ("", "/"):
                return root, instance
        return "", self._first


def _answer(surface: Surface, instance: Instance, request: Request) -> Answer:
    try:
        return surface(instance)(request)
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
