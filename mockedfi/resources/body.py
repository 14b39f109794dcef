"""A request's body as a typed document: members in any case and order, as the reference binds them.

The document holds only what the resource knows, under its own names, in the order in which it is written.
"""

from collections.abc import Callable, Mapping
from typing import Any

from mockedfi.bodies.parsing import exactly, quickly, unreadable, wrong_value
from mockedfi.bodies.reader import place
from mockedfi.dialect.rules import Rules
from mockedfi.model.facts import Child, Extension, Node, Reference, Resource
from mockedfi.model.plan import item_key
from mockedfi.model.written import written_order
from mockedfi.problems import Refusal
from mockedfi.problems import data as problems
from mockedfi.resources.convert import ABSENT, Converter, Mismatch, converter
from mockedfi.resources.defaults import default_values
from mockedfi.resources.partial import PartialReferences
from mockedfi.resources.query import guid

Document = dict[str, Any]
_STANDARD = "ed-fi"
_Errors = list[tuple[str, str, Mismatch]]
"""(path as sent, path with our names, what is wrong)."""


class Binder:
    """Makes documents of one resource out of bodies."""

    def __init__(self, resource: Resource, rules: Rules) -> None:
        self._root = _NodeBinder(resource, rules)
        self._after = PartialReferences(resource, rules)
        self._names = _request_class(resource)

    def bind(self, body: bytes, request: str) -> tuple[Document, Mapping[str, Any]]:
        """The document, and the body's own root object (for its ``id`` and ``_etag``).

        Args:
            body: as it arrived, in UTF-8.
            request: ``Post`` or ``Put``.

        Raises:
            Refusal: the body is no JSON object, or a value does not fit its property.
        """
        raw = quickly(body)
        errors: _Errors = []
        document = self._document(raw, errors) if isinstance(raw, dict) else None
        if errors or document is None:
            raw, document = self._slowly(body, request)
        self._after.settle(document)
        return document, raw

    def _slowly(self, body: bytes, request: str) -> tuple[Mapping[str, Any], Document]:
        """The same with what only an exact reading tells: tolerated spellings, numbers as written, positions."""
        raw, positions = exactly(body)
        if not isinstance(raw, dict):
            wrong = wrong_value(raw, self._names + request)
            raise unreadable(f"{wrong} {place('', positions[''])}")
        errors: _Errors = []
        document = self._document(raw, errors)
        if errors:
            raise _mismatched(errors, positions)
        return raw, document

    def _document(self, raw: Mapping[str, Any], errors: _Errors) -> Document:
        for name, value in raw.items():
            if value is not None and name.lower() == "id" and not (isinstance(value, str) and guid(value)):
                errors.append((name, "id", Mismatch(wrong_value(value, "System.Guid"))))
        return self._root.bind(raw, "", "", errors)


class _NodeBinder:
    """Binds one node: `bind(raw, path as sent, our path, errors)`."""

    def __init__(self, node: Node, rules: Rules, *, time_in_dates: bool = False) -> None:
        self._scalars: dict[str, tuple[str, Converter]] = {}
        self._parts: dict[str, tuple[str, _Part]] = {}
        for reference in node.references:
            self._parts[reference.name.lower()] = (reference.name, _ReferencePart(reference, rules))
        for each in node.properties:
            self._scalars[each.name.lower()] = (each.name, converter(each, time_in_dates=time_in_dates))
        for child in node.children:
            bound = _NodeBinder(child, rules)
            part: _Part = _CollectionPart(bound, child, rules) if child.many else _ObjectPart(bound)
            self._parts[child.name.lower()] = (child.name, part)
        if node.extensions:
            self._parts["_ext"] = ("_ext", _ObjectPart(_extensions_binder(node.extensions, rules)))
        self._defaults = default_values(node) if rules.missing_gets_default else {}
        self._order = tuple(written_order(node))

    def bind(self, raw: Mapping[str, Any], sent: str, path: str, errors: _Errors) -> Document:
        found: Document = dict(self._defaults)
        for name, value in raw.items():
            if value is None:
                continue
            lower = name.lower()
            scalar = self._scalars.get(lower)
            if scalar is not None:
                try:
                    typed = scalar[1](value)
                except Mismatch as mismatch:
                    errors.append((_join(sent, name), _join(path, scalar[0]), mismatch))
                    continue
                if typed is not ABSENT:
                    found[scalar[0]] = typed
            elif lower in self._parts and (value != "" or lower == "_ext"):
                own, part = self._parts[lower]
                bound = part.bind(value, _join(sent, name), _join(path, own), errors)
                if bound or (bound is not None and lower != "_ext" and not isinstance(bound, list)):
                    found[own] = bound
        return {name: found[name] for name in self._order if name in found}


class _Part:
    """A member that is no scalar."""

    def bind(self, value: Any, sent: str, path: str, errors: _Errors) -> Any:
        """The bound value; an empty one is left out."""
        raise NotImplementedError


class _ObjectPart(_Part):
    def __init__(self, node: _NodeBinder) -> None:
        self._node = node

    def bind(self, value: Any, sent: str, path: str, errors: _Errors) -> Any:
        if not isinstance(value, dict):
            errors.append((sent, path, Mismatch(wrong_value(value, "object"))))
            return None
        return self._node.bind(value, sent, path, errors)


class _ReferencePart(_ObjectPart):
    def __init__(self, reference: Reference, rules: Rules) -> None:
        keys = tuple(key.value for key in reference.keys)
        super().__init__(
            _NodeBinder(
                Node(entity=reference.target, table="", properties=keys),
                rules,
                time_in_dates=rules.dates_in_references_with_time,
            )
        )

    def bind(self, value: Any, sent: str, path: str, errors: _Errors) -> Any:
        bound = super().bind(value, sent, path, errors)
        if bound is None:
            return None
        return {name: key for name, key in bound.items() if key != 0 or key is False}


class _CollectionPart(_Part):
    def __init__(self, item: _NodeBinder, child: Child, rules: Rules) -> None:
        self._item = item
        self._key = item_key(child) if child.inherited and not rules.inherited_items_compared else None

    def bind(self, value: Any, sent: str, path: str, errors: _Errors) -> Any:
        if not isinstance(value, list):
            errors.append((sent, path, Mismatch(wrong_value(value, "array"))))
            return None
        items = []
        for index, item in enumerate(value):
            if isinstance(item, dict):
                items.append(self._item.bind(item, f"{sent}[{index}]", f"{path}[{index}]", errors))
            elif item is not None and item != "":
                wrong = Mismatch(wrong_value(item, "object"))
                errors.append((f"{sent}[{index}]", f"{path}[{index}]", wrong))
        return items if self._key is None else _first_of_each(items, self._key)


def _first_of_each(items: list[Document], key: Callable[[Document], tuple[Any, ...]]) -> list[Document]:
    """The items less those that equal an earlier one."""
    found: dict[tuple[Any, ...], Document] = {}
    for item in items:
        found.setdefault(key(item), item)
    return list(found.values())


def _extensions_binder(extensions: tuple[Extension, ...], rules: Rules) -> _NodeBinder:
    objects = tuple(
        Child(
            name=each.name,
            member=each.logical_name,
            many=False,
            required=False,
            entity=each.entity,
            table=each.table,
            properties=each.properties,
            references=each.references,
            children=each.children,
        )
        for each in extensions
    )
    return _NodeBinder(Node(entity="Extensions", table="", children=objects), rules)


def _mismatched(errors: _Errors, positions: Mapping[str, tuple[int, int]]) -> Refusal:
    details: dict[str, list[str]] = {}
    for sent, _, mismatch in errors:
        text = str(mismatch)
        if mismatch.place:
            text = f"{text} {place(sent, positions.get(sent, (1, 0)))}"
        details.setdefault(sent, []).append(text)
    return Refusal(problems.BODY_INVALID, details=details)


def _request_class(resource: Resource) -> str:
    """How the class of a request on a resource is called, less the request at its end.

    Source: EdFi.Ods.CodeGen/Generators/Requests.cs.
    """
    plural = resource.plural[:1].upper() + resource.plural[1:]
    schema = "".join(filter(str.isalnum, resource.logical_schema))
    parts = [plural, schema] if resource.namespace == _STANDARD else [schema, plural]
    return f"EdFi.Ods.Api.Common.Models.Requests.{'.'.join(parts)}.{resource.name}"


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
