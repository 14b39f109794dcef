"""``mockedfi reset``: back to the districts."""

from pathlib import Path

import click

from mockedfi.cli.options import chosen_settings, config_option, json_option, settings_options
from mockedfi.cli.output import print_json
from mockedfi.cli.remote import asked
from mockedfi.store.storage import erase


@click.command()
@click.option("--url", help="A running server to reset instead of a file.")
@settings_options("store")
@config_option
@json_option
def reset(url: str | None, store: Path | None, config: Path | None, as_json: bool) -> None:
    """Forget every change: the next start, or the server at --url, has the districts' state again."""
    if url is not None:
        asked(dict, "POST", f"{url.rstrip('/')}/mockedfi/reset")
        done = f"{url} was reset"
    else:
        path = chosen_settings(config, {"store": store}).store
        done = f"{path} does not exist; there is nothing to reset"
        if any(path.parent.glob(f"{path.name}*")):
            erase(path)
            done = f"{path} was reset; the next start begins anew"
    if as_json:
        print_json({"status": "reset", "detail": done})
    else:
        click.echo(done)
