"""What each endpoint tells of a write made a moment before: to a school, to another school, to one who may see all."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from mockedfi.dialect.versions import DEFAULT_VERSIONS
from tests.api import Api, Caller
from tests.changes.acts import (
    OTHER_SCHOOL,
    SCHOOL,
    created,
    deleted,
    enrolment,
    listed,
    newest,
    older,
    put,
    student,
)

NAME = "freshly-written"
PROFILE = "application/vnd.ed-fi.student.transportation.readable+json"
ENROLMENTS, DELETES, KEY_CHANGES = (f"studentSchoolAssociations{each}" for each in ("", "/deletes", "/keyChanges"))

Count = Callable[[Api, Caller], int]
Write = Callable[[Api, Caller, str], None]


def rows(path: str, **query: Any) -> Count:
    return lambda _, client: len(listed(client, path, **query))


def through(accept: str, path: str, **query: Any) -> Count:
    """Items in the media type of a profile."""
    return lambda _, client: len(listed(sending(client, {"Accept": accept}), path, **query))


def sending(client: Caller, headers: dict[str, str]) -> Caller:
    return Caller(client.http, client.root, client.headers | headers)


def answered(status: int, method: str, **body: Any) -> Count:
    """Whether a status answers what is done to the student, and then undone."""

    def count(api: Api, client: Caller) -> int:
        path = "students" if method == "POST" else f"students/{id_of_student(api)}"
        mark = api.instance.documents.mark()
        found = client.request(method, path, **body).status_code
        api.instance.documents.rewind(mark)
        return int(found == status)

    return count


def id_of_student(api: Api) -> str:
    stored = api.instance.documents.resolve("Student", (NAME,))
    assert stored is not None
    return stored.id


def called(name: str) -> Count:
    """Whether the student, by its id, has this first name."""

    def count(api: Api, client: Caller) -> int:
        answer = client.get(f"students/{id_of_student(api)}")
        assert answer.json is not None, answer.text
        return int(answer.json.get("firstName") == name)

    return count


def in_window(_: Api, client: Caller) -> int:
    """Enrolments that changed in the newest change version."""
    version = newest(client)
    window = {"minChangeVersion": version, "maxChangeVersion": version}
    return len(listed(client, ENROLMENTS, studentUniqueId=NAME, **window))


def total(_: Api, client: Caller) -> int:
    return int(client.get(ENROLMENTS, limit=0, totalCount="true").headers["Total-Count"])


def on_pages(client: Caller, token: str | None) -> int:
    """Items on the pages from a token on."""
    count = 0
    while token is not None:
        answer = client.get(ENROLMENTS, pageSize=500, pageToken=token)
        assert answer.json is not None, answer.text
        count += len(answer.json)
        token = answer.headers.get("Next-Page-Token")
    return count


def in_partitions(_: Api, client: Caller) -> int:
    """Items of all partitions, by their page tokens."""
    tokens = listed(client, f"{ENROLMENTS}/partitions", number=3)["pageTokens"]
    return sum(on_pages(client, each) for each in tokens)


def in_composite(api: Api, client: Caller) -> int:
    """Enrolments that a composite shows of the student."""
    shown = client.get(f"/composites/v1/ed-fi/enrollment/students/{id_of_student(api)}").json
    return len(shown["studentSchoolEnrollments"]) if shown else 0


def in_snapshot(api: Api, client: Caller) -> int:
    """Enrolments in a snapshot of this moment."""
    name = api.instance.databases.take(api.instance.clock.hex_id()).name
    header = {"Snapshot-Identifier": name} if older(api, "7.0") else {"Use-Snapshot": "true"}
    return len(listed(sending(client, header), ENROLMENTS, studentUniqueId=NAME))


def in_token_info(_: Api, client: Caller) -> int:
    """Organizations of the token that have the new name."""
    token = client.headers["Authorization"].removeprefix("Bearer ")
    answer = client.request("POST", "/oauth/token_info", json={"token": token})
    assert answer.json is not None, answer.text
    return [each["name_of_institution"] for each in answer.json["education_organizations"]].count(NAME)


def versions(_: Api, client: Caller) -> int:
    return newest(client)


def enrol(_: Api, open_: Caller, unique_id: str) -> None:
    created(open_, ENROLMENTS, enrolment(unique_id, SCHOOL))


def leave(_: Api, open_: Caller, unique_id: str) -> None:
    (item,) = listed(open_, ENROLMENTS, studentUniqueId=unique_id)
    deleted(open_, ENROLMENTS, item["id"])


def enrol_later(_: Api, open_: Caller, unique_id: str) -> None:
    (item,) = listed(open_, ENROLMENTS, studentUniqueId=unique_id)
    put(open_, ENROLMENTS, item["id"], enrolment(unique_id, SCHOOL, "2021-08-24"))


def rename(_: Api, open_: Caller, unique_id: str) -> None:
    (item,) = listed(open_, "students", studentUniqueId=unique_id)
    put(open_, "students", item["id"], {**student(unique_id), "firstName": "Grace"})


def rename_school(_: Api, open_: Caller, __: str) -> None:
    (item,) = listed(open_, "schools", schoolId=SCHOOL)
    put(open_, "schools", item["id"], {**item, "nameOfInstitution": NAME})


def add_descriptor(_: Api, open_: Caller, name: str) -> None:
    text = {"namespace": "uri://ed-fi.org/AcademicSubjectDescriptor", "codeValue": name, "shortDescription": name}
    created(open_, "academicSubjectDescriptors", text)


def take_snapshot(api: Api, _: Caller, __: str) -> None:
    api.instance.databases.take(api.instance.clock.hex_id())


HERE_ONLY, EVERYWHERE = (1, 0, 1), (1, 1, 1)

# endpoint: (what counts, the write, what the school, the other school and all see more, from which version on)
TELLS: dict[str, tuple[Count, Write, tuple[int, int, int], str]] = {
    "a list": (rows(ENROLMENTS, studentUniqueId=NAME), enrol, HERE_ONLY, "5.2"),
    "an item": (called("Grace"), rename, HERE_ONLY, "5.2"),
    "an item that becomes visible": (answered(200, "GET"), enrol, (1, 0, 0), "5.2"),
    "an item that ceases to be visible": (answered(200, "GET"), leave, (-1, 0, 0), "5.2"),
    "a PUT": (answered(204, "PUT", json=student(NAME)), enrol, (1, 0, 0), "5.2"),
    "a POST": (answered(200, "POST", json=student(NAME)), enrol, (1, 0, 0), "5.2"),
    "a DELETE of what is in use": (answered(409, "DELETE"), enrol, EVERYWHERE, "5.2"),
    "a list of descriptors": (rows("academicSubjectDescriptors", codeValue=NAME), add_descriptor, EVERYWHERE, "5.2"),
    "a list through a profile": (through(PROFILE, "students", studentUniqueId=NAME), enrol, (1, 0, 0), "5.2"),
    "a window of change versions": (in_window, enrol, HERE_ONLY, "5.2"),
    "a list of people": (rows("students", studentUniqueId=NAME), enrol, (1, 0, 0), "5.2"),
    "a filter on what changed": (rows("students", firstName="Grace", studentUniqueId=NAME), rename, HERE_ONLY, "5.2"),
    "a total count": (total, enrol, HERE_ONLY, "5.2"),
    "partitions and their pages": (in_partitions, enrol, HERE_ONLY, "7.3"),
    "the newest change version": (versions, enrol, EVERYWHERE, "5.2"),
    "deletes before 6.0": (rows(DELETES), leave, EVERYWHERE, "5.2"),
    "deletes": (rows(DELETES), leave, HERE_ONLY, "7.3"),
    "key changes": (rows(KEY_CHANGES), enrol_later, HERE_ONLY, "7.3"),
    "a composite": (in_composite, enrol, HERE_ONLY, "5.2"),
    "a snapshot": (in_snapshot, enrol, HERE_ONLY, "5.2"),
    "a list of snapshots": (rows("/changeQueries/v1/snapshots"), take_snapshot, EVERYWHERE, "5.2"),
    "what a token stands for": (in_token_info, rename_school, HERE_ONLY, "5.2"),
}
ONLY = {"deletes before 6.0": "5.2", "a list of snapshots": "5.2"}
"""Rows of one version alone."""
CASES = [
    pytest.param(version, *row[:3], id=f"{name} at {version}")
    for name, row in TELLS.items()
    for version in sorted(DEFAULT_VERSIONS)
    if (version == ONLY[name] if name in ONLY else version >= row[3])
]


@pytest.fixture(autouse=True)
def _no_snapshots_left(api_of: Callable[[str], Api]) -> Iterator[None]:
    yield
    for version in DEFAULT_VERSIONS:
        api_of(version).instance.databases.clear()


@pytest.mark.parametrize(("version", "count", "write", "more"), CASES)
def test_a_write_shows_at_once_to_those_who_may_see_it(
    api_of: Callable[[str], Api], version: str, count: Count, write: Write, more: tuple[int, int, int]
) -> None:
    api = api_of(version)
    open_ = api.caller("open")
    readers = [api.new_caller("Ed-Fi Sandbox", each) for each in (SCHOOL, OTHER_SCHOOL)] + [open_]
    created(open_, "students", student(NAME))
    if write is not enrol:
        enrol(api, open_, NAME)
    before = [count(api, each) for each in readers]
    write(api, open_, NAME)
    after = [count(api, each) for each in readers]
    assert tuple(now - then for now, then in zip(after, before, strict=True)) == more
