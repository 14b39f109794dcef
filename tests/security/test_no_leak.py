"""Three districts, all standard claim sets: nobody sees more, or less, than a plain reading allows."""

from typing import Any

import pytest

from mockedfi.model.catalogue import load_claim_sets
from mockedfi.security.tokens import Caller
from mockedfi.security.views import VIEWS
from mockedfi.store import Record
from tests.security.naive import Naive
from tests.security.worlds import VERSIONS, Told, World

PREFIX = "uri://one.edu"
CLAIMS = [(), (10,), (100,), (200, 101), (300,), (302,), (1001,), (400, 100), (9,)]
"""Of the clients: a service center, districts, schools, a department, a mixture, one that is not there."""


def three_districts(version: str) -> World:
    world = World(version)
    world.organization("EducationServiceCenter", 10)
    world.organization("PostSecondaryInstitution", 400)
    for district in (100, 200, 300):
        center = {"educationServiceCenter": 10} if district < 300 else {}
        world.organization("LocalEducationAgency", district, **center)
        for school in (district + 1, district + 2):
            world.organization("School", school, localEducationAgency=district)
            for number in range(2):
                student = f"s{school}{number}"
                world.student(student, school)
                world.person(world.family, f"p{school}{number}")
                world.relate(student, f"p{school}{number}")
            world.person("Staff", f"t{school}")
            world.assign(f"t{school}", school)
            course(world, school)
        world.organization("OrganizationDepartment", district * 10 + 1, parentEducationOrganization=district)
        world.person("Staff", f"d{district}")
        world.employ(f"d{district}", district * 10 + 1)
        course(world, district)
    world.enrol("s1010", 201)
    world.answer_for("s3010", 100)
    world.student("nowhere")
    world.person("Staff", "nowhere")
    for number, namespace in enumerate((f"{PREFIX}/a", "URI://ONE.EDU/b", "uri://two.edu/c")):
        world.put("Assessment", {"assessmentIdentifier": f"A{number}", "namespace": namespace, "assessmentTitle": "t"})
        world.put("GradeLevelDescriptor", {"codeValue": "x", "namespace": namespace, "shortDescription": "x"})
    return world


def course(world: World, organization: int) -> None:
    owner = {"educationOrganizationId": organization}
    world.put("Course", {"courseCode": "C", "educationOrganizationReference": owner, "courseTitle": "x"})


class Plain:
    """What a plain reading of claim sets, strategies and documents allows."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.data = load_claim_sets(world.dialect.version.claim_sets)
        self.naive = Naive(world, {})
        self.below: dict[frozenset[int], frozenset[int]] = {}

    def strategies(self, claim_set: str, resource: str, action: str) -> list[str] | None:
        """None: the claim set does not grant the action."""
        by_lower = {name.lower(): name for name in self.data["resource_claims"]}
        name: str | None = by_lower.get(f"ed-fi/{resource}".lower()) or by_lower[resource.lower()]
        held, defaults = self.data["claim_sets"][claim_set], None
        granted, override = False, None
        while name is not None:
            claim = self.data["resource_claims"][name]
            defaults = defaults or claim["defaults"].get(action)
            if action in held.get(name, {}):
                granted = True
                override = override or held[name][action]
            name = claim["parent"]
        return (override or defaults) if granted else None

    def allows(self, caller: Caller, claim_set: str, record: Record, *, many: bool) -> bool:
        names = self.strategies(claim_set, record.resource, "Read")
        if names is None:
            return False
        required = [self._namespace(record, many=many) for name in names if name == "NamespaceBased"]
        either = [self._related(caller, name, record, many=many) for name in names if name.startswith("Relationships")]
        return all(required) and (not either or any(either))

    def _namespace(self, record: Record, *, many: bool) -> bool:
        namespace = str(record.document()["namespace"])
        return namespace.startswith(PREFIX) or (not many and namespace.lower().startswith(PREFIX))

    def _related(self, caller: Caller, strategy: str, record: Record, *, many: bool) -> bool:
        document = record.document()
        results = []
        for subject in self.world.catalogue.resources[record.resource].subjects:
            value: Any = document
            for name in subject.path:
                value = value[name]
            if subject.kind == "EducationOrganization":
                inverted = strategy.endswith("Inverted")
                results.append(self._organization(caller, value, inverted=inverted, many=many))
            else:
                organizations = self._organizations(caller, subject.kind, many=many)
                results.append(self.naive.connected(VIEWS[subject.kind, ""], value, organizations))
        return all(results)

    def _organization(self, caller: Caller, value: int, *, inverted: bool, many: bool) -> bool:
        if self.world.version == "5.2":
            own = set() if many else caller.claims & self._existing()
            return value in own | self._organizations(caller, "EducationOrganization", many=many)
        if inverted:
            return any(claim in self._below(frozenset({value})) for claim in caller.claims)
        return value in self._below(caller.claims)

    def _organizations(self, caller: Caller, kind: str, *, many: bool) -> frozenset[int]:
        """5.2: by the type of the claim, as far as this world has types; later: all below."""
        if self.world.version != "5.2":
            return self._below(caller.claims)
        found: set[int] = set()
        for claim in caller.claims & self._existing():
            if claim == 400:
                found |= (
                    {400} if kind in ("EducationOrganization", "Staff") and not (many and kind == "Staff") else set()
                )
            elif claim < 1000 and claim % 100 == 0:
                schools = {claim + 1, claim + 2}
                found |= schools if kind in ("Student", "Parent") else {claim, claim * 10 + 1, *schools}
            elif claim < 1000 and claim != 10:
                found.add(claim)
        return frozenset(found)

    def _existing(self) -> frozenset[int]:
        return self._below(frozenset(claim for claims in CLAIMS for claim in claims))

    def _below(self, claims: frozenset[int]) -> frozenset[int]:
        if claims not in self.below:
            self.below[claims] = self.naive.below(claims)
        return self.below[claims]


RESOURCES = ("Student", "Staff", "StudentSchoolAssociation", "School", "OrganizationDepartment", "Course", "Assessment")


@pytest.mark.parametrize("version", VERSIONS)
def test_lists_and_items_equal_a_plain_reading(version: str) -> None:
    world = three_districts(version)
    plain = Plain(world)
    compared = 0
    for claim_set in world.claim_sets.names():
        for claims in CLAIMS:
            caller = world.caller(*claims, claim_set=claim_set, namespace_prefixes=(PREFIX,))
            for resource in (*RESOURCES, world.family, "GradeLevelDescriptor"):
                records = world.documents.table(resource).records()
                allowed = [each.key for each in records if plain.allows(caller, claim_set, each, many=False)]
                readable = [each.key for each in records if world.judge(caller, resource, "Read", each).status == 200]
                assert readable == allowed, (claim_set, claims, resource)
                if not (version == "5.2" and resource == "OrganizationDepartment"):
                    compare_list(world, plain, caller, resource)
                compared += len(records)
    assert compared > 4000


def compare_list(world: World, plain: Plain, caller: Caller, resource: str) -> None:
    records = world.documents.table(resource).records()
    claim_set = caller.client.claim_set
    expected = [each.key for each in records if plain.allows(caller, claim_set, each, many=True)]
    seen = world.seen(caller, resource)
    if isinstance(seen, Told):
        assert seen.status == 403
        assert expected == [], (claim_set, caller.claims, resource)
    else:
        assert seen == expected, (claim_set, caller.claims, resource)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_remembered_list_forgets_in_time(version: str) -> None:
    """A list that was asked for stays right through every kind of change."""
    world = three_districts(version)
    caller = world.caller(100)
    students = world.catalogue.resources["Student"]
    grant = world.security.check(caller, students, "Read")

    def shown() -> list[str]:
        listing = world.security.listing(caller, grant, students)
        assert listing is not None
        assert listing.count() == len(list(listing))
        return [record.key[0] for record in listing.page(0, 100)]

    before = ["s1010", "s1011", "s1020", "s1021"]
    assert shown() == before
    unseen = world.student("fresh")
    assert shown() == before
    enrolled = world.enrol("fresh", 102)
    assert shown() == [*before, "fresh"]
    world.change(enrolled, {**enrolled.document(), "schoolReference": {"schoolId": 301}})
    assert shown() == before
    world.organization("School", 301, localEducationAgency=100)
    assert set(shown()) == {*before, "fresh", "s3010", "s3011"}
    world.organization("School", 301)
    assert shown() == before
    world.remove(unseen)
    assert shown() == before


@pytest.mark.parametrize("version", VERSIONS)
def test_pages_are_searched_no_further_than_needed(version: str) -> None:
    world = three_districts(version)
    caller = world.caller(100)
    students = world.catalogue.resources["Student"]
    grant = world.security.check(caller, students, "Read")
    listing = world.security.listing(caller, grant, students)
    assert listing is not None
    assert [record.key[0] for record in listing.page(0, 2)] == ["s1010", "s1011"]
    assert len(listing._found) == 2
    assert [record.key[0] for record in listing.page(2, 25)] == ["s1020", "s1021"]
    assert listing.page(50, 25) == []
    assert world.security.listing(caller, grant, students) is listing
    other = world.security.listing(world.caller(200), grant, students)
    assert other is not listing
