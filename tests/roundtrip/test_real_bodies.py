"""Documents that mockedfi did not make: a district written by hand (`district`), and mistakes people make in it."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from .district import bodies
from .district.mistakes import BROKEN, MISTAKES, Mistake
from .district.words import Body
from .world import STANDARDS, World


@dataclass(frozen=True)
class Posted:
    """A district that has been posted."""

    world: World
    bodies: dict[str, Body]
    ids: dict[str, str]


@pytest.fixture(scope="module")
def districts(worlds: dict[str, World]) -> Iterator[dict[str, Posted]]:
    """The district in every version; it leaves in reverse order."""
    posted = {version: post(world) for version, world in worlds.items()}
    yield posted
    for each in posted.values():
        for plural in reversed(each.bodies):
            answer = each.world.client.delete(plural, each.ids[plural])
            assert answer.status == 204, f"{plural}: {answer.body.decode()}"


def post(world: World) -> Posted:
    sent = dict(bodies(world.standard))
    ids = {}
    for plural, body in sent.items():
        answer = world.client.post(plural, body)
        assert answer.status == 201, f"{plural}: {answer.status} {answer.body.decode()}"
        ids[plural] = answer.id
    return Posted(world, sent, ids)


@pytest.fixture
def district(districts: dict[str, Posted], version: str) -> Posted:
    return districts[version]


def everything() -> list[tuple[str, str]]:
    return [(version, plural) for version, standard in STANDARDS.items() for plural, _ in bodies(standard)]


@pytest.mark.parametrize(("version", "plural"), everything(), indirect=["version"])
def test_a_body_comes_back_as_it_was_sent(district: Posted, plural: str) -> None:
    answer = district.world.client.get(f"{plural}/{district.ids[plural]}")
    assert answer.status == 200
    assert contains(answer.json(), district.bodies[plural]) == ""


@pytest.mark.parametrize(("version", "plural"), everything(), indirect=["version"])
def test_the_same_body_again_changes_nothing(district: Posted, plural: str) -> None:
    client, body = district.world.client, district.bodies[plural]
    before = client.get(f"{plural}/{district.ids[plural]}").body
    assert client.post(plural, body).status == 200
    assert client.put(plural, district.ids[plural], body).status == 204
    assert client.get(f"{plural}/{district.ids[plural]}").body == before


def contains(shown: Any, sent: Any, path: str = "$") -> str:
    """Where the shown document differs from the sent one; it may have more members, as links and empty lists."""
    if isinstance(sent, dict):
        places = (contains(shown.get(name), value, f"{path}.{name}") for name, value in sent.items())
        return next((place for place in places if place), "")
    if isinstance(sent, list):
        if len(shown) != len(sent):
            return f"{path}: {len(shown)} items"
        places = (contains(*pair, f"{path}[{at}]") for at, pair in enumerate(zip(shown, sent, strict=True)))
        return next((place for place in places if place), "")
    return "" if shown == sent else f"{path}: {shown!r}"


@pytest.mark.parametrize("version", STANDARDS, indirect=True)
@pytest.mark.parametrize("mistake", MISTAKES, ids=str)
def test_a_mistake_is_told_in_the_words_of_the_version(district: Posted, version: str, mistake: Mistake) -> None:
    client = district.world.client
    body = json.loads(json.dumps(district.bodies[mistake.plural]))
    mistake.damage(body)
    before = client.dump(mistake.plural)

    answer = client.post(mistake.plural, body)

    expected = mistake.at_73 if version == "7.3" else mistake.at_52
    if expected is None:
        assert answer.status == 200, answer.body
        assert client.post(mistake.plural, district.bodies[mistake.plural]).status == 200
        return
    text = expected.get("detail", expected.get("message", ""))
    assert answer.status == (409 if "does not exist." in text else 500 if text == BROKEN else 400)
    assert {name: told(answer.json().get(name)) for name in expected} == {
        name: told(expected[name]) for name in expected
    }
    assert client.dump(mistake.plural) == before


def told(value: Any) -> Any:
    """Texts of the JSON reader without the position, lines of a message in any order."""
    if isinstance(value, dict):
        cut = re.compile("(?<=position ).*")
        return {path: [cut.sub("", text) for text in texts] for path, texts in value.items()}
    return sorted(value.splitlines()) if isinstance(value, str) else value


@pytest.mark.parametrize("version", STANDARDS, indirect=True)
def test_a_body_that_breaks_off_is_refused(district: Posted) -> None:
    client = district.world.client
    body = json.dumps(district.bodies["schools"]).encode()
    before = client.dump("schools")
    assert client.post("schools", body[: len(body) // 2]).status == 400
    assert client.put("schools", district.ids["schools"], body[: len(body) // 2]).status == 400
    assert client.dump("schools") == before


@pytest.mark.parametrize("version", STANDARDS, indirect=True)
def test_what_the_district_uses_stays(district: Posted) -> None:
    """Nothing that another document refers to is deleted, not even the value of a descriptor."""
    client = district.world.client
    for plural in ("schools", "students", "courseOfferings", "sessions", "assessments"):
        assert client.delete(plural, district.ids[plural]).status == 409, plural
    ninth = next(each for each in client.dump("gradeLevelDescriptors") if each["codeValue"] == "Ninth grade")
    assert client.delete("gradeLevelDescriptors", ninth["id"]).status == 409
