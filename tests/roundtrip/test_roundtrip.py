"""Every resource goes round: posted, posted again, read, found by its identity, replaced, deleted, gone.

As a client that may do everything, at every version. None is excepted by name.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from mockedfi.dialect.versions import VERSIONS
from mockedfi.model.facts import Node, Resource
from mockedfi.since import number

from .maker import Document, Made, value_at
from .world import World, every_resource

EVERY_RESOURCE = list(every_resource())


@pytest.mark.parametrize(("version", "name"), list(every_resource(VERSIONS)), indirect=["version"])
@pytest.mark.parametrize("size", ["minimal", "maximal"])
def test_goes_round(world: World, name: str, size: str) -> None:
    client = world.client
    story = world.maker.minimal(name) if size == "minimal" else world.maker.maximal(name)
    made, plural = story.subject, story.subject.resource.plural
    world.prepare(story)
    before = client.count(plural)

    created = client.post(plural, made.document)
    assert created.status == 201, f"{created.body.decode()}\n{made.document}"
    assert created.body == b""
    again = client.post(plural, made.document)
    assert (again.status, again.headers["location"]) == (200, created.headers["location"]), again.body
    assert client.count(plural) == before + 1

    found = client.get(f"{plural}/{created.id}")
    assert found.status == 200
    assert found.json()["id"] == created.id
    assert world.shown(made, found.json()) == made.document
    assert_found_by_identity(world, made, found.json())

    for other in (otherwise(made), with_less(made), made):
        replaced = client.put(plural, created.id, other.document)
        assert replaced.status == 204, replaced.body
        assert world.shown(other, client.get(f"{plural}/{created.id}").json()) == other.document

    assert client.delete(plural, created.id).status == 204
    assert client.get(f"{plural}/{created.id}").status == 404
    assert client.count(plural) == before


def assert_found_by_identity(world: World, made: Made, shown: Document) -> None:
    """Each part of the primary key is a query parameter that finds the item; all together find nothing else.

    In 7.0 and 7.1 a descriptor's surrogate key is the only one and is not shown.
    """
    if made.resource.descriptor and (7, 0) <= number(world.version) < (7, 2):
        return
    key = {parameter_of(made.resource, path): value_at(made.document, path) for path in made.resource.identity}
    if surrogate := world.surrogate_key(made.resource):
        key = {name: shown[name] for name in surrogate}
    for name, value in key.items():
        assert shown in items(world, made, {name: value}), f"not found by {name}={value}"
    assert items(world, made, key) == [shown]


def items(world: World, made: Made, query: dict[str, Any]) -> list[Any]:
    answer = world.client.get(made.resource.plural, limit=500, **query)
    assert answer.status == 200, answer.body
    return answer.json()


def parameter_of(resource: Resource, path: tuple[str, ...]) -> str:
    """A property is queried by its name, the key of a reference by the name it has as the resource's own."""
    if len(path) == 1:
        return path[0]
    reference = next(each for each in resource.references if each.name == path[0])
    return next(key.parameter for key in reference.keys if key.value.name == path[1])


@pytest.mark.parametrize(("version", "name"), EVERY_RESOURCE, indirect=["version"])
def test_links_lead_to_what_is_referred_to(world: World, name: str) -> None:
    """Every reference has a link; what it leads to has the keys of the reference, and stays while it is referred to."""
    client, story = world.client, world.maker.maximal(name)
    made, plural = story.subject, story.subject.resource.plural
    world.prepare(story)
    created = client.post(plural, made.document)

    for reference in references(made.resource, client.get(f"{plural}/{created.id}").json()):
        link = reference.pop("link")
        target = client.get(link["href"].removeprefix("/ed-fi/"))
        assert target.status == 200
        target_plural = link["href"].split("/")[2]
        resource = world.catalogue.find("ed-fi", target_plural)
        assert link["rel"] == resource.name
        key = [value_at(target.json(), path) for path in resource.identity]
        assert sorted(map(str, key)) == sorted(map(str, reference.values()))
        assert client.delete(target_plural, target.json()["id"]).status == 409

    assert client.delete(plural, created.id).status == 204


def references(node: Node, shown: Document) -> Iterator[Document]:
    """Every reference of a document, at any depth."""
    for each in node.references:
        if each.name in shown:
            yield shown[each.name]
    for child in node.children:
        if child.name in shown:
            value = shown[child.name]
            for item in value if child.many else [value]:
                yield from references(child, item)


def with_less(made: Made) -> Made:
    """The same item with nothing but what it must have, and moments, which no update takes away."""
    return Made(made.resource, _required_of(made.resource, made.document))


def _required_of(node: Node, document: Document) -> Document:
    wanted = {each.name for each in (*node.properties, *node.references) if each.required or each.identity}
    wanted |= {each.name for each in node.properties if each.type == "datetime"}
    less = {name: value for name, value in document.items() if name in wanted}
    for child in node.children:
        if child.required:
            value = document[child.name]
            less[child.name] = [_required_of(child, value[0])] if child.many else _required_of(child, value)
    return less


def otherwise(made: Made) -> Made:
    """The same item with one member changed that does not identify it, where it has one."""
    unified = {path for paths in made.resource.unifications for path in paths}
    document: Document = dict(made.document)
    for each in made.resource.properties:
        if each.name in document and not each.identity and (each.name,) not in unified:
            if each.type == "string" and not (made.resource.descriptor and each.name in ("namespace", "codeValue")):
                document[each.name] = "z" * max(1, each.min_length or 0)
                break
            if each.type == "boolean":
                document[each.name] = not document[each.name]
                break
    return Made(made.resource, document)
