"""The index behind the relationships equals what one finds by looking at every document, after any edits."""

import random
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mockedfi.security.hierarchy import parent_paths
from mockedfi.security.subjects import ORGANIZATION
from mockedfi.security.views import VIEWS
from mockedfi.store import Record
from tests.security.naive import Naive
from tests.security.worlds import VERSIONS, World, catalogue_of

PARENTS = {
    "StateEducationAgency": (),
    "PostSecondaryInstitution": (),
    "CommunityOrganization": (),
    "EducationOrganizationNetwork": (),
    "EducationServiceCenter": ("stateEducationAgency",),
    "LocalEducationAgency": ("educationServiceCenter", "parentLocalEducationAgency", "stateEducationAgency"),
    "School": ("localEducationAgency",),
    "CommunityProvider": ("communityOrganization",),
    "OrganizationDepartment": ("parentEducationOrganization",),
}
"""As the reference's triggers have them (1302-CreateEdOrgToEdOrgTriggers.sql)."""


@pytest.mark.parametrize("version", VERSIONS)
def test_parents_follow_from_the_catalogue(version: str) -> None:
    catalogue = catalogue_of(version)
    found = {
        resource.name: tuple(sorted(path[0].removesuffix("Reference") for path in parent_paths(catalogue, resource)))
        for resource in catalogue.concrete(ORGANIZATION)
    }
    assert found == PARENTS


@pytest.mark.parametrize("version", VERSIONS)
def test_every_view_stands_on_associations_of_the_data_standard(version: str) -> None:
    catalogue = catalogue_of(version)
    for resource in catalogue.persons():
        view = VIEWS[resource.name, ""]
        assert all(name in catalogue.resources for path in view.paths for name in path)


class Editor:
    """Makes random edits that keep references whole."""

    def __init__(self, world: World, choices: random.Random) -> None:
        self.world = world
        self.choices = choices
        self.gone: dict[str, list[dict[str, Any]]] = {}
        self.organizations: list[tuple[str, int]] = []
        self.persons = {kind: [f"{kind}{number}" for number in range(4)] for kind in ("Student", "Staff", world.family)}
        for kind, ids in self.persons.items():
            for unique_id in ids:
                world.person(kind, unique_id)
        for id_, kind in enumerate(("StateEducationAgency", "EducationServiceCenter", "LocalEducationAgency"), 1):
            self._organize(kind, id_)
        for id_ in range(4, 9):
            self._organize(choices.choice(list(PARENTS)), id_)
        self._organize("School", 9)

    def step(self) -> None:
        edits: list[Callable[[], None]] = [
            *(self.move, self.enrol, self.enrol, self.employ, self.assign),
            *(self.relate, self.answer, self.remove, self.reenrol),
        ]
        self.choices.choice(edits)()

    def _organize(self, kind: str, id_: int) -> None:
        self.world.organization(kind, id_, **self._parents(kind, id_))
        if (kind, id_) not in self.organizations:
            self.organizations.append((kind, id_))

    def _parents(self, kind: str, id_: int) -> dict[str, int]:
        """Only those with a lower id, so that nothing is above itself."""
        found = {}
        for name in PARENTS[kind]:
            wanted = name.removeprefix("parent")
            wanted = wanted[0].upper() + wanted[1:]
            candidates = [each for type_, each in self.organizations if wanted in (type_, ORGANIZATION) and each < id_]
            if candidates and self.choices.random() < 0.8:
                found[name] = self.choices.choice(candidates)
        return found

    def move(self) -> None:
        self._organize(*self.choices.choice(self.organizations))

    def _school(self) -> int:
        return self.choices.choice([id_ for kind, id_ in self.organizations if kind == "School"])

    def _any(self) -> int:
        return self.choices.choice(self.organizations)[1]

    def _person(self, kind: str) -> str:
        return self.choices.choice(self.persons[kind])

    def enrol(self) -> None:
        self.world.enrol(self._person("Student"), self._school(), self.choices.choice(["2024-01-01", "2025-01-01"]))

    def reenrol(self) -> None:
        """The school of an enrolment changes, which is a change of its key: what it was is remembered as if deleted."""
        records = self.world.documents.table("StudentSchoolAssociation").records()
        if records:
            record = self.choices.choice(list(records))
            document = record.document()
            document["schoolReference"]["schoolId"] = self._school()
            key = self.world.plans["StudentSchoolAssociation"].key(document)
            if self.world.documents.table("StudentSchoolAssociation").by_key(key) is None:
                self.gone.setdefault(record.resource, []).append(record.document())
                self.world.change(record, document)

    def employ(self) -> None:
        self.world.employ(self._person("Staff"), self._any())

    def assign(self) -> None:
        self.world.assign(self._person("Staff"), self._any())

    def relate(self) -> None:
        self.world.relate(self._person("Student"), self._person(self.world.family))

    def answer(self) -> None:
        self.world.answer_for(self._person("Student"), self._any())

    def remove(self) -> None:
        names = {name for view in VIEWS.values() for path in view.paths for name in path}
        names &= set(self.world.catalogue.resources)
        records: list[Record] = [each for name in sorted(names) for each in self.world.documents.table(name).records()]
        if records:
            record = self.choices.choice(records)
            self.gone.setdefault(record.resource, []).append(record.document())
            self.world.remove(record)


def assert_equal(world: World, editor: Editor) -> None:
    naive, reach = Naive(world, editor.gone), world.security.reach
    for _, id_ in editor.organizations:
        claims = frozenset({id_})
        below = naive.below(claims)
        assert reach.hierarchy.below(claims) == below
        for view in VIEWS.values():
            if any(name not in world.catalogue.resources for path in view.paths for name in path):
                continue
            for person in editor.persons[view.person]:
                found = reach.connected(view, person, below)
                assert found == naive.connected(view, person, below), (view, person, id_)
    for _, id_ in editor.organizations:
        above = reach.hierarchy.above(frozenset({id_}))
        assert above == {other for _, other in editor.organizations if id_ in naive.below(frozenset({other}))}


@pytest.mark.parametrize("version", VERSIONS)
@given(seed=st.integers(0, 2**32), steps=st.integers(1, 25))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_index_follows_every_edit(version: str, seed: int, steps: int) -> None:
    world = World(version)
    editor = Editor(world, random.Random(seed))
    if seed % 2:
        assert_equal(world, editor)  # built before the edits, and not only after them
    for _ in range(steps):
        editor.step()
    assert_equal(world, editor)


@pytest.mark.parametrize("version", VERSIONS)
def test_going_back_takes_the_index_along(version: str) -> None:
    world = World(version)
    editor = Editor(world, random.Random(7))
    for _ in range(20):
        editor.step()
    mark, gone = world.documents.mark(), {name: list(each) for name, each in editor.gone.items()}
    for _ in range(20):
        editor.step()
    assert_equal(world, editor)
    world.documents.rewind(mark)
    editor.gone = gone
    assert_equal(world, editor)


def test_a_reset_empties_it() -> None:
    world = World("7.3")
    world.district()
    world.student("s1", 101)
    caller = world.caller(100)
    assert world.seen(caller, "Student") == [("s1",)]
    world.documents.reset()
    assert world.seen(caller, "Student") == []
    world.district()
    world.student("s1", 201)
    assert world.seen(caller, "Student") == []
    assert world.seen(world.caller(200), "Student") == [("s1",)]


def test_a_circle_of_departments_ends() -> None:
    world = World("7.3")
    for id_, parent in ((1, None), (2, 1), (1, 2)):
        world.organization("OrganizationDepartment", id_, **({"parentEducationOrganization": parent} if parent else {}))
    hierarchy = world.security.reach.hierarchy
    assert hierarchy.below(frozenset({1})) == hierarchy.above(frozenset({2})) == {1, 2}
    assert [each.id for each in hierarchy.lineage(1)] == [1, 2]
