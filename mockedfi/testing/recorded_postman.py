"""A recording as a Postman collection and its environment."""

import json
from collections.abc import Mapping
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

from mockedfi.postman.checks import token_checks
from mockedfi.postman.notation import Basic, Chapter, Story, collection, environment
from mockedfi.postman.notation import Step as PostmanStep
from mockedfi.testing.recording import MARKED, Capture, Recording, Step

FILE = "recorded"
_HEADER = '(pm.response.headers.get("{header}") || "")'
_CAPTURED = {
    "Location": _HEADER.format(header="Location") + '.split("/").pop()',
    "ETag": _HEADER.format(header="ETag") + ".replaceAll('\"', '')",
    "Next-Page-Token": _HEADER.format(header="Next-Page-Token"),
}
_SAYS = (
    "What a client did, as mockedfi recorded it.\n\nEach answer must have the status that it had then, so let the "
    "documents be those of then: `mockedfi reset --url …` puts a server back to its districts."
)


def postman_collection(recording: Recording) -> dict[str, Any]:
    """The collection: a folder for each stretch of requests by one client, which begins with its token."""
    chapters = []
    for place, (client, steps) in enumerate(groupby(recording.steps, key=lambda step: step.client), 1):
        token = [_token(recording, client)] if client else []
        chapters.append(
            Chapter(name=f"{place} {client or 'nobody'}", says="", steps=[*token, *map(_step, steps)]),
        )
    return collection(Story(file=FILE, name="Recorded", says=_SAYS, chapters=chapters), recording.api_version)


def postman_environment(recording: Recording, url: str, secrets: Mapping[str, str]) -> dict[str, Any]:
    """The environment: where the version is (`url`), keys and secrets of the clients, and the values that are kept."""
    values = {"baseUrl": url, "accessToken": ""}
    for place, key in enumerate(recording.clients, 1):
        values |= {f"key{place}": key, f"key{place}Secret": secrets.get(key, ""), f"key{place}Token": ""}
    values |= {capture.name: "" for step in recording.steps for capture in step.captures}
    host = urlsplit(url).netloc
    return environment(f"Recorded {recording.api_version} at {host}", values)


def _token(recording: Recording, client: str) -> PostmanStep:
    place = recording.clients.index(client) + 1
    return PostmanStep(
        name=f"Token of {client}",
        says="",
        method="POST",
        url="{{baseUrl}}/oauth/token",
        form={"grant_type": "client_credentials"},
        auth=Basic(key=f"key{place}", secret=f"key{place}Secret"),
        checks=token_checks(f"key{place}Token"),
    )


def _step(step: Step) -> PostmanStep:
    return PostmanStep(
        name=f"{step.number} {step.method} {_plain(step.path)}",
        says="",
        method=step.method,
        url="{{baseUrl}}" + _named(step.path),
        body=None if step.body is None else json.loads(_named(json.dumps(step.body, ensure_ascii=False))),
        headers={name: _named(value) for name, value in step.headers.items()},
        checks=[
            f'pm.test("status is {step.status}", () => pm.response.to.have.status({step.status}));',
            *map(_capture, step.captures),
        ],
    )


def _capture(capture: Capture) -> str:
    return f'pm.environment.set("{capture.name}", {_CAPTURED[capture.header]});'


def _named(text: str) -> str:
    return MARKED.sub(r"{{\1}}", text)


def _plain(path: str) -> str:
    """A path for people: without the query."""
    return MARKED.sub(r"{\1}", path.partition("?")[0])
