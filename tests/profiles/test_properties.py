"""Any profile over any document: what is shown, what is written, and that nothing else is touched or leaks."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mockedfi.control.host import Host
from mockedfi.http.start import application
from mockedfi.model.facts import Child, Node, Resource
from mockedfi.profiles.definition import read
from mockedfi.profiles.registry import Profile
from mockedfi.settings import Settings
from tests.api import Api, Caller
from tests.profiles.oracle import ALWAYS, Document, Said, child_of, keys, shown, with_moments, written
from tests.roundtrip.maker import Maker
from tests.roundtrip.world import STANDARDS, standard_descriptors

RESOURCES = (
    "Assessment",
    "Calendar",
    "Grade",
    "GradeLevelDescriptor",
    "LearningStandard",
    "LocalEducationAgency",
    "Program",
    "Section",
    "Staff",
    "Student",
    "StudentAcademicRecord",
    "StudentAssessment",
    "StudentEducationOrganizationAssociation",
    "StudentSpecialEducationProgramAssociation",
)
CASES = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@dataclass
class World:
    """A version under test, whose profiles come and go."""

    api: Api
    caller: Caller
    maker: Maker
    folder: Path

    def define(self, profile: Element) -> Element:
        """Make the server know a profile; the profile as it was written."""
        file = self.folder / "drawn.xml"
        file.write_bytes(tostring(profile))
        profiles = self.api.instance.profiles
        made = Profile(read(file)[0], self.api.instance.catalogue, profiles.facts)
        assert made.faults == []
        profiles._profiles["drawn"] = made
        return profile

    def made(self, resource: Resource) -> str:
        """Path of a new item with all its members."""
        while True:
            story = self.maker.maximal(resource.name)
            for each in story.before:
                if self.caller.post(each.resource.plural, each.document).status_code != 201:
                    self.maker.forget(each)
                    break
            else:
                answer = self.caller.post(resource.plural, story.subject.document)
                assert answer.status_code == 201, answer.text
                return f"{resource.plural}/{answer.headers['Location'].rpartition('/')[2]}"

    def get(self, path: str, usage: str = "", resource: str = "") -> Any:
        media_type = f"application/vnd.ed-fi.{resource.lower()}.drawn.readable+json" if usage else "application/json"
        answer = self.caller.request("GET", path, headers={"Accept": media_type})
        assert answer.status_code == 200, answer.text
        return json.loads(answer.get_data())


@pytest.fixture(scope="module", params=sorted(STANDARDS))
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    version = request.param
    host = Host(Settings(api_versions=(version,), memory=True, districts=("empty",)), notice=pytest.fail)
    api = Api(application(host), host, version)
    maker = Maker(api.instance.catalogue, standard_descriptors(STANDARDS[version]))
    yield World(api, api.caller("open"), maker, tmp_path_factory.mktemp("profiles"))
    host.close()


# Profiles


def selections(tag: str, node: Node, depth: int = 0) -> st.SearchStrategy[Element]:
    """Anything that a definition can say of a class, and that is valid."""

    @st.composite
    def drawn(draw: st.DrawFn) -> Element:
        mode = draw(st.sampled_from(["IncludeOnly", "ExcludeOnly", "IncludeAll"]))
        element = Element(tag, memberSelection=mode)
        scalars = [each.member for each in (*node.properties, *node.references) if each.name not in keys(node)]
        for name in draw(st.lists(st.sampled_from(scalars), unique=True)) if scalars else ():
            SubElement(element, "Property", name=name)
        for many in (False, True):
            for child in node.children:
                if child.many is many and draw(st.booleans()):
                    inner = draw(selections("Collection" if many else "Object", child, depth + 1))
                    inner.set("name", child.member)
                    element.append(inner)
        said = Said(element, node)
        descriptors = [each for each in node.properties if each.type == "descriptor" and said.keeps(each.name)]
        if tag == "Collection" and descriptors and draw(st.booleans()):
            of = draw(st.sampled_from(descriptors))
            condition = SubElement(element, "Filter", propertyName=of.member)
            condition.set("filterMode", draw(st.sampled_from(["IncludeOnly", "ExcludeOnly"])))
            SubElement(condition, "Value").text = "drawn later"
        return element

    return drawn()


def fill_filters(element: Element, node: Node, values: list[Document]) -> None:
    """Let each filter name a value that the document really has, so that it tells items apart."""
    condition = element.find("Filter")
    if condition is not None:
        name = next(each.name for each in node.properties if each.member == condition.get("propertyName"))
        used = [value[name] for value in values if name in value]
        condition[0].text = used[0] if used else "uri://none#none"
    for child in node.children:
        inner = next((each for each in element if each.get("name") == child.member), None)
        if inner is not None:
            below = [item for value in values for item in as_list(value.get(child.name, []))]
            fill_filters(inner, child, below)


def as_list(value: Any) -> list[Document]:
    return value if isinstance(value, list) else [value]


def profile_of(resource: Resource, content_type: Element) -> Element:
    profile = Element("Profile", name="Drawn")
    SubElement(profile, "Resource", name=resource.name).append(content_type)
    return profile


# Documents


def changed(draw: st.DrawFn, node: Node, value: Document) -> Document:
    """The document with other values outside its key, and some of its items left out."""
    made: Document = {}
    for name, member in value.items():
        child = child_of(node, name)
        own = next((each for each in node.properties if each.name == name), None)
        if child is not None and child.many:
            kept = [item for item in member if draw(st.booleans())] or (member[:1] if child.required else [])
            made[name] = [changed(draw, child, item) for item in kept]
        elif child is not None:
            if child.required or draw(st.booleans()):
                made[name] = changed(draw, child, member)
        elif own is None or name in keys(node):
            made[name] = member
        elif own.type == "string" and own.max_length:
            text = draw(st.sampled_from(["Other", "Another"]))[: own.max_length]
            made[name] = text if (own.min_length or 0) <= len(text) and "://" not in member else member
        elif own.required or draw(st.booleans()):
            made[name] = member
    return made


def admitted(said: Said, value: Document) -> Document:
    """The document without items that a filter does not let through."""
    made = dict(value)
    for child in said.node.children:
        inner = said.inside(child) if said.keeps(child.name) else None
        if inner is not None and child.name in made:
            if child.many:
                made[child.name] = [admitted(inner, each) for each in made[child.name] if inner.admits(each)]
            else:
                made[child.name] = admitted(inner, made[child.name])
    return made


def bare(value: Any, surrogate: str) -> Any:
    """A shown item less links, what the server adds, and what is empty."""
    if isinstance(value, dict):
        hidden = {"link", surrogate, *ALWAYS}
        inner = {name: bare(each, surrogate) for name, each in value.items() if name not in hidden}
        return {name: each for name, each in inner.items() if each != []}
    return [bare(each, surrogate) for each in value] if isinstance(value, list) else value


@CASES
@given(st.data(), st.sampled_from(RESOURCES))
def test_reading_shows_what_is_kept_and_nothing_else(world: World, data: st.DataObject, name: str) -> None:
    resource = world.api.instance.catalogue.resources[name]
    path = world.made(resource)
    full = world.get(path)
    element = data.draw(selections("ReadContentType", resource))
    fill_filters(element, resource, [full])
    world.define(profile_of(resource, element))
    said = Said(element, resource, above=world.api.version == "5.2")
    wanted = shown(said, full)
    assert world.get(path, "readable", name) == wanted
    listed = world.get(f"{resource.plural}?id={full['id']}&limit=500", "readable", name)
    assert [each for each in listed if each["id"] == full["id"]] == [wanted]
    assert keys(resource) & full.keys() <= wanted.keys()


@CASES
@given(st.data(), st.sampled_from(RESOURCES))
def test_writing_changes_what_is_kept_and_nothing_else(world: World, data: st.DataObject, name: str) -> None:
    resource = world.api.instance.catalogue.resources[name]
    path = world.made(resource)
    surrogate = "" if resource.surrogate is None else resource.surrogate.name
    before = bare(world.get(path), surrogate)
    element = data.draw(selections("WriteContentType", resource))
    fill_filters(element, resource, [before])
    world.define(profile_of(resource, element))
    said = Said(element, resource, above=world.api.version == "5.2")
    body = admitted(said, data.draw(st.composite(changed)(resource, before)))
    media_type = f"application/vnd.ed-fi.{name.lower()}.drawn.writable+json"
    answer = world.caller.request("PUT", path, json=body, headers={"Content-Type": media_type})
    if answer.status_code == 400:
        assert empties_what_is_required(said, body), answer.text
        assert leaks(answer.get_json(force=True), said, resource) == set()
        assert bare(world.get(path), surrogate) == before
        return
    assert answer.status_code == 204, answer.text
    wanted = with_moments(resource, before, written(said, before, body))
    assert bare(world.get(path), surrogate) == bare(wanted, surrogate)


def empties_what_is_required(said: Said, body: Document) -> bool:
    """Whether a filter left nothing of a collection that needs an item."""
    for child in said.node.children:
        inner = said.inside(child) if said.keeps(child.name) else None
        if inner is None:
            continue
        if child.required and child.many and not body.get(child.name):
            return True
        if any(empties_what_is_required(inner, each) for each in as_list(body.get(child.name, []))):
            return True
    return False


def leaks(problem: Any, said: Said, resource: Resource) -> set[str]:
    """Hidden members at the root that an error names."""
    paths = [path.removeprefix("$.") for path in problem.get("validationErrors", {})]
    named = {path.partition(".")[0].partition("[")[0] for path in paths}
    hidden = {each.name for each in (*resource.properties, *resource.children) if not said.keeps(each.name)}
    return named & hidden


def test_there_are_children_of_all_kinds(world: World) -> None:
    """The resources above have objects, collections, collections in collections, and inherited ones."""
    below = [child for name in RESOURCES for child in world.api.instance.catalogue.resources[name].children]
    assert any(not child.many for child in below)
    assert any(child.inherited for child in below)
    assert any(isinstance(inner, Child) and inner.many for child in below for inner in child.children)
