"""The authorization strategies: each a function from what is asked to the conditions it puts on an item.

Source: EdFi.Ods.Api/Security/AuthorizationStrategies (one class each); 5.2: EdFi.Ods.Security/AuthorizationStrategies.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from mockedfi.dialect.security import Security as Dialect
from mockedfi.explanations import Failed
from mockedfi.model.catalogue import Catalogue
from mockedfi.model.facts import Path, Resource, Subject
from mockedfi.problems import Refusal
from mockedfi.problems.data import SYSTEM_ERROR
from mockedfi.problems.security import (
    BASIS_MISSING,
    LIST_UNSUPPORTED,
    NAMESPACES_MISSING,
    STRATEGY_UNKNOWN,
    SUBJECTS_MISSING,
    VIEW_NOT_ON_KEY,
)
from mockedfi.security.columns import key_columns
from mockedfi.security.custom_views import CustomViews, subject_columns
from mockedfi.security.filters import Connected, Filter, InNamespace, InView, Owned, Related
from mockedfi.security.reach import Reach
from mockedfi.security.subjects import (
    ORGANIZATION,
    has_candidates,
    is_person,
    namespace_value,
    organization_id,
    subject_value,
    value_at,
)
from mockedfi.security.tokens import Caller
from mockedfi.security.typed import Typed, segment_of
from mockedfi.security.typed_views import VIEWS_OF_TYPES
from mockedfi.security.views import (
    INCLUDING_DELETES,
    THROUGH_DELETED_RESPONSIBILITY,
    THROUGH_ORGANIZATION_ASSOCIATION,
    THROUGH_RESPONSIBILITY,
    VIEWS,
    View,
)
from mockedfi.store.documents import Documents

STUDENT = "Student"
READ_CHANGES = "ReadChanges"
OWNERSHIP = "OwnershipBased"


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """What every strategy may look at."""

    dialect: Dialect
    catalogue: Catalogue
    documents: Documents
    reach: Reach
    views: CustomViews

    def knows(self, person: str, unique_id: str) -> bool:
        """Whether a person exists."""
        return self.documents.resolve(person, (unique_id,)) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked of a strategy: may this caller do this to items of this resource?"""

    world: World
    caller: Caller
    resource: Resource
    action: str
    many: bool = False
    """A list is asked for, not one item."""
    composed: bool = False
    """The list is a part of a composite, which fails where the version cannot filter it."""
    lenient: bool = False
    """What the caller lacks altogether is left to the conditions, to be explained."""


@dataclass(frozen=True, slots=True)
class Filtering:
    """The conditions of one strategy, and how they combine with other strategies' (`FilterOperator`)."""

    strategy: str
    operator: Literal["and", "or", "none"]
    filters: tuple[Filter, ...]


Strategy = Callable[[Question, str], Filtering]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which subjects a relationship strategy takes, and by which view."""

    organizations: bool = True
    people: tuple[str, ...] | None = None
    """Kinds of persons; None: all."""
    modifier: str = ""
    """Of the view by which persons are reached."""
    inverted: bool = False
    """Education organizations are looked up upside down."""

    def takes(self, subject: Subject) -> bool:
        """Whether the strategy looks at a subject."""
        if is_person(subject):
            return self.people is None or subject.kind in self.people
        return self.organizations


RELATIONSHIPS: Mapping[str, Choice] = {
    "RelationshipsWithEdOrgsAndPeople": Choice(),
    "RelationshipsWithEdOrgsOnly": Choice(people=()),
    "RelationshipsWithPeopleOnly": Choice(organizations=False),
    "RelationshipsWithStudentsOnly": Choice(organizations=False, people=(STUDENT,)),
    "RelationshipsWithStudentsOnlyThroughResponsibility": Choice(
        organizations=False, people=(STUDENT,), modifier=THROUGH_RESPONSIBILITY
    ),
    "RelationshipsWithStudentsOnlyThroughEdOrgAssociation": Choice(
        organizations=False, people=(STUDENT,), modifier=THROUGH_ORGANIZATION_ASSOCIATION
    ),
    "RelationshipsWithEdOrgsAndPeopleIncludingDeletes": Choice(modifier=INCLUDING_DELETES),
    "RelationshipsWithStudentsOnlyIncludingDeletes": Choice(modifier=INCLUDING_DELETES),
    "RelationshipsWithStudentsOnlyThroughResponsibilityIncludingDeletes": Choice(
        organizations=False, people=(STUDENT,), modifier=THROUGH_DELETED_RESPONSIBILITY
    ),
    "RelationshipsWithEdOrgsOnlyInverted": Choice(people=(), inverted=True),
    "RelationshipsWithEdOrgsAndPeopleInverted": Choice(inverted=True),
}
"""``RelationshipsWithStudentsOnlyIncludingDeletes`` takes all subjects in the reference too, against its name."""


def strategy(world: World, name: str) -> Strategy | None:
    """The strategy of a name, None if this version has none."""
    if name in world.dialect.strategies:
        return STRATEGIES[name]
    if world.dialect.custom_views and world.views.find(name) is not None:
        return custom_view
    return None


def check_names(world: World, names: tuple[str, ...]) -> None:
    """Refuse names that no strategy has.

    Raises:
        Refusal: there are some.
    """
    unknown = [name for name in names if strategy(world, name) is None]
    if unknown:
        raise Refusal(STRATEGY_UNKNOWN, strategies="', '".join(unknown))


def none_further(question: Question, name: str) -> Filtering:  # noqa: ARG001 - a strategy has this shape
    """The claim is enough; beside other strategies this one adds nothing."""
    return Filtering(name, "none", ())


def related(question: Question, name: str) -> Filtering:
    """The caller's education organizations must reach every subject that the strategy takes."""
    world, resource = question.world, question.resource
    choice = RELATIONSHIPS[name]
    _require_provider(question)
    subjects = [subject for subject in resource.subjects if choice.takes(subject)]
    if world.dialect.typed_reach:
        segments = tuple(segment_of(resource, each, _view(each, choice)) for each in subjects)
        views = VIEWS_OF_TYPES[world.dialect.reach]
        filters = (
            Typed(
                name,
                resource,
                segments,
                question.caller,
                world.reach,
                world.knows,
                views,
                composed=question.composed,
            ),
        )
        return Filtering(name, "and", filters)
    if not subjects and world.dialect.subjects_required:
        names = "', '".join(subject.column for subject in resource.subjects)
        raise Refusal(SUBJECTS_MISSING, strategy=name, names=names)
    _require_tracked(question, [subject.path for subject in subjects])
    return Filtering(name, "or", tuple(_relationship(question, name, choice, subject) for subject in subjects))


def in_namespace(question: Question, name: str) -> Filtering:
    """The item's namespace must begin with one of the caller's prefixes."""
    dialect, resource = question.world.dialect, question.resource
    prefixes = tuple(prefix for prefix in question.caller.client.namespace_prefixes if prefix.strip())
    if not prefixes and not question.lenient:
        raise Refusal(NAMESPACES_MISSING, strategy=name)
    value = namespace_value(resource, suffixed=dialect.suffixed_namespace)
    columnless = resource.descriptor or value is None
    by_column = question.many and dialect.namespace_lists_by_column
    if columnless and by_column and not question.composed:
        raise Refusal(LIST_UNSUPPORTED, claims="Namespace", entity=resource.name)
    if value is None or (columnless and by_column):
        why = Failed(f"{resource.name} is guarded by namespace, and has no column of that name to filter by.")
        raise Refusal(SYSTEM_ERROR, why=why)
    _require_tracked(question, [value.path])
    return Filtering(name, "and", (InNamespace(name, value, prefixes),))


def owned(question: Question, name: str) -> Filtering:
    """The item must carry one of the caller's ownership tokens; tracked changes carry none."""
    if question.action == READ_CHANGES:
        raise Refusal(SYSTEM_ERROR)
    if question.composed and not question.world.dialect.composites_by_owner:
        return Filtering(name, "none", ())
    return Filtering(name, "and", (Owned(name, question.caller.client.ownership_tokens),))


def custom_view(question: Question, name: str) -> Filtering:
    """The item's key to the view's basis entity must stand in the view."""
    catalogue, resource = question.world.catalogue, question.resource
    view = question.world.views.find(name)
    assert view is not None
    found = subject_columns(catalogue, resource, view.basis)
    for column, wanted in zip(found, key_columns(catalogue, view.basis), strict=True):
        if column is None:
            raise Refusal(BASIS_MISSING, entity=resource.name, property=wanted, basis=view.basis)
    present = [column for column in found if column is not None]
    outside = [column for column, path in present if path not in resource.identity]
    if question.action == READ_CHANGES and outside:
        raise Refusal(VIEW_NOT_ON_KEY, properties="', '".join(outside))
    values = tuple(value_at(resource, path) for _, path in present)
    return Filtering(name, "and", (InView(name, tuple(column for column, _ in present), values, view.holds),))


STRATEGIES: Mapping[str, Strategy] = {
    "NoFurtherAuthorizationRequired": none_further,
    "NamespaceBased": in_namespace,
    OWNERSHIP: owned,
    **dict.fromkeys(RELATIONSHIPS, related),
}
LAST = frozenset({OWNERSHIP})
"""Judged after the others, so as not to tell strangers that an item exists (`UsesSystemAssignedValues`)."""


def plan(question: Question, names: tuple[str, ...]) -> tuple[Filtering, ...]:
    """What each strategy asks of an item (DataManagementAuthorizationPlanFactory.cs).

    Raises:
        Refusal: a strategy cannot be applied to the caller or the resource at all.
    """
    filterings = []
    for name in names:
        function = strategy(question.world, name)
        assert function is not None
        filterings.append(function(question, name))
    return tuple(sorted(filterings, key=lambda each: each.strategy in LAST))


def _relationship(question: Question, name: str, choice: Choice, subject: Subject) -> Filter:
    world = question.world
    value = subject_value(question.resource, subject)
    view = _view(subject, choice)
    if view is None:
        return Related(name, subject, value, question.caller, world.reach, inverted=choice.inverted)
    return Connected(
        name,
        subject,
        value,
        question.caller,
        world.reach,
        view=view,
        known=world.knows,
        own_refusal=world.dialect.person_refusal,
    )


def _view(subject: Subject, choice: Choice) -> View | None:
    return VIEWS[subject.kind, choice.modifier] if is_person(subject) else None


def _require_tracked(question: Question, paths: Sequence[Path]) -> None:
    """The reference's query fails where tracked changes have no column for what is to be compared."""
    resource = question.resource
    if question.action == READ_CHANGES and not all(map(resource.tracks, paths)):
        why = Failed(f"tracked changes of {resource.name} have no column for what they are guarded by.")
        raise Refusal(SYSTEM_ERROR, why=why)


def _require_provider(question: Question) -> None:
    """The reference fails where nothing in a resource could be a subject at all."""
    catalogue = question.world.catalogue
    ids = [organization_id(kind) for kind in (ORGANIZATION, *catalogue.abstracts[ORGANIZATION].subtypes)]
    if question.resource.descriptor or not has_candidates(question.resource, ids):
        raise Refusal(SYSTEM_ERROR)
