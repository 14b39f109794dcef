"""Answers every request that needs no token, but the token endpoint's."""

import re
import threading
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from typing import Any
from urllib.parse import parse_qsl

import orjson

from mockedfi.dialect import Dialect
from mockedfi.dialect.features import (
    AGGREGATE_DEPENDENCIES,
    CHANGE_QUERIES,
    IDENTITY_MANAGEMENT,
    OPEN_API_METADATA,
    XSD_METADATA,
)
from mockedfi.exchange import Answer, Request
from mockedfi.explanations import Failed
from mockedfi.metadata import discovery, documents, xsd
from mockedfi.metadata.dependencies import Dependencies
from mockedfi.metadata.discovery import DataModel
from mockedfi.metadata.documents import Entry, Library
from mockedfi.metadata.graph import CyclicGraphError
from mockedfi.metadata.negotiation import GRAPHML, asks_for_graph, form_of_graph
from mockedfi.model import openapi
from mockedfi.model.catalogue import Catalogue
from mockedfi.model.facts import Resource
from mockedfi.model.openapi.marks import Json
from mockedfi.odses import Odses
from mockedfi.problems import Refusal
from mockedfi.problems.data import FEATURE_OFF
from mockedfi.problems.metadata import CIRCULAR_DEPENDENCY, GRAPH_UNWRITABLE

JSON_TYPE = "application/json; charset=utf-8"
PAGE_LIMIT = 500
_DATA = "data/v3"
_HEALTH_HEADERS = (
    ("Content-Type", "text/plain"),
    ("Cache-Control", "no-store, no-cache"),
    ("Pragma", "no-cache"),
    ("Expires", "Thu, 01 Jan 1970 00:00:00 GMT"),
)
"""As the framework's health checks send them."""
_LIST_CLASS = (
    b"System.Collections.Generic.List`1[EdFi.Ods.Features.OpenApiMetadata.Models.OpenApiMetadataSectionDetails]"
)
"""What .NET makes of the list when asked for a text."""
_XSD_FILES = re.compile(r"/metadata/xsd/([^/]+)/files", re.IGNORECASE)


class Surface:
    """The anonymous part of one version of the API."""

    def __init__(
        self,
        catalogue: Catalogue,
        dialect: Dialect,
        *,
        page_limit: int = PAGE_LIMIT,
        extensions: Sequence[DataModel] = (),
        entries: Sequence[Entry] = (),
        odses: Odses | None = None,
    ) -> None:
        """Nothing is made yet.

        Args:
            catalogue: what the version serves.
            dialect: how it does.
            page_limit: the most items that a page may have.
            extensions: data models besides the data standard.
            entries: further documents, of composites and profiles.
            odses: the databases that paths name; none unless told.
        """
        self._catalogue = catalogue
        self._dialect = dialect
        self._facts = dialect.metadata
        self._page_limit = page_limit
        self._features = dialect.features
        self._models = (discovery.standard(catalogue, dialect), *extensions)
        self._further = tuple(entries)
        self._odses = odses or Odses()
        self._lock = threading.Lock()
        self._dependencies: dict[tuple[bool, bool], bytes] = {}

    def answer(self, request: Request) -> Answer | None:
        """The answer; None if there is nothing here for such a request.

        Raises:
            Refusal: what is asked for is switched off, or cannot be written, or the resources of an extension depend
                on each other in a circle.
        """
        path = "/" + request.path.strip("/").lower()
        if path == "/health" and self._facts.health:
            return Answer(200, list(_HEALTH_HEADERS), b"Healthy")
        if request.method != "GET":
            return None
        if path.endswith(f"/{documents.FILE}"):
            return self._document(request) if self._features.has(OPEN_API_METADATA) else None
        if path == "/":
            return self._discovery(request)
        route = self._route(path)
        if route is None:
            return None
        feature, answer = route
        if self._features.has(feature):
            return answer(request)
        if self._features.routed:
            raise Refusal(FEATURE_OFF)
        return None

    def _route(self, path: str) -> tuple[str, Callable[[Request], Answer]] | None:
        """The feature that answers at a path in lower case, and how it does."""
        match path:
            case documents.LIST:
                return OPEN_API_METADATA, self._list
            case "/metadata/data/v3/dependencies":
                return AGGREGATE_DEPENDENCIES, self._dependency_answer
            case "/metadata/xsd":
                return XSD_METADATA, self._schemas
        files = _XSD_FILES.fullmatch(path)
        return (XSD_METADATA, partial(self._schema_files, files[1])) if files else None

    @cached_property
    def library(self) -> Library:
        """The OpenAPI documents."""
        return Library(self._entries(), self._odses, selection_by_kind=self._facts.selection_by_kind)

    def _entries(self) -> list[Entry]:
        make = self._described
        standard = partial(make, namespace=xsd.SEGMENT, general=True)
        made = [
            Entry(documents.USER_INTERFACE, "descriptors", _DATA, partial(make, descriptors=True)),
            Entry(documents.USER_INTERFACE, "resources", _DATA, partial(make, descriptors=False)),
            Entry(documents.SDK, "all", _DATA, make, section_path=""),
            Entry(documents.SDK, xsd.SEGMENT, _DATA, standard),
        ]
        made += [
            Entry(documents.EXTENSIONS, namespace, _DATA, partial(make, namespace=namespace, extension=schema))
            for namespace, schema in self._extension_schemas()
        ]
        if self._features.has(CHANGE_QUERIES):
            changes = partial(openapi.change_queries, self._dialect)
            made.append(Entry(documents.OTHER, "ChangeQueries", "ChangeQueries/v1", changes, section_path=""))
        if self._features.has(IDENTITY_MANAGEMENT):
            made.append(Entry(documents.OTHER, "Identity", "identity/v2", openapi.identities, section_path=""))
        return [*made, *self._further]

    def _extension_schemas(self) -> list[tuple[str, str]]:
        """(namespace, physical schema) of each extension that has resources."""
        found = {(each.namespace, each.schema) for each in self._catalogue.resources.values()}
        return sorted(each for each in found if each[0] != xsd.SEGMENT)

    def _described(
        self,
        *,
        descriptors: bool | None = None,
        namespace: str | None = None,
        general: bool = False,
        extension: str | None = None,
    ) -> Json:
        shown: list[Resource] = [
            each
            for each in self._catalogue.resources.values()
            if descriptors in {None, each.descriptor} and namespace in {None, each.namespace}
        ]
        limit = self._page_limit
        return openapi.described(self._catalogue, self._dialect, shown, limit, general=general, extension=extension)

    def _discovery(self, request: Request) -> Answer:
        return _json(discovery.document(self._dialect, request, self._models))

    def _list(self, request: Request) -> Answer:
        query = _query(request)
        swagger_2 = self._facts.open_api_3 and query.get("version") == "2"
        sdk = query.get("sdk", "").lower() == "true"
        place = request.path.rstrip("/") if self._facts.list_follows_path else documents.LIST
        shown = self.library.listed(request.url_of, sdk=sdk, swagger_2=swagger_2, place=place)
        answer = _json(shown)
        etag = documents.quoted_hash(_LIST_CLASS if self._facts.list_constant_etag else _hashed(shown))
        if _known(request, etag):
            return Answer(304)
        answer.headers.append(("ETag", etag))
        return answer

    def _document(self, request: Request) -> Answer | None:
        """A document; nothing at all for a caller who has another version of it (OpenApiMetadataMiddleware.cs)."""
        entry = self.library.find(request.path)
        if entry is None:
            return None
        open_api_3 = self._facts.open_api_3 and _query(request).get("version") != "2"
        rendered = self.library.render(entry, request, open_api_3=open_api_3)
        kind = ("Content-Type", "application/json")
        if _known(request, rendered.etag):
            return Answer(304, [kind])
        if request.headers.get("if-none-match"):
            return Answer(200)
        return Answer(200, [kind, ("ETag", rendered.etag)], rendered.body)

    def _dependency_answer(self, request: Request) -> Answer:
        accept = request.headers.get("accept", "")
        graph = asks_for_graph(accept)
        kind = form_of_graph(accept) if graph else "application/json"
        xml = kind == GRAPHML
        with self._lock:
            if (graph, xml) not in self._dependencies:
                self._dependencies[graph, xml] = self._ordered(graph=graph, xml=xml)
        return Answer(200, [("Content-Type", f"{kind}; charset=utf-8")], self._dependencies[graph, xml])

    def _schemas(self, request: Request) -> Answer:
        return _json(xsd.schemas(self._facts, request.url_of, self._models))

    def _schema_files(self, segment: str, request: Request) -> Answer:
        return _json(xsd.files(self._facts, request.url_of, segment, self._models))

    def _ordered(self, *, graph: bool, xml: bool) -> bytes:
        made = Dependencies(self._catalogue, self._facts)
        try:
            if xml:
                return made.graphml().encode()
            shown = made.graph() if graph else made.entries()
        except CyclicGraphError as error:
            raise Refusal(CIRCULAR_DEPENDENCY, cycle=str(error)) from error
        if graph and not self._facts.graph_as_json:
            raise Refusal(GRAPH_UNWRITABLE, why=Failed("an edge of the graph of dependencies is no JSON."))
        return _indented(shown)


def _hashed(shown: Sequence[Mapping[str, str]]) -> bytes:
    """The list as its ETag is made of it: by another serializer than the answer."""
    return orjson.dumps([{name[:1].upper() + name[1:]: value for name, value in each.items()} for each in shown])


def _known(request: Request, etag: str) -> bool:
    """Whether a caller has this version."""
    return request.headers.get("if-none-match", "").upper() == etag.upper()


def _query(request: Request) -> dict[str, str]:
    return {name.lower(): value for name, value in parse_qsl(request.query)}


def _json(content: Any) -> Answer:
    return Answer(200, [("Content-Type", JSON_TYPE)], _indented(content))


def _indented(content: Any) -> bytes:
    return orjson.dumps(content, option=orjson.OPT_INDENT_2)
