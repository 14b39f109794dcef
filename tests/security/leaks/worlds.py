"""Random worlds of three districts, posted to a server: who is where is drawn, and nothing is left out.

Beside the schools, people and associations, a few documents of every resource that says whose it is.
"""

import random
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from mockedfi.model.catalogue import Catalogue
from mockedfi.model.facts import Path, Resource
from tests.roundtrip.maker import Draft, Made, Maker
from tests.roundtrip.world import STANDARDS, standard_descriptors
from tests.roundtrip.wsgi import Client

Document = dict[str, Any]
PREFIX = "uri://one.edu"
NAMESPACES = (f"{PREFIX}/a", f"{PREFIX}/b", "URI://ONE.EDU/c", "uri://two.edu/d")
FAMILY = {"5.2": "Parent", "7.3": "Contact"}
"""What a version calls a parent."""
KINDS = (
    "StateEducationAgency",
    "EducationServiceCenter",
    "LocalEducationAgency",
    "School",
    "OrganizationDepartment",
    "CommunityOrganization",
    "CommunityProvider",
    "PostSecondaryInstitution",
    "EducationOrganizationNetwork",
)
DESCRIPTOR = "GradeLevelDescriptor"
"""The one kind of descriptor that is looked at."""
COPIES = 4
"""Documents of each resource, beside what others refer to."""


@dataclass
class Random:
    """One world: what was posted, and the ids it got."""

    version: str
    catalogue: Catalogue
    client: Client
    chance: random.Random
    documents: dict[str, dict[str, Document]] = field(default_factory=lambda: defaultdict(dict))
    """By resource and id."""

    def __post_init__(self) -> None:
        standard = STANDARDS[self.version]
        self.maker = Maker(self.catalogue, standard_descriptors(standard))
        self.kinds: dict[int, str] = {}
        """Types of the education organizations."""
        self.people: dict[str, list[str]] = {"Student": [], "Staff": [], self.family: []}

    @property
    def family(self) -> str:
        return FAMILY[self.version]

    def fill(self) -> None:
        """Post the world, beside what the server has from the start."""
        for resource in self.catalogue.resources.values():
            if not resource.descriptor or resource.name == DESCRIPTOR:
                self.documents[resource.name] = {each["id"]: each for each in self.client.dump(resource.plural)}
        self._organizations()
        self._persons()
        self._associations()
        for resource in self.catalogue.in_load_order():
            if not resource.descriptor and not resource.person and resource.base != "EducationOrganization":
                for _ in range(COPIES):
                    self.make(resource.name, self._somewhere(resource))
        for namespace in NAMESPACES:
            self.make(DESCRIPTOR, {("namespace",): namespace})

    def make(self, name: str, known: Mapping[Path, Any]) -> None:
        """Post a document with the `known` values, and before it all that it leans on."""
        self.maker._new = []
        made = Made(
            self.catalogue.resources[name], Draft(self.maker, self.catalogue.resources[name], False, known).document()
        )
        for each in (*self.maker._new, made):
            self._post(each)
        if not made.resource.descriptor:
            self.maker._kept[name].append(made)

    def organizations(self, kind: str) -> list[int]:
        return [id_ for id_, each in self.kinds.items() if each == kind]

    def _post(self, made: Made) -> None:
        answer = self.client.post(made.resource.plural, made.document)
        assert answer.status in (200, 201), f"{made.resource.name} {made.document}: {answer.body!r}"
        self.documents[made.resource.name][answer.id] = made.document
        if made.resource.base == "EducationOrganization":
            self.kinds[made.document[made.resource.identity[0][0]]] = made.resource.name

    def _organizations(self) -> None:
        pick = self._maybe
        state, center = 1, 10
        self._organization("StateEducationAgency", state)
        self._organization("EducationServiceCenter", center, stateEducationAgency=state)
        for district in (100, 200, 300):
            parent = {"parentLocalEducationAgency": 100} if district == 300 and pick() else {}
            above = {"educationServiceCenter": center} if pick() else {"stateEducationAgency": state}
            self._organization("LocalEducationAgency", district, **above, **parent)
            schools = [district + number for number in range(1, self.chance.randint(2, 4))]
            for school in schools:
                self._organization("School", school, **({"localEducationAgency": district} if pick(0.9) else {}))
            for number, owner in enumerate((district, schools[0])):
                self._organization("OrganizationDepartment", district * 10 + number, parentEducationOrganization=owner)
        self._organization("OrganizationDepartment", 9001, parentEducationOrganization=1000)
        self._organization("CommunityOrganization", 400)
        self._organization("CommunityProvider", 401, communityOrganization=400)
        self._organization("CommunityProvider", 402)
        self._organization("PostSecondaryInstitution", 500)
        self._organization("EducationOrganizationNetwork", 600)

    def _organization(self, kind: str, id_: int, **parents: int) -> None:
        resource = self.catalogue.resources[kind]
        document = Draft(self.maker, resource, False, {resource.identity[0]: id_}).document()
        for name, parent in parents.items():
            reference = next(each for each in resource.references if each.name == name + "Reference")
            document[reference.name] = {reference.keys[0].value.name: parent}
        made = Made(resource, document)
        self._post(made)
        self.maker._kept[kind].append(made)

    def _persons(self) -> None:
        for kind, ids in self.people.items():
            for number in range(14):
                unique_id = f"{kind}{number}"
                self.make(kind, {(f"{kind.lower()}UniqueId",): unique_id})
                ids.append(unique_id)

    def _associations(self) -> None:
        """Each person is in no, one or two places; the last one of each kind is nowhere."""
        schools, everywhere = self.organizations("School"), list(self.kinds)
        for student in self.people["Student"][:-1]:
            for school in self._few(schools):
                self.make("StudentSchoolAssociation", self._ends("Student", student, school))
            for place in self._few(everywhere):
                name = "StudentEducationOrganizationResponsibilityAssociation"
                self.make(name, self._ends("Student", student, place))
            for relative in self._few(self.people[self.family][:-1]):
                ends = {("studentReference", "studentUniqueId"): student}
                ends[f"{self.family.lower()}Reference", f"{self.family.lower()}UniqueId"] = relative
                self.make(f"Student{self.family}Association", ends)
        for staff in self.people["Staff"][:-1]:
            for name in ("Employment", "Assignment"):
                for place in self._few(everywhere):
                    full = f"StaffEducationOrganization{name}Association"
                    self.make(full, self._ends("Staff", staff, place))

    @staticmethod
    def _ends(kind: str, person: str, place: int) -> dict[Path, Any]:
        ends: dict[Path, Any] = {(f"{kind.lower()}Reference", f"{kind.lower()}UniqueId"): person}
        for path in (("schoolReference", "schoolId"), ("educationOrganizationReference", "educationOrganizationId")):
            ends[path] = place
        return ends

    def _somewhere(self, resource: Resource) -> dict[Path, Any]:
        """A value for each subject of a resource, and for its namespace."""
        known: dict[Path, Any] = {}
        for subject in resource.subjects:
            if subject.kind in self.people:
                known[subject.path] = self.chance.choice(self.people[subject.kind])
            else:
                kind = next((each for each in KINDS if subject.column.endswith(each + "Id")), None)
                known[subject.path] = self.chance.choice(list(self.kinds) if kind is None else self.organizations(kind))
        for parameter in resource.parameters:
            if parameter.member.endswith("Namespace"):
                known[parameter.path] = self.chance.choice(NAMESPACES)
        return known

    def _few(self, values: list[Any]) -> list[Any]:
        return self.chance.sample(values, self.chance.choice((0, 1, 1, 2)))

    def _maybe(self, likely: float = 0.5) -> bool:
        return self.chance.random() < likely
