"""Which profile a request uses: read from its header, compared with those assigned to the client, checked.

The checks are steps; which of them a version takes, in which order and when, is in `dialect.profiles`.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from mockedfi.dialect.profiles import Profiles
from mockedfi.model.facts import Resource
from mockedfi.problems import Problem, Refusal, escaping
from mockedfi.problems import profiles as problems
from mockedfi.problems.data import SYSTEM_ERROR
from mockedfi.profiles.definition import Usage
from mockedfi.profiles.explanation import ProfileExplanation

METHODS = ("GET", "POST", "PUT")
"""Requests with others name no profile."""
PREFIX = "application/vnd.ed-fi."
_TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"  # noqa: S105 - a token of RFC 7230
_MEDIA_TYPE = re.compile(
    rf'application/(?P<subtype>{_TOKEN})\s*(;\s*{_TOKEN}\s*=\s*({_TOKEN}|"(\\.|[^"\\])*")\s*)*;?\s*', re.ASCII
)
_IN_LIST = re.compile(
    r"application/vnd\.ed-fi(\.[\w-]+)?\.(?P<facets>\w+\.[\w-]+\.(readable|writable))\+json", re.IGNORECASE
)
_USAGES: tuple[Usage, ...] = ("readable", "writable")


@dataclass(frozen=True, slots=True)
class Use:
    """A profile in the part that it plays in one request, as the header says or the assignment implies."""

    segment: str
    """The resource, as named there."""
    profile: str
    usage: str


class Known(Protocol):
    """The profiles of an API version, as the choice sees them; their names count in any case."""

    def defined(self, profile: str) -> str | None:
        """The name as the valid definition spells it."""

    def flaws(self, profile: str) -> list[str]:
        """What makes a profile invalid; nothing if it is valid, or unknown."""

    def covers(self, profile: str, resource: Resource, usage: Usage | None = None) -> bool:
        """Whether a valid profile has the resource, for a usage if one is given."""

    def offering(self, resource: Resource, usage: Usage) -> list[str]:
        """Names of all profiles that have the resource for a usage."""


def media_type(resource: Resource, profile: str, usage: str) -> str:
    """The media type that asks for a profile: ``application/vnd.ed-fi.student.nutrition.readable+json``."""
    return f"{PREFIX}{resource.name}.{profile}.{usage}+json".lower()


def facets_of(header: str, *, is_list: bool) -> list[str] | None:
    """What stands between the prefix and ``+json`` in the header's media type for a profile; None: there is none."""
    if PREFIX not in header.lower():
        return None
    if is_list:
        found = (_IN_LIST.fullmatch(each.partition(";")[0].strip()) for each in header.split(","))
        return next((each["facets"].split(".") for each in found if each), None)
    if not header.startswith(PREFIX):
        return None
    parsed = _MEDIA_TYPE.fullmatch(header)
    if parsed is None:
        return None
    subtype: str = parsed["subtype"]
    return (subtype.rpartition("+")[0] if "+" in subtype else subtype).split(".")[2:]


class Client(Protocol):
    """Who asks."""

    @property
    def key(self) -> str:
        """By which clients are told apart."""

    @property
    def profiles(self) -> tuple[str, ...]:
        """Names of the assigned profiles."""


class Stated:
    """What the header of one request says of a profile, whatever the request is for."""

    def __init__(self, known: Known, *, method: str, facets: list[str] | None) -> None:
        """`method` is one of `METHODS`; `facets` are what `facets_of` found in the header."""
        self.header = "Accept" if method == "GET" else "Content-Type"
        self.usage: Usage = "readable" if method == "GET" else "writable"
        self.use = Use(*facets) if facets is not None and len(facets) == 3 else None
        self._known = known
        self._method = method
        self._facets = facets

    def take(self, step: str) -> None:
        """One step, by the name that the dialect has for it.

        Raises:
            Refusal: the request does not pass it.
        """
        _OF_THE_HEADER[step](self)

    def check_facets(self) -> None:
        """Resource, profile and usage are named, nothing else."""
        if self._facets is not None and self.use is None:
            raise self._refusal(problems.FORMAT)

    def check_usage_is_known(self) -> None:
        """The usage is one of the two."""
        if self.use is not None and self.use.usage.lower() not in _USAGES:
            raise self._refusal(problems.USAGE_UNKNOWN)

    def check_usage_fits(self) -> None:
        """Readable to read, writable to write."""
        if self.use is not None and self.use.usage.lower() != self.usage:
            reading = self.usage == "readable"
            raise self._refusal(problems.WRITABLE_FOR_READING if reading else problems.READABLE_FOR_WRITING)

    def check_valid(self) -> None:
        """The definition of the profile has no flaw."""
        flaws = [] if self.use is None else self._known.flaws(self.use.profile)
        if flaws:
            raise self._refusal(problems.MISCONFIGURED, flaws)

    def check_known(self) -> None:
        """There is such a profile."""
        if self.use is not None and self._known.defined(self.use.profile) is None:
            reading = self.usage == "readable"
            raise self._refusal(problems.UNSUPPORTED_FOR_READING if reading else problems.UNSUPPORTED_FOR_WRITING)

    def _refusal(self, problem: Problem, reasons: Sequence[str] = ()) -> Refusal:  # noqa: ARG002 - choices give them
        return Refusal(problem, header=self.header, method=self._method)


class Choice(Stated):
    """One request's way to its profile."""

    def __init__(
        self,
        known: Known,
        facts: Profiles,
        *,
        method: str,
        resource: Resource,
        facets: list[str] | None,
        client: Client,
    ) -> None:
        super().__init__(known, method=method, facets=facets)
        self.resource = resource
        self._facts = facts
        self._client = client

    @property
    def relevant(self) -> list[str]:
        """The assigned profiles that have the resource for this usage, by name."""
        assigned = self._client.profiles
        return sorted((each for each in assigned if self._covers(each, self.usage)), key=str.lower)

    def take(self, step: str) -> None:
        """One step, of the header or of more."""
        if step in _OF_THE_RESOURCE:
            _OF_THE_RESOURCE[step](self)
        else:
            super().take(step)

    def check_assigned(self) -> None:
        """Of the profiles assigned to the client, one that covers the resource is used."""
        lost = [each for each in self._client.profiles if self._known.defined(each) is None]
        if lost and self._facts.unknown_assignment_fails:
            with escaping():
                reasons = [f"Unable to find profile '{each}', which is assigned." for each in lost]
                raise self._refusal(SYSTEM_ERROR, reasons)
        relevant = self.relevant
        if not relevant:
            return
        if self.use is None and self._facts.single_applies and len(relevant) == 1:
            self.use = Use(self.resource.name, relevant[0], self.usage)
        elif self.use is None or self.use.profile.lower() not in {each.lower() for each in relevant}:
            reading = self.usage == "readable"
            raise self._refusal(problems.NOT_ASSIGNED_FOR_READING if reading else problems.NOT_ASSIGNED_FOR_WRITING)

    def check_resource(self) -> None:
        """The resource named is the one asked for."""
        if self.use is not None and self.use.segment.lower() != self.resource.name.lower():
            raise self._refusal(problems.RESOURCE_MISMATCH)

    def check_covered(self) -> None:
        """The profile has the resource."""
        if self.use is not None and not self._covers(self.use.profile):
            raise self._refusal(problems.NOT_COVERED)

    def check_content_type(self) -> None:
        """The profile has the resource for this usage."""
        if self.use is not None and not self._covers(self.use.profile, self.usage):
            raise self._refusal(problems.NOT_READABLE if self.usage == "readable" else problems.NOT_WRITABLE)

    def _covers(self, profile: str, usage: Usage | None = None) -> bool:
        return self._known.covers(profile, self.resource, usage)

    def _refusal(self, problem: Problem, reasons: Sequence[str] = ()) -> Refusal:
        use = self.use or Use("", "", "")
        types = [media_type(self.resource, each, self.usage) for each in self.relevant]
        facts: dict[str, Any] = {
            "header": self.header,
            "method": self._method,
            "resource": self.resource.name,
            "segment": use.segment,
            "profile": use.profile,
            "defined": self._known.defined(use.profile) or use.profile,
            "types": "', '".join(types),
            "one_of": "" if len(types) == 1 else "one of ",
            "s": "" if len(types) == 1 else "s",
        }
        texts = [text.format(**facts) for text in problem.errors]
        return Refusal(problem, why=self.explained(" ".join((*texts, *reasons))), **facts)

    def explained(self, reason: str) -> ProfileExplanation:
        """Which profiles apply to the request, and what would do in its header."""
        relevant = self.relevant
        offered = relevant or self._known.offering(self.resource, self.usage)
        return ProfileExplanation(
            reason=reason,
            client=self._client.key,
            resource=f"/{self.resource.namespace}/{self.resource.plural}",
            header=self.header,
            stated=self.use.profile if self.use is not None else "",
            assigned=tuple(relevant),
            media_types=tuple(media_type(self.resource, each, self.usage) for each in offered),
        )


_OF_THE_HEADER: Mapping[str, Callable[[Stated], None]] = {
    "facets": Stated.check_facets,
    "usage-known": Stated.check_usage_is_known,
    "usage-fits": Stated.check_usage_fits,
    "valid": Stated.check_valid,
    "known": Stated.check_known,
}
_OF_THE_RESOURCE: Mapping[str, Callable[[Choice], None]] = {
    "assigned": Choice.check_assigned,
    "resource": Choice.check_resource,
    "covered": Choice.check_covered,
    "content-type": Choice.check_content_type,
}
