"""Whether a document keeps the rules: all that is broken at one stage, with path and text.

The rules stand in `rules`; which of them a version has, when it looks at them and what it says, in `dialect.rules`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from mockedfi.dialect.rules import Rules
from mockedfi.model.facts import Child, Extension, Node, Property, Reference, Resource
from mockedfi.resources import rules as single
from mockedfi.resources.rules import Check
from mockedfi.resources.unification import Unification, unifications

Exists = Callable[[str, str], bool]
"""(resource, unique id or descriptor value): whether there is such an item."""
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule."""

    rule: str
    path: str
    """JSON path without ``$.``."""
    members: str
    """The same path in the names of the reference's classes."""
    text: str
    groups: tuple[tuple[str, str], ...] = ()
    """Below the root: (member, item) of each collection or object on the way, as the message era nests its texts."""


@dataclass(slots=True)
class _Checks:
    """The compiled checks of one node."""

    unified: tuple[Unification, ...]
    members: list[tuple[str, str, list[tuple[str, Check]], bool]] = field(default_factory=list)
    """(name, member, checks, whether it is looked at when it is not given)."""
    descriptors: list[Property] = field(default_factory=list)
    keys: list[Reference] = field(default_factory=list)
    """Required references, whose keys the entity looks at one by one."""
    children: list[tuple[Child, "_Checks"]] = field(default_factory=list)
    extensions: list[tuple[Extension, "_Checks"]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in a document a node stands."""

    parents: tuple[Values, ...]
    """The objects from the root down to the node itself."""
    path: str = ""
    members: str = ""
    groups: tuple[tuple[str, str], ...] = ()

    def below(self, name: str, member: str, value: Values, group: tuple[str, str]) -> "_Place":
        return _Place((*self.parents, value), f"{self.path}{name}.", f"{self.members}{member}.", (*self.groups, group))


class Validator:
    """The rules of one resource, compiled for one stage."""

    def __init__(self, resource: Resource, rules: Rules, stage: str) -> None:
        self._texts = {name: text for name, text in rules.texts.items() if rules.stage(name) == stage}
        self._rules = rules
        self._root = self._compile(resource, unifications(resource) if "unified" in self._texts else {}, ())

    def violations(self, document: Values, exists: Exists) -> list[Violation]:
        """Everything that is wrong with `document` at this stage, in the reference's order."""
        return list(self._check(self._root, document, _Place((document,)), exists))

    def _compile(self, node: Node, unified: Mapping[Any, tuple[Unification, ...]], path: tuple[str, ...]) -> _Checks:
        checks = _Checks(unified.get(path, ()))
        members: list[tuple[Any, Mapping[str, Any]]] = [
            *((each, single.OF_PROPERTIES) for each in node.properties),
            *((each, single.OF_REFERENCES) for each in node.references),
            *((each, single.OF_CHILDREN) for each in node.children),
        ]
        for each, makers in members:
            made = [(name, make(each, self._rules)) for name, make in makers.items() if name in self._texts]
            if rules := [(name, check) for name, check in made if check is not None]:
                checks.members.append((each.name, each.member, rules, each.required))
        if "descriptor" in self._texts:
            checks.descriptors.extend(each for each in node.properties if each.descriptor)
        if "required-key" in self._texts:
            checks.keys.extend(each for each in node.references if each.required)
        for child in node.children:
            checks.children.append((child, self._compile(child, unified, (*path, child.name))))
        for extension in node.extensions:
            inner = self._compile(extension, unified, (*path, "_ext", extension.name))
            checks.extensions.append((extension, inner))
        return checks

    def _check(self, checks: _Checks, value: Values, place: _Place, exists: Exists) -> Iterator[Violation]:
        for name, member, rules, always in checks.members:
            given = value.get(name)
            if given is None and not always:
                continue
            for rule, check in rules:
                facts = check(given)
                if facts is not None:
                    yield self._violation(rule, place, name, member, **facts)
        yield from self._lookups(checks, value, place, exists)
        yield from self._below(checks, value, place, exists)
        flat = replace(place, groups=())
        for each in checks.unified:
            conflict = each.conflict(value, place.parents)
            for name in conflict.paths if conflict else ():
                yield self._violation("unified", flat, name, name, **conflict.facts if conflict else {})

    def _lookups(self, checks: _Checks, value: Values, place: _Place, exists: Exists) -> Iterator[Violation]:
        for each in checks.descriptors:
            given = value.get(each.name)
            if given and "#" in given and not exists(each.descriptor or "", given):
                yield self._violation(
                    "descriptor", place, each.name, each.member, descriptor=each.descriptor, value=given
                )
        for reference in checks.keys:
            given = value.get(reference.name)
            for key in (each.value for each in reference.keys):
                unknown = key.person and (given is None or not exists(key.person, given[key.name]))
                if unknown and reference.identity:
                    yield self._violation("known-person", place, reference.name, key.column, person=key.person)
                elif unknown or given is None:
                    yield self._violation("required-key", place, reference.name, key.column)
                if key.person and given is None:
                    yield self._violation("required-key", place, reference.name, key.member)

    def _below(self, checks: _Checks, value: Values, place: _Place, exists: Exists) -> Iterator[Violation]:
        for child, inner in checks.children:
            for index, item in _items(child, value.get(child.name)):
                below = place.below(
                    child.name + index, child.member + index, item, (child.member, child.entity + index)
                )
                yield from self._check(inner, item, below, exists)
        extended = value.get("_ext") or {}
        for extension, inner in checks.extensions:
            if extension.name in extended:
                item = extended[extension.name]
                name, member = f"_ext.{extension.name}", f"Extensions.{extension.logical_name}"
                below = place.below(name, member, item, (extension.logical_name, extension.entity))
                yield from self._check(inner, item, below, exists)

    def _violation(self, rule: str, place: _Place, name: str, member: str, /, **facts: object) -> Violation:
        text = self._texts[rule].format(member=member, **facts)
        return Violation(rule, place.path + name, place.members + member, text, place.groups)


def _items(child: Child, given: Any) -> Iterable[tuple[str, Values]]:
    """(``[0]`` or nothing, object) of each item of a collection, or of an embedded object."""
    if given is None:
        return ()
    return [(f"[{index}]", item) for index, item in enumerate(given)] if child.many else [("", given)]


def nested_text(violations: Iterable[Violation]) -> str:
    """The texts as the message era writes them: a line each, indented below a heading for each collection.

    Source: EdFi.Ods.Common/Validation/ValidationResultExtensions.cs (5.2).
    """
    lines: list[str] = []
    headings: list[str] = []
    said: set[str] = set()
    for each in violations:
        if not each.groups and each.text in said:
            continue
        said.add(each.text)
        wanted = [member for member, _ in each.groups]
        shared = 0
        while shared < min(len(headings), len(wanted)) and headings[shared] == wanted[shared]:
            shared += 1
        for depth in range(shared, len(wanted)):
            lines.append("\t" * (depth + 1) + f"Validation of '{wanted[depth]}' failed.")
        headings = wanted
        item = f"{each.groups[-1][1]}: " if each.groups else ""
        lines.append("\t" * (len(wanted) + 1) + item + each.text)
    return "".join(f"{line}\n" for line in lines)
