"""The command line: what commands print, and one line with exit status 2 for every mistake."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from mockedfi import __version__
from mockedfi.cli import main

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A command line in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: CliRunner().invoke(main, [str(each) for each in arguments], prog_name="mockedfi")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """The URL of a server that ``mockedfi serve`` started with a store, and the store's file."""
    store = tmp_path_factory.mktemp("served") / "state.json"
    arguments = ["serve", "--port", "0", "--store", str(store), "--district", "empty"]
    process = _start(arguments)
    assert process.stdout is not None
    yield _ready(process.stdout.readline()).removesuffix("/v7.3/api"), store
    process.terminate()
    process.wait(timeout=20)
    process.stdout.close()


class Started(subprocess.Popen[str]):
    """A process that does not outlive its with block, however that ends."""

    def __exit__(self, *error: object) -> None:
        self.kill()
        super().__exit__(*error)


def _start(arguments: list[str], variables: Mapping[str, str] | None = None, **more: Any) -> Started:
    command = [sys.executable, "-W", "error", "-m", "mockedfi", *arguments]
    folder = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": str(folder), **(variables or {})}
    return Started(command, stdout=subprocess.PIPE, text=True, env=environment, **more)


def _ready(line: str) -> str:
    head, _, url = line.strip().partition(": ")
    assert head == "mockedfi ready"
    return url


def test_serve_says_where_it_is_and_who_may_call(tmp_path: Path) -> None:
    process = _start(["serve", "--port", "0", "--memory"], cwd=tmp_path, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    with process:
        urls = [_ready(process.stdout.readline()) for _ in range(2)]
        assert process.stdout.readline() == "key: RvcohKz9zHI4  secret: E1iEFusaNf81xzCxwHfbolkC\n"
        assert process.stdout.readline() == f"console, for browsers: {urls[0].removesuffix('/v7.3/api')}\n"
        for url, version in zip(urls, ("7.3", "5.2"), strict=True):
            assert url.endswith(f"/v{version}/api")
            with urllib.request.urlopen(url, timeout=20) as answer:
                assert json.load(answer)["version"] == version
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 0
        assert process.stderr.read() == "mockedfi stopped\n"
    assert not list(tmp_path.iterdir())


def test_serve_says_it_to_programs(tmp_path: Path) -> None:
    home = {"HOME": str(tmp_path), "USERPROFILE": str(tmp_path)}
    process = _start(["serve", "--port", "0", "--memory", "--https", "--district", "empty", "--json"], home)
    assert process.stdout is not None
    with process:
        said = json.loads(process.stdout.readline())
        process.terminate()
    assert [url[-9:] for url in said["urls"]] == ["/v7.3/api", "/v5.2/api"]
    assert (said["key"], said["secret"]) == ("RvcohKz9zHI4", "E1iEFusaNf81xzCxwHfbolkC")
    assert Path(said["certificateAuthority"]).is_relative_to(tmp_path)


def test_help_fits_one_screen_and_names_every_command(run: Run) -> None:
    result = run()
    assert result.exit_code == 0
    assert len(result.output.splitlines()) <= 24
    for command in main.list_commands(None):
        assert f"  {command}" in result.output
        assert run(command, "--help").exit_code == 0


@pytest.mark.parametrize("group", ["districts", "model"])
def test_a_group_without_a_command_says_which_there_are(run: Run, group: str) -> None:
    result = run(group)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == run(group, "--help").stdout


def test_the_version(run: Run) -> None:
    assert run("--version").output == f"{__version__}\n"


def test_serve_has_an_option_for_each_setting_that_names_one(run: Run) -> None:
    text = run("serve", "--help").output
    for option in ("--host", "--port", "--api-version", "--district", "--store", "--memory", "--config"):
        assert option in text


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["srve"], "there is no command srve; did you mean serve; see mockedfi --help"),
        (["serve", "--prt", "1"], "No such option '--prt'. Did you mean '--port'; see mockedfi serve --help"),
        (
            ["serve", "--port", "x"],
            "Invalid value for '--port': 'x' is not a valid integer range; see mockedfi serve --help",
        ),
        (["serve", "--api-version", "7.4", "--memory"], "there is no API version 7.4; did you mean 7.3?"),
        (["serve", "--config", "none.toml"], "none.toml: No such file or directory; name a TOML file"),
        (["claim-sets", "SIS Vendr"], "API version 7.3 has no claim set SIS Vendr; did you mean SIS Vendor?"),
        (["claim-sets", "--api-version", "x"], "there is no API version x; there are 5.2, 5.3, 6.2, 7.1, 7.2, 7.3"),
        (
            ["token", "sis-vendr"],
            "no client has the key sis-vendr; did you mean sis-vendor?; see mockedfi clients, or give --secret",
        ),
        (
            ["token", "--url", "nowhere"],
            "nowhere/oauth/token is no URL of a server; write it as http://127.0.0.1:54746",
        ),
    ],
)
def test_a_mistake_is_one_line_with_the_remedy(run: Run, arguments: list[str], line: str) -> None:
    result = run(*arguments)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"mockedfi: {line}\n")


def test_an_unknown_district_leaves_nothing_behind(run: Run, tmp_path: Path) -> None:
    result = run("serve", "--district", "grand-bent")
    assert result.exit_code == 2
    assert result.stderr.startswith("mockedfi: there is no district 'grand-bent'; did you mean 'grand-bend'?")
    assert result.stderr.count("\n") == 1
    assert not (tmp_path / "mockedfi.json").exists()


def test_a_broken_configuration_leaves_nothing_behind(run: Run, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("[tokens]\nlifetime_minute = 3\n")
    result = run("serve", "--config", "config.toml")
    assert (result.exit_code, result.stdout) == (2, "")
    expected = "mockedfi: config.toml:2: lifetime_minute is not a setting of [tokens]; did you mean lifetime_minutes?\n"
    assert result.stderr == expected
    assert [path.name for path in tmp_path.iterdir()] == ["config.toml"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("{", r"sets.json: Expecting property name"),
        ("[]", "sets.json: must be an object with claim_sets"),
        ('{"claim_set": {}}', "sets.json: claim_set is no part of the notation; did you mean claim_sets?"),
        ('{"claim_sets": {"A": []}}', "sets.json: claim_sets must be an object of objects"),
        ('{"claim_sets": {"A": {"student": ["Read"]}}}', "sets.json: A must be an object of objects"),
        (
            '{"claim_sets": {"A": {"student": {"Reed": []}}}}',
            "sets.json: A: student: Reed is no action; did you mean Read?",
        ),
        (
            '{"claim_sets": {"A": {"student": {"Read": "x"}}}}',
            "sets.json: A: student: Read must have a list of strategies",
        ),
        ('{"resource_claims": {"a": {"defaults": []}}}', "sets.json: a must be an object of strategies by action"),
    ],
)
def test_a_broken_file_of_claim_sets(run: Run, tmp_path: Path, text: str, line: str) -> None:
    (tmp_path / "config.toml").write_text('[security]\nclaim_sets = ["sets.json"]\n')
    (tmp_path / "sets.json").write_text(text)
    result = run("claim-sets", "--config", "config.toml")
    assert result.exit_code == 2
    assert result.stderr.startswith(f"mockedfi: {line}")
    assert result.stderr.count("\n") == 1


def test_a_claim_set_of_ones_own(run: Run, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[security]\nclaim_sets = ["sets.json"]\n')
    grants = {"domains/people": {"Read": []}, "student": {"Create": ["NoFurtherAuthorizationRequired"]}}
    (tmp_path / "sets.json").write_text(json.dumps({"claim_sets": {"Mine": grants}}))
    shown = json.loads(run("claim-sets", "Mine", "--config", "config.toml", "--json").output)
    by_resource = {row["resource"]: row["actions"] for row in shown["resources"]}
    assert by_resource["/ed-fi/students"] == {
        "Create": ["NoFurtherAuthorizationRequired"],
        "Read": ["RelationshipsWithEdOrgsAndPeople"],
    }
    assert by_resource["/ed-fi/staffs"] == {"Read": ["RelationshipsWithEdOrgsAndPeople"]}


def test_claim_sets_as_tables(run: Run) -> None:
    assert "SIS Vendor" in run("claim-sets").output
    assert {"name": "SIS Vendor", "claims": 10} in json.loads(
        run("claim-sets", "--api-version", "5.2", "--json").output
    )
    text = run("claim-sets", "Roster Vendor").output
    assert "/ed-fi/students" in text
    assert "RelationshipsWithEdOrgsAndPeople" in text


def test_clients_are_shown(run: Run, tmp_path: Path) -> None:
    text = '[[clients]]\nkey = "mine"\nsecret = "s"\nclaim_set = "SIS Vendor"\n'
    (tmp_path / "config.toml").write_text(text)
    shown = json.loads(run("clients", "--json", "--config", "config.toml").output)
    assert shown[0]["key"] == "RvcohKz9zHI4"
    assert shown[-1]["key"] == "mine"
    assert "RvcohKz9zHI4" in run("clients").output


def test_each_standard_claim_set_has_a_client(run: Run) -> None:
    clients = {client["claimSet"] for client in json.loads(run("clients", "--json").output)}
    for version in ("5.2", "7.3"):
        rows = json.loads(run("claim-sets", "--api-version", version, "--json").output)
        assert {row["name"] for row in rows} <= clients


def test_districts_are_listed(run: Run) -> None:
    names = [row["name"] for row in json.loads(run("districts", "list", "--json").output)]
    assert {"empty", "grand-bend", "cedar-ridge"} <= set(names)
    assert "grand-bend" in run("districts", "list").output


def test_a_token_of_a_running_server(run: Run, served: tuple[str, Path]) -> None:
    url, _ = served
    token = run("token", "--url", url).output.strip()
    assert len(token) == 32
    assert (
        json.loads(run("token", "sis-vendor", "--url", url, "--api-version", "5.2", "--json").output)["expires_in"]
        == 1800
    )
    curl = run("token", "--url", url, "--curl").output
    assert curl.startswith('curl -H "Authorization: Bearer ')
    assert f"{url}/data/v3/ed-fi/students?limit=5" in curl
    wrong = run("token", "nobody", "--secret", "none", "--url", url)
    assert wrong.stderr == f"mockedfi: {url} refused the client nobody with status 401; see mockedfi clients\n"


def test_reset_of_a_running_server(run: Run, served: tuple[str, Path]) -> None:
    url, store = served
    assert run("reset", "--url", url).output == f"{url} was reset\n"
    in_use = run("reset", "--store", store)
    assert (in_use.exit_code, in_use.stderr.count("\n")) == (2, 1)
    assert "is in use by another mockedfi" in in_use.stderr
    assert "name the server that uses it with --url" in in_use.stderr


def test_a_store_serves_one_server_at_a_time(run: Run, served: tuple[str, Path]) -> None:
    result = run("serve", "--port", "0", "--store", served[1])
    assert result.exit_code == 2
    assert "is in use by another mockedfi" in result.stderr


def test_reset_of_a_file(run: Run, tmp_path: Path) -> None:
    assert run("reset").output == "mockedfi.json does not exist; there is nothing to reset\n"
    (tmp_path / "students.json").write_text("[]")
    run("load", "students.json", "--store", "mockedfi.json", "--district", "empty")
    assert (tmp_path / "mockedfi.json").exists()
    assert json.loads(run("reset", "--json").output) == {
        "status": "reset",
        "detail": "mockedfi.json was reset; the next start begins anew",
    }
    assert not (tmp_path / "mockedfi.json").exists()


def test_no_server_is_one_line(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    result = run("reset", "--url", f"http://127.0.0.1:{port}")
    assert result.exit_code == 2
    assert "start one with mockedfi serve, or name it with --url" in result.stderr


@pytest.mark.parametrize(
    ("options", "line"),
    [
        (["--store", "folder.json"], "folder.json is no file; name another with --store, or use --memory"),
        (["--store", "file/state.json"], "file/state.json cannot be used"),
        (["--store", "cut-short.json"], "cut-short.json is damaged"),
        (["--store", "foreign.json"], "foreign.json is not a store of mockedfi; name another file with --store"),
        (["--store", "lost.json"], "lost.json.journal is damaged at byte 0; it was left as it is: put a copy back"),
        (["--memory", "--host", "192.0.2.1"], "cannot listen on 192.0.2.1:0: "),
        (["--memory", "--host", "nowhere.invalid"], "cannot listen on nowhere.invalid:0: "),
        (["--memory", "--host", ""], "cannot listen on :0: no address; choose another with --host and --port"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
def test_a_start_that_fails_is_one_line_with_the_remedy(
    run: Run, tmp_path: Path, options: list[str], line: str
) -> None:
    (tmp_path / "folder.json").mkdir()
    (tmp_path / "file").touch()
    files = {"cut-short.json": '{"a":', "foreign.json": '{"a": {"1": {}}}', "lost.json.journal": "nonsense\nmore\n"}
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    result = run("serve", "--port", "0", "--district", "empty", *options)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"mockedfi: {line}")
    assert result.stderr.count("\n") == 1
    assert {name: (tmp_path / name).read_text() for name in files} == files


def test_a_busy_port(run: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = run("serve", "--memory", "--port", port, "--district", "empty")
    assert result.exit_code == 2
    assert result.stderr == (
        f"mockedfi: port {port} is in use; stop what uses it, or choose another with --port (0: a free one)\n"
    )
