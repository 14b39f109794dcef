"""Which requests a person means: a method, a path, a status."""

import re
from collections.abc import Callable
from functools import lru_cache

METHODS = ("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH")
_STATUS = re.compile(r"[1-5](?:\d\d|xx)", re.IGNORECASE)
_DATA = r"(?:/(?:data/v3(?:/[^/]+)?)?)?/"


@lru_cache(maxsize=256)
def path_matcher(pattern: str) -> Callable[[str], bool]:
    """Whether a path below a version's root is meant by a pattern; letter case does not matter.

    ``/data/v3/ed-fi/students/*`` is a whole path, in which ``*`` stands for anything. Without a slash at the beginning
    it is the end of where a resource is, with whatever follows: ``students``, ``ed-fi/students``, ``oauth/token``.
    """
    inner = re.escape(pattern.strip("/")).replace(r"\*", ".*")
    whole = rf"/{inner}/?" if pattern.startswith("/") else rf"{_DATA}{inner}(?:/.*)?"
    match = re.compile(whole, re.IGNORECASE).fullmatch
    return lambda path: match(path) is not None


def status_fault(text: str) -> str:
    """Why a text means no status; nothing if it means one."""
    return "" if _STATUS.fullmatch(text) else "must be a status such as 403, or a class of them such as 4xx"


def status_matches(pattern: str, status: int) -> bool:
    """Whether a status is 403, or one of 4xx."""
    return pattern == str(status) or (pattern[1:].lower() == "xx" and pattern[0] == str(status)[0])
