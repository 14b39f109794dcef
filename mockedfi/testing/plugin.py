"""The pytest plugin: an Ed-Fi ODS/API for each test, by the fixture ``edfi``."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from mockedfi import MockEdFi
    from mockedfi.testing.server import Districts, Server

_MARKER = "edfi"
_MARKER_ARGUMENTS = ("api_version", "district", "profile")
_CONTROL_KEY = "MOCKEDFI_CONTROL_KEY"


def pytest_addoption(parser: pytest.Parser) -> None:
    """The command line's options."""
    group = parser.getgroup("mockedfi", "Ed-Fi ODS/API for tests (mockedfi)")
    group.addoption(
        "--edfi-api-version", metavar="VERSION", help="API version of the edfi fixture. [default: the newest]"
    )
    group.addoption(
        "--edfi-district",
        metavar="NAME",
        action="append",
        help="District of the edfi fixture, by name or folder. May be repeated. [default: grand-bend]",
    )
    group.addoption(
        "--edfi-url",
        metavar="URL",
        help="A mockedfi server that runs already: each test takes a workspace of it. "
        f"[default: a server in this process; its control key is read from {_CONTROL_KEY}]",
    )


def pytest_configure(config: pytest.Config) -> None:
    """The marker."""
    config.addinivalue_line(
        "markers", "edfi(api_version=, district=, profile=): which Ed-Fi ODS/API the edfi fixture is for this test"
    )


@contextmanager
def _mistakes_in_one_line() -> Iterator[None]:
    """Let the test fail by what its author did wrong, without the way through our code to where it was noticed."""
    from mockedfi.errors import UserError  # noqa: PLC0415 - costs nothing until used
    from mockedfi.testing.control import ControlError  # noqa: PLC0415 - the same

    try:
        yield
    except (UserError, ControlError) as error:
        pytest.fail(f"edfi: {error}", pytrace=False)


class _Servers:
    """The servers of one session: one for each API version and choice of districts."""

    def __init__(self, settings: dict[str, Any], url: str | None) -> None:
        self._settings = settings
        self._url = url
        self._made: dict[Any, Server] = {}

    def get(self, api_version: str | None, districts: tuple[str, ...]) -> "Server":
        """A server with this version and these districts, begun at the first use."""
        from mockedfi.testing.server import OwnServer, SharedServer  # noqa: PLC0415 - costs nothing until used

        key = None if self._url else (api_version, districts)
        if key not in self._made:
            with _mistakes_in_one_line():
                self._made[key] = (
                    SharedServer(self._url, os.environ.get(_CONTROL_KEY, ""))
                    if self._url
                    else OwnServer(api_version, districts, self._settings)
                )
        return self._made[key]

    def stop(self) -> None:
        """Let go of all at the same time: each takes up to half a second."""
        if self._made:
            from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - costs nothing until used

            with ThreadPoolExecutor(len(self._made)) as pool:
                list(pool.map(lambda server: server.stop(), self._made.values()))


@pytest.fixture(scope="session")
def edfi_settings() -> dict[str, Any]:
    """Settings of the server by name, as ``mockedfi.create_app`` takes them; override it to choose your own."""
    return {}


@pytest.fixture(scope="session")
def _edfi_servers(edfi_settings: dict[str, Any], request: pytest.FixtureRequest) -> Iterator[_Servers]:
    servers = _Servers(edfi_settings, request.config.getoption("--edfi-url"))
    yield servers
    servers.stop()


@pytest.fixture(scope="session")
def edfi_server(_edfi_servers: _Servers, request: pytest.FixtureRequest) -> "Server":
    """The server of the session, in a thread on a free port: ``url``, ``control``. Tests take the fixture edfi."""
    return _edfi_servers.get(request.config.getoption("--edfi-api-version"), _districts(request, None))


@pytest.fixture
def edfi(_edfi_servers: _Servers, request: pytest.FixtureRequest) -> Iterator["MockEdFi"]:
    """An Ed-Fi ODS/API that is this test's alone and begins with the district: url, key, secret, session(), add(),
    requests, faults, clock, snapshot(). The marker edfi(api_version=, district=, profile=) chooses another one.
    """
    from mockedfi.testing.mock import MockEdFi  # noqa: PLC0415 - costs nothing until used

    asked = _asked(request)
    version = asked.get("api_version") or request.config.getoption("--edfi-api-version")
    server = _edfi_servers.get(version, _districts(request, asked.get("district")))
    made = MockEdFi(version, profile=asked.get("profile"), server=server)
    with _mistakes_in_one_line():
        made.start()
    yield made
    made.stop()


def _asked(request: pytest.FixtureRequest) -> dict[str, Any]:
    """What the markers of a test say, the nearest one first; a test whose marker is wrong fails."""
    asked: dict[str, Any] = {}
    for marker in request.node.iter_markers(_MARKER):
        unknown = [name for name in marker.kwargs if name not in _MARKER_ARGUMENTS]
        if unknown or marker.args:
            said = unknown[0] if unknown else repr(marker.args[0])
            pytest.fail(
                f"marker edfi: {said} is not known; it takes {', '.join(_MARKER_ARGUMENTS)}, by name", pytrace=False
            )
        asked = {**marker.kwargs, **asked}
    return asked


def _districts(request: pytest.FixtureRequest, asked: "Districts | None") -> tuple[str, ...]:
    from mockedfi.testing.server import DEFAULT_DISTRICT, named  # noqa: PLC0415 - costs nothing until used

    if asked is not None:
        return named(asked)
    chosen: list[str] | None = request.config.getoption("--edfi-district")
    return tuple(chosen) if chosen else (DEFAULT_DISTRICT,)
