"""Optimistic locking: the version of an item that a client expects to meet.

Source: EdFi.Ods.Api/Providers/ETagProvider.cs; EdFi.Ods.Api/Controllers/DataManagementControllerBase.cs;
EdFi.Ods.Common/Infrastructure/Pipelines/Delete/DeleteContext.cs.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mockedfi.exchange import Request
from mockedfi.problems import Problem, Refusal
from mockedfi.problems import data as problems
from mockedfi.store.documents import Record

_NUMBER = re.compile(r"\+?[0-9]{1,19}")
_TICKS = 0x3FFFFFFFFFFFFFFF
"""The part of DateTime.ToBinary() that is no kind."""
_LAST_TICK = 3155378975999999999
_NEVER = 0
"""The ticks of what is no number: no item is so old."""


@dataclass(frozen=True, slots=True)
class Expected:
    """When the item was last modified, in ticks of .NET (None: whenever), and what is told if it was not then."""

    ticks: int | None
    problem: Problem

    def compare(self, stored: Record) -> None:
        """Look at the stored item.

        Raises:
            Refusal: it is not the one that the client expects.
        """
        if self.ticks is not None and self.ticks != stored.modified:
            raise Refusal(self.problem)


def by_header(request: Request, *, blank_is_none: bool = False) -> Expected:
    """What ``If-Match`` says. Raises `Refusal` if it says what cannot be."""
    etag = request.headers.get("if-match")
    bare = None if etag is None else etag.strip('"')
    if bare is None or (blank_is_none and not bare.strip()):
        return Expected(None, problems.MODIFIED)
    return Expected(_ticks(bare), problems.MODIFIED)


def by_body(raw: Mapping[str, Any]) -> Expected:
    """What a body's own ``_etag`` says. Raises `Refusal` if it says what cannot be."""
    etag = raw.get("_etag")
    return Expected(None if etag is None else _ticks(str(etag)), problems.MODIFIED_BODY)


def _ticks(etag: str) -> int:
    number = int(etag) if _NUMBER.fullmatch(etag.strip()) else _NEVER
    if number >= 2**63:
        return _NEVER
    if number & _TICKS > _LAST_TICK:
        raise Refusal(problems.ETAG_INVALID)
    return number & _TICKS
