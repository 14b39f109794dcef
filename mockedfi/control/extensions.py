"""The extensions of the configuration: which API versions they go with, and what these serve with them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mockedfi.control.claim_sets import EVERYTHING
from mockedfi.dialect import Dialect
from mockedfi.errors import UserError
from mockedfi.model.catalogue import Catalogue, load

if TYPE_CHECKING:
    from mockedfi.edition import Edition
    from mockedfi.metadata.discovery import DataModel
    from mockedfi.model.build.extend import Addition
Notice = Callable[[str], None]
_STANDARD = "ed-fi"
_MODEL_VERSION = "1.0.0"
"""OpenAPI documents do not say it; MetaEd begins with it."""
_MOST_NAMED = 3


def catalogues(dialects: Sequence[Dialect], files: Sequence[Path], notice: Notice) -> dict[str, Catalogue]:
    """The catalogue of each API version, with the extensions that go with its data standard.

    Args:
        dialects: of the versions.
        files: of extensions, OpenAPI documents or MetaEd models; of two documents that describe the same resource,
            the first has the word.
        notice: is told which of them is left out of a version, and why.

    Raises:
        UserError: a document cannot be read, or goes with none of the versions.
    """
    documents = _read(files)
    made, reasons = {}, {}
    for each in dialects:
        version = each.version.name
        made[version], reasons[version] = _extended(load(each.version.data_standard), documents)
    for file in documents:
        left_out = [f"{version} ({why[file]})" for version, why in reasons.items() if file in why]
        if len(left_out) == len(made):
            raise UserError(f"{file}: does not go with API version {', '.join(left_out)}; mend [extensions] openapi")
        if left_out:
            notice(f"{file}: left out of API version {', '.join(left_out)}")
    return made


def catalogue_of(dialect: Dialect, files: Sequence[Path]) -> Catalogue:
    """The catalogue of one API version, whichever extensions go with it.

    Raises:
        UserError: a document cannot be read.
    """
    return _extended(load(dialect.version.data_standard), _read(files))[0]


def models(catalogue: Catalogue, files: Sequence[Path]) -> "list[DataModel]":
    """The extensions of a catalogue, as discovery lists them; of a model of MetaEd, with what it says of itself."""
    if not files:
        return []
    from mockedfi.metadata.discovery import DataModel  # noqa: PLC0415 - most have no extensions
    from mockedfi.model.build.api_model import ApiModel  # noqa: PLC0415 - the same
    from mockedfi.model.build.api_schema import ApiSchema  # noqa: PLC0415 - the same

    told = {
        each.logical: DataModel(each.logical, each.version, each.description or None)
        for each in _read(files).values()
        if isinstance(each, ApiModel | ApiSchema)
    }
    names = {each.logical_schema for each in catalogue.resources.values() if each.namespace != _STANDARD}
    names |= {each.logical_name for resource in catalogue.resources.values() for each in resource.extensions}
    return [told.get(name) or DataModel(name, _MODEL_VERSION) for name in sorted(names)]


def announce(editions: "Iterable[Edition]", notice: Notice) -> None:
    """Say which resources of extensions only the claim set that grants everything has."""
    for edition in editions:
        claims = [
            edition.claim_sets.segmented(each)
            for each in edition.catalogue.resources.values()
            if each.namespace != _STANDARD and not edition.claim_sets.lineage(each)
        ]
        if claims:
            more = f" and {len(claims) - _MOST_NAMED} more" if len(claims) > _MOST_NAMED else ""
            notice(
                f"API version {edition.version}: only {EVERYTHING} may use {', '.join(claims[:_MOST_NAMED])}{more}; "
                "name them under resource_claims in a file of [security] claim_sets"
            )


def _read(files: Iterable[Path]) -> "dict[Path, Addition]":
    """What each file has beyond the data standard."""
    if not files:
        return {}
    from mockedfi.model.build.extend import read  # noqa: PLC0415 - most have no extensions

    return {file: read(file) for file in dict.fromkeys(files)}


def _extended(catalogue: Catalogue, files: "Mapping[Path, Addition]") -> tuple[Catalogue, dict[Path, str]]:
    """With the files that fit, and why the others do not."""
    if not files:
        return catalogue, {}
    from mockedfi.model.build.extend import extended_by, misfits  # noqa: PLC0415 - most have no extensions

    reasons = misfits(catalogue, files)
    fitting = {file: each for file, each in files.items() if file not in reasons}
    if fitting:
        catalogue, _ = extended_by(catalogue, list(fitting.values()), ", ".join(map(str, fitting)))
    return catalogue, reasons
