"""Everything below ``/changeQueries/v1``: which change versions there are, and which snapshots.

Source: EdFi.Ods.Features/ChangeQueries/Controllers/{AvailableChangeVersions,Snapshots}Controller.cs.
"""

from collections.abc import Callable
from typing import Any

import orjson

from mockedfi.clock import iso_of
from mockedfi.dialect import Dialect
from mockedfi.dialect.features import CHANGE_QUERIES
from mockedfi.exchange import Answer, Request
from mockedfi.problems import Refusal, escaping
from mockedfi.problems.changes import SNAPSHOT_OF_VERSIONS_UNKNOWN, SNAPSHOT_UNKNOWN
from mockedfi.problems.data import BODY_INVALID, FEATURE_OFF, METHOD_NOT_SUPPORTED, ROUTE_NOT_FOUND
from mockedfi.resources.databases import Databases, Snapshot
from mockedfi.resources.query import guid, parsed
from mockedfi.resources.tracking import window_of
from mockedfi.security.bearer import precedes_route
from mockedfi.security.tokens import Caller

ROOT = "/changequeries/"
_JSON = ("Content-Type", "application/json; charset=utf-8")
_BARE = ("Content-Type", "application/json")
_VERSIONS = ["v1", "availablechangeversions"]
_SNAPSHOTS = ["v1", "snapshots"]


class ChangeQueries:
    """The change queries of one API version, less those that belong to a resource."""

    def __init__(
        self,
        *,
        dialect: Dialect,
        databases: Databases,
        authenticate: Callable[[Request], Caller],
        page_maximum: int,
    ) -> None:
        self._dialect = dialect
        self._databases = databases
        self._authenticate = authenticate
        self._maximum = page_maximum

    def answer(self, request: Request) -> Answer:
        """The answer to a request whose path begins with `ROOT`, in any case.

        Raises:
            Refusal: whatever speaks against it.
        """
        features = self._dialect.features
        if not features.has(CHANGE_QUERIES) and not features.routed:
            raise Refusal(ROUTE_NOT_FOUND)
        if precedes_route(request, self._dialect.security):
            self._authenticate(request)
        segments = request.path[len(ROOT) :].lower().removesuffix("/").split("/")
        snapshots = self._dialect.metadata.snapshots_resource and segments[:2] == _SNAPSHOTS and len(segments) <= 3
        if segments != _VERSIONS and not (snapshots and segments[-1]):
            raise Refusal(ROUTE_NOT_FOUND)
        if request.method != "GET":
            raise Refusal(METHOD_NOT_SUPPORTED, method=request.method, headers=[("Allow", "GET")])
        self._authenticate(request)
        if not features.has(CHANGE_QUERIES):
            raise Refusal(FEATURE_OFF)
        if not snapshots:
            return self._change_versions(request)
        return self._snapshot(segments[2]) if len(segments) == 3 else self._snapshots(request)

    def _change_versions(self, request: Request) -> Answer:
        """The oldest and the newest: all that was given out before is in the documents when this is answered."""
        with escaping():
            documents = self._databases.chosen(request.headers, SNAPSHOT_OF_VERSIONS_UNKNOWN).documents
        oldest, newest = self._dialect.metadata.change_versions_members
        with documents.lock:
            _, version = documents.counters()
        return _json({oldest: 0, newest: version}, _JSON if self._dialect.changes.versions_charset else _BARE)

    def _snapshots(self, request: Request) -> Answer:
        window = window_of(parsed(request.query), self._dialect, self._maximum)
        snapshots = self._databases.snapshots()
        answer = _json([_shown(each) for each in window.page(snapshots)])
        if window.total_count:
            answer.headers.append(("Total-Count", str(len(snapshots))))
        return answer

    def _snapshot(self, text: str) -> Answer:
        id = guid(text)
        if id is None:
            raise Refusal(BODY_INVALID, details={"id": [f"The value '{text}' is not valid."]})
        for each in self._databases.snapshots():
            if each.id == id:
                return _json(_shown(each))
        raise Refusal(SNAPSHOT_UNKNOWN)


def _shown(snapshot: Snapshot) -> dict[str, Any]:
    return {
        "id": snapshot.id,
        "snapshotIdentifier": snapshot.name,
        "snapshotDateTime": iso_of(snapshot.taken),
    }


def _json(content: Any, content_type: tuple[str, str] = _JSON) -> Answer:
    return Answer(200, [content_type], orjson.dumps(content))
