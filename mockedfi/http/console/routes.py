"""The console's paths below ``/mockedfi/console``: pages by GET, what their buttons do by POST."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from flask import Blueprint, Response
from werkzeug.exceptions import NotFound

from mockedfi.callers import KEY_COOKIE
from mockedfi.control.calls import InvalidCall, NotThere
from mockedfi.control.host import Host
from mockedfi.control.journal import Wanted
from mockedfi.control.snapshots import fault_of
from mockedfi.exchange import Answer
from mockedfi.http import control
from mockedfi.http.console import acts, views
from mockedfi.http.dispatch import CONSOLE, Call
from mockedfi.http.framework import current, respond
from mockedfi.http.pages import page

_TYPES = {"console.css": "text/css; charset=utf-8", "console.js": "text/javascript; charset=utf-8"}
View = Callable[[Call, dict[str, str]], Answer]


def blueprint(host: Host) -> Blueprint:
    """The console of a host and its workspaces."""
    routes = Blueprint("console", __name__, url_prefix=CONSOLE)
    key = host.settings.control_key

    @routes.before_request
    def only_at_the_host_root() -> None:
        if not control.below(current()):
            raise NotFound

    def add(method: str, rule: str, view: View, *, open_to_all: bool = False) -> None:
        def serve(**named: Any) -> Response:
            call = current()
            refused = None if open_to_all else control.refused(call.request, key)
            if refused is not None:
                return respond(_shown(call, "locked.html", HTTPStatus.FORBIDDEN, has_key=bool(key)))
            given = call.request.query if method == "GET" else call.request.body.decode("utf-8", "replace")
            try:
                return respond(view(call, dict(parse_qsl(given, keep_blank_values=True)) | named))
            except InvalidCall as error:
                return respond(_shown(call, "problem.html", error.status, problem=error.text))

        routes.add_url_rule(rule, f"{method} {rule}".replace(".", "_"), serve, methods=[method])

    for name in _TYPES:
        add("GET", f"/{name}", partial(_static, name), open_to_all=True)
    add("POST", "/key", _key, open_to_all=True)
    add("GET", "/", _overview)
    add("GET", "/organizations", _organizations)
    add("GET", "/requests", _requests)
    add("GET", "/requests/<int:number>", _requests)
    add("GET", "/documents", _documents)
    add("POST", "/requests/<int:number>/again", _again)
    add("POST", "/explanations/<id>/open", _open)
    add("POST", "/reset", _reset)
    add("POST", "/snapshots", _snapshot)
    return routes


def _overview(call: Call, given: dict[str, str]) -> Answer:
    return _shown(call, "overview.html", said=given.get("said"), **views.overview(call.workspace, call.request.root))


def _organizations(call: Call, given: dict[str, str]) -> Answer:
    instance = views.version_of(call.workspace, given.get("version", ""))
    return _of_version(call, "organizations.html", instance.name, forest=views.organizations(instance))


def _documents(call: Call, given: dict[str, str]) -> Answer:
    instance = views.version_of(call.workspace, given.get("version", ""))
    offset = given.get("offset", "")
    start = int(offset) if offset.isascii() and offset.isdecimal() else 0
    wanted, key = given.get("resource", "").strip(), given.get("key", "").strip()
    content = views.documents(instance, wanted, given.get("id", ""), key, start)
    return _of_version(call, "documents.html", instance.name, **content)


def _requests(call: Call, given: dict[str, Any]) -> Answer:
    workspace, number = call.workspace, given.pop("number", None)
    wanted = Wanted(path=given.get("path", "").strip(), client=given.get("client", ""))
    listed = views.requests(workspace, wanted, refused="refused" in given)
    chosen = {} if number is None else views.request(workspace, number)
    filters = {name: value for name, value in given.items() if name in ("path", "client", "refused") and value}
    return _shown(
        call,
        "requests.html",
        listed=listed,
        said=given.get("said"),
        given=filters,
        query=f"?{urlencode(filters)}" if filters else "",
        clients=views.clients_seen(workspace),
        **chosen,
    )


def _again(call: Call, given: dict[str, Any]) -> Answer:
    found = views.exchange(call.workspace, given["number"])
    return _to(call, f"/requests/{acts.repeat(call.workspace, found).number}?said=again")


def _open(call: Call, given: dict[str, Any]) -> Answer:
    number = given.get("remedy", "")
    acts.carry_out(call.workspace, given["id"], int(number) if number.isascii() and number.isdecimal() else -1)
    back = given.get("request", "")
    return _to(call, f"/requests/{back}?said=opened" if back.isdecimal() else "/requests?said=opened")


def _reset(call: Call, _: dict[str, str]) -> Answer:
    call.workspace.reset()
    return _to(call, "/?said=reset")


def _snapshot(call: Call, given: dict[str, str]) -> Answer:
    name = given.get("name", "").strip()
    if given.get("act") == "restore":
        if call.workspace.snapshots.find(name) is None:
            raise NotThere(f"there is no snapshot {name} any more", "name")
        call.workspace.snapshots.restore(name)
        return _to(call, "/?said=restored")
    if name and (fault := fault_of(name)):
        raise InvalidCall(f"the name of a snapshot {fault}", "name")
    call.workspace.snapshots.take(name)
    return _to(call, "/?said=taken")


def _key(call: Call, given: dict[str, str]) -> Answer:
    """The control key in a cookie that no script reads and no other site can use."""
    answer = _to(call, "/")
    kept = f"{KEY_COOKIE}={quote(given.get('key', ''), safe='')}; Path=/; HttpOnly; SameSite=Strict"
    return Answer(answer.status, [*answer.headers, ("Set-Cookie", kept)])


def _to(call: Call, place: str) -> Answer:
    """What sends a browser to a page of the console, after what it wanted is done."""
    return Answer(HTTPStatus.SEE_OTHER, [("Location", f"{call.request.root}{CONSOLE}{place}")])


def _shown(call: Call, template: str, status: int = HTTPStatus.OK, **content: Any) -> Answer:
    places = views.places(call.request.root)
    return page(f"console/{template}", status, **places, workspace=call.workspace.name, **content)


def _of_version(call: Call, template: str, version: str, **content: Any) -> Answer:
    return _shown(
        call, template, version=version, versions=[each.name for each in call.workspace.instances().values()], **content
    )


def _static(name: str, _call: Call, _given: dict[str, str]) -> Answer:
    body = (files("mockedfi.http") / "static" / name).read_bytes()
    headers = [("Content-Type", _TYPES[name]), ("Cache-Control", "no-cache"), ("X-Content-Type-Options", "nosniff")]
    return Answer(HTTPStatus.OK, headers, body)
