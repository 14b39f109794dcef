"""``/deletes`` of abstract bases, which 5.2 and 5.3 answer as if these were resources.

Source: EdFi.Ods.Features/ChangeQueries/GetDeletedResourceIds.cs, EdFi.Ods.Common/Models/Resource/ResourceModel.cs,
NHibernateRepositoryDeleteOperationBase.cs; Structure/Ods/Changes/0050 and 0060 of EdFi.Ods.Standard.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.api import Api, Caller
from tests.changes.acts import created, deleted, ids, listed, newest

SUBJECT = {"namespace": "uri://ed-fi.org/AcademicSubjectDescriptor", "codeValue": "Alchemy", "shortDescription": "Gold"}
SUBJECTS, DESCRIPTORS = "academicSubjectDescriptors", "descriptors/deletes"
ORGANIZATIONS = "educationOrganizations/deletes"


@pytest.fixture(params=["5.2", "5.3"])
def api(request: pytest.FixtureRequest, api_of: Callable[[str], Api]) -> Api:
    return api_of(request.param)


@pytest.fixture
def client(api: Api) -> Caller:
    return api.caller("open")


def like_one(client: Caller, plural: str, **changed: Any) -> dict[str, Any]:
    """A body as that of an item there is."""
    body = listed(client, plural, limit=1)[0]
    return {name: value for name, value in body.items() if name not in ("id", "_etag", "_lastModifiedDate")} | changed


def written(id: str, api: Api) -> str:
    return f"{id[:8]}-{id[8:12]}-{id[12:16]}-{id[16:20]}-{id[20:]}" if api.version == "5.2" else id


def test_a_subtype_is_told_of_by_its_base_alone(api: Api, client: Caller) -> None:
    id = created(client, "schools", like_one(client, "schools", schoolId=255901999))
    start = newest(client)
    version = deleted(client, "schools", id)
    assert version == start + 1
    answer = client.get(ORGANIZATIONS)
    assert (answer.status_code, answer.json) == (200, [{"Id": written(id, api), "ChangeVersion": version}])
    assert answer.headers["Content-Type"] == "application/json"
    assert listed(client, "schools/deletes") == []


def test_all_subtypes_follow_each_other(client: Caller) -> None:
    school = created(client, "schools", like_one(client, "schools", schoolId=255901999))
    agency = like_one(client, "localEducationAgencies", localEducationAgencyId=255999)
    district = created(client, "localEducationAgencies", agency)
    other = created(client, "schools", like_one(client, "schools", schoolId=255901998))
    versions = [
        deleted(client, "schools", school),
        deleted(client, "localEducationAgencies", district),
        deleted(client, "schools", other),
    ]
    assert ids(listed(client, ORGANIZATIONS)) == [school, district, other]
    assert ids(listed(client, ORGANIZATIONS, minChangeVersion=versions[1])) == [district, other]
    assert ids(listed(client, ORGANIZATIONS, maxChangeVersion=versions[1])) == [school, district]
    assert ids(listed(client, ORGANIZATIONS, limit=1, offset=1)) == [district]


def test_an_association_is_told_of_by_its_base_alone(client: Caller) -> None:
    id = created(
        client, "studentProgramAssociations", like_one(client, "studentProgramAssociations", beginDate="2021-10-19")
    )
    deleted(client, "studentProgramAssociations", id)
    assert ids(listed(client, "generalStudentProgramAssociations/deletes")) == [id]
    assert listed(client, "studentProgramAssociations/deletes") == []


def test_a_descriptor_is_told_of_by_both_one_after_the_other(client: Caller) -> None:
    id = created(client, SUBJECTS, SUBJECT)
    start = newest(client)
    version = deleted(client, SUBJECTS, id)
    (own,), (at_base,) = listed(client, f"{SUBJECTS}/deletes"), listed(client, DESCRIPTORS)
    assert (ids([own]), ids([at_base])) == ([id], [id])
    assert (own["ChangeVersion"], at_base["ChangeVersion"]) == (start + 1, start + 2)
    assert version == start + 2


def test_a_token_is_all_that_it_takes(api: Api, client: Caller) -> None:
    id = created(client, "schools", like_one(client, "schools", schoolId=255901999))
    deleted(client, "schools", id)
    assert ids(listed(api.new_caller("Education Preparation Program", 1), ORGANIZATIONS)) == [id]
    answer = api.anonymous.get(ORGANIZATIONS)
    assert (answer.status_code, answer.data) == (401, b"")


@pytest.mark.parametrize("path", ["EDUCATIONORGANIZATIONS/DELETES", "educationOrganizations/deletes/"])
def test_the_name_may_be_in_any_case(client: Caller, path: str) -> None:
    assert listed(client, path) == []


@pytest.mark.parametrize("path", ["/data/v3/Ed-Fi/educationOrganizations/deletes", "/data/v3/tpdm/descriptors/deletes"])
def test_the_schema_counts_letter_by_letter(client: Caller, path: str) -> None:
    assert client.get(path).status_code == 500


@pytest.mark.parametrize("path", ["educationOrganizations", f"descriptors/{'0' * 32}", "descriptors/keyChanges"])
def test_there_is_nothing_else_of_a_base(client: Caller, path: str) -> None:
    assert client.get(path).status_code == 404


def test_other_methods_are_not_taken(client: Caller) -> None:
    answer = client.delete(DESCRIPTORS)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET")


@pytest.mark.parametrize(("version", "status"), [("6.2", 500), ("7.1", 404), ("7.3", 404)])
def test_later_versions_do_not_know_of_them(api_of: Callable[[str], Api], version: str, status: int) -> None:
    client = api_of(version).caller("open")
    id = created(client, SUBJECTS, SUBJECT)
    start = newest(client)
    assert deleted(client, SUBJECTS, id) == start + 1
    assert client.get(DESCRIPTORS).status_code == status


def test_they_are_kept(serve: Callable[..., Api], tmp_path: Path) -> None:
    settings = {"api_versions": ("5.2",), "store": tmp_path / "state.json", "districts": ("empty",)}
    api = serve(**settings)
    client = api.caller("open")
    id = created(client, SUBJECTS, SUBJECT)
    version = deleted(client, SUBJECTS, id)
    api.host.close()
    client = serve(**settings).caller("open")
    assert newest(client) == version
    assert listed(client, DESCRIPTORS) == [{"Id": written(id, api), "ChangeVersion": version}]
