"""Whether a document keeps the rules: all that is broken at one stage, with path and text.

The rules stand in `rules`; which of them a version has, when it looks at them and what it says, in `dialect.rules`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from mockedfi.dialect.rules import Rules
from mockedfi.model.build.names import plural
from mockedfi.model.facts import Child, Extension, Node, Property, Reference, Resource
from mockedfi.problems import Refusal
from mockedfi.problems.data import PERSON_NOT_FOUND
from mockedfi.resources import rules as single
from mockedfi.resources.rules import Check
from mockedfi.resources.unification import Unification, unifications

Exists = Callable[[str, str], bool]
"""(resource, unique id or descriptor value): whether there is such an item."""
Values = Mapping[str, Any]
EXTENSIONS = "Extensions"
"""The member of the reference's classes that holds what extensions add."""
_AGGREGATE_EXTENSIONS = "AggregateExtensions"
"""The member of its entities that holds the collections and objects among that."""
_FAILED = "Validation of '{}' failed."
_FATAL = ("required-descriptor-form", "readable-descriptor")
_OF_DESCRIPTORS: Mapping[str, Callable[[Property], bool]] = {
    "descriptor": lambda _: True,
    "required-descriptor": lambda each: each.required,
    "readable-descriptor": lambda each: each.required and not each.identity,
}
"""The rules by which a descriptor value must exist, and which of them they are about."""


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
    """Below the root: (member, item) of each collection or object on the way, as the message era nests its texts.
    An item without a name is not told, and its texts stay those of the whole."""


@dataclass(slots=True)
class _Checks:
    """The compiled checks of one node."""

    unified: tuple[Unification, ...]
    members: list[tuple[str, str, list[tuple[str, Check]], bool]] = field(default_factory=list)
    """(name, member, checks, whether it is looked at when it is not given)."""
    descriptors: list[tuple[str, Property]] = field(default_factory=list)
    """(rule, member whose value must exist)."""
    keys: list[Reference] = field(default_factory=list)
    """Required references, whose keys the entity looks at one by one."""
    children: list[tuple[Child, "_Checks"]] = field(default_factory=list)
    extensions: list[tuple[Extension, tuple[str, str], "_Checks"]] = field(default_factory=list)
    """(extension, group of its texts as `Violation` has them, checks)."""
    aggregates: list[tuple[Extension, tuple[str, str], "_Checks"]] = field(default_factory=list)
    """Collections and objects that extensions add, where these are looked at apart from them."""


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
        self._apart = stage == "entity"
        self._root = self._compile(resource, unifications(resource) if "unified" in self._texts else {}, ())

    def violations(self, document: Values, exists: Exists) -> list[Violation]:
        """Everything that is wrong with `document` at this stage, in the reference's order.

        Over a descriptor that it cannot read it gives up (EdFi.Ods.Common/Extensions/ValidatorExtensions.cs).
        """
        found = list(self._check(self._root, document, _Place((document,)), exists))
        fatal = [each for each in found if each.rule in _FATAL]
        if not fatal:
            return found
        return [replace(min(fatal, key=lambda each: bool(each.groups)), groups=())]

    def _compile(
        self,
        node: Node,
        unified: Mapping[Any, tuple[Unification, ...]],
        path: tuple[str, ...],
        of_children: Mapping[str, single.ChildRule] = single.OF_CHILDREN,
    ) -> _Checks:
        checks = _Checks(unified.get(path, ()))
        members: list[tuple[Any, Mapping[str, Any]]] = [
            *((each, single.OF_PROPERTIES) for each in node.properties),
            *((each, single.OF_REFERENCES) for each in node.references),
            *((each, of_children) for each in node.children),
        ]
        for each, makers in members:
            made = [(name, make(each, self._rules)) for name, make in makers.items() if name in self._texts]
            if rules := [(name, check) for name, check in made if check is not None]:
                checks.members.append((each.name, each.member, rules, each.required))
        for rule, concerns in _OF_DESCRIPTORS.items():
            if rule in self._texts:
                checks.descriptors.extend(
                    (rule, each) for each in node.properties if each.descriptor and concerns(each)
                )
        if "required-key" in self._texts:
            checks.keys.extend(each for each in node.references if each.required)
        for child in node.children:
            checks.children.append((child, self._compile(child, unified, (*path, child.name))))
        for extension in node.extensions:
            below = (*path, "_ext", extension.name)
            own = extension
            if self._apart:
                aggregated = self._compile(_aggregated(extension, self._rules), unified, below, single.OF_AGGREGATES)
                checks.aggregates.append((extension, (_AGGREGATE_EXTENSIONS, ""), aggregated))
                own = replace(extension, children=())
            group = (EXTENSIONS, f"{extension.entity} ({extension.logical_name})")
            checks.extensions.append((extension, group, self._compile(own, unified, below)))
        return checks

    def _check(self, checks: _Checks, value: Values, place: _Place, exists: Exists) -> Iterator[Violation]:
        supplied = True
        for name, member, rules, always in checks.members:
            given = value.get(name)
            if given is None and not always:
                continue
            for rule, check in rules:
                facts = check(given)
                if facts is None or (rule == "supplied" and place.groups and not supplied):
                    continue
                supplied = supplied and rule != "supplied"
                yield self._violation(rule, place, name, member, **facts)
        yield from self._lookups(checks, value, place, exists)
        yield from self._below(checks, value, place, exists)
        flat = replace(place, groups=())
        for each in checks.unified:
            conflict = each.conflict(value, place.parents)
            paths = conflict.paths if conflict else []
            for name in paths[:1] if place.groups else paths:
                yield self._violation("unified", flat, name, name, **conflict.facts if conflict else {})

    def _lookups(self, checks: _Checks, value: Values, place: _Place, exists: Exists) -> Iterator[Violation]:
        for rule, each in checks.descriptors:
            given = value.get(each.name)
            looked_up = rule == "readable-descriptor" or "#" in (given or "")
            if given and looked_up and not exists(each.descriptor or "", given):
                facts = {"descriptor": each.descriptor, "column": each.column, "value": given}
                yield self._violation(rule, place, each.name, each.member, **facts)
        for reference in checks.keys:
            given = value.get(reference.name)
            for key in (each.value for each in reference.keys):
                unknown = key.person and (given is None or not exists(key.person, given[key.name]))
                if unknown and reference.identity and self._rules.person_conflicts:
                    raise Refusal(PERSON_NOT_FOUND, person=key.person)
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
        for extension, group, inner in (*checks.extensions, *checks.aggregates):
            if extension.name in extended:
                item = extended[extension.name]
                name, member = f"_ext.{extension.name}", f"{EXTENSIONS}.{extension.logical_name}"
                yield from self._check(inner, item, place.below(name, member, item, group), exists)

    def _violation(self, rule: str, place: _Place, name: str, member: str, /, **facts: object) -> Violation:
        text = self._texts[rule].format(member=member, **facts)
        return Violation(rule, place.path + name, place.members + member, text, place.groups)


def _items(child: Child, given: Any) -> Iterable[tuple[str, Values]]:
    """(``[0]`` or nothing, object) of each item of a collection, or of an embedded object."""
    if given is None:
        return ()
    return [(f"[{index}]", item) for index, item in enumerate(given)] if child.many else [("", given)]


def _aggregated(extension: Extension, rules: Rules) -> Extension:
    """The collections and objects that an extension adds, by the names that texts have for them.

    Source: EdFi.Ods.Common/Attributes/ValidateAggregateExtensionsAttribute.cs.
    """

    def named(child: Child) -> Child:
        required = child.required and rules.aggregates_required
        if child.many:
            name, entity = child.member, child.entity
        elif rules.aggregates_required:
            name, entity = child.member, ""
        else:
            name, entity = plural(child.entity), f"{child.entity}[0]"
        return replace(child, member=f"{name} ({extension.logical_name})", entity=entity, required=required)

    return replace(extension, properties=(), references=(), children=tuple(map(named, extension.children)))


def annotated(violations: Sequence[Violation], rules: Rules) -> dict[str, list[str]]:
    """What is wrong with a body's shape, by member; all that is wrong within extensions belongs to their holder.

    Source: EdFi.Ods.Common/Attributes/ValidateExtensionsAttribute.cs.
    """
    details: dict[str, list[str]] = {}
    extended: dict[str, list[Violation]] = {}
    for each in violations:
        holder, below, _ = each.members.partition(f"{EXTENSIONS}.")
        if below:
            groups = each.groups[[member for member, _ in each.groups].index(EXTENSIONS) :]
            extended.setdefault(holder + EXTENSIONS, []).append(replace(each, groups=groups))
        else:
            details.setdefault(each.members, []).append(each.text)
    for member, within in extended.items():
        texts = [text for text, _ in _blocks(within, 0)]
        details[member] = texts if rules.nested_as_one else [_FAILED.format(EXTENSIONS)]
    return details


def nested_text(violations: Sequence[Violation], rules: Rules) -> str:
    """The texts as the message era writes them, below a heading for each collection.

    Source: EdFi.Ods.Common/Validation/ValidationResultExtensions.cs, Attributes/ValidateEnumerableAttribute.cs.
    """
    if rules.nested_as_one:
        return "".join(f"\t{text}\n" for text in dict.fromkeys(text for text, _ in _blocks(violations, 0)))
    return _indented(violations)


def _blocks(violations: Sequence[Violation], depth: int, indent: str = "\t\t") -> Iterator[tuple[str, bool]]:
    """The texts of one object, and which of them stay a whole: those below its heading stand at `indent`.

    All that is wrong within a collection is one text.
    """
    for member, within in groupby(violations, lambda each: each.groups[depth][0] if depth < len(each.groups) else None):
        if member is None:
            yield from ((each.text, False) for each in within)
            continue
        lines = [_FAILED.format(member)]
        items = [(item, list(of_item)) for item, of_item in groupby(within, lambda each: each.groups[depth][1])]
        if not items[0][0]:
            below = _blocks(items[0][1], depth + 1, indent + "\t")
            yield "\n".join([*lines, *(indent + text for text, _ in below)]), True
            continue
        for item, of_item in items:
            below = _blocks(of_item, depth + 1)
            lines += [f"\t{text}" if whole else f"\t{item}: {text}" for text, whole in below]
        yield "\n".join([*lines, ""]), False


def _indented(violations: Iterable[Violation]) -> str:
    """A line each, as deep as what it is about."""
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
        lines += ["\t" * (depth + 1) + _FAILED.format(wanted[depth]) for depth in range(shared, len(wanted))]
        headings = wanted
        item = f"{each.groups[-1][1]}: " if each.groups and each.groups[-1][1] else ""
        lines.append("\t" * (len(wanted) + 1) + item + each.text)
    return "".join(f"{line}\n" for line in lines)
