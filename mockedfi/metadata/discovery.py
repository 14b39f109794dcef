"""The document at the root: which server this is, which data models it has, where its parts are.

Source: EdFi.Ods.Api/Controllers/VersionController.cs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mockedfi.dialect import Dialect
from mockedfi.exchange import Request
from mockedfi.model.catalogue import Catalogue
from mockedfi.odses import Ods

SUITE = "3"
STANDARD = "Ed-Fi"
URLS = {
    "dependencies": "/metadata/data/v3/dependencies",
    "openApiMetadata": "/metadata/",
    "oauth": "/oauth/token",
    "oauthTokenIntrospection": "/oauth/token_info",
    "dataManagementApi": "/data/v3/",
    "xsdMetadata": "/metadata/xsd",
    "changeQueries": "/changeQueries/v1/",
    "composites": "/composites/v1/",
    "identity": "/identity/v2/",
}


@dataclass(frozen=True, slots=True)
class DataModel:
    """The data standard, or an extension of it."""

    name: str
    """``Ed-Fi``, ``TPDM``."""
    version: str
    text: str | None = None
    """Its ``informationalVersion``."""


def standard(catalogue: Catalogue, dialect: Dialect) -> DataModel:
    """The data standard itself."""
    text = dialect.metadata.data_model_text
    return DataModel(STANDARD, catalogue.version, None if text is None else text.format(name=catalogue.name))


def document(dialect: Dialect, request: Request, models: Sequence[DataModel]) -> dict[str, Any]:
    """The discovery document.

    Args:
        dialect: of the version that is asked.
        request: for it; what stands for tenant and school year in its address, stands for them in the document.
        models: the data standard first.
    """
    facts, version = dialect.metadata, dialect.version.name
    told: dict[str, Any] = {
        "version": version,
        "informationalVersion": version,
        "suite": SUITE,
        "build": facts.build or f"{version}.0.0",
        "apiMode": _api_mode(request.ods),
        "dataModels": [_model(each, informational=facts.data_model_text is not None) for each in models],
        "urls": {name: request.url_of(URLS[name]) for name in facts.urls},
    }
    return {name: told[name] for name in facts.discovery}


def _api_mode(ods: Ods) -> str:
    """Before 7.0 (EdFi.Common/Configuration/ApiMode.cs)."""
    if not ods.school_year:
        return "Sandbox"
    return "Instance Year Specific" if ods.tenant else "Year Specific"


def _model(model: DataModel, *, informational: bool) -> dict[str, str]:
    made = {"name": model.name, "version": model.version}
    if informational and model.text is not None:
        made["informationalVersion"] = model.text
    return made
