from collections.abc import Iterator

import pytest
from sync_client import EdFi

from mockedfi import MockEdFi


@pytest.fixture
def waits() -> list[float]:
    """How long the client waited between attempts; the tests do not."""
    return []


@pytest.fixture
def client(edfi: MockEdFi, waits: list[float]) -> Iterator[EdFi]:
    """The client under test, pointed at this test's own ODS/API."""
    made = EdFi(edfi.url, edfi.key, edfi.secret, sleep=waits.append)
    yield made
    made.close()
