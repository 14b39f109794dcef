"""What follows from a resource's members: authorization subjects, load order."""

from collections.abc import Iterable, Iterator, Mapping

from mockedfi.model.build import names
from mockedfi.model.build.carriers import Carriers
from mockedfi.model.build.exceptions import Exceptions
from mockedfi.model.build.structure import Structure
from mockedfi.model.build.tree import nodes
from mockedfi.model.facts import Resource, Subject

_ORGANIZATION = "EducationOrganization"


def subjects(resource: Resource, carriers: Carriers, structure: Structure, exceptions: Exceptions) -> Iterator[Subject]:
    """The authorization subjects: persons and one education organization of the primary key.

    Source: EdFi.Ods.CodeGen/Generators/EntityAuthorizationContextProviders.cs, and the overrides in `exceptions`.
    """
    if resource.descriptor:
        return
    columns = tuple(_key_subjects(resource, structure))
    override = exceptions.subjects.get(resource.name, ())
    if override and set(override) <= set(structure.tables[resource.name].columns):
        columns = override
    for column in columns:
        own = resource.person and column in resource.primary_key
        person = resource.name if own else structure.person((resource.name, column))
        name = f"{column.removesuffix('USI')}UniqueId" if person else column
        path = (names.camel(name),) if own else carriers.path(resource.name, column)
        yield Subject(name=name, column=column, kind=person or _ORGANIZATION, path=path)


def _key_subjects(resource: Resource, structure: Structure) -> Iterator[str]:
    organizations = [_ORGANIZATION, *structure.subtypes.get(_ORGANIZATION, ())]
    keys = {structure.tables[name].primary_key for name in organizations if name in structure.tables}
    for column in resource.primary_key:
        if column.endswith("USI") or (column,) in keys:
            yield column


def load_order(
    resources: Mapping[str, Resource], subtypes: Mapping[str, Iterable[str]], exceptions: Exceptions
) -> dict[str, int]:
    """Levels, from 1: a resource stands above everything that must be loaded before it.

    Who refers to a person waits for the associations through which callers reach one.
    Source: ResourceLoadGraphFactory.cs, PersonResourceGraphAuthorizationTransformer.cs.
    """
    before = {name: _waits_for(each, subtypes, exceptions) & set(resources) for name, each in resources.items()}
    levels = dict.fromkeys(exceptions.present & set(resources), 0)

    def level(name: str, above: tuple[str, ...]) -> int:
        if name in above:
            return 0
        if name not in levels:
            levels[name] = 1 + max((level(each, (*above, name)) for each in sorted(before[name])), default=0)
        return levels[name]

    for name in sorted(before):
        level(name, ())
    return levels


def _waits_for(resource: Resource, subtypes: Mapping[str, Iterable[str]], exceptions: Exceptions) -> set[str]:
    """The resources that must be loaded before this one."""
    needed: set[str] = set()
    for node in nodes(resource):
        for each in node.references:
            needed.update(subtypes.get(each.target) or [each.target])
        needed.update(each.descriptor for each in node.properties if each.descriptor)
    for person, associations in exceptions.reached_through.items():
        if person in needed and resource.name not in associations:
            needed.remove(person)
            needed.update(associations)
    return needed - {resource.name}
