"""A refusal as the answer that one version of the API gives: Problem Details or ``{"message": …}``.

May import: `since`, `clock`, `exchange`, `problems`, `dialect`. Must not know: any web framework, who refused.
"""

import json
import re
from collections.abc import Mapping, Sequence
from hashlib import sha256
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from mockedfi.clock import Clock
from mockedfi.dialect import Dialect
from mockedfi.exchange import Answer, Request
from mockedfi.problems import Problem, Refusal
from mockedfi.since import chosen

TYPE_PREFIX = "urn:ed-fi:api:"
CONTROLLER_JSON = "application/json; charset=utf-8"
MIDDLEWARE_JSON = "application/problem+json"
BARE_JSON = "application/json"

_ESCAPED_BY_SYSTEM_TEXT_JSON = re.compile(r"""\\u[0-9a-f]{4}|\\.|[^\x20-\x7e\n]|['<>&+`]""")


def correlation_id(request: Request, clock: Clock) -> str:
    """The identifier that error bodies echo: the header, else the query parameter, else a new GUID.

    Source: EdFi.Ods.Api/Middleware/RequestCorrelationMiddleware.cs.
    """
    header = request.headers.get("correlation-id")
    if header is not None:
        return header
    if "correlationid" in request.query.lower():
        for name, value in parse_qsl(request.query, keep_blank_values=True):
            if name.lower() == "correlationid":
                return value
    digits = clock.hex_id()
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def render(refusal: Refusal, dialect: Dialect, correlation: str) -> Answer:
    """The answer to a refused request, in the form of the dialect's era.

    Source: EdFi.Ods.Api/Extensions/HttpResponseExtensions.cs and EdFi.Ods.Common/ProblemDetails (7.2 and later),
    EdFi.Ods.Api/ExceptionHandling/ErrorTranslator.cs (before).
    """
    problem = refusal.problem
    version = dialect.version.name
    status = chosen(problem.status, version)
    headers = [*problem.headers, *refusal.headers]
    if dialect.errors.problem_details:
        body, content_type = _problem_details(refusal, version, status, correlation)
    else:
        body, content_type = _message(refusal, dialect, correlation)
    if body and content_type:
        headers.append(("Content-Type", content_type))
    return Answer(status, headers, body)


def _problem_details(refusal: Refusal, version: str, status: int, correlation: str) -> tuple[bytes, str]:
    problem = refusal.problem
    content_type = MIDDLEWARE_JSON if problem.middleware else CONTROLLER_JSON
    title = chosen(problem.title, version)
    if not title or status == 304:
        return b"", content_type
    body: dict[str, Any] = {
        "detail": _filled(chosen(problem.detail, version), refusal.facts),
        "type": TYPE_PREFIX + chosen(problem.type, version),
        "title": title,
        "status": status,
        "correlationId": correlation,
    }
    if refusal.details:
        body["validationErrors"] = _located(refusal.details, "$", "$.")
    errors = _errors(refusal, version)
    if errors:
        body["errors"] = errors
    return (_system_text_json(body) if problem.middleware else _newtonsoft(body)), content_type


def _message(refusal: Refusal, dialect: Dialect, correlation: str) -> tuple[bytes, str]:
    text = chosen(refusal.problem.message, dialect.version.name)
    if text is None:
        return _bare_status(refusal.problem, dialect, correlation), CONTROLLER_JSON
    if refusal.problem.plain:
        return _filled(text, refusal.facts).encode(), ""
    if refusal.bare:
        return _newtonsoft(_filled(text, refusal.facts)), CONTROLLER_JSON
    body: dict[str, Any] = {"message": _filled(text, refusal.facts)}
    if dialect.errors.correlation_id:
        if refusal.escaped:
            status = chosen(refusal.problem.status, dialect.version.name)
            body = {"code": status, "type": HTTPStatus(status).phrase, **body}
        body["correlationId"] = correlation
    if refusal.details:
        body["modelState"] = _located(refusal.details, "request.", "request.")
    written = chosen(refusal.problem.written, dialect.version.name)
    compact = written == "compact"
    return _newtonsoft(body, compact=compact), CONTROLLER_JSON if written == "formatted" else BARE_JSON


def _bare_status(problem: Problem, dialect: Dialect, correlation: str) -> bytes:
    """What ASP.NET Core writes where a controller returns a status only: its own Problem Details.

    Source: ClientErrorResultFilter and ProblemDetailsClientErrorFactory of Microsoft.AspNetCore.Mvc.
    """
    status = chosen(problem.status, dialect.version.name)
    link = dialect.errors.status_links.get(status)
    if not problem.bare_status or link is None:
        return b""
    digits = sha256(correlation.encode()).hexdigest()
    trace = f"00-{digits[:32]}-{digits[32:48]}-00"
    return _newtonsoft({"type": link, "title": HTTPStatus(status).phrase, "status": status, "traceId": trace})


def _errors(refusal: Refusal, version: str) -> list[str]:
    """What the refusal brings, else the problem's own texts, filled."""
    if refusal.errors is not None:
        return list(refusal.errors)
    own: Problem = refusal.problem
    return [_filled(text, refusal.facts) for text in chosen(own.errors, version)]


def _filled(template: str, facts: Mapping[str, object]) -> str:
    return template.format(**facts) if "{" in template else template


def _located(details: Mapping[str, Sequence[str]], root: str, prefix: str) -> dict[str, list[str]]:
    """Messages by the place of what they are about, as the era names places."""
    return {prefix + path if path else root: list(messages) for path, messages in details.items()}


def _newtonsoft(body: Mapping[str, Any] | str, *, compact: bool = False) -> bytes:
    """JSON as the controllers' serializer writes it: indented, other alphabets as they are.

    Source: EdFi.Ods.Api/Startup/NewtonsoftJsonOptionConfigurator.cs.
    """
    form: dict[str, Any] = {"separators": (",", ":")} if compact else {"indent": 2}
    return json.dumps(body, ensure_ascii=False, **form).encode("utf-8", "replace")


def _system_text_json(body: Mapping[str, Any]) -> bytes:
    """JSON as the middleware's serializer writes it: all but plain ASCII, and some of that, as escapes.

    Source: the default encoder of System.Text.Json, used by EdFi.Ods.Api/Extensions/HttpResponseExtensions.cs.
    """
    text = json.dumps(body, ensure_ascii=False, indent=2)
    return _ESCAPED_BY_SYSTEM_TEXT_JSON.sub(_escaped, text).encode("ascii")


def _escaped(match: re.Match[str]) -> str:
    found = match.group()
    if found == '\\"':
        return "\\u0022"
    if found.startswith("\\u"):
        return "\\u" + found[2:].upper()
    if found.startswith("\\"):
        return found
    units = found.encode("utf-16-be", "surrogatepass").hex().upper()
    return "".join(f"\\u{units[start : start + 4]}" for start in range(0, len(units), 4))
