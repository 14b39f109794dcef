"""Adds extensions, known by their OpenAPI documents, to a catalogue."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path as File
from typing import TypeVar

from mockedfi.model.build import derive, documents, known, write
from mockedfi.model.build.carriers import Carriers
from mockedfi.model.build.documents import Document, Documents
from mockedfi.model.build.exceptions import EXCEPTIONS, OTHERS
from mockedfi.model.build.from_openapi import FromOpenApi
from mockedfi.model.build.members import Members
from mockedfi.model.build.own import own_part
from mockedfi.model.build.report import Report
from mockedfi.model.build.resources import Resources
from mockedfi.model.build.structure import Structure
from mockedfi.model.build.targets import with_targets
from mockedfi.model.catalogue import Catalogue
from mockedfi.model.facts import DataStandard, Node, Path, Resource

AnyNode = TypeVar("AnyNode", bound=Node)


def extended(catalogue: Catalogue, openapi: Sequence[File]) -> tuple[Catalogue, Report]:
    """A catalogue with the resources, descriptors and ``_ext`` objects that documents add to it.

    Raises:
        UserError: a document cannot be read.
    """
    source = ", ".join(str(path) for path in openapi)
    return extended_by(catalogue, [own_part(documents.read(path)) for path in openapi], source)


def extended_by(catalogue: Catalogue, own: Sequence[Document], source: str) -> tuple[Catalogue, Report]:
    """The same for documents at hand, as `own_part` gives them; `source` says where they come from."""
    report = Report()
    read = Documents(own)
    drafting = FromOpenApi(read, known.tables_of(catalogue), report)
    structure = Structure(drafting.all())
    exceptions = EXCEPTIONS.get(catalogue.name, OTHERS)
    makers = Resources(structure, Members(structure, read, exceptions))
    resources = {name: _with_extensions(each, makers) for name, each in catalogue.resources.items()}
    resources |= {name: makers.resource(name) for name in sorted(drafting.drafted())}
    abstracts = {
        name: replace(each, subtypes=tuple(sorted(structure.subtypes[name])))
        for name, each in catalogue.abstracts.items()
    }
    resources = with_targets(resources, abstracts)
    levels = derive.load_order(resources, {name: each.subtypes for name, each in abstracts.items()}, exceptions)
    resources = {name: replace(each, order=levels[name]) for name, each in resources.items()}
    standard = DataStandard(catalogue.name, catalogue.version, resources, abstracts)
    return Catalogue(source, write.catalogue(standard)), report


def _with_extensions(resource: Resource, makers: Resources) -> Resource:
    carriers = Carriers(makers.structure.same)
    made = _extended_node(resource, resource.name, (), carriers, makers)
    return resource if made == resource else replace(made, unifications=carriers.unifications())


def _extended_node(node: AnyNode, table: str, path: Path, carriers: Carriers, makers: Resources) -> AnyNode:
    carriers.add_node(table, path, node.properties, node.references)
    children = tuple(_extended_node(each, each.entity, (*path, each.name), carriers, makers) for each in node.children)
    added = [makers.extension(each, path, carriers) for each in makers.structure.extensions.get(table, ())]
    if not added and children == node.children:
        return node
    extensions = sorted((*node.extensions, *added), key=lambda each: each.name)
    return replace(node, children=children, extensions=tuple(extensions))
