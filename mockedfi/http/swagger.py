"""Swagger UI, of the package flask-swagger-ui: every OpenAPI document of every version, at ``/swagger``.

Only the files of Swagger UI are taken from there: its page has a script within, which our policy forbids.
"""

from collections.abc import Iterator
from functools import partial
from http import HTTPStatus
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response
from werkzeug.exceptions import NotFound

from mockedfi.control.host import Host
from mockedfi.control.workspace import Workspace
from mockedfi.exchange import Answer
from mockedfi.http import control
from mockedfi.http.dispatch import SWAGGER, Call
from mockedfi.http.framework import current, respond
from mockedfi.http.pages import POLICY, page
from mockedfi.odses import Ods

_SCRIPT, _STYLE = "text/javascript; charset=utf-8", "text/css; charset=utf-8"
_PACKAGED = {
    "swagger-ui-bundle.js": _SCRIPT,
    "swagger-ui-standalone-preset.js": _SCRIPT,
    "swagger-ui.css": _STYLE,
}
_POLICY = POLICY.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
"""Swagger UI writes styles into what it shows."""
_OWN = {"swagger.js": _SCRIPT, "swagger.css": _STYLE}


def blueprint(host: Host) -> Blueprint:
    """The page and its files, for a host and its workspaces."""
    routes = Blueprint("swagger", __name__, url_prefix=SWAGGER)
    key = host.settings.control_key

    def add(rule: str, view: Any) -> None:
        def serve() -> Response:
            call = current()
            if not control.below(call):
                raise NotFound
            return respond(view(call))

        routes.add_url_rule(rule, f"GET {rule}".replace(".", "_"), serve, methods=["GET"])

    add("/", partial(_page, key))
    for names, folder in ((_OWN, _own), (_PACKAGED, _packaged)):
        for name, kind in names.items():
            add(f"/{name}", partial(_file, folder, name, kind))
    return routes


def _page(key: str, call: Call) -> Answer:
    """The page; the default client is filled in for those alone who may steer the server."""
    shown: dict[str, Any] = {"urls": list(_documents(call.workspace, call.request.root))}
    if control.refused(call.request, key) is None:
        client = call.workspace.default_client
        shown["client"] = {"clientId": client.key, "clientSecret": client.secret}
    path = urlsplit(call.request.root).path
    return page("swagger.html", HTTPStatus.OK, _POLICY, base=path, home=path + SWAGGER, shown=shown)


def _documents(workspace: Workspace, base: str) -> Iterator[dict[str, str]]:
    """Name and URL of each document, version by version, those of resources first; `base`: URL of the workspace."""
    for root in workspace.editions:
        instance = workspace.instance(root)
        listed = instance.metadata.library.listed(partial(_url, base + root, instance.ods), sdk=False, swagger_2=False)
        for each in sorted(listed, key=lambda entry: (entry["prefix"], entry["name"] != "Resources")):
            name = " ".join(filter(None, (instance.edition.version, each["prefix"], each["name"])))
            yield {"name": name, "url": each["endpointUri"]}


def _url(root: str, ods: Ods, path: str) -> str:
    return root + ods.named(path)


def _packaged() -> Traversable:
    return files("flask_swagger_ui") / "dist"


def _own() -> Traversable:
    return files("mockedfi.http") / "static"


def _file(folder: Any, name: str, kind: str, _: Call) -> Answer:
    body = (folder() / name).read_bytes()
    headers = [("Content-Type", kind), ("Cache-Control", "no-cache"), ("X-Content-Type-Options", "nosniff")]
    return Answer(HTTPStatus.OK, headers, body)
