"""What a document holds instead of its own address, until a request tells the address."""

from typing import Any

Json = dict[str, Any]

HOST = "%HOST%"
BASE_PATH = "%BASE_PATH%"
SCHEME = "%SCHEME%"
TOKEN_URL = "%TOKEN_URL%"  # noqa: S105 - an address
SERVER_URL = "%SERVER_URL%"
SERVER_ROOT = "%SERVER_ROOT%"
"""The version's root, with its port even where that goes without saying, as all addresses of servers have it."""
ROOT_URL = "%ROOT_URL%"
PART = "%PART%"
"""What the document describes, below the version's root: ``data/v3``."""

SECURITY_SCHEME = "oauth2_client_credentials"
JSON_TYPE = "application/json"


def ref(kind: str, name: str) -> Json:
    """``{"$ref": "#/definitions/edFi_student"}``."""
    return {"$ref": f"#/{kind}/{name}"}


def shell(title: str, version: str, description: str) -> Json:
    """The members that every Swagger 2.0 document has."""
    return {
        "swagger": "2.0",
        "info": {"title": title, "version": version, "description": description},
        "host": HOST,
        "basePath": BASE_PATH,
        "schemes": [SCHEME],
        "securityDefinitions": {
            SECURITY_SCHEME: {
                "type": "oauth2",
                "description": "Client credentials grant of OAuth 2.0",
                "flow": "application",
                "tokenUrl": TOKEN_URL,
                "scopes": {},
            }
        },
        "security": [{SECURITY_SCHEME: []}],
    }
