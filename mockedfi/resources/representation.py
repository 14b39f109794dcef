"""A document as the wire shows it: id first, links inside references, empty collections, then the version stamps.

Source: Utilities/CodeGeneration/EdFi.Ods.CodeGen/Mustache/Resources.mustache; EdFi.Ods.Api/Providers/ETagProvider.cs.
"""

from collections.abc import Callable, Mapping
from typing import Any

import orjson

from mockedfi.clock import iso_of
from mockedfi.dialect.data import Data
from mockedfi.model.facts import Node, Reference, Resource
from mockedfi.model.plan import fold_of
from mockedfi.model.written import written_order
from mockedfi.resources.decimals import shown as decimal
from mockedfi.resources.defaults import has_table

Target = tuple[Resource, str]
"""What a reference leads to: the concrete resource, and the id."""
Resolve = Callable[[str, tuple[Any, ...]], Target | None]
"""(target name, natural key) to the item referred to."""

_UTC_KIND = 0x4000000000000000
"""What DateTime.ToBinary() adds for UTC."""


def etag_of(ticks: int) -> str:
    """The ETag of a document last modified at `ticks` (.NET), without quotes."""
    return str(ticks + _UTC_KIND)


class Representation:
    """Writes the documents of one resource."""

    def __init__(self, resource: Resource, identities: Callable[[str], tuple[str, ...]], data: Data) -> None:
        self._root = _Writer(resource, identities, as_given=data.decimals_as_given)
        self._last_modified_date = data.last_modified_date
        self._surrogate = resource.surrogate.name if resource.surrogate and resource.surrogate_shown else None

    def write(self, document: Mapping[str, Any], id: str, number: int, ticks: int, resolve: Resolve) -> bytes:
        """Compact JSON of what GET by id shows; `number` is the surrogate key of a descriptor."""
        shown: dict[str, Any] = {"id": id}
        if self._surrogate is not None:
            shown[self._surrogate] = number
        self._root.write(document, shown, resolve)
        shown["_etag"] = etag_of(ticks)
        if self._last_modified_date:
            shown["_lastModifiedDate"] = iso_of(ticks)
        return orjson.dumps(shown)


class _Writer:
    def __init__(self, node: Node, identities: Callable[[str], tuple[str, ...]], *, as_given: bool) -> None:
        references = {each.name: _reference(each, identities) for each in node.references}
        children = {each.name: (each.many, _Writer(each, identities, as_given=as_given)) for each in node.children}
        decimals = {each.name: decimal(each, as_given=as_given) for each in node.properties if each.type == "decimal"}
        self._members = [
            (name, references.get(name), children.get(name), decimals.get(name))
            for name in written_order(node)
            if name != "_ext"
        ]
        self._extensions = [
            (each.name, has_table(each), _Writer(each, identities, as_given=as_given)) for each in node.extensions
        ]

    def write(self, value: Mapping[str, Any], shown: dict[str, Any], resolve: Resolve) -> dict[str, Any]:
        for name, reference, child, written in self._members:
            given = value.get(name)
            if child is not None and child[0]:
                shown[name] = [child[1].write(item, {}, resolve) for item in given or ()]
            elif given is None:
                continue
            elif child is not None:
                shown[name] = child[1].write(given, {}, resolve)
            elif reference is not None:
                shown[name] = _linked(given, reference, resolve)
            else:
                shown[name] = given if written is None else written(given)
        if self._extensions:
            self._write_extensions(value.get("_ext") or {}, shown, resolve)
        return shown

    def _write_extensions(self, extended: Mapping[str, Any], shown: dict[str, Any], resolve: Resolve) -> None:
        written = {
            name: writer.write(extended[name], {}, resolve)
            for name, always, writer in self._extensions
            if extended.get(name) or (always and name in extended)
        }
        if written:
            shown["_ext"] = written


_Compiled = tuple[str, tuple[tuple[str, bool], ...], tuple[str, ...]]


def _reference(reference: Reference, identities: Callable[[str], tuple[str, ...]]) -> _Compiled:
    """(target, its identity as (inner name, whether it is a descriptor), names in written order)."""
    keys = {key.value.name: fold_of(key.value) for key in reference.keys}
    parts = tuple((name, keys[name]) for name in identities(reference.target))
    return reference.target, parts, tuple(keys)


def _linked(given: Mapping[str, Any], reference: _Compiled, resolve: Resolve) -> dict[str, Any]:
    target, parts, names = reference
    shown = {name: given[name] for name in names if name in given}
    if len(shown) == len(names):
        found = resolve(target, tuple(given[name].lower() if fold else given[name] for name, fold in parts))
        if found is not None:
            resource, id = found
            shown["link"] = {"rel": resource.entity, "href": f"/{resource.namespace}/{resource.plural}/{id}"}
    return shown
