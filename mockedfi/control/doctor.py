"""Whether this installation can serve: Python, packages, packaged files, the store's file."""

import platform
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib import metadata
from typing import Literal

from mockedfi import __version__
from mockedfi.control.claim_sets import claim_sets_at
from mockedfi.control.clients import packaged
from mockedfi.control.districts import fixtures_of
from mockedfi.control.extensions import catalogue_of
from mockedfi.control.profiles import definitions
from mockedfi.control.versions import dialect_of
from mockedfi.dialect.versions import DEFAULT_VERSIONS
from mockedfi.errors import UserError
from mockedfi.settings import Settings
from mockedfi.store import JournalStorage, held, refuse_unusable

OLDEST_PYTHON = (3, 11)
_REQUIREMENT = re.compile(r"[A-Za-z0-9._-]+")
_OPTIONAL = "extra =="


@dataclass(frozen=True, slots=True)
class Finding:
    """What one look found."""

    what: str
    state: Literal["good", "note", "bad"]
    detail: str


def findings(settings: Settings) -> Iterator[Finding]:
    """All that can be seen without a network, in the order in which a start needs it."""
    yield _python()
    yield from _packages()
    for version in dict.fromkeys(settings.api_versions or DEFAULT_VERSIONS):
        yield _looked(f"API version {version}", partial(_version, version, settings))
    yield _looked("clients", lambda: f"{len(packaged())} packaged")
    yield _looked("profiles", lambda: ", ".join(each.name for each in definitions(settings)))
    yield _store(settings)
    yield from (Finding("settings", "note", line) for line in settings.warnings)


def _python() -> Finding:
    detail = f"{platform.python_implementation()} {platform.python_version()} on {platform.system()}"
    if sys.version_info < OLDEST_PYTHON:
        wanted = ".".join(map(str, OLDEST_PYTHON))
        return Finding("Python", "bad", f"{detail}; mockedfi needs {wanted} or newer")
    return Finding("Python", "good", detail)


def _packages() -> Iterator[Finding]:
    """Mockedfi itself, and what it needs."""
    try:
        needs = metadata.requires("mockedfi") or []
    except metadata.PackageNotFoundError:
        yield Finding("mockedfi", "note", f"{__version__}, not installed: it runs from a checkout")
        return
    yield Finding("mockedfi", "good", __version__)
    names = [_REQUIREMENT.match(each) for each in needs if _OPTIONAL not in each]
    found, missing = [], []
    for name in sorted(each[0] for each in names if each):
        try:
            found.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            missing.append(name)
    if missing:
        yield Finding("packages", "bad", f"{', '.join(missing)} missing; install mockedfi anew")
    else:
        yield Finding("packages", "good", ", ".join(found))


def _version(name: str, settings: Settings) -> str:
    dialect = dialect_of(name)
    catalogue = catalogue_of(dialect, settings.extensions)
    claim_sets = claim_sets_at(dialect, settings).names()
    documents = sum(fixtures_of(dialect, catalogue, settings.districts).counts().values())
    places = ", ".join(settings.districts)
    return (
        f"data standard {catalogue.name}, {len(catalogue.resources)} resources, {len(claim_sets)} claim sets, "
        f"{documents:,} documents of {places}"
    )


def _store(settings: Settings) -> Finding:
    """The file is opened as a server opens it, and let go of."""
    if settings.memory:
        return Finding("store", "good", "in memory")
    lines: list[str] = []

    def look() -> str:
        if not settings.store.is_file():
            refuse_unusable(settings.store)
            return f"{settings.store} is not there yet; the first start makes it"
        storage = JournalStorage(settings.store, notice=lines.append)
        try:
            holds = [f"{', '.join(names) or 'no district'} at {version}" for version, names in held(storage).items()]
            return f"{settings.store} holds {'; '.join(holds) or 'nothing yet'}"
        finally:
            storage.close()

    finding = _looked("store", look)
    if lines:
        return Finding("store", "note", "; ".join((finding.detail, *lines)))
    return finding


def _looked(what: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(what, "good", look())
    except UserError as error:
        return Finding(what, "bad", str(error))
