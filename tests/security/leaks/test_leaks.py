"""Nobody sees more, or less, than a plain reading allows.

Three random districts, all claim sets: what a client reads by id, what its lists show and what they count are each
equal to what `reading` finds on its own.
"""

import json
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from mockedfi.control.host import Host
from mockedfi.http.start import application
from mockedfi.model.catalogue import load, load_claim_sets
from mockedfi.places import fixtures
from mockedfi.settings import ClientSettings, Settings
from tests.roundtrip.world import STANDARDS
from tests.roundtrip.wsgi import Client

from .reading import DIFFERENCES, Asker, Closed, Reading
from .worlds import PREFIX, Random

CLAIMS: dict[str, tuple[int, ...]] = {
    "nothing": (),
    "what is not there": (77, 78),
    "a state": (1,),
    "a service center": (10,),
    "a district": (100,),
    "a school": (201,),
    "a district and a school of another": (200, 101),
    "a district that stands below another": (300,),
    "a department": (1000,),
    "a community organization": (400,),
    "a provider": (401,),
    "a provider and a district": (402, 300),
    "a post-secondary institution": (500,),
    "six at once": (101, 102, 201, 202, 301, 500),
}
OPEN = "Ed-Fi Open"
SHARE = 3
"""Of the claims above, how many each claim set is tried with."""


def serve(version: str, *files: Path) -> tuple[Host, Any]:
    host = Host(
        Settings(
            api_versions=(version,), districts=("empty",), memory=True, token_per_client_limit=0, claim_sets=files
        ),
        notice=pytest.fail,
    )
    return host, application(host)


def world_of(version: str, app: Any, seed: int) -> Random:
    world = Random(
        version, load(STANDARDS[version]), Client(app, f"/v{version}/api", "open", "open-secret"), random.Random(seed)
    )
    world.fill()
    return world


def caller(host: Host, app: Any, version: str, asker: Asker) -> Client:
    key = f"{asker.claim_set} {asker.claims} {asker.prefixes}"
    client = ClientSettings(
        key=key,
        secret="secret",
        claim_set=asker.claim_set,
        education_organization_ids=asker.claims,
        namespace_prefixes={"0": asker.prefixes},
    )
    getattr(host, "main", host).add_client(client)
    return Client(app, f"/v{version}/api", key, "secret")


def claim_sets(version: str, *files: Path) -> list[Mapping[str, Any]]:
    own = [*(fixtures() / "claim-sets").glob("*.json"), *files]
    return [load_claim_sets(version), *(json.loads(path.read_text()) for path in own)]


def compare(world: Random, reading: Reading, asker: Asker, client: Client, names: Sequence[str]) -> int:
    """Ask for everything; how many documents were read."""
    read = 0
    for name in names:
        resource = world.catalogue.resources[name]
        documents = world.documents[name]
        where = (world.version, asker, name)
        statuses = {id_: client.get(f"{resource.plural}/{id_}").status for id_ in documents}
        readable = {id_ for id_, status in statuses.items() if status == 200}
        assert readable == {id_ for id_, each in documents.items() if reading.item(asker, resource, each)}, where
        assert set(statuses.values()) <= {200, 403, 404}, (where, statuses)
        read += len(readable)
        answer = client.get(resource.plural, limit=500, totalCount="true")
        try:
            expected = reading.listed(asker, resource)
        except Closed:
            assert answer.status == 403, where
        else:
            shown = [each["id"] for each in answer.json()]
            assert sorted(shown) == sorted(expected), where
            assert answer.headers["total-count"] == str(len(expected)), where
    return read


def drawn(world: Random) -> list[tuple[int, ...]]:
    return [CLAIMS[name] for name in world.chance.sample(list(CLAIMS), SHARE)]


@pytest.mark.parametrize("version", STANDARDS)
@pytest.mark.parametrize("seed", [1])
def test_lists_and_items_equal_a_plain_reading(version: str, seed: int) -> None:
    host, app = serve(version)
    world = world_of(version, app, seed)
    data = claim_sets(version)
    reading = Reading(version, world.catalogue, world.documents, data)
    names = [name for name, documents in world.documents.items() if documents]
    read = 0
    for claim_set in sorted({name for each in data for name in each["claim_sets"]}):
        for claims in drawn(world):
            asker = Asker(claim_set, claims, (PREFIX,) if world.chance.random() < 0.9 else ())
            read += compare(world, reading, asker, caller(host, app, version, asker), names)
    assert read > 4000
    host.close()


@pytest.mark.parametrize("version", STANDARDS)
def test_where_lists_differ_from_items(version: str) -> None:
    """`DIFFERENCES` has a row for each way in which they do, and none too many."""
    host, app = serve(version)
    world = world_of(version, app, 1)
    reading = Reading(version, world.catalogue, world.documents, claim_sets(version))
    found = set()
    for claims in CLAIMS.values():
        asker = Asker("Ed-Fi Sandbox", claims, (PREFIX,))
        for name, documents in world.documents.items():
            resource = world.catalogue.resources[name]
            try:
                shown = set(reading.listed(asker, resource))
            except Closed:
                shown = set()
            found |= {reading.difference(asker, resource, each, shown=id_ in shown) for id_, each in documents.items()}
    host.close()
    assert found - {""} == {name for name, (versions, _) in DIFFERENCES.items() if version in versions}


RELATIONSHIPS = {
    "5.2": ("RelationshipsWithEdOrgsAndPeople", "RelationshipsWithStudentsOnlyThroughEdOrgAssociation"),
    "7.3": ("RelationshipsWithEdOrgsAndPeople", "RelationshipsWithStudentsOnlyThroughResponsibility"),
}


@pytest.mark.parametrize("version", STANDARDS)
def test_swapped_strategies_swap_the_answers(version: str, tmp_path: Path) -> None:
    """The same world under two files that differ in which of two resources has which of two strategies."""
    one, other = RELATIONSHIPS[version]
    seen = []
    for number, pair in enumerate(((one, other), (other, one))):
        claims = zip(("student", "studentProgramAssociation"), pair, strict=True)
        file = tmp_path / f"{number}.json"
        held = {claim: {"Read": [strategy]} for claim, strategy in claims}
        file.write_text(json.dumps({"claim_sets": {"Swapped": held | {"assessment": {"Read": ["NamespaceBased"]}}}}))
        host, app = serve(version, file)
        world = world_of(version, app, 3)
        reading = Reading(version, world.catalogue, world.documents, claim_sets(version, file))
        names = ("Student", "StudentProgramAssociation", "Assessment", "School")
        answers = []
        for claims_of in CLAIMS.values():
            asker = Asker("Swapped", claims_of, (PREFIX,))
            answers.append(compare(world, reading, asker, caller(host, app, version, asker), names))
        seen.append(answers)
        host.close()
    assert seen[0] != seen[1]
