"""A served API in memory for each version; every test begins with the district's state.

``api`` runs a test once per version, ``client`` is its default client; ``api_of("7.3")`` is for tests of one version;
``serve`` makes a server with settings of one's own.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from mockedfi.control.host import Host
from mockedfi.dialect.versions import VERSIONS
from mockedfi.http.start import application
from mockedfi.settings import Settings
from tests.api import Api, Caller


@pytest.fixture(scope="session")
def shared_host() -> Iterator[Host]:
    """Every version with Grand Bend, in memory; clients may hold any number of tokens."""
    host = Host(Settings(api_versions=tuple(VERSIONS), memory=True, token_per_client_limit=0), notice=pytest.fail)
    yield host
    host.close()


@pytest.fixture(scope="session")
def shared_app(shared_host: Host) -> Flask:
    """The application of `shared_host`."""
    return application(shared_host)


@pytest.fixture
def api_of(shared_host: Host, shared_app: Flask) -> Iterator[Callable[[str], Api]]:
    """An API by its version, at the district's state before and after the test."""
    marks = {instance: instance.documents.mark() for instance in shared_host.instances.values()}
    yield lambda version: Api(shared_app, shared_host, version)
    for instance, mark in marks.items():
        instance.documents.rewind(mark)


@pytest.fixture(params=sorted(VERSIONS))
def api(request: pytest.FixtureRequest, api_of: Callable[[str], Api]) -> Api:
    """The API of each version in turn."""
    return api_of(request.param)


@pytest.fixture
def client(api: Api) -> Caller:
    """The default client of `api`."""
    return api.caller()


@pytest.fixture
def serve() -> Iterator[Callable[..., Api]]:
    """Serve an API with settings of one's own, in memory unless they name a store; the first version is answered."""
    hosts = []

    def served(**settings: Any) -> Api:
        chosen = Settings(**({"api_versions": ("7.3",), "memory": "store" not in settings} | settings))
        host = Host(chosen, notice=pytest.fail)
        hosts.append(host)
        return Api(application(host), host, chosen.api_versions[0])

    yield served
    for host in hosts:
        host.close()
