"""Adds extensions, known by their OpenAPI documents, to a catalogue."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path as File
from typing import TypeVar

from mockedfi.model.build import derive, documents, known, write
from mockedfi.model.build.api_model import ApiModel
from mockedfi.model.build.api_schema import ApiSchema
from mockedfi.model.build.carriers import Carriers
from mockedfi.model.build.documents import Document, Documents
from mockedfi.model.build.exceptions import EXCEPTIONS, OTHERS
from mockedfi.model.build.from_openapi import FromOpenApi
from mockedfi.model.build.members import Members
from mockedfi.model.build.own import misfit, own_part
from mockedfi.model.build.report import Report
from mockedfi.model.build.resources import Resources
from mockedfi.model.build.structure import Structure
from mockedfi.model.build.targets import with_targets
from mockedfi.model.catalogue import Catalogue
from mockedfi.model.facts import DataStandard, Node, Path, Resource

AnyNode = TypeVar("AnyNode", bound=Node)
Addition = Document | ApiModel
"""What the file of an extension adds to a data standard."""


def extended(catalogue: Catalogue, files: Sequence[File]) -> tuple[Catalogue, Report]:
    """A catalogue with the resources, descriptors and ``_ext`` objects that files add to it.

    Raises:
        UserError: a file cannot be read.
    """
    source = ", ".join(str(path) for path in files)
    return extended_by(catalogue, [read(path) for path in files], source)


def read(path: File) -> Addition:
    """What the file of an extension has beyond the data standard: an OpenAPI document, or a model by MetaEd.

    Raises:
        UserError: it can be read as neither.
    """
    content = documents.content(path)
    if "entityDefinitions" in content:
        return ApiModel(path, content)
    if "projectSchema" in content:
        return ApiSchema(path, content)
    return own_part(documents.document(path, content))


def misfits(catalogue: Catalogue, files: Mapping[File, Addition]) -> dict[File, str]:
    """Why files of extensions do not go with a catalogue, of those that do not."""
    read = [each for each in files.values() if isinstance(each, Document)]
    reasons, tables = {}, known.tables_of(catalogue)
    for file, each in files.items():
        if isinstance(each, Document):
            reasons[file] = misfit(catalogue, each, read)
        else:
            reasons[file] = each.misfit(tables)
            tables |= {} if reasons[file] else each.tables(tables)
    return {file: reason for file, reason in reasons.items() if reason}


def extended_by(catalogue: Catalogue, additions: Sequence[Addition], source: str) -> tuple[Catalogue, Report]:
    """The same for what `read` gives; `source` says where it comes from."""
    report = Report()
    tables = known.tables_of(catalogue)
    for each in additions:
        if isinstance(each, ApiModel):
            tables |= each.tables(tables)
    own = Documents([each for each in additions if isinstance(each, Document)])
    drafting = FromOpenApi(own, tables, report)
    structure = Structure(drafting.all())
    exceptions = EXCEPTIONS.get(catalogue.name, OTHERS)
    makers = Resources(structure, Members(structure, own, exceptions))
    resources = {name: _with_extensions(each, makers) for name, each in catalogue.resources.items()}
    brought = drafting.drafted() | {name for name in structure.resources() if name in tables and name not in resources}
    resources |= {name: makers.resource(name) for name in sorted(brought)}
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
