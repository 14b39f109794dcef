"""Whatever can be wrong with a document is refused in the reference's words, and nothing is stored of it.

For every resource, at every member that can be wrong: see `faults` for the mistakes, `voices` for the words.
"""

import json

import pytest

from .faults import Fault, Faults
from .maker import Story
from .world import World, every_resource

EVERY_RESOURCE = list(every_resource())
SAME_IN_PUT = ("unreadable", "too_long", "dangerous", "unknown_descriptor", "repeated", "no_items")


@pytest.mark.parametrize(("version", "name"), EVERY_RESOURCE, indirect=["version"])
def test_every_mistake_is_refused(world: World, name: str) -> None:
    story = world.maker.maximal(name)
    world.prepare(story)
    plural = story.subject.resource.plural
    before = world.client.dump(plural)

    wrong = [complaint for fault in faults_of(world, story) if (complaint := complaint_of(world, plural, fault))]

    assert not wrong, "\n" + "\n".join(wrong)
    assert world.client.dump(plural) == before


@pytest.mark.parametrize(("version", "name"), EVERY_RESOURCE, indirect=["version"])
def test_a_refused_replacement_changes_nothing(world: World, name: str) -> None:
    story = world.maker.maximal(name)
    world.prepare(story)
    plural = story.subject.resource.plural
    item = world.client.post(plural, story.subject.document).id
    before = world.client.get(f"{plural}/{item}").body
    one_of_each = {fault.kind: fault for fault in faults_of(world, story) if not fault.identifying}

    for kind in SAME_IN_PUT:
        if kind in one_of_each:
            answer = world.client.put(plural, item, one_of_each[kind].body)
            told = answer.json()
            assert told.get("modelState", {}).pop("request.id", []) == []
            difference = one_of_each[kind].answer.difference(answer.status, told)
            assert not difference, f"{one_of_each[kind]}: {difference}"
            assert world.client.get(f"{plural}/{item}").body == before

    assert world.client.delete(plural, item).status == 204


@pytest.mark.parametrize(("version", "name"), EVERY_RESOURCE, indirect=["version"])
def test_a_text_is_no_object_and_no_list(world: World, name: str) -> None:
    """The text names a class of the reference's own; what comes before and after is compared."""
    story = world.maker.maximal(name)
    world.prepare(story)
    resource, document = story.subject.resource, story.subject.document
    for member in (*resource.references, *resource.children):
        body = json.dumps({**document, member.name: "elsewhere"})
        answer = world.client.post(resource.plural, body.encode())
        key, details = ("$.", "validationErrors") if world.version == "7.3" else ("request.", "modelState")
        assert answer.status == 400
        assert list(answer.json()[details]) == [key + member.name]
        (text,) = answer.json()[details][key + member.name]
        position = body.index('"elsewhere"') + len('"elsewhere"')
        assert text.startswith('Error converting value "elsewhere" to type \'')
        assert text.endswith(f"'. Path '{member.name}', line 1, position {position}.")


def faults_of(world: World, story: Story) -> Faults:
    return Faults(story.subject.resource, story.subject.document, world.catalogue, world.voice)


def complaint_of(world: World, plural: str, fault: Fault) -> str:
    """What is wrong with the answer to a faulty document; empty if it is the reference's, and nothing was stored."""
    before = world.client.count(plural)
    answer = world.client.post(plural, fault.body)
    difference = fault.answer.difference(answer.status, answer.json())
    if answer.status in (200, 201):
        world.client.delete(plural, answer.id)
        return f"{fault}: accepted; {difference}"
    if world.client.count(plural) != before:
        difference += "; something was stored"
    return f"{fault}: {difference}\n    sent {json.loads(fault.body)}" if difference else ""
