"""A recording as a pytest file to start from."""

import keyword
import pprint
import re
from collections.abc import Mapping, Sequence
from typing import Any

from mockedfi.testing.recording import MARKED, Capture, Recording, Step

_WIDTH = 100
_DEFAULT = "session"
_LITERAL = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")
_CAPTURED = {
    "Location": 'answer.headers["Location"].rpartition("/")[2]',
    "ETag": 'answer.headers["ETag"].strip(\'"\')',
    "Next-Page-Token": 'answer.headers["Next-Page-Token"]',
}


def pytest_file(recording: Recording, clients: Mapping[str, Mapping[str, Any]], default: str) -> str:
    """The text of the file.

    Args:
        recording: the steps.
        clients: those that the fixture does not have by itself, by key, as the control API gives them.
        default: key of the default client.
    """
    lines = [
        '"""What a client did, as mockedfi recorded it: a test to start from."""',
        "",
        "import pytest",
        "",
        "",
        f'@pytest.mark.edfi(api_version="{recording.api_version}")',
        "def test_recorded(edfi):",
    ]
    names = _names(recording.clients, default)
    for key, name in names.items():
        lines.append(f"    {name} = {_session(key, clients.get(key), default)}")
    for step in recording.steps:
        lines += ["", *_lines(step, names.get(step.client, ""))]
    if not recording.steps:
        lines.append("    assert len(edfi.requests) == 0")
    return "\n".join(lines) + "\n"


def _names(keys: Sequence[str], default: str) -> dict[str, str]:
    """What the session of each client is called."""
    names: dict[str, str] = {}
    for key in keys:
        plain = re.sub(r"\W+", "_", key).strip("_").lower()
        usable = plain.isidentifier() and not keyword.iskeyword(plain) and plain not in names.values()
        names[key] = _DEFAULT if key == default else plain if usable else f"session_{len(names) + 1}"
    return names


def _session(key: str, facts: Mapping[str, Any] | None, default: str) -> str:
    if key == default:
        return "edfi.session()"
    if facts is None:
        return f"edfi.session({key!r})"
    chosen = {
        "claim_set": facts["claimSet"],
        "education_organization_ids": facts["educationOrganizationIds"],
        "namespace_prefixes": facts["namespacePrefixes"],
        "profiles": facts["profiles"],
        "key": key,
    }
    given = ", ".join(f"{name}={value!r}" for name, value in chosen.items() if value)
    return f"edfi.client({given}).session()"


def _lines(step: Step, session: str) -> list[str]:
    caller = session or "edfi.session()"
    arguments = [_source(step.path)]
    if step.body is not None:
        arguments.append(f"{'data' if isinstance(step.body, str) else 'json'}={_source(step.body)}")
    if step.headers:
        arguments.append(f"headers={_source(dict(step.headers))}")
    call = f"answer = {caller}.request({step.method!r}, {', '.join(arguments)})"
    if "\n" in call or len(call) > _WIDTH:
        inner = [f"    {line}" for each in (repr(step.method), *arguments) for line in f"{each},".split("\n")]
        lines = [f"answer = {caller}.request(", *inner, ")"]
    else:
        lines = [call]
    lines.append(f"assert answer.status_code == {step.status}, answer.text")
    lines += [_capture(each) for each in step.captures]
    return [f"    {line}" for line in lines]


def _capture(capture: Capture) -> str:
    return f"{capture.name} = {_CAPTURED[capture.header]}"


def _source(value: Any) -> str:
    """Python that gives a value; what earlier answers gave stands in it by name."""
    text = pprint.pformat(value, width=_WIDTH - 8, sort_dicts=False)
    return _LITERAL.sub(_formatted, text)


def _formatted(literal: re.Match[str]) -> str:
    text = literal.group()
    if not MARKED.search(text):
        return text
    whole = MARKED.fullmatch(text[1:-1])
    if whole:
        return whole[1]
    return "f" + MARKED.sub(r"{\1}", text.replace("{", "{{").replace("}", "}}"))
