"""Swagger 2.0 into OpenAPI 3.0, in the way of the library that the reference uses (Microsoft.OpenApi 1.6).

Source: EdFi.Ods.Features/OpenApiMetadata/Providers/OpenApiV3UpconversionProvider.cs.
"""

from collections.abc import Mapping
from typing import Any

from mockedfi.model.openapi.marks import JSON_TYPE, SECURITY_SCHEME, SERVER_URL, TOKEN_URL, Json

OPEN_API = "3.0.1"
_MOVED = {
    "#/definitions/": "#/components/schemas/",
    "#/parameters/": "#/components/parameters/",
    "#/responses/": "#/components/responses/",
}
_OUTSIDE_SCHEMA = frozenset({"name", "in", "description", "required"})
_WITH_CONTENT = frozenset({"400", "409", "500"})
"""Error responses whose content type is told."""
_METHODS = ("get", "put", "post", "delete")


def upgraded(document: Mapping[str, Any]) -> Json:
    """The same document in OpenAPI 3.0."""
    told = _content_told(document)
    components: Json = {
        "schemas": _moved(document["definitions"]),
        "responses": {name: _response(each, content=name in told) for name, each in document["responses"].items()},
        "parameters": {name: _parameter(each) for name, each in document["parameters"].items()},
        "securitySchemes": {SECURITY_SCHEME: _security(document["securityDefinitions"][SECURITY_SCHEME])},
    }
    return {
        "openapi": OPEN_API,
        "info": document["info"],
        "servers": [{"url": SERVER_URL}],
        "paths": {path: _path(item) for path, item in document["paths"].items()},
        "components": {name: each for name, each in components.items() if each},
        "security": document["security"],
        "tags": document["tags"],
    }


def _content_told(document: Mapping[str, Any]) -> set[str]:
    """Names of the shared responses that stand for one of the errors with a body."""
    return {
        each["$ref"].rsplit("/", 1)[1]
        for item in document["paths"].values()
        for operation in item.values()
        for status, each in operation["responses"].items()
        if status in _WITH_CONTENT and "$ref" in each
    }


def _path(item: Mapping[str, Any]) -> Json:
    return {method: _operation(item[method]) for method in _METHODS if method in item}


def _operation(operation: Mapping[str, Any]) -> Json:
    bodies = [each for each in operation["parameters"] if each.get("in") == "body"]
    parameters = [_parameter(each) for each in operation["parameters"] if each.get("in") != "body"]
    made = {name: operation[name] for name in ("tags", "summary", "description", "operationId") if name in operation}
    if parameters:
        made["parameters"] = parameters
    for body in bodies:
        made["requestBody"] = _body(body, operation.get("consumes") or [JSON_TYPE])
    types = operation.get("produces") or [JSON_TYPE]
    made["responses"] = {
        status: _response(each, types, content=status in _WITH_CONTENT)
        for status, each in operation["responses"].items()
    }
    if operation.get("deprecated"):
        made["deprecated"] = True
    return made | {name: value for name, value in operation.items() if name.startswith("x-")}


def _parameter(parameter: Mapping[str, Any]) -> Json:
    if "$ref" in parameter:
        return _pointed(parameter["$ref"])
    made = {name: parameter[name] for name in ("name", "in", "description") if name in parameter}
    if parameter.get("required"):
        made["required"] = True
    made["schema"] = {
        name: value for name, value in parameter.items() if name not in _OUTSIDE_SCHEMA and not name.startswith("x-")
    }
    return made | {name: value for name, value in parameter.items() if name.startswith("x-")}


def _body(parameter: Mapping[str, Any], types: list[str]) -> Json:
    return {
        "description": parameter["description"],
        "content": {each: {"schema": _moved(parameter["schema"])} for each in types},
        "required": True,
        "x-bodyName": parameter["name"],
    }


def _response(response: Mapping[str, Any], types: list[str] | None = None, *, content: bool) -> Json:
    if "$ref" in response:
        return _pointed(response["$ref"])
    made: Json = {"description": response["description"]}
    if "headers" in response:
        made["headers"] = {name: _header(each) for name, each in response["headers"].items()}
    if "schema" in response:
        made["content"] = {each: {"schema": _moved(response["schema"])} for each in types or [JSON_TYPE]}
    elif content:
        made["content"] = {JSON_TYPE: {}}
    return made


def _header(header: Mapping[str, Any]) -> Json:
    schema = {name: value for name, value in header.items() if name != "description"}
    return {"description": header["description"], "schema": schema}


def _security(scheme: Mapping[str, Any]) -> Json:
    return {
        "type": scheme["type"],
        "description": scheme["description"],
        "flows": {"clientCredentials": {"tokenUrl": TOKEN_URL, "scopes": scheme["scopes"]}},
    }


def _pointed(target: str) -> Json:
    for old, new in _MOVED.items():
        if target.startswith(old):
            return {"$ref": new + target.removeprefix(old)}
    return {"$ref": target}


def _maybe_null(schema: Mapping[str, Any]) -> bool:
    """Whether an object may be null: composites show what is not there."""
    return schema.get("type") == "object" and schema.get("x-nullable") is True


def _moved(value: Any) -> Any:
    """A copy whose references point below ``components``."""
    if isinstance(value, Mapping):
        if "$ref" in value:
            return _pointed(value["$ref"])
        moved = {name: _moved(each) for name, each in value.items()}
        return moved | {"nullable": True} if _maybe_null(value) else moved
    return [_moved(each) for each in value] if isinstance(value, list) else value
