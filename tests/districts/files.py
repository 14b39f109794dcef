"""Materialised districts, as the tests read them."""

import json
from pathlib import Path
from typing import Any


def documents_in(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """The documents by plural."""
    return {file.stem: json.loads(file.read_bytes()) for file in folder.glob("*.json")}
