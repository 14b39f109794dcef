"""Any sequence of requests, resets, snapshots and restarts: the server tells what a few plain dicts tell."""

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from mockedfi.since import number
from tests.api import Api, Caller

Key = tuple[str, int]
"""Name and school, of a class period as of a bell schedule."""
PERIODS, SCHEDULES = "classPeriods", "bellSchedules"
NAMES = {PERIODS: "classPeriodName", SCHEDULES: "bellScheduleName"}
SCHOOLS = (1, 2)
CATEGORY = "uri://ed-fi.org/EducationOrganizationCategoryDescriptor#School"
GRADE = "uri://ed-fi.org/GradeLevelDescriptor#Ninth grade"
EXAMPLES = 6
EARLY, LATE = "08:00:00", "09:00:00"

plurals = st.sampled_from((PERIODS, SCHEDULES))
names = st.sampled_from(("A", "B", "é"))
keys = st.tuples(names, st.sampled_from(SCHOOLS))


def school(id: int) -> dict[str, Any]:
    return {
        "schoolId": id,
        "nameOfInstitution": f"School {id}",
        "educationOrganizationCategories": [{"educationOrganizationCategoryDescriptor": CATEGORY}],
        "gradeLevels": [{"gradeLevelDescriptor": GRADE}],
    }


def document(plural: str, key: Key, period: str, *, official: bool) -> dict[str, Any]:
    """What is posted; a bell schedule has one class period, of its own school."""
    name, of_school = key
    made: dict[str, Any] = {NAMES[plural]: name, "schoolReference": {"schoolId": of_school}}
    if plural == PERIODS:
        return {**made, "officialAttendancePeriod": official}
    reference = {"classPeriodName": period, "schoolId": of_school}
    return {**made, "classPeriods": [{"classPeriodReference": reference}], "startTime": EARLY if official else LATE}


@dataclass
class Model:
    """What the server should hold."""

    items: dict[str, dict[str, dict[str, Any]]] = field(default_factory=lambda: {PERIODS: {}, SCHEDULES: {}})
    """Documents by id, in the order of their creation."""
    deletes: list[tuple[str, str, Key]] = field(default_factory=list)
    """Plural, id and key."""
    renames: list[tuple[str, Key, Key]] = field(default_factory=list)
    """Id, old and new key of class periods."""

    def at(self, plural: str, key: Key) -> str | None:
        """The id of what has this key."""
        return next((id for id, each in self.items[plural].items() if key_of(plural, each) == key), None)

    def users(self, key: Key) -> list[dict[str, Any]]:
        """The references to a class period."""
        references = [each["classPeriods"][0]["classPeriodReference"] for each in self.items[SCHEDULES].values()]
        return [each for each in references if tuple(each.values()) == key]

    def gone(self, plural: str, *, recreated: bool) -> list[tuple[str, Key]]:
        """What ``/deletes`` lists; `recreated`: also what is there again."""
        return [
            (id, key) for of, id, key in self.deletes if of == plural and (recreated or self.at(plural, key) is None)
        ]

    def renamed(self) -> list[tuple[str, Key, Key]]:
        """What ``/keyChanges`` of class periods lists: of each, the first old and the last new key."""
        found: dict[str, tuple[str, Key, Key]] = {}
        for id, old, new in self.renames:
            known = found.pop(id, None)
            found[id] = (id, known[1] if known else old, new)
        return list(found.values())


def key_of(plural: str, item: dict[str, Any]) -> Key:
    return item[NAMES[plural]], item["schoolReference"]["schoolId"]


def bare(value: Any) -> Any:
    """A document without what the server adds."""
    if isinstance(value, dict):
        added = ("id", "link", "_etag", "_lastModifiedDate")
        return {name: bare(each) for name, each in value.items() if name not in added and each != []}
    return [bare(each) for each in value] if isinstance(value, list) else value


class Machine(RuleBasedStateMachine):
    """A server beside its model."""

    opened: Callable[..., Api]
    """Serves what the store of this run holds."""

    def __init__(self) -> None:
        super().__init__()
        self.serve()
        self.begin()

    def serve(self) -> None:
        self.api = self.opened()
        self.client: Caller = self.api.caller("open")
        self.snapshots: dict[str, Model] = {}

    def begin(self) -> None:
        """Nothing but two schools."""
        self.model = Model()
        self.snapshots.clear()
        self.client = self.api.caller("open")
        for id in SCHOOLS:
            assert self.client.post("schools", school(id)).status_code == 201

    def teardown(self) -> None:
        self.api.host.close()

    def control(self, method: str, path: str) -> Any:
        answer = self.api.app.test_client().open(f"/mockedfi/{path}", method=method)
        assert answer.status_code in (200, 201, 204), answer.text
        return answer.json

    @rule(plural=plurals, key=keys, period=names, official=st.booleans())
    def post(self, plural: str, key: Key, period: str, official: bool) -> None:
        sent = document(plural, key, period, official=official)
        answer = self.client.post(plural, sent)
        known = self.model.at(plural, key)
        if plural == SCHEDULES and self.model.at(PERIODS, (period, key[1])) is None:
            assert answer.status_code == 409, answer.text
            return
        assert answer.status_code == (201 if known is None else 200), answer.text
        id = answer.headers["Location"].rpartition("/")[2]
        assert known in (None, id)
        self.model.items[plural][id] = sent

    @rule(data=st.data(), name=names, official=st.booleans())
    @precondition(lambda self: self.model.items[PERIODS])
    def put(self, data: st.DataObject, name: str, official: bool) -> None:
        """A class period may get another name, which what refers to it follows."""
        id = data.draw(st.sampled_from(sorted(self.model.items[PERIODS])))
        old = key_of(PERIODS, self.model.items[PERIODS][id])
        new = (name, old[1])
        sent = document(PERIODS, new, "", official=official)
        answer = self.client.put(f"{PERIODS}/{id}", sent)
        users = self.model.users(old)
        if self.model.at(PERIODS, new) not in (None, id):
            assert answer.status_code == 409, answer.text
            return
        assert answer.status_code == 204, answer.text
        self.model.items[PERIODS][id] = sent
        if new != old:
            self.model.renames.append((id, old, new))
            for reference in users:
                reference["classPeriodName"] = name

    @rule(data=st.data(), key=keys)
    @precondition(lambda self: self.model.items[SCHEDULES])
    def put_another_key(self, data: st.DataObject, key: Key) -> None:
        """A bell schedule's key is never changed; before 7.0 only another school is refused."""
        id = data.draw(st.sampled_from(sorted(self.model.items[SCHEDULES])))
        item = self.model.items[SCHEDULES][id]
        sent = {**item, "bellScheduleName": key[0], "schoolReference": {"schoolId": key[1]}}
        old = key_of(SCHEDULES, item)
        expected = 204 if key == old or (key[1] == old[1] and not self.newer("7.0")) else 400
        assert self.client.put(f"{SCHEDULES}/{id}", sent).status_code == expected

    @rule(data=st.data(), plural=plurals)
    def delete(self, data: st.DataObject, plural: str) -> None:
        if not (ids := sorted(self.model.items[plural])):
            return
        id = data.draw(st.sampled_from(ids))
        key = key_of(plural, self.model.items[plural][id])
        answer = self.client.delete(f"{plural}/{id}")
        if plural == PERIODS and self.model.users(key):
            assert answer.status_code == 409, answer.text
            return
        assert answer.status_code == 204, answer.text
        assert self.client.get(f"{plural}/{id}").status_code == 404
        del self.model.items[plural][id]
        self.model.deletes.append((plural, id, key))

    @rule()
    def reset(self) -> None:
        self.control("POST", "reset")
        self.begin()

    @rule()
    def snapshot(self) -> None:
        self.snapshots[self.control("POST", "snapshots")["name"]] = copy.deepcopy(self.model)

    @rule(data=st.data())
    @precondition(lambda self: self.snapshots)
    def restore(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.snapshots)))
        self.control("PUT", f"snapshots/{name}")
        self.model = copy.deepcopy(self.snapshots[name])

    @rule()
    def restart(self) -> None:
        """What was written is there again; snapshots are not."""
        self.api.host.close()
        self.serve()

    @invariant()
    def documents_are_the_models(self) -> None:
        for plural, items in self.model.items.items():
            listed = self.client.get(plural).json
            assert {each["id"]: bare(each) for each in listed} == items
            for each in listed:
                assert self.client.get(f"{plural}/{each['id']}").json == each

    @invariant()
    def pages_are_the_whole_list(self) -> None:
        for plural, items in self.model.items.items():
            whole = self.client.get(plural, totalCount="true")
            assert whole.headers["Total-Count"] == str(len(items))
            for pages in [self.by_offset(plural), *([self.by_token(plural)] if self.newer("7.3") else [])]:
                assert [each for page in pages for each in page] == whole.json

    def by_offset(self, plural: str) -> Iterator[Any]:
        for offset in range(0, len(self.model.items[plural]) + 1, 2):
            yield self.client.get(plural, offset=offset, limit=2).json

    def by_token(self, plural: str) -> Iterator[Any]:
        answer = self.client.get(plural, limit=2)
        while answer.json:
            yield answer.json
            answer = self.client.get(plural, pageToken=answer.headers["Next-Page-Token"], pageSize=2)

    @invariant()
    def queries_find_what_fits(self) -> None:
        for id in SCHOOLS:
            found = self.client.get(PERIODS, schoolId=id, classPeriodName="A").json
            assert [each["id"] for each in found] == [each for each in [self.model.at(PERIODS, ("A", id))] if each]

    @invariant()
    def traces_are_the_models(self) -> None:
        for plural in (PERIODS, SCHEDULES):
            rows = self.client.get(f"{plural}/deletes").json
            shown = [(str(row.get("id") or row["Id"]).replace("-", ""), row) for row in rows]
            expected = self.model.gone(plural, recreated=not self.newer("6.0"))
            assert [id for id, _ in shown] == [id for id, _ in expected]
        if self.newer("6.0"):
            rows = self.client.get(f"{PERIODS}/keyChanges").json
            assert [
                (row["id"], tuple(row["oldKeyValues"].values()), tuple(row["newKeyValues"].values())) for row in rows
            ] == self.model.renamed()

    def newer(self, version: str) -> bool:
        return number(self.api.version) >= number(version)


@pytest.mark.parametrize("version", ["5.2", "7.3"])
def test_the_server_equals_a_few_dicts(version: str, serve: Callable[..., Api], tmp_path: Path) -> None:
    runs = iter(range(1_000_000))

    class Opened(Machine):
        def __init__(self) -> None:
            self.store = tmp_path / f"{next(runs)}.json"
            super().__init__()

        def opened(self) -> Api:
            return serve(
                api_versions=(version,),
                districts=("empty",),
                store=self.store,
                durability="relaxed",
                token_per_client_limit=0,
            )

    run_state_machine_as_test(
        Opened,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=20,
            deadline=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
