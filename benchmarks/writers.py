"""Clients that write at full speed, and know what a server must have: each its own documents, over its own connection.

What they write: students, made, changed and deleted; class periods, whose keys change, and bell schedules that follow.
"""

import http.client
import json
import random
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn
from urllib.parse import quote, urlsplit

Key = tuple[str, str]
"""(plural of a resource, what identifies a document of it)."""
State = dict[Key, str]
"""What distinguishes each document: first name of a student, class period of a bell schedule."""

SCHOOL = 255901001
STUDENTS, PERIODS, SCHEDULES = "students", "classPeriods", "bellSchedules"
_MOST = 60
_PAGE = 500
_KINDS = "uri://ed-fi.org/EducationOrganizationCategoryDescriptor#School"
_GRADES = "uri://ed-fi.org/GradeLevelDescriptor#Ninth grade"


class Unexpected(Exception):
    """An answer that no writer should get."""


class Client:
    """One connection that speaks for one API client."""

    def __init__(self, url: str, authorization: Mapping[str, str]) -> None:
        parts = urlsplit(url)
        self._root = f"{parts.path}/data/v3/ed-fi"
        self._connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
        self._headers = {**authorization, "Content-Type": "application/json"}

    def ask(self, method: str, path: str, document: object = None) -> tuple[int, str, Any]:
        """Status, id of the document that was written, JSON of the answer."""
        body = None if document is None else json.dumps(document)
        self._connection.request(method, f"{self._root}/{path}", body, self._headers)
        answer = self._connection.getresponse()
        content = answer.read()
        location = answer.headers.get("Location", "")
        return answer.status, location.rpartition("/")[2], json.loads(content) if content else None

    def write(self, method: str, path: str, document: object = None) -> str:
        """The id of what was written. Raises `Unexpected`."""
        status, id_, content = self.ask(method, path, document)
        if status not in (200, 201, 204):
            raise Unexpected(f"{method} {path}: {status} {content}")
        return id_

    def read(self, path: str) -> list[dict[str, Any]]:
        """All rows. Raises `Unexpected`."""
        rows: list[dict[str, Any]] = []
        while True:
            mark = "&" if "?" in path else "?"
            status, _, page = self.ask("GET", f"{path}{mark}limit={_PAGE}&offset={len(rows)}")
            if status != 200:
                raise Unexpected(f"GET {path}: {status} {page}")
            rows += page
            if len(page) < _PAGE:
                return rows

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()


def prepare(client: Client) -> None:
    """Write what the writers' documents refer to."""
    school = {
        "schoolId": SCHOOL,
        "nameOfInstitution": "Grand Bend High School",
        "educationOrganizationCategories": [{"educationOrganizationCategoryDescriptor": _KINDS}],
        "gradeLevels": [{"gradeLevelDescriptor": _GRADES}],
    }
    client.write("POST", "schools", school)


class Writer:
    """One of several writers; `state` is what was acknowledged, `possible` what the request under way would make it."""

    def __init__(self, number: int) -> None:
        self.prefix = f"w{number}-"
        self.state: State = {}
        self.possible: State | None = None
        self.ids: dict[Key, str] = {}
        self.deleted: set[str] = set()
        """Ids of the students that are gone for certain."""
        self.acknowledged = 0
        self._random = random.Random(number)
        self._count = 0

    def write_on(self, client: Client) -> NoReturn:
        """Write until the connection ends. Raises `OSError`, `http.client.HTTPException`, `Unexpected`."""
        while True:
            self.write(client)

    def write(self, client: Client) -> None:
        """Write one thing or another. Raises as `write_on`."""
        self._random.choice((self._add, self._add, self._change, self._delete, self._plan, self._rename))(client)

    def settle(self, state: State, ids: Mapping[Key, str]) -> None:
        """Go on from what a server has."""
        self.ids = {key: ids[key] for key in state}
        self.state, self.possible = state, None

    def _add(self, client: Client) -> None:
        if len(self.state) > _MOST:
            return self._delete(client)
        name = self._new_name()
        return self._do(client, "POST", STUDENTS, _student(name, "Ada"), self.state | {(STUDENTS, name): "Ada"})

    def _change(self, client: Client) -> None:
        if key := self._any(STUDENTS):
            first_name = f"Ada {self._new_name()}"
            path = f"{STUDENTS}/{self.ids[key]}"
            self._do(client, "PUT", path, _student(key[1], first_name), self.state | {key: first_name})

    def _delete(self, client: Client) -> None:
        if key := self._any(STUDENTS):
            state = {other: value for other, value in self.state.items() if other != key}
            id_ = self.ids[key]
            self._do(client, "DELETE", f"{STUDENTS}/{id_}", None, state)
            self.deleted.add(id_)

    def _plan(self, client: Client) -> None:
        """Add a class period and a bell schedule with it, while there are few."""
        if len(self._all(SCHEDULES)) < 5:
            period, name = self._new_name(), self._new_name()
            self._do(client, "POST", PERIODS, _period(period), self.state | {(PERIODS, period): ""})
            schedule = _schedule(name, period)
            self._do(client, "POST", SCHEDULES, schedule, self.state | {(SCHEDULES, name): period})

    def _rename(self, client: Client) -> None:
        """Change a class period's key; the bell schedule that has it follows."""
        if key := self._any(PERIODS):
            name = self._new_name()
            state = {other: name if value == key[1] else value for other, value in self.state.items() if other != key}
            self.ids[PERIODS, name] = self.ids[key]
            self._do(client, "PUT", f"{PERIODS}/{self.ids[key]}", _period(name), state | {(PERIODS, name): ""})

    def _do(self, client: Client, method: str, path: str, document: object, state: State) -> None:
        self.possible = state
        id_ = client.write(method, path, document)
        for key in state:
            self.ids.setdefault(key, id_)
        self.state, self.possible = state, None
        self.acknowledged += 1

    def _any(self, resource: str) -> Key | None:
        found = self._all(resource)
        return self._random.choice(found) if found else None

    def _all(self, resource: str) -> list[Key]:
        return [key for key in self.state if key[0] == resource]

    def _new_name(self) -> str:
        self._count += 1
        return f"{self.prefix}{self._count}"


def found(client: Client) -> tuple[State, dict[Key, str]]:
    """What a server has of all writers, and the ids by which it has it."""
    state: State = {}
    ids: dict[Key, str] = {}
    for key, value, id_ in _rows(client):
        state[key], ids[key] = value, id_
    return state, ids


def _rows(client: Client) -> Iterator[tuple[Key, str, str]]:
    for row in client.read(STUDENTS):
        yield (STUDENTS, row["studentUniqueId"]), row["firstName"], row["id"]
    for row in client.read(PERIODS):
        yield (PERIODS, row["classPeriodName"]), "", row["id"]
    for row in client.read(SCHEDULES):
        period = row["classPeriods"][0]["classPeriodReference"]["classPeriodName"]
        yield (SCHEDULES, row["bellScheduleName"]), period, row["id"]


def by_key(client: Client, key: Key) -> list[str]:
    """Ids of the documents that a query by key finds."""
    parameter = {STUDENTS: "studentUniqueId", PERIODS: "classPeriodName", SCHEDULES: "bellScheduleName"}[key[0]]
    return [row["id"] for row in client.read(f"{key[0]}?{parameter}={quote(key[1])}")]


def _student(name: str, first_name: str) -> dict[str, Any]:
    return {"studentUniqueId": name, "firstName": first_name, "lastSurname": "Lovelace", "birthDate": "2010-01-01"}


def _period(name: str) -> dict[str, Any]:
    return {"classPeriodName": name, "schoolReference": {"schoolId": SCHOOL}}


def _schedule(name: str, period: str) -> dict[str, Any]:
    reference = {"classPeriodReference": {"classPeriodName": period, "schoolId": SCHOOL}}
    return {"bellScheduleName": name, "schoolReference": {"schoolId": SCHOOL}, "classPeriods": [reference]}
