"""The OpenAPI document of the control API, made of its routes."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from mockedfi.callers import KEY_HEADER
from mockedfi.control.answers import SCHEMAS
from mockedfi.control.fields import Field
from mockedfi.control.routes import Route

VERSION = "1"
"""Of the control API."""
_TYPES: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "whole": {"type": "integer"},
    "number": {"type": "number"},
    "flag": {"type": "boolean"},
    "moment": {"type": "string", "format": "date-time"},
    "texts": {"oneOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]},
    "object": {"type": "object"},
    "objects": {"type": "array", "items": {}},
}
_NAMED = re.compile(r"\{(\w+)\}")
_ERROR = {
    "type": "object",
    "required": ["message"],
    "properties": {
        "message": {"type": "string", "description": "What is wrong, and what to do about it."},
        "field": {"type": "string", "description": "The member of the body, or parameter, that is wrong."},
    },
}


def document(routes: Iterable[Route], address: str) -> dict[str, Any]:
    """The document; `address` is the URL of the control API."""
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.0.3",
        "info": {
            "title": "mockedfi control API",
            "version": VERSION,
            "description": "Steers a mockedfi server, or below /w/{name}/mockedfi one of its workspaces. It answers "
            "callers of the same machine; others need the control key.",
        },
        "servers": [{"url": address}],
        "paths": paths,
        "components": {
            "schemas": {**SCHEMAS, "error": _ERROR},
            "securitySchemes": {"controlKey": {"type": "apiKey", "in": "header", "name": KEY_HEADER.title()}},
        },
        "security": [{}, {"controlKey": []}],
    }


def _operation(route: Route) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": _operation_id(route),
        "summary": route.purpose.partition(". ")[0].rstrip("."),
        "description": route.purpose,
        "tags": [route.path.split("/")[1]],
        "responses": {
            str(route.status): {"description": "Done.", "content": {"application/json": {"schema": route.answer}}},
            "400": _problem("The call has wrong input."),
            "403": _problem("The caller may not steer the server."),
        },
    }
    parameters = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in _NAMED.findall(route.path)
    ]
    parameters += [
        {"name": each.name, "in": "query", "description": each.purpose, "schema": _schema(each)}
        for each in route.parameters
    ]
    if parameters:
        operation["parameters"] = parameters
    if _NAMED.search(route.path):
        operation["responses"]["404"] = _problem("There is no such thing.")
    if route.fields:
        operation["requestBody"] = {"content": {"application/json": _body(route)}}
    return operation


def _operation_id(route: Route) -> str:
    words = [each.strip("{}") for each in route.path.strip("/").replace(".", "/").split("/")]
    return route.method.lower() + "".join(word.capitalize() for word in words)


def _body(route: Route) -> dict[str, Any]:
    body: dict[str, Any] = {"schema": _object(route.fields)}
    if route.example is not None:
        body["example"] = route.example
    return body


def _object(fields: Sequence[Field]) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "type": "object",
        "additionalProperties": False,
        "properties": {each.name: {**_schema(each), "description": each.purpose} for each in fields},
    }
    required = [each.name for each in fields if each.required]
    return {**schema, "required": required} if required else schema


def _schema(field: Field) -> dict[str, Any]:
    schema = dict(_TYPES[field.kind] if field.schema is None else field.schema)
    if field.minimum is not None:
        schema["minimum"] = field.minimum
    if field.maximum is not None:
        schema["maximum"] = field.maximum
    return schema


def _problem(text: str) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/error"}
    return {"description": text, "content": {"application/json": {"schema": schema}}}
