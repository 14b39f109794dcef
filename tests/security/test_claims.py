"""The claim check: which claims stand for a resource, which action is granted, which strategies follow."""

from typing import Any

import pytest

from mockedfi.problems import Refusal
from mockedfi.security.strategies import STRATEGIES
from tests.security.worlds import VERSIONS, Told, World, granting

PREFIX = "http://ed-fi.org/ods/identity/claims/"
CREATE = "http://ed-fi.org/odsapi/actions/create"
SCHOOL = {"schoolId": 101, "nameOfInstitution": "x"}


def chosen(world: World, claim_set: str, resource: str, action: str) -> tuple[str, ...]:
    caller = world.caller(100, claim_set=claim_set)
    return world.security.check(caller, world.catalogue.resources[resource], action).strategies


def refused(world: World, claim_set: str, resource: str, action: str) -> Told:
    with pytest.raises(Refusal) as refusal:
        chosen(world, claim_set, resource, action)
    assert refusal.value.why is not None
    return Told(world, refusal.value)


DEFAULTS = [
    # claim set, resource, action: strategies at 5.2, at 7.3
    ("SIS Vendor", "Student", "Create", "NoFurtherAuthorizationRequired", "NoFurtherAuthorizationRequired"),
    ("SIS Vendor", "Student", "Read", "RelationshipsWithEdOrgsAndPeople", "RelationshipsWithEdOrgsAndPeople"),
    ("SIS Vendor", "StudentSchoolAssociation", "Create", "RelationshipsWithEdOrgsOnly", "RelationshipsWithEdOrgsOnly"),
    ("SIS Vendor", "GradeLevelDescriptor", "Read", "NoFurtherAuthorizationRequired", "NoFurtherAuthorizationRequired"),
    ("SIS Vendor", "StudentAssessment", "Update", "NamespaceBased", "NamespaceBased"),
    ("SIS Vendor", "LearningStandard", "Read", "NamespaceBased", "NoFurtherAuthorizationRequired"),
    (
        "SIS Vendor",
        "Course",
        "Read",
        "NoFurtherAuthorizationRequired",
        "RelationshipsWithEdOrgsAndPeople+RelationshipsWithEdOrgsAndPeopleInverted",
    ),
    ("Ed-Fi Sandbox", "CommunityProviderLicense", "Read", "NoFurtherAuthorizationRequired", None),
    ("Ed-Fi Sandbox", "School", "Delete", "NoFurtherAuthorizationRequired", "NoFurtherAuthorizationRequired"),
    ("Bootstrap Descriptors and EdOrgs", "Course", "Create", "NoFurtherAuthorizationRequired", None),
]


@pytest.mark.parametrize("row", DEFAULTS, ids=lambda row: " ".join(row[:3]))
def test_standard_claim_sets(row: tuple[str, str, str, str, str | None]) -> None:
    claim_set, resource, action, old, new = row
    assert "+".join(chosen(World("5.2"), claim_set, resource, action)) == old
    if new is not None:
        assert "+".join(chosen(World("7.3"), claim_set, resource, action)) == new


def test_no_claim_5_2() -> None:
    told = refused(World("5.2"), "Assessment Read", "School", "Read")
    assert told.status == 403
    assert told.body == {
        "message": "Access to the resource could not be authorized. Are you missing a claim? This resource can be "
        f"authorized by the following claims:\n    {PREFIX}school\n    {PREFIX}domains/educationOrganizations\n"
        "The API client has been assigned the 'Assessment Read' claim set with the following resource claims:\n"
        f"    {PREFIX}domains/assessmentMetadata\n    {PREFIX}learningObjective\n    {PREFIX}learningStandard\n"
        f"    {PREFIX}student"
    }


def test_no_claim_7_3() -> None:
    told = refused(World("7.3"), "Assessment Read", "School", "Read")
    assert told.body == {
        "detail": "Access to the requested data could not be authorized. "
        "You do not have permissions to access this data.",
        "type": "urn:ed-fi:api:security:authorization:access-denied:resource",
        "title": "Authorization Denied",
        "status": 403,
        "correlationId": "c",
        "errors": [
            (
                "The API client's assigned claim set (currently 'Assessment Read') must include one of the following "
                f"resource claims to provide access to this resource: '{PREFIX}school', "
                f"'{PREFIX}domains/educationOrganizations'."
            )
        ],
    }


def test_a_claim_with_its_schema_stands_alone() -> None:
    told = refused(World("7.3"), "Assessment Read", "CrisisEvent", "Read")
    assert told.body["errors"][0].endswith(f"access to this resource: '{PREFIX}ed-fi/crisisEvent'.")


def test_no_action() -> None:
    old = refused(World("5.2"), "SIS Vendor", "School", "Create")
    assert (old.status, old.text) == (
        403,
        f"Access to the resource could not be authorized for the requested action '{CREATE}'.",
    )
    new = refused(World("7.3"), "SIS Vendor", "School", "Create")
    assert (new.status, new.type) == (403, "security:authorization:access-denied:action")
    assert new.text == (
        "Access to the requested data could not be authorized. You do not have permissions to perform the requested "
        "operation on the data. | The API client's assigned claim set (currently 'SIS Vendor') must grant permission "
        f"of the '{CREATE}' action on one of the following resource claims: '{PREFIX}school', "
        f"'{PREFIX}domains/educationOrganizations'."
    )


def test_an_unknown_claim_set_grants_nothing() -> None:
    assert refused(World("7.3"), "No Such", "School", "Read").type == "security:authorization:access-denied:resource"


CONFIGURATION = "system:configuration:security"
DETAIL = "A security configuration problem was detected. The request cannot be authorized. | "


def without_metadata(version: str) -> World:
    world = World(version)
    claims: Any = world.claim_sets
    del claims._folded["school"]
    return world


@pytest.mark.parametrize(
    ("world", "text"),
    [
        (lambda: without_metadata("7.3"), "No security metadata has been configured for this resource."),
        (
            lambda: World("7.3", {"Test": {"school": {"Create": []}}}, {"school": {"parent": None, "defaults": {}}}),
            (
                f"No authorization strategies were defined for the requested action '{CREATE}' against resource URIs "
                f"['{PREFIX}ed-fi/school', '{PREFIX}school'] matched by the caller's claim '{PREFIX}school'."
            ),
        ),
        (
            lambda: granting("7.3", {"school": ["Magic", "NamespaceBased", "More"]}),
            "Could not find authorization strategy implementations for the following strategy names: 'Magic', 'More'.",
        ),
        (
            lambda: World("7.3", resource_claims={"ed-fi/school": {"parent": None, "defaults": {}}}),
            (
                "Authorization metadata was found for more than one of the supplied resource claims "
                f"('{PREFIX}ed-fi/school, {PREFIX}school') resulting in an ambiguous basis for authorization."
            ),
        ),
    ],
    ids=["no metadata", "no strategy", "unknown strategies", "two claims"],
)
def test_faulty_metadata_7_3(world: Any, text: str) -> None:
    told = refused(world(), "Test", "School", "Create")
    assert (told.status, told.type, told.body["title"]) == (500, CONFIGURATION, "Security Configuration Error")
    assert told.text == DETAIL + text


@pytest.mark.parametrize(
    ("world", "status", "begin"),
    [
        (lambda: without_metadata("5.2"), 403, "Access to the resource could not be authorized. Are you missing"),
        (
            lambda: World("5.2", {"Test": {"school": {"Create": []}}}, {"school": {"parent": None, "defaults": {}}}),
            500,
            "An unexpected error occurred on the server.",
        ),
        (lambda: granting("5.2", {"school": ["Magic"]}), 500, "An unexpected error occurred on the server."),
        (lambda: granting("5.2", {"school": ["OwnershipBased"]}), 500, "An unexpected error occurred on the server."),
    ],
    ids=["no metadata", "no strategy", "unknown strategy", "a strategy of later versions"],
)
def test_faulty_metadata_5_2(world: Any, status: int, begin: str) -> None:
    told = refused(world(), "Test", "School", "Create")
    assert told.status == status
    assert told.text.startswith(begin)


@pytest.mark.parametrize("version", VERSIONS)
class TestChoice:
    def test_an_override_above_beats_a_grant_below(self, version: str) -> None:
        grants = {"school": {"Read": []}, "domains/educationOrganizations": {"Read": ["NamespaceBased"]}}
        assert chosen(World(version, {"Test": grants}), "Test", "School", "Read") == ("NamespaceBased",)

    def test_the_nearest_override_wins(self, version: str) -> None:
        grants = {
            "school": {"Read": ["RelationshipsWithEdOrgsOnly"]},
            "domains/educationOrganizations": {"Read": ["NamespaceBased"]},
        }
        assert chosen(World(version, {"Test": grants}), "Test", "School", "Read") == ("RelationshipsWithEdOrgsOnly",)

    def test_an_override_counts_for_its_action_only(self, version: str) -> None:
        grants = {"school": {"Read": ["NamespaceBased"], "Update": []}}
        world = World(version, {"Test": grants})
        assert chosen(world, "Test", "School", "Update") == ("NoFurtherAuthorizationRequired",)

    def test_a_parent_grants_what_the_child_does_not(self, version: str) -> None:
        grants = {"school": {"Read": []}, "domains/educationOrganizations": {"Update": []}}
        world = World(version, {"Test": grants})
        assert chosen(world, "Test", "School", "Update") == ("NoFurtherAuthorizationRequired",)
        assert refused(world, "Test", "School", "Delete").status == 403

    def test_the_nearest_default_wins(self, version: str) -> None:
        claims = {
            "school": {"parent": "domains/educationOrganizations", "defaults": {"Read": ["NamespaceBased"]}},
        }
        world = World(version, {"Test": {"domains/educationOrganizations": {"Read": []}}}, claims)
        assert chosen(world, "Test", "School", "Read") == ("NamespaceBased",)

    def test_users_add_claims_to_existing_claim_sets(self, version: str) -> None:
        world = World(version, {"SIS Vendor": {"school": {"Create": ["RelationshipsWithEdOrgsOnly"]}}})
        assert chosen(world, "SIS Vendor", "School", "Create") == ("RelationshipsWithEdOrgsOnly",)
        assert chosen(world, "SIS Vendor", "School", "Read") == ("NoFurtherAuthorizationRequired",)

    def test_swapping_strategies_swaps_answers(self, version: str) -> None:
        for strategy, status in (("NoFurtherAuthorizationRequired", 200), ("RelationshipsWithEdOrgsOnly", 403)):
            world = granting(version, {"school": [strategy]})
            world.district()
            assert world.judge(world.caller(200, claim_set="Test"), "School", "Read", SCHOOL).status == status


def test_letter_case_of_claims_does_not_matter() -> None:
    assert chosen(World("7.3"), "Ed-Fi Sandbox", "DualCreditTypeDescriptor", "Read") == (
        "NoFurtherAuthorizationRequired",
    )


@pytest.mark.parametrize("version", VERSIONS)
def test_every_strategy_that_the_data_name_has_a_function(version: str) -> None:
    world = World(version)
    assert world.claim_sets.strategy_names() <= set(world.dialect.security.strategies)
    assert set(world.dialect.security.strategies) <= set(STRATEGIES)


@pytest.mark.parametrize("version", VERSIONS)
def test_every_grant_of_every_standard_claim_set_can_be_evaluated(version: str) -> None:
    world = World(version)
    for claim_set in world.claim_sets.names():
        for name in world.catalogue.resources:
            resource = world.catalogue.resources[name]
            for action in world.claim_sets.granted_actions(claim_set, resource):
                assert world.claim_sets.evaluate(claim_set, resource, action).denied is None, (claim_set, name, action)
