"""A builder of tiny data standards."""

from pathlib import Path

import pytest

from .tiny import Builder


@pytest.fixture
def build(tmp_path: Path) -> Builder:
    return Builder(tmp_path)
