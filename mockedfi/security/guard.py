"""The one door of authorization: may a caller do this to that, and which items of a list does it see?"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from mockedfi.clock import Clock
from mockedfi.dialect import Dialect
from mockedfi.model.catalogue import Catalogue
from mockedfi.model.facts import Resource
from mockedfi.problems import Refusal
from mockedfi.security import authorizer
from mockedfi.security.claims import ClaimSets, Evaluation
from mockedfi.security.custom_views import CustomViews
from mockedfi.security.explaining import Explainer
from mockedfi.security.explanation import Explanation
from mockedfi.security.filters import Asked, Filter, Keep, Phase
from mockedfi.security.listing import Listing, Listings, Remembered
from mockedfi.security.reach import Reach
from mockedfi.security.repeats import Times
from mockedfi.security.strategies import READ_CHANGES, Filtering, Question, World, check_names, plan
from mockedfi.security.tokens import Caller
from mockedfi.store.documents import Documents
from mockedfi.store.record import Record
from mockedfi.store.table import Table

_MOST_PLANS = 4096


@dataclass(frozen=True, slots=True)
class Grant:
    """A claim set grants an action on a resource, if the strategies agree."""

    evaluation: Evaluation

    @property
    def action(self) -> str:
        """``Read``."""
        return self.evaluation.action

    @property
    def strategies(self) -> tuple[str, ...]:
        """Names of the strategies that judge the items."""
        return self.evaluation.strategies


class Security:
    """Authorization for one store in one dialect."""

    def __init__(
        self,
        dialect: Dialect,
        catalogue: Catalogue,
        documents: Documents,
        claim_sets: ClaimSets,
        *,
        clock: Clock,
        custom_views: Sequence[Mapping[str, Any]] = (),
        below: "Security | None" = None,
    ) -> None:
        """The guard of `documents`.

        `custom_views`: tables as `CustomViews` takes them; versions that have none pass them over.
        `below`: that of a store over which this one lies.

        Raises:
            UserError: one of the views is not as it must be.
        """
        self.claim_sets = claim_sets
        self.reach: Reach = Reach(catalogue, documents, None if below is None else below.reach)
        self._below = below
        self._by_key = dialect.data.order_by_key
        self._documents = documents
        self._world = World(
            dialect=dialect.security,
            catalogue=catalogue,
            documents=documents,
            reach=self.reach,
            views=CustomViews(catalogue, documents, custom_views if dialect.security.custom_views else ()),
        )
        self._explainer = Explainer(self._world, claim_sets, clock)
        self._listings: Listings[Record] = Listings()
        self._plans: dict[Hashable, tuple[Filtering, ...]] = {}
        documents.on_reset(self._listings.clear)

    def check(self, caller: Caller, resource: Resource, action: str) -> Grant:
        """Look at the claims alone.

        Raises:
            Refusal: the claim set does not grant the action, or its data are at fault; `why` explains.
        """
        evaluation = self.claim_sets.evaluate(caller.client.claim_set, resource, action)
        try:
            if evaluation.denied is not None:
                raise self.claim_sets.refusal(evaluation, evaluation.denied)
            check_names(self._world, evaluation.strategies)
        except Refusal as refusal:
            refusal.why = self._explainer.claims(caller, resource, evaluation, refusal)
            raise
        return Grant(evaluation)

    def authorize(
        self,
        caller: Caller,
        grant: Grant,
        resource: Resource,
        item: Mapping[str, Any] | Record,
        phase: Phase,
        owner: str | int | None = None,
    ) -> None:
        """Judge one item by the strategies of `grant`.

        `item`: a document, or a stored record, which saves reading the whole document.
        `owner`: the ownership token stamped on the stored item, or about to be stamped on a new one.

        Raises:
            Refusal: the strategies do not agree, or cannot be applied; `why` explains.
        """
        asked = Asked(item, owner, phase)
        filterings: tuple[Filtering, ...] = ()
        try:
            filterings = self._plan(caller, grant, resource)
            authorizer.authorize(filterings, asked, caller)
        except Refusal as refusal:
            refusal.why = self._explainer.item(caller, resource, grant.evaluation, filterings, asked, refusal)
            raise

    def visible(self, caller: Caller, grant: Grant, resource: Resource, *, composed: bool = False) -> Keep | None:
        """Which items of a list the caller sees; None: all.

        `composed`: the list is a part of a composite.

        Raises:
            Refusal: the strategies cannot be applied; `why` explains.
        """
        return self._lister(caller, grant, resource, composed=composed)[1]

    def times(self, caller: Caller, grant: Grant, resource: Resource) -> Times | None:
        """How often a list shows an item that is `visible` to the caller; None: once."""
        dialect, tracked = self._world.dialect, grant.action == READ_CHANGES
        if not (dialect.deletes_repeat if tracked else dialect.lists_repeat):
            return None
        return authorizer.times(self._plan(caller, grant, resource, many=True), caller, tracked=tracked)

    def looks_into_views(self, grant: Grant) -> bool:
        """Whether one of the strategies is a custom view."""
        dialect, views = self._world.dialect, self._world.views
        return any(each not in dialect.strategies and views.find(each) is not None for each in grant.strategies)

    def listing(self, caller: Caller, grant: Grant, resource: Resource) -> Listing[Record] | None:
        """All items that the caller sees, in the order in which the version pages through them; None: all there are.

        Raises:
            Refusal: as `visible`.
        """
        table, client = self._documents.table(resource.name), caller.client
        signature = (caller.claims, client.namespace_prefixes, client.ownership_tokens, grant.strategies)
        key = (resource.name, grant.action, signature)
        with self._documents.lock:
            known = self._listings.find(key)
            below = None if known is None else self._same_below(table, known.filters)
            if below is not None:
                return below.listing(caller, grant, resource)
            if known is not None and known.stamp == (table.generation, self._stamp(known.filters)):
                return known.listing
            filters, keep = self._lister(caller, grant, resource)
            if keep is None:
                return None
            below = self._same_below(table, filters)
            if below is not None:
                self._listings.keep(key, Remembered(filters))
                return below.listing(caller, grant, resource)
            items = table.ordered() if self._by_key else table.records()
            listing = Listing(items, keep, self.times(caller, grant, resource))
            self._listings.keep(key, Remembered(filters, (table.generation, self._stamp(filters)), listing))
            return listing

    def explain(
        self,
        caller: Caller,
        resource: Resource,
        action: str,
        item: Mapping[str, Any] | Record | None = None,
        phase: Phase = "existing",
        owner: str | int | None = None,
    ) -> Explanation:
        """Why an action is granted or denied; without an item, as far as the claims go."""
        evaluation = self.claim_sets.evaluate(caller.client.claim_set, resource, action)
        try:
            grant = self.check(caller, resource, action)
            if item is None:
                return self._explainer.claims(caller, resource, evaluation, None)
            self.authorize(caller, grant, resource, item, phase, owner)
        except Refusal as refusal:
            return cast("Explanation", refusal.why)
        filterings = self._plan(caller, grant, resource)
        return self._explainer.item(caller, resource, evaluation, filterings, Asked(item, owner, phase), None)

    def _lister(
        self, caller: Caller, grant: Grant, resource: Resource, *, composed: bool = False
    ) -> tuple[Sequence[Filter], Keep | None]:
        try:
            filterings = self._plan(caller, grant, resource, many=True, composed=composed)
            keep = authorizer.lister(filterings, tracked=grant.action == READ_CHANGES)
            return [each for filtering in filterings for each in filtering.filters], keep
        except Refusal as refusal:
            refusal.why = self._explainer.claims(caller, resource, grant.evaluation, refusal)
            raise

    def _plan(
        self, caller: Caller, grant: Grant, resource: Resource, *, many: bool = False, composed: bool = False
    ) -> tuple[Filtering, ...]:
        """What the strategies ask of an item, remembered: most requests of a caller are like those before.

        Raises:
            Refusal: a strategy cannot be applied.
        """
        key = (caller, resource.name, grant.action, grant.strategies, many, composed)
        found = self._plans.get(key)
        if found is None:
            question = Question(
                world=self._world,
                caller=caller,
                resource=resource,
                action=grant.action,
                many=many,
                composed=composed,
            )
            found = plan(question, grant.strategies)
            if len(self._plans) >= _MOST_PLANS:
                self._plans.clear()
            self._plans[key] = found
        return found

    def _same_below(self, table: Table, filters: Sequence[Filter]) -> "Security | None":
        """The guard of the store below, if its lists are the same: nothing that they depend on was written since."""
        if self._below is None or not table.pristine or any(each.volatile for each in filters):
            return None
        views = [view for each in filters for view in each.views]
        return None if any(view.deletes for view in views) or not self.reach.pristine(views) else self._below

    def _stamp(self, filters: Sequence[Filter]) -> Hashable:
        """Changes whenever the answer of a filter may change for items that did not."""
        if any(each.volatile for each in filters):
            return self.reach.commits
        return self.reach.stamp(view for each in filters for view in each.views)
