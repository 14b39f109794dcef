"""What the Postman suites are run with is configuration that the server takes without a word."""

from pathlib import Path

import pytest

from mockedfi.control.host import Host
from mockedfi.settings import load

HERE = Path(__file__).parent
VIEWS = (
    "StudentWithCTECourseEnrollments",
    "AssessmentWithAnACTIdentifier",
    "TransportationTypeDescriptorWithABus",
    "EducationOrganizationWithACategoryContainingAnSWord",
)


def test_the_custom_views_of_7_3() -> None:
    given = {"api_versions": ("7.3",), "districts": ("grand-bend",), "memory": True}
    settings = load(HERE / "postman-7.3.toml", given)
    assert {view["name"] for view in settings.custom_views} == set(VIEWS)
    host = Host(settings, notice=pytest.fail)
    views = host.instances["/v7.3/api"].security._world.views
    for name in VIEWS:
        assert views.find(name) is not None
    host.close()
