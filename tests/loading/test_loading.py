"""Loading: through the server's own rules, in an order that works, with a report of what was refused and why."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mockedfi.errors import UserError
from mockedfi.loading.doors import Door, Inside, Outside
from mockedfi.loading.load import load
from mockedfi.loading.report import Report
from mockedfi.loading.sources import Sources
from mockedfi.model.catalogue import load as catalogue_of

DATA_STANDARDS = {"5.2": "3.3", "7.3": "5.2"}
MATH = "uri://ed-fi.org/AcademicSubjectDescriptor#Mathematics"


def loaded(door: Door, *files: Path) -> Report:
    told: list[str] = []
    with Sources(catalogue_of(DATA_STANDARDS[door.version])) as sources:
        report = load(sources.batches(files), door, told.append)
    assert len(told) == report.total.total
    return report


def standard(number: int, parent: int | None = None) -> dict[str, Any]:
    document: dict[str, Any] = {
        "learningStandardId": f"LS-{number}",
        "courseTitle": "Counting",
        "description": "To count",
        "contentStandard": {"title": "State standards"},
        "namespace": "uri://ed-fi.org/LearningStandard",
        "academicSubjects": [{"academicSubjectDescriptor": MATH}],
        "gradeLevels": [{"gradeLevelDescriptor": "uri://ed-fi.org/GradeLevelDescriptor#First grade"}],
    }
    if parent is not None:
        document["parentLearningStandardReference"] = {"learningStandardId": f"LS-{parent}"}
    return document


def write(file: Path, *documents: Any) -> Path:
    file.write_text(json.dumps(documents))
    return file


def test_children_before_their_parents(inside: Callable[..., Inside], tmp_path: Path) -> None:
    documents = [standard(number, number + 1) for number in range(4)] + [standard(4)]
    report = loaded(inside(), write(tmp_path / "learningStandards.json", *documents))
    assert (report.total.created, report.total.refused) == (5, 0)


@pytest.mark.parametrize(
    ("version", "reason"),
    [
        ("5.2", "The value supplied for the related 'learningstandard' resource does not exist."),
        ("7.3", "The referenced 'LearningStandard' item does not exist."),
    ],
)
def test_refusals_of_one_reason_are_told_together(
    inside: Callable[..., Inside], tmp_path: Path, version: str, reason: str
) -> None:
    documents = [standard(number, 99) for number in range(5)] + [standard(7)]
    report = loaded(inside(version), write(tmp_path / "learningStandards.json", *documents))
    assert (report.total.created, report.total.refused) == (1, 5)
    (refused,) = report.refusals.values()
    assert (refused.resource, refused.status, refused.count) == ("/ed-fi/learningStandards", 409, 5)
    assert refused.reason == reason
    assert refused.examples == [f"learningStandards.json:{number}" for number in (1, 2, 3)]


@pytest.mark.parametrize("version", ["5.2", "7.3"])
def test_the_reason_is_the_servers_own(inside: Callable[..., Inside], tmp_path: Path, version: str) -> None:
    student = {"studentUniqueId": "1", "lastSurname": "Novak", "birthDate": "2010-05-17"}
    report = loaded(inside(version), write(tmp_path / "students.json", student))
    (refused,) = report.as_json()["refusals"]
    assert refused["status"] == 400
    assert "FirstName is required" in refused["reason"]


def test_a_second_time_updates(inside: Callable[..., Inside], tmp_path: Path) -> None:
    door = inside()
    file = write(tmp_path / "learningStandards.json", standard(1), standard(2))
    assert loaded(door, file).total.created == 2
    assert loaded(door, file).total.updated == 2


def test_interchange_files_of_several_resources(inside: Callable[..., Inside], tmp_path: Path) -> None:
    address = (
        "<Address><StreetNumberName>1 Main</StreetNumberName><City>Here</City><PostalCode>75000</PostalCode>"
        "<StateAbbreviation>uri://ed-fi.org/StateAbbreviationDescriptor#TX</StateAbbreviation>"
        "<AddressType>uri://ed-fi.org/AddressTypeDescriptor#Physical</AddressType></Address>"
    )
    category = (
        "<EducationOrganizationCategory>uri://ed-fi.org/EducationOrganizationCategoryDescriptor#{}"
        "</EducationOrganizationCategory>"
    )
    (tmp_path / "a.xml").write_text(
        '<InterchangeEducationOrganization xmlns="http://ed-fi.org/5.2.0">'
        f'<School id="S1"><NameOfInstitution>School</NameOfInstitution>{category.format("School")}{address}'
        "<SchoolId>101</SchoolId><GradeLevel>uri://ed-fi.org/GradeLevelDescriptor#Ninth grade</GradeLevel>"
        '<LocalEducationAgencyReference ref="L1"/></School>'
        f'<LocalEducationAgency id="L1"><NameOfInstitution>Agency</NameOfInstitution>'
        f"{category.format('Local Education Agency')}<LocalEducationAgencyId>100</LocalEducationAgencyId>"
        "<LocalEducationAgencyCategory>uri://ed-fi.org/LocalEducationAgencyCategoryDescriptor#Independent"
        "</LocalEducationAgencyCategory></LocalEducationAgency>"
        '<Course><EducationOrganizationReference ref="NOBODY"/><CourseCode>A</CourseCode></Course><Moon/>'
        "</InterchangeEducationOrganization>"
    )
    (tmp_path / "b.xml").write_text(
        "<InterchangeStudentEnrollment>"
        "<StudentSchoolAssociation><StudentReference><StudentIdentity><StudentUniqueId>9</StudentUniqueId>"
        '</StudentIdentity></StudentReference><SchoolReference ref="S1"/><EntryDate>2021-08-23</EntryDate>'
        "<EntryGradeLevel>uri://ed-fi.org/GradeLevelDescriptor#Ninth grade</EntryGradeLevel>"
        "</StudentSchoolAssociation></InterchangeStudentEnrollment>"
    )
    (tmp_path / "c.xml").write_text(
        "<InterchangeStudent><Student><StudentUniqueId>9</StudentUniqueId><Name><FirstName>Ada</FirstName>"
        "<LastSurname>Novak</LastSurname></Name><BirthData><BirthDate>2008-05-17</BirthDate></BirthData></Student>"
        "</InterchangeStudent>"
    )
    door = inside()
    with Sources(catalogue_of("5.2")) as sources:
        report = load(sources.batches([tmp_path]), door, lambda _: None)
    assert dict(sources.unknown) == {"Moon": 1}
    assert report.total.created == 4
    (refused,) = report.as_json()["refusals"]
    assert refused == {
        "resource": "/ed-fi/courses",
        "status": 0,
        "reason": "no element has the id NOBODY",
        "count": 1,
        "examples": ["a.xml:3"],
    }
    status, body = door.ask("GET", "/ed-fi/schools", "schoolId=101")
    (school,) = json.loads(body)
    assert (status, school["localEducationAgencyReference"]["localEducationAgencyId"]) == (200, 100)


def test_over_http(outside: Callable[..., Outside], tmp_path: Path) -> None:
    for version in ("7.3", "5.2"):
        door = outside(f"/v{version}/api")
        assert door.version == version
        report = loaded(door, write(tmp_path / "learningStandards.json", standard(1), standard(2, 1)))
        assert report.total.created == 2
    assert outside().version == "7.3", "the first version is at the host's root"


def test_a_token_that_expired_is_renewed(outside: Callable[..., Outside], inside: Callable[..., Inside]) -> None:
    for door in (outside(), inside()):
        old = {"Authorization": "Bearer 0", "authorization": "Bearer 0"}
        door._headers = {name: old.get(name, value) for name, value in door._headers.items()}
        assert door.ask("GET", "/ed-fi/students", "limit=1")[0] == 200


def test_a_connection_that_was_closed_is_opened_again(outside: Callable[..., Outside]) -> None:
    door = outside()
    assert door._connection.sock is not None
    door._connection.sock.close()
    assert door.ask("GET", "/ed-fi/students", "limit=1")[0] == 200


def test_doors_that_do_not_open(url: str, inside: Callable[..., Inside]) -> None:
    def mistake(make: Callable[[], object]) -> str:
        with pytest.raises(UserError) as caught:
            make()
        return str(caught.value)

    assert "refused the client open with status 401" in mistake(lambda: Outside(url, "open", "wrong"))
    assert "refused the client nobody" in mistake(lambda: Inside(inside()._instance, "nobody", "wrong"))
    assert "does not answer as an Ed-Fi API does" in mistake(lambda: Outside(f"{url}/mockedfi/health", "a", "b"))
    assert "is no URL of a server" in mistake(lambda: Outside("ftp://127.0.0.1", "a", "b"))
    assert "no server answers at http://127.0.0.1:9" in mistake(lambda: Outside("http://127.0.0.1:9", "a", "b"))


def test_many_reasons_are_told_as_others() -> None:
    report = Report()
    for number in range(600):
        report.refuse("/ed-fi/students", f"students.json:{number}", 400, f"reason {number}")
    assert report.total.refused == 600
    assert len(report.refusals) == 501
    assert report.as_json()["refusals"][0]["reason"] == "other reasons"
