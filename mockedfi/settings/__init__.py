"""One table of settings, from which command line, environment and configuration file derive.

May import: `errors`, `since`, `places`. Must not know: API versions, what a setting does.
"""

from mockedfi.settings.clients import ClientSettings
from mockedfi.settings.sources import load
from mockedfi.settings.table import Setting, Settings, table

__all__ = ["ClientSettings", "Setting", "Settings", "load", "table"]
