"""API clients as people write them: in ``[[clients]]`` of a configuration file and in ``fixtures/clients.json``."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mockedfi.errors import UserError
from mockedfi.settings.values import Refused, nearest
from mockedfi.since import at, number


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientSettings:
    """One API client, for every version."""

    key: str
    secret: str
    claim_set: str
    name: str = ""
    education_organization_ids: tuple[int, ...] = ()
    namespace_prefixes: Mapping[str, tuple[str, ...]]
    """A history: from which version on, which prefixes."""
    profiles: tuple[str, ...] = ()
    ownership_tokens: tuple[str | int, ...] = ()
    creator_ownership_token: str | int | None = None
    approved: bool = True

    def prefixes(self, version: str) -> tuple[str, ...]:
        """The namespace prefixes at one API version; none before the history begins."""
        begun = any(number(since) <= number(version) for since in self.namespace_prefixes)
        return at(self.namespace_prefixes, version) if begun else ()


REQUIRED = ("key", "secret", "claim_set")
OPTIONAL = (
    "name",
    "education_organization_ids",
    "namespace_prefixes",
    "profiles",
    "ownership_tokens",
    "creator_ownership_token",
    "approved",
)
FROM_THE_FIRST = "0"


def client_from(row: object) -> ClientSettings:
    """A client from a mapping with snake_case keys.

    Raises:
        Refused: an unknown or missing key, or a value of the wrong type; its `key` says where.
    """
    if not isinstance(row, Mapping):
        raise Refused("must be a table")
    for key in row:
        if key not in REQUIRED and key not in OPTIONAL:
            raise Refused(f"is not a setting of a client{nearest(key, REQUIRED + OPTIONAL)}", key)
    for key in REQUIRED:
        if key not in row:
            raise Refused("is missing", key)
    return ClientSettings(
        key=_text(row, "key"),
        secret=_text(row, "secret"),
        claim_set=_text(row, "claim_set"),
        name=_text(row, "name") if row.get("name") else "",
        education_organization_ids=_list(row, "education_organization_ids", (int,), "whole numbers"),
        namespace_prefixes=_prefixes(row),
        profiles=_list(row, "profiles", (str,), "texts"),
        ownership_tokens=_list(row, "ownership_tokens", (str, int), "texts or whole numbers"),
        creator_ownership_token=_token(row),
        approved=_flag(row, "approved"),
    )


def clients_of_json(path: Path) -> tuple[ClientSettings, ...]:
    """The clients of a JSON file: a list of objects with camelCase keys.

    Raises:
        UserError: the file cannot be read, is no JSON, or describes no clients.
    """
    try:
        rows = json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise UserError(f"{path}: {error}; restore the file") from None
    if not isinstance(rows, list):
        raise UserError(f"{path}: must be a list of clients")
    clients = []
    for position, row in enumerate(rows, 1):
        try:
            clients.append(client_from(snake_case(row)))
        except Refused as refused:
            raise UserError(f"{path}: client {position}: {camel_case(refused.key)} {refused.text}".strip()) from None
    return tuple(clients)


def client_as_json(client: ClientSettings) -> dict[str, Any]:
    """A client with camelCase keys, as the control API and ``--json`` print it."""
    row: dict[str, Any] = {}
    for key in (*REQUIRED, *OPTIONAL):
        value = getattr(client, key)
        if key == "namespace_prefixes":
            value = _shortest(value)
        row[camel_case(key)] = list(value) if isinstance(value, tuple) else value
    return row


def snake_case(row: object) -> object:
    """A mapping's camelCase keys as snake_case; anything else unchanged."""
    if not isinstance(row, Mapping):
        return row
    return {"".join(f"_{char.lower()}" if char.isupper() else char for char in key): row[key] for key in row}


def camel_case(key: str) -> str:
    """``claim_set`` as ``claimSet``."""
    first, *rest = key.split("_")
    return first + "".join(word.capitalize() for word in rest)


def _shortest(history: Mapping[str, tuple[str, ...]]) -> Any:
    if list(history) == [FROM_THE_FIRST]:
        return history[FROM_THE_FIRST]
    return {version: list(prefixes) for version, prefixes in history.items()}


def _text(row: Mapping[str, object], key: str) -> str:
    value = row[key]
    if not isinstance(value, str) or not value:
        raise Refused("must be a text that is not empty", key)
    return value


def _flag(row: Mapping[str, object], key: str) -> bool:
    value = row.get(key, True)
    if not isinstance(value, bool):
        raise Refused("must be true or false", key)
    return value


def _list(row: Mapping[str, object], key: str, types: tuple[type, ...], what: str) -> tuple[Any, ...]:
    return _items(row.get(key, []), key, types, what)


def _items(value: object, key: str, types: tuple[type, ...], what: str) -> tuple[Any, ...]:
    if not isinstance(value, list) or any(isinstance(item, bool) or not isinstance(item, types) for item in value):
        raise Refused(f"must be a list of {what}", key)
    return tuple(value)


def _token(row: Mapping[str, object]) -> str | int | None:
    value = row.get("creator_ownership_token")
    if isinstance(value, bool) or not isinstance(value, str | int | None):
        raise Refused("must be a text or a whole number", "creator_ownership_token")
    return value


def _prefixes(row: Mapping[str, object]) -> dict[str, tuple[str, ...]]:
    """A list for every version, or a table of them by the version from which on they hold."""
    key = "namespace_prefixes"
    value = row.get(key, [])
    if not isinstance(value, Mapping):
        return {FROM_THE_FIRST: _items(value, key, (str,), "texts, or a table of such lists by version")}
    for version in value:
        if not all(part.isdigit() for part in version.split(".")):
            raise Refused(f'has the key "{version}", which is no API version such as "7.3"', key)
    return {version: _items(prefixes, key, (str,), "texts by version") for version, prefixes in value.items()}
