"""Tracked deletes and key changes are judged by the key that was, and people also by associations that are gone."""

import pytest

from mockedfi.security.subjects import Item, OldKey
from tests.security.worlds import World, granting

PEOPLE = "RelationshipsWithEdOrgsAndPeopleIncludingDeletes"
THROUGH = "RelationshipsWithStudentsOnlyThroughResponsibilityIncludingDeletes"
LIVE = "RelationshipsWithEdOrgsAndPeople"


def deletes(world: World, resource: str, *claims: int) -> list[tuple[object, ...]]:
    """The keys that ``/deletes`` would show."""
    facts = world.catalogue.resources[resource]
    caller = world.caller(*claims, claim_set="Test", namespace_prefixes=("uri://a",))
    keep = world.security.visible(caller, world.security.check(caller, facts, "ReadChanges"), facts)
    items: list[Item] = [OldKey(facts, each.old) for each in world.documents.changes.deletes(resource)]
    return [item.key for item in items if keep is None or keep(item)]


@pytest.mark.parametrize(("strategy", "shown"), [(PEOPLE, [("s",)]), (LIVE, [])])
def test_a_student_who_left(strategy: str, shown: list[tuple[str]]) -> None:
    world = granting("7.3", {"student": [strategy]})
    world.district()
    student = world.student("s")
    enrolment = world.enrol("s", 101)
    world.remove(enrolment)
    world.remove(student)
    assert deletes(world, "Student", 100) == shown
    assert deletes(world, "Student", 200) == []


def test_a_relative_by_any_mixture_of_live_and_deleted() -> None:
    for gone in ((), ("enrolment",), ("relation",), ("enrolment", "relation")):
        world = granting("7.3", {"contact": [PEOPLE]})
        world.district()
        world.student("s")
        contact = world.person("Contact", "c")
        made = {"enrolment": world.enrol("s", 101), "relation": world.relate("s", "c")}
        for name in gone:
            world.remove(made[name])
        world.remove(contact)
        assert deletes(world, "Contact", 100) == [("c",)], gone
        assert deletes(world, "Contact", 200) == [], gone


def test_staff_and_responsibility() -> None:
    world = granting("7.3", {"staff": [PEOPLE], "student": [THROUGH]})
    world.district()
    staff, student = world.person("Staff", "t"), world.student("s")
    for association in (world.employ("t", 101), world.answer_for("s", 102)):
        world.remove(association)
    world.remove(staff)
    world.remove(student)
    assert deletes(world, "Staff", 101) == [("t",)]
    assert deletes(world, "Student", 102) == [("s",)]
    assert deletes(world, "Student", 101) == []


def test_namespaces_and_education_organizations() -> None:
    world = granting("7.3", {"assessment": ["NamespaceBased"], "course": [LIVE]})
    world.district()
    for namespace in ("uri://a/x", "uri://b/x"):
        world.remove(
            world.put("Assessment", {"assessmentIdentifier": "A", "namespace": namespace, "assessmentTitle": "t"})
        )
    for owner in (100, 200):
        reference = {"educationOrganizationId": owner}
        course = {"courseCode": "C", "educationOrganizationReference": reference, "courseTitle": "t"}
        world.remove(world.put("Course", course))
    assert deletes(world, "Assessment", 100) == [("A", "uri://a/x")]
    assert deletes(world, "Course", 100) == [("C", 100)]


def test_an_old_key_is_a_document_of_its_own() -> None:
    facts = granting("7.3", {}).catalogue.resources["StudentSchoolAssociation"]
    assert OldKey(facts, ("2024-01-01", 101, "s")).document() == {
        "entryDate": "2024-01-01",
        "schoolReference": {"schoolId": 101},
        "studentReference": {"studentUniqueId": "s"},
    }
