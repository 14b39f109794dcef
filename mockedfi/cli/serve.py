"""``mockedfi serve``: the server, until it is interrupted."""

import signal
from pathlib import Path
from types import FrameType
from typing import Any

import click

from mockedfi.cli.options import chosen_settings, config_option, settings_options
from mockedfi.cli.output import warn


@click.command()
@settings_options()
@config_option
def serve(config: Path | None, **given: Any) -> None:
    """Serve the Ed-Fi ODS/API on this machine."""
    settings = chosen_settings(config, given)
    for line in settings.warnings:
        warn(line)
    from mockedfi.http.start import Running  # noqa: PLC0415 - a wrong setting should not wait for the server

    running = Running(settings, warn)
    try:
        signal.signal(signal.SIGTERM, _interrupt)
        for root in running.roots:
            click.echo(f"mockedfi ready: {running.url}{root}")
        client = running.default_client
        click.echo(f"key: {client.key}  secret: {client.secret}")
        if running.certificate and running.certificate.authority:
            click.echo(f"clients trust it with REQUESTS_CA_BUNDLE={running.certificate.authority}")
        running.run()
    except KeyboardInterrupt:
        click.echo("mockedfi stopped", err=True)
    finally:
        running.close()


def _interrupt(_: int, __: FrameType | None) -> None:
    raise KeyboardInterrupt
