"""The control API at ``/mockedfi/``: for the person who runs the server, not for Ed-Fi clients."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response
from werkzeug.exceptions import HTTPException, NotFound

from mockedfi.callers import may_steer
from mockedfi.control.api import Control, InvalidCall
from mockedfi.exchange import Answer, Request
from mockedfi.http.dispatch import Call
from mockedfi.http.framework import allowed, current, respond

SEGMENT = "mockedfi"


def blueprint(control: Control, key: str) -> Blueprint:
    """The routes of the control API.

    Args:
        control: what they steer.
        key: opens them to callers that are not local; none if empty.
    """
    routes = Blueprint("control", __name__, url_prefix=f"/{SEGMENT}")

    @routes.before_request
    def only_at_the_host_root() -> None:
        if not below(current()):
            raise NotFound

    def add(method: str, rule: str, act: Callable[[Request], tuple[int, Any]]) -> None:
        def serve(**_: str) -> Response:
            asked = current().request
            if refused := _refused(asked, key):
                return respond(refused)
            try:
                return respond(_json(*act(asked)))
            except InvalidCall as error:
                return respond(_json(400, {"message": error.text, "field": error.field}))

        routes.add_url_rule(rule, f"{method} {rule}", serve, methods=[method])

    add("GET", "/health", lambda asked: (200, control.health(_host_of(asked.root))))
    add("POST", "/reset", lambda _: (200, control.reset()))
    add("GET", "/clients", lambda _: (200, control.clients()))
    add("POST", "/clients", lambda asked: (201, control.add_client(asked.body)))
    add("GET", "/explanations/<id>", lambda asked: (200, control.explanation(asked.path.rpartition("/")[2])))
    return routes


def below(call: Call) -> bool:
    """Whether a call is for the control API: its path is below no version's root, but below ours."""
    segment = call.request.path.lower().split("/")[1]
    return not call.root and segment == SEGMENT


def unknown(error: HTTPException) -> Answer:
    """The answer where the control API has no such path or method."""
    methods = allowed(error)
    headers = [("Allow", ", ".join(methods))] if methods else []
    message = f"use {' or '.join(methods)}" if methods else "the control API has no such path"
    answer = _json(error.code or 404, {"message": message})
    return Answer(answer.status, answer.headers + headers, answer.body)


def _refused(asked: Request, key: str) -> Answer | None:
    """Why this caller may not steer the server, if so: pages of other sites, and callers from elsewhere."""
    origin = asked.headers.get("origin")
    if origin and urlsplit(origin).netloc != urlsplit(asked.root).netloc:
        return _json(403, {"message": "pages of other sites may not use the control API"})
    if may_steer(asked, key):
        return None
    remedy = "send the header Mockedfi-Control-Key" if key else "set a control key to use it from elsewhere"
    return _json(403, {"message": f"the control API answers callers of this machine; {remedy}"})


def _host_of(root: str) -> str:
    parts = urlsplit(root)
    return f"{parts.scheme}://{parts.netloc}"


def _json(status: int, content: Any) -> Answer:
    body = json.dumps(content, ensure_ascii=False, indent=2).encode()
    return Answer(status, [("Content-Type", "application/json; charset=utf-8")], body)
