"""Everything compiled for one resource, made at its first use."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from mockedfi.dialect import Dialect
from mockedfi.dialect.rules import Rules
from mockedfi.model.catalogue import Catalogue
from mockedfi.model.facts import Abstract, Resource
from mockedfi.model.plan import Plan, Plans
from mockedfi.resources.body import Binder
from mockedfi.resources.query import Query
from mockedfi.resources.references import References, nodes
from mockedfi.resources.representation import Representation
from mockedfi.resources.validation import Validator


@dataclass(frozen=True, slots=True)
class Machine:
    """One resource, ready for requests."""

    resource: Resource
    plan: Plan
    binder: Binder
    stages: Mapping[str, Validator]
    references: References
    query: Query
    columns: Mapping[str, tuple[str, str]]
    """By entity: its table and the columns of its primary key, as the database's errors print them."""


def machines(dialect: Dialect, catalogue: Catalogue, plans: Plans) -> Callable[[str], Machine]:
    """The machine of a resource by name; each is made once."""
    made: dict[str, Machine] = {}

    def machine(name: str) -> Machine:
        found = made.get(name)
        if found is None:
            resource = catalogue.resources[name]
            base = catalogue.abstracts.get(resource.base or "")
            found = made[name] = _machine(resource, base, dialect, plans[name])
        return found

    return machine


def _machine(resource: Resource, base: Abstract | None, dialect: Dialect, plan: Plan) -> Machine:
    return Machine(
        resource=resource,
        plan=plan,
        binder=Binder(resource, dialect.rules),
        stages={stage: Validator(resource, dialect.rules, stage) for stage in dialect.data.stages},
        references=References(resource, plan, base),
        query=Query(resource),
        columns={
            each.entity: (each.table, ", ".join(column.lower() for column in each.primary_key))
            for each in nodes(resource)
        },
    )


def narrowed(machine: Machine, kept: Resource, rules: Rules) -> Machine:
    """The machine of a resource of which a profile keeps some members only: it reads and judges no others in a body."""
    stages = {**machine.stages, "resource": Validator(kept, rules, "resource")}
    return replace(machine, binder=Binder(kept, rules), stages=stages)


def representations(dialect: Dialect, catalogue: Catalogue) -> Callable[[str], Representation]:
    """The representation of a resource by name; each is made once."""
    made: dict[str, Representation] = {}

    def representation(name: str) -> Representation:
        found = made.get(name)
        if found is None:
            found = made[name] = Representation(catalogue.resources[name], catalogue.key_names, dialect.data)
        return found

    return representation
