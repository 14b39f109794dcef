"""Everything compiled for one resource, made at its first use."""

from collections.abc import Callable, Mapping
from copy import copy
from functools import cached_property

from mockedfi.dialect import Dialect
from mockedfi.model.catalogue import Catalogue
from mockedfi.model.facts import Abstract, Path, Resource
from mockedfi.model.plan import Plan, Plans
from mockedfi.resources.body import Binder, SchemaOf
from mockedfi.resources.defaults import ExtensionRows
from mockedfi.resources.query import Query
from mockedfi.resources.references import References, nodes
from mockedfi.resources.representation import Representation
from mockedfi.resources.validation import Validator


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
        return Query(self.resource, self._dialect.errors.members_as_json)

    @cached_property
    def columns(self) -> Mapping[str, tuple[str, str]]:
        """By entity: its table and the columns of its primary key, as the database's errors print them."""
        return {
            each.entity: (each.table, ", ".join(column.lower() for column in each.primary_key))
            for each in nodes(self.resource)
        }

    def narrowed(self, kept: Resource) -> "Machine":
        """The machine where a profile keeps some members only: it reads and judges no others in a body."""
        rules = self._dialect.rules
        narrowed = copy(self)
        narrowed.binder = Binder(kept, self._dialect, self._schema_of)
        narrowed.stages = {**self.stages, "resource": Validator(kept, rules, "resource")}
        return narrowed


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
