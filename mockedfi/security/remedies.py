"""What would open to a caller what was closed to it."""

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from mockedfi.clock import Clock
from mockedfi.model.facts import Resource
from mockedfi.problems import Refusal
from mockedfi.problems.security import ACTION_DENIED, METADATA_MISSING, NAMESPACES_MISSING, RESOURCE_DENIED
from mockedfi.security.claims import ClaimSets, Evaluation
from mockedfi.security.explanation import Remedy
from mockedfi.security.filters import Asked, Connected, Filter, InNamespace, InView, Owned, Related, satisfied
from mockedfi.security.opening import Opening, given
from mockedfi.security.strategies import Filtering, World
from mockedfi.security.subjects import namespace_value
from mockedfi.security.tokens import Caller
from mockedfi.security.typed import Typed
from mockedfi.security.ways import Way, remedies_of


class Remedies:
    """Finds remedies in one version."""

    def __init__(self, world: World, claim_sets: ClaimSets, clock: Clock) -> None:
        self._world = world
        self._claim_sets = claim_sets
        self._opening = Opening(world.catalogue, world.documents, world.reach, clock)
        self._granting: dict[tuple[str, str, str], tuple[Way, ...]] = {}
        """What was found, by claim set, resource and action."""

    def of_claims(
        self, caller: Caller, resource: Resource, evaluation: Evaluation, refusal: Refusal
    ) -> tuple[Remedy, ...]:
        """Where no item was looked at."""
        if refusal.problem in (RESOURCE_DENIED, ACTION_DENIED, METADATA_MISSING):
            key = (evaluation.claim_set, resource.name, evaluation.action)
            if key not in self._granting:
                self._granting[key] = tuple(self._grants(resource, evaluation))
            return remedies_of(caller, [self._granting[key]], [])
        if refusal.problem is NAMESPACES_MISSING:
            return remedies_of(caller, [[_prefix("")]], [])
        return ()

    def of_item(
        self, caller: Caller, resource: Resource, filterings: Sequence[Filtering], asked: Asked
    ) -> tuple[Remedy, ...]:
        """Where the strategies closed an item."""
        required: list[list[Way]] = []
        either: list[list[list[Way]]] = []
        absent: dict[str, list[list[Way]]] = {}
        for filtering in filterings:
            ways: list[list[Way]] = []
            for one in filtering.filters:
                missing = self._missing(one, resource, asked)
                if isinstance(one, Related) and not isinstance(one, Connected) and one.value(asked) is None:
                    absent.setdefault(one.subject.column, missing)  # which ends it, whatever other strategies say
                else:
                    ways += missing
            if filtering.operator == "or":
                either.append(ways)
            else:
                required += ways
        required += [ways for missing in absent.values() for ways in missing]
        settled = any(not ways for ways in either)
        return remedies_of(caller, required, [] if settled else either)

    def _grants(self, resource: Resource, evaluation: Evaluation) -> Iterator[Way]:
        """The claim set grants the action, or the client gets one that does: the one most like its own."""
        claims = ", ".join(claim.uri for claim in evaluation.lineage)
        sentence = f"Let the claim set {evaluation.claim_set!r} grant {evaluation.action} on one of: "
        sentence += f"{claims or evaluation.requested[0]}."
        if not claims:
            name = self._claim_sets.segmented(resource)
            sentence = f"Name {name} under resource_claims in a file of claim sets. {sentence}"
        own = self._pairs(evaluation.claim_set)
        evaluate, action = self._claim_sets.evaluate, evaluation.action
        granting = [name for name in self._claim_sets.names() if evaluate(name, resource, action).denied is None]
        others = {name: self._pairs(name) for name in granting}
        if not others:
            yield Way(text=sentence)
            return
        nearest = min(others, key=lambda name: (-len(own & others[name]), len(others[name] - own)))
        sentence += f" Or give the client a claim set that does: {', '.join(others)}."
        yield Way(text=sentence, claim_set=nearest)

    def _pairs(self, claim_set: str) -> set[tuple[str, str]]:
        """Each claim that a claim set has, with each action that it grants."""
        return {(claim, action) for claim, actions in self._claim_sets.grants(claim_set).items() for action in actions}

    def _missing(self, condition: Filter, resource: Resource, asked: Asked) -> list[list[Way]]:
        """The ways to meet what a condition asks for and does not find, one by one."""
        if isinstance(condition, Typed):
            return [
                list(self._of_segment(condition, index, resource, asked))
                for index in range(len(condition.segments))
                if not condition.judged(asked, index)[0]
            ]
        return [] if satisfied(condition, asked) else [list(self._ways(condition, resource, asked))]

    def _ways(self, condition: Filter, resource: Resource, asked: Asked) -> Iterator[Way]:
        match condition:
            case Connected():
                person = condition.value(asked)
                if person is not None:
                    everywhere = self._opening.everywhere()
                    yield from self._opening.connections(condition.view, person, condition.organizations(), everywhere)
            case Related():
                yield from self._of_organization(condition, resource, asked)
            case InNamespace():
                yield self._namespaced(condition, resource, asked)
            case Owned():
                yield _owner(condition, asked)
            case InView():
                pairs = zip(condition.names, condition.value(asked), strict=True)
                wanted = ", ".join(f"{name} {value}" for name, value in pairs)
                yield Way(text=f"Let the view {condition.strategy} hold {wanted}.")

    def _namespaced(self, condition: InNamespace, resource: Resource, asked: Asked) -> Way:
        namespace = condition.value(asked) or ""
        if namespace.strip():
            return _prefix(namespace)
        value = namespace_value(resource, suffixed=self._world.dialect.suffixed_namespace)
        assert value is not None
        return self._opening.named(resource, asked.document(), value.path, condition.prefixes)

    def _of_organization(self, condition: Related, resource: Resource, asked: Asked) -> Iterator[Way]:
        id_, organizations = condition.value(asked), condition.organizations()
        if id_ is None:
            reached = (organizations & condition.claims, organizations)
            yield from self._opening.completed(resource, asked.document(), condition.subject, reached)
        else:
            if not condition.inverted:
                yield from self._opening.link(id_, organizations)
            yield given(id_)

    def _of_segment(self, condition: Typed, index: int, resource: Resource, asked: Asked) -> Iterator[Way]:
        """The same where types decide: there, an education organization that is claimed must exist."""
        segment = condition.segments[index]
        value, organizations = segment.value.of(asked.item), condition.judged(asked, index)[1]
        if segment.view is not None:
            if value is not None:
                offered = condition.offered(index)
                yield from self._opening.connections(segment.view, value, organizations, offered)
        elif value is None:
            yield from self._opening.completed(resource, asked.document(), segment.subject, (organizations,))
        elif self._world.reach.hierarchy.find(value) is not None:
            yield from self._opening.link(value, organizations)
            yield given(value)
        else:
            yield Way(text=f"Post the education organization {value} first.")


def _prefix(namespace: str) -> Way:
    """The client gets a prefix that a namespace begins with: the namespace as far as its authority."""
    if not namespace.strip():
        return Way(text="Give the client a namespace prefix.")
    parts = urlsplit(namespace)
    prefix = f"{namespace[: len(parts.scheme)]}://{parts.netloc}" if parts.scheme and parts.netloc else namespace
    return Way(text=f"Give the client the namespace prefix {prefix}.", prefixes=(prefix,))


def _owner(condition: Owned, asked: Asked) -> Way:
    if asked.owner is None and asked.existing:
        text = "Nobody owns the item, so nobody opens it: what its owner creates anew has an owner."
        return Way(text=text, hopeless=True)
    if asked.owner is None:
        token = next(iter(condition.tokens), 1)
        text = f"Let the client create in the name of the ownership token {token}, and have it."
        return Way(text=text, tokens=(token,), creator=token)
    return Way(text=f"Give the client the ownership token {asked.owner}.", tokens=(asked.owner,))
