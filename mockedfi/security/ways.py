"""Ways to meet a condition that a request did not meet, and how several of them add up to one remedy."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import Any

from mockedfi.security.clients import Client
from mockedfi.security.explanation import Post, Remedy
from mockedfi.security.tokens import Caller

_MOST = 6
"""Remedies that one explanation offers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way to meet one condition: documents to post, or what the client has to be given."""

    text: str
    posts: tuple[Post, ...] = ()
    """In this order."""
    organizations: tuple[int, ...] = ()
    prefixes: tuple[str, ...] = ()
    tokens: tuple[str | int, ...] = ()
    creator: str | int | None = None
    """The ownership token in whose name the client has to create."""
    claim_set: str = ""
    hopeless: bool = False
    """There is no way, and the text says why."""

    @property
    def changes_client(self) -> bool:
        """Whether the client has to be given something."""
        return bool(self.organizations or self.prefixes or self.tokens or self.claim_set)


def remedies_of(
    caller: Caller, required: Sequence[Sequence[Way]], either: Sequence[Sequence[Sequence[Way]]]
) -> tuple[Remedy, ...]:
    """What opens an item: for each condition one way, whichever; of several strategies joined by OR, one is enough.

    Args:
        caller: whom it is to open for.
        required: the ways of each condition that all the others need beside it.
        either: by strategy, the ways of each of its conditions; empty if none of them is needed.
    """
    for way in (way for ways in required for way in ways if way.hopeless):
        return (Remedy(text=way.text),)
    found: dict[str, Remedy] = {}
    for strategy in either or [()]:
        for ways in islice(product(*required, *strategy), _MOST):
            remedy = _merged(caller, ways)
            if remedy.text:
                found.setdefault(remedy.text, remedy)
    return tuple(found.values())[:_MOST]


def _merged(caller: Caller, ways: Sequence[Way]) -> Remedy:
    texts = dict.fromkeys(way.text for way in ways)
    posts: list[Post] = []
    for way in ways:
        posts += [post for post in way.posts if post not in posts]
    if not any(way.changes_client for way in ways):
        return Remedy(text=" ".join(texts), posts=tuple(posts))
    if caller.token.scope is not None:
        texts[f"A token without the scope {caller.token.scope} is needed as well."] = None
    return Remedy(text=" ".join(texts), posts=tuple(posts), client=client_with(caller.client, ways))


def client_with(client: Client, ways: Sequence[Way]) -> dict[str, Any]:
    """A client as it would be with what `ways` give it, in the notation in which clients are added."""
    wanted = {
        "key": client.key,
        "secret": client.secret,
        "name": client.name,
        "claimSet": next((way.claim_set for way in ways if way.claim_set), client.claim_set),
        "educationOrganizationIds": _with(client.education_organization_ids, *(way.organizations for way in ways)),
        "namespacePrefixes": _with(client.namespace_prefixes, *(way.prefixes for way in ways)),
        "profiles": list(client.profiles),
        "ownershipTokens": _with(client.ownership_tokens, *(way.tokens for way in ways)),
        "creatorOwnershipToken": next(
            (way.creator for way in ways if way.creator is not None), client.creator_ownership_token
        ),
    }
    made: dict[str, Any] = {name: value for name, value in wanted.items() if value not in ("", [], None)}
    return made if client.approved else {**made, "approved": False}


def _with(own: Iterable[Any], *more: Iterable[Any]) -> list[Any]:
    return list(dict.fromkeys([*own, *(each for some in more for each in some)]))
