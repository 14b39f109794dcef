"""Whether a profile fits a data standard: the resources and members that it names are there.

Source: EdFi.Ods.Common/Metadata/Profiles/ProfileMetadataValidator.cs and
EdFi.Ods.Common/Models/Resource/ProfileResourceMembersFilterProvider.cs.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from mockedfi.model.catalogue import Catalogue
from mockedfi.model.facts import Node, Resource
from mockedfi.profiles.definition import STANDARD, Definition, ResourceDefinition, Selection
from mockedfi.profiles.scope import identity_of, members_of
from mockedfi.settings.values import nearest

_SUPPORTED = ("IncludeOnly", "ExcludeOnly", "IncludeAll")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that a profile says and that is not so."""

    text: str
    breaks: bool = True
    """The profile is invalid, as the reference judges it; else it only does not say what its author may think."""


def faults(definition: Definition, catalogue: Catalogue, *, keys: bool) -> list[Fault]:
    """All faults of one profile. Only where none breaks it can it be compiled.

    Args:
        definition: of the profile.
        catalogue: what it is compared with.
        keys: whether it is broken by the exclusion of a key.
    """
    if definition.faults:
        return [Fault(text) for text in definition.faults]
    return list(_Comparison(catalogue, keys=keys).profile(definition))


def resource_of(defined: ResourceDefinition, catalogue: Catalogue) -> Resource | None:
    """The resource that a definition means."""
    name = next((each for each in catalogue.resources if each.lower() == defined.name.lower()), None)
    resource = None if name is None else catalogue.resources[name]
    return resource if resource is not None and resource.logical_schema.lower() == defined.schema.lower() else None


class _Comparison:
    def __init__(self, catalogue: Catalogue, *, keys: bool) -> None:
        self._catalogue = catalogue
        self._keys = keys

    def profile(self, definition: Definition) -> Iterator[Fault]:
        for defined in definition.resources:
            resource = resource_of(defined, self._catalogue)
            if resource is not None:
                for usage, selection in defined.selections.items():
                    yield from self._class(resource, selection, f"{usage} {resource.name}")
            elif defined.name in self._catalogue.abstracts:
                yield Fault(f"{defined.name} is abstract and has no items; name its subtypes", breaks=False)
            else:
                where = "" if defined.schema == STANDARD else f" of the schema {defined.schema}"
                hint = nearest(defined.name, self._catalogue.resources)
                yield Fault(f"there is no resource {defined.name}{where}{hint}")

    def _class(self, node: Node, selection: Selection, where: str) -> Iterator[Fault]:
        if selection.mode not in _SUPPORTED:
            yield Fault(f"{where}: member selection {selection.mode} is not supported; use {', '.join(_SUPPORTED)}")
            return
        yield from self._members(node, selection, where)
        if selection.filter is not None:
            yield from _of_filter(node, selection.filter.property, where)
        if selection.mode == "ExcludeOnly":
            return
        children = {each.member.lower(): each for each in node.children}
        for name in selection.properties:
            if name.lower() in children:
                kind = "Collection" if children[name.lower()].many else "Object"
                yield Fault(f"{where}: {name} is no property; write <{kind}> with a memberSelection")
        for name, inner in selection.children.items():
            child = children.get(name.lower())
            if child is not None:
                yield from self._class(child, inner, f"{where}.{child.member}")
        for name, inner in selection.extensions.items():
            yield from self._extension(node, name, inner, where)

    def _members(self, node: Node, selection: Selection, where: str) -> Iterator[Fault]:
        folded = {each.member.lower() for each in (*members_of(node), *node.children)}
        identity = identity_of(node)
        keys = {each.member.lower() for each in members_of(node) if each.name in identity}
        for name in selection.members:
            if selection.mode == "ExcludeOnly" and name.lower() in keys:
                yield Fault(f"{where}: {name} is part of the key of {node.entity} and cannot be excluded", self._keys)
            elif name.lower() not in folded:
                breaks = selection.mode != "IncludeAll"
                yield Fault(f"{where}: {node.entity} has no {name}{_hint(name, node)}", breaks)

    def _extension(self, node: Node, name: str, inner: Selection, where: str) -> Iterator[Fault]:
        extension = next((each for each in node.extensions if each.logical_name.lower() == name.lower()), None)
        if extension is not None:
            yield from self._class(extension, inner, f"{where}._ext.{extension.name}")
            return
        resources = self._catalogue.resources.values()
        schemas = {each.logical_schema for each in resources}
        schemas.update(each.logical_name for one in resources for each in one.extensions)
        hint = nearest(name, schemas)
        yield Fault(f"{where}: {node.entity} has no extension {name}{hint}", breaks=name not in schemas)


def _hint(name: str, node: Node) -> str:
    """Which member may be meant: perhaps it was called as on the wire, and not as in the reference's classes."""
    members = {each.name.lower(): each.member for each in (*members_of(node), *node.children)}
    if name.lower() in members:
        return f"; did you mean {members[name.lower()]}?"
    return nearest(name, members.values())


def _of_filter(node: Node, name: str, where: str) -> Iterator[Fault]:
    known = [each.member for each in node.properties]
    if name.lower() not in {each.lower() for each in known}:
        yield Fault(f"{where}: its filter looks at {name}, which {node.entity} has not{nearest(name, known)}")
