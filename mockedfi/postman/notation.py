"""Collections and environments as values, and how Postman writes them (collection format 2.1.0)."""

import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
_OURS = uuid.UUID("6d6f636b-6564-4669-8000-000000000000")
"""From it the ids are made, so that the same story is the same file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Basic:
    """Key and secret in the header, each the name of a variable."""

    key: str
    secret: str


BEARER = "bearer"
NOBODY = "noauth"
Auth = Basic | str
"""Who asks: `BEARER` with the token at hand, `NOBODY`, or a key with its secret."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One request, what it shows, and what its answer must be."""

    name: str
    says: str
    """For the presenter, in Markdown."""
    method: str
    url: str
    body: Any = None
    """Written as JSON; a text as it is."""
    form: Mapping[str, str] = field(default_factory=dict)
    """The fields of a form, in place of a body."""
    headers: Mapping[str, str] = field(default_factory=dict)
    auth: Auth = BEARER
    before: Sequence[str] = ()
    """JavaScript that runs before the request."""
    checks: Sequence[str] = ()
    """JavaScript that looks at the answer, a test each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A folder of requests."""

    name: str
    says: str
    steps: Sequence[Step]


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """A collection."""

    file: str
    """Name of its file, without the ending."""
    name: str
    says: str
    chapters: Sequence[Chapter]


def collection(story: Story, api_version: str) -> dict[str, Any]:
    """The story as Postman reads it."""
    place = f"{api_version}/{story.file}"
    return {
        "info": {
            "_postman_id": _id(place),
            "name": f"{story.name} (ODS/API {api_version})",
            "description": story.says,
            "schema": SCHEMA,
        },
        "auth": {"type": BEARER, "bearer": [_text("token", "{{accessToken}}")]},
        "item": [_folder(each, place) for each in story.chapters],
    }


def environment(name: str, values: Mapping[str, str]) -> dict[str, Any]:
    """An environment; what is called secret or token is masked on the screen."""
    return {
        "id": _id(name),
        "name": name,
        "values": [
            {"key": key, "value": value, "type": "secret" if _masked(key) else "default", "enabled": True}
            for key, value in values.items()
        ],
        "_postman_variable_scope": "environment",
    }


def _folder(chapter: Chapter, place: str) -> dict[str, Any]:
    below = f"{place}/{chapter.name}"
    steps = [_item(step, f"{below}/{step.name}") for step in chapter.steps]
    return {"id": _id(below), "name": chapter.name, "description": chapter.says, "item": steps}


def _item(step: Step, place: str) -> dict[str, Any]:
    headers = dict(step.headers)
    request: dict[str, Any] = {"method": step.method, "description": step.says, "url": step.url}
    if step.body is not None:
        headers = {"Content-Type": "application/json"} | headers
        text = step.body if isinstance(step.body, str) else json.dumps(step.body, indent=2, ensure_ascii=False)
        request["body"] = {"mode": "raw", "raw": text, "options": {"raw": {"language": "json"}}}
    if step.form:
        request["body"] = {"mode": "urlencoded", "urlencoded": [_text(*each) for each in step.form.items()]}
    request["header"] = [{"key": name, "value": value} for name, value in headers.items()]
    if step.auth != BEARER:
        request["auth"] = _auth(step.auth)
    events = [_event(listen, lines) for listen, lines in (("prerequest", step.before), ("test", step.checks)) if lines]
    return {"id": _id(place), "name": step.name, "event": events, "request": request, "response": []}


def _auth(auth: Auth) -> dict[str, Any]:
    if isinstance(auth, str):
        return {"type": auth}
    pair = [_text("username", f"{{{{{auth.key}}}}}"), _text("password", f"{{{{{auth.secret}}}}}")]
    return {"type": "basic", "basic": pair}


def _text(key: str, value: str) -> dict[str, str]:
    return {"key": key, "value": value, "type": "text"}


def _event(listen: str, snippets: Sequence[str]) -> dict[str, Any]:
    lines = [line for snippet in snippets for line in snippet.split("\n")]
    return {"listen": listen, "script": {"type": "text/javascript", "exec": lines}}


def _masked(key: str) -> bool:
    return key.lower().endswith(("secret", "token"))


def _id(place: str) -> str:
    return str(uuid.uuid5(_OURS, place))
