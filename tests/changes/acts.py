"""What the tests of change queries do to an API, and what they ask of it afterwards."""

from typing import Any

from mockedfi.since import number
from tests.api import Api, Caller

SCHOOL, OTHER_SCHOOL = 255901001, 255901044
DISTRICT = 255901


def older(api: Api, version: str) -> bool:
    """Whether an API is older than a version."""
    return number(api.version) < number(version)


def created(client: Caller, plural: str, body: Any) -> str:
    """The id of a new item."""
    answer = client.post(plural, body)
    assert answer.status_code == 201, answer.text
    return answer.headers["Location"].rpartition("/")[2]


def put(client: Caller, plural: str, id: str, body: Any) -> None:
    answer = client.put(f"{plural}/{id}", body)
    assert answer.status_code == 204, answer.text


def deleted(client: Caller, plural: str, id: str) -> int:
    """Delete an item; the newest change version after that."""
    answer = client.delete(f"{plural}/{id}")
    assert answer.status_code == 204, answer.text
    return newest(client)


def newest(client: Caller) -> int:
    """The newest change version."""
    answer = client.get("/changeQueries/v1/availableChangeVersions")
    assert answer.status_code == 200, answer.text
    assert answer.json is not None
    return int(list(answer.json.values())[1])


def listed(client: Caller, path: str, **query: Any) -> Any:
    """What a list answers."""
    answer = client.get(path, **query)
    assert answer.status_code == 200, answer.text
    return answer.json


def ids(rows: list[dict[str, Any]]) -> list[str]:
    """The ids of tracked changes of any version."""
    return [str(row.get("id") or row["Id"]).replace("-", "") for row in rows]


def class_period(name: str, school: int = SCHOOL, **more: Any) -> dict[str, Any]:
    return {"classPeriodName": name, "schoolReference": {"schoolId": school}, **more}


def student(unique_id: str) -> dict[str, Any]:
    return {"studentUniqueId": unique_id, "firstName": "Ada", "lastSurname": "Byron", "birthDate": "2008-12-10"}


def enrolment(unique_id: str, school: int, date: str = "2021-08-23") -> dict[str, Any]:
    return {
        "studentReference": {"studentUniqueId": unique_id},
        "schoolReference": {"schoolId": school},
        "entryDate": date,
        "entryGradeLevelDescriptor": "uri://ed-fi.org/GradeLevelDescriptor#Ninth grade",
    }
