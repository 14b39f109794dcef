"""A request's body as a typed document: members in any case and order, as the reference binds them.

The document holds only what the resource knows, under its own names, in the order in which it is written.
"""

from collections.abc import Callable, Mapping
from typing import Any

import orjson

from mockedfi.dialect.rules import Rules
from mockedfi.model.facts import Child, Extension, Node, Reference, Resource
from mockedfi.model.plan import item_key
from mockedfi.model.written import written_order
from mockedfi.problems import Refusal
from mockedfi.problems import data as problems
from mockedfi.resources.convert import ABSENT, Converter, Mismatch, converter
from mockedfi.resources.defaults import default_values
from mockedfi.resources.partial import PartialReferences
from mockedfi.resources.reader import MAX_DEPTH, JsonError, place, read

Document = dict[str, Any]
_Errors = list[tuple[str, str, Mismatch]]
"""(path as sent, path with our names, what is wrong)."""


class Binder:
    """Makes documents of one resource out of bodies."""

    def __init__(self, resource: Resource, rules: Rules) -> None:
        self._root = _NodeBinder(resource, rules)
        self._after = PartialReferences(resource, rules)
        self._names = f"EdFi.Ods.Api.Common.Models.Requests.{resource.plural}.{resource.name}"

    def bind(self, body: bytes) -> tuple[Document, Mapping[str, Any]]:
        """The document, and the body's own root object (for its ``id`` and ``_etag``).

        Raises:
            Refusal: the body is no JSON object, or a value does not fit its property.
        """
        raw = _parse(body)
        if not isinstance(raw, dict):
            raise _unreadable(self._not_an_object(raw), "")
        errors: _Errors = []
        document = self._root.bind(raw, "", "", errors)
        if errors:
            raise _mismatched(errors, body)
        self._after.settle(document)
        return document, raw

    def _not_an_object(self, raw: Any) -> str:
        if isinstance(raw, list):
            return _wrong_shape("array", self._names, place("", (1, 1)))
        return f"Error converting value {orjson.dumps(raw).decode()} to type '{self._names}'. {place('', (1, 1))}"


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
            elif lower in self._parts:
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
            errors.append((sent, path, Mismatch(_wrong_value(value, "object"))))
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
            errors.append((sent, path, Mismatch(_wrong_value(value, "array"))))
            return None
        items = []
        for index, item in enumerate(value):
            if isinstance(item, dict):
                items.append(self._item.bind(item, f"{sent}[{index}]", f"{path}[{index}]", errors))
            elif item is not None:
                wrong = Mismatch(_wrong_value(item, "object"))
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


def _parse(body: bytes) -> Any:
    try:
        strict = orjson.loads(body)
        if body.count(b"{") + body.count(b"[") <= MAX_DEPTH or _depth(strict) <= MAX_DEPTH:
            return strict
    except orjson.JSONDecodeError:
        pass
    try:
        value, _ = read(_text(body))
    except JsonError as error:
        if error.path:
            raise Refusal(problems.BODY_INVALID, details={error.path: [str(error)]}) from None
        raise _unreadable(str(error), "") from None
    return value


def _depth(value: Any) -> int:
    """How many objects and arrays stand within each other."""
    depth = 0
    level = [value]
    while level := [each for each in level if isinstance(each, dict | list)]:
        depth += 1
        level = [item for each in level for item in (each.values() if isinstance(each, dict) else each)]
    return depth


def _text(body: bytes) -> str:
    return body.decode("utf-8-sig", "replace")


def _unreadable(text: str, path: str) -> Refusal:
    return Refusal(problems.BODY_UNREADABLE, errors=[text], text=text, path=path)


def _mismatched(errors: _Errors, body: bytes) -> Refusal:
    _, positions = read(_text(body))
    details: dict[str, list[str]] = {}
    for sent, _, mismatch in errors:
        text = str(mismatch)
        if mismatch.place:
            text = f"{text} {place(sent, positions.get(sent, (1, 0)))}"
        details.setdefault(sent, []).append(text)
    return Refusal(problems.BODY_INVALID, details=details)


def _wrong_value(value: Any, wanted: str) -> str:
    if isinstance(value, dict | list):
        return _wrong_shape("object" if isinstance(value, dict) else "array", wanted, "").rstrip()
    return f"Error converting value {orjson.dumps(value).decode()} to type '{wanted}'."


def _wrong_shape(given: str, into: str, where: str) -> str:
    samples = {"object": '{"name":"value"}', "array": "[1,2,3]"}
    wanted = "array" if given == "object" else "object"
    return (
        f"Cannot deserialize the current JSON {given} (e.g. {samples[given]}) into type '{into}' because the type "
        f"requires a JSON {wanted} (e.g. {samples[wanted]}) to deserialize correctly. {where}"
    )


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
