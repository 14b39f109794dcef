"""Documents of which a person says only what matters: what is required is filled in from the model and the district.

Values come from documents of the same kind that are there already, references lead to documents that are there; what
is not there is made as well.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from mockedfi.control.calls import InvalidCall
from mockedfi.control.invention import Invention
from mockedfi.instance import Instance
from mockedfi.model.facts import Child, Node, Path, Reference, Resource
from mockedfi.model.plan import fold_of, values_at
from mockedfi.settings.values import nearest
from mockedfi.store.record import Document, Record

_DEEPEST = 8
_MOST_ATTEMPTS = 5_000
_REFERENCE = "Reference"


@dataclass(frozen=True, slots=True)
class Filled:
    """A document to be posted."""

    resource: Resource
    document: Document


class Filler:
    """Fills documents for one state of one API version."""

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.catalogue = instance.catalogue
        self.documents = instance.documents
        self.invention = Invention(instance.catalogue, instance.documents, instance.clock)

    def filled(self, resource: Resource, members: Mapping[str, Any], depth: int = 0) -> list[Filled]:
        """A document, after those that it refers to and that are not there yet.

        Raises:
            InvalidCall: a member is not known, or what is required cannot be found or made.
        """
        if depth > _DEEPEST:
            raise InvalidCall(f"{resource.plural} refer to too much that is not there; add it first", "members")
        given = self._spelled_out(resource, members)
        plan = self.instance.plans[resource.name]
        for attempt in range(_MOST_ATTEMPTS):
            draft = _Draft(self, resource, given, attempt, depth)
            document = draft.document()
            if draft.settled or not self._taken(resource, plan.key(document)):
                return [*draft.before, Filled(resource, document)]
        text = f"every key of {resource.plural} that can be made of the district is taken; say more of the members"
        raise InvalidCall(text, "members")

    def _taken(self, resource: Resource, key: tuple[Any, ...]) -> bool:
        """Whether a document has the key, in the resource or in another of the same base."""
        base = resource.name if resource.base is None or resource.descriptor else resource.base
        return self.documents.resolve(base, key) is not None

    def _spelled_out(self, resource: Resource, members: Mapping[str, Any]) -> Document:
        """Members as the wire has them; also takes ``student`` for ``studentReference``, and code values alone."""
        names = {
            *(each.name for each in resource.properties),
            *(each.name for each in resource.references),
            *(each.name for each in resource.children),
            "_ext",
        }
        references = {each.name: each for each in resource.references}
        given: Document = {}
        for name, value in members.items():
            full = name if name in names else name + _REFERENCE
            if full not in names:
                short = {each.removesuffix(_REFERENCE) for each in names}
                raise InvalidCall(f"{name} is no member of {resource.plural}{nearest(name, names | short)}", name)
            given[full] = self._keys_of(references[full], value) if full in references else value
        for each in resource.properties:
            if each.descriptor is not None and isinstance(given.get(each.name), str):
                given[each.name] = self.invention.descriptor(each.descriptor, given[each.name], each.name)
        return given

    def _keys_of(self, reference: Reference, value: Any) -> Document:
        """What a reference carries, of a document that it leads to, of its only key, or as it is."""
        names = [key.value.name for key in reference.keys]
        if not isinstance(value, dict):
            if len(names) > 1:
                wanted = f"an object with {', '.join(names)}, or the document itself"
                raise InvalidCall(f"{reference.name} must be {wanted}", reference.name)
            return {names[0]: value}
        if set(names) <= set(value):
            return {name: value[name] for name in names}
        for resource in self.catalogue.concrete(reference.target):
            found = [values_at(value, path) for path in resource.identity]
            if all(found):
                by_name = dict(zip(self.catalogue.key_names(reference.target), found, strict=True))
                return {name: by_name[name][0] for name in names}
        raise InvalidCall(f"{reference.name} needs {', '.join(names)}, or a document that it leads to", reference.name)

    def keys_in(self, reference: Reference, record: Record) -> Document:
        """What a reference to a record carries."""
        resource, document = self.catalogue.named(record.resource), record.document()
        values = [values_at(document, path)[0] for path in resource.identity]
        by_name = dict(zip(self.catalogue.key_names(reference.target), values, strict=True))
        return {key.value.name: by_name[key.value.name] for key in reference.keys}

    def targets(self, reference: Reference, wanted: Mapping[str, Any]) -> Iterator[Record]:
        """The records that a reference with these values may lead to."""
        places = {name: place for place, name in enumerate(self.catalogue.key_names(reference.target))}
        folded = {key.value.name for key in reference.keys if fold_of(key.value)}
        parts = [(places[name], value.lower() if name in folded else value) for name, value in wanted.items()]
        for resource in self.catalogue.concrete(reference.target):
            for record in self.documents.table(resource.name).records():
                if all(record.key[place] == value for place, value in parts):
                    yield record


class _Draft:
    """One document in the making; members that share a column share its value."""

    def __init__(self, filler: Filler, resource: Resource, given: Document, attempt: int, depth: int) -> None:
        self.before: list[Filled] = []
        """Documents that must be there first."""
        self._filler = filler
        self._resource = resource
        self._given = given
        self._attempt = attempt
        self._depth = depth
        self._example = filler.invention.example(resource.name)
        self._classes = {path: place for place, paths in enumerate(resource.unifications) for path in paths}
        self._known: dict[Path | int, Any] = {}
        self._learn(given, ())
        self._varied = self._variable()
        self._distinct = filler.invention.distinct(resource)

    @property
    def settled(self) -> bool:
        """Whether the key was given, so that another attempt would make no other."""
        return all(values_at(self._given, path) for path in self._resource.identity)

    def document(self) -> Document:
        """The whole document. Raises `InvalidCall`."""
        return self._node(self._resource, (), self._given, self._example or {})

    def _variable(self) -> str | None:
        """The reference in the key that leads elsewhere at each attempt: to a person, if to any."""
        free = [each for each in self._resource.references if each.identity and each.name not in self._given]
        persons = [each for each in free if any(key.value.person for key in each.keys)]
        return next((each.name for each in (*persons, *reversed(free))), None)

    def _node(self, node: Node, path: Path, given: Document, example: Document) -> Document:
        made: Document = {}
        for reference in node.references:
            if reference.name in given:
                made[reference.name] = given[reference.name]
            elif reference.required:
                made[reference.name] = self._reference(reference, (*path, reference.name))
        for each in node.properties:
            known = self._value_at((*path, each.name))
            if each.name in given or each.required:
                value = given.get(each.name, known)
                if value is None:
                    fresh = not path and each.name == self._distinct
                    value = self._filler.invention.value(
                        each, self._resource, example.get(each.name), self._attempt, fresh=fresh
                    )
                made[each.name] = value
                self._know((*path, each.name), value)
        for child in node.children:
            if child.name in given:
                made[child.name] = self._given_child(child, (*path, child.name), given[child.name])
            elif child.required:
                made[child.name] = self._required_child(child, (*path, child.name), example.get(child.name))
        return {**made, **({"_ext": given["_ext"]} if "_ext" in given else {})}

    def _given_child(self, child: Child, path: Path, value: Any) -> Any:
        """What is given, its items filled in too."""
        if isinstance(value, dict) and not child.many:
            return self._node(child, path, value, {})
        if isinstance(value, list) and child.many:
            return [self._node(child, path, item, {}) if isinstance(item, dict) else item for item in value]
        return value

    def _required_child(self, child: Child, path: Path, example: Any) -> Any:
        """The first item of the example, or the embedded object, as far as it is required."""
        if child.many:
            return [self._node(child, path, {}, example[0] if example else {})]
        return self._node(child, path, {}, example or {})

    def _reference(self, reference: Reference, path: Path) -> Document:
        wanted = {}
        for key in reference.keys:
            value = self._value_at((*path, key.value.name))
            if value is not None:
                wanted[key.value.name] = value
        skip = self._attempt if reference.name == self._varied else 0
        for place, record in enumerate(self._filler.targets(reference, wanted)):
            if place == skip:
                keys = self._filler.keys_in(reference, record)
                break
        else:
            keys = self._made(reference, wanted)
        for name, value in keys.items():
            self._know((*path, name), value)
        return keys

    def _made(self, reference: Reference, wanted: Mapping[str, Any]) -> Document:
        """What a reference carries that leads to a document yet to be made."""
        resource = min(
            self._filler.catalogue.concrete(reference.target),
            key=lambda each: sum(one.required for one in each.references),
        )
        names = self._filler.catalogue.key_names(reference.target)
        given: Document = {}
        for name, path in zip(names, resource.identity, strict=True):
            if name in wanted:
                holder = given
                for step in path[:-1]:
                    holder = holder.setdefault(step, {})
                holder[path[-1]] = wanted[name]
        self.before += self._filler.filled(resource, given, self._depth + 1)
        document = self.before[-1].document
        values = dict(zip(names, (values_at(document, path)[0] for path in resource.identity), strict=True))
        return {key.value.name: values[key.value.name] for key in reference.keys}

    def _learn(self, value: Any, path: Path) -> None:
        """Take what is given into account wherever it is shared."""
        if isinstance(value, dict):
            for name, inner in value.items():
                self._learn(inner, (*path, name))
        elif not isinstance(value, list):
            self._know(path, value)

    def _know(self, path: Path, value: Any) -> None:
        self._known.setdefault(self._classes.get(path, path), value)

    def _value_at(self, path: Path) -> Any:
        return self._known.get(self._classes.get(path, path))


def resource_of(instance: Instance, text: str) -> Resource:
    """The resource that a person names: ``students``, ``ed-fi/students``.

    Raises:
        InvalidCall: there is none.
    """
    namespace, _, plural = text.strip("/").rpartition("/")
    named = [each for each in instance.catalogue.resources.values() if each.plural.lower() == plural.lower()]
    fitting = [each for each in named if namespace.lower() in ("", each.namespace.lower())]
    if fitting:
        return fitting[0]
    known = [each.plural for each in instance.catalogue.resources.values()]
    version = instance.edition.version
    raise InvalidCall(f"API version {version} has no resource {text}{nearest(plural, known)}", "resource")
