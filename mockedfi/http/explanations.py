"""``/mockedfi/explanations/{id}`` as a page for people."""

from collections.abc import Mapping
from typing import Any

from mockedfi.exchange import Answer
from mockedfi.http.console.views import explained, places
from mockedfi.http.pages import page

_TEMPLATE = "console/explanation.html"


def explanation(root: str, status: int, content: Mapping[str, Any]) -> Answer:
    """An explanation, or that there is none; `root`: URL of the workspace."""
    if "message" in content:
        return page(_TEMPLATE, status, **places(root), title="No explanation", missing=content["message"])
    return page(_TEMPLATE, status, title=_title(content), **{**content, **explained(content), **places(root)})


def _title(content: Mapping[str, Any]) -> str:
    """``Read of /ed-fi/students denied``, ``Request failed``."""
    what = f"{content['action']} of " if content.get("action") else ""
    of = content.get("resource") or "Request"
    return f"{what}{of} {content['outcome']}"
