"""The composites of one API version: found by path, compiled at their first use."""

import logging
from collections.abc import Sequence

from mockedfi.composites import compile as compiler
from mockedfi.composites import paths
from mockedfi.composites.definition import Category, Composite, Parameter
from mockedfi.composites.plan import Plan
from mockedfi.composites.routes import Routes
from mockedfi.composites.shape import NotReadableError, Shapes
from mockedfi.dialect import Dialect
from mockedfi.explanations import Failed
from mockedfi.model.catalogue import Catalogue
from mockedfi.model.facts import Resource
from mockedfi.problems import Refusal
from mockedfi.problems.composites import NOT_READABLE
from mockedfi.problems.data import ROUTE_NOT_FOUND, SYSTEM_ERROR
from mockedfi.profiles.registry import Profiles
from mockedfi.security.clients import Client

log = logging.getLogger(__name__)


class Library:
    """Everything that requests for composites share."""

    def __init__(
        self, *, dialect: Dialect, catalogue: Catalogue, profiles: Profiles, categories: Sequence[Category]
    ) -> None:
        """Of two categories of one name the later one counts."""
        self.dialect = dialect
        self.catalogue = catalogue
        self.categories = list({(each.organization.lower(), each.name.lower()): each for each in categories}.values())
        self.routes = Routes(self.categories)
        self._profiles = profiles
        self._plans: dict[tuple[Composite, tuple[str, ...]], Plan] = {}
        self._paths: dict[tuple[str, str], paths.FilterPath] = {}

    def resource(self, composite: Composite) -> Resource | None:
        """What a composite begins with; None if the data standard does not have it, hence no such composite."""
        return compiler.resource_of(composite, self.catalogue)

    def plan(self, composite: Composite, resource: Resource, assigned: tuple[str, ...] = ()) -> Plan:
        """The plan of a composite for those to whom these profiles are assigned.

        Raises:
            Refusal: the profiles have a resource in it for writing only.
        """
        plan = self._plans.get((composite, assigned))
        if plan is None:
            plan = self._plans[composite, assigned] = self._compiled(composite, resource, assigned)
        return plan

    def assigned(self, client: Client) -> tuple[str, ...]:
        """The profiles of a client, as their definitions spell them.

        Raises:
            Refusal: there is no such profile, where the version minds.
        """
        names = [self._profiles.defined(each) for each in client.profiles]
        if None in names and self.dialect.profiles.unknown_assignment_fails:
            raise Refusal(SYSTEM_ERROR, why=Failed("a profile that is assigned to the client is not defined."))
        return tuple(each for each in names if each is not None)

    def path(self, parameter: Parameter, resource: Resource) -> paths.FilterPath:
        """The way of a composite's parameter.

        Raises:
            Refusal: it names what the data standard does not have.
        """
        path = self._paths.get((resource.name, parameter.path))
        if path is None:
            try:
                path = paths.compiled(parameter.path, resource, self.catalogue)
            except paths.UnknownMemberError as error:
                log.warning("composites of API version %s: %s", self.dialect.version.name, error)
                raise Refusal(ROUTE_NOT_FOUND) from error
            self._paths[resource.name, parameter.path] = path
        return path

    def _compiled(self, composite: Composite, resource: Resource, assigned: tuple[str, ...]) -> Plan:
        try:
            plan = compiler.compiled(composite, resource, self.catalogue, Shapes(self._profiles, assigned))
        except NotReadableError as error:
            raise Refusal(
                NOT_READABLE,
                root=resource.name,
                resource=error.resource.name,
                full_name=f"{error.resource.schema}.{error.resource.entity}",
                profiles="', '".join(assigned),
            ) from error
        for fault in () if assigned else plan.faults:
            log.warning("composite %s of API version %s: %s", composite.name, self.dialect.version.name, fault)
        return plan
