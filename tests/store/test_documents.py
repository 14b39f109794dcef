"""Finding and changing documents, in memory and in a file."""

import hashlib

import orjson
import pytest

from mockedfi.store import Change, Record

FIRST = "uri://tiny/GradeDescriptor#First"
SECOND = "uri://tiny/GradeDescriptor#Second"


def pupil(unique_id, **more):
    return {"pupilUniqueId": unique_id, **more}


def enrollment(unique_id, school=1, day="2024-01-01", grade=FIRST, **more):
    return {
        "entryDate": day,
        "gradeDescriptor": grade,
        "schoolReference": {"schoolId": school},
        "pupilReference": {"pupilUniqueId": unique_id},
        **more,
    }


def test_a_version_begins_with_the_standard_descriptors(world):
    documents = world.open()
    grades = documents.table("GradeDescriptor")
    assert [record.document() for record in grades.records()] == [
        {
            "codeValue": "First",
            "description": "First",
            "namespace": "uri://tiny/GradeDescriptor",
            "shortDescription": "First",
        },
        {
            "codeValue": "Second",
            "description": "The second",
            "namespace": "uri://tiny/GradeDescriptor",
            "shortDescription": "The second",
        },
        {
            "codeValue": "Third",
            "description": "Third",
            "namespace": "uri://other/GradeDescriptor",
            "shortDescription": "Third",
        },
    ]
    assert documents.descriptor("GradeDescriptor", "URI://tiny/gradeDescriptor#SECOND") is grades.records()[1]
    assert documents.descriptor("GradeDescriptor", "uri://tiny/GradeDescriptor#Third") is None


def test_fixtures_have_the_same_ids_numbers_and_versions_in_every_run(world):
    world.district("east", pupils=[pupil("1"), pupil("2")], schools=[{"schoolId": 1}])
    world.district("west", pupils=[pupil("2", name="again"), pupil("3")])
    documents = world.open()
    pupils = documents.table("Pupil").records()
    assert [(record.key, record.number, record.version) for record in pupils] == [
        (("1",), 4, 4),
        (("2",), 5, 5),
        (("3",), 7, 7),
    ]
    assert documents.table("School").records()[0].number == 8
    assert documents.next_number() == 9
    assert documents.next_version() == 9
    assert pupils[0].id == hashlib.md5(b'ed-fi.Pupil:["1"]').hexdigest()
    assert len({record.modified for record in pupils}) == 1
    again = world.open("5.2").table("Pupil").records()
    assert [(record.id, record.modified) for record in again] == [(record.id, record.modified) for record in pupils]


def test_a_record_is_found_by_id_by_key_and_by_number(world, insert):
    documents = world.open()
    record = insert(documents, "Pupil", pupil("1", name="Ada"))
    table = documents.table("Pupil")
    assert table.by_id(record.id) is record
    assert table.by_key(("1",)) is record
    assert table.by_number(record.number) is record
    assert [table.by_id(text) for text in ("0" * 32, "", "none", record.id.upper(), f" {record.id}")] == [None] * 5
    assert table.by_key(("2",)) is None
    assert table.by_number(99) is None
    assert len(table) == 1
    assert list(table.records()) == [record]


def test_a_reference_to_an_abstract_base_leads_to_any_subtype(world, insert):
    documents = world.open()
    school = insert(documents, "School", {"schoolId": 1})
    district = insert(documents, "District", {"districtId": 2})
    assert documents.resolve("Organization", (1,)) is school
    assert documents.resolve("Organization", (2,)) is district
    assert documents.resolve("School", (2,)) is None
    assert documents.resolve("Organization", (3,)) is None


def test_wire_bytes_are_made_once_and_give_the_plain_document_back(world, insert):
    documents = world.open()
    insert(documents, "School", {"schoolId": 1})
    insert(documents, "Pupil", pupil("1"))
    document = enrollment("1", visits=[{"day": "2024-02-02", "organizationReference": {"organizationId": 1}}])
    for each in (enrollment("1", grade=SECOND), document):
        record = insert(documents, "Enrollment", each)
        wire = documents.wire(record)
        assert orjson.loads(wire)["schoolReference"]["link"]["rel"] == "School"
        assert documents.wire(record) is wire
        assert record.body is wire
        assert record.document() == each


def test_the_store_refuses_a_change_that_does_not_fit(world, insert, changed):
    documents = world.open()
    one = insert(documents, "Pupil", pupil("1"))
    two = insert(documents, "Pupil", pupil("2"))
    newer = changed(documents, one, pupil("1", name="new"))
    documents.commit([newer])
    assert newer.new is not None
    unfit = [
        Change.delete(one),
        changed(documents, newer.new, pupil("2")),
        Change.insert(Record("Pupil", "f" * 32, 99, ("1",), b"{}", 1, 1)),
        Change.insert(Record("Pupil", two.id, 99, ("3",), b"{}", 1, 1)),
        Change.insert(Record("Pupil", "f" * 32, two.number, ("3",), b"{}", 1, 1)),
        Change.replace(two, newer.new),
    ]
    for change in unfit:
        with pytest.raises(ValueError, match="Change"):
            documents.commit([Change.insert(Record("Pupil", "e" * 32, 98, ("9",), b"{}", 1, 1)), change])
    assert [record.key for record in documents.table("Pupil").records()] == [("1",), ("2",)]
    with pytest.raises(ValueError, match="insert with"):
        Change("insert", one, two)


def test_keys_may_be_exchanged_in_one_commit(world, insert, changed):
    documents = world.open()
    one = insert(documents, "Course", {"courseCode": "1", "organizationReference": {"organizationId": 1}})
    two = insert(documents, "Course", {"courseCode": "2", "organizationReference": {"organizationId": 1}})
    documents.commit([changed(documents, one, two.document()), changed(documents, two, one.document())])
    table = documents.table("Course")
    first, second = table.by_key(("2", 1)), table.by_key(("1", 1))
    assert first is not None
    assert second is not None
    assert (first.id, second.id) == (one.id, two.id)
    twice = [changed(documents, first, {**first.document(), "courseCode": "3"}) for _ in range(2)]
    with pytest.raises(ValueError, match="its key is in use"):
        documents.commit(twice)


def test_referrers_count_other_documents_by_entity(world, insert, changed):
    documents = world.open()
    school = insert(documents, "School", {"schoolId": 1, "partnerReference": {"organizationId": 1}})
    one = insert(documents, "Pupil", pupil("1"))
    assert documents.referrers(school) == {}
    visits = [{"day": day, "organizationReference": {"organizationId": 1}} for day in ("2024-02-02", "2024-02-03")]
    stay = insert(documents, "Enrollment", enrollment("1", visits=visits))
    assert documents.referrers(school) == {("Enrollment", "Enrollment"): 1, ("Enrollment", "EnrollmentVisit"): 2}
    assert documents.referrers(one) == {("Enrollment", "Enrollment"): 1}
    documents.commit([changed(documents, stay, enrollment("1", visits=visits[:1]))])
    assert documents.referrers(school) == {("Enrollment", "Enrollment"): 1, ("Enrollment", "EnrollmentVisit"): 1}
    stored = documents.table("Enrollment").by_id(stay.id)
    documents.commit([Change.delete(stored)])
    assert documents.referrers(school) == {}
    assert documents.referrers(one) == {}


def test_a_document_that_refers_to_itself_is_not_its_own_referrer(world, insert):
    documents = world.open()
    own = {"courseCode": "1", "organizationId": 1}
    course = {"courseCode": "1", "organizationReference": {"organizationId": 1}, "parentCourseReference": own}
    record = insert(documents, "Course", course)
    assert documents.referrers(record) == {}
    insert(documents, "Course", {**course, "courseCode": "2"})
    assert documents.referrers(record) == {("Course", "Course"): 1}


def test_descriptor_values_are_referrers_in_any_case(world, insert):
    documents = world.open()
    first = documents.descriptor("GradeDescriptor", FIRST)
    assert first is not None
    insert(documents, "Enrollment", enrollment("1", grade=FIRST.upper().replace("URI", "uri")))
    visit = {"day": "2024-02-02", "gradeDescriptor": FIRST, "organizationReference": {"organizationId": 1}}
    insert(documents, "Enrollment", enrollment("2", grade=SECOND, visits=[visit]))
    assert documents.referrers(first) == {("Enrollment", "Enrollment"): 1, ("Enrollment", "EnrollmentVisit"): 1}


def test_a_value_is_found_through_an_index_that_keeps_up(world, insert, changed):
    documents = world.open()
    table = documents.table("Enrollment")
    one = insert(documents, "Enrollment", enrollment("1"))
    school = ("schoolReference", "schoolId")
    assert list(table.find(school, 1)) == [one]
    two = insert(documents, "Enrollment", enrollment("2", grade=SECOND))
    assert list(table.find(school, 1)) == [one, two]
    assert table.find(school, 2) == ()
    assert list(table.find(("gradeDescriptor",), SECOND.upper())) == [two]
    documents.commit([changed(documents, one, enrollment("1", school=2))])
    assert list(table.find(school, 1)) == [two]
    assert [record.key for record in table.find(school, 2)] == [("2024-01-01", FIRST.lower(), 2, "1")]
    visit = {"day": "2024-02-02", "organizationReference": {"organizationId": 1}}
    three = insert(documents, "Enrollment", enrollment("3", visits=[visit, {**visit, "day": "2024-02-03"}]))
    assert list(table.find(("visits", "day"), "2024-02-03")) == [three]
    assert list(table.find(("visits", "organizationReference", "organizationId"), 1)) == [three]
    documents.commit([Change.delete(three)])
    assert table.find(("visits", "day"), "2024-02-03") == ()


def test_a_list_that_was_handed_out_shows_no_later_delete(world, insert):
    documents = world.open()
    records = [insert(documents, "Pupil", pupil(str(number))) for number in range(4)]
    handed_out = documents.table("Pupil").records()
    documents.commit([Change.delete(records[1])])
    assert list(handed_out) == records
    assert list(documents.table("Pupil").records()) == [records[0], *records[2:]]
    documents.commit([Change.delete(records[3])])
    assert len(documents.table("Pupil")) == 2


def test_the_order_of_primary_keys_goes_by_surrogates(world, insert, changed):
    documents = world.open()
    for unique_id in ("9", "8", "7"):
        insert(documents, "Pupil", pupil(unique_id))
    table = documents.table("Enrollment")
    late = insert(documents, "Enrollment", enrollment("7"))
    assert list(table.ordered()) == [late]
    early = insert(documents, "Enrollment", enrollment("9"))
    second = insert(documents, "Enrollment", enrollment("9", grade=SECOND))
    before = insert(documents, "Enrollment", enrollment("8", day="2023-01-01", grade=SECOND))
    assert list(table.ordered()) == [before, early, late, second]
    assert table.sort([second, late]) == [late, second]
    change = changed(documents, before, enrollment("8", day="2025-01-01", grade=SECOND))
    documents.commit([change, Change.delete(early)])
    assert list(table.ordered()) == [late, second, change.new]
    assert [record.key for record in documents.table("Pupil").ordered()] == [("9",), ("8",), ("7",)]


def test_generation_rises_with_every_commit_that_touches_the_table(world, insert):
    documents = world.open()
    before = documents.table("Pupil").generation, documents.table("School").generation
    insert(documents, "Pupil", pupil("1"))
    assert documents.table("Pupil").generation > before[0]
    assert documents.table("School").generation == before[1]


def test_listeners_hear_of_commits_when_all_else_has_followed(world, insert, changed):
    documents = world.open()
    heard = []

    def listener(changes):
        size = len(documents.table("Pupil"))
        heard.extend((change.kind, change.before(), change.after(), size) for change in changes)

    documents.on_commit(listener)
    record = insert(documents, "Pupil", pupil("1"))
    change = changed(documents, record, pupil("1", age=7))
    documents.commit([change])
    documents.commit([Change.delete(change.new)])
    documents.commit([])
    assert heard == [
        ("insert", None, pupil("1"), 1),
        ("replace", pupil("1"), pupil("1", age=7), 1),
        ("delete", pupil("1", age=7), None, 0),
    ]


def test_deletes_and_key_changes_leave_a_trace(world, insert, changed):
    documents = world.open()
    stay = insert(documents, "Enrollment", enrollment("1"))
    course = insert(documents, "Course", {"courseCode": "1", "organizationReference": {"organizationId": 1}})
    change = changed(documents, course, {"courseCode": "2", "organizationReference": {"organizationId": 1}})
    documents.commit([change, Change.delete(stay)])
    [deleted] = documents.changes.deletes("Enrollment")
    [key_change] = documents.changes.key_changes("Course")
    assert (deleted.id, deleted.old, deleted.new) == (stay.id, ("2024-01-01", FIRST, 1, "1"), None)
    assert (key_change.id, key_change.old, key_change.new) == (course.id, ("1", 1), ("2", 1))
    assert change.new is not None
    assert change.new.version < key_change.version < deleted.version
    assert documents.next_version() == deleted.version + 1
    assert not list(documents.changes.deletes("Course"))
    documents.commit([Change("delete", change.new, None, version=documents.next_version())])
    assert next(documents.changes.deletes("Course")).version == deleted.version + 2
    assert len(documents.changes) == 3


def test_two_versions_share_a_storage_and_nothing_else(world, insert):
    newer, older = world.open("7.3"), world.open("5.2")
    insert(newer, "Pupil", pupil("1"))
    insert(older, "Pupil", pupil("2"))
    assert [record.key for record in newer.table("Pupil").records()] == [("1",)]
    assert [record.key for record in older.table("Pupil").records()] == [("2",)]
    newer.meta("_tokens")["a"] = {"client": "x"}
    assert older.meta("_tokens")["a"] == {"client": "x"}


def test_small_tables_hold_json_by_name(world):
    meta = world.open().meta("_tokens")
    meta["a"] = {"n": 1}
    meta["b"] = 2
    meta["a"] = {"n": 3}
    del meta["b"]
    assert dict(meta) == {"a": {"n": 3}}
    with pytest.raises(KeyError):
        del meta["b"]
    for wrong in ("tokens", "_7.3/tokens"):
        with pytest.raises(ValueError, match="does not name"):
            world.storage.meta(wrong)


def test_an_unknown_resource_is_a_key_error(world):
    with pytest.raises(KeyError):
        world.open().table("Nothing")
