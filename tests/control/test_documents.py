"""Documents that are filled in: any resource, with nothing said, in a district and in an empty one."""

from collections.abc import Callable

import pytest

from mockedfi.control.posting import builder
from tests.api import Api
from tests.control.conftest import SCHOOL, Steered


@pytest.mark.parametrize("district", ["grand-bend", "empty"])
@pytest.mark.parametrize("version", ["7.3", "5.2"])
def test_every_resource_can_be_added_with_nothing_said(serve: Callable[..., Api], version: str, district: str) -> None:
    api = serve(api_versions=(version,), districts=(district,))
    state = Steered(api.app.test_client(), api.host, version=version)
    names = [each.plural for each in api.instance.catalogue.in_load_order()]
    refused = {}
    for name in names:
        body = {"resource": name, "count": 2}
        answer = state.control("POST", "documents", body)
        if answer.status_code != 201:
            refused[name] = (answer.json or {})["message"]
    assert not refused, "\n".join(f"{name}: {why}" for name, why in refused.items())


def test_only_what_matters_is_said(workspace: Steered) -> None:
    def add(resource: str, **members: object) -> dict[str, object]:
        answer = workspace.control("POST", "documents", {"resource": resource, "members": members})
        assert answer.status_code == 201, answer.text
        return dict((answer.json or [])[0])

    student = add("students", firstName="Ada")
    assert student["firstName"] == "Ada"
    assert student["lastSurname"]
    enrolment = add(
        "studentSchoolAssociations", student=student, school=SCHOOL, entryGradeLevelDescriptor="ninth grade"
    )
    assert enrolment["studentReference"]["studentUniqueId"] == student["studentUniqueId"]  # type: ignore[index]
    assert enrolment["schoolReference"]["schoolId"] == SCHOOL  # type: ignore[index]
    assert enrolment["entryGradeLevelDescriptor"] == "uri://ed-fi.org/GradeLevelDescriptor#Ninth grade"
    section = add("sections", courseOfferingReference=_offering(workspace))
    attendance = add("studentSectionAssociations", student=student["studentUniqueId"], section=section)
    assert attendance["sectionReference"]["sectionIdentifier"] == section["sectionIdentifier"]  # type: ignore[index]


def _offering(workspace: Steered) -> object:
    sections = workspace.control("GET", "documents?resource=sections").json or []
    reference = sections[0]["courseOfferingReference"]
    return {name: value for name, value in reference.items() if name != "link"}


def test_members_that_share_a_column_agree(workspace: Steered) -> None:
    body = {"resource": "sections", "members": {"courseOffering": _offering(workspace)}}
    made = (workspace.control("POST", "documents", body).json or [])[0]
    school = made["courseOfferingReference"]["schoolId"]
    assert made.get("locationReference", {"schoolId": school})["schoolId"] == school


def test_several_differ_and_look_like_the_district(workspace: Steered) -> None:
    made = workspace.control("POST", "documents", {"resource": "students", "count": 20}).json or []
    assert len({each["studentUniqueId"] for each in made}) == 20
    assert len({(each["firstName"], each["lastSurname"]) for each in made}) > 10


def test_a_key_that_is_there_is_an_update(workspace: Steered) -> None:
    for name in ("Ada", "Eve"):
        body = {"resource": "students", "members": {"studentUniqueId": "same", "firstName": name}}
        made = (workspace.control("POST", "documents", body).json or [])[0]
        assert made["firstName"] == name
    found = workspace.control("GET", "documents?resource=students").json or []
    assert sum(each["studentUniqueId"] == "same" for each in found) == 1


def test_who_fills_in_has_a_claim_set_of_every_version(api: Api) -> None:
    assert builder(api.instance).client.claim_set in api.instance.edition.claim_sets.names()


def test_it_leaves_no_trace_among_the_requests(workspace: Steered) -> None:
    workspace.control("POST", "documents", {"resource": "students"})
    assert workspace.control("GET", "requests").json == []
