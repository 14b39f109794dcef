"""Why a request was granted or denied, as a value that people and programs can read."""

from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Literal

from mockedfi.model.build.names import camel


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimNote:
    """One claim that stands for the resource."""

    uri: str
    held: bool
    """The claim set has it."""
    actions: tuple[str, ...]
    """Those that the claim set grants on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectNote:
    """One value that a strategy looked at."""

    subject: str
    """``StudentUniqueId``."""
    value: Any
    satisfied: bool
    sought: str
    """What was looked for."""
    found: tuple[Any, ...] = ()
    """What was there instead: the education organizations that the value belongs to."""
    missing: str = ""
    """The first link that is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StrategyNote:
    """One authorization strategy."""

    strategy: str
    role: Literal["required", "one of several", "nothing further"]
    satisfied: bool
    subjects: tuple[SubjectNote, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy:
    """What would open the item: a text, the documents to post in this order, and what the client would have to be."""

    text: str
    posts: tuple["Post", ...] = ()
    client: dict[str, Any] | None = None
    """Ready to be sent to the control API, where it takes the client's place; None if the client may stay as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A document, ready to be posted."""

    path: str
    """Below the version's root: ``/data/v3/ed-fi/studentSchoolAssociations``."""
    body: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """All that led to one decision."""

    outcome: Literal["granted", "denied"]
    reason: str
    client: str = ""
    claim_set: str = ""
    education_organization_ids: tuple[int, ...] = ()
    namespace_prefixes: tuple[str, ...] = ()
    ownership_tokens: tuple[str | int, ...] = ()
    resource: str = ""
    """``/ed-fi/students``."""
    action: str = ""
    phase: str = ""
    """Whether the stored or the proposed data were judged."""
    claims: tuple[ClaimNote, ...] = ()
    """The resource's own claim and those above it."""
    strategies_chosen: tuple[str, ...] = ()
    """Names of the strategies that judge items."""
    strategies_named_by: str = ""
    """The claim that names the strategies."""
    strategies_overridden: bool = False
    """The claim set names them, not the claim."""
    strategies: tuple[StrategyNote, ...] = ()
    remedies: tuple[Remedy, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """With camelCase keys."""
        plain = _plain(self)
        assert isinstance(plain, dict)
        return plain


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        names = [each.name for each in fields(value)]
        return {
            camel("".join(part.capitalize() for part in name.split("_"))): _plain(getattr(value, name))
            for name in names
        }
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    return value
