"""Makes explanations of decisions, after the fact, from the same conditions that decided."""

from collections.abc import Sequence
from typing import Any, Literal

from mockedfi.clock import Clock
from mockedfi.explanations import Failed
from mockedfi.model.facts import Resource
from mockedfi.problems import Refusal
from mockedfi.problems.security import ACTION_DENIED, NAMESPACES_MISSING, RESOURCE_DENIED
from mockedfi.security.authorizer import ids_of
from mockedfi.security.claims import ClaimSets, Evaluation
from mockedfi.security.explanation import ClaimNote, Explanation, StrategyNote, SubjectNote
from mockedfi.security.filters import Asked, Connected, Filter, InNamespace, InView, Owned, Related, satisfied
from mockedfi.security.reach import Reach
from mockedfi.security.remedies import Remedies
from mockedfi.security.strategies import Filtering, Question, World, plan
from mockedfi.security.tokens import Caller
from mockedfi.security.typed import Typed
from mockedfi.security.views import View
from mockedfi.since import latest

Role = Literal["required", "one of several", "nothing further"]
_ROLES: dict[str, Role] = {"and": "required", "or": "one of several", "none": "nothing further"}


class Explainer:
    """Explains decisions of one version."""

    def __init__(self, world: World, claim_sets: ClaimSets, clock: Clock) -> None:
        self._world = world
        self._claim_sets = claim_sets
        self._remedies = Remedies(world, claim_sets, clock)

    def claims(
        self, caller: Caller, resource: Resource, evaluation: Evaluation, refusal: Refusal | None
    ) -> Explanation:
        """A decision that looked at no item."""
        remedies = () if refusal is None else self._remedies.of_claims(caller, resource, evaluation, refusal)
        return self._explanation(caller, resource, evaluation, refusal, remedies=remedies)

    def item(
        self,
        caller: Caller,
        resource: Resource,
        evaluation: Evaluation,
        filterings: Sequence[Filtering],
        asked: Asked,
        refusal: Refusal | None,
    ) -> Explanation:
        """A decision on one item."""
        if refusal is not None and refusal.problem is NAMESPACES_MISSING:
            filterings = self._planned(caller, resource, evaluation)
        either = [each for each in filterings if each.operator == "or"]
        alone = either[0] if len(either) == 1 else None
        notes = [self._strategy(each, asked, alone=each is alone) for each in filterings]
        remedies = () if refusal is None else self._remedies.of_item(caller, resource, filterings, asked)
        return self._explanation(
            caller,
            resource,
            evaluation,
            refusal,
            phase=asked.phase,
            strategies=tuple(notes),
            remedies=remedies,
        )

    def _planned(self, caller: Caller, resource: Resource, evaluation: Evaluation) -> tuple[Filtering, ...]:
        """What the strategies ask, although the caller lacks all that one of them goes by; nothing if one is wrong."""
        asking = Question(world=self._world, caller=caller, resource=resource, action=evaluation.action, lenient=True)
        try:
            return plan(asking, evaluation.strategies)
        except Refusal:
            return ()

    def _explanation(
        self, caller: Caller, resource: Resource, evaluation: Evaluation, refusal: Refusal | None, **more: Any
    ) -> Explanation:
        grants = self._claim_sets.grants(evaluation.claim_set)
        return Explanation(
            outcome="granted" if refusal is None else "denied",
            reason=_of_claims(evaluation, resource, refusal) or reason_of(refusal, more.get("strategies")),
            client=caller.client.key,
            claim_set=evaluation.claim_set,
            education_organization_ids=caller.education_organization_ids,
            namespace_prefixes=caller.client.namespace_prefixes,
            ownership_tokens=caller.client.ownership_tokens,
            resource=f"/{resource.namespace}/{resource.plural}",
            action=evaluation.action,
            claims=tuple(
                ClaimNote(uri=claim.uri, held=claim.name in evaluation.held, actions=tuple(grants.get(claim.name, ())))
                for claim in evaluation.lineage
            ),
            strategies_chosen=evaluation.strategies,
            strategies_named_by=evaluation.chosen_by,
            strategies_overridden=evaluation.overridden,
            **more,
        )

    def _strategy(self, filtering: Filtering, asked: Asked, *, alone: bool) -> StrategyNote:
        """`alone`: no other strategy can take this one's place."""
        subjects = tuple(note for each in filtering.filters for note in self._subjects(each, asked))
        return StrategyNote(
            strategy=filtering.strategy,
            role="required" if alone else _ROLES[filtering.operator],
            satisfied=all(note.satisfied for note in subjects),
            subjects=subjects,
        )

    def _subjects(self, condition: Filter, asked: Asked) -> tuple[SubjectNote, ...]:
        holds = satisfied(condition, asked)
        match condition:
            case Connected():
                return (_connected(self._world.reach, condition, asked, satisfied=holds),)
            case Related():
                return (_related(self._world.reach, condition, asked, satisfied=holds),)
            case InNamespace():
                sought = "a namespace that begins with one of the client's prefixes, of which there are none"
                if condition.prefixes:
                    sought = f"a namespace that begins with one of: {', '.join(condition.prefixes)}"
                return (SubjectNote(subject="Namespace", value=condition.value(asked), satisfied=holds, sought=sought),)
            case Owned():
                sought = "one of the client's ownership tokens, of which there are none"
                if condition.tokens:
                    sought = f"one of the ownership tokens: {', '.join(map(str, condition.tokens))}"
                return (SubjectNote(subject="owner", value=asked.owner, satisfied=holds, sought=sought),)
            case InView():
                sought = f"a row of the view {condition.strategy}"
                name, key = ", ".join(condition.names), condition.value(asked)
                value = None if None in key else ", ".join(map(str, key))
                return (SubjectNote(subject=name, value=value, satisfied=holds, sought=sought),)
            case Typed():
                return tuple(
                    _typed(self._world.reach, condition, asked, index) for index in range(len(condition.segments))
                )
        return ()


def _connected(reach: Reach, condition: Connected, asked: Asked, *, satisfied: bool) -> SubjectNote:
    value, view = condition.value(asked), condition.view
    ways = " or ".join(" and ".join(path) for path in view.paths)
    found = () if value is None else tuple(sorted(reach.organizations_of(view, value)))
    missing = ""
    if not satisfied:
        missing = _missing_link(reach, view, value, found)
    return SubjectNote(
        subject=condition.subject.name,
        value=value,
        satisfied=satisfied,
        sought=f"{ways} between the {view.person} and one of the caller's education organizations or one below them",
        found=found,
        missing=missing,
    )


def _missing_link(reach: Reach, view: View, person: Any, found: Sequence[int]) -> str:
    path = view.paths[0]
    if person is None:
        return f"the {view.person} itself"
    for index in reversed(range(len(path))):
        if index > 0 and not reach.near(view, path, index, person):
            return f"{path[index]} of {view.person} {person}"
    names = " or ".join(each[0] for each in view.paths)
    if not found:
        return f"{names}: there is none"
    return f"{names} with an education organization within reach; there is one only with {ids_of(found)}"


def _related(reach: Reach, condition: Related, asked: Asked, *, satisfied: bool) -> SubjectNote:
    value = condition.value(asked)
    where = "above" if condition.inverted else "below"
    lineage = [] if value is None else reach.hierarchy.lineage(value)
    missing = "" if satisfied else f"a link from {value} up to one of the caller's education organizations"
    if value is None:
        missing = "a value"
    elif not satisfied and not lineage:
        missing = f"an education organization {value}"
    return SubjectNote(
        subject=condition.subject.name,
        value=value,
        satisfied=satisfied,
        sought=f"one of the caller's education organizations, or one {where} them",
        found=tuple(each.id for each in lineage),
        missing=missing,
    )


def _typed(reach: Reach, condition: Typed, asked: Asked, index: int) -> SubjectNote:
    segment = condition.segments[index]
    satisfied, organizations = condition.judged(asked, index)
    ways = "" if segment.view is None else " or ".join(" and ".join(path) for path in segment.view.paths)
    value, view = segment.value.of(asked.item), segment.view
    found: tuple[int, ...] = ()
    missing = "an education organization within reach of the claims' types"
    if view is not None:
        found = () if value is None else tuple(sorted(reach.organizations_of(view, value)))
        missing = _missing_link(reach, view, value, found)
    return SubjectNote(
        subject=segment.subject.name,
        value=value,
        satisfied=satisfied,
        sought=f"{ways or 'a relationship'} with one of: {ids_of(tuple(organizations))}",
        found=found,
        missing="" if satisfied else missing,
    )


def _of_claims(evaluation: Evaluation, resource: Resource, refusal: Refusal | None) -> str:
    """What the claim set lacks; nothing if that is not why."""
    what = f"the claims that stand for /{resource.namespace}/{resource.plural}"
    if refusal is None or refusal.problem is not evaluation.denied:
        return ""
    if evaluation.denied is RESOURCE_DENIED:
        return f"The claim set {evaluation.claim_set!r} has none of {what}."
    if evaluation.denied is ACTION_DENIED:
        return f"The claim set {evaluation.claim_set!r} does not grant {evaluation.action} on any of {what}."
    return ""


def reason_of(refusal: Refusal | None, strategies: Sequence[StrategyNote] | None = None) -> str:
    """One sentence: what the server failed on, the first value that was out of reach, else what the client was told.

    `strategies` are None where no item was looked at.
    """
    if refusal is None and strategies is None:
        return "The claim set grants the action; the strategies decide item by item."
    if refusal is None:
        return "The claim set grants the action, and the strategies agree."
    if isinstance(refusal.why, Failed):
        return refusal.why.reason
    problem = refusal.problem
    for strategy in strategies or () if problem is not NAMESPACES_MISSING else ():
        for note in strategy.subjects:
            if not note.satisfied:
                missing = f"; missing: {note.missing}" if note.missing else ""
                value = (
                    f"{note.subject} {note.value!r}" if note.value is not None else f"{note.subject}, which is empty"
                )
                return f"{strategy.strategy} looked for {note.sought} for {value}{missing}."
    texts = (*latest(problem.errors), problem.detail, problem.message)
    text = next((text for text in texts if isinstance(text, str) and text), latest(problem.title))
    return text.format(**refusal.facts) if "{" in text else text
