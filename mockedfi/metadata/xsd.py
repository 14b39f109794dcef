"""The list of XML schemas. What the files say is not served.

Source: EdFi.Ods.Features/XsdMetadata/XsdMetadataController.cs.
"""

from collections.abc import Callable

from mockedfi.dialect.metadata import Metadata
from mockedfi.metadata.discovery import STANDARD

SEGMENT = "ed-fi"
PATH = "/metadata/xsd"


def schemas(facts: Metadata, url_of: Callable[[str], str], version: str) -> list[dict[str, str]]:
    """The data models that have schemas; `version` is the data standard's."""
    slash = "/" if facts.xsd_files_slash else ""
    return [
        {
            "description": f"Core schema ({STANDARD}) files for the data model",
            "name": STANDARD if facts.xsd_logical_names else SEGMENT,
            "version": version,
            "files": url_of(f"{PATH}/{SEGMENT}/files{slash}"),
        }
    ]


def files(facts: Metadata, url_of: Callable[[str], str], segment: str) -> list[str]:
    """Addresses of the files of one data model; none for an unknown one."""
    if segment.lower() != SEGMENT:
        return []
    names = ["Ed-Fi-Core", *(f"Interchange-{each}" for each in facts.interchanges), "SchemaAnnotation"]
    return [url_of(f"{PATH}/{SEGMENT}/{name}.xsd") for name in names]
