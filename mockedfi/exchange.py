"""One request and one answer as values, free of any web framework."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from mockedfi.odses import Ods


@dataclass(slots=True, kw_only=True)
class Request:
    """What a client asked of one API version."""

    method: str
    path: str
    """Below the version's root, decoded: ``/data/v3/ed-fi/students``."""
    query: str = ""
    """Raw, without the question mark."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Names in lower case."""
    body: bytes = b""
    root: str = ""
    """Absolute URL of the version's root, without a trailing slash: ``http://127.0.0.1:54746/v7.3/api``."""
    own_root: str = ""
    """What it is without a proxy's word, if that counts."""
    remote: str = ""
    """The caller's address."""
    ods: Ods = Ods()  # noqa: RUF009 - it cannot change
    """The database that it is for, as `url_of` names it."""

    def url_of(self, path: str, *, proxied: bool = True) -> str:
        """Absolute URL of a path below the version's root, which names the database of this request.

        `proxied`: as a proxy says, if its word counts.
        """
        root = self.root if proxied else self.own_root or self.root
        return root + self.ods.named(path)


@dataclass(slots=True)
class Answer:
    """What goes back: `status`, headers in order, the body's bytes."""

    status: int
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""
