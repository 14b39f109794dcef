"""Holds what was built against the tables and the OpenAPI documents: nothing may be lost in silence."""

from collections.abc import Iterable, Iterator

from mockedfi.model.build.documents import Documents
from mockedfi.model.build.exceptions import Exceptions
from mockedfi.model.build.names import camel
from mockedfi.model.build.report import Report
from mockedfi.model.build.structure import DESCRIPTOR, Structure
from mockedfi.model.build.tables import ED_FI
from mockedfi.model.build.tree import nodes
from mockedfi.model.facts import Child, Node, Resource

_SERVER = frozenset({"id", "_etag", "_lastModifiedDate", "_ext"})


def tables(resources: Iterable[Resource], structure: Structure, exceptions: Exceptions, report: Report) -> None:
    """Note every table that is no class and every column that no member carries."""
    carried: dict[str, set[str]] = {}
    for resource in resources:
        for node in nodes(resource):
            columns = set(_columns(node))
            carried.setdefault(node.entity, set()).update(columns)
            if resource.base is not None and node is resource:
                carried.setdefault(resource.base, set()).update(columns)
    for name, table in structure.tables.items():
        known = carried.get(table.entity)
        if known is None:
            report.add("not placed", name, "no class comes of this table")
            continue
        keys = {*structure.owner_columns(name), *table.primary_key, *exceptions.not_shown.get(name, ())}
        for column in sorted(set(table.columns) - known - keys):
            report.add("not placed", f"{name}.{column}", "no member carries this column")


def _columns(node: Node) -> Iterator[str]:
    yield from (each.column for each in node.properties)
    yield from (key.value.column for each in node.references for key in each.keys)
    if isinstance(node, Resource) and node.surrogate is not None:
        yield node.surrogate.column


def documents(resources: Iterable[Resource], read: Documents, report: Report) -> None:
    """Note every member that only the tables or only the documents know."""
    for resource in resources:
        if resource.descriptor:
            continue
        for node in nodes(resource):
            described = read.members(f"{ED_FI.prefix}_{camel(node.entity)}")
            place = resource.name if node is resource else f"{resource.name} ({node.entity})"
            if described is None and node is resource:
                report.add("not in the OpenAPI document", place, "the whole resource")
            elif described is not None:
                _compare(place, set(_names(node)), described - _SERVER, report)


def _compare(place: str, built: set[str], described: set[str], report: Report) -> None:
    for name in sorted(described - built):
        report.add("only in the OpenAPI document", place, name)
    for name in sorted(built - described):
        report.add("not in the OpenAPI document", place, name)


def _names(node: Node) -> Iterator[str]:
    members: tuple[Child, ...] = node.children
    yield from (each.name for each in node.properties)
    yield from (each.name for each in node.references)
    yield from (each.name for each in members)


def foreign_keys(structure: Structure, report: Report) -> None:
    """Note every foreign key whose target is no table: its columns become properties."""
    for name, table in structure.tables.items():
        for key in table.foreign_keys:
            if key.target not in structure.tables and key.target != DESCRIPTOR:
                report.add(
                    "not placed", name, f"it refers to {key.target}, which is no table: no reference comes of it"
                )
