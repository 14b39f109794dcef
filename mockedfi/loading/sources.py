"""What files hold, batch by batch in an order in which it can be loaded."""

import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Self

import orjson

from mockedfi.errors import UserError
from mockedfi.interchange.convert import Converter
from mockedfi.interchange.identifiers import Identifiers, Unresolved
from mockedfi.interchange.read import elements
from mockedfi.loading.documents import Entry, entries
from mockedfi.model.catalogue import Catalogue
from mockedfi.model.facts import Resource
from mockedfi.settings.values import nearest

_XML = ".xml"
_KINDS = (".json", ".jsonl", _XML)


@dataclass(frozen=True, slots=True)
class Batch:
    """Documents of one resource, in order; they are read when they are wanted."""

    resource: Resource
    entries: Callable[[], Iterable[Entry]]


class Sources:
    """Files of documents of one data standard: JSON arrays, one document a line, folders of them, interchange XML.

    Interchange files mix resources and name elements by id, so they are converted at once, into a temporary folder
    that is there as long as this context.

    Args:
        catalogue: the data standard.
        plural: of the resource whose documents the JSON files hold; if empty, their names say it.
    """

    def __init__(self, catalogue: Catalogue, plural: str = "") -> None:
        self._catalogue = catalogue
        self._resource = self._named(plural, "--resource") if plural else None
        self._converter = Converter(catalogue)
        self._identifiers = Identifiers(catalogue)
        self._folder = tempfile.TemporaryDirectory(prefix="mockedfi-")
        self.unknown: Counter[str] = Counter()
        """Elements that the data standard does not have, and how many of each there are."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    def batches(self, files: Iterable[Path]) -> list[Batch]:
        """What some files and folders hold.

        Raises:
            UserError: a file cannot be read, or nobody knows of which resource its documents are.
        """
        found: list[Batch] = []
        spools: dict[str, IO[bytes]] = {}
        try:
            for file in _within(files):
                if file.suffix.lower() == _XML:
                    self._convert(file, spools)
                else:
                    resource = self._resource or self._named(file.stem, str(file))
                    found.append(Batch(resource, partial(entries, file)))
        finally:
            for spool in spools.values():
                spool.close()
        for name, spool in spools.items():
            found.append(Batch(self._catalogue.resources[name], partial(self._converted, Path(spool.name))))
        return sorted(found, key=lambda batch: (batch.resource.order, batch.resource.name))

    def _named(self, name: str, place: str) -> Resource:
        """The resource of ``students``, or of ``tpdm.candidates``."""
        namespace, _, plural = name.rpartition(".")
        resource = self._catalogue.find(namespace or "ed-fi", plural)
        if resource is None:
            hint = nearest(name, {each.plural: None for each in self._catalogue.resources.values()})
            standard = f"data standard {self._catalogue.name}"
            raise UserError(f"{place}: {standard} has no resource {name}{hint}; rename the file, or give --resource")
        return resource

    def _convert(self, file: Path, spools: dict[str, IO[bytes]]) -> None:
        """Write the documents of an interchange file to one spool for each resource."""
        for number, element in enumerate(elements(file), start=1):
            reading = self._converter.convert(element)
            if reading is None:
                self.unknown[element.tag] += 1
                continue
            self.unknown.update(reading.unknown)
            self._identifiers.note(reading)
            if reading.alone:
                continue
            name = reading.resource.name
            if name not in spools:
                spools[name] = (Path(self._folder.name) / name).open("wb")
            row = [f"{file.name}:{number}", reading.pending, reading.document]
            spools[name].write(orjson.dumps(row) + b"\n")

    def _converted(self, spool: Path) -> Iterator[Entry]:
        with spool.open("rb") as rows:
            for row in rows:
                place, pending, document = orjson.loads(row)
                try:
                    yield Entry(place, self._identifiers.settle(document) if pending else document)
                except Unresolved as unresolved:
                    yield Entry(place, {}, str(unresolved))


def _within(files: Iterable[Path]) -> Iterator[Path]:
    """The files, and those in folders."""
    for file in files:
        if file.is_dir():
            inside = sorted(each for each in file.iterdir() if each.suffix.lower() in _KINDS)
            if not inside:
                raise UserError(f"{file}: there is no {', '.join(_KINDS)} file in this folder; name another one")
            yield from inside
        elif file.suffix.lower() in _KINDS:
            if not file.is_file():
                raise UserError(f"{file} cannot be read (No such file or directory); name another file")
            yield file
        else:
            raise UserError(f"{file}: a file's name must end in {', '.join(_KINDS)}, so that it is known what it holds")
