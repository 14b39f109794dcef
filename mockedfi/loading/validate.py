"""Whether an API takes every document of a folder: the server's own rules, in this process, in memory."""

from pathlib import Path

from mockedfi.control.clients import packaged
from mockedfi.control.host import Host
from mockedfi.loading.doors import Inside
from mockedfi.loading.load import Progress, load
from mockedfi.loading.report import Report
from mockedfi.loading.sources import Sources
from mockedfi.settings import Settings

_EMPTY = "empty"
"""The district with descriptors and school years only."""
_EVERYTHING = "open"
"""The client that may do everything."""


def validated(folder: Path, version: str, progress: Progress) -> Report:
    """What becomes of the documents of a folder when they are posted to an API version that has none.

    Raises:
        UserError: a file cannot be read, or nobody knows of which resource its documents are.
    """
    host = Host(Settings(api_versions=(version,), memory=True, districts=(_EMPTY,)), lambda _: None)
    try:
        (instance,) = host.instances.values()
        secret = next(each.secret for each in packaged() if each.key == _EVERYTHING)
        with Sources(instance.catalogue) as sources:
            return load(sources.batches([folder]), Inside(instance, _EVERYTHING, secret), progress)
    finally:
        host.close()
