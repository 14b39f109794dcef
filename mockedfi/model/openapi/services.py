"""The documents of what is not a resource: change queries and identities.

Source: EdFi.Ods.Features/Resources/ChangeQueries.json and IdentityManagement.json, which the reference serves as they
are.
"""

from collections.abc import Mapping

from mockedfi.dialect import Dialect
from mockedfi.model.openapi import shared
from mockedfi.model.openapi.marks import JSON_TYPE, Json, ref, shell
from mockedfi.model.openapi.schemas import DEFINITIONS, ID, IDENTITY

_PAGE_LIMIT = 500
"""Of snapshots, whatever a page of anything else may have."""
_RESPONSES = {
    "Unauthorized": "The bearer token is missing or not valid.",
    "Error": "The server failed; the body says more.",
    "NotFound": "There is no such item.",
}
_IDENTITY_TYPES = [JSON_TYPE, "text/json"]
_NAMES = {
    "BirthDate": {"type": "string", "format": "date-time"},
    "BirthLocation": ref(DEFINITIONS, "Location"),
    "BirthOrder": {"type": "integer", "format": "int32"},
    "FirstName": {"type": "string"},
    "GenerationCodeSuffix": {"type": "string"},
    "LastSurname": {"type": "string"},
    "MiddleName": {"type": "string"},
    "SexType": {"type": "string"},
}
_FOUND = {"Score": {"type": "number", "format": "double"}, "UniqueId": {"type": "string"}}


def change_queries(dialect: Dialect) -> Json:
    """``/changeQueries/v1``."""
    facts = dialect.metadata
    members = {each: {"type": "integer", "format": "int64"} for each in facts.change_versions_members}
    gone = {"410": "The snapshot is gone."} if shared.snapshot_gone(facts) else {"404": "There is no snapshot."}
    refused = {"401": _RESPONSES["Unauthorized"], "403": "The caller may not do this.", **gone}
    found = {"description": "Found.", "schema": ref(DEFINITIONS, "availableChangeVersion")}
    text = "The oldest and the newest change version."
    document = shell("Available Change Versions API Endpoint", "1.0.0", text) | {
        "tags": [{"name": "availableChangeVersions", "description": text}],
        "paths": {
            "/availableChangeVersions": {
                "get": {
                    "tags": ["availableChangeVersions"],
                    "summary": text,
                    "operationId": "getAvailableChangeVersions",
                    "produces": [JSON_TYPE],
                    "parameters": [],
                    "responses": {"200": found, **_texts(refused | {"500": _RESPONSES["Error"]})},
                }
            }
        },
        "definitions": {"availableChangeVersion": {"required": list(members), "properties": members}},
        "parameters": _paging(dialect),
        "responses": _texts(_RESPONSES),
    }
    if facts.snapshots_resource:
        _add_snapshots(document)
    return document


def _paging(dialect: Dialect) -> dict[str, Json]:
    """What the reference's file says of paging, whatever its documents of resources say."""
    made = shared.parameters(dialect.metadata, _PAGE_LIMIT)
    made["offset"]["default"] = 0
    names = ["offset", "limit", *(["totalCount"] if dialect.changes.total_count else [])]
    return {name: made[name] for name in names}


def _texts(texts: Mapping[str, str]) -> dict[str, Json]:
    return {name: {"description": text} for name, text in texts.items()}


def _errors(*statuses: str) -> Json:
    names = {"401": "Unauthorized", "404": "NotFound", "500": "Error"}
    return {status: ref("responses", names[status]) for status in statuses}


def _add_snapshots(document: Json) -> None:
    snapshot = ref(DEFINITIONS, "changeQueries_snapshot")
    text = "Snapshots in which nothing changes while one reads."
    document["tags"].append({"name": "snapshots", "description": text})
    document["definitions"]["changeQueries_snapshot"] = {
        "type": "object",
        "required": ["snapshotIdentifier", "snapshotDateTime"],
        "properties": {
            "id": ID,
            "snapshotIdentifier": {
                "type": "string",
                "description": "Value of the header Snapshot-Identifier.",
                IDENTITY: True,
                "maxLength": 32,
            },
            "snapshotDateTime": {"type": "string", "format": "date-time", "description": "When it was taken."},
        },
    }
    shown = {"tags": ["snapshots"], "produces": [JSON_TYPE]}
    document["paths"]["/snapshots"] = {
        "get": shown
        | {
            "summary": text,
            "operationId": "getSnapshots",
            "parameters": [ref("parameters", name) for name in document["parameters"]],
            "responses": {
                "200": {"description": "Found.", "schema": {"type": "array", "items": snapshot}},
                **_errors("401", "500"),
            },
        }
    }
    identifier = {"name": "id", "in": "path", "description": ID["description"], "required": True, "type": "string"}
    document["paths"]["/snapshots/{id}"] = {
        "get": shown
        | {
            "summary": "Gets one of the snapshots.",
            "description": "Gets the snapshot with this identifier.",
            "operationId": "getSnapshotsById",
            "parameters": [identifier],
            "responses": {"200": {"description": "Found.", "schema": snapshot}, **_errors("401", "404", "500")},
        }
    }


def identities() -> Json:
    """``/identity/v2``: unique ids of persons, from a system of their own."""
    text = "Finds and creates unique ids of persons."
    search = ref(DEFINITIONS, "IdentitySearchResponse")
    accepted = {"202": {"description": "Accepted; the header Location tells where the result will be."}}
    missing = {"404": {"description": "There is none."}}
    return shell("Identity API Endpoints", "2", text) | {
        "tags": [{"name": "Identities", "description": text}],
        "paths": {
            "/identities": {
                "post": _identity(
                    "Create",
                    "Creates a unique id for a person.",
                    _identity_body("request", ref(DEFINITIONS, "IdentityCreateRequest")),
                    {"type": "string"},
                    {"400": {"description": "A member is not valid."}},
                )
            },
            "/identities/find": {
                "post": _identity(
                    "Find",
                    "Finds persons by their unique ids.",
                    _identity_body("uniqueIds", {"type": "array", "items": {"type": "string"}}),
                    search,
                    accepted,
                )
            },
            "/identities/results/{id}": {
                "get": _identity(
                    "Result",
                    "Gets the result of a search.",
                    _identity_id("Token of a search."),
                    search,
                    missing,
                )
            },
            "/identities/search": {
                "post": _identity(
                    "Search",
                    "Searches for persons who may be the ones described.",
                    _identity_body("criteria", {"type": "array", "items": ref(DEFINITIONS, "IdentitySearchRequest")}),
                    search,
                    accepted,
                )
            },
            "/identities/{id}": {
                "get": _identity(
                    "GetById",
                    "Gets a person by unique id.",
                    _identity_id("Unique id of a person."),
                    ref(DEFINITIONS, "IdentityResponse"),
                    missing,
                )
            },
        },
        "definitions": _identity_definitions(),
        "parameters": {},
        "responses": {},
    }


def _identity(name: str, text: str, parameter: Json, found: Json, also: Json) -> Json:
    return {
        "tags": ["Identities"],
        "summary": text,
        "operationId": f"Identities_{name}",
        "consumes": _IDENTITY_TYPES if parameter["in"] == "body" else [],
        "produces": _IDENTITY_TYPES,
        "parameters": [parameter],
        "responses": {
            "200": {"description": "Found.", "schema": found},
            **also,
            "501": {"description": "The identity system does not do this."},
            "502": {"description": "The identity system failed."},
        },
    }


def _identity_body(name: str, schema: Json) -> Json:
    return {"name": name, "in": "body", "description": "What is asked.", "required": True, "schema": schema}


def _identity_id(description: str) -> Json:
    return {"name": "id", "in": "path", "description": description, "required": True, "type": "string"}


def _identity_definitions() -> dict[str, Json]:
    place = ("City", "Country", "InternationalProvince", "StateAbbreviation")
    many = {"type": "array", "items": ref(DEFINITIONS, "IdentitySearchResponses")}
    members = {
        "IdentityCreateRequest": _NAMES,
        "IdentityResponse": dict(sorted((_NAMES | _FOUND).items())),
        "IdentitySearchRequest": _NAMES,
        "IdentitySearchResponse": {
            "SearchResponses": many,
            "Status": {"type": "string", "enum": ["Incomplete", "Complete"]},
        },
        "IdentitySearchResponses": {"Responses": {"type": "array", "items": ref(DEFINITIONS, "IdentityResponse")}},
        "Location": {name: {"type": "string"} for name in place},
    }
    return {name: {"type": "object", "properties": each} for name, each in members.items()}
