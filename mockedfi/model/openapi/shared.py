"""Parameters and responses that operations refer to by name.

Source: EdFi.Ods.Features/OpenApiMetadata/Factories/OpenApiMetadataParametersFactory.cs and
OpenApiMetadataResponsesFactory.cs.
"""

from mockedfi.dialect.metadata import Metadata
from mockedfi.model.openapi.marks import Json

DEFAULT_LIMIT = 25
"""What the documents of every version print, whatever the version takes (EdFi.Ods.Api/Controllers)."""
MAXIMUM_PARTITIONS = 200


def parameters(facts: Metadata, page_limit: int) -> dict[str, Json]:
    """By the name under which operations refer to them."""
    made = {
        "offset": _query("offset", "Items to skip.", type="integer", format="int32", default=facts.offset_default),
        "limit": _query(
            "limit",
            "Most items to return.",
            type="integer",
            format="int32",
            minimum=0,
            maximum=page_limit,
            default=DEFAULT_LIMIT,
        ),
        "MinChangeVersion": _query(
            "minChangeVersion", "Lowest change version.", type="integer", format=facts.change_version_format
        ),
        "MaxChangeVersion": _query(
            "maxChangeVersion", "Highest change version.", type="integer", format=facts.change_version_format
        ),
        "If-None-Match": {
            "name": "If-None-Match",
            "in": "header",
            "description": "ETag of the version the client has: an unchanged item is not sent again.",
            "type": "string",
            "required": False,
        },
        "totalCount": _query(
            "totalCount", "Whether the header Total-Count is to tell how many there are.", type="boolean", default=False
        ),
    }
    if facts.partitions:
        made |= _cursor_paging()
    return made


def _cursor_paging() -> dict[str, Json]:
    return {
        "pageToken": _query(
            "pageToken", "Page to return, from the header Next-Page-Token or from the partitions.", type="string"
        ),
        "pageSize": _query(
            "pageSize",
            "Most items of a page; goes with pageToken.",
            type="integer",
            format="int32",
            minimum=0,
            default=DEFAULT_LIMIT,
        ),
        "numberOfPartitions": _query(
            "number",
            "Partitions to make; a fitting number unless given.",
            type="integer",
            format="int32",
            minimum=1,
            maximum=MAXIMUM_PARTITIONS,
        ),
    }


def _query(name: str, description: str, **schema: object) -> Json:
    given = {key: value for key, value in schema.items() if value is not None}
    return {"name": name, "in": "query", "description": description, "required": False, **given}


def responses(facts: Metadata) -> dict[str, Json]:
    """By the name under which operations refer to them."""
    texts = {
        "Created": "Created. The headers ETag and Location tell its version and its address.",
        "Updated": "Updated. The header ETag tells its new version.",
        "Deleted": "Deleted.",
        "NotModified": "Unchanged since the version named in If-None-Match.",
        "BadRequest": "The request is invalid; the body says why.",
        "Unauthorized": "The bearer token is missing or not valid.",
        "Forbidden": "The caller may not do this.",
        "NotFound": "There is no such item.",
        "Conflict": "The request contradicts what is stored; the body says why.",
        "PreconditionFailed": "The item is no longer in the version named in If-Match.",
        "Error": "The server failed; the body says more.",
    }
    if not snapshot_gone(facts):
        texts["NotFoundUseSnapshot"] = "There is no such item, or no snapshot to read it from."
    made: dict[str, Json] = {name: {"description": text} for name, text in texts.items()}
    if facts.partitions:
        made["Partitions"] = {
            "description": "The first page token of each partition.",
            "schema": {
                "type": "object",
                "properties": {"pageTokens": {"type": "array", "items": {"type": "string"}}},
            },
        }
    return made


def snapshot_gone(facts: Metadata) -> bool:
    """A snapshot that is not there is answered by 410, not by 404: while clients name snapshots themselves."""
    return facts.snapshots_resource
