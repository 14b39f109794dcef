"""The documents that would connect a caller to a person, ready to be posted."""

from collections.abc import Sequence
from typing import Any

from mockedfi.clock import Clock
from mockedfi.model.catalogue import Catalogue
from mockedfi.model.facts import Child, Node, Path, Property, Reference, Resource, Subject
from mockedfi.security.explanation import Post, Remedy
from mockedfi.security.reach import Reach
from mockedfi.security.subjects import is_person
from mockedfi.security.views import View
from mockedfi.store.documents import Documents

_DATA = "/data/v3"


class Opening:
    """Makes such documents from the catalogue and from what the store holds."""

    def __init__(self, catalogue: Catalogue, documents: Documents, reach: Reach, clock: Clock) -> None:
        self._catalogue = catalogue
        self._documents = documents
        self._reach = reach
        self._clock = clock

    def remedies(self, view: View, person: str, organizations: frozenset[int]) -> tuple[Remedy, ...]:
        """One remedy for each way in which `organizations` could be connected to a person; none if there are none."""
        found = []
        for path in view.paths:
            posts = self._posts(view, path, person, organizations)
            if posts:
                names = " and ".join(f"{'an' if name[0] in 'AEIOU' else 'a'} {name}" for name in path[-len(posts) :])
                found.append(Remedy(text=f"Post {names} that connects the {view.person} to the caller.", posts=posts))
        return tuple(found)

    def _posts(self, view: View, path: Sequence[str], person: str, organizations: frozenset[int]) -> tuple[Post, ...]:
        """The missing links of one path, the one next to the education organization first."""
        resource = self._catalogue.resources[path[0]]
        organization = self._organization(resource, organizations)
        if organization is None:
            return ()
        if len(path) == 1:
            return (self._post(resource, {_organization_of(resource): organization, _person_of(resource): person}),)
        last = self._catalogue.resources[path[1]]
        nearer = self._reach.near(view, path, 1, person)
        between = nearer[0] if nearer else self._reached(_person_of(resource).kind, view, path, organizations)
        if between is None:
            return ()
        ends = {each: person if each.kind == view.person else between for each in last.subjects}
        posts = [] if nearer else [self._post(last, ends)]
        if not self._reach.connected(_first_step(view, resource, path), between, organizations):
            first = {_organization_of(resource): organization, _person_of(resource): between}
            posts.insert(0, self._post(resource, first))
        return tuple(posts)

    def _organization(self, resource: Resource, organizations: frozenset[int]) -> int | None:
        """The lowest id within reach that the association can refer to."""
        subject = _organization_of(resource)
        target = next(each.target for each in resource.references if each.name == subject.path[0])
        kinds = {each.name for each in self._catalogue.concrete(target)}
        for id_ in sorted(organizations):
            found = self._reach.hierarchy.find(id_)
            if found is not None and found.type in kinds:
                return id_
        return None

    def _reached(self, kind: str, view: View, path: Sequence[str], organizations: frozenset[int]) -> str | None:
        """A person whom the caller reaches already, else any."""
        first = _first_step(view, self._catalogue.resources[path[0]], path)
        persons = [str(record.key[0]) for record in self._documents.table(kind).records()]
        reached = (each for each in persons if self._reach.connected(first, each, organizations))
        return next(reached, persons[0] if persons else None)

    def _post(self, resource: Resource, known: dict[Subject, Any]) -> Post:
        body: dict[str, Any] = {}
        for subject, value in known.items():
            _put(body, subject.path, value)
        self._fill(resource, body)
        return Post(path=f"{_DATA}/{resource.namespace}/{resource.plural}", body=body)

    def _fill(self, node: Node, body: dict[str, Any]) -> None:
        """Give every required member a value."""
        for reference in node.references:
            if reference.required and reference.name not in body:
                body[reference.name] = self._referred(reference)
        for each in node.properties:
            if each.required and each.name not in body:
                body[each.name] = self._value(each)
        for child in node.children:
            if child.required and child.name not in body:
                body[child.name] = self._child(child)

    def _child(self, child: Child) -> Any:
        item: dict[str, Any] = {}
        self._fill(child, item)
        return [item] if child.many else item

    def _referred(self, reference: Reference) -> dict[str, Any]:
        """The first document that would do."""
        for resource in self._catalogue.concrete(reference.target):
            for record in self._documents.table(resource.name).records():
                document = record.document()
                return {key.value.name: _get(document, key.target) for key in reference.keys}
        return {key.value.name: self._value(key.value) for key in reference.keys}

    def _value(self, value: Property) -> Any:
        if value.descriptor is not None:
            for record in self._documents.table(value.descriptor).records():
                document = record.document()
                return f"{document['namespace']}#{document['codeValue']}"
        match value.type:
            case "date":
                return self._clock.now().date().isoformat()
            case "datetime":
                return self._clock.now().strftime("%Y-%m-%dT%H:%M:%SZ")
            case "time":
                return "08:00:00"
            case "boolean":
                return False
            case "string" | "descriptor":
                return "string"
            case _:
                return 1


def _first_step(view: View, resource: Resource, path: Sequence[str]) -> View:
    return View(person=_person_of(resource).kind, paths=(tuple(path[:1]),), deletes=view.deletes)


def _organization_of(resource: Resource) -> Subject:
    return next(each for each in resource.subjects if not is_person(each))


def _person_of(resource: Resource) -> Subject:
    return next(each for each in resource.subjects if is_person(each))


def _put(body: dict[str, Any], path: Path, value: Any) -> None:
    for name in path[:-1]:
        body = body.setdefault(name, {})
    body[path[-1]] = value


def _get(document: dict[str, Any], path: Path) -> Any:
    value: Any = document
    for name in path:
        value = value[name]
    return value
