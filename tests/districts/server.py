"""A server without documents, asked without a socket, as the client that may do everything."""

import io
from typing import Any
from urllib.parse import urlencode

import orjson

from mockedfi.http.start import create_app

KEY, SECRET = "open", "open-secret"
FORM, JSON = "application/x-www-form-urlencoded", "application/json"


class Server:
    """One API version with descriptors and school years only."""

    def __init__(self, version: str) -> None:
        self._root = f"/v{version}/api"
        self._app = create_app({"api_versions": (version,), "districts": ("empty",), "memory": True})
        self._token = ""
        form = {"grant_type": "client_credentials", "client_id": KEY, "client_secret": SECRET}
        status, body, _ = self.send("POST", "/oauth/token", urlencode(form).encode(), FORM)
        assert status.startswith("200"), body
        self._token = orjson.loads(body)["access_token"]

    def post(self, plural: str, document: dict[str, Any]) -> tuple[str, bytes, str]:
        """Status, body and Location of a POST."""
        return self.send("POST", f"/data/v3/ed-fi/{plural}", orjson.dumps(document))

    def get(self, plural: str, item: str) -> dict[str, Any]:
        """The document with an id."""
        status, body, _ = self.send("GET", f"/data/v3/ed-fi/{plural}/{item}")
        assert status.startswith("200"), body
        document: dict[str, Any] = orjson.loads(body)
        return document

    def send(self, method: str, path: str, body: bytes = b"", content_type: str = JSON) -> tuple[str, bytes, str]:
        """Status, body and Location of any request."""
        environ = {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": "",
            "PATH_INFO": self._root + path,
            "QUERY_STRING": "",
            "CONTENT_TYPE": content_type,
            "CONTENT_LENGTH": str(len(body)),
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "HTTP_HOST": "127.0.0.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
            "wsgi.version": (1, 0),
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        if self._token:
            environ["HTTP_AUTHORIZATION"] = f"Bearer {self._token}"
        begun: list[Any] = []
        answer = b"".join(self._app(environ, lambda *start: begun.append(start)))  # type: ignore[arg-type,return-value]
        status, headers = begun[0][0], {name.lower(): value for name, value in begun[0][1]}
        return status, answer, headers.get("location", "")
