"""``mockedfi clients``: who may call."""

from pathlib import Path

import click

from mockedfi.cli.options import chosen_settings, config_option, json_option
from mockedfi.cli.output import print_json, print_table
from mockedfi.control.clients import offered
from mockedfi.settings.clients import client_as_json


@click.command()
@config_option
@json_option
def clients(config: Path | None, as_json: bool) -> None:
    """Show the API clients: key, secret, claim set, education organizations, profiles."""
    found = offered(chosen_settings(config, {}))
    if as_json:
        print_json([client_as_json(client) for client in found])
        return
    rows = [
        (
            each.key,
            each.secret,
            each.claim_set,
            ", ".join(map(str, each.education_organization_ids)),
            ", ".join(each.profiles),
        )
        for each in found
    ]
    columns = ("Key", "Secret", "Claim set", "Education organizations", "Profiles")
    print_table(columns, rows, whole=("Key", "Secret"))
