"""What follows from a resource's members: authorization subjects, query parameters, load order."""

from collections.abc import Iterable, Iterator, Mapping

from mockedfi.model.build import names
from mockedfi.model.build.carriers import Carriers
from mockedfi.model.build.exceptions import Exceptions
from mockedfi.model.build.members import Members
from mockedfi.model.build.structure import Structure
from mockedfi.model.build.tree import nodes
from mockedfi.model.facts import Parameter, Property, Resource, Subject

_ORGANIZATION = "EducationOrganization"
_IDENTIFICATION_CODE = "IdentificationCode"


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


def parameters(resource: Resource, carriers: Carriers, structure: Structure, members: Members) -> list[Parameter]:
    """The query parameters of GET many: ``id``, every column of the root, members of identification codes.

    Source: EdFi.Ods.CodeGen/Generators/Requests.cs and ResourceIdentificationCodePropertiesProvider.cs.
    """
    exceptions = members.exceptions
    shown = [_parameter(each, resource, carriers) for each in _root_columns(resource, structure, members)]
    if not resource.base or exceptions.inherited_parameters:
        shown.append(Parameter(name="id", member="Id", path=("id",), type="string"))
    shown.sort(key=lambda each: names.order(each.member))
    if exceptions.identification_codes:
        taken = {each.name for each in shown}
        shown.extend(each for each in _identification_codes(resource) if each.name not in taken)
    return shown


def _root_columns(resource: Resource, structure: Structure, members: Members) -> Iterator[Property]:
    for column in structure.tables[resource.name].columns:
        if not (resource.person and column in resource.primary_key):
            yield members.property_of((resource.name, column))
    if resource.base and members.exceptions.inherited_parameters:
        hidden = {*structure.owner_columns(resource.name).values()}
        hidden.update(members.exceptions.not_shown.get(resource.base, ()))
        for column in structure.tables[resource.base].columns:
            if column not in hidden:
                yield members.property_of((resource.base, column))


def _parameter(shown: Property, resource: Resource, carriers: Carriers) -> Parameter:
    surrogate = resource.descriptor and resource.primary_key == (shown.column,)
    return Parameter(
        name=shown.name,
        member=shown.member,
        path=(shown.name,) if surrogate else carriers.path(resource.name, shown.column),
        type=shown.type,
        descriptor=shown.descriptor,
        person=shown.person,
    )


def _identification_codes(resource: Resource) -> Iterator[Parameter]:
    """The members of the first collection whose items hold an identification code."""
    for child in resource.children:
        if child.many and any(each.member == _IDENTIFICATION_CODE for each in child.properties):
            for each in child.properties:
                yield Parameter(
                    name=each.name,
                    member=each.member,
                    path=(child.name, each.name),
                    type=each.type,
                    descriptor=each.descriptor,
                )
            return


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
