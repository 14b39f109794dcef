"""The control API at ``/mockedfi/``: for the person who runs the server, not for Ed-Fi clients."""

from urllib.parse import urlsplit

from flask import Blueprint, Response
from werkzeug.exceptions import HTTPException, NotFound

from mockedfi.callers import may_steer
from mockedfi.control.api import ROUTES
from mockedfi.control.calls import InvalidCall
from mockedfi.control.host import Host
from mockedfi.control.routes import Asked, Route
from mockedfi.exchange import Answer, Request
from mockedfi.http.dispatch import CONTROL, Call, is_control
from mockedfi.http.explanations import explanation
from mockedfi.http.framework import allowed, current, respond
from mockedfi.http.pages import wants_page
from mockedfi.http.wsgi import json_answer


def blueprint(host: Host) -> Blueprint:
    """The routes of the control API of a host and its workspaces."""
    routes = Blueprint("control", __name__, url_prefix=f"/{CONTROL}")

    @routes.before_request
    def only_at_the_host_root() -> None:
        if not below(current()):
            raise NotFound

    def add(route: Route) -> None:
        def serve(**_: str) -> Response:
            return respond(_answer(host, route, current()))

        rule = route.path.replace("{", "<").replace("}", ">")
        routes.add_url_rule(rule, f"{route.method} {rule}".replace(".", "_"), serve, methods=[route.method])

    for route in ROUTES:
        add(route)
    return routes


def below(call: Call) -> bool:
    """Whether a call is for the control API: its path is below no version's root, but below ours."""
    return is_control(call.root, call.request.path)


def unknown(error: HTTPException) -> Answer:
    """The answer where the control API has no such path or method."""
    methods = allowed(error)
    headers = [("Allow", ", ".join(methods))] if methods else []
    message = f"use {' or '.join(methods)}" if methods else "the control API has no such path"
    answer = json_answer(error.code or 404, {"message": message})
    return Answer(answer.status, answer.headers + headers, answer.body)


def _answer(host: Host, route: Route, call: Call) -> Answer:
    request = call.request
    if answer := refused(request, host.settings.control_key):
        return answer
    named = request.path.rstrip("/").rpartition("/")[2] if "{" in route.path else ""
    address = _address_of(request, call.workspace.prefix)
    asked = Asked(
        route=route,
        host=host,
        workspace=call.workspace,
        address=address,
        name=named,
        query=request.query,
        raw=request.body,
    )
    try:
        if call.workspace.name and route.at_root_only:
            return json_answer(404, {"message": f"workspaces are steered at {address}/{CONTROL}{route.path}"})
        asked.check()
        status, content = route.status, route.act(asked)
    except InvalidCall as error:
        status, content = error.status, {"message": error.text, "field": error.field}
    if route.readable and wants_page(request):
        return explanation(request.root, status, content)
    answer = json_answer(status, content)
    return Answer(answer.status, [*answer.headers, ("Vary", "Accept")], answer.body) if route.readable else answer


def refused(asked: Request, key: str) -> Answer | None:
    """Why this caller may not steer the server, if so: pages of other sites, and callers from elsewhere."""
    origin = asked.headers.get("origin")
    if origin and origin.partition("://")[2] != urlsplit(asked.root).netloc:
        return json_answer(403, {"message": "pages of other sites may not use the control API"})
    if may_steer(asked, key):
        return None
    remedy = "send the header Mockedfi-Control-Key" if key else "set a control key to use it from elsewhere"
    message = f"the control API answers callers of this machine that name it localhost or 127.0.0.1; {remedy}"
    return json_answer(403, {"message": message})


def _address_of(request: Request, prefix: str) -> str:
    """URL of the host, as the caller used it."""
    return request.root[: len(request.root) - len(prefix)] if prefix else request.root
