"""What calls of the control API answer, as schemas of its OpenAPI document."""

from collections.abc import Mapping
from typing import Any

Schema = Mapping[str, Any]

ANYTHING: Schema = {}
TEXT: Schema = {"type": "string"}
_WHOLE: Schema = {"type": "integer"}
_NUMBER: Schema = {"type": "number"}
_FLAG: Schema = {"type": "boolean"}
_OUTCOME: Schema = {"type": "string", "enum": ["granted", "denied", "failed"]}
_MOMENT: Schema = {"type": "string", "format": "date-time"}
OBJECT: Schema = {"type": "object"}


def several(of: Schema) -> Schema:
    """A list."""
    return {"type": "array", "items": of}


def a(name: str) -> Schema:
    """One of `SCHEMAS`."""
    return {"$ref": f"#/components/schemas/{name}"}


def _maybe(schema: Schema) -> Schema:
    return {**schema, "nullable": True}


def _with(required: Mapping[str, Schema], **optional: Schema) -> Schema:
    return {"type": "object", "required": list(required), "properties": {**required, **optional}}


TEXTS = several(TEXT)
TOKEN_OF_OWNER: Schema = {"oneOf": [TEXT, _WHOLE]}
_BY_VERSION: Schema = {"type": "object", "additionalProperties": TEXTS}
PREFIXES: Schema = {"oneOf": [TEXT, TEXTS, _BY_VERSION]}
IDS = several(_WHOLE)
_MESSAGE = _with({"headers": {"type": "object", "additionalProperties": TEXT}, "body": ANYTHING})
_PLACE = _with({"apiVersion": TEXT, "url": TEXT})

SCHEMAS: Mapping[str, Schema] = {
    "client": _with(
        {
            "key": TEXT,
            "secret": TEXT,
            "claimSet": TEXT,
            "name": TEXT,
            "educationOrganizationIds": IDS,
            "namespacePrefixes": {"oneOf": [TEXTS, _BY_VERSION]},
            "profiles": TEXTS,
            "ownershipTokens": several(TOKEN_OF_OWNER),
            "creatorOwnershipToken": {"oneOf": [_maybe(TEXT), _WHOLE]},
            "approved": _FLAG,
        }
    ),
    "clock": _with({"now": _MOMENT, "runs": _FLAG, "real": _FLAG}),
    "document": _with({"id": TEXT}),
    "done": _with({"status": TEXT}),
    "explanation": _with(
        {"id": TEXT, "root": TEXT, "outcome": _OUTCOME, "reason": TEXT},
        correlationId=_maybe(TEXT),
        request=_maybe(_with({"method": TEXT, "url": TEXT})),
        client=TEXT,
        remedies=several(_with({"text": TEXT, "posts": several(_with({"path": TEXT, "body": OBJECT}))})),
    ),
    "fault": _with(
        {"id": TEXT, "met": _WHOLE, "struck": _WHOLE},
        method=TEXTS,
        path=TEXT,
        client=TEXT,
        apiVersion=TEXT,
        skip=_WHOLE,
        times=_WHOLE,
        probability=_NUMBER,
        seed=_WHOLE,
        status=_WHOLE,
        retryAfterSeconds=_WHOLE,
        latencySeconds=_NUMBER,
        drop=_FLAG,
        truncate=_FLAG,
        carriedOut=_FLAG,
    ),
    "health": _with({"status": TEXT, "versions": several(_PLACE)}),
    "request": _with(
        {
            "number": _WHOLE,
            "time": _MOMENT,
            "apiVersion": TEXT,
            "client": _maybe(TEXT),
            "method": TEXT,
            "path": TEXT,
            "query": TEXT,
            "resource": _maybe(TEXT),
            "token": _maybe(TEXT),
            "status": _maybe(_WHOLE),
            "outcome": {"type": "string", "enum": ["answered", "dropped", "truncated"]},
            "milliseconds": _NUMBER,
            "fault": _maybe(TEXT),
            "gateway": _FLAG,
            "explanation": _maybe(TEXT),
            "request": _MESSAGE,
            "response": _MESSAGE,
        }
    ),
    "snapshot": _with(
        {
            "name": TEXT,
            "taken": _MOMENT,
            "versions": several(
                _with({"apiVersion": TEXT, "newestChangeVersion": _WHOLE}, districts=TEXTS, resources=OBJECT)
            ),
        }
    ),
    "token": _with({"accessToken": TEXT, "expires": _MOMENT, "key": TEXT}),
    "workspace": _with({"name": TEXT, "url": TEXT, "control": TEXT, "versions": several(_PLACE)}),
}
