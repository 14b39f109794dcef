"""The Flask application: everything over HTTP that is not data."""

import logging
from http import HTTPStatus

from flask import Blueprint, Response
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound

from mockedfi.control.host import Host
from mockedfi.errors import UserError
from mockedfi.exchange import Answer, Request
from mockedfi.http import control, swagger
from mockedfi.http.console import routes as console
from mockedfi.http.framework import Framework, add_route, allowed, current, respond
from mockedfi.http.wsgi import json_answer
from mockedfi.instance import Instance
from mockedfi.problems import Refusal
from mockedfi.problems.data import METHOD_NOT_SUPPORTED, ROUTE_NOT_FOUND, SYSTEM_ERROR

ANY_OTHER = ("HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
"""Methods besides GET, of a path that takes them all."""

log = logging.getLogger(__name__)


def framework(host: Host) -> Framework:
    """A new Flask application for the API versions of a host."""
    app = Framework()
    for blueprint in (_oauth(), _metadata(), control.blueprint(host), console.blueprint(host), swagger.blueprint(host)):
        app.register_blueprint(blueprint)

    def refused(refusal: Refusal) -> Response:
        call = current()
        return respond(call.instance.refuse(refusal, call.request))

    def unknown(error: HTTPException) -> Response:
        call = current()
        if control.below(call):
            return respond(control.unknown(error))
        if not isinstance(error, MethodNotAllowed):
            return refused(Refusal(ROUTE_NOT_FOUND))
        headers = [("Allow", ", ".join(allowed(error)))]
        return refused(Refusal(METHOD_NOT_SUPPORTED, method=call.request.method, headers=headers))

    def unkept(error: UserError) -> Response:
        log.error("%s", error)
        call = current()
        if control.below(call):
            return respond(json_answer(HTTPStatus.INTERNAL_SERVER_ERROR, {"message": str(error)}))
        return refused(Refusal(SYSTEM_ERROR))

    def unexpected(error: Exception) -> Response:
        call = current()
        log.error("unexpected problem at %s %s", call.request.method, call.request.path, exc_info=error)
        return refused(Refusal(SYSTEM_ERROR))

    app.register_error_handler(Refusal, refused)
    app.register_error_handler(HTTPException, unknown)
    app.register_error_handler(UserError, unkept)
    app.register_error_handler(Exception, unexpected)
    return app


def _oauth() -> Blueprint:
    """Tokens, and what they are good for."""
    routes = Blueprint("oauth", __name__, url_prefix="/oauth")
    add_route(routes, "POST", "/token", lambda instance, request: instance.token(request))
    add_route(routes, "POST", "/token_info", lambda instance, request: instance.token_info(request))
    return routes


def _metadata() -> Blueprint:
    """Discovery, OpenAPI documents, dependencies, XSD files, health: which paths there are, the surface knows."""

    def answer(instance: Instance, request: Request) -> Answer:
        found = instance.described(request)
        if found is None:
            raise NotFound
        return found

    routes = Blueprint("metadata", __name__)
    for rule in ("/", "/metadata", "/metadata/<path:rest>"):
        add_route(routes, "GET", rule, answer)
    for method in ("GET", *ANY_OTHER):
        add_route(routes, method, "/health", answer)
    return routes
