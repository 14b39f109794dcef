"""What is said of collections and objects that an extension adds, before Problem Details."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from mockedfi.control.host import Host
from mockedfi.http.start import application
from mockedfi.settings import Settings
from tests.api import Api
from tests.extensions.fleet import Model

STUDENT = {"studentUniqueId": "rider", "firstName": "Ada", "lastSurname": "Rider", "birthDate": "2010-01-01"}


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """An extension that gives each student pickups and a seat, both required, and stops, which are not."""
    model = Model("Rides")
    student = "StudentUSI:Int32"
    model.entity("StudentExtension", "StudentUSI", "RidesAlone:Boolean?", root=False)
    model.link("OneToOneExtension", "edfi.Student", student, "StudentExtension")
    for kind, cardinality in (("Pickup", "OneToOneOrMore"), ("Stop", "OneToZeroOrMore")):
        model.entity(f"Student{kind}", "StudentUSI Place", "Place:String(3-20)", root=False)
        model.link(cardinality, "edfi.Student", student, f"Student{kind}")
    model.entity("StudentSeat", "StudentUSI", "Letter:String(3-5)?", root=False)
    model.link("OneToOne", "edfi.Student", student, "StudentSeat")
    file = tmp_path_factory.mktemp("rides") / "rides.json"
    file.write_text(json.dumps(model.json()), "utf-8")
    settings = Settings(api_versions=("6.2", "7.1"), memory=True, extensions=(file,), districts=("empty",))
    host = Host(settings, notice=pytest.fail)
    yield host
    host.close()


LONGEST = "maximum length of"
BETWEEN = "minimum length of 3 and a maximum length of"


@pytest.mark.parametrize(
    ("version", "given", "lines"),
    [
        ("6.2", {"pickups": []}, []),
        (
            "6.2",
            {"pickups": [{"place": "x" * 30}], "seat": {"letter": "y" * 30}},
            [
                "\t\tValidation of 'StudentSeats (Rides)' failed.",
                f"\t\t\tStudentSeat[0]: The field Letter must be a string with a {LONGEST} 5.",
                "\t\tValidation of 'StudentPickups (Rides)' failed.",
                f"\t\t\tStudentPickup[0]: The field Place must be a string with a {LONGEST} 20.",
            ],
        ),
        (
            "7.1",
            {"pickups": []},
            [
                "\t\tStudentSeat (Rides) is required.",
                "\t\tStudentPickups (Rides) requires at least one object in the collection.",
            ],
        ),
        (
            "7.1",
            {"pickups": [{"place": "x" * 30}], "seat": {"letter": "y" * 30}},
            [
                "\t\tValidation of 'StudentSeat (Rides)' failed.",
                f"\t\t\tThe field Letter must be a string with a {BETWEEN} 5.",
                "\t\tValidation of 'StudentPickups (Rides)' failed.",
                f"\tStudentPickup[0]: The field Place must be a string with a {BETWEEN} 20.",
                "",
            ],
        ),
    ],
)
def test_what_is_wrong_with_them(host: Host, version: str, given: dict[str, Any], lines: list[str]) -> None:
    """Source: EdFi.Ods.Common/Attributes/ValidateAggregateExtensionsAttribute.cs of each tag."""
    answer = (
        Api(application(host), host, version).caller("open").post("students", {**STUDENT, "_ext": {"rides": given}})
    )
    if not lines:
        assert answer.status_code == 201
        return
    heading = ["Validation of 'Student' failed.", "\tValidation of 'AggregateExtensions' failed."]
    assert answer.status_code == 400
    assert answer.json["message"].split("\n") == [*heading, *lines, ""]
