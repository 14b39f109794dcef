"""Servers of others that can do a part of the same work: installed for the occasion, with the same documents.

json-server keeps documents in a JSON file; Prism answers from an OpenAPI document, always the same; moto's server keeps
objects in buckets, of which a student's JSON is one.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks import district
from benchmarks.client import Load, request
from benchmarks.servers import Server
from benchmarks.work import Turn, deletions, over_and_over, without_end

JSON_SERVER, PRISM, MOTO = "json-server", "Prism", "moto"
_PACKAGES = {JSON_SERVER: "json-server@0.17.4", PRISM: "@stoplight/prism-cli", MOTO: "moto[server]"}
_PATIENCE = 60
_JSON = {"Content-Type": "application/json"}
_BEARER = {"Authorization": "Bearer any"}
_SIGNED = {
    "Authorization": "AWS4-HMAC-SHA256 Credential=any/20260101/us-east-1/s3/aws4_request, "
    "SignedHeaders=host, Signature=any",
    "Content-Type": "application/octet-stream",
}


@dataclass(frozen=True, slots=True)
class Other:
    """A server that is not ours, running."""

    name: str
    server: Server
    kinds: Mapping[str, Turn]
    """What is asked of it, for each kind of work that it can do."""


def install(folder: Path) -> Mapping[str, float]:
    """Install those for which this machine has what it takes; megabytes of each."""
    sizes = {}
    if shutil.which("npm"):
        for name in (JSON_SERVER, PRISM):
            command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder / name)]
            subprocess.run([*command, _PACKAGES[name]], check=True)
            sizes[name] = megabytes(folder / name)
    sizes[MOTO] = install_with_pip(folder / MOTO, _PACKAGES[MOTO])
    return sizes


def install_with_pip(folder: Path, package: str) -> float:
    """Install a package of Python and all that it needs in a folder of its own; megabytes of it."""
    command = [sys.executable, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--target"]
    subprocess.run([*command, str(folder), package], check=True)
    return megabytes(folder)


def megabytes(folder: Path) -> float:
    """Of all files in a folder."""
    return sum(file.lstat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


@contextmanager
def serve(folder: Path, name: str, students: Sequence[Mapping[str, Any]], openapi: Any) -> Iterator[Other]:
    """One of those that are installed in the folder, with students as mockedfi shows them, or its OpenAPI document."""
    port = _free_port()
    program, kinds = _KINDS[name]
    command, environment = program(folder, port, students, openapi)
    began = time.perf_counter()
    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True, env=os.environ | environment
    ) as process:
        try:
            _wait(port)
            server = Server(process, (f"http://127.0.0.1:{port}",), time.perf_counter() - began)
            if name == MOTO:
                _fill_bucket(server, students)
            yield Other(name, server, kinds(students))
        finally:
            process.terminate()


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


def _wait(port: int) -> None:
    """Until somebody listens. Raises `TimeoutError`."""
    until = time.perf_counter() + _PATIENCE
    while time.perf_counter() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.01)
        else:
            return
    raise TimeoutError(f"nobody listens at port {port}")


Command = tuple[list[str], dict[str, str]]


def _json_server(folder: Path, port: int, students: Sequence[Mapping[str, Any]], _: Any) -> Command:
    file = folder / "students.json"
    file.write_text(json.dumps({"students": students}))
    program = folder / JSON_SERVER / "node_modules/.bin/json-server"
    return [str(program), "--quiet", "--host", "127.0.0.1", "--port", str(port), str(file)], {}


def _prism(folder: Path, port: int, _: Sequence[Mapping[str, Any]], openapi: Any) -> Command:
    file = folder / "openapi.json"
    file.write_text(json.dumps(openapi))
    program = folder / PRISM / "node_modules/.bin/prism"
    return [str(program), "mock", str(file), "--port", str(port), "--verboseLevel", "silent"], {}


def _moto(folder: Path, port: int, _: Sequence[Mapping[str, Any]], __: Any) -> Command:
    command = [sys.executable, "-m", "moto.server", "--host", "127.0.0.1", "--port", str(port)]
    return command, {"PYTHONPATH": str(folder / MOTO)}


def _fill_bucket(server: Server, students: Sequence[Mapping[str, Any]]) -> None:
    with Load(server.url) as load:
        load.ask(request("PUT", "/students", _SIGNED))
        for row in students:
            load.ask(request("PUT", f"/students/{row['id']}", _SIGNED, _body(row)))


def _asked_of_json_server(students: Sequence[Mapping[str, Any]]) -> dict[str, Turn]:
    ids = [row["id"] for row in students]
    keys = [row["studentUniqueId"] for row in students]
    pages = range(1, len(students) // 25 + 1)

    def post(number: int) -> bytes:
        return request("POST", "/students", _JSON, _body(district.student(number) | {"id": f"new-{number}"}))

    def delete(number: int) -> bytes:
        return request("DELETE", f"/students/new-{number}", {})

    return {
        "GET by id": over_and_over(request("GET", f"/students/{id}", {}) for id in ids),
        "GET by key": over_and_over(request("GET", f"/students?studentUniqueId={key}", {}) for key in keys),
        "GET many 25": over_and_over(request("GET", f"/students?_limit=25&_page={page}", {}) for page in pages),
        "GET many 500": over_and_over([request("GET", "/students?_limit=500&_page=1", {})]),
        "POST a student": without_end(post),
        "PUT a student": over_and_over(request("PUT", f"/students/{row['id']}", _JSON, _body(row)) for row in students),
        "DELETE a student": deletions(post, lambda number, _: delete(number)),
    }


def _asked_of_prism(students: Sequence[Mapping[str, Any]]) -> dict[str, Turn]:
    path = "/ed-fi/students"
    item, id = f"{path}/{students[0]['id']}", {"id": students[0]["id"]}
    new = district.student(0)
    asked = {
        "GET by id": request("GET", item, _BEARER),
        "GET many 25": request("GET", f"{path}?limit=25", _BEARER),
        "POST a student": request("POST", path, _BEARER | _JSON, _body(new)),
        "PUT a student": request("PUT", item, _BEARER | _JSON, _body(id | new)),
        "DELETE a student": request("DELETE", item, _BEARER),
    }
    return {name: over_and_over([wire]) for name, wire in asked.items()}


def _asked_of_moto(students: Sequence[Mapping[str, Any]]) -> dict[str, Turn]:
    def post(number: int) -> bytes:
        return request("PUT", f"/students/new-{number}", _SIGNED, _body(district.student(number)))

    def delete(number: int) -> bytes:
        return request("DELETE", f"/students/new-{number}", _SIGNED)

    ids = [row["id"] for row in students]
    puts = [request("PUT", f"/students/{row['id']}", _SIGNED, _body(row)) for row in students]
    return {
        "GET by id": over_and_over(request("GET", f"/students/{id}", _SIGNED) for id in ids),
        "POST a student": without_end(post),
        "PUT a student": over_and_over(puts),
        "DELETE a student": deletions(post, lambda number, _: delete(number)),
    }


def _body(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document).encode()


Program = Callable[[Path, int, Sequence[Mapping[str, Any]], Any], Command]
_KINDS: Mapping[str, tuple[Program, Callable[[Sequence[Mapping[str, Any]]], dict[str, Turn]]]] = {
    JSON_SERVER: (_json_server, _asked_of_json_server),
    PRISM: (_prism, _asked_of_prism),
    MOTO: (_moto, _asked_of_moto),
}
