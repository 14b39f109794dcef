"""Bare Flask on mockedfi's own HTTP server: each route answers always the same, and does nothing else.

Reads from standard input, as JSON, the answers by name:
``{"item": {"method": "GET", "status": 200, "headers": [["ETag", "…"]], "body": "…"}}``.
"""

import json
import signal
import sys
from typing import Any

from flask import Flask, Response, request

from mockedfi.http.server import HttpServer
from mockedfi.settings import Settings


def application(answers: dict[str, dict[str, Any]]) -> Flask:
    """A route for each answer."""
    app = Flask("bare")
    for name, answer in answers.items():
        _route(app, name, answer)
    return app


def _route(app: Flask, name: str, answer: dict[str, Any]) -> None:
    headers = [(key, value) for key, value in answer["headers"]]
    status, body = answer["status"], answer["body"].encode()

    @app.route(f"/{name}", endpoint=name, methods=[answer["method"]])
    def view() -> Response:
        request.get_data()
        return Response(body, status, headers)


def main() -> None:
    """Serve until terminated."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    settings = Settings()
    server = HttpServer(application(json.load(sys.stdin)), settings.host, 0, settings.threads, settings.body_max)
    try:
        print(server.url, flush=True)
        server.run()
    finally:
        server.stop()


if __name__ == "__main__":
    main()
