"""Everything compiled for one resource, made at its first use."""

from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import replace
from functools import cached_property
from typing import TypeVar

from mockedfi.dialect import Dialect
from mockedfi.model.catalogue import Catalogue
from mockedfi.model.facts import Abstract, Node, Path, Resource
from mockedfi.model.plan import Plan, Plans
from mockedfi.resources.body import Binder, SchemaOf
from mockedfi.resources.defaults import ExtensionRows
from mockedfi.resources.entity import Entity
from mockedfi.resources.query import Query
from mockedfi.resources.references import References
from mockedfi.resources.representation import Representation
from mockedfi.resources.search import Search
from mockedfi.resources.validation import Validator

N = TypeVar("N", bound=Node)


class Machine:
    """One resource, ready for requests; each part is compiled when a request first needs it."""

    def __init__(
        self, resource: Resource, base: Abstract | None, dialect: Dialect, plan: Plan, schema_of: SchemaOf
    ) -> None:
        """`base`: what the resource is a subtype of."""
        self.resource = resource
        self.plan = plan
        self._base = base
        self._dialect = dialect
        self._schema_of = schema_of

    @cached_property
    def binder(self) -> Binder:
        """Reads bodies."""
        return Binder(self.resource, self._dialect, self._schema_of)

    @cached_property
    def stages(self) -> Mapping[str, Validator]:
        """The rules by the stage at which they are looked at."""
        return {stage: Validator(self.resource, self._dialect.rules, stage) for stage in self._dialect.data.stages}

    @cached_property
    def references(self) -> References:
        """Settles what documents refer to."""
        return References(self.resource, self.plan, self._base, by_cache=self._dialect.rules.descriptors_by_cache)

    @cached_property
    def entity(self) -> Entity:
        """Keeps collections as sets, and what an update does not change."""
        return Entity(self.resource, self._dialect.data.items_fold_texts)

    @cached_property
    def extension_rows(self) -> ExtensionRows:
        """Adds the extensions that every document has."""
        return ExtensionRows(self.resource)

    @cached_property
    def identifier(self) -> tuple[Path, str] | None:
        """Where the key stands and what the entity calls it, if it is one value that the client assigns."""
        identity = self.resource.identity
        if len(identity) != 1 or self.resource.surrogate is not None:
            return None
        return identity[0], self.resource.primary_key[0] if self._base is None else self._base.primary_key[0]

    @cached_property
    def query(self) -> Query:
        """Reads query parameters."""
        return Query(self.resource, self._dialect)

    @cached_property
    def search(self) -> Search:
        """Reads searches by text."""
        return Search(self.resource, self._dialect)

    def narrowed(self, kept: Resource) -> "Machine":
        """The machine where a profile keeps some members only: it reads and judges no others in a body."""
        rules = self._dialect.rules
        narrowed = copy(self)
        narrowed.binder = Binder(kept, self._dialect, self._schema_of)
        narrowed.stages = {**self.stages, "resource": Validator(kept, rules, "resource")}
        if "annotations" in self.stages:
            narrowed.stages["annotations"] = Validator(_relaxed(self.resource, kept), rules, "annotations")
        return narrowed


def _relaxed(node: N, kept: Node | None) -> N:
    """A node of which no reference is required that a profile does not keep, unless it is in the key.

    Source: EdFi.Ods.Common/Attributes/RequiredReferenceAttribute.cs.
    """
    references = {each.name for each in kept.references} if kept else set()
    children = {each.name: each for each in kept.children} if kept else {}
    extensions = {each.name: each for each in kept.extensions} if kept else {}
    return replace(
        node,
        references=tuple(
            each if each.identity or each.name in references else replace(each, required=False)
            for each in node.references
        ),
        children=tuple(_relaxed(each, children.get(each.name)) for each in node.children),
        extensions=tuple(_relaxed(each, extensions.get(each.name)) for each in node.extensions),
    )


def machines(dialect: Dialect, catalogue: Catalogue, plans: Plans) -> Callable[[str], Machine]:
    """The machine of a resource by name; each is made once."""
    made: dict[str, Machine] = {}

    def schema_of(name: str) -> str:
        found = catalogue.resources.get(name)
        return "Ed-Fi" if found is None else found.logical_schema

    def machine(name: str) -> Machine:
        found = made.get(name)
        if found is None:
            resource = catalogue.resources[name]
            base = catalogue.abstracts.get(resource.base or "")
            found = made[name] = Machine(resource, base, dialect, plans[name], schema_of)
        return found

    return machine


def representations(dialect: Dialect, catalogue: Catalogue) -> Callable[[str], Representation]:
    """The representation of a resource by name; each is made once."""
    made: dict[str, Representation] = {}

    def representation(name: str) -> Representation:
        found = made.get(name)
        if found is None:
            found = made[name] = Representation(catalogue.resources[name], catalogue.key_names, dialect.data)
        return found

    return representation
