"""``mockedfi doctor``: whether a server can start here."""

import json
import socket
from dataclasses import asdict
from http.client import HTTPException
from pathlib import Path
from typing import Any

import click

from mockedfi import reaching
from mockedfi.cli.options import chosen_settings, config_option, json_option, settings_options
from mockedfi.cli.output import print_json
from mockedfi.control.doctor import Finding, findings
from mockedfi.settings import Settings

_MARKS = {"good": "ok  ", "note": "note", "bad": "BAD "}
_SECONDS = 1


@click.command()
@settings_options()
@config_option
@json_option
def doctor(config: Path | None, as_json: bool, **given: Any) -> int:
    """Look whether a server with these settings can start here: Python, packages, files, store, port.

    The exit status is 1 if something is bad.
    """
    settings = chosen_settings(config, given)
    found = [*findings(settings), _port(settings)]
    if as_json:
        print_json([asdict(each) for each in found])
    else:
        for each in found:
            click.echo(f"{_MARKS[each.state]} {each.what}: {each.detail}")
    return 1 if any(each.state == "bad" for each in found) else 0


def _port(settings: Settings) -> Finding:
    """Whether somebody listens there, and who."""
    if not settings.port:
        return Finding("port", "good", "any free one")
    place = f"{settings.host}:{settings.port}"
    try:
        socket.create_connection((settings.host, settings.port), _SECONDS).close()
    except socket.gaierror as error:
        return Finding("port", "bad", f"{settings.host} is no address here ({error.strerror or error})")
    except OSError:
        return Finding("port", "good", f"{place} is free")
    versions = _served(settings)
    if versions is None:
        return Finding("port", "bad", f"{place} is in use; stop what uses it, or choose another with --port")
    return Finding("port", "note", f"{place} is in use by a mockedfi that serves {versions}")


def _served(settings: Settings) -> str | None:
    """The API versions of the mockedfi that listens there; None if it is something else."""
    scheme = "https" if settings.https or settings.certificate else "http"
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    connection = reaching.connection(f"{scheme}://{host}:{settings.port}", _SECONDS)
    try:
        connection.request("GET", "/mockedfi/health")
        health = json.loads(connection.getresponse().read())
        return ", ".join(each["apiVersion"] for each in health["versions"])
    except (HTTPException, OSError, ValueError, KeyError, TypeError):
        return None
    finally:
        connection.close()
