"""One server a version for all tests of the folder, in memory, with nothing in it but descriptors and school years."""

import pytest

from .world import STANDARDS, World


@pytest.fixture(scope="session")
def worlds() -> dict[str, World]:
    return {version: World.of(version) for version in STANDARDS}


@pytest.fixture
def version(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(scope="session")
def other_worlds() -> dict[str, World]:
    """Servers of the other versions, made when they are asked for."""
    return {}


@pytest.fixture
def world(worlds: dict[str, World], other_worlds: dict[str, World], version: str) -> World:
    if version in worlds:
        return worlds[version]
    if version not in other_worlds:
        other_worlds[version] = World.of(version)
    return other_worlds[version]
