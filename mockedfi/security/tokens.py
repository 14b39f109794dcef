"""Access tokens: issued, found again, expired.

Source: EdFi.Ods.Admin's CreateClientAccessToken and GetClientForToken (Artifacts/PgSql/Structure/Admin).
"""

import re
import threading
from collections import deque
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from mockedfi.clock import Clock
from mockedfi.problems import Refusal
from mockedfi.problems.oauth import TOO_MANY_TOKENS
from mockedfi.security.clients import Client, Clients

DEFAULT_LIFETIME = timedelta(minutes=30)
_GUID = re.compile(r"\{(?P<braced>[^{}()]+)\}|\((?P<bracketed>[^{}()]+)\)|(?P<plain>[0-9a-fA-F-]+)", re.ASCII)
_DIGITS = re.compile(r"[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Token:
    """One access token."""

    value: str
    """32 lower-case hex digits."""
    client_key: str
    expires: datetime
    scope: int | None = None
    """The one education organization it is narrowed to."""


@dataclass(frozen=True, slots=True, eq=False)
class Caller:
    """Who a request comes from: a client with a live token."""

    client: Client
    token: Token
    education_organization_ids: tuple[int, ...] = field(init=False)
    """The client's own, narrowed by the token's scope."""
    claims: frozenset[int] = field(init=False)
    """The same as a set."""

    def __post_init__(self) -> None:
        scope = self.token.scope
        own = self.client.education_organization_ids
        narrowed = tuple(dict.fromkeys(each for each in own if scope in (None, each)))
        object.__setattr__(self, "education_organization_ids", narrowed)
        object.__setattr__(self, "claims", frozenset(narrowed))


def guid_of(text: str) -> str | None:
    """The 32 lower-case digits of a GUID in any of .NET's notations; None if it is none."""
    match = _GUID.fullmatch(text.strip())
    if match is None:
        return None
    inner = match[match.lastgroup or "plain"].lower()
    if not _DIGITS.fullmatch(inner) or (match.lastgroup != "plain" and "-" not in inner):
        return None
    return inner.replace("-", "")


class Tokens:
    """The tokens of one API version.

    `shelf` keeps them as JSON rows by value; a store that outlives the process makes them survive a restart.
    `limit`: how many live ones a client may hold; below 1: any number.
    """

    def __init__(
        self,
        clock: Clock,
        clients: Clients,
        *,
        lifetime: timedelta = DEFAULT_LIFETIME,
        limit: int = 0,
        shelf: MutableMapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        self._clock = clock
        self._clients = clients
        self.lifetime = lifetime
        self._limit = limit
        self._shelf: MutableMapping[str, Mapping[str, Any]] = {} if shelf is None else shelf
        self._callers: dict[str, Caller] = {}
        self._lock = threading.Lock()
        self._by_client: dict[str, deque[Token]] = {}
        for value, row in sorted(self._shelf.items(), key=lambda item: item[1]["expires"]):
            token = Token(value, row["client_key"], datetime.fromisoformat(row["expires"]), row["scope"])
            self._by_client.setdefault(token.client_key, deque()).append(token)

    def issue(self, client: Client, scope: int | None = None) -> Token:
        """A new token of `client`; those it holds stay valid.

        Raises:
            Refusal: it holds too many.
        """
        with self._lock:
            now = self._clock.now()
            held = self._by_client.setdefault(client.key, deque())
            while held and held[0].expires + self.lifetime < now:
                self._drop(held.popleft())
            if 0 < self._limit <= sum(token.expires > now for token in held):
                raise Refusal(TOO_MANY_TOKENS, limit=self._limit)
            token = Token(self._clock.hex_id(), client.key, now + self.lifetime, scope)
            held.append(token)
            self._shelf[token.value] = {
                "client_key": token.client_key,
                "expires": token.expires.isoformat(),
                "scope": token.scope,
            }
            return token

    def find(self, value: str) -> Token | None:
        """The token of this value, live or expired, in any notation of a GUID."""
        digits = guid_of(value)
        row = None if digits is None else self._shelf.get(digits)
        if digits is None or row is None:
            return None
        return Token(digits, row["client_key"], datetime.fromisoformat(row["expires"]), row["scope"])

    def alive(self, token: Token) -> bool:
        """Whether it has not expired, and its client is still there."""
        return self._clock.now() < token.expires and self._clients.by_key(token.client_key) is not None

    def caller(self, value: str) -> Caller | None:
        """The caller behind a token's value, live or expired; None if there is no such token or client."""
        known = self._callers.get(value)
        if known is not None and self._clients.by_key(known.client.key) is known.client:
            return known
        with self._lock:
            token = self.find(value)
            client = None if token is None else self._clients.by_key(token.client_key)
            if token is None or client is None:
                return None
            made = self._callers[value] = Caller(client, token)
            return made

    def expire(self, value: str) -> None:
        """Let the token of this value, if there is one, expire now."""
        with self._lock:
            token = self.find(value)
            if token is None:
                return
            ended = replace(token, expires=self._clock.now())
            self._shelf[token.value] = {**self._shelf[token.value], "expires": ended.expires.isoformat()}
            held = self._by_client[token.client_key]
            held.remove(token)
            held.appendleft(ended)
            for each in [each for each, known in self._callers.items() if known.token.value == token.value]:
                del self._callers[each]

    def forget(self, client_key: str) -> None:
        """Drop every token of a client."""
        with self._lock:
            for token in self._by_client.pop(client_key, ()):
                self._drop(token)

    def clear(self) -> None:
        """Drop every token."""
        with self._lock:
            self._shelf.clear()
            self._by_client.clear()
            self._callers.clear()

    def _drop(self, token: Token) -> None:
        self._shelf.pop(token.value, None)
        for spelled in [spelled for spelled, caller in self._callers.items() if caller.token.value == token.value]:
            del self._callers[spelled]
