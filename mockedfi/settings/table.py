"""The settings: name, default, kind, place in the configuration file, what it is for.

A setting `port` at place ``server.port`` is the key ``port`` under ``[server]`` of the configuration file, the
variable ``MOCKEDFI_PORT`` of the environment and, where it has an option, ``--port`` of the command line.
"""

from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any, Literal

from mockedfi.settings.clients import ClientSettings

Kind = Literal["text", "whole", "number", "flag", "texts", "file", "files", "clients", "tables"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One row of the table."""

    name: str
    kind: Kind
    default: Any
    purpose: str
    place: str
    """``table.key`` in the configuration file, or only the table's name."""
    option: str = ""
    """On the command line; none if empty."""
    minimum: float | None = None
    maximum: float | None = None
    choices: tuple[str, ...] = ()
    """The texts that it may be; any if empty."""
    built: bool = True
    """False: accepted and announced as without effect."""

    @property
    def variable(self) -> str:
        """In the environment; none for what is too large for one."""
        return "" if self.kind in ("clients", "tables") else f"MOCKEDFI_{self.name.upper()}"


def setting(place: str, kind: Kind, default: Any, purpose: str, **more: Any) -> Any:
    """A field of `Settings` that is a row of the table; `more` are further fields of `Setting`."""
    return field(default=default, metadata={"place": place, "kind": kind, "purpose": purpose, **more})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a person chose, from all sources; see `load`."""

    host: str = setting("server.host", "text", "127.0.0.1", "Address to listen on.", option="--host")
    port: int = setting(
        "server.port",
        "whole",
        54746,
        "Port to listen on; 0 takes a free one.",
        option="--port",
        minimum=0,
        maximum=65535,
    )
    https: bool = setting(
        "server.https", "flag", False, "Serve HTTPS, with a certificate that is generated and kept.", option="--https"
    )
    certificate: Path | None = setting(
        "server.certificate",
        "file",
        None,
        "Serve HTTPS with this one: a PEM file of the certificate and its private key.",
        option="--certificate",
    )
    api_versions: tuple[str, ...] = setting(
        "server.api_versions", "texts", (), "ODS/API version to serve; the first also at /.", option="--api-version"
    )
    store: Path = setting("server.store", "file", Path("mockedfi.json"), "File that keeps the state.", option="--store")
    durability: str = setting(
        "server.durability",
        "text",
        "strict",
        "When a write is acknowledged: once it is on the disk (strict), or once the operating system has it (relaxed), "
        "which is faster; then a loss of power may take the last writes with it, though not the end of mockedfi.",
        option="--durability",
        choices=("strict", "relaxed"),
    )
    memory: bool = setting("server.memory", "flag", False, "Keep the state in memory only.", option="--memory")
    control_key: str = setting(
        "server.control_key", "text", "", "Key that opens /mockedfi/ to callers that are not local."
    )
    explanations: bool = setting(
        "server.explanations", "flag", True, "Name the explanation of each refusal in a response header."
    )
    reverse_proxy_headers: bool = setting(
        "server.reverse_proxy_headers", "flag", False, "Take scheme, host and port of URLs from X-Forwarded-* headers."
    )
    threads: int = setting("server.threads", "whole", 16, "Requests served at the same time.", minimum=1, maximum=1024)
    body_max: int = setting("server.body_max", "whole", 30_000_000, "Most bytes of a request's body.", minimum=1)
    tenants: tuple[str, ...] = setting(
        "routes.tenants",
        "texts",
        (),
        "Tenant (before 7.0: instance) that paths name, with documents and tokens of its own.",
        option="--tenant",
    )
    school_years: tuple[str, ...] = setting(
        "routes.school_years",
        "texts",
        (),
        "School year that paths name, with documents of its own.",
        option="--school-year",
    )
    without: tuple[str, ...] = setting(
        "features.off", "texts", (), "Feature of the ODS/API to switch off, ChangeQueries for one.", option="--without"
    )
    districts: tuple[str, ...] = setting(
        "districts.names",
        "texts",
        ("grand-bend", "cedar-ridge"),
        "District to load, by name or folder.",
        option="--district",
    )
    clients: tuple[ClientSettings, ...] = setting("clients", "clients", (), "API clients beside the packaged ones.")
    claim_sets: tuple[Path, ...] = setting(
        "security.claim_sets", "files", (), "Files of claim sets, and of claims for existing ones."
    )
    custom_views: tuple[Mapping[str, Any], ...] = setting(
        "security.custom_views", "tables", (), "Custom view-based authorization strategies."
    )
    profiles: tuple[Path, ...] = setting("profiles.files", "files", (), "Files of API profiles (XML).")
    composites: tuple[Path, ...] = setting("composites.files", "files", (), "Files of composites (XML).")
    identities: str = setting(
        "identities.service",
        "text",
        "none",
        "Where unique ids of people come from: none, or a synchronous or asynchronous system in memory.",
        choices=("none", "synchronous", "asynchronous"),
    )
    token_lifetime_minutes: float = setting(
        "tokens.lifetime_minutes", "number", 30, "Minutes until an access token expires.", minimum=0
    )
    token_per_client_limit: int | None = setting(
        "tokens.per_client_limit", "whole", None, "Live tokens one client may hold; below 1, any number."
    )
    """None: the limit of the version."""
    paging_max: int = setting("paging.max", "whole", 500, "Most rows of one page.", minimum=1)
    extensions: tuple[Path, ...] = setting(
        "extensions.openapi",
        "files",
        (),
        "Extensions: OpenAPI documents, or what MetaEd writes (ApiModel-EXTENSION.json, ApiSchema).",
    )
    warnings: tuple[str, ...] = ()
    """One line for each thing that was accepted and has no effect."""


def table() -> tuple[Setting, ...]:
    """Every setting, in the order in which they are listed to people."""
    rows: tuple[Field[Any], ...] = fields(Settings)
    return tuple(Setting(name=row.name, default=row.default, **row.metadata) for row in rows if row.metadata)
