"""Calls to a running server, for commands that need one."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from http.client import HTTPException
from typing import Any, TypeVar
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import click

from mockedfi import reaching
from mockedfi.errors import UserError
from mockedfi.reaching import DEFAULT_URL

SECONDS = 30

Answer = TypeVar("Answer")


def url_option(command: Any) -> Any:
    """``--url`` of the running server."""
    return click.option("--url", default=DEFAULT_URL, show_default=True, help="A running server.")(command)


def post(url: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> tuple[int, Any]:
    """POST to a running server; see `call`."""
    return call("POST", url, body, headers)


def call(method: str, url: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> tuple[int, Any]:
    """Ask a running server: status and JSON of the answer, whatever the status.

    Raises:
        UserError: nobody answers there, or not with JSON.
    """
    place = reaching.parts(url)
    request = Request(url, data=body, headers=dict(headers or {}), method=method)  # noqa: S310 - checked above
    try:
        checked = reaching.trusted() if place.scheme == "https" else None
        with urlopen(request, timeout=SECONDS, context=checked) as answer:  # noqa: S310 - checked above
            return answer.status, _read(url, answer.read())
    except HTTPError as error:
        return error.code, _read(url, error.read())
    except (HTTPException, URLError, OSError) as error:
        raise UserError(reaching.why_not(url, getattr(error, "reason", error))) from None


def asked(kind: type[Answer], method: str, url: str, content: Any = None) -> Answer:
    """Ask the control API of a running server: the answer, of this kind of JSON.

    Raises:
        UserError: nobody answers there, or not as mockedfi does, or with a refusal.
    """
    status, answer = call(method, url, None if content is None else json.dumps(content).encode())
    if refused(status):
        reason = answer.get("message") if isinstance(answer, dict) else None
        raise UserError(f"the server refused with status {status}: {reason or 'no reason given'}")
    if not isinstance(answer, kind):
        raise _another(url)
    return answer


def refused(status: int) -> bool:
    """Whether a status says no."""
    return status >= HTTPStatus.BAD_REQUEST


def _read(url: str, body: bytes) -> Any:
    try:
        return json.loads(body) if body else None
    except ValueError:
        raise _another(url) from None


def _another(url: str) -> UserError:
    return UserError(f"{url} does not answer as mockedfi does; name a mockedfi server with --url")
