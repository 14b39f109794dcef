"""A server of every version with the composites and profiles of this folder, and what its tests write."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from mockedfi.control.host import Host
from mockedfi.dialect.versions import DEFAULT_VERSIONS
from mockedfi.http.start import application
from mockedfi.settings import Settings
from tests.api import Api, Caller

BARE = ("5.2", "5.3")
"""Versions whose composites say what is wrong in a JSON string."""
MESSAGES = (*BARE, "6.2", "7.1")
"""Versions without Problem Details; they write dates with a time, and ids with dashes."""
HERE = Path(__file__).parent
VIEWS = ({"name": "StudentWithLuck", "where": [{"path": "studentUniqueId", "ends_with": "7"}]},)


@pytest.fixture(scope="session")
def joining_host() -> Iterator[Host]:
    """Every version with Grand Bend, in memory."""
    settings = Settings(
        api_versions=tuple(DEFAULT_VERSIONS),
        memory=True,
        token_per_client_limit=0,
        composites=(HERE / "joins.xml",),
        profiles=(HERE / "profiles.xml",),
        claim_sets=(HERE / "claim-sets.json",),
        custom_views=VIEWS,
    )
    host = Host(settings, notice=pytest.fail)
    yield host
    host.close()


@pytest.fixture(scope="session")
def joining_app(joining_host: Host) -> Flask:
    """The application of `joining_host`."""
    return application(joining_host)


@pytest.fixture
def api_of(joining_host: Host, joining_app: Flask) -> Iterator[Callable[[str], Api]]:
    """An API by its version, at the district's state before and after the test."""
    marks = {instance: instance.documents.mark() for instance in joining_host.instances.values()}
    yield lambda version: Api(joining_app, joining_host, version)
    for instance, mark in marks.items():
        instance.documents.rewind(mark)


@pytest.fixture(params=sorted(DEFAULT_VERSIONS))
def api(request: pytest.FixtureRequest, api_of: Callable[[str], Api]) -> Api:
    """The API of each version in turn."""
    return api_of(request.param)


@pytest.fixture
def writer(api: Api) -> Caller:
    """May do everything."""
    return api.new_caller("Ed-Fi Open", namespace_prefixes=("uri://",))


@pytest.fixture
def school(api: Api) -> Caller:
    """A client of Grand Bend High School."""
    return api.new_caller("SIS Vendor", 255901001)


@pytest.fixture
def middle_school(api: Api) -> Caller:
    """A client of Grand Bend Middle School."""
    return api.new_caller("SIS Vendor", 255901044)


@pytest.fixture
def pupil(writer: Caller) -> str:
    """The id of a student just enrolled at Grand Bend High School."""
    document = {
        "studentUniqueId": "new-7",
        "birthDate": "2006-05-04",
        "firstName": "Nina",
        "middleName": "Ada",
        "lastSurname": "Newcomer",
    }
    id = written(writer, "students", document)
    enroll(writer, 255901001)
    return id


def written(client: Caller, plural: str, document: dict[str, Any]) -> str:
    """Write a document; its id."""
    answer = client.post(plural, document)
    assert answer.status_code in (200, 201), answer.text
    return answer.headers["Location"].rpartition("/")[2]


def enroll(client: Caller, school: int, **more: Any) -> str:
    """Enroll the new student; the association's id."""
    document = {
        "studentReference": {"studentUniqueId": "new-7"},
        "schoolReference": {"schoolId": school},
        "entryDate": "2021-08-23",
        "entryGradeLevelDescriptor": "uri://ed-fi.org/GradeLevelDescriptor#Tenth grade",
        **more,
    }
    return written(client, "studentSchoolAssociations", document)


def address(client: Caller, **cities: str) -> None:
    """Give the new student addresses: a city by the kind of address."""
    addresses = [
        {
            "addressTypeDescriptor": f"uri://ed-fi.org/AddressTypeDescriptor#{kind}",
            "city": city,
            "postalCode": "73334",
            "stateAbbreviationDescriptor": "uri://ed-fi.org/StateAbbreviationDescriptor#TX",
            "streetNumberName": "1 New Street",
        }
        for kind, city in cities.items()
    ]
    document = {
        "studentReference": {"studentUniqueId": "new-7"},
        "educationOrganizationReference": {"educationOrganizationId": 255901},
        "sexDescriptor": "uri://ed-fi.org/SexDescriptor#Female",
        "addresses": addresses,
    }
    written(client, "studentEducationOrganizationAssociations", document)


def read(client: Caller, path: str, **more: Any) -> Any:
    """GET a composite of this folder; its JSON."""
    answer = client.request("GET", f"/composites/v1/example/joined/{path}", **more)
    assert answer.status_code == 200, answer.text
    return answer.json


def told(api: Api, answer: TestResponse) -> str | None:
    """What a version that writes messages says; None: it writes Problem Details."""
    if api.version in BARE:
        text: str = answer.json
        return text
    return answer.json["message"] if api.version in MESSAGES else None
