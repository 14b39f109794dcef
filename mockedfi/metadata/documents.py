"""The OpenAPI documents: which there are, and their text for an address.

A document is made once, at its first use, with marks for the address; the few addresses asked for last are kept filled
in. Source: EdFi.Ods.Features/OpenApiMetadata/Providers and Controllers/OpenApiMetadataController.cs.
"""

import re
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import urlsplit

import orjson

from mockedfi.exchange import Request
from mockedfi.metadata.selection import with_selection
from mockedfi.model.build.names import order
from mockedfi.model.openapi import marks, upgraded
from mockedfi.model.openapi.marks import Json
from mockedfi.odses import Ods, Odses
from mockedfi.store.record import fitted

USER_INTERFACE = "SwaggerUI"
SDK = "SDKGen"
EXTENSIONS = "Extensions"
OTHER = "Other"
COMPOSITES = "Composites"
STANDARD = "ed-fi"
LIST = "/metadata"
"""Where the list of documents is."""
PREFIX = f"{LIST}/"
FILE = "swagger.json"
EVERYTHING = f"{PREFIX}data/v3/{FILE}"
"""Where the document of all resources is."""
KEPT = 4
"""Documents kept as they are sent; each is a few megabytes."""
_PORT = re.compile(r":\d+$")
_NAMED = re.compile(
    rf"{PREFIX}(?:data/v3/profiles/[^/]+|composites/v1/[^/]+/(?P<category>[^/]+)|[^/]+/v[12])/{FILE}", re.IGNORECASE
)
"""Paths of documents that are found by these names, or not at all."""
_PORTS = {"http": 80, "https": 443}
_WORD = re.compile(r"[A-Z]{2,}(?![a-z])|[A-Z]+(?=[A-Z][a-z0-9])|[A-Z]?[a-z]+|[A-Z][a-z0-9]*")


@dataclass(frozen=True, slots=True)
class Entry:
    """One document: where it is listed, what it describes."""

    section: str
    """The list's ``prefix``, except `USER_INTERFACE`: ``Other``, ``Composites``, ``Profiles``."""
    name: str
    base_path: str
    """Of what it describes, below the version's root: ``data/v3``."""
    make: Callable[[], Json]
    """The document as Swagger 2.0 with the marks of `model.openapi.marks`."""
    section_path: str | None = None
    """What stands between base path and file name in its URL; the name unless told."""

    @property
    def path(self) -> str:
        """Below the version's root, in lower case: ``/metadata/data/v3/resources/swagger.json``."""
        between = self.name if self.section_path is None else self.section_path
        return PREFIX + "/".join(each for each in (self.base_path, between, FILE) if each).lower()


@dataclass(frozen=True, slots=True)
class Rendered:
    """A document as it is sent."""

    body: bytes
    etag: str
    """Quoted."""


class Library:
    """The documents of one version."""

    def __init__(self, entries: Iterable[Entry], odses: Odses, *, selection_by_kind: bool) -> None:
        self._entries = {each.path: each for each in entries}
        self._categories = {each.name.lower(): each for each in self._entries.values() if each.section == COMPOSITES}
        self._odses = odses
        self._by_kind = selection_by_kind
        self._made: dict[tuple[str, bool], bytes] = {}
        self._filled: OrderedDict[tuple[str, bool, str, Ods], Rendered] = OrderedDict()
        self._lock = threading.Lock()

    def listed(
        self, url_of: Callable[[str], str], *, sdk: bool, swagger_2: bool, place: str = LIST
    ) -> list[dict[str, str]]:
        """The list of documents.

        Args:
            url_of: gives the absolute URL of a path below the version's root.
            sdk: those from which client libraries are made, instead of those for people.
            swagger_2: their addresses ask for Swagger 2.0.
            place: path of the list, which theirs continue.
        """
        hidden = {USER_INTERFACE} if sdk else {SDK, EXTENSIONS}
        shown = [each for each in self._entries.values() if each.section not in hidden]
        return [
            {
                "name": display_name(each.name),
                "endpointUri": f"{url_of(place + each.path.removeprefix(LIST))}{'?version=2' if swagger_2 else ''}",
                "prefix": "" if each.section == USER_INTERFACE else each.section,
            }
            for each in sorted(shown, key=lambda each: (order(each.section), order(each.name)))
        ]

    def find(self, path: str) -> Entry | None:
        """The document at a path below the version's root.

        The case of letters counts for the standard's own document alone; composites are found by their category; a
        path of another form leads to the document of everything (EnabledOpenApiMetadataDocumentProvider.cs,
        OpenApiMetadataRequest.cs).
        """
        entry = self._entries.get(path.lower())
        if entry is not None:
            return entry if entry.name != STANDARD or f"/{STANDARD}/" in path else None
        named = _NAMED.fullmatch(path)
        if named is None:
            return self._entries[EVERYTHING]
        return self._categories.get(named["category"].lower()) if named["category"] else None

    def render(self, entry: Entry, request: Request, *, open_api_3: bool) -> Rendered:
        """The text of a document for callers of the request's address."""
        with self._lock:
            key = (entry.path, open_api_3, request.root, request.ods)
            filled = self._filled.get(key)
            if filled is None:
                body = _filled(self._template(entry, open_api_3=open_api_3), entry, request)
                filled = self._filled[key] = Rendered(body, quoted_hash(body))
            self._filled.move_to_end(key)
            while len(self._filled) > KEPT:
                self._filled.popitem(last=False)
            return filled

    def _template(self, entry: Entry, *, open_api_3: bool) -> bytes:
        made = self._made.get((entry.path, open_api_3))
        if made is None:
            document = entry.make()
            if open_api_3:
                document = upgraded(document)
                if self._odses.several:
                    document = with_selection(document, self._odses, by_kind=self._by_kind)
            made = self._made[entry.path, open_api_3] = fitted(orjson.dumps(document))
        return made


def display_name(name: str) -> str:
    """``ed-fi`` as ``Ed-Fi``, ``ChangeQueries`` as ``Change-Queries`` (EdFi.Common/Extensions/StringExtensions.cs)."""
    return "-".join(each[:1].upper() + each[1:] for each in _WORD.findall(name))


def quoted_hash(body: bytes) -> str:
    """The ETag of a document (EdFi.Common/Extensions/ByteArrayExtensions.cs)."""
    return f'"{sha256(body).hexdigest().upper()}"'


def _filled(template: bytes, entry: Entry, request: Request) -> bytes:
    server = request.url_of(f"/{entry.base_path}")
    address, root = urlsplit(server), urlsplit(request.root)
    host = address.netloc
    if not _PORT.search(host):
        host = f"{host}:{_PORTS.get(address.scheme, 80)}"
    values = (
        (marks.HOST, host),
        (marks.BASE_PATH, address.path if server.endswith(f"/{request.ods.school_year}") else f"{address.path}/"),
        (marks.SCHEME, address.scheme),
        (marks.TOKEN_URL, request.url_of("/oauth/token")),
        (marks.SERVER_URL, f"{address.scheme}://{host}{address.path}"),
        (marks.SERVER_ROOT, f"{address.scheme}://{host}{root.path}"),
        (marks.ROOT_URL, request.root),
        (marks.PART, entry.base_path),
    )
    for mark, value in values:
        template = template.replace(mark.encode(), orjson.dumps(value)[1:-1])
    return template
