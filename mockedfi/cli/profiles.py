"""``mockedfi profiles``: which API profiles there are, and what each lets a client read and write."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from mockedfi.cli.options import chosen_settings, config_option, json_option
from mockedfi.cli.output import Tree, print_json, print_table, print_tree
from mockedfi.control.extensions import catalogue_of
from mockedfi.control.profiles import definitions
from mockedfi.control.versions import dialect_of
from mockedfi.dialect.versions import DEFAULT_VERSIONS
from mockedfi.errors import UserError
from mockedfi.model.catalogue import Catalogue
from mockedfi.profiles.choice import media_type
from mockedfi.profiles.outline import Branch, outline
from mockedfi.profiles.registry import Profile, Profiles
from mockedfi.settings.values import nearest


@click.command("profiles")
@click.argument("name", required=False)
@click.option(
    "--api-version", metavar="VERSION", default=DEFAULT_VERSIONS[0], show_default=True, help="ODS/API version."
)
@config_option
@json_option
def profiles(name: str | None, api_version: str, config: Path | None, as_json: bool) -> None:
    """Show the API profiles or, of one profile, the members that it reads and writes."""
    dialect = dialect_of(api_version)
    settings = chosen_settings(config, {})
    catalogue = catalogue_of(dialect, settings.extensions)
    known = Profiles(dialect, catalogue, definitions(settings))
    if name is None:
        _show_names(known, as_json)
        return
    profile = known.named(name)
    if profile is None:
        names = [each.name for each in known]
        hint = nearest(name, names) or "; see mockedfi profiles"
        raise UserError(f"API version {api_version} has no profile {name}{hint}")
    resources = _resources(profile, catalogue) if profile.valid else []
    faults = [each.text for each in profile.faults]
    if as_json:
        print_json({"name": profile.name, "apiVersion": api_version, "faults": faults, "resources": resources})
        return
    for fault in faults:
        click.echo(fault)
    print_tree(f"{profile.name} at {api_version}", [_tree(each) for each in resources])


def _show_names(known: Profiles, as_json: bool) -> None:
    rows: list[dict[str, Any]] = [
        {
            "name": each.name,
            "valid": each.valid,
            "resources": [resource.name for resource in each.definition.resources],
            "file": str(each.definition.file),
        }
        for each in known
    ]
    if as_json:
        print_json(rows)
        return
    cells = [
        (row["name"], ", ".join(row["resources"]), row["file"] if row["valid"] else f"{row['file']} (invalid)")
        for row in rows
    ]
    print_table(("Profile", "Resources", "File"), cells)


def _resources(profile: Profile, catalogue: Catalogue) -> list[dict[str, Any]]:
    found = []
    for name, selections in profile.selections.items():
        resource = catalogue.resources[name]
        for usage in selections:
            scope = profile.compiled(resource, usage).scope
            found.append(
                {
                    "resource": f"/{resource.namespace}/{resource.plural}",
                    "usage": usage,
                    "mediaType": media_type(resource, profile.name, usage),
                    "creatable": usage == "writable" and scope.creatable,
                    "members": _as_json(outline(scope, writing=usage == "writable")),
                }
            )
    return found


def _as_json(branches: Sequence[Branch]) -> list[dict[str, Any]]:
    return [{"name": each.name, "note": each.note, "members": _as_json(each.branches)} for each in branches]


def _tree(resource: dict[str, Any]) -> Tree:
    fixed = ", nothing can be created" if resource["usage"] == "writable" and not resource["creatable"] else ""
    label = f"{resource['resource']} {resource['usage']}{fixed}: {resource['mediaType']}"
    return Tree(label, [_member(each) for each in resource["members"]])


def _member(member: dict[str, Any]) -> Tree:
    label = f"{member['name']} ({member['note']})" if member["note"] else str(member["name"])
    return Tree(label, [_member(each) for each in member["members"]])
