"""One server a version for all tests of the folder, in memory, with nothing in it but descriptors and school years."""

import pytest

from .world import STANDARDS, World


@pytest.fixture(scope="session")
def worlds() -> dict[str, World]:
    return {version: World.of(version) for version in STANDARDS}


@pytest.fixture
def version(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture
def world(worlds: dict[str, World], version: str) -> World:
    return worlds[version]
