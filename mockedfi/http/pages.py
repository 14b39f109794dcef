"""Pages for people, from templates: whole in themselves, nothing is fetched from elsewhere."""

import json
from datetime import datetime
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header

from mockedfi.exchange import Answer, Request

HTML = "text/html"
JSON = "application/json"
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = (
    ("Content-Type", f"{HTML}; charset=utf-8"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cache-Control", "no-store"),
)


def wants_page(request: Request) -> bool:
    """Whether a caller would rather have a page than JSON, as browsers do."""
    accepted = parse_accept_header(request.headers.get("accept"), MIMEAccept)
    return accepted.best_match((JSON, HTML), JSON) == HTML


def page(template: str, status: int, policy: str = POLICY, **content: Any) -> Answer:
    """A page, with what browsers may do for it."""
    text = _environment().get_template(template).render(**content)
    return Answer(status, [*_HEADERS, ("Content-Security-Policy", policy)], text.encode())


@cache
def _environment() -> Environment:
    """The templates; all that is put into them is escaped."""
    made = Environment(loader=PackageLoader("mockedfi.http"), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    made.filters["written"] = lambda value: json.dumps(value, ensure_ascii=False, indent=2)
    made.filters["moment"] = _moment
    made.filters["brief"] = _brief
    return made


def _moment(iso: str) -> str:
    """A moment as people read it, to the second: ``2026-01-31 08:15:00 UTC``."""
    return f"{datetime.fromisoformat(iso):%Y-%m-%d %H:%M:%S} UTC"


def _brief(value: object) -> object:
    """A descriptor's code value, of its URI; else the value."""
    return value.rpartition("#")[2] if isinstance(value, str) and value.startswith("uri://") else value
