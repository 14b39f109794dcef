"""The command line. Each command is imported when it is used, so that none pays for the others.

May import: everything. Must not know: how a thing is done, only whom to ask and how to print it.
"""

import click

from mockedfi import __version__
from mockedfi.cli.group import Commands

_commands = Commands(
    "mockedfi",
    {
        "serve": ("mockedfi.cli.serve:serve", "Serve the Ed-Fi ODS/API on this machine."),
        "clients": ("mockedfi.cli.clients:clients", "API clients with key, secret and claim set."),
        "claim-sets": ("mockedfi.cli.claim_sets:claim_sets", "Claim sets, and the strategies they lead to."),
        "profiles": ("mockedfi.cli.profiles:profiles", "API profiles, and what each reads and writes."),
        "token": ("mockedfi.cli.token:token", "An access token of a running server."),
        "explain": ("mockedfi.cli.explain:explain", "Why a client may do something, or may not."),
        "districts": ("mockedfi.cli.districts:districts", "List, show, generate and validate districts."),
        "reset": ("mockedfi.cli.reset:reset", "Forget every change: back to the districts."),
        "snapshot": ("mockedfi.cli.snapshot:snapshot", "Take a snapshot of a running server."),
        "record": ("mockedfi.cli.record:record", "What a client did, for Postman and for pytest."),
        "load": ("mockedfi.cli.load:load", "Documents from JSON or interchange XML into an API."),
        "export": ("mockedfi.cli.export:export", "Every document of an API, as files."),
        "postman": ("mockedfi.cli.postman:postman", "Write Postman collections for a demonstration."),
        "model": ("mockedfi.cli.model:model", "Build the catalogue of a data standard."),
        "doctor": ("mockedfi.cli.doctor:doctor", "Look whether a server can start here."),
    },
    help="The Ed-Fi ODS/API on your machine, for people who write and test clients.",
    epilog='Completion in bash: eval "$(_MOCKEDFI_COMPLETE=bash_source mockedfi)"',
)

main = click.version_option(__version__, message="%(version)s")(_commands)

__all__ = ["main"]
