"""What is wrong with documents, by the catalogue alone: an independent check, cheaper than the server's validation."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

from mockedfi.model.catalogue import Catalogue, load_descriptors
from mockedfi.model.facts import Node, Property, Reference, Resource
from mockedfi.model.plan import Plans, values_at

Documents = Mapping[str, list[dict[str, Any]]]
"""By plural of the resource."""

_PARSE = {"date": date.fromisoformat, "time": time.fromisoformat, "datetime": datetime.fromisoformat}
_KINDS: Mapping[str, type | tuple[type, ...]] = {
    "boolean": bool,
    "int16": int,
    "int32": int,
    "int64": int,
    "decimal": (int, float),
}


class Checker:
    """Checks whole districts of one data standard."""

    def __init__(self, catalogue: Catalogue, documents: Documents) -> None:
        self._catalogue = catalogue
        self._plans = Plans(catalogue.resources, catalogue.key_names)
        self._documents = {catalogue.find("ed-fi", plural): rows for plural, rows in documents.items()}
        self._descriptors = _standard(catalogue.name)
        self._keys: dict[str, set[tuple[Any, ...]]] = {}
        for resource, rows in self._documents.items():
            assert resource is not None
            if resource.descriptor:
                self._descriptors |= {f"{row['namespace']}#{row['codeValue']}".lower() for row in rows}
            keys = [self._plans[resource.name].key(row) for row in rows]
            self._keys.setdefault(resource.base or resource.name, set()).update(keys)
            self._keys.setdefault(resource.name, set()).update(keys)

    def mistakes(self) -> Iterator[str]:
        """Everything that is wrong, one line each."""
        for resource, rows in self._documents.items():
            assert resource is not None
            keys = [self._plans[resource.name].key(row) for row in rows]
            if len(set(keys)) != len(keys):
                twice = next(key for key in keys if keys.count(key) > 1)
                yield f"{resource.plural}: {twice} is there twice"
            for row in rows:
                for mistake in self._in_document(resource, row):
                    yield f"{resource.plural}: {mistake} in {row}"

    def _in_document(self, resource: Resource, row: dict[str, Any]) -> Iterator[str]:
        yield from self._in_node(resource, row)
        for link in self._plans[resource.name].references(row):
            if link.key not in self._keys.get(link.reference.target, ()):
                yield f"{link.path} refers to no {link.reference.target} {link.key}"
        for unified in resource.unifications:
            values = {value for path in unified for value in values_at(row, path)}
            if len(values) > 1:
                yield f"{unified} disagree: {values}"

    def _in_node(self, node: Node, row: dict[str, Any]) -> Iterator[str]:
        order = [each.name for each in (*node.references, *node.properties, *node.children)]
        strange = [name for name in row if name not in order]
        if strange:
            yield f"{node.entity} has no {strange}"
        elif list(row) != sorted(row, key=order.index):
            yield f"{node.entity} has its members in another order"
        for each in (*node.references, *node.properties, *node.children):
            if each.required and each.name not in row:
                yield f"{node.entity}.{each.name} is missing"
        for reference in node.references:
            if reference.name in row:
                yield from self._in_reference(reference, row[reference.name])
        for each in node.properties:
            if each.name in row:
                yield from self._in_value(each, row[each.name])
        for child in node.children:
            items = row.get(child.name, [])
            for item in items if child.many else [items] if items else []:
                yield from self._in_node(child, item)

    def _in_reference(self, reference: Reference, row: dict[str, Any]) -> Iterator[str]:
        names = [key.value.name for key in reference.keys]
        if list(row) != names:
            yield f"{reference.name} has {list(row)}, not {names}"
        for key in reference.keys:
            yield from self._in_value(key.value, row[key.value.name])

    def _in_value(self, each: Property, value: Any) -> Iterator[str]:
        kind = _KINDS.get(each.type, str)
        if not isinstance(value, kind) or (isinstance(value, bool) and each.type != "boolean"):
            yield f"{each.name} {value!r} is no {each.type}"
        elif isinstance(value, str):
            if not value.strip() or (each.max_length and len(value) > each.max_length):
                yield f"{each.name} {value!r} is empty or longer than {each.max_length}"
            if each.type in _PARSE:
                _PARSE[each.type](value)
            if each.descriptor and value.lower() not in self._descriptors:
                yield f"{each.name} {value!r} is no known descriptor"


def _standard(data_standard: str) -> set[str]:
    return {
        f"{(value[2] if len(value) > 2 else None) or kind['namespace']}#{value[0]}".lower()
        for kind in load_descriptors(data_standard).values()
        for value in kind["values"]
    }
