"""Relationships before ODS/API 6.0: whether an education organization reaches something depends on its type.

Source: EdFi.Ods.Security (5.3: EdFi.Ods.Api/Security): AuthorizationStrategies/Relationships/
RelationshipsAuthorizationStrategyBase.cs (single items), Authorization/Repositories/
AggregateRootCriteriaProviderDecoratorBase.cs (lists).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mockedfi.explanations import Failed
from mockedfi.model.facts import Resource, Subject
from mockedfi.problems import Refusal
from mockedfi.problems.data import SYSTEM_ERROR
from mockedfi.problems.security import (
    LIST_UNSUPPORTED,
    ORGANIZATION_DENIED,
    ORGANIZATION_NOT_FOUND,
    ORGANIZATIONS_NOT_CLAIMED,
    ORGANIZATIONS_UNKNOWN,
    PERSON_UNRESOLVED,
    SUBJECT_REQUIRED,
    TYPE_UNREACHABLE,
    TYPE_UNREACHABLE_SENTENCE,
    TYPE_UNSUPPORTED,
    UNRELATED_SUBJECT,
)
from mockedfi.security.filters import Asked, Filter, Keep, Rows
from mockedfi.security.hierarchy import Hierarchy
from mockedfi.security.reach import Reach
from mockedfi.security.repeats import rows_of_type
from mockedfi.security.subjects import ORGANIZATION, Item, Value, is_person, organization_id, subject_value, value_at
from mockedfi.security.tokens import Caller
from mockedfi.security.typed_views import BELOW, TYPE_GRAPH, Step, TypedViews
from mockedfi.security.views import View

_ANY = organization_id(ORGANIZATION)


@dataclass(frozen=True, slots=True)
class Segment:
    """One subject of a strategy."""

    subject: Subject
    value: Value
    view: View | None
    """For a person."""

    @property
    def column(self) -> str:
        """The subject's column without a role; of an education organization: as far as its type is known."""
        names = [_ANY, *(organization_id(kind) for kind in (*TYPE_GRAPH, *_OTHER_TYPES))]
        return next((name for name in names if self.subject.column.endswith(name)), self.subject.column)


_OTHER_TYPES = ("CommunityOrganization", "CommunityProvider", "OrganizationDepartment", "PostSecondaryInstitution")


def reached(hierarchy: Hierarchy, id_: int, step: Step) -> list[int]:
    """The education organizations one step away from one."""
    match step:
        case "self":
            return [id_]
        case "below":
            return list(hierarchy.below(frozenset({id_})))
        case "schools":
            return hierarchy.children(id_, "School")
        case "departments":
            return hierarchy.children(id_, "OrganizationDepartment")
        case "school departments":
            schools = hierarchy.children(id_, "School")
            return [each for school in schools for each in hierarchy.children(school, "OrganizationDepartment")]
        case "providers":
            return hierarchy.children(id_, "CommunityProvider")
        case "organization":
            found = hierarchy.find(id_)
            return list(found.parents) if found else []


class Typed(Filter):
    """All subjects of one relationship strategy, each of which the caller must reach."""

    def __init__(
        self,
        strategy: str,
        resource: Resource,
        segments: tuple[Segment, ...],
        caller: Caller,
        reach: Reach,
        known: Callable[[str, str], bool],
        views: TypedViews,
        *,
        composed: bool = False,
    ) -> None:
        """`composed`: lists are parts of composites (EdFi.Ods.Features/Composites/HqlBuilderAuthorizationDecorator.cs):
        every type of the claims must be supported, and reach the item.
        """
        self.strategy = strategy
        self.names = tuple(segment.subject.column for segment in segments)
        self.segments = segments
        self.views = tuple(segment.view for segment in segments if segment.view is not None)
        self._resource = resource
        self._caller = caller
        self._reach = reach
        self._known = known
        self._by_type = views
        self._composed = composed

    def claims(self) -> dict[str, tuple[int, ...]]:
        """The caller's education organizations by the column of their type.

        Raises:
            Refusal: it has none, or none that exists.
        """
        found: dict[str, list[int]] = {}
        for id_ in self._caller.education_organization_ids:
            organization = self._reach.hierarchy.find(id_)
            if organization is not None and organization.type not in self._by_type.untyped:
                found.setdefault(organization_id(organization.type), []).append(id_)
        if not found and self.segments:
            raise Refusal(ORGANIZATIONS_UNKNOWN if self._caller.claims else ORGANIZATIONS_NOT_CLAIMED)
        return {column: tuple(ids) for column, ids in found.items()}

    def instance(self, asked: Asked) -> bool:
        """Judges completely: the reference asks one strategy after the other here."""
        subjects = [self._concrete(segment, asked) for segment in self.segments]
        claims = self.claims()
        if not subjects:
            raise Refusal(SYSTEM_ERROR, why=Failed(f"{self._resource.name} has no value to compare with the claims."))
        self._check_types(claims, subjects)
        pending = [each for each in subjects if not self._inline(claims, each)]
        tests = [self._views(claims, each) for each in pending]
        if not all(any(test() for test in either) for either in tests):
            raise Refusal(UNRELATED_SUBJECT, claims="", ids="", subjects="", hint="")
        return True

    def lister(self) -> Keep:
        """For many."""
        claims = self.claims()
        tests = [self._list_test(claims, segment) for segment in self.segments]
        return lambda item: all(test(item) for test in tests)

    def joins(self) -> list[list[Rows]]:
        """Of a list: for each person, the view of each type of the claims that has one. Others have one row at most."""
        claims = self.claims()
        persons = {segment.column: segment for segment in self.segments if segment.view is not None}
        return [self._joined(claims, segment) for segment in persons.values()]

    def judged(self, asked: Asked, index: int) -> tuple[bool, frozenset[int]]:
        """Whether one subject alone is within reach, and the education organizations that count for it."""
        try:
            subject = self._concrete(self.segments[index], asked)
            claims = self.claims()
        except Refusal:
            return False, frozenset()
        pairs = [(ids, self._item_steps(column, subject)) for column, ids in claims.items()]
        organizations = frozenset().union(*(self._reached(ids, steps) for ids, steps in pairs))
        if subject.segment.view is None:
            organizations |= self._caller.claims
        try:
            self._check_types(claims, [subject])
            satisfied = self._inline(claims, subject) or any(test() for test in self._views(claims, subject))
        except Refusal:
            satisfied = False
        return satisfied, organizations

    def offered(self, index: int) -> frozenset[int]:
        """The education organizations that would count for a subject as claims of their own."""
        segment = self.segments[index]
        subject = _Subject(segment, segment.column, None)
        return frozenset(
            each.id
            for each in self._reach.hierarchy.all()
            if {"self", "below"} & set(self._item_steps(organization_id(each.type), subject))
        )

    def _concrete(self, segment: Segment, asked: Asked) -> "_Subject":
        value = segment.value.of(asked.item)
        column = segment.column
        if segment.view is not None:
            return _Subject(segment, column, value if value and self._known(segment.subject.kind, value) else None)
        if column == _ANY and value is not None:
            organization = self._reach.hierarchy.find(value)
            if organization is None or organization.type in self._by_type.untyped:
                raise Refusal(ORGANIZATION_NOT_FOUND, id=value)
            column = organization_id(organization.type)
        return _Subject(segment, column, value)

    def _check_types(self, claims: Mapping[str, tuple[int, ...]], subjects: list["_Subject"]) -> None:
        """The graph of types: one of the claims' must stand above the subject's, if that is in the graph."""
        sentences = []
        column_of = {id_: column for column, ids in claims.items() for id_ in ids}
        ordered = [column_of[id_] for id_ in self._caller.education_organization_ids if id_ in column_of]
        for subject in subjects:
            if subject.column.removesuffix("Id") not in TYPE_GRAPH:
                continue
            if not any(subject.column.removesuffix("Id") in _below(claim) for claim in claims):
                sentences += [TYPE_UNREACHABLE_SENTENCE.format(claim=each, subject=subject.column) for each in ordered]
        if sentences:
            raise Refusal(TYPE_UNREACHABLE, sentences=" ".join(sentences))

    def _inline(self, claims: Mapping[str, tuple[int, ...]], subject: "_Subject") -> bool:
        """Whether a claim of the subject's own type is the subject."""
        same = claims.get(subject.column)
        if same is None:
            return False
        if subject.value in same:
            return True
        if len(claims) == 1:
            raise Refusal(ORGANIZATION_DENIED, subject=subject.column)
        return False

    def _views(self, claims: Mapping[str, tuple[int, ...]], subject: "_Subject") -> list[Callable[[], bool]]:
        others = {column: ids for column, ids in claims.items() if column != subject.column}
        if subject.value is None:
            problem = SUBJECT_REQUIRED if subject.segment.view is None else PERSON_UNRESOLVED
            raise Refusal(problem, subject=subject.column)
        views = [(ids, steps) for column, ids in others.items() if (steps := self._item_steps(column, subject))]
        if not views:
            raise Refusal(TYPE_UNSUPPORTED, types="', '".join(sorted(column.removesuffix("Id") for column in others)))
        return [self._test(subject, self._reached(ids, steps)) for ids, steps in views]

    def _test(self, subject: "_Subject", organizations: frozenset[int]) -> Callable[[], bool]:
        view = subject.segment.view
        if view is None:
            return lambda: subject.value in organizations
        return lambda: self._reach.connected(view, subject.value, organizations)

    def _list_test(self, claims: Mapping[str, tuple[int, ...]], segment: Segment) -> Callable[[Item], bool]:
        """A list looks at the item's own columns, whatever type an abstract id has."""
        subject = _Subject(segment, segment.column, None)
        lists = self._by_type.lists
        views = [(ids, steps) for column, ids in claims.items() if (steps := _steps(lists, column, subject))]
        if self._composed and len(views) < len(claims):
            what = f"there is no view for each claim ({', '.join(sorted(claims))}) of the client and {segment.column}."
            raise Refusal(SYSTEM_ERROR, why=Failed(what))
        if not views:
            raise Refusal(LIST_UNSUPPORTED, claims="', '".join(sorted(claims)), entity=self._resource.name)
        reached = [self._reached(ids, steps) for ids, steps in views]
        own = self._resource.base == ORGANIZATION and segment.column == _ANY
        read = (value_at(self._resource, self._resource.identity[0]) if own else segment.value).reader()
        every = [self._subject_test(segment, each) for each in reached if self._composed]
        test = self._subject_test(segment, frozenset().union(*reached))
        return lambda item: test(value := read(item)) and all(each(value) for each in every)

    def _joined(self, claims: Mapping[str, tuple[int, ...]], segment: Segment) -> list[Rows]:
        assert segment.view is not None
        subject, read = _Subject(segment, segment.column, None), segment.value.reader()
        return [
            rows_of_type(self._reach, segment.view, read, column.removesuffix("Id"), steps, frozenset(ids))
            for column, ids in claims.items()
            if (steps := _steps(self._by_type.lists, column, subject))
        ]

    def _subject_test(self, segment: Segment, organizations: frozenset[int]) -> Callable[[Any], bool]:
        """Whether a value of a subject is within reach of any of these."""
        if segment.view is None:
            return organizations.__contains__
        return self._reach.tester(segment.view, organizations)

    def _item_steps(self, claim: str, subject: "_Subject") -> tuple[Step, ...]:
        items = self._by_type.items
        return BELOW if items is None else _steps(items, claim, subject)

    def _reached(self, ids: tuple[int, ...], steps: tuple[Step, ...]) -> frozenset[int]:
        hierarchy = self._reach.hierarchy
        return frozenset(each for id_ in ids for step in steps for each in reached(hierarchy, id_, step))


@dataclass(frozen=True, slots=True)
class _Subject:
    """A segment, the column that names its type, its value."""

    segment: Segment
    column: str
    value: Any


def _below(claim: str) -> tuple[str, ...]:
    kind = claim.removesuffix("Id")
    return TYPE_GRAPH.get(kind, (kind,))


def _steps(views: Mapping[tuple[str, str], tuple[Step, ...]], claim: str, subject: _Subject) -> tuple[Step, ...]:
    modifier = "" if subject.segment.view is None else subject.segment.view.modifier
    return views.get((claim, subject.column + modifier), ())


def segment_of(resource: Resource, subject: Subject, view: View | None) -> Segment:
    """A subject of a strategy, with the view that reaches it if it is a person."""
    assert (view is not None) == is_person(subject)
    return Segment(subject, subject_value(resource, subject), view)
