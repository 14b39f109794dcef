"""Table facts of an extension, read from the model that MetaEd writes for the ODS/API (``ApiModel-EXTENSION.json``).

Entities are tables, associations are foreign keys. What belongs to a class of the data standard stands below ``_ext``
there: the reference places it so even if the extension adds no member of its own to that class.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from itertools import starmap
from pathlib import Path
from typing import Any

from mockedfi.errors import UserError
from mockedfi.model.build import names
from mockedfi.model.build.endpoints import class_prefix, namespace_of
from mockedfi.model.build.tables import MONEY, Column, ForeignKey, Schema, Table
from mockedfi.model.facts import Type

Facts = Mapping[str, Any]

_TYPES: Mapping[str, Type] = {
    "String": "string",
    "Boolean": "boolean",
    "Int16": "int16",
    "Int32": "int32",
    "Int64": "int64",
    "Decimal": "decimal",
    "Currency": "decimal",
    "Double": "decimal",
    "Date": "date",
    "DateTime": "datetime",
    "DateTime2": "datetime",
    "Time": "time",
}
_HOUSEKEEPING = frozenset({"Id", "CreateDate", "LastModifiedDate", "ChangeVersion"})
_EXTENSION = "Extension"
_INHERITANCE = "OneToOneInheritance"
_ADDITION = "OneToOneExtension"
_ENTITY = ("isAbstract", "identifiers", "locallyDefinedProperties")
_ASSOCIATION = (
    "cardinality",
    "isIdentifying",
    "primaryEntityFullName",
    "primaryEntityProperties",
    "secondaryEntityProperties",
)
_REQUIRED = frozenset({"OneToOne", "OneToOneOrMore"})


class ApiModel:
    """The model of one extension.

    Args:
        path: for messages.
        content: of the file.

    Raises:
        UserError: it is no such model.
    """

    def __init__(self, path: Path, content: Facts) -> None:
        try:
            self._read(content)
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise UserError(f"{path}: not a model as MetaEd writes it ({error!r}); build it again") from error

    def _read(self, content: Facts) -> None:
        self.schema = _schema(content["schemaDefinition"])
        self.logical = self.schema.logical
        self.version: str = content["schemaDefinition"]["version"]
        self.description: str = content["schemaDefinition"].get("description", "")
        self._entities = {each["name"]: _part(each, _ENTITY) for each in content["entityDefinitions"]}
        self._deprecated = {each["name"] for each in content["entityDefinitions"] if each.get("isDeprecated")}
        self._associations: dict[str, list[Facts]] = {name: [] for name in self._entities}
        for each in content["associationDefinitions"]:
            self._associations[each["secondaryEntityFullName"]["name"]].append(_part(each, _ASSOCIATION))
        self._roots = {each["aggregateRootEntityName"]["name"] for each in content["aggregateDefinitions"]}
        self._primary_keys = {name: _primary_key(each) for name, each in self._entities.items()}
        self._columns = {name: dict(self._columns_of(name)) for name in self._entities}

    def _columns_of(self, entity: str) -> Iterator[tuple[str, Column]]:
        for each in self._associations[entity]:
            for shown in each["secondaryEntityProperties"]:
                yield shown["propertyName"], _column(shown)
        for shown in self._entities[entity]["locallyDefinedProperties"]:
            if shown["propertyName"] not in _HOUSEKEEPING:
                yield shown["propertyName"], _column(shown)

    def misfit(self, known: Mapping[str, Table]) -> str:
        """Why it does not go with tables of a data standard and of other extensions; empty if it does."""
        return next(self._faults(_Names(self.schema, known)), "")

    def _faults(self, known: "_Names") -> Iterator[str]:
        for name, entity in self._entities.items():
            if entity["isAbstract"]:
                yield f"it brings the base {name}; only data standards have bases"
        for each in (each for all_of in self._associations.values() for each in all_of):
            target = each["primaryEntityFullName"]
            if target["schema"] == self.schema.physical:
                continue
            table = known.table(target)
            wanted = {shown["propertyName"] for shown in each["primaryEntityProperties"]}
            if table is None:
                yield f"it refers to {target['name']}, which is not there"
            elif wanted != set(table.primary_key):
                keys = (", ".join(sorted(each)) for each in (wanted, table.primary_key))
                yield "it refers to {} by {}, which has {}".format(target["name"], *keys)

    def tables(self, known: Mapping[str, Table]) -> dict[str, Table]:
        """Its tables, upon `known` ones, by the names they get among them."""
        return {table.name: table for table in _Tables(self, known).all()}

    @cached_property
    def updatable(self) -> frozenset[str]:
        """The entities whose natural key may change."""
        return frozenset(
            name
            for name, each in self._entities.items()
            if any(key["isPrimary"] and key["isUpdatable"] for key in each["identifiers"])
        )

    def entities(self) -> Iterator[tuple[str, dict[str, Column], tuple[str, ...], list[Facts]]]:
        """The name, columns, primary key and associations of each entity."""
        for name in self._entities:
            yield name, self._columns[name], self._primary_keys[name], self._associations[name]

    def deprecates(self, entity: str) -> bool:
        """Whether an entity is marked as deprecated."""
        return entity in self._deprecated

    def is_root(self, entity: str) -> bool:
        """Whether an entity is a resource, not a part of one."""
        return entity in self._roots


class _Names:
    """The tables that entities of the model and of others are called by."""

    def __init__(self, schema: Schema, known: Mapping[str, Table]) -> None:
        self._schema = schema
        self._found = {(table.schema.physical, table.entity.lower()): table for table in known.values()}
        self._taken = {table.entity.lower() for table in known.values()}

    def table(self, full_name: Facts) -> Table | None:
        """A known table."""
        return self._found.get((full_name["schema"], full_name["name"].lower()))

    def own(self, entity: str) -> str:
        """What a table of the model is called: with its schema if another has a class so named."""
        return f"{self._schema.prefix}.{entity}" if entity.lower() in self._taken else entity

    def of(self, full_name: Facts) -> str:
        """The name of any table."""
        table = self.table(full_name)
        return self.own(full_name["name"]) if table is None else table.name


class _Tables:
    """Makes tables of the entities."""

    def __init__(self, model: ApiModel, known: Mapping[str, Table]) -> None:
        self._model = model
        self._known = known
        self._names = _Names(model.schema, known)

    def all(self) -> Iterator[Table]:
        made = {table.name: table for table in starmap(self._table, self._model.entities())}
        for table in made.values():
            owner = table.owner
            if owner is None or owner.target not in self._known or not table.child:
                yield table
                continue
            extended = self._known[owner.target]
            extension = self._names.own(f"{extended.entity}{_EXTENSION}")
            if extension not in made:
                yield self._implicit(extension, extended)
            below = replace(owner, target=extension)
            yield replace(table, foreign_keys=tuple(below if key is owner else key for key in table.foreign_keys))

    def _implicit(self, name: str, extended: Table) -> Table:
        """The extension of a class to which only children are added."""
        key = extended.primary_key
        above = ForeignKey(tuple(zip(key, key, strict=True)), extended.name, owned=True, cascade=False, order=0)
        return Table(
            name=name,
            physical=name.rpartition(".")[2].lower(),
            columns={each: replace(extended.columns[each], required=True) for each in key},
            primary_key=key,
            foreign_keys=(above,),
            root=False,
            schema=self._model.schema,
        )

    def _table(
        self, entity: str, columns: Mapping[str, Column], key: tuple[str, ...], associations: list[Facts]
    ) -> Table:
        root = self._model.is_root(entity)
        owning = next(self._owning(entity, key, associations), None)
        inherits = owning is not None and owning["cardinality"] == _INHERITANCE
        return Table(
            name=self._names.own(entity),
            physical=entity.lower(),
            columns=columns,
            primary_key=key,
            foreign_keys=tuple(
                self._foreign_key(order, each, owned=each is owning) for order, each in enumerate(associations)
            ),
            root=root and not inherits,
            child=not root and owning is not None and owning["cardinality"] != _ADDITION,
            schema=self._model.schema,
            shown=names.camel(names.plural(entity)) if root else None,
            required=owning is not None and owning["cardinality"] in _REQUIRED,
            updatable=entity in self._model.updatable,
            deprecated=self._model.deprecates(entity),
        )

    def _owning(self, entity: str, key: tuple[str, ...], associations: Iterable[Facts]) -> Iterator[Facts]:
        """The associations with what an entity is derived from, extends or is a part of.

        A part is called by its owner's name, the longest that fits, and its key begins with the owner's.
        """
        yield from (each for each in associations if each["cardinality"] in (_INHERITANCE, _ADDITION))
        if not self._model.is_root(entity):
            owners = (
                each
                for each in associations
                if each["isIdentifying"]
                and entity.startswith(each["primaryEntityFullName"]["name"])
                and {shown["propertyName"] for shown in each["secondaryEntityProperties"]} <= set(key)
            )
            yield from sorted(owners, key=lambda each: -len(each["primaryEntityFullName"]["name"]))

    def _foreign_key(self, order: int, association: Facts, *, owned: bool) -> ForeignKey:
        target = association["primaryEntityFullName"]
        table = self._names.table(target)
        own, referenced = association["secondaryEntityProperties"], association["primaryEntityProperties"]
        return ForeignKey(
            pairs=tuple(
                (each["propertyName"], above["propertyName"]) for each, above in zip(own, referenced, strict=True)
            ),
            target=self._names.of(target),
            owned=owned,
            cascade=target["name"] in self._model.updatable if table is None else table.updatable,
            order=order,
        )


def _part(facts: Facts, wanted: Iterable[str]) -> Facts:
    return {name: facts[name] for name in wanted}


def _schema(definition: Facts) -> Schema:
    logical = definition["logicalName"]
    namespace = namespace_of(logical)
    return Schema(definition["physicalName"], namespace, logical, class_prefix(namespace))


def _primary_key(entity: Facts) -> tuple[str, ...]:
    (primary,) = (key for key in entity["identifiers"] if key["isPrimary"])
    return tuple(primary["identifyingPropertyNames"])


def _column(shown: Facts) -> Column:
    facts = shown["propertyType"]
    kind = _TYPES[facts["dbType"]]
    sizes = (facts["precision"], facts["scale"]) if facts["precision"] else MONEY
    return Column(
        name=shown["propertyName"],
        type=kind,
        required=not facts["isNullable"],
        max_length=(facts["maxLength"] or None) if kind == "string" else None,
        precision=sizes[0] if kind == "decimal" else None,
        scale=sizes[1] if kind == "decimal" else None,
        min_length=facts.get("minLength") or None,
        minimum=facts.get("minValue"),
        maximum=facts.get("maxValue"),
        deprecated=shown.get("isDeprecated", False),
    )
