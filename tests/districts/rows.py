"""The materialised documents of a district, for tests that ask what is in them."""

from functools import cache
from typing import Any

from mockedfi.districts.files import read_file
from mockedfi.districts.find import documents_of, find

Row = dict[str, Any]


class Rows:
    """The documents of one district, or of several one after the other, in one data standard."""

    def __init__(self, data_standard: str, *districts: str) -> None:
        self._folders = [documents_of(find(each), data_standard) for each in districts]
        self._read: dict[str, list[Row]] = {}

    def __getitem__(self, plural: str) -> list[Row]:
        """All documents of a resource, in the order of creation; none where there is no file."""
        if plural not in self._read:
            files = [folder / f"{plural}.json" for folder in self._folders]
            self._read[plural] = [row for file in files if file.is_file() for row in read_file(file)]
        return self._read[plural]

    def where(self, plural: str, **wanted: Any) -> list[Row]:
        """The documents in which these members, at any depth within references, have these values."""
        return [row for row in self[plural] if all(flat(row).get(name) == value for name, value in wanted.items())]


@cache
def rows(data_standard: str, *districts: str) -> Rows:
    """`Rows`, read once."""
    return Rows(data_standard, *districts)


def flat(row: Row) -> Row:
    """The members of a document and of its references, side by side; the document's own win."""
    inner: Row = {}
    for value in row.values():
        if isinstance(value, dict):
            inner |= {name: each for name, each in value.items() if name not in inner}
    return {**inner, **row}


def items(rows: list[Row], collection: str) -> list[Row]:
    """All items of a collection, over all documents."""
    return [item for row in rows for item in row.get(collection, ())]


def code(uri: str) -> str:
    """``…Descriptor#Active`` as ``Active``."""
    return uri.partition("#")[2]
