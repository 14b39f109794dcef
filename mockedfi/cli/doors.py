"""Options of commands that read or write the documents of an API: which one, and as which client."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from mockedfi.cli.options import chosen_settings
from mockedfi.cli.output import warn
from mockedfi.control.clients import offered
from mockedfi.control.extensions import catalogue_of
from mockedfi.control.versions import dialect_of, root_of
from mockedfi.dialect.versions import DEFAULT_VERSIONS
from mockedfi.errors import UserError
from mockedfi.loading.doors import Door, Inside, Outside
from mockedfi.model.catalogue import Catalogue
from mockedfi.reaching import DEFAULT_URL
from mockedfi.settings import Settings
from mockedfi.settings.values import nearest
from mockedfi.store import JournalStorage, held

Command = TypeVar("Command", bound=Callable[..., Any])

EVERYTHING = "open"
"""The packaged client that may do everything."""
_FILE = click.Path(path_type=Path)


def door_options(command: Command) -> Command:
    """``--url``, ``--store``, ``--district``, ``--api-version``, ``--key`` and ``--secret``."""
    options = (
        click.option("--url", metavar="URL", help=f"A running API. [default: {DEFAULT_URL}]"),
        click.option("--store", type=_FILE, metavar="FILE", help="A store file instead, which no server has in use."),
        click.option(
            "--district",
            "districts",
            multiple=True,
            metavar="NAME",
            help="With --store: what a new file begins with, as of mockedfi serve. May be repeated.",
        ),
        click.option("--api-version", metavar="VERSION", help="ODS/API version. [default: the first that is served]"),
        click.option("--key", default=EVERYTHING, show_default=True, help="The client in whose name this is done."),
        click.option("--secret", help="Secret of a client that mockedfi clients does not show."),
    )
    for option in reversed(options):
        command = option(command)
    return command


@contextmanager
def opened(config: Path | None, given: Mapping[str, Any]) -> Iterator[tuple[Door, Catalogue]]:
    """The API that the options name, and its data standard.

    Raises:
        UserError: it is not there, or does not take the client.
    """
    if given["url"] and given["store"]:
        raise UserError("--url and --store exclude each other: documents are in a running API, or in a file")
    version = given["api_version"]
    if given["store"] is None:
        root = (given["url"] or DEFAULT_URL).rstrip("/")
        root += root_of(dialect_of(version).version.name) if version else ""
        settings = chosen_settings(config, {})
        door = Outside(root, given["key"], _secret(settings, given))
        with closing(door):
            yield door, catalogue_of(dialect_of(door.version), settings.extensions)
        return
    version = version or DEFAULT_VERSIONS[0]
    chosen = {"store": given["store"], "api_versions": (version,)}
    settings = chosen_settings(config, {**chosen, "districts": given["districts"] or _held(given["store"], version)})
    with _in_file(settings, given["key"], _secret(settings, given)) as found:
        yield found


@contextmanager
def _in_file(settings: Settings, key: str, secret: str) -> Iterator[tuple[Door, Catalogue]]:
    from mockedfi.control.host import Host  # noqa: PLC0415 - most commands need no server's parts

    host = Host(settings, warn)
    try:
        (instance,) = host.instances.values()
        yield Inside(instance, key, secret), instance.catalogue
    finally:
        host.close()


def _held(store: Path, version: str) -> tuple[str, ...]:
    """The districts that a store file has for an API version."""
    if not store.is_file():
        return ()
    storage = JournalStorage(store, notice=warn)
    try:
        return held(storage).get(version, ())
    finally:
        storage.close()


def _secret(settings: Settings, given: Mapping[str, Any]) -> str:
    """The client's secret: the one given, else the one known."""
    secrets = {each.key: each.secret for each in offered(settings)}
    key = given["key"]
    if given["secret"]:
        return str(given["secret"])
    if key not in secrets:
        raise UserError(f"no client has the key {key}{nearest(key, secrets)}; see mockedfi clients, or give --secret")
    return secrets[key]
