"""Small worlds for tests of security: a store with a real catalogue, filled by a few words."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import orjson

from mockedfi.clock import Clock
from mockedfi.dialect import Dialect
from mockedfi.exchange import Request
from mockedfi.model.catalogue import Catalogue, load, load_claim_sets
from mockedfi.model.facts import Resource
from mockedfi.model.plan import Plans
from mockedfi.problems import Refusal
from mockedfi.render import render
from mockedfi.security.claims import ClaimSets
from mockedfi.security.clients import Client, Clients
from mockedfi.security.guard import Security
from mockedfi.security.repeats import repeated
from mockedfi.security.tokens import Caller, Token, Tokens
from mockedfi.store import Change, Documents, MemoryStorage, Nothing, Record

VERSIONS = ("5.2", "7.3")
FAMILY = {"5.2": "Parent", "7.3": "Contact"}
"""What the version calls a parent."""
DATE = "2024-08-15"


@cache
def catalogue_of(version: str) -> Catalogue:
    return load(Dialect.at(version).version.data_standard)


def plain(_resource: Resource, document: dict[str, Any], id_: str, _ticks: int, _documents: Documents) -> bytes:
    return orjson.dumps({"id": id_, **document})


class World:
    """One version with an empty store."""

    def __init__(
        self,
        version: str,
        claim_sets: Mapping[str, Any] | None = None,
        resource_claims: Mapping[str, Any] | None = None,
        custom_views: Iterable[Mapping[str, Any]] = (),
        token_limit: int = 0,
    ) -> None:
        self.version = version
        self.dialect = Dialect.at(version)
        self.catalogue = catalogue_of(version)
        self.clock = Clock(seed=1)
        self.plans = Plans(self.catalogue.resources, self.catalogue.key_names)
        self.documents = Documents(
            version=version,
            catalogue=self.catalogue,
            plans=self.plans,
            clock=self.clock,
            render=plain,
            source=Nothing(),
            storage=MemoryStorage(),
        )
        additions = [{"claim_sets": claim_sets or {}, "resource_claims": resource_claims or {}}]
        standard = load_claim_sets(self.dialect.version.claim_sets)
        self.claim_sets = ClaimSets(self.dialect.security, standard, additions)
        self.clients = Clients()
        self.tokens = Tokens(self.clock, self.clients, limit=token_limit)
        self.security = Security(
            self.dialect,
            self.catalogue,
            self.documents,
            self.claim_sets,
            clock=self.clock,
            custom_views=tuple(custom_views),
        )

    @property
    def family(self) -> str:
        return FAMILY[self.version]

    def caller(self, *ids: int, claim_set: str = "SIS Vendor", scope: int | None = None, **more: Any) -> Caller:
        client = Client(key="key", secret="secret", claim_set=claim_set, education_organization_ids=ids, **more)
        return Caller(client, Token("0" * 32, "key", self.clock.now(), scope))

    def put(self, name: str, document: dict[str, Any], owner: Any = None) -> Record:
        """Store a document, in place of the one with its key if there is one."""
        key = self.plans[name].key(document)
        old = self.documents.table(name).by_key(key)
        new = self._record(name, document, old, owner)
        self.documents.commit([Change.insert(new) if old is None else Change.replace(old, new)])
        return new

    def change(self, old: Record, document: dict[str, Any]) -> Record:
        """Replace a document, its key too."""
        new = self._record(old.resource, document, old, None)
        self.documents.commit([Change.replace(old, new)])
        return new

    def remove(self, record: Record) -> None:
        self.documents.commit([Change.delete(record)])

    def _record(self, name: str, document: dict[str, Any], old: Record | None, owner: Any) -> Record:
        key, body = self.plans[name].key(document), orjson.dumps(document)
        modified, version = self.clock.ticks(), self.documents.next_version()
        if old is not None:
            return old.changed(key=key, body=body, modified=modified, version=version)
        return Record(name, self.clock.hex_id(), self.documents.next_number(), key, body, modified, version, owner)

    def organization(self, kind: str, id_: int, **parents: int) -> Record:
        """``organization("School", 1, localEducationAgency=2)``."""
        document: dict[str, Any] = {kind[0].lower() + kind[1:] + "Id": id_, "nameOfInstitution": f"{kind} {id_}"}
        for name, parent in parents.items():
            references = self.catalogue.resources[kind].references
            reference = next(each for each in references if each.name == name + "Reference")
            document[reference.name] = {reference.keys[0].value.name: parent}
        return self.put(kind, document)

    def person(self, kind: str, unique_id: str) -> Record:
        return self.put(kind, {kind.lower() + "UniqueId": unique_id, "firstName": "A", "lastSurname": "B"})

    def student(self, unique_id: str, *schools: int) -> Record:
        record = self.person("Student", unique_id)
        for school in schools:
            self.enrol(unique_id, school)
        return record

    def enrol(self, student: str, school: int, entry: str = DATE) -> Record:
        return self.put("StudentSchoolAssociation", enrolment(student, school, entry))

    def employ(self, staff: str, organization: int) -> Record:
        return self.put(
            "StaffEducationOrganizationEmploymentAssociation",
            {
                "educationOrganizationReference": {"educationOrganizationId": organization},
                "staffReference": {"staffUniqueId": staff},
                "employmentStatusDescriptor": "uri://ed-fi.org/EmploymentStatusDescriptor#Contractual",
                "hireDate": DATE,
            },
        )

    def assign(self, staff: str, organization: int) -> Record:
        return self.put(
            "StaffEducationOrganizationAssignmentAssociation",
            {
                "educationOrganizationReference": {"educationOrganizationId": organization},
                "staffReference": {"staffUniqueId": staff},
                "beginDate": DATE,
                "staffClassificationDescriptor": "uri://ed-fi.org/StaffClassificationDescriptor#Teacher",
            },
        )

    def relate(self, student: str, relative: str) -> Record:
        kind = self.family
        return self.put(
            f"Student{kind}Association",
            {
                f"{kind.lower()}Reference": {f"{kind.lower()}UniqueId": relative},
                "studentReference": {"studentUniqueId": student},
            },
        )

    def answer_for(self, student: str, organization: int) -> Record:
        return self.put(
            "StudentEducationOrganizationResponsibilityAssociation",
            {
                "educationOrganizationReference": {"educationOrganizationId": organization},
                "studentReference": {"studentUniqueId": student},
                "beginDate": DATE,
                "responsibilityDescriptor": "uri://ed-fi.org/ResponsibilityDescriptor#Accountability",
            },
        )

    def district(self) -> None:
        """A state with a service center, two districts of three schools, a department, and what is not school."""
        self.organization("StateEducationAgency", 1)
        self.organization("EducationServiceCenter", 10, stateEducationAgency=1)
        self.organization("LocalEducationAgency", 100, educationServiceCenter=10)
        self.organization("LocalEducationAgency", 200, stateEducationAgency=1)
        self.organization("School", 101, localEducationAgency=100)
        self.organization("School", 102, localEducationAgency=100)
        self.organization("School", 201, localEducationAgency=200)
        self.organization("OrganizationDepartment", 1011, parentEducationOrganization=101)
        self.organization("CommunityOrganization", 300)
        self.organization("CommunityProvider", 301, communityOrganization=300)
        self.organization("PostSecondaryInstitution", 400)

    def judge(
        self,
        caller: Caller,
        resource: str,
        action: str,
        document: dict[str, Any] | Record,
        phase: str | None = None,
        owner: Any = None,
    ) -> "Told":
        """What a client is told of an action on an item."""
        if isinstance(document, Record):
            owner, phase, document = document.owner, phase or "existing", document.document()
        facts = self.catalogue.resources[resource]
        try:
            grant = self.security.check(caller, facts, action)
            self.security.authorize(caller, grant, facts, document, phase or "proposed", owner)  # type: ignore[arg-type]
        except Refusal as refusal:
            return Told(self, refusal)
        return Told(self, None)

    def seen(self, caller: Caller, resource: str, action: str = "Read") -> "Told | list[tuple[Any, ...]]":
        """The keys of the items that a list shows, each as often as it does, or what the client is told instead."""
        facts = self.catalogue.resources[resource]
        try:
            grant = self.security.check(caller, facts, action)
            keep = self.security.visible(caller, grant, facts)
            times = self.security.times(caller, grant, facts)
            listing = self.security.listing(caller, grant, facts)
        except Refusal as refusal:
            return Told(self, refusal)
        records = self.documents.table(resource).records()
        kept = [record for record in records if keep is None or keep(record)]
        shown = [record.key for record in (kept if times is None else repeated(kept, times))]
        assert (keep is None) == (listing is None)
        if listing is not None:
            assert sorted(record.key for record in listing) == sorted(shown)
        return shown


class Told:
    """An answer to a denied request, or a silent yes."""

    def __init__(self, world: World, refusal: Refusal | None) -> None:
        self.refusal = refusal
        self.status = 200
        self.body: Any = None
        if refusal is not None:
            answer = render(refusal, world.dialect, "c")
            self.status = answer.status
            self.body = orjson.loads(answer.body) if answer.body else None

    @property
    def type(self) -> str:
        return self.body["type"].removeprefix("urn:ed-fi:api:") if "type" in self.body else ""

    @property
    def text(self) -> str:
        """All that is said, in one line."""
        if self.body is None:
            return ""
        if "message" in self.body:
            return str(self.body["message"])
        return " | ".join([self.body["detail"], *self.body.get("errors", [])])

    def __repr__(self) -> str:
        return f"{self.status} {self.text}"


def enrolment(student: str, school: int, entry: str = DATE) -> dict[str, Any]:
    return {
        "schoolReference": {"schoolId": school},
        "studentReference": {"studentUniqueId": student},
        "entryDate": entry,
        "entryGradeLevelDescriptor": "uri://ed-fi.org/GradeLevelDescriptor#Ninth grade",
    }


def request(path: str = "/data/v3/ed-fi/students", method: str = "GET", body: bytes = b"", **headers: str) -> Request:
    return Request(
        method=method, path=path, body=body, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )


def granting(version: str, strategies: Mapping[str, Iterable[str]], **more: Any) -> World:
    """A world with the claim set Test: on each resource claim, all actions by the given strategies."""
    read_changes = Dialect.at(version).security.read_changes
    actions = ("Create", "Read", "Update", "Delete", *(["ReadChanges"] if read_changes else []))
    claims = {claim: {action: list(names) for action in actions} for claim, names in strategies.items()}
    return World(version, claim_sets={"Test": claims}, **more)
