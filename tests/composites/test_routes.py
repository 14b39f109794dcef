"""Where composites are, and who may ask for them."""

import pytest

from tests.api import Api, Caller

from .conftest import MESSAGES, enroll, read

pytestmark = pytest.mark.usefixtures("pupil")

ROOT = "/composites/v1/example/joined"


def test_a_category_has_routes_of_its_own(writer: Caller, school: Caller) -> None:
    middle = writer.get("schools", schoolId=255901044).json[0]["id"]
    query = {"studentUniqueId": "new-7"}
    assert read(writer, f"schools/{middle}/enrollments", query_string=query) == []
    enroll(writer, 255901044)
    (shown,) = read(writer, f"Schools/{middle}/Enrollments", query_string=query)
    assert shown["schoolId"] == 255901044
    assert read(school, f"schools/{middle}/enrollments", query_string=query) == []


@pytest.mark.parametrize(
    "path",
    [
        "/composites/v2/example/joined/pupils",
        "/composites/v1/nobody/joined/pupils",
        "/composites/v1/example/nothing/pupils",
        f"{ROOT}/nothings",
        f"{ROOT}/sessions/{'0' * 32}/pupils",
        f"{ROOT}/schools/{'0' * 32}/pupils",
        f"{ROOT}/a/b/c/d",
    ],
)
def test_there_is_nothing_elsewhere(client: Caller, path: str) -> None:
    assert client.get(path).status_code == 404


def test_nobody_gets_nothing(api: Api) -> None:
    answer = api.anonymous.get(f"{ROOT}/pupils")
    assert answer.status_code == 401
    assert bool(answer.data) is (api.version not in MESSAGES)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_composites_are_for_reading(client: Caller, method: str) -> None:
    answer = client.request(method, f"{ROOT}/pupils")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET")


def test_a_snapshot_can_be_read(api: Api, writer: Caller, pupil: str) -> None:
    databases = api.instance.databases
    databases.take("before")
    enroll(writer, 255901044)
    header = {"Use-Snapshot": "true"} if api.version.startswith("7") else {"Snapshot-Identifier": "before"}
    assert len(read(writer, f"pupils/{pupil}")["enrollments"]) == 2
    assert len(read(writer, f"pupils/{pupil}", headers=header)["enrollments"]) == 1
    databases.clear()
