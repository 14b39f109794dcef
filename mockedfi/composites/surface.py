"""Everything below ``/composites``.

The steps are those of EdFi.Ods.Features/Controllers/CompositeResourceController.cs and Composites/Infrastructure/
CompositeResourceResponseProvider.cs: limit, the route's parameters, id, profiles, fields, claims, criteria, page.
"""

from collections.abc import Callable, Mapping
from typing import Any

import orjson

from mockedfi.composites import fields
from mockedfi.composites.access import Access
from mockedfi.composites.definition import Composite, Parameter
from mockedfi.composites.library import Library
from mockedfi.composites.query import FIELDS, Criterion, Query
from mockedfi.composites.reader import Reader, Wanted
from mockedfi.composites.routes import ID
from mockedfi.exchange import Answer, Request
from mockedfi.model.facts import Resource
from mockedfi.model.plan import own_name
from mockedfi.problems import Refusal
from mockedfi.problems import composites as problems
from mockedfi.problems.data import METHOD_NOT_SUPPORTED, ROUTE_NOT_FOUND
from mockedfi.resources.databases import Database, Databases
from mockedfi.resources.query import guid
from mockedfi.resources.reading import JSON
from mockedfi.security.bearer import precedes_route
from mockedfi.security.tokens import Caller

_INCLUDE_NULLS = "includenulls"
_TOLD_AS_OBJECT = (problems.LIMIT_OUT_OF_RANGE, problems.NOT_READABLE)
"""Never told as a bare string: the first is refused outside of what is caught, the second as the 5.2 suite says."""


class Composites:
    """The composites of one API version over its documents."""

    def __init__(self, *, library: Library, databases: Databases, authenticate: Callable[[Request], Caller]) -> None:
        self._library = library
        self._facts = library.dialect.composites
        self._databases = databases
        self._authenticate = authenticate

    def answer(self, request: Request) -> Answer:
        """The answer to a request whose path begins with `routes.ROOT`, in any case.

        Raises:
            Refusal: whatever speaks against it.
        """
        if precedes_route(request, self._library.dialect.security):
            self._authenticate(request)
        route = self._library.routes.find(request.path)
        if route is None:
            raise Refusal(ROUTE_NOT_FOUND)
        if request.method != "GET":
            raise Refusal(METHOD_NOT_SUPPORTED, method=request.method, headers=[("Allow", "GET")])
        caller = self._authenticate(request)
        composite = route.composite
        resource = None if composite is None else self._library.resource(composite)
        if composite is None or resource is None:
            raise Refusal(problems.COMPOSITE_UNKNOWN)
        try:
            return self._read(request, caller, composite, route.values, resource)
        except Refusal as refusal:
            refusal.bare = self._facts.bare_messages and refusal.problem not in _TOLD_AS_OBJECT
            raise

    def _read(
        self, request: Request, caller: Caller, composite: Composite, values: Mapping[str, str], resource: Resource
    ) -> Answer:
        query = Query(request.query)
        query.check_limit()
        database = self._databases.chosen(request.headers)
        narrowing, id = _narrowing(composite, values, query)
        plan = self._library.plan(composite, resource, self._library.assigned(caller.client))
        expression = query.take(FIELDS)
        chosen = () if expression is None else fields.parsed(expression)
        access = Access(caller, database.security, self._library.catalogue, self._library.dialect)
        access.base(resource.name)
        numbers = self._numbers(narrowing, resource, database)
        criteria = query.criteria(plan.members, self._facts.number_text)
        self._check_descriptors(criteria, database)
        by_key = _by_key(resource, query)
        offset, limit = query.page()
        wanted = Wanted(
            id=id,
            numbers=numbers,
            criteria=tuple(criteria),
            offset=offset,
            limit=limit,
            fields=chosen,
            nulls=request.headers.get(_INCLUDE_NULLS) == "true",
        )
        items = Reader(plan, access, database.documents, wanted, whole_moments=self._facts.whole_moments).items()
        if by_key and not items:
            raise Refusal(problems.ITEM_NOT_FOUND)
        single = by_key if query else id is not None
        shown: Any = items[0] if single and items else items
        return Answer(200, [JSON], orjson.dumps(shown))

    def _check_descriptors(self, criteria: list[Criterion], database: Database) -> None:
        """Refuse a descriptor value that none can be; before 7.0 each that there is not."""
        known_only = self._library.dialect.rules.descriptors_by_cache
        for each in criteria:
            value, descriptor = each.equal, each.member.value.descriptor
            if value is None or descriptor is None or database.documents.descriptor(descriptor, value) is not None:
                continue
            if value.strip() if known_only else "#" not in value:
                raise Refusal(problems.DESCRIPTOR_INVALID, value=value, descriptor=descriptor)

    def _numbers(
        self, narrowing: list[tuple[Parameter, str]], resource: Resource, database: Database
    ) -> tuple[frozenset[int], ...]:
        """Of the documents to which each parameter leads."""
        number_text = self._facts.number_text
        return tuple(
            frozenset(self._library.path(parameter, resource).roots(text, database.documents, number_text))
            for parameter, text in narrowing
        )


def _narrowing(
    composite: Composite, given: Mapping[str, str], query: Query
) -> tuple[list[tuple[Parameter, str]], str | None]:
    """What the route and the query say of the composite's parameters, and the id.

    Raises:
        Refusal: the route has a parameter that the composite has not, or the id is none.
    """
    values = dict(given)
    text = values.pop(ID, None)
    found = []
    for each in composite.parameters:
        value = values.pop(each.name.lower(), None)
        if value is None and each.queryable:
            value = query.take(each.name)
        if value is not None:
            found.append((each, value))
    if values:
        raise Refusal(problems.COMPOSITE_UNKNOWN)
    id = None if text is None else guid(text)
    if text is not None and id is None:
        raise Refusal(problems.ID_INVALID)
    return found, id


def _by_key(resource: Resource, query: Query) -> bool:
    """Whether the query asks for one item: by its id, or by its whole key.

    Source: EdFi.Ods.Api/Extensions/ResourceClassBaseExtensions.cs. An id in the route does so too, but any other
    parameter in the query, even the correlation id, makes it a list again; not found, it is an empty list.
    """
    names = query.names()
    return ID in names or {own_name(resource, path).lower() for path in resource.identity} <= names
