"""Bare Flask on mockedfi's own HTTP server: each route answers always the same, and does nothing else.

Reads from standard input, as JSON, the answers by name: ``{"item": {"headers": [["ETag", "…"]], "body": "…"}}``.
"""

import json
import signal
import sys

from flask import Flask, Response, request

from mockedfi.http.server import HttpServer
from mockedfi.settings import Settings


def application(answers: dict[str, dict[str, str]]) -> Flask:
    """A GET route for each answer with a body, and a POST route for each without."""
    app = Flask("bare")

    def shown(name: str, headers: list[tuple[str, str]], body: bytes) -> None:
        @app.get(f"/{name}", endpoint=name)
        def get() -> Response:
            return Response(body, headers=headers)

    def taken(name: str, headers: list[tuple[str, str]]) -> None:
        @app.post(f"/{name}", endpoint=name)
        def post() -> Response:
            request.get_data()
            return Response(status=201, headers=headers)

    for name, answer in answers.items():
        headers = [(key, value) for key, value in answer["headers"]]
        if answer["body"]:
            shown(name, headers, answer["body"].encode())
        else:
            taken(name, headers)
    return app


def main() -> None:
    """Serve until terminated."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    settings = Settings()
    server = HttpServer(application(json.load(sys.stdin)), settings.host, 0, settings.threads)
    print(server.url, flush=True)
    try:
        server.run()
    finally:
        server.stop()


if __name__ == "__main__":
    main()
