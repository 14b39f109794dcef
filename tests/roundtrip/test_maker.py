"""The maker leaves nothing out: otherwise the tests that use it would show less than they say."""

from collections.abc import Iterator

import pytest

from mockedfi.model.catalogue import load
from mockedfi.model.facts import Node, Reference

from .maker import Document, Maker, key_of
from .world import STANDARDS, standard_descriptors


@pytest.fixture(params=STANDARDS.values())
def maker(request: pytest.FixtureRequest) -> Maker:
    return Maker(load(request.param), standard_descriptors(request.param))


def test_a_maximal_document_has_every_member_and_two_items_in_each_collection(maker: Maker) -> None:
    for resource in maker.catalogue.resources.values():
        for node, value in nodes(resource, maker.maximal(resource.name).subject.document):
            members = {each.name for each in (*node.properties, *node.references, *node.children)}
            assert set(value) == members
            assert all(len(value[child.name]) == 2 for child in node.children if child.many)


def test_a_minimal_document_has_only_what_it_must_have(maker: Maker) -> None:
    for resource in maker.catalogue.resources.values():
        for node, value in nodes(resource, maker.minimal(resource.name).subject.document):
            members = {each.name for each in (*node.properties, *node.references) if each.required or each.identity}
            assert set(value) == members | {child.name for child in node.children if child.required}


def test_no_two_documents_have_the_same_natural_key(maker: Maker) -> None:
    names = [*maker.catalogue.resources] * 2
    stories = [make(name) for name in names for make in (maker.minimal, maker.maximal)]
    everything = [made for story in stories for made in (*story.before, story.subject)]
    keys = {(made.resource.name, key_of(made)) for made in everything}
    assert len(keys) == len(everything)


def test_documents_stand_after_what_they_refer_to(maker: Maker) -> None:
    posted: set[str] = set()
    for name in maker.catalogue.resources:
        story = maker.maximal(name)
        for made in (*story.before, story.subject):
            for node, value in nodes(made.resource, made.document):
                for target in (each.target for each in node.references if each.name in value):
                    assert posted & {each.name for each in maker.catalogue.concrete(target)}, (made, target)
            posted.add(made.resource.name)


def nodes(node: Node, value: Document) -> Iterator[tuple[Node, Document]]:
    """The document and everything below it, with its facts."""
    yield node, value
    for child in node.children:
        if child.name in value:
            below = value[child.name]
            for item in below if child.many else [below]:
                yield from nodes(child, item)


def test_a_reference_to_a_base_carries_the_key_of_one_of_its_documents(maker: Maker) -> None:
    """Also where two parts of the key are ids of education organizations, and differ."""
    bases = maker.catalogue.abstracts
    for reference in dict.fromkeys(each for name in maker.catalogue.resources for each in references(maker, name)):
        if reference.target in bases and "educationOrganizationId" in (key.value.name for key in reference.keys):
            carried = maker.fresh(reference, {"educationOrganizationId": 77})
            kept = [made for name in bases[reference.target].subtypes for made in maker._kept[name]]
            assert sorted(map(str, carried.values())) in [sorted(map(str, key_of(made))) for made in kept], reference


def references(maker: Maker, name: str) -> Iterator[Reference]:
    """Every reference of a resource, at any depth."""
    story = maker.maximal(name)
    for node, _ in nodes(story.subject.resource, story.subject.document):
        yield from node.references
