"""Everything a client can be told, as data: one constant a problem, by family, and one exception to say it.

May import: `since`. Must not know: HTTP, resources, how a problem is written on the wire (`http.render`).
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

History = Mapping[str, Any]
_MOST_DETAILS = 199


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing a client can be told, in every era.

    The texts are templates for `str.format` with the facts of a `Refusal`. A plain value holds for all versions, a
    mapping is a history (`since.at`).
    """

    source: str
    """The reference's file, or the document, from which the texts come."""
    status: int | History
    type: str | History = ""
    """Problem Details: what follows ``urn:ed-fi:api:``."""
    title: str | History = ""
    detail: str | History = ""
    errors: tuple[str, ...] | History = ()
    message: str | History | None = None
    """Message era: the text of ``{"message": …}``; None sends no body."""
    middleware: bool = False
    """Problem Details: written before any controller, so as ``application/problem+json``."""
    headers: tuple[tuple[str, str], ...] = ()
    written: str | History = "formatted"
    """Message era: ``formatted`` by the serializer of controllers; by hand, no charset: ``compact``, ``indented``."""
    unexpected: bool = False
    """No controller ever meets it: `Refusal.escaped`."""
    bare_status: bool = False
    """Message era: a controller returns nothing but the status, to which the framework writes a body of its own."""
    plain: bool = False
    """Message era: a middleware writes the text as it stands, without saying of what type it is."""


class Refusal(Exception):
    """A problem met while answering one request: raised anywhere, rendered once.

    `facts` fill the templates. `errors` replaces the problem's own list. `details` are messages by path in the
    document, empty for the whole: ``validationErrors`` in the Problem Details era, ``modelState`` in the message era.
    `why` explains a denial (`explanations`), and never reaches the body.
    """

    def __init__(
        self,
        problem: Problem,
        /,
        *,
        errors: Sequence[str] | None = None,
        details: Mapping[str, Sequence[str]] | None = None,
        why: object = None,
        headers: Sequence[tuple[str, str]] = (),
        **facts: object,
    ) -> None:
        super().__init__(problem.title or problem.message)
        self.problem = problem
        self.errors = errors
        self.details = details
        self.why = why
        self.headers = tuple(headers)
        self.bare = False
        """Message era: the text alone, as a JSON string."""
        self.escaped = problem.unexpected
        """Message era: no controller meets it, so that a version with correlation ids tells status and its name too
        (EdFi.Ods.Api/Filters/ExceptionHandlingFilter.cs, Models/RESTError.cs of 7.1)."""
        self.facts = facts


@contextmanager
def escaping() -> Iterator[None]:
    """What is refused within is an exception that the controller lets pass."""
    try:
        yield
    except Refusal as refusal:
        refusal.escaped = True
        raise


def add_detail(details: dict[str, list[str]], path: str, text: str) -> None:
    """Add what is wrong at a path; of too many texts, none, but an empty one of the whole ends them.

    Source: ModelStateDictionary of ASP.NET Core, MaxAllowedErrors.
    """
    told = sum(map(len, details.values()))
    if told < _MOST_DETAILS:
        details.setdefault(path, []).append(text)
    elif told == _MOST_DETAILS:
        details.setdefault("", []).append("")
