"""The Authorization header of a data request."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from mockedfi.problems import Refusal
from mockedfi.security.bearer import authenticate
from mockedfi.security.clients import Client
from mockedfi.security.tokens import Tokens
from tests.security.worlds import VERSIONS, Told, World, request

SIS = Client(key="sis", secret="x", claim_set="SIS Vendor")
OTHER = Client(key="other", secret="x", claim_set="SIS Vendor")
UNKNOWN = "d49f5c606f03406db2e01b1c82d2997f"


def told(world: World, path: str, header: str | None) -> Told:
    headers = {} if header is None else {"authorization": header}
    with pytest.raises(Refusal) as refused:
        authenticate(request(path, **headers), world.tokens)
    assert refused.value.why is not None
    return Told(world, refused.value)


ROWS = [
    (None, "Authorization header is missing."),
    ("", "Authorization header is missing."),
    ("Basic abc", "Unknown Authorization header scheme."),
    ("Bearer", "Missing Authorization header bearer token value."),
    ("Bearer  ", "Missing Authorization header bearer token value."),
    ("Bearer nonsense", "Invalid Authorization header."),
    (f"Bearer {UNKNOWN}", "Invalid Authorization header."),
]


@pytest.mark.parametrize(("header", "error"), ROWS)
@pytest.mark.parametrize("version", VERSIONS)
def test_refusals(version: str, header: str | None, error: str) -> None:
    world = World(version)
    answer = told(world, "/data/v3/ed-fi/students", header)
    assert answer.status == 401
    if version == "5.2":
        assert answer.body is None
    else:
        assert answer.type == "security:authentication"
        assert answer.body["title"] == "Authentication Failed"
        assert answer.text == f"The caller could not be authenticated. | {error}"


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    ("path", "with_body"),
    [
        ("/data/v3/ed-fi/students", True),
        ("/Composites/v1/ed-fi", True),
        ("/changeQueries/v1/availableChangeVersions", True),
        ("/identity/v2/identities", False),
        ("/oauth/token_info", False),
        ("/database", False),
    ],
)
def test_where_a_refusal_has_a_body(version: str, path: str, with_body: bool) -> None:
    answer = told(World(version), path, None)
    assert (answer.status, answer.body is not None) == (401, with_body and version == "7.3")


@pytest.mark.parametrize("version", VERSIONS)
def test_a_token_lives_until_it_expires(version: str) -> None:
    world = World(version)
    world.clients.add(SIS)
    value = world.tokens.issue(SIS).value
    dashed = f"{value[:8]}-{value[8:12]}-{value[12:16]}-{value[16:20]}-{value[20:]}"
    for spelled in (f"Bearer {value}", f"bearer {value.upper()}", f"Bearer {dashed}", f"Bearer {{{dashed}}}"):
        assert authenticate(request(authorization=spelled), world.tokens).client is SIS
    world.clock.advance(timedelta(minutes=30))
    answer = told(world, "/data/v3/ed-fi/students", f"Bearer {value}")
    assert answer.status == 401
    if version == "7.3":
        assert answer.body["errors"] == ["Invalid token"]


def test_a_client_that_is_gone_or_changed() -> None:
    world = World("7.3")
    world.clients.add(SIS)
    value = world.tokens.issue(SIS).value
    assert authenticate(request(authorization=f"Bearer {value}"), world.tokens).education_organization_ids == ()
    world.clients.add(Client(key="sis", secret="x", claim_set="SIS Vendor", education_organization_ids=(5,)))
    assert authenticate(request(authorization=f"Bearer {value}"), world.tokens).education_organization_ids == (5,)
    world.clients.remove("sis")
    assert told(world, "/data", f"Bearer {value}").body["errors"] == ["Invalid Authorization header."]


@pytest.mark.usefixtures("in_short_turns")
def test_tokens_are_found_while_others_are_given_up() -> None:
    world = World("7.3")
    world.clients.add(SIS)
    world.clients.add(OTHER)
    tokens = Tokens(world.clock, world.clients)
    for _ in range(400):
        tokens.caller(tokens.issue(SIS).value)
    world.clock.advance(3 * tokens.lifetime)
    fresh = [tokens.issue(OTHER).value for _ in range(5000)]
    begun = threading.Event()

    def find_all() -> list[object]:
        begun.set()
        return [tokens.caller(value) for value in fresh]

    with ThreadPoolExecutor() as pool:
        finding = pool.submit(find_all)
        begun.wait()
        tokens.issue(SIS)
        assert None not in finding.result()
