"""A catalogue's resources as tables again, for extensions that build upon them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from mockedfi.model.build import drafts
from mockedfi.model.build.endpoints import class_prefix
from mockedfi.model.build.structure import DESCRIPTOR
from mockedfi.model.build.tables import Column, ForeignKey, Schema, Table
from mockedfi.model.catalogue import Catalogue
from mockedfi.model.facts import Abstract, Child, Node, Property, Reference, Resource


def tables_of(catalogue: Catalogue) -> dict[str, Table]:
    """Tables of all bases, resources and children."""
    known = _Known(catalogue)
    return {table.name: table for table in known.all()}


class _Known:
    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._schemas = {each.schema: _schema(each) for each in catalogue.resources.values()}
        self._keys = {name: dict(self._key(name)) for name in (*catalogue.abstracts, *catalogue.resources)}

    def all(self) -> Iterator[Table]:
        for base in self._catalogue.abstracts.values():
            yield self._descriptors(base) if base.name == DESCRIPTOR else self._base(base)
        for each in self._catalogue.resources.values():
            if each.descriptor:
                prefix = self._schemas[each.schema].prefix
                yield drafts.descriptor(each.name, f"{prefix}_{each.name}", each.plural)
            else:
                yield self._resource(each)
                for child in each.children:
                    inherited = child.inherited and each.base is not None
                    owner = self._catalogue.abstracts[each.base or ""] if inherited else each
                    yield from self._child(child, owner.name, owner.primary_key)

    def _key(self, name: str) -> Iterator[tuple[str, str]]:
        """What references call the parts of a key, and their columns."""
        base = self._catalogue.abstracts.get(name)
        if base is not None:
            yield from zip(base.identity, base.primary_key, strict=False)
            return
        resource = self._catalogue.resources[name]
        if resource.surrogate is not None:
            yield resource.key_names[0], resource.surrogate.column
            return
        columns = _paths(resource)
        for key, path in zip(resource.key_names, resource.identity, strict=True):
            yield key, columns[path].column

    def _descriptors(self, base: Abstract) -> Table:
        """The base of descriptors, with the members that these descriptors have."""
        shown = self._catalogue.resources[base.subtypes[0]].properties
        drafted = drafts.descriptor_base()
        own = {column: drafted.columns[column] for column in drafted.primary_key}
        return replace(drafted, columns=own | {each.column: _column(each, required=each.required) for each in shown})

    def _base(self, base: Abstract) -> Table:
        """The base of resources: its key and the references that hold it, as any of its subtypes has them.

        What else all subtypes have in common, they inherit.
        """
        subtype = self._catalogue.resources[base.subtypes[0]]
        own = self._keys[subtype.name].values()
        renamed = dict(zip(own, base.primary_key, strict=True))
        columns = {each.column: _column(each, required=True) for each in _paths(subtype).values()}
        inherited = list(self._inherited(base))
        return Table(
            name=base.name,
            physical=base.table,
            columns={above: columns[column] for column, above in renamed.items()}
            | {each.column: _column(each, required=each.required) for each in inherited},
            primary_key=base.primary_key,
            foreign_keys=(
                *self._foreign_keys(_held(subtype.references, base.primary_key)),
                *_descriptor_keys(inherited),
            ),
            root=True,
            schema=self._schemas.get(base.schema, Schema()),
        )

    def _inherited(self, base: Abstract) -> Iterator[Property]:
        first, *others = (self._catalogue.resources[each] for each in base.subtypes)
        for each in first.properties:
            if not each.identity and all(each in other.properties for other in others):
                yield each

    def _resource(self, resource: Resource) -> Table:
        if resource.base is None:
            return self._table(resource, resource.name, (), shown=resource.plural, root=True)
        base = self._catalogue.abstracts[resource.base]
        pairs = tuple(zip(self._keys[resource.name].values(), base.primary_key, strict=True))
        key = ForeignKey(pairs, base.name, owned=True, cascade=False, order=0)
        of_base = set(_held(resource.references, base.primary_key))
        own = replace(resource, references=tuple(each for each in resource.references if each not in of_base))
        return self._table(own, resource.name, [key], shown=resource.plural)

    def _child(self, child: Child, owner: str, above: tuple[str, ...]) -> Iterator[Table]:
        pairs = tuple((column, column) for column in child.primary_key if column in above)
        key = ForeignKey(pairs, owner, owned=True, cascade=False, order=0)
        yield self._table(child, child.entity, [key], shown=None if child.inherited else child.name, child=True)
        for each in child.children:
            yield from self._child(each, child.entity, child.primary_key)

    def _table(
        self,
        node: Node,
        name: str,
        keys: Iterable[ForeignKey],
        *,
        shown: str | None,
        root: bool = False,
        child: bool = False,
    ) -> Table:
        shown_columns = {each.column: _column(each, required=each.required) for each in node.properties}
        columns = {
            key.value.column: _column(key.value, required=each.required)
            for each in node.references
            for key in each.keys
        }
        surrogate = node.surrogate if isinstance(node, Resource) else None
        columns |= {surrogate.column: _column(surrogate, required=True)} if surrogate is not None else {}
        columns |= shown_columns
        for column in node.primary_key:
            columns.setdefault(column, Column(column, "string", required=True))
        return Table(
            name=name,
            physical=node.table,
            columns=columns,
            primary_key=node.primary_key,
            foreign_keys=(*keys, *self._foreign_keys(node.references), *_descriptor_keys(node.properties)),
            root=root,
            child=child,
            schema=self._schemas.get(node.schema, Schema()),
            shown=shown,
            updatable=isinstance(node, Resource) and node.updatable,
        )

    def _foreign_keys(self, references: Iterable[Reference]) -> Iterator[ForeignKey]:
        for each in references:
            columns = self._keys[each.target]
            pairs = tuple((key.value.column, columns[key.value.name]) for key in each.keys)
            yield ForeignKey(
                pairs, each.target, owned=False, cascade=each.cascade, order=each.order, member=each.member
            )
            yield from _descriptor_keys(key.value for key in each.keys)


def _descriptor_keys(properties: Iterable[Property]) -> Iterator[ForeignKey]:
    for each in properties:
        if each.descriptor is not None:
            pair = (each.column, f"{each.descriptor.rpartition('.')[2]}Id")
            yield ForeignKey((pair,), each.descriptor, owned=False, cascade=False, order=0)


def _held(references: Iterable[Reference], key: Iterable[str]) -> Iterator[Reference]:
    columns = set(key)
    return (each for each in references if {part.value.column for part in each.keys} <= columns)


def _paths(resource: Resource) -> dict[tuple[str, ...], Property]:
    """The properties of the document's root, and of its references, by their paths."""
    found = {(each.name,): each for each in resource.properties}
    return found | {(each.name, key.value.name): key.value for each in resource.references for key in each.keys}


def _column(shown: Property, *, required: bool) -> Column:
    if shown.type == "descriptor" or shown.person is not None:
        return Column(shown.column, "int32", required)
    limits = (shown.min_length, shown.minimum, shown.maximum)
    return Column(shown.column, shown.type, required, shown.max_length, shown.precision, shown.scale, *limits)


def _schema(resource: Resource) -> Schema:
    return Schema(resource.schema, resource.namespace, resource.logical_schema, class_prefix(resource.namespace))
