"""Several strategies on one item, and on a list: what they add up to, and what a denial says.

Source: EdFi.Ods.Api/Security/Authorization/EntityAuthorization/EntityAuthorizer.cs (order and combination),
EntityInstanceDelegateFilterAuthorizer.cs, EntityInstanceViewBasedFilterAuthorizer.cs (texts).
"""

from collections.abc import Sequence

from mockedfi.problems import Refusal
from mockedfi.problems.security import (
    HINTS,
    OUTSIDE_VIEW,
    OUTSIDE_VIEW_SEVERAL,
    UNRELATED_SUBJECT,
    UNRELATED_SUBJECTS,
)
from mockedfi.security.custom_views import hint_of
from mockedfi.security.filters import Asked, Connected, Filter, InView, Keep
from mockedfi.security.repeats import Times, multiplied
from mockedfi.security.strategies import Filtering
from mockedfi.security.tokens import Caller

_MOST_IDS = 5
Pending = tuple[Filtering, tuple[Filter, ...]]


def authorize(filterings: Sequence[Filtering], asked: Asked, caller: Caller) -> None:
    """Judge one item.

    First what the item and the claims alone decide, the conditions joined by AND before those joined by OR, of the
    former all before one has failed; then one look into the data for all that is left.

    Raises:
        Refusal: the item is not the caller's to act on.
    """
    required = _undecided([each for each in filterings if each.operator == "and"], asked)
    either = _undecided([each for each in filterings if each.operator == "or"], asked)
    pending = [each for each in required if each[1]]
    settled = not either or any(not left for _, left in either)
    if not settled:
        pending += either
    if not _exist(pending, asked):
        raise _denial(pending, asked, caller)


def lister(filterings: Sequence[Filtering], *, tracked: bool = False) -> Keep | None:
    """Which items of a list remain; None: all. A strategy without conditions counts for nothing beside others.

    `tracked`: of tracked changes. If several strategies are joined by OR there, so are the conditions within each
    (EdFi.Ods.Features/ChangeQueries/Repositories/Authorization, `useOuterJoins`).
    """
    required = [each.lister() for filtering in filterings if filtering.operator == "and" for each in filtering.filters]
    strategies = [
        [each.lister() for each in filtering.filters]
        for filtering in filterings
        if filtering.operator == "or" and filtering.filters
    ]
    loose = tracked and len(strategies) > 1
    either = [_any_of(each) if loose else _all_of(each) for each in strategies]
    if either:
        required.append(_any_of(either))
    return _all_of(required) if required else None


def times(filterings: Sequence[Filtering], caller: Caller, *, tracked: bool = False) -> Times | None:
    """How often a query that joins views gives an item that remains; None: once.

    `tracked`: of tracked changes. If several strategies join views there, all rows are joined, and one for a claim in
    any view is enough (`useOuterJoins`).
    """
    if len(caller.claims) < 2 and not tracked:
        return None
    strategies = [[group for each in filtering.filters for group in each.joins()] for filtering in filterings]
    groups = [group for each in strategies for group in each]
    if tracked and len([each for each in strategies if each]) > 1:
        groups = [[rows for group in groups for rows in group]]
    return multiplied(groups) if groups else None


def _undecided(filterings: Sequence[Filtering], asked: Asked) -> list[Pending]:
    """What the data must decide, strategy by strategy. Raises `Refusal`."""
    failures: list[Refusal] = []
    pending = [(each, tuple(one for one in each.filters if not _holds(one, asked, failures))) for each in filterings]
    if failures:
        raise failures[0]
    return pending


def _holds(condition: Filter, asked: Asked, failures: list[Refusal]) -> bool:
    try:
        return condition.instance(asked)
    except Refusal as refusal:
        if condition.throws:
            raise
        failures.append(refusal)
        return True


def _exist(pending: Sequence[Pending], asked: Asked) -> bool:
    """One existence check over all that is pending, which fails at once if any value it needs is missing."""
    required = [each for filtering, left in pending if filtering.operator == "and" for each in left]
    either = [left for filtering, left in pending if filtering.operator == "or"]
    if not all(each.exists(asked) for each in required):
        return False
    if not either:
        return True
    if not any(all(each.exists(asked) for each in left) for left in either):
        return False
    return len(either) == 1 or not any(each.unresolved(asked) for left in either for each in left)


def _denial(pending: Sequence[Pending], asked: Asked, caller: Caller) -> Refusal:
    filters = [each for _, left in pending for each in left]
    names = sorted({_shown(name) for each in filters for name in each.names})
    hints = dict.fromkeys(hint for each in filters if (hint := _hint(each)))
    subjects = "', '".join(names)
    hint = HINTS.format(hints=" ".join(hints)) if hints else ""
    if isinstance(filters[0], InView):
        return Refusal(
            OUTSIDE_VIEW if len(names) == 1 else OUTSIDE_VIEW_SEVERAL, phase=asked.phase, subjects=subjects, hint=hint
        )
    problem = UNRELATED_SUBJECT if len(names) == 1 else UNRELATED_SUBJECTS
    ids = caller.education_organization_ids
    claims = "claim" if len(ids) == 1 else "claims"
    return Refusal(problem, claims=claims, ids=ids_of(ids), subjects=subjects, hint=hint)


def ids_of(ids: Sequence[int]) -> str:
    """Education organization ids as texts print them: sorted, no more than five."""
    shown = [str(each) for each in sorted(ids)[:_MOST_IDS]]
    if len(ids) > _MOST_IDS:
        shown.append("...")
    return ", ".join(shown) or "none"


def _shown(column: str) -> str:
    return column.removesuffix("USI") + "UniqueId" if column.endswith("USI") else column


def _hint(condition: Filter) -> str:
    if isinstance(condition, Connected):
        return condition.view.hint
    return hint_of(condition.strategy) if isinstance(condition, InView) else ""


def _all_of(tests: Sequence[Keep]) -> Keep:
    if len(tests) == 1:
        return tests[0]
    return lambda item: all(test(item) for test in tests)


def _any_of(tests: Sequence[Keep]) -> Keep:
    if len(tests) == 1:
        return tests[0]
    return lambda item: any(test(item) for test in tests)
