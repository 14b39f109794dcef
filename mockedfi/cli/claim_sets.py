"""``mockedfi claim-sets``: what a claim set lets a client do, resource by resource."""

from pathlib import Path
from typing import Any

import click

from mockedfi.cli.options import chosen_settings, config_option, json_option
from mockedfi.cli.output import print_json, print_table
from mockedfi.control.claim_sets import claim_sets_at
from mockedfi.control.extensions import catalogue_of
from mockedfi.control.versions import dialect_of
from mockedfi.dialect.versions import DEFAULT_VERSIONS
from mockedfi.errors import UserError
from mockedfi.model.catalogue import Catalogue
from mockedfi.problems import Refusal
from mockedfi.security.claims import ClaimSets
from mockedfi.settings.values import nearest


@click.command("claim-sets")
@click.argument("name", required=False)
@click.option(
    "--api-version", metavar="VERSION", default=DEFAULT_VERSIONS[0], show_default=True, help="ODS/API version."
)
@config_option
@json_option
def claim_sets(name: str | None, api_version: str, config: Path | None, as_json: bool) -> None:
    """Show the claim sets or, of one claim set, the authorization strategies by resource and action."""
    dialect = dialect_of(api_version)
    settings = chosen_settings(config, {})
    known = claim_sets_at(dialect, settings)
    if name is None:
        _show_names(known, as_json)
        return
    if name not in known.names():
        hint = nearest(name, known.names()) or "; see mockedfi claim-sets"
        raise UserError(f"API version {api_version} has no claim set {name}{hint}")
    rows = _strategies(known, catalogue_of(dialect, settings.extensions), name)
    if as_json:
        print_json({"name": name, "apiVersion": api_version, "resources": rows})
        return
    actions = known.actions()
    cells = [(row["resource"], *(", ".join(row["actions"].get(action, ())) for action in actions)) for row in rows]
    print_table(("Resource", *actions), cells, f"{name} at {api_version}")


def _show_names(known: ClaimSets, as_json: bool) -> None:
    counts = {name: len(known.grants(name)) for name in known.names()}
    if as_json:
        print_json([{"name": name, "claims": count} for name, count in counts.items()])
    else:
        print_table(("Claim set", "Claims"), [(name, str(count)) for name, count in counts.items()])


def _strategies(known: ClaimSets, catalogue: Catalogue, claim_set: str) -> list[dict[str, Any]]:
    """For each resource that the claim set opens: its URL segment, and the strategies by granted action."""
    rows = []
    for resource in catalogue.resources.values():
        granted: dict[str, list[str]] = {}
        for action in known.granted_actions(claim_set, resource):
            try:
                granted[action] = list(known.evaluate(claim_set, resource, action).strategies)
            except Refusal:
                granted[action] = []
        if granted:
            rows.append({"resource": f"/{resource.namespace}/{resource.plural}", "actions": granted})
    return sorted(rows, key=lambda row: str(row["resource"]))
