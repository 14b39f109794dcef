"""Wrong uses of every command: each is one line with the remedy and exit status 2, and changes no file."""

import shlex
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from mockedfi.cli import main
from mockedfi.http.start import Running
from mockedfi.settings import Settings

FILES = {
    "text.txt": b"hello\n",
    "broken.toml": b"x =\n",
    "broken.json": b"{\n",
    "object.json": b'{"a": 1}',
    "binary.json": b"\xff\xfe\xfd",
    "broken.xml": b"<a",
    "other.xml": b"<a/>",
    "entity.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    "students.json": b"[]",
    "schools.json": b"[1]",
    "folder/readme.md": b"",
}
USES = """
serve --port 99999                                        Invalid value for '--port': 99999 is not in the range
serve --district nowhere                                  there is no district 'nowhere'; known are
serve --district folder                                   folder: there is no district.toml in this folder
serve --district text.txt                                 there is no district 'text.txt'
serve --config folder                                     folder: Is a directory; name a TOML file
serve --config broken.toml                                broken.toml: Invalid value (at line 1, column 4)
serve --store folder                                      folder is no file; name another with --store
serve --store text.txt/state.json                         text.txt/state.json cannot be
serve --memory --certificate none.pem                     none.pem cannot be used for HTTPS
serve --memory --certificate text.txt                     text.txt cannot be used for HTTPS
serve --durability fast                                   Invalid value for '--durability': 'fast' is not one of
serve --memory --store state.json                         --store and --memory exclude each other
serve --config                                            Option '--config' requires an argument; see mockedfi serve
serve --api-version 5                                     there is no API version 5; did you mean
clients --config none.toml                                none.toml: No such file or directory; name a TOML file
token --url SERVER nobody                                 no client has the key nobody; see mockedfi clients
token --url SERVER --secret wrong                         SERVER refused the client RvcohKz9zHI4 with status 401
token --url SERVER --api-version 6.2                      SERVER/v6.2/api issues no tokens; name a server
token --url SERVER/nowhere                                SERVER/nowhere issues no tokens; name a server
token --url OTHER                                         OTHER issues no tokens; name a server
token --url http://127.0.0.1:9                            no server answers at http://127.0.0.1:9/oauth/token
token --url ftp://a                                       ftp://a/oauth/token is no URL of a server; write it as
token --url http://[::1                                   http://[::1/oauth/token is no URL of a server
token --url http://127.0.0.1:many                         http://127.0.0.1:many/oauth/token is no URL of a server
token --url ENCRYPTED                                     what answers at ENCRYPTED/oauth/token does not speak HTTPS
claim-sets Nope                                           API version 7.3 has no claim set Nope; see mockedfi claim-sets
profiles Nope                                             API version 7.3 has no profile Nope; see mockedfi profiles
profiles --api-version 1                                  there is no API version 1
explain KEY Reed students --url SERVER                    Reed is no action of this version; did you mean Read?
explain KEY Read studentz --url SERVER                    API version 7.3 has no resource studentz; did you mean
explain KEY Read students none --url SERVER               students has no item none
explain KEY Read students --api-version 9 --url SERVER    9 is not served here; there are 7.3
explain KEY Create students --document folder             folder: Is a directory; name a JSON file
explain KEY Create students --document broken.json        broken.json: Expecting property name
explain KEY Create students --document students.json --url SERVER  document must be an object
explain                                                   Missing argument 'CLIENT|EXPLANATION'; see mockedfi explain
explain KEY --url SERVER                                  there is no explanation KEY; to ask about a client, name an
explain KEY Read                                          Missing argument 'RESOURCE'; see mockedfi explain --help
districts lst                                             No such command 'lst'. Did you mean 'list'
districts show nowhere                                    there is no district 'nowhere'
districts generate                                        Missing option '-o' / '--output'
districts generate --students -1 -o new                   Invalid value for '--students'
districts generate --students 10 -o text.txt              text.txt cannot be written (File exists)
districts generate --students 10 -o text.txt/new          text.txt/new cannot be written (Not a directory)
districts generate --data-standard 3 -o new               no API version has data standard 3; did you mean 3.3?
districts validate folder                                 folder: there is no district.toml in this folder
load none.json --url SERVER                               none.json cannot be read (No such file or directory)
load folder --url SERVER                                  folder: there is no .json, .jsonl, .xml file
load text.txt --url SERVER                                text.txt: a file's name must end in
load broken.json --url SERVER                             broken.json: data standard 5.2 has no resource broken
load broken.json --resource students --url SERVER         broken.json is no JSON
load binary.json --resource students --url SERVER         binary.json is no JSON
load schools.json --url SERVER                            schools.json: number 1 is no document
load students.json --resource studentz --url SERVER       --resource: data standard 5.2 has no resource studentz
load broken.xml --url SERVER                              broken.xml is no XML that can be read
load other.xml --url SERVER                               other.xml is no Ed-Fi interchange file
load entity.xml --url SERVER                              entity.xml is no XML that can be read
load students.json --url SERVER --secret wrong            SERVER refused the client open with status 401
load students.json --url OTHER                            OTHER does not answer as an Ed-Fi API does
load students.json --url http://127.0.0.1:many            http://127.0.0.1:many is no URL of a server
load students.json --store object.json                    object.json is not a store of mockedfi
export -o text.txt --url SERVER                           text.txt cannot be written
export -o new --store none.json                           none.json is not there; name a file that
reset --url OTHER                                         OTHER/mockedfi/reset does not answer as mockedfi does
reset --store folder                                      folder is no file
reset --store text.txt                                    text.txt is damaged
reset --store object.json                                 object.json is not a store of mockedfi
snapshot --drop --url SERVER                              name the snapshot; see mockedfi snapshot --list
snapshot none --drop --url SERVER                         the server refused with status 404: there is no snapshot none;
snapshot a/b --url SERVER                                 the server refused with status 400: the name of a snapshot
snapshot --list --drop --url SERVER                       choose one of --list, --drop
snapshot --list --url OTHER                               OTHER/mockedfi/snapshots does not answer as mockedfi does
snapshot --import none.json --url SERVER                  none.json: No such file or directory; name a file that
snapshot --import object.json --url SERVER                object.json is no snapshot; name a file that
record -o new --url SERVER --client nobody                SERVER remembers no such requests
record -o new --url SERVER --workspace none               the server refused with status 404: there is no workspace
record -o new --url OTHER                                 OTHER/mockedfi/requests does not answer as mockedfi does
postman -o text.txt                                       text.txt/v7.3 cannot be written
postman -o new --api-version 9                            there is no API version 9; there are
postman -o new --base-url nowhere                         nowhere is no URL of a server
model build --name 9                                      Missing option '--data-standard-version'
model build --name 9 --data-standard-version 9 -o new     model build: nothing to build from
model build --name 9 --data-standard-version 9 -o new --openapi broken.json  broken.json: not an OpenAPI document
model build --name 9 --data-standard-version 9 -o new --sql text.txt  text.txt: no table of schema edfi
doctor --port many                                        Invalid value for '--port': 'many' is not
doctor extra                                              Got unexpected extra argument (extra)
"""


def uses() -> list[tuple[str, str]]:
    """Command line and beginning of what is said, which stand in two columns."""
    lines = (line.rpartition("  ") for line in USES.strip().splitlines())
    return [(use.strip(), said) for use, _, said in lines]


class Other(BaseHTTPRequestHandler):
    """A server that is no mockedfi: it answers everything with a JSON text."""

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'"hello"')

    do_POST = do_GET  # noqa: N815 - what the server looks for

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def places() -> Iterator[dict[str, str]]:
    """What the words in capitals stand for."""
    running = Running(Settings(port=0, memory=True, districts=("empty",)), notice=pytest.fail)
    other = HTTPServer(("127.0.0.1", 0), Other)
    threads = [threading.Thread(target=run) for run in (running.run, other.serve_forever)]
    for thread in threads:
        thread.start()
    yield {
        "SERVER": running.url,
        "ENCRYPTED": running.url.replace("http:", "https:"),
        "OTHER": f"http://127.0.0.1:{other.server_port}",
        "KEY": running.default_client.key,
    }
    running.close()
    other.shutdown()
    other.server_close()
    for thread in threads:
        thread.join(timeout=10)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files of all kinds, none of them right."""
    made = tmp_path_factory.mktemp("wrong")
    for name, content in FILES.items():
        (made / name).parent.mkdir(exist_ok=True)
        (made / name).write_bytes(content)
    return made


@pytest.mark.parametrize(("use", "said"), uses(), ids=[use for use, _ in uses()])
def test_one_line_with_the_remedy_and_nothing_changed(
    places: dict[str, str], folder: Path, monkeypatch: pytest.MonkeyPatch, use: str, said: str
) -> None:
    monkeypatch.chdir(folder)
    for word, place in places.items():
        use, said = use.replace(word, place), said.replace(word, place)
    result = CliRunner().invoke(main, shlex.split(use), prog_name="mockedfi")
    assert (result.exit_code, result.stdout, result.stderr.count("\n")) == (2, "", 1)
    assert result.stderr.startswith(f"mockedfi: {said}")
    found = {str(each.relative_to(folder)) for each in folder.rglob("*") if each.is_file() and each.suffix != ".lock"}
    assert found == {*FILES}
    assert {name: (folder / name).read_bytes() for name in FILES} == FILES


def test_every_command_is_among_them() -> None:
    assert {use.split()[0] for use, _ in uses()} == {*main.list_commands(None)}
