"""The catalogue of a data standard: finds resources by name, by address, by what they refer to.

Resources are decoded at their first use; loading a catalogue reads only its head.
"""

import gzip
import zlib
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import orjson

from mockedfi.errors import UserError
from mockedfi.model import notation
from mockedfi.model.facts import Abstract, Resource

FORMAT = "mockedfi catalogue 1"
_CATALOGUE, _PACKED = "catalogue-ds-", ".json.gz"
_DATA = Path(__file__).resolve().parents[1] / "data"
_FRAME = 3
"""Lines before, between and after the resources: head, opening, closing, end."""


class Catalogue:
    """A data standard. Everything is found by name; see `load`."""

    def __init__(self, source: str, content: bytes) -> None:
        """`content` in the notation that `model.build` writes; `source` names it in errors."""
        self._head, lines = _split(source, content)
        try:
            self.name: str = self._head["name"]
            self.version: str = self._head["version"]
            self.abstracts: Mapping[str, Abstract] = {
                each["name"]: notation.abstract(each) for each in self._head["abstracts"]
            }
        except (KeyError, TypeError) as error:
            raise _broken(source, "first line", error) from error
        self.resources: Mapping[str, Resource] = _Resources(source, lines)

    def find(self, namespace: str, plural: str) -> Resource | None:
        """The resource at ``/{namespace}/{plural}``, in any case."""
        name = self.name_at(namespace, plural)
        return None if name is None else self.resources[name]

    def base_at(self, namespace: str, plural: str) -> Abstract | None:
        """The abstract base that would be at ``/{namespace}/{plural}``, the latter in any case, were it a resource."""
        wanted = namespace, plural.lower()
        bases = self.abstracts.values()
        return next((each for each in bases if (each.namespace, each.plural.lower()) == wanted), None)

    def name_at(self, namespace: str, plural: str) -> str | None:
        """Name of the resource at ``/{namespace}/{plural}``, in any case; nothing is decoded for it."""
        return self._addresses.get((namespace.lower(), plural.lower()))

    def address(self, name: str) -> tuple[str, str]:
        """Namespace and plural of a resource, ``("ed-fi", "students")``; nothing is decoded for it."""
        entry = self._head["resources"][name]
        return entry["namespace"], entry["plural"]

    def place(self, name: str) -> tuple[int, str]:
        """Where a resource stands in the order of loading; nothing is decoded for it."""
        return self._head["resources"][name]["order"], name

    def named(self, name: str) -> Resource:
        """The resource of this name.

        Raises:
            KeyError: there is none.
        """
        return self.resources[name]

    def key_names(self, target: str) -> tuple[str, ...]:
        """What references to a resource or abstract base call the parts of its key, in the order of its identity."""
        base = self.abstracts.get(target)
        return base.identity if base is not None else self.resources[target].key_names

    def concrete(self, target: str) -> tuple[Resource, ...]:
        """The resource itself, or all subtypes of an abstract base."""
        return tuple(self.resources[name] for name in self._subtypes(target))

    def referring(self, name: str) -> tuple[str, ...]:
        """Names of the resources whose documents can refer to documents of resource `name`.

        Directly, through its abstract base, or by a descriptor value.
        """
        return self._referring.get(name, ())

    def in_load_order(self) -> list[Resource]:
        """All resources; each stands after those it refers to."""
        return [self.resources[name] for name in self.names_in_load_order()]

    def names_in_load_order(self) -> list[str]:
        """Their names; nothing is decoded for it."""
        return sorted(self._head["resources"], key=self.place)

    def persons(self) -> tuple[Resource, ...]:
        """The resources whose key is a unique id with a surrogate behind it."""
        return tuple(self.resources[name] for name, entry in self._head["resources"].items() if entry.get("person"))

    @cached_property
    def _addresses(self) -> dict[tuple[str, str], str]:
        entries = self._head["resources"]
        return {(entry["namespace"].lower(), entry["plural"].lower()): name for name, entry in entries.items()}

    @cached_property
    def _referring(self) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for name, entry in self._head["resources"].items():
            for target in dict.fromkeys(each for shown in entry["targets"] for each in self._subtypes(shown)):
                found.setdefault(target, []).append(name)
        return {name: tuple(each) for name, each in found.items()}

    def _subtypes(self, target: str) -> tuple[str, ...]:
        base = self.abstracts.get(target)
        return base.subtypes if base is not None else (target,)


class _Resources(Mapping[str, Resource]):
    """Resources by name, decoded at their first use."""

    def __init__(self, source: str, lines: Mapping[str, bytes]) -> None:
        self._source = source
        self._lines = lines
        self._made: dict[str, Resource] = {}

    def __getitem__(self, name: str) -> Resource:
        made = self._made.get(name)
        if made is None:
            made = self._made[name] = self._decode(name)
        return made

    def _decode(self, name: str) -> Resource:
        line = self._lines[name]
        try:
            return notation.resource(orjson.loads(line))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise _broken(self._source, f"resource {name}", error) from error

    def __iter__(self) -> Iterator[str]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)

    def __contains__(self, name: object) -> bool:
        return name in self._lines


def load(data_standard: str) -> Catalogue:
    """The packaged catalogue of a data standard, ``load("5.2")``.

    Raises:
        UserError: it is not packaged, or its file is broken.
    """
    file = _DATA / f"{_CATALOGUE}{data_standard}{_PACKED}"
    if not file.is_file():
        known = ", ".join(data_standards())
        raise UserError(f"there is no catalogue of data standard {data_standard}; mockedfi has those of {known}")
    return read(file)


def data_standards() -> list[str]:
    """The names of the data standards whose catalogues are packaged."""
    files = (file.name for file in _DATA.glob(f"{_CATALOGUE}*{_PACKED}"))
    return sorted(name.removeprefix(_CATALOGUE).removesuffix(_PACKED) for name in files)


def read(file: Path) -> Catalogue:
    """The catalogue of a file that ``mockedfi model build`` wrote."""
    return Catalogue(str(file), _unpacked(file))


def load_claim_sets(name: str) -> dict[str, Any]:
    """The standard security metadata of an API version: actions, strategies, resource claims, claim sets."""
    return _packaged(f"claim-sets-{name}.json.gz")


def load_descriptors(name: str) -> dict[str, Any]:
    """The standard descriptor values of a data standard.

    Name of the descriptor to ``{"namespace": ..., "values": [[code value, short description?, namespace?], ...]}``.
    """
    return _packaged(f"descriptors-ds-{name}.json.gz")


def _packaged(name: str) -> dict[str, Any]:
    file = _DATA / name
    try:
        content: dict[str, Any] = orjson.loads(_unpacked(file))
    except ValueError as error:
        raise _broken(str(file), "content", error) from error
    return content


def _unpacked(file: Path) -> bytes:
    try:
        return gzip.decompress(file.read_bytes())
    except FileNotFoundError as error:
        raise UserError(f"{file}: there is no such file; give one that `mockedfi model build` wrote") from error
    except (OSError, EOFError, zlib.error) as error:
        raise _broken(str(file), "compression", error) from error


def _split(source: str, content: bytes) -> tuple[dict[str, Any], dict[str, bytes]]:
    """The head, decoded, and each resource's undecoded notation."""
    first, _, *rest = content.split(b"\n") if content.count(b"\n") > _FRAME else (b"", b"")
    try:
        head: dict[str, Any] = orjson.loads(first.removeprefix(b'{"head":').removesuffix(b","))
        written, names = head["format"], list(head["resources"])
    except (ValueError, KeyError, TypeError) as error:
        raise _broken(source, "first line", error) from error
    bodies = [line.removesuffix(b",").partition(b":")[2] for line in rest[:-2]]
    if written != FORMAT or len(bodies) != len(names):
        found = f"{written!r} with {len(bodies)} of {len(names)} resources, not all of {FORMAT!r}"
        raise _broken(source, "first line", ValueError(f"it holds {found}"))
    return head, dict(zip(names, bodies, strict=True))


def _broken(source: str, place: str, error: Exception) -> UserError:
    return UserError(f"{source}: broken catalogue file, {place}: {error}; make it anew with `mockedfi model build`")
