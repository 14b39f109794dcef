"""From a table to the members of its class: properties, references, children."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from mockedfi.model.build import documents, names
from mockedfi.model.build.carriers import Slot
from mockedfi.model.build.documents import Documents
from mockedfi.model.build.exceptions import Exceptions
from mockedfi.model.build.structure import DESCRIPTOR, Structure
from mockedfi.model.build.tables import Column, ForeignKey, Table
from mockedfi.model.facts import Path, Property, Reference, ReferenceKey

DESCRIPTOR_LENGTH = 306
"""Longest ``namespace#codeValue``: 255 + 1 + 50."""


class Members:
    """The members that each table gives to its class, by the rules of the reference's model."""

    def __init__(self, structure: Structure, read: Documents, exceptions: Exceptions) -> None:
        self.structure = structure
        self.documents = read
        self.exceptions = exceptions

    def property_of(self, slot: Slot) -> Property:
        """What a column is on the wire, wherever it appears."""
        table, name = slot
        column = self.structure.column(slot)
        descriptor = self.structure.descriptor(slot)
        person = self.structure.person(slot)
        member = name
        if descriptor:
            member = name.removesuffix("Id")
        elif person:
            member = name.removesuffix("USI") + "UniqueId"
        shown = Property(
            name=names.camel(member),
            member=f"{member}X" if member == self.structure.tables[table].entity else member,
            column=name,
            type=column.type,
            required=column.required,
            identity=name in self.structure.tables[table].primary_key,
            max_length=column.max_length,
            precision=column.precision,
            scale=column.scale,
        )
        if descriptor:
            return replace(shown, type="descriptor", descriptor=descriptor, max_length=DESCRIPTOR_LENGTH)
        if person:
            return replace(shown, type="string", person=person, max_length=self._unique_id_length(person))
        return shown

    def _unique_id_length(self, person: str) -> int | None:
        return self.structure.column((person, f"{person}UniqueId")).max_length

    def properties(self, table: str, described: str) -> list[Property]:
        """The properties that a table itself gives to its class, identity first.

        Args:
            described: the table whose class they stand in, in OpenAPI documents (a subtype for its base's properties).
        """
        facts = self.structure.tables[table]
        hidden = self._hidden(facts)
        shown = [self.property_of((table, column)) for column in facts.columns if column not in hidden]
        if table in self.structure.persons:
            unique = f"{table}UniqueId"
            shown = [replace(each, identity=True) if each.column == unique else each for each in shown]
        class_name = documents.class_name(self.structure.tables[described])
        return sorted((self._refined(each, facts.columns[each.column], class_name) for each in shown), key=member_order)

    def _hidden(self, table: Table) -> set[str]:
        hidden = set(self.structure.owner_columns(table.name))
        for key in self.structure.references(table.name):
            hidden.update(key.columns)
        if table.name in self.structure.persons or table.name == DESCRIPTOR:
            hidden.update(table.primary_key)
        hidden.update(self.exceptions.not_shown.get(table.name, ()))
        return hidden - set(self.exceptions.also_properties.get(table.name, ()))

    def _refined(self, shown: Property, column: Column, class_name: str) -> Property:
        found = self.documents.property(class_name, shown.name)
        least = found.get("minLength", column.min_length)
        return replace(
            shown,
            min_length=None if least == 1 and not self.exceptions.one_character_at_least else least,
            minimum=found.get("minimum", column.minimum),
            maximum=found.get("maximum", column.maximum),
            deprecated=found.get(documents.DEPRECATED, column.deprecated) is True,
        )

    def references(self, table: str, first: int = 0) -> list[Reference]:
        """The references that a table itself gives to its class, sorted.

        Args:
            first: number of foreign keys that come before this table's.
        """
        shown = [self._reference(table, key, first) for key in self.structure.references(table)]
        return sorted(shown, key=lambda each: names.order(each.member))

    def _reference(self, table: str, key: ForeignKey, first: int) -> Reference:
        target = self.structure.tables[key.target].entity
        role = names.role(key.pairs, target)
        member = key.member or names.reference(role, target)
        facts = self.structure.tables[table]
        keys = [self._reference_key(table, key.target, pair) for pair in key.pairs]
        context_first = self.exceptions.context_first
        keys.sort(key=lambda each: (context_first and not each.contextual, *names.order(each.value.member)))
        return Reference(
            name=names.camel(member),
            member=member,
            target=key.target,
            role=role,
            keys=tuple(keys),
            required=all(facts.columns[column].required for column in key.columns),
            identity=set(key.columns) <= set(facts.primary_key),
            cascade=key.cascade,
            order=first + key.order,
        )

    def _reference_key(self, table: str, target: str, pair: tuple[str, str]) -> ReferenceKey:
        column, referenced = pair
        own = self.property_of((table, column))
        inner = self.property_of((target, referenced))
        if target in self.structure.persons:
            inner = replace(own, name=f"{names.camel(target)}UniqueId", member=f"{target}UniqueId")
        value = replace(own, name=inner.name, member=inner.member, required=True)
        contextual = self.structure.is_child(table) and column in self.structure.owner_columns(table)
        return ReferenceKey(value=value, parameter=own.name, target=(inner.name,), contextual=contextual)

    def child_names(
        self, own: Iterable[str], inherited: Iterable[str], table: str, base: str | None, taken: Iterable[str]
    ) -> dict[str, str]:
        """The wire names of a class's children, own and inherited; names that would collide stay uncut."""
        owners = dict.fromkeys(own, table) | dict.fromkeys(inherited, base or table)
        tables = self.structure.tables
        short = {
            child: self._child_name(names.cut(tables[child].entity, tables[owner].entity), child)
            for child, owner in owners.items()
        }
        used = Counter((*short.values(), *taken))
        return {
            child: tables[child].shown or (name if used[name] == 1 else self._child_name(tables[child].entity, child))
            for child, name in short.items()
        }

    def _child_name(self, shown: str, table: str) -> str:
        return names.camel(names.plural(shown) if self.many(table) else shown)

    def child_member(self, table: str) -> str:
        """A child's name in the reference's classes."""
        entity = self.structure.tables[table].entity
        return names.plural(entity) if self.many(table) else entity

    def many(self, table: str) -> bool:
        """Whether a child is a collection."""
        return self.structure.kinds[table] == "collection"


def member_order(each: Property) -> tuple[bool, str, str]:
    """Identity first, then by name."""
    return (not each.identity, *names.order(each.member))


def item_key(properties: Iterable[Property], references: Iterable[Reference], own_key: Iterable[str]) -> Iterator[Path]:
    """What tells items apart: the properties, and the whole references, that hold a column of `own_key`."""
    wanted = set(own_key)
    for each in references:
        if any(key.value.column in wanted for key in each.keys):
            yield from ((each.name, key.value.name) for key in each.keys)
    for shown in properties:
        if shown.column in wanted:
            yield (shown.name,)
