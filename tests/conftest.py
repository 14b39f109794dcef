"""A served API in memory for each version; every test begins with the district's state.

``api`` runs a test once per version that is served by default, ``client`` is its default client; ``api_of("6.2")`` is
for tests of one version; ``serve`` makes a server with settings of one's own; ``in_short_turns`` is for tests of
threads.
"""

import gc
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask

from mockedfi.control.host import Host
from mockedfi.dialect.versions import DEFAULT_VERSIONS
from mockedfi.http.start import application
from mockedfi.instance import Instance
from mockedfi.settings import Settings
from mockedfi.store import Mark
from tests.api import Api, Caller

gc.set_threshold(50_000, 20, 20)
"""The models of all versions stay for the whole run; by default, a fifth of it would go into looking through them."""


@pytest.fixture(scope="session")
def served_once() -> Iterator[Callable[[str], tuple[Flask, Host]]]:
    """A server by a version, with Grand Bend, in memory; clients may hold any number of tokens.

    One server has the versions that are served by default, any other version has its own.
    """
    hosts: dict[str, tuple[Flask, Host]] = {}

    def served(version: str) -> tuple[Flask, Host]:
        if version not in hosts:
            versions = DEFAULT_VERSIONS if version in DEFAULT_VERSIONS else (version,)
            host = Host(Settings(api_versions=versions, memory=True, token_per_client_limit=0), notice=pytest.fail)
            hosts.update(dict.fromkeys(versions, (application(host), host)))
        return hosts[version]

    yield served
    for _, host in hosts.values():
        host.close()


@pytest.fixture
def api_of(served_once: Callable[[str], tuple[Flask, Host]]) -> Iterator[Callable[[str], Api]]:
    """An API by its version, at the district's state before and after the test."""
    marks: dict[Instance, Mark] = {}

    def found(version: str) -> Api:
        app, host = served_once(version)
        for instance in host.instances.values():
            marks.setdefault(instance, instance.documents.mark())
        return Api(app, host, version)

    yield found
    for instance, mark in marks.items():
        instance.documents.rewind(mark)


@pytest.fixture(params=sorted(DEFAULT_VERSIONS))
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


@pytest.fixture
def in_short_turns() -> Iterator[None]:
    """Threads take turns after a few instructions."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)
