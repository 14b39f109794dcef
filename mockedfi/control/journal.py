"""What was asked and answered: the newest exchanges, as many as fit."""

import base64
import hashlib
import itertools
import re
import threading
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl, urlencode

import orjson

from mockedfi.clock import Clock, iso_of, ticks_of
from mockedfi.control.patterns import path_matcher, status_matches
from mockedfi.exchange import Answer, Request
from mockedfi.explanations import HEADER

MOST = 1_000
MOST_BYTES = 16_000_000
HIDDEN = "(hidden)"
_SECRETS = ("client_secret", "access_token", "token", "authorization", "cookie", "mockedfi-control-key")
_TELLING = ("client_secret", "access_token")
"""A text with one of these is not shown where it cannot be read."""
_RESOURCE = re.compile(r"/data/v3/([^/]+/[^/]+)(?:/.*)?", re.IGNORECASE)


@dataclass(slots=True, kw_only=True)
class Exchange:
    """One request and what became of it. Nobody changes it; it is not frozen because making it must be quick."""

    number: int
    """Counts on from 1 in each workspace."""
    moment: datetime
    """When it was answered, by the workspace's clock."""
    api_version: str
    client: str
    """Key of the client; empty where the request brings none that is known."""
    request: Request
    answer: Answer
    milliseconds: float
    fault: str = ""
    """Id of the fault that struck."""
    gateway: bool = False
    """The answer is none that the ODS/API gives itself."""
    outcome: str = "answered"
    """``answered``, ``dropped`` or ``truncated``."""

    @property
    def resource(self) -> str:
        """``ed-fi/students``; nothing outside the data."""
        match = _RESOURCE.fullmatch(self.request.path)
        return match[1] if match else ""

    @property
    def explanation(self) -> str:
        """Id of the explanation that the answer names."""
        return next((value for name, value in self.answer.headers if name == HEADER), "")

    @property
    def size(self) -> int:
        """Bytes of both bodies."""
        return len(self.request.body) + len(self.answer.body)

    def as_json(self) -> dict[str, Any]:
        """For people and programs, without secrets."""
        request, answer = self.request, self.answer
        return {
            "number": self.number,
            "time": iso_of(ticks_of(self.moment)),
            "apiVersion": self.api_version,
            "client": self.client or None,
            "method": request.method,
            "path": request.path,
            "query": _query(request.query),
            "resource": self.resource or None,
            "token": self._token(),
            "status": answer.status if self.outcome != "dropped" else None,
            "outcome": self.outcome,
            "milliseconds": round(self.milliseconds, 3),
            "fault": self.fault or None,
            "gateway": self.gateway,
            "explanation": self.explanation or None,
            "request": _message(request.headers, request.body, request.headers.get("content-type", "")),
            "response": _message(dict(answer.headers), answer.body, _type_of(answer)),
        }

    def _token(self) -> str | None:
        """What tells the token that was sent, or issued, from others, without giving it away."""
        scheme, _, value = self.request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            content = _parsed(self.answer.body, _type_of(self.answer))
            value = content.get("access_token", "") if isinstance(content, dict) else ""
        return hashlib.sha256(str(value).strip().encode()).hexdigest()[:12] if value else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which exchanges somebody asks for; what is empty does not matter."""

    method: str = ""
    path: str = ""
    status: str = ""
    client: str = ""
    api_version: str = ""
    after: int = 0
    """Only those with a higher number."""

    def holds(self, exchange: Exchange) -> bool:
        """Whether one is among them."""
        return (
            exchange.number > self.after
            and self.method in ("", exchange.request.method)
            and self.client in ("", exchange.client)
            and self.api_version in ("", exchange.api_version)
            and (not self.path or path_matcher(self.path)(exchange.request.path))
            and (not self.status or status_matches(self.status, exchange.answer.status))
        )


@dataclass(slots=True)
class Journal:
    """The exchanges of one workspace, oldest first."""

    clock: Clock
    most: int = MOST
    most_bytes: int = MOST_BYTES
    _kept: deque[Exchange] = field(default_factory=deque)
    _bytes: int = 0
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def record(self, request: Request, answer: Answer, **facts: Any) -> None:
        """Keep an exchange, and give up the oldest ones where there are too many; `facts`: fields of `Exchange`."""
        moment = self.clock.now()
        with self._lock:
            exchange = Exchange(number=next(self._numbers), moment=moment, request=request, answer=answer, **facts)
            self._kept.append(exchange)
            self._bytes += len(request.body) + len(answer.body)
            while len(self._kept) > self.most or (self._bytes > self.most_bytes and len(self._kept) > 1):
                self._bytes -= self._kept.popleft().size

    def exchanges(self, wanted: Wanted | None = None) -> Sequence[Exchange]:
        """Those that are wanted, oldest first."""
        with self._lock:
            kept = list(self._kept)
        return kept if wanted is None else [each for each in kept if wanted.holds(each)]

    def clear(self) -> None:
        """Forget all; numbers count on."""
        with self._lock:
            self._kept.clear()
            self._bytes = 0


def _message(headers: Mapping[str, str], body: bytes, content_type: str) -> dict[str, Any]:
    shown = {name: HIDDEN if name.lower() in _SECRETS else value for name, value in headers.items()}
    return {"headers": shown, "body": _without_secrets(_parsed(body, content_type))}


def _type_of(answer: Answer) -> str:
    return next((value for name, value in answer.headers if name.lower() == "content-type"), "")


def _parsed(body: bytes, content_type: str) -> Any:
    """A body as JSON, else as text; what is no text is shown in base 64."""
    if not body:
        return None
    if "json" in content_type.lower():
        with suppress(ValueError):
            return orjson.loads(body)
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return "base64:" + base64.b64encode(body).decode()
    if "x-www-form-urlencoded" in content_type.lower():
        return _form(text)
    return HIDDEN if any(map(text.lower().__contains__, _TELLING)) else text


def _query(query: str) -> str:
    """A query as it was sent, unless it has a secret."""
    return _form(query) if any(name.lower() in _SECRETS for name, _ in parse_qsl(query)) else query


def _form(text: str) -> str:
    pairs = parse_qsl(text, keep_blank_values=True)
    return urlencode([(name, HIDDEN if name.lower() in _SECRETS else value) for name, value in pairs], safe="()")


def _without_secrets(content: Any) -> Any:
    if isinstance(content, list):
        return [_without_secrets(each) if isinstance(each, dict) else each for each in content]
    if not isinstance(content, dict):
        return content
    return {
        name: HIDDEN if name.lower() in _SECRETS and isinstance(value, str) else value
        for name, value in content.items()
    }
