"""From tables to resources: the whole tree of a document, and what follows from it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from mockedfi.model.build import derive, names
from mockedfi.model.build.carriers import Carriers, with_implied
from mockedfi.model.build.documents import class_name
from mockedfi.model.build.members import Members, item_key, member_order
from mockedfi.model.build.parameters import parameters
from mockedfi.model.build.structure import DESCRIPTOR, Structure
from mockedfi.model.build.targets import with_targets
from mockedfi.model.facts import Abstract, Child, Extension, Path, Property, Reference, Resource

DESCRIPTOR_KEY = ("namespace", "codeValue")
"""A descriptor's natural key; its table's key is a surrogate."""
EXTENSIONS = "_ext"
"""The member that holds what extensions add."""


class Resources:
    """Makes the resources and the abstract bases of a data standard."""

    def __init__(self, structure: Structure, members: Members) -> None:
        self.structure = structure
        self.members = members

    def all(self) -> tuple[dict[str, Resource], dict[str, Abstract]]:
        """Every resource, and every base that has subtypes, by name."""
        abstracts = {name: self._abstract(name) for name, subtypes in self.structure.subtypes.items() if subtypes}
        made = with_targets({name: self.resource(name) for name in self.structure.resources()}, abstracts)
        levels = derive.load_order(made, self.structure.subtypes, self.members.exceptions)
        return {name: replace(each, order=levels[name]) for name, each in made.items()}, abstracts

    def _abstract(self, name: str) -> Abstract:
        table = self.structure.tables[name]
        return Abstract(
            name=name,
            schema=table.schema.physical,
            namespace=table.schema.namespace,
            plural=table.shown or names.camel(names.plural(name)),
            table=table.physical,
            primary_key=table.primary_key,
            identity=self._key_names(name),
            subtypes=tuple(sorted(self.structure.subtypes[name])),
        )

    def _key_names(self, table: str) -> tuple[str, ...]:
        """The names of a table's key parts in a reference to it."""
        if table == DESCRIPTOR or self.structure.is_descriptor(table):
            return DESCRIPTOR_KEY
        if table in self.structure.persons:
            return (f"{names.camel(table)}UniqueId",)
        return tuple(self.members.property_of((table, column)).name for column in self._key_columns(table))

    def _key_columns(self, table: str) -> Sequence[str]:
        """The primary key, in the order of the base's if there is one."""
        base = self.structure.base(table)
        if base is None:
            return self.structure.tables[table].primary_key
        own = {above: column for column, above in self.structure.owner_columns(table).items()}
        return [own[column] for column in self.structure.tables[base].primary_key]

    def resource(self, name: str) -> Resource:
        """One resource, but for what must be known of others."""
        table, base = self.structure.tables[name], self.structure.base(name)
        properties, references = self._root_members(name, base)
        carriers = Carriers(self.structure.same)
        carriers.add_node(name, (), properties, references)
        children = self._children(name, base, (), carriers, _names(properties, references))
        plural = table.shown or names.camel(names.plural(name))
        resource = Resource(
            entity=table.entity,
            table=table.physical,
            schema=table.schema.physical,
            namespace=table.schema.namespace,
            logical_schema=table.schema.logical,
            primary_key=table.primary_key,
            properties=tuple(properties),
            references=tuple(with_implied(references, properties)),
            children=tuple(children),
            extensions=tuple(self._extensions(name, (), carriers)),
            name=name,
            plural=plural,
            base=base,
            identity=self._identity(name, carriers),
            key_names=self._key_names(name),
            surrogate=self._surrogate(name),
            surrogate_shown=base == DESCRIPTOR and self.members.exceptions.surrogates_shown,
            updatable=table.updatable or self.members.documents.updatable(table.schema.namespace, plural),
            deprecated=table.deprecated or self.members.documents.deprecated(table.schema.namespace, plural),
            person=name in self.structure.persons,
            descriptor=base == DESCRIPTOR,
            unifications=carriers.unifications(),
        )
        return replace(
            resource,
            subjects=tuple(derive.subjects(resource, carriers, self.structure, self.members.exceptions)),
            parameters=tuple(parameters(resource, carriers, self.structure, self.members)),
        )

    def _surrogate(self, name: str) -> Property | None:
        if name in self.structure.persons or self.structure.is_descriptor(name):
            return self.members.property_of((name, self.structure.tables[name].primary_key[0]))
        return None

    def _identity(self, name: str, carriers: Carriers) -> tuple[Path, ...]:
        if name in self.structure.persons or self.structure.is_descriptor(name):
            return tuple((each,) for each in self._key_names(name))
        return tuple(carriers.path(name, column) for column in self._key_columns(name))

    def _root_members(self, name: str, base: str | None) -> tuple[list[Property], list[Reference]]:
        """Properties (identity, inherited, others) and references of a root or subtype."""
        if base is None:
            return self.members.properties(name, name), self.members.references(name)
        inherited = [self._as_own(each, name) for each in self.members.properties(base, name)]
        identity = [each for each in inherited if each.identity]
        rest = [each for each in inherited if not each.identity]
        own = self.members.properties(name, name)
        before = len(self.structure.tables[base].foreign_keys)
        references = self.members.references(base) + self.members.references(name, first=before)
        references.sort(key=lambda each: names.order(each.member))
        return [*sorted(identity, key=member_order), *rest, *own], references

    def _as_own(self, inherited: Property, name: str) -> Property:
        """A base's property as the subtype's: its key has a name of its own."""
        own = {above: column for column, above in self.structure.owner_columns(name).items()}
        if inherited.column not in own:
            return inherited
        shown = self.members.property_of((name, own[inherited.column]))
        return replace(inherited, name=shown.name, member=shown.member, column=shown.column)

    def _children(
        self, table: str, base: str | None, path: Path, carriers: Carriers, taken: Iterable[str]
    ) -> list[Child]:
        """Embedded objects (own, inherited), inherited collections, own collections: the order of the wire.

        Source: EdFi.Ods.CodeGen/Mustache/Resources.mustache.
        """
        own = self.structure.children[table]
        inherited = self.structure.children[base] if base else []
        shown = self.members.child_names(own, inherited, table, base, taken)
        ordered = sorted((*own, *inherited), key=lambda child: self._wire_order(child, child in inherited))
        return [self._child(child, shown[child], table, path, carriers, child in inherited) for child in ordered]

    def _wire_order(self, child: str, inherited: bool) -> tuple[bool, bool, tuple[str, str]]:
        many = self.members.many(child)
        return (many, not inherited if many else inherited, names.order(self.members.child_member(child)))

    def _child(self, table: str, name: str, holder: str, path: Path, carriers: Carriers, inherited: bool) -> Child:
        facts = self.structure.tables[table]
        here = (*path, name)
        above = self.structure.owner_columns(table)
        properties, references = self.members.properties(table, table), self.members.references(table)
        carriers.add_node(table, here, properties, references)
        taken = _names(properties, references)
        own_key = [column for column in facts.primary_key if column not in above]
        many = self.members.many(table)
        return Child(
            entity=facts.entity,
            table=facts.physical,
            schema=facts.schema.physical,
            primary_key=facts.primary_key,
            properties=tuple(properties),
            references=tuple(with_implied(references, properties, above)),
            children=tuple(self._children(table, None, here, carriers, taken)),
            extensions=tuple(self._extensions(table, here, carriers)),
            name=name,
            member=self.members.child_member(table),
            many=many,
            required=facts.required or self.members.documents.required(class_name(self.structure.tables[holder]), name),
            inherited=inherited,
            item_key=tuple(item_key(properties, references, own_key)) if many else (),
        )

    def _extensions(self, table: str, path: Path, carriers: Carriers) -> list[Extension]:
        """What extensions add to a class."""
        return [self.extension(each, path, carriers) for each in sorted(self.structure.extensions[table])]

    def extension(self, table: str, path: Path, carriers: Carriers) -> Extension:
        """The object that one extension adds to a class whose place in the document is `path`."""
        facts = self.structure.tables[table]
        name = facts.shown or names.camel(facts.schema.logical)
        here = (*path, EXTENSIONS, name)
        properties, references = self.members.properties(table, table), self.members.references(table)
        carriers.add_node(table, here, properties, references)
        taken = _names(properties, references)
        return Extension(
            entity=facts.entity,
            table=facts.physical,
            schema=facts.schema.physical,
            primary_key=facts.primary_key,
            properties=tuple(properties),
            references=tuple(with_implied(references, properties, self.structure.owner_columns(table))),
            children=tuple(self._children(table, None, here, carriers, taken)),
            name=name,
            logical_name=facts.schema.logical,
        )


def _names(properties: Iterable[Property], references: Iterable[Reference]) -> list[str]:
    return [*(each.name for each in properties), *(each.name for each in references)]
