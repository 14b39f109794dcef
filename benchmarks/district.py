"""A made-up district of any size: its education organizations, students, and where each of them goes to school."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import orjson

DATA_STANDARD = "5.2"
AGENCY, SCHOOLS = 255_901, 10
_ED_FI = "uri://ed-fi.org"

Document = dict[str, Any]


def student(number: int) -> Document:
    """One student."""
    return {
        "studentUniqueId": str(600_000 + number),
        "birthCity": "Grand Bend",
        "birthDate": "2008-01-01",
        "birthSexDescriptor": f"{_ED_FI}/SexDescriptor#Female",
        "firstName": "Ada",
        "lastSurname": f"Lovelace {number}",
        "middleName": "King",
        "personalTitlePrefix": "Ms",
    }


def enrollment(number: int, students: int) -> Document:
    """One of any number of enrollments of so many students; the first of each is at one of the district's schools."""
    pupil, again = number % students, number // students
    return {
        "schoolReference": {"schoolId": AGENCY * 1000 + 1 + (pupil + again) % SCHOOLS},
        "schoolYearTypeReference": {"schoolYear": 2022},
        "studentReference": {"studentUniqueId": str(600_000 + pupil)},
        "entryDate": f"{1990 + again // 240 % 30}-{again // 20 % 12 + 1:02d}-{again % 20 + 1:02d}",
        "entryGradeLevelDescriptor": f"{_ED_FI}/GradeLevelDescriptor#Ninth grade",
        "primarySchool": True,
        "residencyStatusDescriptor": f"{_ED_FI}/ResidencyStatusDescriptor#Resident of admin unit and school area",
    }


def _organizations() -> Iterator[tuple[str, list[Document]]]:
    agency = {
        "localEducationAgencyId": AGENCY,
        "categories": [{"educationOrganizationCategoryDescriptor": _category("Local Education Agency")}],
        "localEducationAgencyCategoryDescriptor": f"{_ED_FI}/LocalEducationAgencyCategoryDescriptor#Independent",
        "nameOfInstitution": "Grand Bend ISD",
    }
    school = {
        "educationOrganizationCategories": [{"educationOrganizationCategoryDescriptor": _category("School")}],
        "gradeLevels": [{"gradeLevelDescriptor": f"{_ED_FI}/GradeLevelDescriptor#Ninth grade"}],
        "localEducationAgencyReference": {"localEducationAgencyId": AGENCY},
        "nameOfInstitution": "Grand Bend High School",
    }
    yield "localEducationAgencies", [agency]
    yield "schools", [{"schoolId": AGENCY * 1000 + 1 + number, **school} for number in range(SCHOOLS)]
    yield (
        "schoolYearTypes",
        [
            {"schoolYear": 2022, "currentSchoolYear": True, "schoolYearDescription": "2021-2022"},
        ],
    )


def _category(value: str) -> str:
    return f"{_ED_FI}/EducationOrganizationCategoryDescriptor#{value}"


def write(folder: Path, size: int) -> Path:
    """Write a district of so many students, half of the documents being theirs; the folder to serve it by."""
    documents = folder / f"ds-{DATA_STANDARD}"
    documents.mkdir(parents=True)
    (folder / "district.toml").touch()
    students = max(size // 2, 1)
    for plural, rows in _organizations():
        _write(documents / f"{plural}.json", rows)
    _write(documents / "students.json", map(student, range(students)))
    _write(documents / "studentSchoolAssociations.json", (enrollment(each, students) for each in range(students)))
    return folder


def _write(file: Path, documents: Iterable[Document]) -> None:
    with file.open("wb") as lines:
        for number, document in enumerate(documents):
            lines.write((b",\n" if number else b"[\n") + orjson.dumps(document))
        lines.write(b"\n]\n")
