"""A whole document over some resources of a catalogue, as Swagger 2.0.

Source: EdFi.Ods.Features/OpenApiMetadata/Factories/OpenApiMetadataDocumentFactory.cs and OpenApiMetadataTagsFactory.cs.
"""

from collections.abc import Sequence

from mockedfi.dialect import Dialect
from mockedfi.model.build.names import order
from mockedfi.model.catalogue import Catalogue
from mockedfi.model.facts import Resource
from mockedfi.model.openapi import naming, shared
from mockedfi.model.openapi.marks import JSON_TYPE, Json, shell
from mockedfi.model.openapi.naming import Naming
from mockedfi.model.openapi.operations import Operations
from mockedfi.model.openapi.schemas import Schemas

TITLE = "Ed-Fi Operational Data Store API"
DATA_VERSION = "3"
DESCRIPTION = "Education data of the Ed-Fi data standard {standard}, served by mockedfi as ODS/API {version} would."


def described(
    catalogue: Catalogue,
    dialect: Dialect,
    resources: Sequence[Resource],
    page_limit: int,
    *,
    general: bool = False,
    extension: str | None = None,
) -> Json:
    """The document that describes these resources.

    Args:
        catalogue: to which they belong.
        dialect: whose document it is.
        resources: in any order.
        page_limit: the most items that a page may have.
        general: leave ``_ext`` open, whatever extensions there are.
        extension: physical schema of the extension that the document is about: it tells what that adds to others.
    """
    names = Naming(catalogue)
    operations = Operations(dialect, names)
    ordered = sorted(resources, key=lambda each: order(each.name))
    paths = {path: item for each in ordered for path, item in operations.paths(each)}
    schemas = Schemas(catalogue, dialect, names, general=general)
    definitions = schemas.definitions(ordered)
    if extension is not None:
        definitions = dict(sorted((schemas.additions(extension) | definitions).items()))
    return assembled(catalogue, dialect, ordered, page_limit, paths, definitions)


def assembled(
    catalogue: Catalogue,
    dialect: Dialect,
    resources: Sequence[Resource],
    page_limit: int,
    paths: Json,
    definitions: Json,
) -> Json:
    """A document of these paths and definitions, with all that goes without saying."""
    about = DESCRIPTION.format(standard=catalogue.version, version=dialect.version.name)
    return shell(TITLE, DATA_VERSION, about) | {
        "consumes": [JSON_TYPE],
        "produces": [JSON_TYPE],
        "tags": [
            {"name": each.plural, "description": naming.described_resource(each)}
            for each in sorted(resources, key=lambda each: order(each.plural))
        ],
        "paths": paths,
        "definitions": definitions,
        "parameters": shared.parameters(dialect.metadata, page_limit),
        "responses": shared.responses(dialect.metadata),
    }
