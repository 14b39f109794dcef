"""``mockedfi serve``: the server, until it is interrupted."""

import json
import signal
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

import click

from mockedfi.cli.options import chosen_settings, config_option, json_option, settings_options
from mockedfi.cli.output import warn

if TYPE_CHECKING:
    from mockedfi.http.start import Running


@click.command()
@settings_options()
@config_option
@json_option
def serve(config: Path | None, as_json: bool, **given: Any) -> None:
    """Serve the Ed-Fi ODS/API on this machine, until Ctrl+C.

    With --json it says what it serves in one line.
    """
    settings = chosen_settings(config, given)
    for line in settings.warnings:
        warn(line)
    from mockedfi.http.start import Running  # noqa: PLC0415 - a wrong setting should not wait for the server

    running = Running(settings, warn)
    try:
        signal.signal(signal.SIGTERM, _interrupt)
        _announce(running, as_json)
        running.run()
    except KeyboardInterrupt:
        click.echo("mockedfi stopped", err=True)
    finally:
        running.close()


def _announce(running: "Running", as_json: bool) -> None:
    urls = [running.url + root for root in running.roots]
    client = running.default_client
    authority = running.certificate.authority if running.certificate else None
    if as_json:
        shown = {"urls": urls, "key": client.key, "secret": client.secret}
        click.echo(json.dumps({**shown, "certificateAuthority": None if authority is None else str(authority)}))
        return
    for url in urls:
        click.echo(f"mockedfi ready: {url}")
    click.echo(f"key: {client.key}  secret: {client.secret}")
    if authority is not None:
        click.echo(f"certificate authority: {authority}")
    click.echo(f"console, for browsers: {running.url}")


def _interrupt(_: int, __: FrameType | None) -> None:
    raise KeyboardInterrupt
