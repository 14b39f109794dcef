"""Where an API version begins: the standard descriptors, and the documents of the districts that it loads.

A file holds a JSON array with one document a line, so that at the start it is only counted, not parsed. A district
without files for a data standard gives its documents when it is asked; these are kept in memory.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import orjson

from mockedfi.errors import UserError
from mockedfi.model.catalogue import Catalogue
from mockedfi.store.record import fitted

NEW_YEAR_2024 = 638_396_640_000_000_000
"""2024-01-01 in .NET ticks: when fixtures were last modified, unless said otherwise."""


Generated = Callable[[], Iterable[tuple[str, Any]]]
"""Makes documents: the plural of their resource and each of them, in the order of creation."""


class Source(Protocol):
    """Documents to begin with. The same ones, in the same order, whenever it is asked."""

    @property
    def moment(self) -> int:
        """When they were last modified, in .NET ticks."""

    @property
    def districts(self) -> Sequence[str]:
        """Their names, for people."""

    def counts(self) -> Mapping[str, int]:
        """How many documents a resource has, by its name, in the order of loading; none are left out."""

    def documents(self, resource: str) -> Iterable[bytes]:
        """The documents of a resource as JSON, as many as counted."""

    def digest(self) -> str:
        """Differs when any document does."""


class Nothing:
    """A source without documents."""

    moment = NEW_YEAR_2024
    districts = ()

    def counts(self) -> Mapping[str, int]:
        """No resource has any."""
        return {}

    def documents(self, resource: str) -> Iterable[bytes]:  # noqa: ARG002 - the same for every resource
        """None."""
        return ()

    def digest(self) -> str:
        """Always the same."""
        return ""


class Fixtures:
    """Standard descriptors, and folders of documents: ``{plural}.json`` each, of any resource of the catalogue.

    The folders are looked at, and documents are made, when they are first needed; any method may then raise UserError
    for a file that is no list of documents, or not of a resource.

    Args:
        descriptors: as `model.catalogue.load_descriptors` gives them.
        folders: by name of the district, or what makes its documents; what several hold of one resource is put
            together in this order.
        moment: when the documents were last modified, in .NET ticks.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        descriptors: Mapping[str, Any],
        folders: Mapping[str, Path | Generated],
        moment: int = NEW_YEAR_2024,
    ) -> None:
        self.moment = moment
        self.districts = tuple(folders)
        self._catalogue = catalogue
        self._descriptors = descriptors
        self._folders = tuple(folders.values())

    def counts(self) -> Mapping[str, int]:
        """How many documents each resource has, in the order of loading."""
        others = [name for name in self._files if name not in self._descriptors]
        names = [*self._descriptors, *sorted(others, key=self._catalogue.place)]
        return {name: self._standard(name) + sum(each.count for each in self._files.get(name, ())) for name in names}

    def documents(self, resource: str) -> Iterator[bytes]:
        """The documents of a resource as JSON."""
        if resource in self._descriptors:
            yield from _values(**self._descriptors[resource])
        for file in self._files.get(resource, ()):
            yield from file.documents()

    def digest(self) -> str:
        """Differs when any document does."""
        digest = zlib.crc32(orjson.dumps(self._descriptors))
        for files in self._files.values():
            for file in files:
                digest = zlib.crc32(b"%d" % file.check, digest)
        return f"{digest:08x}"

    @cached_property
    def _files(self) -> "dict[str, list[_File | _Made]]":
        files: dict[str, list[_File | _Made]] = {}
        for folder in self._folders:
            if isinstance(folder, Path):
                for path in sorted(folder.glob("*.json")):
                    files.setdefault(_resource(self._catalogue, path), []).append(_File(path))
            else:
                for name, made in self._made(folder).items():
                    files.setdefault(name, []).append(made)
        return files

    def _made(self, generated: Generated) -> "dict[str, _Made]":
        made: dict[str, _Made] = {}
        for plural, document in generated():
            name = self._catalogue.name_at("ed-fi", plural)
            assert name is not None, plural
            made.setdefault(name, _Made()).add(document)
        return made

    def _standard(self, name: str) -> int:
        return len(self._descriptors[name]["values"]) if name in self._descriptors else 0


def _resource(catalogue: Catalogue, path: Path) -> str:
    """Name of the resource that a file is named after: ``students.json``, ``tpdm.candidates.json``."""
    namespace, _, plural = path.stem.rpartition(".")
    name = catalogue.name_at(namespace or "ed-fi", plural)
    if name is None:
        standard = f"data standard {catalogue.name}"
        raise UserError(f"{path}: {standard} has no resource {path.stem!r}; rename or remove the file")
    return name


def _values(namespace: str, values: Iterable[Sequence[str]]) -> Iterator[bytes]:
    """Descriptor documents from ``[code value, short description?, namespace?]``."""
    for code, *more in values:
        short = more[0] if more and more[0] else code
        document = {
            "codeValue": code,
            "description": short,
            "namespace": more[1] if len(more) > 1 else namespace,
            "shortDescription": short,
        }
        yield fitted(orjson.dumps(document))


class _Made:
    """Documents that were made for this run."""

    def __init__(self) -> None:
        self.check = 0
        self._documents: list[bytes] = []

    @property
    def count(self) -> int:
        return len(self._documents)

    def add(self, document: Any) -> None:
        """One more."""
        data = fitted(orjson.dumps(document))
        self.check = zlib.crc32(data, self.check)
        self._documents.append(data)

    def documents(self) -> Iterator[bytes]:
        """The documents as JSON."""
        return iter(self._documents)


class _File:
    """A file of documents, looked through once and read again when they are wanted."""

    def __init__(self, path: Path) -> None:
        self._path = path
        data = self._read()
        self.check = zlib.crc32(data)
        lines = _documents_in_lines(data)
        self._by_line = lines > 0
        self.count = lines or len(self._parsed(data))

    def documents(self) -> Iterator[bytes]:
        """The documents as JSON.

        Raises:
            UserError: the file changed since it was looked through.
        """
        data = self._read()
        if zlib.crc32(data) != self.check:
            raise UserError(f"{self._path} was changed while mockedfi had it open; start it again")
        if self._by_line:
            for line in data.split(b"\n"):
                if line.startswith(b"{"):
                    yield line.rstrip(b"\r,")
        else:
            for document in self._parsed(data):
                yield fitted(orjson.dumps(document))

    def _read(self) -> bytes:
        try:
            return self._path.read_bytes()
        except OSError as error:
            raise UserError(f"{self._path} cannot be read ({error.strerror}); mend its permissions") from error

    def _parsed(self, data: bytes) -> list[Any]:
        try:
            documents = orjson.loads(data)
        except ValueError as error:
            raise UserError(f"{self._path} is no JSON ({error}); mend it") from error
        if not isinstance(documents, list):
            raise UserError(f"{self._path} is no JSON array of documents; mend it")
        return documents


def _documents_in_lines(data: bytes) -> int:
    """How many documents there are if each has its line between the brackets; 0 if not."""
    documents = data.count(b"\n{")
    return documents if data.startswith(b"[") and data.count(b"\n") - documents <= 2 else 0
