"""Everything below ``/identity/v2``.

Source: EdFi.Ods.Features/Controllers/IdentitiesControllerBase.cs (IdentitiesController.cs before 7.2); without a
system, EdFi.Ods.Features/IdentityManagement/UnimplementedIdentityService.cs.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from mockedfi.bodies.media import json_of
from mockedfi.dialect import Dialect
from mockedfi.dialect.features import IDENTITY_MANAGEMENT
from mockedfi.exchange import Answer, Request
from mockedfi.identities.body import Bodies
from mockedfi.identities.system import IdentitySystem, Person
from mockedfi.problems import Refusal
from mockedfi.problems.data import METHOD_NOT_SUPPORTED, ROUTE_NOT_FOUND, SNAPSHOT_READ_ONLY
from mockedfi.problems.identities import CLAIM_MISSING, PERSON_NOT_FOUND
from mockedfi.resources.reading import JSON
from mockedfi.security.claims import ClaimSets
from mockedfi.security.tokens import Caller

ROOT = "/identity/"
SERVICES = ("none", "synchronous", "asynchronous")
"""Kinds of systems; the last one hands out search results later."""

_IDENTITIES = ["v2", "identities"]
_COMPLETE = 2
_MOST_SEARCHES = 1000
_NO_SYSTEM = "There is no integrated Unique Identity System"
_NO_SEARCH = "No identity search matching the provided search token was found."
_Found = list[list[Person]]


@dataclass(frozen=True, slots=True)
class _Verb:
    """What answers to a method: to a request and what is in its body, where there is a system."""

    act: Callable[[Request, Any], Answer]
    read: Callable[[bytes], Any] | None = None
    """Of a body, what is in it; None where none is looked at."""


class Identities:
    """The identities of one API version."""

    def __init__(
        self,
        *,
        authenticate: Callable[[Request], Caller],
        claim_sets: ClaimSets,
        dialect: Dialect,
        service: str,
        system: IdentitySystem,
        new_token: Callable[[], str],
    ) -> None:
        """`service` is one of `SERVICES`, `new_token` makes tokens of searches."""
        self._authenticate = authenticate
        self._claim_sets = claim_sets
        self._claim = dialect.identities.claim
        self._bodies = Bodies(dialect)
        self._snapshot_header = dialect.changes.snapshot_header
        self._on = dialect.features.has(IDENTITY_MANAGEMENT)
        self._routed = self._on or dialect.features.routed
        self._system = system
        self._later = service == SERVICES[2]
        self._works = service != SERVICES[0]
        self._new_token = new_token
        self._searches: OrderedDict[str, _Found] = OrderedDict()

    def answer(self, request: Request) -> Answer:
        """The answer to a request whose path begins with `ROOT`, in any case.

        Raises:
            Refusal: whatever speaks against it.
        """
        segments = request.path[len(ROOT) :].removesuffix("/").split("/")
        verbs = self._verbs(segments[2:]) if [each.lower() for each in segments[:2]] == _IDENTITIES else {}
        if not verbs or not self._routed:
            raise Refusal(ROUTE_NOT_FOUND)
        verb = verbs.get(request.method)
        if verb is None:
            raise Refusal(METHOD_NOT_SUPPORTED, method=request.method, headers=[("Allow", ", ".join(verbs))])
        caller = self._authenticate(request)
        if not self._on or self._claim not in self._claim_sets.grants(caller.client.claim_set):
            raise Refusal(CLAIM_MISSING)
        content = None
        if verb.read is not None:
            content = verb.read(json_of(request).body)
            if self._snapshot_header in request.headers:
                raise Refusal(SNAPSHOT_READ_ONLY)
        return verb.act(request, content) if self._works else _json(_NO_SYSTEM, 501)

    def _verbs(self, rest: Sequence[str]) -> dict[str, _Verb]:
        """What a path answers to, by method."""
        match [each.lower() for each in rest]:
            case []:
                return {"POST": _Verb(self._create, self._bodies.person)}
            case ["find"]:
                return {"GET": _Verb(lambda *_: self._get(rest[0])), "POST": _Verb(self._find, self._bodies.unique_ids)}
            case ["search"]:
                return {"GET": _Verb(lambda *_: self._get(rest[0])), "POST": _Verb(self._search, self._bodies.persons)}
            case [id] if id:
                return {"GET": _Verb(lambda *_: self._get(rest[0]))}
            case ["results", token] if token:
                return {"GET": _Verb(lambda *_: self._result(rest[1]))}
        return {}

    def _get(self, unique_id: str) -> Answer:
        found = self._system.find(unique_id)
        if found is None:
            raise Refusal(PERSON_NOT_FOUND)
        return _json(_shown(found))

    def _create(self, request: Request, person: Person) -> Answer:
        unique_id = self._system.create(person)
        answer = _json(unique_id, 201)
        answer.headers.append(("Location", f"{request.url_of(request.path.rstrip('/'))}/{unique_id}"))
        return answer

    def _find(self, request: Request, unique_ids: Sequence[str | None]) -> Answer:
        found = [None if each is None else self._system.find(each) for each in unique_ids]
        return self._told(request, [[] if each is None else [each] for each in found])

    def _search(self, request: Request, persons: Sequence[Person | None]) -> Answer:
        return self._told(request, [[] if each is None else self._system.search(each) for each in persons])

    def _told(self, request: Request, found: _Found) -> Answer:
        """The people found, or where they will be."""
        if not self._later:
            return _json(_complete(found))
        token = self._new_token()
        self._searches[token] = found
        while len(self._searches) > _MOST_SEARCHES:
            self._searches.popitem(last=False)
        above = request.path.rstrip("/").rpartition("/")[0]
        return Answer(202, [("Location", f"{request.url_of(above)}/results/{token}")])

    def _result(self, token: str) -> Answer:
        if not self._later:
            return _json(_NO_SYSTEM, 501)
        found = self._searches.get(token)
        return _json(_NO_SEARCH, 404) if found is None else _json(_complete(found))


def _complete(found: _Found) -> dict[str, Any]:
    responses = [{"responses": [_shown(person) for person in each]} for each in found]
    return {"status": _COMPLETE, "searchResponses": responses}


def _shown(person: Person) -> Person:
    """A person as the wire has it: the score is a decimal, a birth date carries a time."""
    shown = person | {"score": float(person["score"])}
    return shown | {"birthDate": f"{person['birthDate']}T00:00:00Z"} if "birthDate" in person else shown


def _json(content: Any, status: int = 200) -> Answer:
    return Answer(status, [JSON], orjson.dumps(content, option=orjson.OPT_INDENT_2))
