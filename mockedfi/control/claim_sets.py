"""The claim sets that a server knows at one API version: the standard ones, ours, and those of the configuration."""

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from mockedfi.dialect import Dialect
from mockedfi.edition import Edition
from mockedfi.errors import UserError
from mockedfi.model.catalogue import load_claim_sets
from mockedfi.places import fixtures
from mockedfi.security.claims import ACTIONS, ClaimSets
from mockedfi.security.custom_views import basis_of
from mockedfi.settings import Settings
from mockedfi.settings.values import nearest

EVERYTHING = "Ed-Fi Open"
"""The claim set that grants everything, also what no claim stands for."""
_PARTS = ("claim_sets", "resource_claims", "claim_uri_prefix", "actions", "strategies")


def claim_sets_at(dialect: Dialect, settings: Settings) -> ClaimSets:
    """The security metadata of one API version.

    Raises:
        UserError: a file of the configuration cannot be read or is not in the notation.
    """
    ours = sorted((fixtures() / "claim-sets").glob("*.json"))
    additions = [_read(path) for path in (*ours, *settings.claim_sets)]
    standard = load_claim_sets(dialect.version.claim_sets)
    return ClaimSets(dialect.security, standard, additions, everything=EVERYTHING)


def unknown(name: str, editions: Collection[Edition]) -> str:
    """Why a claim set cannot be given to a client; nothing if a version has it."""
    if any(each.claim_sets.has(name) for each in editions):
        return ""
    known = {name: None for each in editions for name in each.claim_sets.names()}
    return f"no API version here has the claim set {name}{nearest(name, known)}"


def announce(editions: Sequence[Edition], settings: Settings, notice: Callable[[str], None]) -> None:
    """Say what clients and claim sets of the configuration name that no served version has."""
    for client in settings.clients:
        if why := unknown(client.claim_set, editions):
            notice(f"client {client.key}: {why}")
    for file in settings.claim_sets:
        for line in dict.fromkeys(_of_nothing(_read(file), editions)):
            notice(f"{file}: {line}")


def _of_nothing(content: Mapping[str, Any], editions: Sequence[Edition]) -> Iterator[str]:
    """What a file names that is nothing in any of the versions: claims, strategies."""
    rows = [("", row.get("defaults", {})) for row in content.get("resource_claims", {}).values()]
    for name, claims in content.get("claim_sets", {}).items():
        for claim, actions in claims.items():
            rows.append((f"{name}: {claim}: ", actions))
            if not any(edition.claim_sets.knows(claim) for edition in editions):
                every = [known for edition in editions for known in edition.claim_sets.claim_names()]
                yield f"{name}: there is no resource claim {claim}{nearest(claim, every)}"
    for place, actions in rows:
        for strategy in (each for strategies in actions.values() for each in strategies):
            every = [known for edition in editions for known in edition.dialect.security.strategies]
            views = [edition for edition in editions if _takes_for_view(edition, strategy)]
            if views and not any(view.get("name") == strategy for view in views[0].options.custom_views):
                yield f"{place}there is no custom view {strategy} among [[security.custom_views]]"
            elif not views and strategy not in every:
                yield f"{place}there is no authorization strategy {strategy}{nearest(strategy, every)}"


def _takes_for_view(edition: Edition, strategy: str) -> bool:
    """Whether a strategy's name is that of a custom view to a version."""
    security = edition.dialect.security
    own = strategy in security.strategies
    return security.custom_views and not own and basis_of(edition.catalogue, strategy) is not None


def _read(path: Path) -> Mapping[str, Any]:
    try:
        content = json.loads(path.read_bytes())
    except OSError as error:
        raise UserError(f"{path}: {error.strerror}; mend [security] claim_sets") from None
    except ValueError as error:
        raise UserError(f"{path}: {error}; mend the JSON there") from None
    if not isinstance(content, dict):
        raise UserError(f"{path}: must be an object with claim_sets")
    for part in content:
        if part not in _PARTS:
            raise UserError(f"{path}: {part} is no part of the notation{nearest(part, _PARTS)}")
    for name, claims in _tables(path, "claim_sets", content.get("claim_sets", {})).items():
        for claim, actions in _tables(path, name, claims).items():
            _check_actions(path, f"{name}: {claim}", actions)
    for claim, row in _tables(path, "resource_claims", content.get("resource_claims", {})).items():
        _check_actions(path, claim, row.get("defaults", {}))
    return content


def _tables(path: Path, place: str, value: Any) -> Mapping[str, Mapping[str, Any]]:
    if not isinstance(value, dict) or not all(isinstance(row, dict) for row in value.values()):
        raise UserError(f"{path}: {place} must be an object of objects")
    return value


def _check_actions(path: Path, place: str, actions: Any) -> None:
    if not isinstance(actions, dict):
        raise UserError(f"{path}: {place} must be an object of strategies by action")
    for action, strategies in actions.items():
        if action not in ACTIONS:
            raise UserError(f"{path}: {place}: {action} is no action{nearest(action, ACTIONS)}")
        if not isinstance(strategies, list) or not all(isinstance(each, str) for each in strategies):
            raise UserError(f"{path}: {place}: {action} must have a list of strategies; none takes the claim's own")
