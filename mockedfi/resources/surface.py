"""Everything below ``/data/v3``: from a request to the verb of a resource.

Order of the steps as in the reference's middleware: token (401), route (404, 405), profile (400, 403, 406, 415), media
type (415), then the verb. Before 7.2 the route comes first; at 6.2 and 7.1 the verb decides on the profile, once all
is bound (`Call.decide_profile`).
Source: EdFi.Ods.Api/Startup/OdsStartupBase.cs; the routes of DataManagementControllerBase.cs.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from mockedfi.bodies.media import json_of
from mockedfi.dialect import Dialect
from mockedfi.dialect.features import CHANGE_QUERIES
from mockedfi.exchange import Answer, Request
from mockedfi.explanations import Failed
from mockedfi.model.catalogue import Catalogue
from mockedfi.model.facts import Abstract, Resource
from mockedfi.problems import Problem, Refusal
from mockedfi.problems import data as problems
from mockedfi.problems.changes import RESOURCE_UNKNOWN, SWITCHED_OFF
from mockedfi.profiles.registry import Asked, Profiles
from mockedfi.resources.call import Call
from mockedfi.resources.query import guid, parsed
from mockedfi.resources.reading import Reading
from mockedfi.resources.tracking import Tracking
from mockedfi.resources.writing import Writing
from mockedfi.security.bearer import precedes_route
from mockedfi.security.tokens import Caller

ROOT = "/data/v3/"
_Verb = Callable[[Call], Answer]


@dataclass(frozen=True, slots=True)
class _Route:
    """What one shape of path answers to, and what it says to the verbs it refuses in words of its own."""

    verbs: dict[str, _Verb]
    refused: dict[str, Problem]
    bind: Callable[[Mapping[str, str]], None] | None = None
    """Of one for whatever the path names: it looks at the query parameters first, and then for the resource."""


class Surface:
    """The resources of one API version."""

    def __init__(
        self,
        *,
        dialect: Dialect,
        catalogue: Catalogue,
        authenticate: Callable[[Request], Caller],
        profiles: Profiles,
        reading: Reading,
        tracking: Tracking,
        writing: Writing,
    ) -> None:
        self._dialect = dialect
        self._catalogue = catalogue
        self._authenticate = authenticate
        self._profiles = profiles
        self._guids_only = dialect.data.item_route_takes_guid_only
        self._collection = _Route(
            {"GET": reading.get_many, "POST": writing.post},
            {"PUT": problems.COLLECTION_PUT, "DELETE": problems.COLLECTION_DELETE},
        )
        self._item = _Route(
            {"GET": reading.get, "PUT": writing.put, "DELETE": writing.delete},
            {"POST": problems.ITEM_POST},
        )
        self._deletes_of = tracking.deletes_of
        self._tracked = {"deletes": _Route({"GET": tracking.deletes}, {}, tracking.bind)}
        if dialect.metadata.key_changes:
            self._tracked["keychanges"] = _Route({"GET": tracking.key_changes}, {}, tracking.bind)
        self._tracks = dialect.features.has(CHANGE_QUERIES)
        self._below = dict(self._tracked) if self._tracks or dialect.features.routed else {}
        if dialect.data.cursor_paging:
            self._below["partitions"] = _Route({"GET": reading.partitions}, {}, reading.bind_partitions)

    def answer(self, request: Request) -> Answer:
        """The answer to a request; where its path does not begin with `ROOT`, in any case, it meets no route.

        Raises:
            Refusal: whatever speaks against it.
        """
        caller = self._caller(request)
        base = self._base(request)
        if base is not None:
            self._profiles.check_header(request.method, request.headers)
            return self._deletes_of(base, request)
        resource, rest, route, verb = self._checked_way(request)
        asked: Asked | None = None
        if route not in (self._collection, self._item):
            self._profiles.check_header(request.method, request.headers)
        elif request.method != "DELETE":
            asked = self._profiles.asked(request.method, request.headers, resource, caller.client)
        if request.method in ("POST", "PUT"):
            request = json_of(request)
        call = Call(request=request, query=parsed(request.query), caller=caller, resource=resource, id=rest)
        if asked is not None:
            call.asked, call.profile = asked, asked.applied
        return verb(call)

    def _caller(self, request: Request) -> Caller:
        """Who asks; it is not asked where there is no route, in a version that looks for that first."""
        try:
            return self._authenticate(request)
        except Refusal:
            if not precedes_route(request, self._dialect.security) and self._generic(request) is None:
                self._checked_way(request)
            raise

    def _checked_way(self, request: Request) -> tuple[Resource, str, _Route, _Verb]:
        """The way; where there is none, that is said only to those whose header names no profile that it cannot."""
        try:
            return self._way(request)
        except Refusal:
            self._profiles.check_header(request.method, request.headers)
            raise

    def _way(self, request: Request) -> tuple[Resource, str, _Route, _Verb]:
        """The resource, what follows it in the path, what answers there, and to this method. Raises `Refusal`."""
        resource, rest = self._resource(request)
        route = self._route(rest, request.method)
        verb = route.verbs.get(request.method)
        if verb is None:
            raise self._refused(route, request, rest)
        if route is self._item and request.method == "GET" and self._guids_only and guid(rest) is None:
            raise Refusal(problems.ROUTE_NOT_FOUND)
        return resource, rest, route, verb

    def _refused(self, route: _Route, request: Request, id: str) -> Refusal:
        """A path does not take a method; an action that says so would first look at whether a snapshot is asked for."""
        by_action = route.refused if self._dialect.data.refuses_by_action else {}
        problem = by_action.get(request.method)
        if problem is None:
            allowed = ", ".join(sorted([*route.verbs, *by_action]))
            return Refusal(problems.METHOD_NOT_SUPPORTED, method=request.method, headers=[("Allow", allowed)])
        if id and guid(id) is None:
            return Refusal(problems.BODY_INVALID, details={"id": [f"The value '{id}' is not valid."]})
        if self._dialect.changes.snapshot_header in request.headers:
            return Refusal(problems.SNAPSHOT_READ_ONLY)
        return Refusal(problem)

    def _route(self, rest: str, method: str) -> _Route:
        """What answers: a sub-route only to its own methods, since the name might be an id to others."""
        if not rest:
            return self._collection
        below = self._below.get(rest.lower())
        return self._item if below is None or method not in below.verbs else below

    def _resource(self, request: Request) -> tuple[Resource, str]:
        """The resource in the path, and what follows it: nothing, an id, or a sub-route."""
        segments = _segments(request.path)
        if len(segments) == 4 and not segments[2] and self._dialect.data.two_slashes_before_id:
            del segments[2]
        found = self._catalogue.find(segments[0], segments[1]) if 2 <= len(segments) <= 3 else None
        generic = self._generic(request)
        if generic is not None:
            self._check_generic(generic, request, known=found is not None and not self._misspelled(found, segments[0]))
        below = self._sub_route(segments)
        if found is None and below is not None:
            raise self._refused(below, request, "")
        if found is None or not segments[-1]:
            raise Refusal(problems.ROUTE_NOT_FOUND)
        return found, segments[2] if len(segments) == 3 else ""

    def _base(self, request: Request) -> Abstract | None:
        """The abstract base of whose subtypes' deletes the request asks, in a version that knows of them."""
        if not self._dialect.changes.deletes_of_bases or self._generic(request) is None:
            return None
        namespace, plural, _ = _segments(request.path)
        return self._catalogue.base_at(namespace, plural)

    def _generic(self, request: Request) -> _Route | None:
        """The route that takes the request whatever resource it names, if one does."""
        segments = _segments(request.path)
        below = self._sub_route(segments)
        return below if below is not None and request.method in below.verbs and all(segments) else None

    def _sub_route(self, segments: Sequence[str]) -> _Route | None:
        """What answers below a resource to the last of three segments, if it is the name of a sub-route."""
        return self._below.get(segments[2].lower()) if len(segments) == 3 else None

    def _check_generic(self, route: _Route, request: Request, *, known: bool) -> None:
        """Refuse what such a route does not have: it is switched off, or the resource is none that it knows."""
        switched_off = not self._tracks and route in self._tracked.values()
        if known and not switched_off:
            return
        if route.bind is not None:
            route.bind(parsed(request.query))
        if switched_off:
            raise Refusal(SWITCHED_OFF)
        if self._dialect.changes.unknown_fails:
            raise Refusal(problems.SYSTEM_ERROR, why=Failed(f"{request.path} is no address of a resource."))
        raise Refusal(RESOURCE_UNKNOWN)

    def _misspelled(self, found: Resource, schema: str) -> bool:
        return self._dialect.changes.exact_schema and schema != found.namespace


def _segments(path: str) -> list[str]:
    """Of a path below `ROOT`; none of another."""
    return path[len(ROOT) :].removesuffix("/").split("/") if path[: len(ROOT)].lower() == ROOT else []
