"""Every denial says why, and what would open it."""

import json
from typing import Any

import pytest

from mockedfi.security.explanation import Explanation
from tests.security.worlds import VERSIONS, World, granting

ALL = ["RelationshipsWithEdOrgsAndPeople"]


def with_descriptors(world: World) -> World:
    for name, code in (
        ("GradeLevelDescriptor", "Ninth grade"),
        ("EmploymentStatusDescriptor", "Contractual"),
        ("StaffClassificationDescriptor", "Teacher"),
        ("ResponsibilityDescriptor", "Accountability"),
    ):
        world.put(name, {"namespace": f"uri://ed-fi.org/{name}", "codeValue": code, "shortDescription": code})
    return world


def why(world: World, caller: Any, resource: str, document: Any, phase: str | None = None) -> Explanation:
    told = world.judge(caller, resource, "Read", document, phase)
    assert told.refusal is not None
    assert isinstance(told.refusal.why, Explanation)
    json.dumps(told.refusal.why.as_json())
    return told.refusal.why


def post(world: World, explanation: Explanation, remedy: int = 0) -> list[str]:
    """Store what a remedy says, and check that nothing required is missing."""
    paths = []
    for each in explanation.remedies[remedy].posts:
        _, _, _, namespace, plural = each.path.split("/")
        resource = world.catalogue.find(namespace, plural)
        assert resource is not None
        required = [p.name for p in resource.properties if p.required] + [
            r.name for r in resource.references if r.required
        ]
        assert set(required) <= set(each.body)
        world.put(resource.name, each.body)
        paths.append(resource.name)
    return paths


@pytest.mark.parametrize("version", VERSIONS)
class TestOpening:
    def opened(
        self, world: World, resource: str, document: Any, *names: str, remedy: int = 0, claims: int = 100
    ) -> None:
        caller = world.caller(claims)
        explanation = why(world, caller, resource, document)
        assert post(world, explanation, remedy) == list(names)
        assert world.judge(caller, resource, "Read", document).status == 200

    def test_a_student(self, version: str) -> None:
        world = with_descriptors(World(version))
        world.district()
        record = world.student("s")
        explanation = why(world, world.caller(100), "Student", record)
        (remedy,) = explanation.remedies
        (made,) = remedy.posts
        assert made.path == "/data/v3/ed-fi/studentSchoolAssociations"
        assert made.body == {
            "schoolReference": {"schoolId": 101},
            "studentReference": {"studentUniqueId": "s"},
            "entryDate": world.clock.now().date().isoformat(),
            "entryGradeLevelDescriptor": "uri://ed-fi.org/GradeLevelDescriptor#Ninth grade",
        }
        self.opened(world, "Student", record, "StudentSchoolAssociation")

    def test_staff_has_two_ways(self, version: str) -> None:
        for remedy, name in enumerate(
            ("StaffEducationOrganizationEmploymentAssociation", "StaffEducationOrganizationAssignmentAssociation")
        ):
            world = with_descriptors(World(version))
            world.district()
            self.opened(world, "Staff", world.person("Staff", "t"), name, remedy=remedy)

    def test_a_relative_of_nobody(self, version: str) -> None:
        world = with_descriptors(World(version))
        world.district()
        world.student("stranger")
        world.student("reached", 102)
        record = world.person(world.family, "p")
        explanation = why(world, world.caller(100), world.family, record)
        assert explanation.remedies[0].posts[0].body["studentReference"] == {"studentUniqueId": "reached"}
        self.opened(world, world.family, record, f"Student{world.family}Association")

    def test_a_relative_of_somebody_out_of_reach(self, version: str) -> None:
        world = with_descriptors(World(version))
        world.district()
        world.student("s", 201)
        record = world.person(world.family, "p")
        world.relate("s", "p")
        self.opened(world, world.family, record, "StudentSchoolAssociation")

    def test_a_relative_where_nobody_is_reached(self, version: str) -> None:
        world = with_descriptors(World(version))
        world.district()
        world.student("s")
        record = world.person(world.family, "p")
        explanation = why(world, world.caller(100), world.family, record)
        kind = world.family
        strategy = explanation.strategies[0].subjects[0]
        assert strategy.missing.startswith(f"Student{kind}Association")
        if explanation.remedies:
            names = post(world, explanation)
            assert names == ["StudentSchoolAssociation", f"Student{kind}Association"]
            assert world.judge(world.caller(100), kind, "Read", record).status == 200

    def test_claims_without_schools_need_one(self, version: str) -> None:
        world = with_descriptors(World(version))
        world.district()
        explanation = why(world, world.caller(400), "Student", world.student("s"))
        (remedy,) = explanation.remedies
        assert remedy.client is not None
        assert remedy.client["educationOrganizationIds"] == [400, 101]
        assert post(world, explanation) == ["StudentSchoolAssociation"]
        assert world.judge(world.caller(400, 101), "Student", "Read", world.student("s")).status == 200

    def test_a_descriptor_that_is_missing_is_posted_first(self, version: str) -> None:
        world = World(version)
        world.district()
        self.opened(world, "Student", world.student("s"), "GradeLevelDescriptor", "StudentSchoolAssociation")

    def test_a_person_who_is_missing_is_posted_first(self, version: str) -> None:
        world = with_descriptors(granting(version, {"studentProgramAssociation": ALL, "student": ALL}))
        world.district()
        document = {
            "beginDate": "2024-08-15",
            "educationOrganizationReference": {"educationOrganizationId": 100},
            "programReference": {
                "educationOrganizationId": 100,
                "programName": "P",
                "programTypeDescriptor": "uri://a#b",
            },
            "studentReference": {"studentUniqueId": "nobody"},
        }
        caller = world.caller(100, claim_set="Test")
        explanation = why(world, caller, "StudentProgramAssociation", document, "proposed")
        assert post(world, explanation) == ["Student", "StudentSchoolAssociation"]
        assert world.judge(caller, "StudentProgramAssociation", "Read", document, "proposed").status == 200

    def test_all_that_is_missing_at_once(self, version: str) -> None:
        """A student and an education organization out of reach: one remedy for both."""
        world = with_descriptors(granting(version, {"studentSchoolAssociation": ALL}))
        world.district()
        world.student("s")
        record = world.enrol("s", 201)
        explanation = why(world, world.caller(100, claim_set="Test"), "StudentSchoolAssociation", record)
        remedy = explanation.remedies[0]
        assert remedy.client is not None
        assert remedy.client["educationOrganizationIds"] == [100, 201]
        assert [each.path.rpartition("/")[2] for each in remedy.posts] == ["studentSchoolAssociations"]
        assert len({each.text for each in explanation.remedies}) == len(explanation.remedies) > 1

    def test_an_education_organization_without_a_parent_gets_one(self, version: str) -> None:
        world = granting(version, {"course": ALL})
        world.district()
        world.organization("School", 501)
        document = {"courseCode": "C", "educationOrganizationReference": {"educationOrganizationId": 501}}
        caller = world.caller(100, claim_set="Test")
        explanation = why(world, caller, "Course", document, "existing")
        assert explanation.remedies[0].text == "Put the School 501 below 100."
        assert post(world, explanation) == ["School"]
        assert world.judge(caller, "Course", "Read", document, "existing").status == 200

    def test_an_item_without_education_organization_gets_one(self, version: str) -> None:
        world = granting(version, {"organizationDepartment": ALL})
        world.district()
        record = world.organization("OrganizationDepartment", 1012)
        caller = world.caller(100, claim_set="Test")
        explanation = why(world, caller, "OrganizationDepartment", record)
        assert post(world, explanation) == ["OrganizationDepartment"]
        changed = world.documents.table("OrganizationDepartment").by_key((1012,))
        assert changed is not None
        assert world.judge(caller, "OrganizationDepartment", "Read", changed).status == 200


@pytest.mark.parametrize("version", VERSIONS)
class TestWhatItSays:
    def test_claims_and_strategies(self, version: str) -> None:
        world = World(version)
        world.district()
        explanation = why(world, world.caller(100, namespace_prefixes=("uri://a",)), "Student", world.student("s", 201))
        assert explanation.outcome == "denied"
        assert (explanation.client, explanation.claim_set) == ("key", "SIS Vendor")
        assert explanation.education_organization_ids == (100,)
        assert (explanation.resource, explanation.action, explanation.phase) == ("/ed-fi/students", "Read", "existing")
        prefix = "http://ed-fi.org/ods/identity/claims/"
        assert [(each.uri, each.held) for each in explanation.claims] == [
            (prefix + "student", False),
            (prefix + "domains/people", True),
        ]
        assert explanation.strategies_named_by == "domains/people"
        (strategy,) = explanation.strategies
        assert (strategy.strategy, strategy.satisfied) == (ALL[0], False)
        (subject,) = strategy.subjects
        assert (subject.subject, subject.value, subject.satisfied) == ("StudentUniqueId", "s", False)
        assert "StudentSchoolAssociation" in subject.sought
        assert "StudentSchoolAssociation" in subject.missing
        assert "StudentSchoolAssociation" in explanation.reason
        if version == "7.3":
            assert subject.found == (201,)

    def test_an_education_organization(self, version: str) -> None:
        world = granting(version, {"school": ["RelationshipsWithEdOrgsOnly"]})
        world.district()
        document = {"schoolId": 201}
        explanation = why(world, world.caller(100, claim_set="Test"), "School", document, "existing")
        (subject,) = explanation.strategies[0].subjects
        assert (subject.subject, subject.value, subject.satisfied) == ("SchoolId", 201, False)
        assert subject.missing
        if version == "7.3":
            assert subject.found == (201, 200, 1)

    def test_no_claim(self, version: str) -> None:
        world = World(version)
        world.district()
        explanation = why(world, world.caller(100, claim_set="Assessment Read"), "School", {"schoolId": 101})
        assert not any(each.held for each in explanation.claims)
        assert "'Assessment Read' grant Read on one of" in explanation.remedies[0].text

    def test_a_namespace(self, version: str) -> None:
        world = granting(version, {"assessment": ["NamespaceBased"]})
        caller = world.caller(claim_set="Test", namespace_prefixes=("uri://one",))
        document = {"namespace": "uri://two", "assessmentIdentifier": "A"}
        explanation = why(world, caller, "Assessment", document, "existing")
        assert explanation.reason == (
            "NamespaceBased looked for a namespace that begins with one of: uri://one for Namespace 'uri://two'."
        )

    def test_a_yes_is_explained_on_request(self, version: str) -> None:
        world = World(version)
        world.district()
        record = world.student("s", 101)
        students = world.catalogue.resources["Student"]
        explanation = world.security.explain(world.caller(100), students, "Read", record)
        assert explanation.outcome == "granted"
        assert explanation.strategies[0].satisfied
        assert world.security.explain(world.caller(100), students, "Read").outcome == "granted"
        assert world.security.explain(world.caller(200), students, "Read", record).outcome == "denied"
        assert world.security.explain(world.caller(claim_set="None"), students, "Read").outcome == "denied"

    def test_a_list_that_is_refused(self, version: str) -> None:
        world = granting(version, {"assessment": ["NamespaceBased"]})
        told = world.seen(world.caller(claim_set="Test"), "Assessment")
        assert isinstance(told.refusal.why, Explanation)  # type: ignore[union-attr]


def test_ownership_and_views() -> None:
    strategies = {"student": ["OwnershipBased"], "staff": ["StaffWithLuck"], "contact": ["ContactWithLuck"]}
    views = [{"name": "StaffWithLuck", "where": [{"path": "staffUniqueId", "ends_with": "7"}]}]
    world = granting("7.3", strategies, custom_views=views)
    caller = world.caller(claim_set="Test", ownership_tokens=(1, "blue"))
    owned = why(world, caller, "Student", world.put("Student", {"studentUniqueId": "s"}, 2))
    assert owned.reason == "OwnershipBased looked for one of the ownership tokens: 1, blue for owner 2."
    viewed = why(world, caller, "Staff", world.person("Staff", "t"))
    assert viewed.reason == "StaffWithLuck looked for a row of the view StaffWithLuck for StaffUSI 't'."
    absent = why(world, caller, "Contact", world.person("Contact", "c"))
    assert absent.reason.endswith("there is no custom view ContactWithLuck; configure one.")


NS, OWN, RE, RS = "NamespaceBased", "OwnershipBased", "RelationshipsWithEdOrgsOnly", "RelationshipsWithStudentsOnly"


def follow(world: World, explanation: Explanation, remedy: int = 0) -> Any:
    """Do what a remedy says; the caller as it is then."""
    post(world, explanation, remedy)
    client = explanation.remedies[remedy].client or {"claimSet": explanation.claim_set}
    return world.caller(
        *client.get("educationOrganizationIds", explanation.education_organization_ids),
        claim_set=client["claimSet"],
        namespace_prefixes=tuple(client.get("namespacePrefixes", explanation.namespace_prefixes)),
        ownership_tokens=tuple(client.get("ownershipTokens", explanation.ownership_tokens)),
        creator_ownership_token=client.get("creatorOwnershipToken"),
    )


def intervention(organization: int, namespace: str | None = None) -> dict[str, Any]:
    made: dict[str, Any] = {
        "interventionIdentificationCode": "I",
        "beginDate": "2024-08-15",
        "deliveryMethodDescriptor": "uri://a#b",
        "interventionClassDescriptor": "uri://a#b",
        "educationOrganizationReference": {"educationOrganizationId": organization},
    }
    return made if namespace is None else {**made, "namespace": namespace}


class TestSeveralThingsAtOnce:
    def test_missing_prefixes_and_a_missing_relationship(self) -> None:
        world = granting("7.3", {"intervention": [NS, RE]})
        world.district()
        record = world.put("Intervention", intervention(200, "uri://b.org/I"))
        explanation = why(world, world.caller(100, claim_set="Test"), "Intervention", record)
        assert explanation.reason.endswith("but the client doesn't have any namespace prefixes assigned.")
        assert [each.satisfied for each in explanation.strategies] == [False, False]
        caller = follow(world, explanation)
        assert caller.client.namespace_prefixes == ("uri://b.org",)
        assert world.judge(caller, "Intervention", "Read", record).status == 200

    @pytest.mark.parametrize("prefixes", [("uri://b.org",), ()])
    def test_an_item_without_namespace_gets_one(self, prefixes: tuple[str, ...]) -> None:
        world = granting("7.3", {"intervention": [NS]})
        world.district()
        record = world.put("Intervention", intervention(100))
        caller = world.caller(100, claim_set="Test", namespace_prefixes=prefixes)
        explanation = why(world, caller, "Intervention", record)
        caller = follow(world, explanation)
        changed = world.documents.table("Intervention").by_key(record.key)
        assert changed is not None
        assert world.judge(caller, "Intervention", "Read", changed).status == 200

    @pytest.mark.parametrize("strategies", [[RE], [RE, RS], [RE + "Inverted"]])
    @pytest.mark.parametrize("claim", [100, 101, 400])
    def test_a_value_that_is_missing_ends_it_whatever_others_say(self, strategies: list[str], claim: int) -> None:
        world = granting("7.3", {"studentAssessment": strategies})
        world.district()
        world.student("s", 101)
        document = {
            "studentAssessmentIdentifier": "1",
            "assessmentReference": {"assessmentIdentifier": "A", "namespace": "uri://a"},
            "studentReference": {"studentUniqueId": "s"},
        }
        caller = world.caller(claim, claim_set="Test")
        explanation = why(world, caller, "StudentAssessment", document, "proposed")
        assert "for ReportedSchoolId, which is empty; missing: a value." in explanation.reason
        body = explanation.remedies[0].posts[0].body
        caller = follow(world, explanation)
        assert world.judge(caller, "StudentAssessment", "Read", body, "proposed").status == 200

    def test_what_nobody_owns_stays_closed(self) -> None:
        world = granting("7.3", {"student": [RS, OWN]})
        world.district()
        explanation = why(world, world.caller(100, claim_set="Test"), "Student", world.student("s"))
        (remedy,) = explanation.remedies
        assert remedy.text.startswith("Nobody owns the item")
        assert (remedy.posts, remedy.client) == ((), None)

    @pytest.mark.parametrize("tokens", [(), ("blue", 2)])
    def test_creating_in_nobodys_name(self, tokens: tuple[Any, ...]) -> None:
        world = granting("7.3", {"student": [OWN]})
        caller = world.caller(claim_set="Test", ownership_tokens=tokens)
        student = {"studentUniqueId": "s"}
        explanation = why(world, caller, "Student", student, "proposed")
        assert "owner, which is empty" in explanation.reason
        client = follow(world, explanation).client
        owner = client.creator_ownership_token
        assert owner == (tokens[0] if tokens else 1)
        caller = world.caller(claim_set="Test", ownership_tokens=client.ownership_tokens)
        assert world.judge(caller, "Student", "Create", student, "proposed", owner).status == 200

    @pytest.mark.parametrize("claims", [(), (1,), (12345,)])
    def test_types_that_reach_nobody_are_not_offered(self, claims: tuple[int, ...]) -> None:
        world = with_descriptors(World("5.2"))
        world.district()
        record = world.person("Staff", "t")
        explanation = why(world, world.caller(*claims), "Staff", record)
        assert len(explanation.remedies) == 2
        for remedy in (0, 1):
            caller = follow(world, explanation, remedy)
            assert world.judge(caller, "Staff", "Read", record).status == 200
