"""``/mockedfi/explanations/{id}`` as a page for people."""

from collections.abc import Mapping
from typing import Any

from mockedfi.exchange import Answer, Request
from mockedfi.http.pages import page

_TEMPLATE = "explanation.html"
_CONTROL = "/mockedfi"


def explanation(asked: Request, status: int, content: Mapping[str, Any]) -> Answer:
    """An explanation, or that there is none."""
    if "message" in content:
        return page(_TEMPLATE, status, title="No explanation", missing=content["message"])
    return page(_TEMPLATE, status, title=_title(content), control=asked.root + _CONTROL, **content)


def _title(content: Mapping[str, Any]) -> str:
    """``Read of /ed-fi/students denied``."""
    what = f"{content['action']} of " if content.get("action") else ""
    of = content.get("resource") or "Request"
    return f"{what}{of} {content['outcome']}"
