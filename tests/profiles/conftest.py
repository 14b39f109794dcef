"""A server of the two versions whose wire is known best, with the profiles of this folder."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from mockedfi.control.host import Host
from mockedfi.http.start import application
from mockedfi.settings import Settings
from tests.api import Api

HERE = Path(__file__).parent
VERSIONS = ("5.2", "7.3")
FILES = (HERE / "invented.xml", HERE / "invalid.xml")


@pytest.fixture(scope="session")
def profiled_host() -> Iterator[Host]:
    """Both versions with Grand Bend, in memory."""
    host = Host(
        Settings(api_versions=VERSIONS, memory=True, token_per_client_limit=0, profiles=FILES),
        notice=lambda line: None if "Lost-" in line else pytest.fail(line),
    )
    yield host
    host.close()


@pytest.fixture
def served(profiled_host: Host) -> Iterator[Callable[[str], Api]]:
    """An API by its version, at the district's state before and after the test."""
    app = application(profiled_host)
    marks = {instance: instance.documents.mark() for instance in profiled_host.instances.values()}
    yield lambda version: Api(app, profiled_host, version)
    for instance, mark in marks.items():
        instance.documents.rewind(mark)


@pytest.fixture(params=VERSIONS)
def api(request: pytest.FixtureRequest, served: Callable[[str], Api]) -> Api:
    """The API of each version in turn."""
    return served(request.param)
