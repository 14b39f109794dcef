"""A district in a few lines."""

from pathlib import Path
from typing import Any

from mockedfi.districts.find import documents_of
from mockedfi.districts.read import data_standards, read
from mockedfi.errors import UserError


def summary(district: Path) -> dict[str, Any]:
    """Name, schools, and the number of documents by data standard (None: they are not generated yet), for JSON.

    Raises:
        UserError: the definition is missing or broken.
    """
    definitions = {standard: read(district, standard) for standard in data_standards(district)}
    if not definitions:
        raise UserError(f"{district}: its definition has no data_standards; add a table for one")
    first = next(iter(definitions.values()))
    return {
        "name": first.name,
        "folder": str(district),
        "localEducationAgencyId": first.agency.id if first.agency else None,
        "schools": [
            {"id": each.id, "name": each.name, "category": each.category, "grades": list(each.grades)}
            for each in first.schools
        ],
        "dataStandards": [
            {
                "dataStandard": standard,
                "schoolYear": definition.size.school_year,
                "students": definition.size.students,
                "documents": _count(documents_of(district, standard)),
            }
            for standard, definition in definitions.items()
        ],
    }


def _count(folder: Path) -> int | None:
    if not folder.is_dir():
        return None
    count = 0
    for file in folder.glob("*.json"):
        with file.open("rb") as lines:
            count += sum(line.startswith(b"{") for line in lines)
    return count
