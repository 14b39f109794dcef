"""Settings from their sources, and every way in which a configuration file can be wrong."""

import os
from pathlib import Path

import pytest

from mockedfi.errors import UserError
from mockedfi.places import fixtures
from mockedfi.settings import Settings, load, table
from mockedfi.settings.clients import client_as_json, client_from, clients_of_json, snake_case

CLIENT = '[[clients]]\nkey = "a"\nsecret = "b"\nclaim_set = "SIS Vendor"\n'


def config(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, "utf-8")
    return path


def test_without_sources_the_defaults_hold() -> None:
    settings = load()
    assert settings == Settings()
    assert (settings.host, settings.port, settings.store) == ("127.0.0.1", 54746, Path("mockedfi.json"))
    assert settings.districts == ("grand-bend", "cedar-ridge")


def test_the_command_line_beats_the_environment_and_that_the_file(tmp_path: Path) -> None:
    path = config(tmp_path, '[server]\nhost = "file"\nport = 1\nthreads = 2\n')
    environment = {"MOCKEDFI_HOST": "environment", "MOCKEDFI_PORT": "3"}
    settings = load(path, {"port": 4, "host": None}, environment)
    assert (settings.host, settings.port, settings.threads) == ("environment", 4, 2)


def test_the_environment_may_name_the_file(tmp_path: Path) -> None:
    path = config(tmp_path, "[server]\nport = 1\n")
    assert load(environment={"MOCKEDFI_CONFIG": str(path)}).port == 1


@pytest.mark.parametrize(
    ("variable", "value", "name", "expected"),
    [
        ("MOCKEDFI_API_VERSIONS", "7.3, 5.2", "api_versions", ("7.3", "5.2")),
        ("MOCKEDFI_MEMORY", "yes", "memory", True),
        ("MOCKEDFI_MEMORY", "0", "memory", False),
        ("MOCKEDFI_TOKEN_LIFETIME_MINUTES", "0.5", "token_lifetime_minutes", 0.5),
        ("MOCKEDFI_STORE", "state.json", "store", Path("state.json")),
        ("MOCKEDFI_CLAIM_SETS", f"a.json{os.pathsep}b.json", "claim_sets", (Path("a.json"), Path("b.json"))),
    ],
)
def test_texts_of_the_environment(variable: str, value: str, name: str, expected: object) -> None:
    assert getattr(load(environment={variable: value}), name) == expected


@pytest.mark.parametrize("value", ["many", "70000", "-1", "1.5"])
def test_a_wrong_text_of_the_environment(value: str) -> None:
    with pytest.raises(UserError, match=r"^environment: MOCKEDFI_PORT must be"):
        load(environment={"MOCKEDFI_PORT": value})


def test_a_variable_that_is_nearly_a_setting_is_told_and_those_of_others_are_not() -> None:
    variables = {"MOCKEDFI_PROT": "1", "MOCKEDFI_URL": "http://x", "MOCKEDFI_CONFIG": "", "PROT": "1"}
    told = "environment: MOCKEDFI_PROT is no setting; did you mean MOCKEDFI_PORT?"
    assert load(environment=variables).warnings == (told,)


def test_an_unknown_name_among_given_settings() -> None:
    with pytest.raises(UserError, match=r"^prt is no setting; did you mean port\?$"):
        load(given={"prt": 1})


def test_given_settings_are_what_a_configuration_file_would_have() -> None:
    client = {"key": "a", "secret": "b", "claim_set": "SIS Vendor", "education_organization_ids": [1]}
    settings = load(given={"claim_sets": ["a.json", Path("b.json")], "store": "c.json", "clients": [client]})
    assert (settings.claim_sets, settings.store) == ((Path("a.json"), Path("b.json")), Path("c.json"))
    assert [(each.key, each.education_organization_ids) for each in settings.clients] == [("a", (1,))]


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({"profiles": "p.xml"}, "profiles must be a list of paths of files"),
        ({"districts": [1]}, "districts must be a list of texts"),
        ({"port": "80"}, "port must be a whole number"),
        ({"port": 70000}, "port must be at most 65535"),
        ({"clients": {}}, "clients must be a list of clients"),
        ({"clients": [{"key": "a"}]}, "clients number 1: secret is missing"),
        ({"clients": ["a"]}, "clients number 1: must be a table"),
    ],
)
def test_a_wrong_value_among_given_settings(given: dict[str, object], line: str) -> None:
    with pytest.raises(UserError) as caught:
        load(given=given)
    assert str(caught.value) == line


def test_every_table_of_a_configuration_is_accepted(tmp_path: Path) -> None:
    path = config(
        tmp_path,
        CLIENT
        + 'education_organization_ids = [255901]\nnamespace_prefixes = {"5.2" = ["uri://a"], "7.0" = ["uri://b"]}\n'
        + 'profiles = ["P"]\nownership_tokens = [1, "two"]\ncreator_ownership_token = "two"\napproved = false\n'
        + '[security]\nclaim_sets = ["sets.json"]\n[[security.custom_views]]\nname = "StudentWithLuck"\n'
        + '[profiles]\nfiles = ["p.xml"]\n[composites]\nfiles = ["c.xml"]\n'
        + "[tokens]\nlifetime_minutes = 5\nper_client_limit = -1\n"
        + '[districts]\nnames = ["empty"]\n[paging]\nmax = 100\n[extensions]\nopenapi = ["e.json"]\n',
    )
    settings = load(path)
    client = settings.clients[0]
    assert [client.prefixes(version) for version in ("5.0", "5.2", "6.2", "7.3")] == [
        (),
        ("uri://a",),
        ("uri://a",),
        ("uri://b",),
    ]
    assert (client.ownership_tokens, client.creator_ownership_token, client.approved) == ((1, "two"), "two", False)
    assert settings.custom_views == ({"name": "StudentWithLuck"},)
    assert settings.claim_sets == (tmp_path / "sets.json",)
    assert (settings.token_lifetime_minutes, settings.token_per_client_limit, settings.paging_max) == (5, -1, 100)
    assert len(settings.warnings) == sum(not row.built for row in table())
    assert all("has no effect yet" in line for line in settings.warnings)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "[tokens]\nlifetime_minute = 3\n",
            "2: lifetime_minute is not a setting of [tokens]; did you mean lifetime_minutes?",
        ),
        ("\n[token]\nx = 3\n", "2: [token] is not a table of the configuration; did you mean tokens?"),
        ("port = 1\n", "1: port stands in no table; move it below [server]"),
        ("tokens = 3\n", "1: tokens must be a table; write [tokens] on a line of its own"),
        ("[tokens]\n\nlifetime_minutes = '3'\n", "3: [tokens] lifetime_minutes must be a number"),
        ("[server]\nport = 70000\n", "2: [server] port must be at most 65535"),
        ("[server]\nport = true\n", "2: [server] port must be a whole number"),
        ("[server]\nmemory = 1\n", "2: [server] memory must be true or false"),
        ("[districts]\nnames = 'empty'\n", "2: [districts] names must be a list of texts"),
        ("[profiles]\nfiles = [1]\n", "2: [profiles] files must be a list of paths of files"),
        (
            "[security.custom_views]\nname = 'a'\n",
            "1: [security] custom_views must be tables, each with a [[header]] of its own",
        ),
        ("[clients]\nkey = 'a'\n", "1: clients must be tables; write [[clients]] before each"),
        (CLIENT + CLIENT, '6: [[clients]] number 2: key "a" is taken by one above it'),
        (
            CLIENT + "\n" + CLIENT.replace("claim_set", "claimset"),
            "9: [[clients]] number 2: claimset is not a setting of a client; did you mean claim_set?",
        ),
        ("[[clients]]\nkey = 'a'\n", "1: [[clients]] number 1: secret is missing"),
        (CLIENT + "approved = 'yes'\n", "5: [[clients]] number 1: approved must be true or false"),
        (
            CLIENT + "education_organization_ids = ['1']\n",
            "5: [[clients]] number 1: education_organization_ids must be a list of whole numbers",
        ),
        (
            CLIENT + "namespace_prefixes = {new = ['x']}\n",
            '5: [[clients]] number 1: namespace_prefixes has the key "new", which is no API version such as "7.3"',
        ),
    ],
)
def test_a_wrong_configuration_is_one_line_with_file_place_and_remedy(tmp_path: Path, text: str, line: str) -> None:
    path = config(tmp_path, text)
    with pytest.raises(UserError) as caught:
        load(path)
    assert str(caught.value) == f"{path}:{line}"


def test_broken_toml_names_line_and_column(tmp_path: Path) -> None:
    path = config(tmp_path, "[server\n")
    with pytest.raises(UserError, match=r"line 1, column 8\); mend the TOML there$"):
        load(path)


def test_a_file_that_is_not_there_or_no_text(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"none\.toml: No such file or directory; name a TOML file$"):
        load(tmp_path / "none.toml")
    (tmp_path / "binary.toml").write_bytes(b"\xff")
    with pytest.raises(UserError, match="is not text in UTF-8"):
        load(tmp_path / "binary.toml")


def test_the_default_client_is_the_documented_one() -> None:
    default = clients_of_json(fixtures() / "clients.json")[0]
    assert (default.key, default.secret) == ("RvcohKz9zHI4", "E1iEFusaNf81xzCxwHfbolkC")
    assert (default.claim_set, default.education_organization_ids) == ("Ed-Fi Sandbox", (255901,))
    assert default.prefixes("5.2") == ("uri://ed-fi.org", "uri://gbisd.edu")
    assert default.prefixes("7.3") == ("uri://ed-fi.org", "uri://gbisd.edu", "uri://tpdm.ed-fi.org")
    assert default.profiles == ()


def test_clients_survive_the_way_through_json() -> None:
    for client in clients_of_json(fixtures() / "clients.json"):
        assert client_from(snake_case(client_as_json(client))) == client


def test_a_broken_file_of_clients_names_the_client(tmp_path: Path) -> None:
    path = tmp_path / "clients.json"
    path.write_text('[{"key": "a", "secret": "b", "claimset": "c"}]')
    with pytest.raises(
        UserError, match=r"clients\.json: client 1: claimset is not a setting of a client; did you mean"
    ):
        clients_of_json(path)
