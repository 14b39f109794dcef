"""Breaks a valid document in every way that its resource allows, one mistake at a time.

Each fault carries the body to send and what the reference answers to it (`voices`). What one era does not look at
is no fault there.
"""

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mockedfi.model.catalogue import Catalogue
from mockedfi.model.facts import Child, Node, Path, Property, Reference, ReferenceKey, Resource

from .maker import Document, value_at
from .voices import Answer, Mistake, Place, Voice

NOWHERE = {"int16": 30_001, "int32": 1_999_999_999, "int64": 888_888_888_888, "date": "1901-02-03", "string": "no one"}
"""Values that no document has."""
UNREADABLE = {
    "boolean": ("perhaps", "Could not convert string to boolean: perhaps."),
    "int16": ("many", "Could not convert string to integer: many."),
    "int32": ("many", "Could not convert string to integer: many."),
    "int64": ("many", "Input string 'many' is not a valid System.Int64."),
    "decimal": ("much", "Could not convert string to decimal: much."),
    "datetime": ("once", "Could not convert string to DateTime: once."),
    "date": ("once", ""),
    "time": ("late", ""),
}
"""By type: a value that it cannot hold, and what the JSON reader says. Converters say nothing of their own."""
_LEAVE_OUT: Any = object()


@dataclass(frozen=True)
class Fault:
    """One mistake in an otherwise valid document."""

    kind: str
    """The method of `Voice` that tells the answer."""
    where: str
    body: bytes
    answer: Answer
    identifying: bool
    """It changes the natural key."""

    def __str__(self) -> str:
        return f"{self.kind} at {self.where}"


@dataclass(frozen=True)
class _Spot:
    """A node of the document: its facts, its value, the way to it."""

    node: Node
    value: Document
    steps: tuple[str | int, ...]
    path: Path
    place: Place

    def below(self, child: Child) -> "_Spot":
        """The embedded object, or the last item of the collection."""
        value = self.value[child.name]
        if not child.many:
            place = self.place.below(child, None)
            return _Spot(child, value, (*self.steps, child.name), (*self.path, child.name), place)
        last = len(value) - 1
        steps = (*self.steps, child.name, last)
        return _Spot(child, value[last], steps, (*self.path, child.name), self.place.below(child, last))


class Faults:
    """The faults of one document."""

    def __init__(self, resource: Resource, document: Document, catalogue: Catalogue, voice: Voice) -> None:
        self._resource = resource
        self._document = document
        self._voice = voice
        self._unified = {path for paths in resource.unifications for path in paths}
        base = catalogue.abstracts.get(resource.base or "")
        self._base_table = base.table if base else ""

    def __iter__(self) -> Iterator[Fault]:
        for spot in self._spots(_Spot(self._resource, self._document, (), (), Place(self._resource))):
            for of in spot.node.properties:
                if of.name in spot.value:
                    yield from self._of_property(spot, of)
            for reference in spot.node.references:
                if reference.name in spot.value:
                    yield from self._of_reference(spot, reference)
            for child in spot.node.children:
                if child.name in spot.value:
                    yield from self._of_child(spot, child)

    def _spots(self, spot: _Spot) -> Iterator[_Spot]:
        """The node itself and one item of each collection below it, at any depth."""
        yield spot
        for child in spot.node.children:
            if spot.value.get(child.name):
                yield from self._spots(spot.below(child))

    def _of_property(self, spot: _Spot, of: Property) -> Iterator[Fault]:
        unified = (*spot.path, of.name) in self._unified
        yield from self._of_json(spot, of)
        if of.required and not unified:
            yield from self._fault("missing", spot, Mistake(spot.place, of), _LEAVE_OUT)
        if of.type == "string":
            yield from self._of_string(spot, of, unified)
        elif of.type == "descriptor" and not unified:
            for kind, value in (
                ("unknown_descriptor", f"uri://ed-fi.org/{of.descriptor}#Not one"),
                ("no_descriptor", "00"),
            ):
                yield from self._fault(kind, spot, Mistake(spot.place, of, value), value)
        elif of.type in ("decimal", "int32") and not unified:
            yield from self._of_number(spot, of)
        elif of.type == "date" and not unified:
            yield from self._fault("ancient", spot, Mistake(spot.place, of), "1752-12-31")

    def _of_json(self, spot: _Spot, of: Property) -> Iterator[Fault]:
        """A value of a type that the property's cannot be made of."""
        if of.type not in UNREADABLE:
            return
        wrong, text = UNREADABLE[of.type]
        if text:
            path = f"{spot.place.names}.{of.name}".removeprefix("$.")
            text = f"{text} Path '{path}', line 1, position {self._read_up_to(spot, of.name, wrong)}."
        mistake = Mistake(spot.place, of, detail=text or "The supplied value is invalid.")
        yield from self._fault("unreadable", spot, mistake, wrong)

    def _read_up_to(self, spot: _Spot, name: str, wrong: Any) -> int:
        """Where Newtonsoft stands when it meets the wrong value: past it."""
        marker = "here it is"
        start = self._changed(spot, name, marker).decode().index(json.dumps(marker))
        return start + len(json.dumps(wrong))

    def _of_string(self, spot: _Spot, of: Property, unified: bool) -> Iterator[Fault]:
        others = unified or (self._resource.descriptor and of.name in ("namespace", "codeValue"))
        mistake = Mistake(spot.place, of, among_others=others)
        longest = of.max_length or 1_000
        filled = "x" * max(1, of.min_length or 0)
        if of.required and not others:
            yield from self._fault("empty", spot, mistake, "")
        if of.max_length is not None:
            yield from self._fault("too_long", spot, mistake, str(spot.value[of.name]).ljust(longest + 1, "y"))
        if of.identity and longest > len(filled):
            yield from self._fault("spaced", spot, mistake, f"{filled} ")
        if longest >= len(f"<b>{filled}"):
            yield from self._fault("dangerous", spot, mistake, f"<b>{filled}")

    def _of_number(self, spot: _Spot, of: Property) -> Iterator[Fault]:
        low, high = of.minimum, of.maximum
        bounds, value = "", 0
        if of.type == "decimal" and low is None and high is None:
            bounds, value = _bounds_of_decimal(of)
        elif low is not None and high is not None:
            bounds, value = f"between {low:g} and {high:g}", int(high) + 1
        elif of.type == "int32" and low is not None:
            bounds, value = f"greater than or equal to {low:g}", int(low) - 1
        elif of.type == "int32" and high is not None:
            bounds, value = f"less than or equal to {high:g}", int(high) + 1
        if bounds:
            yield from self._fault("out_of_range", spot, Mistake(spot.place, of, detail=bounds), value)

    def _of_reference(self, spot: _Spot, of: Reference) -> Iterator[Fault]:
        given = spot.value[of.name]
        free = [key.value for key in of.keys if (*spot.path, of.name, key.value.name) not in self._unified]
        alone = len(free) == len(of.keys)
        if of.required and alone:
            yield from self._fault("reference_missing", spot, Mistake(spot.place, of), _LEAVE_OUT)
        if free and len(of.keys) > 1 and (alone or not of.required):
            part = {name: value for name, value in given.items() if name != free[0].name}
            yield from self._fault("reference_partial", spot, Mistake(spot.place, of, key=free[0]), part)
        for key in [key for key in free if key.type in NOWHERE][:1]:
            mistake = Mistake(spot.place, of, key=key, detail=self._table_of(spot, of))
            yield from self._fault("unresolved", spot, mistake, {**given, key.name: NOWHERE[key.type]})
        for key in [key for key in free if key.type == "descriptor"][:1]:
            mistake = Mistake(spot.place, of, self._other(key), key)
            yield from self._fault("unknown_in_reference", spot, mistake, {**given, key.name: self._other(key)})
        yield from self._of_unified(spot, of)

    def _table_of(self, spot: _Spot, of: Reference) -> str:
        """The table that has the foreign key: the base's for what a subtype inherits as part of its key."""
        return self._base_table if self._base_table and not spot.path and of.identity else spot.node.table

    def _of_unified(self, spot: _Spot, of: Reference) -> Iterator[Fault]:
        """A key of a reference that does not agree with what the node, or the document's root, carries besides."""
        for key in of.keys:
            paths = self._unified_with((*spot.path, of.name, key.value.name))
            here = [path for path in paths if path[: len(spot.path)] == spot.path and not self._below(spot, path)]
            above = [] if here == paths or not spot.path else [path for path in paths if self._at_root(path)]
            if len(here) + len(above) > 1 and here[-1][len(spot.path) :] == (of.name, key.value.name):
                yield from self._disagreement(spot, of, key, here, above[:1])

    def _disagreement(
        self, spot: _Spot, of: Reference, key: ReferenceKey, here: list[Path], above: list[Path]
    ) -> Iterator[Fault]:
        wrong = self._other(key.value)
        sources = [("", value_at(self._document, path)) for path in above]
        for path in here:
            inner = path[len(spot.path) :]
            value = wrong if inner == (of.name, key.value.name) else value_at(spot.value, inner)
            sources.append((".".join(inner), value))
        mistake = Mistake(spot.place, of, wrong, key.value, key.parameter, tuple(sources))
        if key.value.type != "date":
            yield from self._fault("disagreeing", spot, mistake, {**spot.value[of.name], key.value.name: wrong})

    def _unified_with(self, path: Path) -> list[Path]:
        """All paths that carry the same column and that the document has."""
        paths = next((paths for paths in self._resource.unifications if path in paths), ())
        return [each for each in paths if not self._at_root(each) or each[0] in self._document]

    @staticmethod
    def _other(key: Property) -> Any:
        """A value that no document has."""
        return f"uri://ed-fi.org/{key.descriptor}#Not one" if key.type == "descriptor" else NOWHERE[key.type]

    @staticmethod
    def _below(spot: _Spot, path: Path) -> bool:
        return any(path[len(spot.path)] == child.name for child in spot.node.children)

    def _at_root(self, path: Path) -> bool:
        return not any(path[0] == child.name for child in self._resource.children)

    def _of_child(self, spot: _Spot, child: Child) -> Iterator[Fault]:
        value = spot.value[child.name]
        if child.required and not child.many:
            yield from self._fault("object_missing", spot, Mistake(spot.place, child), _LEAVE_OUT)
        if child.required and child.many:
            yield from self._fault("no_items", spot, Mistake(spot.place, child), [])
        if child.many and child.item_key:
            twice = [*value, value[0]]
            yield from self._fault("repeated", spot, Mistake(spot.place, child, twice), twice)

    def _fault(self, kind: str, spot: _Spot, mistake: Mistake, value: Any) -> Iterator[Fault]:
        answer = getattr(self._voice, kind)(mistake)
        if answer is not None:
            name = mistake.of.name
            identifying = not spot.path and any(path[0] == name for path in self._resource.identity)
            yield Fault(kind, mistake.path(), self._changed(spot, name, value), answer, identifying)

    def _changed(self, spot: _Spot, name: str, value: Any) -> bytes:
        """The document as JSON with one member of one node changed."""
        document = copy.copy(self._document)
        holder: Any = document
        for step in spot.steps:
            holder[step] = copy.copy(holder[step])
            holder = holder[step]
        if value is _LEAVE_OUT:
            del holder[name]
        else:
            holder[name] = value
        return json.dumps(document).encode()


def _bounds_of_decimal(of: Property) -> tuple[str, int]:
    """The range of a decimal by its digits, as texts print it, and the first whole number beyond it."""
    if of.precision is None or of.scale is None:
        return "", 0
    if (of.precision, of.scale) == (19, 4):
        return "between -922337203685477.5808 and 922337203685477.5807", 10**15
    top = "9" * (of.precision - of.scale) + "." + "9" * of.scale
    return f"between -{top} and {top}", 10 ** (of.precision - of.scale)
