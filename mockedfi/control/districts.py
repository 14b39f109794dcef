"""What an API version begins with: the standard descriptors, and the districts that were asked for."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from mockedfi.dialect import Dialect
from mockedfi.districts import documents_of, find
from mockedfi.model.catalogue import Catalogue, load_descriptors
from mockedfi.store import Fixtures, Generated, MemoryStorage, held


def chosen_districts(
    dialects: Sequence[Dialect], asked: Sequence[str], storage: MemoryStorage, notice: Callable[[str], None]
) -> dict[str, tuple[str, ...]]:
    """The districts of each API version. What a store holds already wins over those asked for, and a line says so."""
    holds = held(storage)
    chosen = {}
    for dialect in dialects:
        version = dialect.version.name
        chosen[version] = kept = holds.get(version, tuple(asked))
        if holds and version not in holds:
            notice(f"{storage.name} has no API version {version} yet; it is added. mockedfi reset begins anew")
        elif kept != tuple(asked):
            notice(
                f"{storage.name} holds {', '.join(kept) or 'no district'} for API version {version}, which stays; "
                f"mockedfi reset begins anew, with {', '.join(asked)}"
            )
    return chosen


def fixtures_of(dialect: Dialect, catalogue: Catalogue, districts: Sequence[str]) -> Fixtures:
    """The documents that a version begins with: the standard descriptors, and those of the districts.

    Raises:
        UserError: there is no such district, or it neither has documents of the version's data standard nor is
            defined for it.
    """
    data_standard = dialect.version.data_standard
    folders = {name: _documents(name, data_standard) for name in districts}
    return Fixtures(catalogue, load_descriptors(data_standard), folders)


def _documents(name: str, data_standard: str) -> Path | Generated:
    """The folder of the district's documents; without one they are made as its definition says."""
    district = find(name)
    folder = documents_of(district, data_standard)
    if folder.is_dir():
        return folder
    from mockedfi.districts.generator import generate  # noqa: PLC0415 - Faker takes long to import

    return partial(generate, district, data_standard)
