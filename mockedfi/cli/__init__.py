"""The command line. Each command is imported when it is used, so that none pays for the others.

May import: everything. Must not know: how a thing is done, only whom to ask and how to print it.
"""

import click

from mockedfi import __version__
from mockedfi.cli.group import Commands

_commands = Commands(
    "mockedfi",
    {
        "serve": "mockedfi.cli.serve:serve",
        "clients": "mockedfi.cli.clients:clients",
        "claim-sets": "mockedfi.cli.claim_sets:claim_sets",
        "profiles": "mockedfi.cli.profiles:profiles",
        "token": "mockedfi.cli.token:token",
        "districts": "mockedfi.cli.districts:districts",
        "reset": "mockedfi.cli.reset:reset",
        "model": "mockedfi.cli.model:model",
    },
    help="The Ed-Fi ODS/API on your machine: a mock server for people who write and test Ed-Fi clients.",
)

main = click.version_option(__version__, message="%(version)s")(_commands)

__all__ = ["main"]
