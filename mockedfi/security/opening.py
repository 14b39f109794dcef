"""The documents that would connect a caller to a person or to an education organization, ready to be posted."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mockedfi.clock import Clock
from mockedfi.model.catalogue import Catalogue
from mockedfi.model.facts import Path, Reference, Resource, Subject
from mockedfi.security.drafts import Drafts
from mockedfi.security.hierarchy import parent_paths
from mockedfi.security.reach import Reach
from mockedfi.security.subjects import ORGANIZATION, is_person
from mockedfi.security.views import View
from mockedfi.security.ways import Way
from mockedfi.store.documents import Documents

_PREFIX = "uri://mockedfi.example"


class Opening:
    """Makes such documents from the catalogue and from what the store holds."""

    def __init__(self, catalogue: Catalogue, documents: Documents, reach: Reach, clock: Clock) -> None:
        self._catalogue = catalogue
        self._documents = documents
        self._reach = reach
        self._drafts = Drafts(catalogue, documents, clock)

    def connections(
        self, view: View, person: str, organizations: frozenset[int], offered: frozenset[int]
    ) -> Iterator[Way]:
        """How a person could be connected to one of `organizations`, or to one of `offered`, given to the client."""
        for path in view.paths:
            way = self._connection(view, path, person, organizations, offered)
            if way is not None:
                yield way
        near = sorted(self._reach.organizations_of(view, person) & offered)
        if near:
            yield given(near[0], f", which the {view.person} is connected to")

    def link(self, id_: int, organizations: frozenset[int]) -> Iterator[Way]:
        """How an education organization that stands below no other could be put below one of `organizations`."""
        found = self._reach.hierarchy.find(id_)
        if found is None or found.parents:
            return
        resource = self._catalogue.resources[found.type]
        for path in parent_paths(self._catalogue, resource):
            parent = self._first(self._reference(resource, path), organizations)
            if parent is not None:
                body = found.record.document() | {path[0]: {path[1]: parent}}
                yield Way(
                    text=f"Put the {found.type} {id_} below {parent}.", posts=(self._drafts.post(resource, body),)
                )
                return

    def completed(
        self, resource: Resource, document: Mapping[str, Any], subject: Subject, reached: Sequence[frozenset[int]]
    ) -> Iterator[Way]:
        """A document that lacks an education organization, with one: from the first of `reached` that has any, else
        one that the client would be given.
        """
        if len(subject.path) == 1:
            return
        target = self._reference(resource, subject.path)
        within = next((id_ for each in reached if (id_ := self._first(target, each)) is not None), None)
        id_ = self._first(target, self.everywhere()) if within is None else within
        if id_ is None:
            return
        body = dict(document) | {subject.path[0]: {subject.path[1]: id_}}
        text = f"Give the {resource.name} a value of {subject.name} within the caller's reach."
        posts = (self._drafts.post(resource, body),)
        if within is None:
            yield Way(text=f"{text} {given(id_).text}", posts=posts, organizations=(id_,))
        else:
            yield Way(text=text, posts=posts)

    def named(self, resource: Resource, document: Mapping[str, Any], path: Path, prefixes: Sequence[str]) -> Way:
        """A document that lacks a namespace, with one that begins with the client's prefix, or with one given to it."""
        prefix = prefixes[0] if prefixes else _PREFIX
        text = f"Give the {resource.name} a namespace that begins with one of the client's prefixes."
        posts = (self._drafts.post(resource, dict(document) | {path[0]: prefix}),) if len(path) == 1 else ()
        return Way(text=text, posts=posts) if prefixes else Way(text=text, posts=posts, prefixes=(prefix,))

    def everywhere(self) -> frozenset[int]:
        """Every education organization."""
        return frozenset(each.id for each in self._reach.hierarchy.all())

    def _connection(
        self,
        view: View,
        path: Sequence[str],
        person: str,
        organizations: frozenset[int],
        offered: frozenset[int],
    ) -> Way | None:
        """The missing links of one path, the one next to the education organization first."""
        resource = self._catalogue.resources[path[0]]
        target = self._reference(resource, _organization_of(resource).path)
        organization = self._first(target, organizations)
        new = organization is None
        if organization is None:
            organization = self._first(target, offered)
        if organization is None:
            return None
        links = self._links(view, path, person, organization, organizations)
        if not links:
            return None
        names = " and ".join(f"{'an' if each.name[0] in 'AEIOU' else 'a'} {each.name}" for each, _ in links)
        text = f"Post {names} that connects the {view.person} to the caller."
        posts = list(self._persons(view.person, person))
        for each, known in links:
            posts += self._drafts.posts(each, known)
        if new:
            text += f" {given(organization).text}"
        return Way(text=text, posts=tuple(posts), organizations=(organization,) if new else ())

    def _links(
        self, view: View, path: Sequence[str], person: str, organization: int, organizations: frozenset[int]
    ) -> list[tuple[Resource, dict[Path, Any]]]:
        """The associations that are missing, with the values that matter; none if there is nobody to go by."""
        first = self._catalogue.resources[path[0]]
        if len(path) == 1:
            return [(first, {_organization_of(first).path: organization, _person_of(first).path: person})]
        last = self._catalogue.resources[path[1]]
        nearer = self._reach.near(view, path, 1, person)
        between = nearer[0] if nearer else self._reached(view, first, organizations)
        if between is None:
            return []
        links = []
        if not self._reach.connected(_first_step(view, first), between, organizations):
            links.append((first, {_organization_of(first).path: organization, _person_of(first).path: between}))
        if not nearer:
            ends = {each.path: person if each.kind == view.person else between for each in last.subjects}
            links.append((last, ends))
        return links

    def _persons(self, kind: str, unique_id: str) -> Iterator[Any]:
        """The person, if there is none yet."""
        if self._documents.resolve(kind, (unique_id,)) is None:
            resource = self._catalogue.resources[kind]
            yield from self._drafts.posts(resource, {resource.identity[0]: unique_id})

    def _first(self, reference: Reference, organizations: frozenset[int]) -> int | None:
        """The lowest id that a reference can name."""
        kinds = {each.name for each in self._catalogue.concrete(reference.target)}
        for id_ in sorted(organizations):
            found = self._reach.hierarchy.find(id_)
            if found is not None and found.type in kinds:
                return id_
        return None

    def _reached(self, view: View, association: Resource, organizations: frozenset[int]) -> str | None:
        """A person at the far end of an association whom the caller reaches already, else any."""
        first = _first_step(view, association)
        records = self._documents.table(first.person).records()
        for record in records:
            if self._reach.connected(first, record.key[0], organizations):
                return str(record.key[0])
        return str(records[0].key[0]) if records else None

    @staticmethod
    def _reference(resource: Resource, path: Path) -> Reference:
        return next(each for each in resource.references if each.name == path[0])


def given(id_: int, more: str = "") -> Way:
    """The client is given an education organization."""
    return Way(text=f"Give the client the education organization {id_}{more}.", organizations=(id_,))


def _first_step(view: View, association: Resource) -> View:
    """The view that ends where the first association of another one ends."""
    return View(person=_person_of(association).kind, paths=((association.name,),), deletes=view.deletes)


def _organization_of(resource: Resource) -> Subject:
    return next(each for each in resource.subjects if each.kind == ORGANIZATION)


def _person_of(resource: Resource) -> Subject:
    return next(each for each in resource.subjects if is_person(each))
