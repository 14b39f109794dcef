"""Makes a district in a folder: its definition once, its documents whenever that was edited."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from mockedfi.districts.design import Wish, design
from mockedfi.districts.files import write
from mockedfi.districts.find import DEFINITION, documents_of
from mockedfi.districts.generator import generate
from mockedfi.districts.read import ROWS, data_standards
from mockedfi.districts.shape import Document
from mockedfi.districts.toml import Table, written
from mockedfi.errors import UserError

CLIENTS = "clients.toml"
_ABOUT = """{name}: all of it is invented, by `mockedfi districts generate`.

Edit it; then `mockedfi districts generate -o {folder}` writes the documents anew."""
_ABOUT_ROWS = "Documents that are written down rather than invented. Members are those of the wire."
_ABOUT_CLIENTS = "Clients of the district and of its schools, for `mockedfi serve --config`."


def defined(folder: Path) -> bool:
    """Whether there is a definition already."""
    return (folder / DEFINITION).is_file()


def define(
    folder: Path, school_years: Mapping[str, int], *, students: int = 1000, schools: int = 3, seed: int = 1
) -> None:
    """Write the definition of a district, and clients for it.

    Raises:
        UserError: the folder cannot be written.
    """
    tables, rows = design(Wish(students=students, schools=schools, seed=seed, school_years=school_years))
    files = {
        DEFINITION: written(tables, _ABOUT.format(name=tables["name"], folder=folder.name)),
        ROWS: written(rows, _ABOUT_ROWS),
        CLIENTS: written({"clients": list(_clients(tables))}, _ABOUT_CLIENTS),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (folder / name).write_text(text, encoding="utf-8")
    except OSError as error:
        raise UserError(f"{folder} cannot be written ({error.strerror}); choose another folder with -o") from error


def materialise(folder: Path, chosen: Sequence[str], progress: Callable[[str], None]) -> dict[Path, dict[str, int]]:
    """Write the documents of a defined district. Returns how many, by folder and plural.

    Args:
        folder: of the district.
        chosen: data standards; none: all that the definition has.
        progress: is told the plural of each document.

    Raises:
        UserError: the definition is broken, or the folder cannot be written.
    """
    made = {}
    for standard in chosen or data_standards(folder):
        into = documents_of(folder, standard)
        try:
            made[into] = write(_told(generate(folder, standard), progress), into)
        except OSError as error:
            raise UserError(f"{into} cannot be written ({error.strerror}); choose another folder with -o") from error
    return made


def _told(documents: Iterable[tuple[str, Document]], progress: Callable[[str], None]) -> Iterator[tuple[str, Document]]:
    for plural, document in documents:
        progress(plural)
        yield plural, document


def _clients(tables: Table) -> Iterator[Table]:
    """One client for the agency, and one for each school."""
    for place in (tables["agency"], *tables["schools"]):
        key = re.sub("[^a-z0-9]+", "-", f"{place['name']} {place['id']}".lower())
        yield {
            "name": place["name"],
            "key": key,
            "secret": f"{key}-secret",
            "claim_set": "Ed-Fi Sandbox",
            "education_organization_ids": [place["id"]],
            "namespace_prefixes": ["uri://ed-fi.org"],
        }
