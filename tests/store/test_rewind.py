"""Going back to a marked state, and a property: the store equals a plain dict after any sequence of steps."""

import time
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from mockedfi.store import Change, Record


def pupil(unique_id, **more):
    return {"pupilUniqueId": unique_id, **more}


def facts(documents):
    """All that can be seen of the documents."""
    return {
        table.name: [
            (record.id, record.number, record.key, record.modified, record.version, record.document())
            for record in table.records()
        ]
        for table in documents.tables()
    }


def test_rewinding_restores_records_indexes_traces_and_counters(world, insert, changed):
    world.district("east", pupils=[pupil("e1", name="Eve"), pupil("e2", name="Eve")])
    documents = world.open()
    table = documents.table("Pupil")
    eve, school = table.by_key(("e1",)), insert(documents, "School", {"schoolId": 1})
    assert len(table.find(("name",), "Eve")) == 2
    assert list(table.ordered()) == list(table.records())
    assert documents.referrers(school) == {}
    before, mark = facts(documents), documents.mark()
    for _ in range(2):
        heard: list[tuple[str, Any, Any]] = []
        documents.on_commit(lambda changes, heard=heard: heard.extend((c.kind, c.before(), c.after()) for c in changes))
        change = changed(documents, eve, pupil("e1", name="Ada"))
        documents.commit([change])
        documents.commit([Change.delete(change.new), Change.delete(table.by_key(("e2",)))])
        course = insert(documents, "Course", {"courseCode": "1", "organizationReference": {"organizationId": 1}})
        documents.commit(
            [changed(documents, course, {"courseCode": "2", "organizationReference": {"organizationId": 1}})]
        )
        assert documents.referrers(school) == {("Course", "Course"): 1}
        assert len(documents.changes) == 3
        told = len(heard)
        documents.rewind(mark)
        assert facts(documents) == before
        assert [record.key for record in table.find(("name",), "Eve")] == [("e1",), ("e2",)]
        assert table.find(("name",), "Ada") == ()
        assert list(table.ordered()) == list(table.records())
        assert documents.referrers(school) == {}
        assert len(documents.changes) == 0
        assert documents.counters() == (mark.number, mark.version)
        undone = heard[told:]
        assert [kind for kind, _, _ in undone] == ["replace", "delete", "insert", "insert", "replace"]
        assert undone[-1] == ("replace", pupil("e1", name="Ada"), pupil("e1", name="Eve"))
    if world.kind == "file":
        assert facts(world.crash()) == before


def test_marks_nest_and_one_that_was_left_behind_is_refused(world, insert):
    documents = world.open()
    outer = documents.mark()
    insert(documents, "Pupil", pupil("1"))
    inner = documents.mark()
    insert(documents, "Pupil", pupil("2"))
    documents.rewind(inner)
    assert [record.key for record in documents.table("Pupil").records()] == [("1",)]
    documents.rewind(outer)
    insert(documents, "Pupil", pupil("3"))
    insert(documents, "Pupil", pupil("4"))
    with pytest.raises(ValueError, match="left behind"):
        documents.rewind(inner)
    documents.rewind(outer)
    assert len(documents.table("Pupil")) == 0
    documents.forget_marks()
    with pytest.raises(ValueError, match="left behind"):
        documents.rewind(outer)
    again = documents.mark()
    documents.reset()
    with pytest.raises(ValueError, match="left behind"):
        documents.rewind(again)


def test_reset_comes_back_to_the_fixtures_either_way(world, insert, monkeypatch):
    world.district("east", pupils=[pupil("e1")])
    documents = world.open()
    before, told = facts(documents), []
    documents.on_reset(lambda: told.append("afresh"))
    monkeypatch.setattr("mockedfi.store.documents._REMEMBERED", 3)
    for commits, expected in ((0, []), (3, []), (4, ["afresh"]), (3, ["afresh"]), (9, ["afresh", "afresh"])):
        for number in range(commits):
            insert(documents, "Pupil", pupil(str(number)))
        documents.reset()
        assert facts(documents) == before
        assert told == expected or world.kind == "branch"
    insert(documents, "Pupil", pupil("1"))
    marked, mark = facts(documents), documents.mark()
    for number in range(2, 9):
        insert(documents, "Pupil", pupil(str(number)))
    documents.rewind(mark)
    assert facts(documents) == marked
    documents.reset()
    assert facts(documents) == before
    assert told == ["afresh", "afresh"] or world.kind == "branch"


def test_rewinding_costs_by_what_was_written_not_by_what_is_there(world, insert):
    world.district("east", pupils=[pupil(str(number)) for number in range(20_000)])
    documents = world.open()
    assert len(documents.table("Pupil")) == 20_000
    mark = documents.mark()
    took = []
    for _ in range(5):
        for number in range(20):
            insert(documents, "Pupil", pupil(f"new {number}"))
        begin = time.perf_counter()
        documents.rewind(mark)
        took.append(time.perf_counter() - begin)
        assert len(documents.table("Pupil")) == 20_000
    assert min(took) < 0.05


IDS = st.sampled_from([str(number) for number in range(6)])
NAMES = st.one_of(st.none(), st.sampled_from(["Ada", "Bob", "é"]))
SCHOOLS = st.integers(1, 3)


class Machine(RuleBasedStateMachine):
    """Two resources, one of which refers to the other, beside dicts that say how they should be."""

    opened: Any = None

    def __init__(self):
        super().__init__()
        self.world = self.opened()
        self.documents = self.world.open()
        self.model: dict[tuple[str, tuple[Any, ...]], dict[str, Any]] = {
            (name, record.key): record.document()
            for name in ("Pupil", "Course")
            for record in self.documents.table(name).records()
        }
        self.first = dict(self.model)
        self.marks: list[tuple[Any, Any]] = []
        self.deleted = 0

    def teardown(self):
        self.world.close()

    def _record(self, resource, document):
        documents = self.documents
        return Record(
            resource,
            documents._clock.hex_id(),
            documents.next_number(),
            documents._plans[resource].key(document),
            orjson.dumps(document),
            documents._clock.ticks(),
            documents.next_version(),
        )

    def _put(self, resource, document):
        key = self.documents._plans[resource].key(document)
        old = self.documents.table(resource).by_key(key)
        new = self._record(resource, document)
        if old is None:
            self.documents.commit([Change.insert(new)])
        else:
            body = orjson.dumps(document)
            newer = old.changed(key=key, body=body, modified=new.modified, version=new.version)
            self.documents.commit([Change.replace(old, newer)])
        self.model[resource, key] = document

    @rule(unique_id=IDS, name=NAMES)
    def put_pupil(self, unique_id, name):
        self._put("Pupil", pupil(unique_id) if name is None else pupil(unique_id, name=name))

    @rule(code=IDS, school=SCHOOLS, parent=st.one_of(st.none(), IDS))
    def put_course(self, code, school, parent):
        course = {"courseCode": code, "organizationReference": {"organizationId": school}}
        if parent is not None:
            course["parentCourseReference"] = {"courseCode": parent, "organizationId": school}
        self._put("Course", course)

    @rule(code=IDS, other=IDS, school=SCHOOLS)
    def exchange_keys(self, code, other, school):
        table = self.documents.table("Course")
        one, two = table.by_key((code, school)), table.by_key((other, school))
        if one is None or two is None or one is two:
            return
        changes = []
        for record, key in ((one, two.key), (two, one.key)):
            document = {**record.document(), "courseCode": key[0]}
            version = self.documents.next_version()
            new = record.changed(key=key, body=orjson.dumps(document), modified=record.modified + 1, version=version)
            changes.append(Change.replace(record, new))
            self.model["Course", key] = document
        self.documents.commit(changes)
        self.deleted += 2

    @rule(data=st.data())
    @precondition(lambda self: self.model)
    def delete(self, data):
        resource, key = data.draw(st.sampled_from(sorted(self.model, key=repr)))
        self.documents.commit([Change.delete(self.documents.table(resource).by_key(key))])
        del self.model[resource, key]
        self.deleted += 1

    @rule()
    def mark(self):
        self.marks.append((self.documents.mark(), (dict(self.model), self.deleted)))

    @rule(data=st.data())
    @precondition(lambda self: self.marks)
    def rewind(self, data):
        place = data.draw(st.integers(0, len(self.marks) - 1))
        mark, (model, self.deleted) = self.marks[place]
        self.documents.rewind(mark)
        self.model = dict(model)
        del self.marks[place + 1 :]

    @rule()
    def reset(self):
        self.documents.reset()
        self.model, self.deleted = dict(self.first), 0
        self.marks.clear()

    @rule()
    def read(self):
        for table in self.documents.tables():
            for record in table.records():
                self.documents.wire(record)

    @rule(crash=st.booleans())
    def restart(self, crash):
        if self.world.kind == "file":
            self.documents = self.world.crash() if crash else self.world.reopen()
            self.marks.clear()

    @rule()
    def compact(self):
        self.world.storage.compact()

    @invariant()
    def equals_the_model(self):
        documents = self.documents
        for resource in ("Pupil", "Course"):
            table = documents.table(resource)
            expected = {key: document for (name, key), document in self.model.items() if name == resource}
            assert {record.key: record.document() for record in table.records()} == expected
            assert len(table) == len(expected)
            numbers = [record.number for record in table.records()]
            assert numbers == sorted(set(numbers))
            for record in table.records():
                assert table.by_id(record.id) is record
                assert table.by_key(record.key) is record
                assert table.by_number(record.number) is record
        assert len(documents.changes) == self.deleted

    @invariant()
    def indexes_agree(self):
        pupils, courses = self.documents.table("Pupil"), self.documents.table("Course")
        for name in ("Ada", "Bob", "é"):
            expected = [record for record in pupils.records() if record.document().get("name") == name]
            assert list(pupils.find(("name",), name)) == expected
        assert list(courses.ordered()) == sorted(courses.records(), key=lambda record: record.key)
        assert list(pupils.ordered()) == list(pupils.records())
        for record in courses.records():
            children = [
                other
                for other in courses.records()
                if other is not record
                and tuple(other.document().get("parentCourseReference", {}).values()) == record.key
            ]
            expected = {("Course", "Course"): len(children)} if children else {}
            assert self.documents.referrers(record) == expected


@pytest.mark.parametrize("kind", ["memory", "file", "branch"])
@pytest.mark.parametrize("filled", [False, True])
def test_the_store_equals_a_dict_after_any_sequence(kind, filled, catalogue, tmp_path_factory, make_world):
    class Opened(Machine):
        def opened(self):
            world = make_world(catalogue, tmp_path_factory.mktemp("world"), kind)
            if filled:
                school = {"organizationReference": {"organizationId": 1}}
                parent = {"parentCourseReference": {"courseCode": "1", "organizationId": 1}}
                world.district(
                    "east",
                    pupils=[pupil("1"), pupil("3", name="Ada"), pupil("5", name="Ada")],
                    courses=[{"courseCode": "1", **school}, {"courseCode": "3", **school, **parent}],
                )
            return world

        def teardown(self):
            if kind == "branch":
                below = self.world.below
                found = {
                    (name, record.key): record.document()
                    for name in ("Pupil", "Course")
                    for record in below.table(name).records()
                }
                assert found == self.first
            super().teardown()

    run_state_machine_as_test(
        Opened,
        settings=settings(
            max_examples=60 if kind == "memory" else 25,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
