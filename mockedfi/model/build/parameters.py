"""The query parameters of GET many, in the order in which the reference's documents list them.

Source: EdFi.Ods.CodeGen/Generators/Requests.cs and ResourceIdentificationCodePropertiesProvider.cs; for the order,
EdFi.Ods.Common/Extensions/ResourceExtensions.cs (AllRequestProperties) and Models/Resource/ResourceClassBase.cs.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from mockedfi.model.build import names
from mockedfi.model.build.carriers import Carriers
from mockedfi.model.build.members import Members
from mockedfi.model.build.structure import Structure
from mockedfi.model.build.tables import ForeignKey
from mockedfi.model.facts import Parameter, Property, Resource

_IDENTIFICATION_CODE = "IdentificationCode"
_ID = Property(name="id", member="Id", column="Id", type="string")


def parameters(resource: Resource, carriers: Carriers, structure: Structure, members: Members) -> list[Parameter]:
    """``id``, every column of the root and of its base, members of identification codes."""
    exceptions = members.exceptions
    own = _Columns(resource.name, structure, members)
    shown = list(own.ordered(with_id=not resource.base, key_by_name=not resource.base))
    if resource.base and exceptions.inherited_parameters != "none":
        above = _Columns(resource.base, structure, members, hidden=structure.owner_columns(resource.name).values())
        inherited = above.ordered(with_id=True, key_by_name=True)
        every = exceptions.inherited_parameters == "all"
        shown += (each for each in inherited if every or _identifies(each, resource))
    found = {each.name: _parameter(each, resource, carriers) for each in reversed(shown)}
    made = [found[name] for name in dict.fromkeys(each.name for each in shown)]
    if exceptions.identification_codes:
        made.extend(each for each in _identification_codes(resource) if each.name not in found)
    return made


def _identifies(inherited: Property, resource: Resource) -> bool:
    """Whether a member of the base tells the resource's documents apart."""
    return inherited == _ID or (resource.descriptor and inherited.name in resource.key_names)


class _Columns:
    """The columns of one table as parameters."""

    def __init__(self, table: str, structure: Structure, members: Members, hidden: Iterable[str] = ()) -> None:
        """`hidden`: those that a subtype has names of its own for."""
        self._table = structure.tables[table]
        self._members = members
        self._person = table in structure.persons
        self._hidden = {*hidden, *members.exceptions.not_shown.get(table, ())}
        self._hidden.update(self._table.primary_key if self._person else ())
        self._references = list(structure.references(table))
        self._places = {column: key.order for key in reversed(self._table.foreign_keys) for column in key.columns}

    def ordered(self, *, with_id: bool, key_by_name: bool) -> Iterator[Property]:
        """The key, the columns of references, descriptors, the rest; some come twice.

        A key stands as the primary key has it, or `key_by_name` as other members do.
        """
        own = list(self._own())
        keys = [each for each in own if each.identity]
        yield from sorted(keys, key=self._place) if key_by_name else keys
        for key in sorted(self._references, key=self._urgency):
            yield from self._shown(key.columns)
        rest = [each for each in own if not each.identity]
        yield from sorted([*rest, _ID] if with_id else rest, key=self._place)

    def _own(self) -> Iterator[Property]:
        """What is no part of a reference, in the order of the primary key."""
        referring = {column for each in self._references for column in each.columns}
        referring.difference_update(self._members.exceptions.also_properties.get(self._table.name, ()))
        columns = dict.fromkeys((*self._table.primary_key, *self._table.columns))
        for each in self._shown(column for column in columns if column not in referring):
            unique_id = self._person and each.column == f"{self._table.name}UniqueId"
            yield replace(each, identity=True) if unique_id else each

    def _shown(self, columns: Iterable[str]) -> Iterator[Property]:
        for column in columns:
            if column not in self._hidden:
                yield self._members.property_of((self._table.name, column))

    def _place(self, each: Property) -> tuple[bool, int, tuple[str, str]]:
        """Descriptors first, by their foreign keys; the rest by name."""
        descriptor = each.descriptor is not None
        return not descriptor, self._places[each.column] if descriptor else 0, names.order(each.member)

    def _urgency(self, key: ForeignKey) -> tuple[bool, bool, int]:
        """Identifying references come first, then required ones."""
        required = all(self._table.columns[column].required for column in key.columns)
        return not set(key.columns) <= set(self._table.primary_key), not required, key.order


def _parameter(shown: Property, resource: Resource, carriers: Carriers) -> Parameter:
    by_name = shown == _ID or (resource.descriptor and resource.primary_key == (shown.column,))
    return Parameter(
        name=shown.name,
        member=shown.member,
        path=(shown.name,) if by_name else carriers.path(resource.name, shown.column),
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
