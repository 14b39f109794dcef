"""The server's own validation takes every document of the districts, in their order, and shows it as it was."""

from collections import Counter
from typing import Any

import pytest

from mockedfi.districts.find import find
from mockedfi.districts.generator import generate

from .server import Server

SHARED = "schoolYearTypes"
"""What the server has before any district."""
SHOWN = 3
"""Documents of each resource that are read again."""


@pytest.mark.parametrize(
    ("version", "standard"), [("5.2", "3.3"), ("5.3", "3.3b"), ("6.2", "4.0"), ("7.1", "5.0"), ("7.3", "5.2")]
)
def test_every_document_is_created_and_shown(version: str, standard: str) -> None:
    server = Server(version)
    posted: Counter[str] = Counter()
    for district in ("grand-bend", "cedar-ridge"):
        for plural, document in generate(find(district), standard):
            if plural == SHARED:
                continue
            status, body, location = server.post(plural, document)
            assert status.startswith("201"), f"{plural}: {status} {body.decode()} for {document}"
            posted[plural] += 1
            if posted[plural] <= SHOWN:
                shown = _bare(server.get(plural, location.rpartition("/")[2]))
                assert shown == document
                assert list(shown) == list(document), f"{plural} has its members in another order"
    assert posted["students"] > 70


def _bare(shown: dict[str, Any]) -> dict[str, Any]:
    """Without what the server adds: id, a descriptor's surrogate key, dates, links, empty collections."""
    added = ("id", "_etag", "_lastModifiedDate", "link")
    own = {name: value for name, value in shown.items() if name not in added and not name.endswith("DescriptorId")}
    return {name: _bare_value(value) for name, value in own.items() if value != []}


def _bare_value(value: Any) -> Any:
    if isinstance(value, list):
        return [_bare_value(each) for each in value]
    return _bare(value) if isinstance(value, dict) else value
