"""The columns of a resource's root and which entity's key each of them comes from.

The reference authorizes by entities' columns (EdFi.Ods.Common/Models/Domain/EntityProperty.cs, DefiningProperty).
"""

from dataclasses import dataclass

from mockedfi.model.catalogue import Catalogue
from mockedfi.model.facts import Path, Property, Reference, Resource

Origin = tuple[str, str]
"""(entity, column) where a value is first defined."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a root."""

    name: str
    path: Path
    origin: Origin


def columns(catalogue: Catalogue, resource: Resource) -> tuple[Column, ...]:
    """Every column of the root, those of the natural key first."""
    found: dict[str, Column] = {}
    if len(resource.primary_key) == len(resource.identity):
        for name, path in zip(resource.primary_key, resource.identity, strict=True):
            found[name] = Column(name, path, _origin(catalogue, resource, path))
    for each in resource.properties:
        found.setdefault(each.column, Column(each.column, (each.name,), _origin(catalogue, resource, (each.name,))))
    for reference in resource.references:
        for key in reference.keys:
            path = (reference.name, key.value.name)
            found.setdefault(key.value.column, Column(key.value.column, path, _origin(catalogue, resource, path)))
    return tuple(found.values())


def key_columns(catalogue: Catalogue, name: str) -> tuple[str, ...]:
    """The primary key of a resource or abstract base."""
    base = catalogue.abstracts.get(name)
    return base.primary_key if base is not None else catalogue.resources[name].primary_key


def _at(resource: Resource, path: Path) -> tuple[Property, Reference | None]:
    for reference in resource.references:
        if reference.name == path[0]:
            return next(key.value for key in reference.keys if key.value.name == path[1]), reference
    return next(each for each in resource.properties if each.name == path[0]), None


def _origin(catalogue: Catalogue, resource: Resource, path: Path) -> Origin:
    value, reference = _at(resource, path)
    if value.person is not None:
        return value.person, value.person + "USI"
    if value.descriptor is not None:
        return value.descriptor, value.descriptor + "Id"
    if reference is not None:
        target = catalogue.abstracts.get(reference.target)
        if target is not None:
            return target.name, target.primary_key[target.identity.index(value.name)]
        key = next(key for key in reference.keys if key.value.name == value.name)
        return _origin(catalogue, catalogue.resources[reference.target], key.target)
    base = catalogue.abstracts.get(resource.base or "")
    if base is not None and path in resource.identity and len(base.primary_key) == len(resource.identity):
        return base.name, base.primary_key[resource.identity.index(path)]
    return resource.name, value.column
