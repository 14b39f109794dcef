"""Claim sets: which claims stand for a resource, what a claim set grants on them, and by which strategies.

Source: EdFi.Ods.Api/Security/Authorization/AuthorizationBasis; 5.2: EdFi.Ods.Security/Authorization/
EdFiAuthorizationProvider.cs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mockedfi.dialect.security import Security as Dialect
from mockedfi.model.build.names import camel
from mockedfi.model.facts import Resource
from mockedfi.problems import Problem, Refusal
from mockedfi.problems.security import (
    ACTION_DENIED,
    METADATA_AMBIGUOUS,
    METADATA_MISSING,
    RESOURCE_DENIED,
    STRATEGY_MISSING,
)

ACTIONS = ("Create", "Read", "Update", "Delete", "ReadChanges")
"""In the order of the reference's table of actions."""
_ACTION_PREFIX = "http://ed-fi.org/odsapi/actions/"
_PREFIX = "http://ed-fi.org/ods/identity/claims/"
_SERVICES = "services/"
_UNCONDITIONAL = "NoFurtherAuthorizationRequired"
_STANDARD_SCHEMA = "ed-fi"
_STANDARD_PREFIX = _STANDARD_SCHEMA + "/"


@dataclass(frozen=True, slots=True)
class ResourceClaim:
    """A claim that stands for a resource or for a domain of them."""

    name: str
    """Below the prefix that all claims share: ``domains/people``."""
    parent: str | None
    defaults: Mapping[str, tuple[str, ...]]
    """Strategies by action."""

    @property
    def uri(self) -> str:
        """The claim as texts print it."""
        return _PREFIX + self.name


Grants = Mapping[str, Mapping[str, tuple[str, ...]]]
"""By claim and action: the strategies that override the claim's own; none if empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """What a claim set says of an action on a resource, whether it grants it or not."""

    claim_set: str
    action: str
    requested: tuple[str, ...]
    """The URIs that can stand for the resource."""
    lineage: tuple[ResourceClaim, ...] = ()
    """The resource's claim and those above it, up to the root."""
    held: tuple[str, ...] = ()
    """Those of the lineage that the claim set has, for whatever action."""
    granting: tuple[str, ...] = ()
    """Those of them that grant the action."""
    strategies: tuple[str, ...] = ()
    chosen_by: str = ""
    """The claim that names the strategies."""
    overridden: bool = False
    """They are the claim set's own, not the claim's."""
    denied: Problem | None = None

    @property
    def action_uri(self) -> str:
        """The action as texts print it."""
        return _ACTION_PREFIX + self.action[0].lower() + self.action[1:]


class ClaimSets:
    """The security metadata of one API version: the standard one, and what users add to it.

    `additions` are in the same notation; each adds claim sets, claims to existing claim sets, and resource claims.
    `everything` names the claim set that also grants what none of its claims stands for, as resources of extensions.
    """

    def __init__(
        self,
        dialect: Dialect,
        standard: Mapping[str, Any],
        additions: Sequence[Mapping[str, Any]] = (),
        *,
        everything: str = "",
    ) -> None:
        self._dialect = dialect
        self._everything = everything
        self._claims: dict[str, ResourceClaim] = {}
        self._sets: dict[str, dict[str, dict[str, tuple[str, ...]]]] = {}
        self._spelled: dict[str, str] = {}
        """Names of claim sets as they were first spelled; letter case does not count."""
        for source in (standard, *additions):
            self._take(source)
        self._folded = {name.lower(): claim for name, claim in self._claims.items()}
        self._evaluated: dict[tuple[str, str, str], Evaluation] = {}

    def _take(self, source: Mapping[str, Any]) -> None:
        for name, row in source.get("resource_claims", {}).items():
            defaults = {action: tuple(names) for action, names in row.get("defaults", {}).items()}
            self._claims[name] = ResourceClaim(name, row.get("parent"), defaults)
        for claim_set, claims in source.get("claim_sets", {}).items():
            kept = self._sets.setdefault(self._spelled.setdefault(claim_set.lower(), claim_set), {})
            for name, actions in claims.items():
                granted = kept.setdefault(self._known_as(name), {})
                granted.update({action: tuple(names) for action, names in actions.items()})

    def _known_as(self, name: str) -> str:
        """A claim's name as the metadata spell it, with or without the standard's schema."""
        other = name.removeprefix(_STANDARD_PREFIX) if name.startswith(_STANDARD_PREFIX) else _STANDARD_PREFIX + name
        return other if name not in self._claims and other in self._claims else name

    def names(self) -> tuple[str, ...]:
        """Every claim set."""
        return tuple(self._sets)

    def grants(self, claim_set: str) -> Grants:
        """What a claim set grants; nothing if there is none of this name."""
        return self._sets.get(self._spelled.get(claim_set.lower(), ""), {})

    def has(self, claim_set: str) -> bool:
        """Whether there is a claim set of this name."""
        return claim_set.lower() in self._spelled

    def knows(self, name: str) -> bool:
        """Whether there is a resource claim of this name, with or without the standard's schema."""
        return self._find(self._known_as(name)) is not None

    def claim_names(self) -> tuple[str, ...]:
        """Every resource claim."""
        return tuple(self._claims)

    def strategy_names(self) -> frozenset[str]:
        """Every strategy that the data names."""
        claims = [names for claim in self._claims.values() for names in claim.defaults.values()]
        sets = [names for held in self._sets.values() for actions in held.values() for names in actions.values()]
        return frozenset(name for names in (*claims, *sets) for name in names)

    def actions(self) -> tuple[str, ...]:
        """The actions of this version, in the reference's order."""
        return ACTIONS if self._dialect.read_changes else ACTIONS[:-1]

    def lineage(self, resource: Resource) -> tuple[ResourceClaim, ...]:
        """The claim of a resource and those above it; empty if the data has none."""
        found = self._claims_of(resource)
        return self._above(found[0]) if found else ()

    def evaluate(self, claim_set: str, resource: Resource, action: str) -> Evaluation:
        """What `claim_set` says of `action` on `resource`."""
        key = (claim_set, resource.name, action)
        known = self._evaluated.get(key)
        if known is None:
            known = self._evaluated[key] = self._evaluate(claim_set, resource, action)
        return known

    def refusal(self, evaluation: Evaluation, problem: Problem) -> Refusal:
        """`problem` with all that its texts say of an evaluation."""
        uris = [claim.uri for claim in evaluation.lineage]
        own = [_PREFIX + name for name in self.grants(evaluation.claim_set)]
        requested = problem in (STRATEGY_MISSING, METADATA_AMBIGUOUS)
        return Refusal(
            problem,
            claim_set=evaluation.claim_set,
            action=evaluation.action_uri,
            claim=_PREFIX + evaluation.granting[0] if evaluation.granting else "",
            claims_quoted="', '".join(evaluation.requested if requested else uris),
            claims_listed=", ".join(evaluation.requested if requested else uris),
            claims_lines="\n    ".join(uris),
            client_claims_lines="\n    ".join(own),
        )

    def services(self, claim_set: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """(service, actions) that a claim set grants (EdFi.Ods.Features/TokenInfo/TokenInfoProvider.cs)."""
        found = []
        for name, granted in self.grants(claim_set).items():
            actions = tuple(action for action in self.actions() if action in granted)
            if name.lower().startswith(_SERVICES) and actions:
                found.append((name[len(_SERVICES) :], actions))
        return tuple(found)

    def granted_actions(self, claim_set: str, resource: Resource) -> tuple[str, ...]:
        """The actions that a claim set grants on a resource, in the reference's order."""
        lineage, held = self._basis(claim_set, resource)
        return tuple(action for action in self.actions() if any(action in held.get(each.name, {}) for each in lineage))

    def _evaluate(self, claim_set: str, resource: Resource, action: str) -> Evaluation:
        lineage, grants = self._basis(claim_set, resource)
        held = tuple(claim.name for claim in lineage if claim.name in grants)
        granting = tuple(name for name in held if action in grants[name])
        strategies, chosen_by, overridden = _choose(lineage, grants, granting, action)
        denied = None
        if len(self._claims_of(resource)) > 1 and self._dialect.metadata_required:
            denied = METADATA_AMBIGUOUS
        elif not lineage and self._dialect.metadata_required:
            denied = METADATA_MISSING
        elif not held:
            denied = RESOURCE_DENIED
        elif not granting:
            denied = ACTION_DENIED
        elif not strategies:
            denied = STRATEGY_MISSING
        return Evaluation(
            claim_set=claim_set,
            action=action,
            requested=tuple(_PREFIX + name for name in self._candidates(resource)),
            lineage=lineage,
            held=held,
            granting=granting,
            strategies=strategies,
            chosen_by=chosen_by,
            overridden=overridden,
            denied=denied,
        )

    def _basis(self, claim_set: str, resource: Resource) -> tuple[tuple[ResourceClaim, ...], Grants]:
        """The claims that stand for a resource, and what a claim set grants."""
        lineage, grants = self.lineage(resource), self.grants(claim_set)
        if claim_set.lower() != self._everything.lower() or any(claim.name in grants for claim in lineage):
            return lineage, grants
        lineage = lineage or (ResourceClaim(self.segmented(resource), None, {}),)
        return lineage, {lineage[0].name: dict.fromkeys(ACTIONS, (_UNCONDITIONAL,))}

    def segmented(self, resource: Resource) -> str:
        """The name of a resource's own claim: ``tpdm/candidate``."""
        return f"{resource.namespace}/{camel(resource.name.rpartition('.')[2])}"

    def _claims_of(self, resource: Resource) -> list[ResourceClaim]:
        return [claim for claim in map(self._find, self._candidates(resource)) if claim is not None]

    def _candidates(self, resource: Resource) -> tuple[str, ...]:
        """Names of claims that can stand for a resource (Security/Authorization/ResourceClaimUriProvider.cs)."""
        segmented = self.segmented(resource)
        name = segmented.rpartition("/")[2]
        legacy = resource.namespace == _STANDARD_SCHEMA or self._dialect.legacy_claims_everywhere
        return (segmented, name) if legacy else (segmented,)

    def _find(self, name: str) -> ResourceClaim | None:
        return self._folded.get(name.lower())

    def _above(self, claim: ResourceClaim) -> tuple[ResourceClaim, ...]:
        lineage = [claim]
        while lineage[-1].parent is not None:
            parent = self._find(lineage[-1].parent)
            if parent is None or parent in lineage:
                break
            lineage.append(parent)
        return tuple(lineage)


def _choose(
    lineage: Sequence[ResourceClaim], grants: Grants, granting: Sequence[str], action: str
) -> tuple[tuple[str, ...], str, bool]:
    """The strategies, the claim that names them, and whether the claim set overrides them.

    An override anywhere among the granting claims comes first, even from above the nearest one.
    """
    for name in granting:
        if grants[name][action]:
            return tuple(dict.fromkeys(grants[name][action])), name, True
    for claim in lineage:
        if claim.defaults.get(action):
            return tuple(dict.fromkeys(claim.defaults[action])), claim.name, False
    return (), "", False
