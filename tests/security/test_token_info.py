"""POST /oauth/token_info: both shapes, and which tokens may be asked about."""

import json
from typing import Any

import pytest

from mockedfi.exchange import Answer
from mockedfi.problems import Refusal
from mockedfi.security.clients import Client
from mockedfi.security.token_info import TokenInfoEndpoint, underscored
from tests.security.worlds import VERSIONS, Told, World, request

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


def grand_bend(version: str) -> World:
    world = World(version)
    names = {
        255950: ("EducationServiceCenter", "Region 99", {}),
        255901: ("LocalEducationAgency", "Grand Bend ISD", {"educationServiceCenter": 255950}),
        255901001: ("School", "Grand Bend High School", {"localEducationAgency": 255901}),
        255901044: ("School", "Grand Bend Middle School", {"localEducationAgency": 255901}),
        255901107: ("School", "Grand Bend Elementary School", {"localEducationAgency": 255901}),
        2: ("LocalEducationAgency", "Another", {}),
    }
    for id_, (kind, name, parents) in names.items():
        record = world.organization(kind, id_, **parents)
        world.put(kind, {**record.document(), "nameOfInstitution": name})
    return world


def client(key: str = "RvcohKz9zHI4", *ids: int, **more: Any) -> Client:
    return Client(
        key=key,
        secret="x",
        claim_set=more.pop("claim_set", "Ed-Fi Sandbox"),
        education_organization_ids=ids or (255901,),
        namespace_prefixes=("uri://ed-fi.org", "uri://gbisd.edu"),
        **more,
    )


def ask(world: World, bearer: str | None, body: bytes, content_type: str = JSON) -> Answer:
    endpoint = TokenInfoEndpoint(
        world.dialect, world.catalogue, world.tokens, world.claim_sets, world.security.reach.hierarchy
    )
    headers = {"content_type": content_type, **({"authorization": f"Bearer {bearer}"} if bearer else {})}
    return endpoint.answer(request("/oauth/token_info", "POST", body, **headers))


def told(world: World, own: Client, bearer: str | None = None) -> Any:
    world.clients.add(own)
    value = bearer or world.tokens.issue(own).value
    answer = ask(world, value, json.dumps({"token": value}).encode())
    assert answer.status == 200
    assert ("Cache-Control", "no-cache") in answer.headers
    return json.loads(answer.body)


def test_the_published_sample_of_5_2() -> None:
    assert json.dumps(told(grand_bend("5.2"), client())) == json.dumps(
        {
            "active": True,
            "client_id": "RvcohKz9zHI4",
            "namespace_prefixes": ["uri://ed-fi.org", "uri://gbisd.edu"],
            "education_organizations": [
                {
                    "education_organization_id": 255901,
                    "local_education_agency_id": 255901,
                    "name_of_institution": "Grand Bend ISD",
                    "type": "edfi.LocalEducationAgency",
                },
                *(
                    {
                        "education_organization_id": id_,
                        "local_education_agency_id": 255901,
                        "school_id": id_,
                        "name_of_institution": f"Grand Bend {name} School",
                        "type": "edfi.School",
                    }
                    for id_, name in ((255901001, "High"), (255901044, "Middle"), (255901107, "Elementary"))
                ),
            ],
            "assigned_profiles": [],
        }
    )


def test_the_shape_of_7_3() -> None:
    body = told(grand_bend("7.3"), client(student_identification_system="uri://a#b", profiles=("P",)))
    assert list(body) == [
        "active",
        "client_id",
        "namespace_prefixes",
        "education_organizations",
        "student_identification_system",
        "assigned_profiles",
        "claim_set",
        "resources",
        "services",
    ]
    first, second, *_ = body["education_organizations"]
    assert json.dumps(first) == json.dumps(
        {
            "education_organization_id": 255901,
            "name_of_institution": "Grand Bend ISD",
            "type": "edfi.LocalEducationAgency",
            "local_education_agency_id": 255901,
            "education_service_center_id": 255950,
        }
    )
    assert list(second)[3:] == ["school_id", "local_education_agency_id", "education_service_center_id"]
    assert len(body["education_organizations"]) == 4
    assert body["claim_set"] == {"name": "Ed-Fi Sandbox"}
    every = ["Create", "Read", "Update", "Delete", "ReadChanges"]
    assert body["resources"][0] == {"resource": "/ed-fi/absenceEventCategoryDescriptors", "operations": every}
    assert {"resource": "/ed-fi/students", "operations": every} in body["resources"]
    assert {"resource": "/ed-fi/schoolYearTypes", "operations": ["Read"]} in body["resources"]
    assert body["services"] == [{"service": "identity", "operations": ["Create", "Read", "Update"]}]


def test_resources_are_those_that_are_granted() -> None:
    body = told(grand_bend("7.3"), client(claim_set="Assessment Read"))
    assert {"resource": "/ed-fi/students", "operations": ["Read"]} in body["resources"]
    assert all(each["operations"] == ["Read"] for each in body["resources"])
    assert not any(each["resource"] == "/ed-fi/schools" for each in body["resources"])
    assert body["services"] == []


TYPES = [
    # claim, what 5.2 lists, what 7.3 lists
    (1, {1, 10, 200, 201}, {1, 10, 100, 101, 102, 1011, 200, 201}),
    (10, {10, 100, 101, 102}, {10, 100, 101, 102, 1011}),
    (100, {100, 101, 102}, {100, 101, 102, 1011}),
    (101, {101}, {101, 1011}),
    (1011, {1011}, {1011}),
    (300, {300, 301}, {300, 301}),
    (301, {301}, {301}),
    (400, {400}, {400}),
    (500, set(), {500}),
    (999, set(), set()),
]


@pytest.mark.parametrize(("claim", "old", "new"), TYPES)
def test_every_type(claim: int, old: set[int], new: set[int]) -> None:
    for version, wanted in zip(VERSIONS, (old, new), strict=True):
        world = World(version)
        world.district()
        world.organization("EducationOrganizationNetwork", 500)
        rows = told(world, client("k", claim))["education_organizations"]
        assert {row["education_organization_id"] for row in rows} == wanted
        assert len(rows) == len(wanted)


def test_identifiers_of_5_2() -> None:
    world = World("5.2")
    world.district()
    rows = {row["education_organization_id"]: row for row in told(world, client("k", 1, 10, 300, 1011, 400))[
        "education_organizations"
    ]}  # fmt: skip
    shown = {id_: [name for name in row if name.endswith("_id")][1:] for id_, row in rows.items()}
    assert shown == {
        1: ["state_education_organization_id"],
        10: ["state_education_organization_id"],
        100: ["local_education_agency_id"],
        101: ["local_education_agency_id", "school_id"],
        102: ["local_education_agency_id", "school_id"],
        1011: ["organization_department_id"],
        200: ["state_education_organization_id", "local_education_agency_id"],
        201: ["state_education_organization_id", "local_education_agency_id", "school_id"],
        300: ["community_organization_id"],
        301: ["community_organization_id", "community_provider_id"],
        400: ["post_secondary_institution_id"],
    }


@pytest.mark.parametrize("version", VERSIONS)
class TestWhichTokens:
    def refused(self, world: World, bearer: str | None, body: bytes, content_type: str = JSON) -> Told:
        with pytest.raises(Refusal) as refusal:
            ask(world, bearer, body, content_type)
        return Told(world, refusal.value)

    def test_no_bearer(self, version: str) -> None:
        answer = self.refused(grand_bend(version), None, b'{"token":"x"}')
        assert (answer.status, answer.body) == (401, None)

    @pytest.mark.parametrize("body", [b"{}", b'{"token": null}', b'{"token": "nonsense"}'])
    def test_no_token(self, version: str, body: bytes) -> None:
        world = grand_bend(version)
        world.clients.add(client())
        answer = self.refused(world, world.tokens.issue(client()).value, body)
        assert answer.status == 400
        if version == "5.2":
            assert answer.body == {"message": "Invalid token"}
        else:
            assert answer.type == "bad-request"
            assert answer.text == (
                "An invalid token was provided | The token was not present, or was not processable as a GUID value."
            )

    def test_unknown_and_others(self, version: str) -> None:
        world = grand_bend(version)
        own, other = client(), client("other", 2)
        world.clients.add(own)
        world.clients.add(other)
        bearer = world.tokens.issue(own).value
        unknown = self.refused(world, bearer, json.dumps({"token": "0" * 32}).encode())
        assert unknown.status == (500 if version == "7.3" else 404)
        foreign = self.refused(world, bearer, json.dumps({"token": world.tokens.issue(other).value}).encode())
        assert foreign.status == 401
        second = world.tokens.issue(own).value
        for body, content_type in (
            (json.dumps({"Token": second}).encode(), JSON),
            (f"token={second}".encode(), FORM),
            (f"TOKEN={second.upper()}".encode(), FORM),
        ):
            assert ask(world, bearer, body, content_type).status == 200

    def test_a_scope_shows(self, version: str) -> None:
        world = grand_bend(version)
        own = client("k", 255901, 2)
        world.clients.add(own)
        value = world.tokens.issue(own, 2).value
        rows = told(world, own, value)["education_organizations"]
        assert [row["education_organization_id"] for row in rows] == [2]

    def test_a_client_without_education_organizations(self, version: str) -> None:
        world = grand_bend(version)
        own = Client(key="k", secret="x", claim_set="Ed-Fi Sandbox")
        world.clients.add(own)
        value = world.tokens.issue(own).value
        assert self.refused(world, value, json.dumps({"token": value}).encode()).status == 500


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("LocalEducationAgencyId", "local_education_agency_id"),
        ("PostSecondaryInstitutionId", "post_secondary_institution_id"),
        ("EducationOrganizationNetworkId", "education_organization_network_id"),
    ],
)
def test_underscores(name: str, wanted: str) -> None:
    assert underscored(name) == wanted
