"""Every document of an API, as files that can be loaded again."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from mockedfi.districts.files import write
from mockedfi.errors import UserError
from mockedfi.loading.documents import Document, bare
from mockedfi.loading.doors import Door
from mockedfi.loading.load import Progress, path_of
from mockedfi.loading.report import reason_of
from mockedfi.model.catalogue import Catalogue
from mockedfi.model.facts import Resource

PAGE = 500
_OK, _INVALID, _DENIED = 200, 400, 403


class Export:
    """Reads all that a client may see.

    `denied` are the paths of the resources that it may not read at all.
    """

    def __init__(self, door: Door, catalogue: Catalogue, progress: Progress) -> None:
        self._door = door
        self._catalogue = catalogue
        self._progress = progress
        self._page = PAGE
        self.denied: list[str] = []

    def into(self, folder: Path, *, lines: bool = False) -> dict[str, int]:
        """Write one file for each resource that has documents, one document a line. Returns how many, by file's stem.

        With `lines`, there is nothing in a file but these lines.

        Raises:
            UserError: the folder holds other files or cannot be written, or the API does not answer.
        """
        stems = {_stem(each) for each in self._catalogue.resources.values()}
        try:
            strange = [each.name for each in folder.iterdir() if each.stem not in stems] if folder.exists() else []
            if strange:
                raise UserError(f"{folder} holds other files, such as {min(strange)}; name a new or an empty folder")
            return write(self._documents(), folder, lines=lines)
        except OSError as error:
            raise UserError(f"{folder} cannot be written ({error.strerror}); name another folder") from None

    def _documents(self) -> Iterator[tuple[str, Document]]:
        for resource in self._catalogue.in_load_order():
            for document in self._of(resource):
                self._progress(path_of(resource))
                yield _stem(resource), document

    def _of(self, resource: Resource) -> Iterator[Document]:
        offset = 0
        while True:
            rows = self._rows(resource, offset)
            yield from (bare(row) for row in rows)
            if len(rows) < self._page:
                return
            offset += self._page

    def _rows(self, resource: Resource, offset: int) -> list[Any]:
        """One page; pages become smaller until the API gives them."""
        while True:
            path = path_of(resource)
            status, body = self._door.ask("GET", path, f"limit={self._page}&offset={offset}")
            if status == _DENIED:
                self.denied.append(path)
                return []
            if status == _INVALID and self._page > 1:
                self._page //= 2
                continue
            if status != _OK:
                raise UserError(f"GET {path} answers {status}: {reason_of(body)}")
            rows: list[Any] = orjson.loads(body)
            return rows


def _stem(resource: Resource) -> str:
    return resource.plural if resource.namespace == "ed-fi" else f"{resource.namespace}.{resource.plural}"
