"""Parameters and responses that operations refer to by name, and those that all that read have.

Source: EdFi.Ods.Features/OpenApiMetadata/Factories/OpenApiMetadataParametersFactory.cs,
OpenApiMetadataResponsesFactory.cs and OpenApiMetadataDocumentHelper.cs.
"""

from mockedfi.dialect.metadata import Metadata
from mockedfi.model.openapi.marks import Json, ref

DEFAULT_LIMIT = 25
"""What the documents of every version print, whatever the version takes (EdFi.Ods.Api/Controllers)."""
MAXIMUM_PARTITIONS = 200
ID_IN_PATH: Json = {
    "name": "id",
    "in": "path",
    "description": "Identifier of the item.",
    "required": True,
    "type": "string",
}
_READ = {"304": "NotModified", "400": "BadRequest", "401": "Unauthorized", "403": "Forbidden", "500": "Error"}


def parameters(facts: Metadata, page_limit: int, *, composites: bool = False) -> dict[str, Json]:
    """By the name under which operations refer to them; every document has those of composites too."""
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
        "fields": _query("fields", "Members to return: property1,collection1(property1,property2).", type="string"),
        "queryExpression": _query(
            "q",
            "Ranges of dates or numbers, with a brace where the end is left out: "
            "schoolId:[255901000..255901002],beginDate:[2016-03-07..2016-03-10}.",
            type="string",
        ),
    }
    return made if composites else made | _resource_parameters(facts)


def _resource_parameters(facts: Metadata) -> dict[str, Json]:
    text = "Whether the header Total-Count is to tell how many there are."
    counting = {"totalCount": _query("totalCount", text, type="boolean", default=False)}
    return counting | _cursor_paging() if facts.partitions else counting


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


def snapshot(facts: Metadata) -> list[Json]:
    """The header that asks for a snapshot, if there is one."""
    if not facts.change_queries:
        return []
    named = facts.snapshots_resource
    text = "Snapshot to read from." if named else "Whether to read from the snapshot."
    made: Json = {"name": facts.snapshot_header, "in": "header", "description": text, "required": False}
    return [made | ({"type": "string"} if named else {"type": "boolean", "default": False})]


def found(schema: Json) -> Json:
    """What is answered where there is something."""
    return {"description": "Found.", "schema": schema}


def reading(facts: Metadata, schema: Json) -> dict[str, Json]:
    """What may be answered to a GET, by status."""
    if not facts.change_queries:
        return {"200": found(schema), **referred(_READ | {"404": "NotFound"})}
    if not snapshot_gone(facts):
        return {"200": found(schema), **referred(_READ | {"404": "NotFoundUseSnapshot"})}
    gone = {"description": "The snapshot is gone."}
    return {"200": found(schema), **referred(_READ | {"404": "NotFound"}), "410": gone}


def referred(named: dict[str, str]) -> dict[str, Json]:
    """Responses by status, of which the names are given."""
    return {status: ref("responses", name) for status, name in named.items()}


def responses(facts: Metadata, *, composites: bool = False) -> dict[str, Json]:
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
    if facts.partitions and not composites:
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
