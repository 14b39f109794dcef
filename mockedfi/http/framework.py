"""What every Flask view shares: the call it serves, its answer as a response, routes that match as the reference's.

Blueprints are made by functions, so that nothing happens at import and each application has its own.
"""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Flask, Response, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Rule

from mockedfi.exchange import Answer, Request
from mockedfi.http.dispatch import CALL, Call
from mockedfi.instance import Instance

View = Callable[[Instance, Request], Answer]


class BareResponse(Response):
    """A response with the headers that it is given and no content type of its own."""

    default_mimetype = None
    autocorrect_location_header = False


class ExactRule(Rule):
    """A route that GET opens to GET alone: ASP.NET adds no HEAD."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.methods and "HEAD" not in kwargs.get("methods", ()):
            self.methods.discard("HEAD")


class Framework(Flask):
    """Flask with routes that are exact in methods and tolerant of a trailing slash."""

    response_class = BareResponse
    url_rule_class = ExactRule

    def __init__(self) -> None:
        super().__init__("mockedfi", static_folder=None, template_folder=None)
        self.url_map.strict_slashes = False
        self.url_map.merge_slashes = False
        self.config["PROPAGATE_EXCEPTIONS"] = False
        self.config["PROVIDE_AUTOMATIC_OPTIONS"] = False


def current() -> Call:
    """The call that is being served."""
    call: Call = request.environ[CALL]
    return call


def respond(answer: Answer) -> Response:
    """An answer as Flask sends it."""
    return BareResponse(answer.body, answer.status, answer.headers)


def add_route(blueprint: Blueprint, method: str, rule: str, view: View) -> None:
    """Let `view` answer a path below a version's root."""

    def serve(**_: str) -> Response:
        call = current()
        return respond(view(call.instance, call.request))

    blueprint.add_url_rule(rule, f"{method} {rule}".replace(".", "_"), serve, methods=[method])


def allowed(error: HTTPException) -> list[str]:
    """The methods that a path has, of an error that says a method is not among them."""
    return sorted(getattr(error, "valid_methods", None) or ())
