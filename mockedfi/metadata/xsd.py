"""The list of XML schemas. What the files say is not served.

Source: EdFi.Ods.Features/XsdMetadata/XsdMetadataController.cs, EdFi.Ods.Api/Providers/XsdFileInformationProvider.cs.
"""

from collections.abc import Callable, Sequence

from mockedfi.dialect.metadata import Metadata
from mockedfi.metadata.discovery import STANDARD, DataModel
from mockedfi.model.build.endpoints import namespace_of

SEGMENT = "ed-fi"
PATH = "/metadata/xsd"


def schemas(facts: Metadata, url_of: Callable[[str], str], models: Sequence[DataModel]) -> list[dict[str, str]]:
    """The data models that have schemas, the data standard first."""
    slash = "/" if facts.xsd_files_slash else ""
    return [
        {
            "description": _description(each.name),
            "name": each.name if facts.xsd_logical_names else _segment(each.name),
            "version": each.version,
            "files": url_of(f"{PATH}/{_segment(each.name)}/files{slash}"),
        }
        for each in models
    ]


def files(facts: Metadata, url_of: Callable[[str], str], segment: str, models: Sequence[DataModel]) -> list[str]:
    """Addresses of the files of one data model, of an extension those that it is blended with; else none."""
    if segment.lower() not in {_segment(each.name) for each in models}:
        return []
    names = ["Ed-Fi-Core", *(f"Interchange-{each}" for each in facts.interchanges), "SchemaAnnotation"]
    return [url_of(f"{PATH}/{SEGMENT}/{name}.xsd") for name in names]


def _segment(name: str) -> str:
    return SEGMENT if name == STANDARD else namespace_of(name)


def _description(name: str) -> str:
    if name == STANDARD:
        return f"Core schema ({name}) files for the data model"
    return f"Extension {name} blended with Core schema files for the data model"
