"""Calls to a running server, for commands that need one."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import click

from mockedfi.errors import UserError

DEFAULT_URL = "http://127.0.0.1:54746"
SECONDS = 30


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
    if not url.startswith(("http://", "https://")):
        raise UserError(f"{url} is no URL of a server; write it as {DEFAULT_URL}")
    request = Request(url, data=body, headers=dict(headers or {}), method=method)  # noqa: S310 - checked above
    try:
        with urlopen(request, timeout=SECONDS) as answer:  # noqa: S310 - checked above
            return answer.status, _read(url, answer.read())
    except HTTPError as error:
        return error.code, _read(url, error.read())
    except (URLError, OSError) as error:
        reason = getattr(error, "reason", error)
        raise UserError(
            f"no server answers at {url} ({reason}); start one with mockedfi serve, or name it with --url"
        ) from None


def refused(status: int) -> bool:
    """Whether a status says no."""
    return status >= HTTPStatus.BAD_REQUEST


def _read(url: str, body: bytes) -> Any:
    try:
        return json.loads(body) if body else None
    except ValueError:
        raise UserError(f"{url} does not answer as mockedfi does; name a mockedfi server with --url") from None
