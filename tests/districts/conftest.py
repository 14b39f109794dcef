"""The districts as tests read them; a test module names its data standard `STANDARD`."""

import pytest

from .rows import Rows, rows


@pytest.fixture
def district(request: pytest.FixtureRequest) -> Rows:
    """What a client of Grand Bend ISD reaches."""
    return rows(request.module.STANDARD, "grand-bend")


@pytest.fixture
def everything(request: pytest.FixtureRequest) -> Rows:
    """What is there for everybody: both districts."""
    return rows(request.module.STANDARD, "grand-bend", "cedar-ridge")
