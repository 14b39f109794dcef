"""What a document refers to: that it exists, and the spelling under which it is kept.

Source: the foreign keys of the reference's database, as EdFi.Ods.Api/ExceptionHandling/Translators/Postgres reports
them.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from mockedfi.model.facts import Abstract, Child, Node, Path, Reference, Resource
from mockedfi.model.plan import Link, Plan, values_at
from mockedfi.problems import Refusal
from mockedfi.problems.data import DESCRIPTOR_UNRESOLVED, REFERENCE_UNRESOLVED, REFERENCE_UNTOLD
from mockedfi.store.documents import Documents
from mockedfi.store.referring import descriptor_value

Document = dict[str, Any]


class References:
    """The references of one resource's documents."""

    def __init__(self, resource: Resource, plan: Plan, base: Abstract | None, *, by_cache: bool) -> None:
        """`base` is what the resource is a subtype of: references that make its key are foreign keys of its table.
        `by_cache`: unknown descriptors are refused before the database is asked.
        """
        self._plan = plan
        self._by_cache = by_cache
        self._tables = {each.entity: each.table for each in nodes(resource)}
        self._elsewhere = {each.entity for each in nodes(resource) if isinstance(each, Child) and each.inherited}
        self._inherited = {
            (resource.entity, each.name): base.table
            for each in resource.references
            if base is not None and {key.value.column for key in each.keys} <= set(base.primary_key)
        }
        self._implied = [
            (each.name, sources)
            for each in resource.references
            if each.implied and (sources := _sources(resource, each)) is not None
        ]

    def complete(self, document: Document) -> None:
        """Add the references that other members imply, in place."""
        for name, sources in self._implied:
            if name not in document:
                values = {key: _first_value(document, paths) for key, paths in sources.items()}
                if all(value is not None for value in values.values()):
                    document[name] = values

    def find_first(self, document: Document, documents: Documents, *, every: bool) -> None:
        """Look up the descriptors of keys, and of `every` reference.

        Raises:
            Refusal: one is unknown, or is none.
        """
        for each in descriptor_places(self._plan, document):
            asked = (each.key or (every and each.referring)) and (self._by_cache or "#" not in each.value)
            if asked and documents.descriptor(each.descriptor, each.value) is None:
                raise Refusal(DESCRIPTOR_UNRESOLVED, value=each.value, descriptor=each.descriptor)

    def settle(self, document: Document, documents: Documents) -> bool:
        """Check that everything referred to exists, and spell descriptors as they are kept, in place.

        Returns:
            Whether one that is no part of a key was spelled otherwise: it then counts as another (`!=` in
            Mustache/EntityMapper.mustache).

        Raises:
            Refusal: something does not exist; of several, what the database meets first.
        """
        values = [
            (each, documents.descriptor(each.descriptor, each.value))
            for each in descriptor_places(self._plan, document)
        ]
        unknown = [(each.value, each.descriptor) for each, record in values if record is None]
        for value, descriptor in unknown:
            if self._by_cache or "#" not in value:
                raise Refusal(DESCRIPTOR_UNRESOLVED, value=value, descriptor=descriptor)
        links = self._plan.references(document)
        missing = [link for link in links if documents.resolve(link.reference.target, link.key) is None]
        if missing:
            raise self._unresolved(missing)
        for _, descriptor in unknown:
            raise Refusal(REFERENCE_UNRESOLVED, target=descriptor, table="", related=f"the related '{descriptor}'")
        respelled = False
        for each, record in values:
            if record is not None:
                spelled = descriptor_value(record.document())
                respelled = respelled or (not each.key and each.value != spelled)
                each.holder[each.name] = spelled
        return respelled

    def _unresolved(self, missing: list[Link]) -> Refusal:
        """What the database says of foreign keys that lead nowhere."""
        depth = {entity: place for place, entity in enumerate(self._tables)}
        first = min(missing, key=lambda link: (depth[link.entity], link.reference.order))
        base = self._inherited.get((first.entity, first.reference.name))
        target, table = first.reference.target, base or self._tables[first.entity]
        shortened = base is None and table != first.entity.lower()
        return Refusal(
            REFERENCE_UNTOLD if shortened else REFERENCE_UNRESOLVED,
            target=target,
            table=table,
            related="a related" if base or first.entity in self._elsewhere else f"the related '{target}'",
        )


def leave_out_blanks(plan: Plan, document: Document, *, optional_only: bool) -> None:
    """Take blank descriptor values out, in place."""
    for holder, each in list(plan.descriptor_holders(document)):
        if not holder[each.name].strip() and not (optional_only and each.required):
            del holder[each.name]


def nodes(node: Node) -> list[Node]:
    """The node and everything below it, outermost first."""
    found = [node]
    for each in found:
        found.extend(each.children)
        found.extend(each.extensions)
    return found


def _sources(resource: Resource, reference: Reference) -> dict[str, list[Path]] | None:
    """Per key of an implied reference, the other paths that carry it."""
    sources: dict[str, list[Path]] = {}
    for key in reference.keys:
        own = (reference.name, key.value.name)
        others = [path for each in resource.unifications if own in each for path in each if path != own]
        if not others:
            return None
        sources[key.value.name] = others
    return sources


def _first_value(document: Mapping[str, Any], paths: list[Path]) -> Any:
    for path in paths:
        for value in values_at(document, path):
            return value
    return None


class DescriptorPlace(NamedTuple):
    """Where a descriptor value stands in a document."""

    holder: Document
    name: str
    descriptor: str
    """Its kind."""
    key: bool
    """It is part of a key: of the document's, or an item's."""
    referring: bool
    """It is among the members of a reference."""

    @property
    def value(self) -> str:
        """As the document has it now."""
        return str(self.holder[self.name])


def descriptor_places(plan: Plan, document: Document) -> list[DescriptorPlace]:
    """Where descriptor values stand."""
    places = [
        DescriptorPlace(holder, each.name, each.descriptor or "", each.identity, referring=False)
        for holder, each in plan.descriptor_holders(document)
    ]
    for link in plan.references(document):
        places.extend(
            DescriptorPlace(link.holder, key.value.name, key.value.descriptor, link.reference.identity, referring=True)
            for key in link.reference.keys
            if key.value.descriptor is not None
        )
    return places
