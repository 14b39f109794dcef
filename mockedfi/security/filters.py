"""The single conditions that strategies put on an item.

Each is asked twice, as the reference asks it (EdFi.Ods.Api/Security/Authorization/EntityAuthorization): `instance`
judges by the item and the claims alone, and refuses at once where that suffices; `exists` then looks into the data.
A list is filtered by `lister`.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from mockedfi.explanations import Failed
from mockedfi.model.facts import Subject
from mockedfi.problems import Refusal
from mockedfi.problems.data import SYSTEM_ERROR
from mockedfi.problems.security import (
    NAMESPACE_MISMATCH,
    NAMESPACE_MISMATCH_EXISTING,
    NAMESPACE_REQUIRED,
    NAMESPACE_UNINITIALIZED,
    OWNERSHIP_MISMATCH,
    OWNERSHIP_UNINITIALIZED,
    PERSON_UNRESOLVED,
    SUBJECT_REQUIRED,
    SUBJECT_UNINITIALIZED,
    VIEW_SUBJECT_REQUIRED,
    VIEW_SUBJECT_UNINITIALIZED,
)
from mockedfi.security.reach import Reach
from mockedfi.security.subjects import Item, Value
from mockedfi.security.tokens import Caller
from mockedfi.security.views import View

Phase = Literal["existing", "proposed"]
Keep = Callable[[Item], bool]
Rows = Callable[[Item], tuple[int, int]]
"""How many rows a view that a query joins has for an item, and how many of these are for the caller's claims."""
_DESCRIPTOR_ID = "DescriptorId"
_SIGNS = "%_\\"
"""What LIKE does not take as it is."""
_PART = re.compile(r"\\(.)|(%)|(_)|([^%_\\]+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Asked:
    """One item that is judged."""

    item: Mapping[str, Any] | Item
    """A document, or a stored item, of which only what is needed is read."""
    owner: str | int | None
    phase: Phase

    @property
    def existing(self) -> bool:
        """The item as it is stored, not as it is proposed."""
        return self.phase == "existing"

    def document(self) -> Mapping[str, Any]:
        """The whole item."""
        return self.item if isinstance(self.item, Mapping) else self.item.document()


def _like(prefix: str) -> str:
    """LIKE ``{prefix}%``, as a regular expression."""

    def part(match: re.Match[str]) -> str:
        escaped, any_text, any_one, plain = match.groups()
        return ".*" if any_text else "." if any_one else re.escape(escaped or plain or "")

    return _PART.sub(part, f"{prefix}%") + r"\Z"


class Filter(ABC):
    """One condition."""

    strategy: str
    names: tuple[str, ...]
    """Columns it looks at."""
    views: tuple[View, ...] = ()
    """By which it looks into the data."""
    volatile = False
    """Any commit may change what it says."""
    throws = False
    """What `instance` refuses is refused at once; else it is a failure, told once all conditions were asked."""

    @abstractmethod
    def instance(self, asked: Asked) -> bool:
        """Whether the item and the claims alone satisfy it; False leaves it to the data.

        Raises:
            Refusal: they alone rule it out.
        """

    def exists(self, asked: Asked) -> bool:  # noqa: ARG002 - most conditions are settled by `instance`
        """Whether the data satisfy it."""
        return True

    @abstractmethod
    def lister(self) -> Keep:
        """Which items of a list satisfy it."""

    def joins(self) -> Sequence[Sequence[Rows]]:
        """The views that a query joins for it, in groups: of each group, one row must be for the caller's claims."""
        return ()

    def unresolved(self, asked: Asked) -> bool:  # noqa: ARG002 - only persons can be
        """Whether a person that the item names does not exist."""
        return False


def satisfied(condition: Filter, asked: Asked) -> bool:
    """Whether a condition holds of an item, whichever way that is found out."""
    try:
        return condition.instance(asked) or condition.exists(asked)
    except Refusal:
        return False


class Related(Filter):
    """A subject that the caller's education organizations must reach."""

    def __init__(
        self, strategy: str, subject: Subject, value: Value, caller: Caller, reach: Reach, *, inverted: bool = False
    ) -> None:
        self.strategy = strategy
        self.subject = subject
        self.names = (subject.column,)
        self.inverted = inverted
        self._value = value
        self._caller = caller
        self._reach = reach

    @property
    def claims(self) -> frozenset[int]:
        """Ids of the education organizations that the caller holds itself."""
        return self._caller.claims

    def value(self, asked: Asked) -> Any:
        """The subject's value in an item."""
        return self._value.of(asked.item)

    def organizations(self) -> frozenset[int]:
        """Ids of the education organizations within reach."""
        hierarchy = self._reach.hierarchy
        return hierarchy.above(self._caller.claims) if self.inverted else hierarchy.below(self._caller.claims)

    def instance(self, asked: Asked) -> bool:
        """By the item and the claims alone."""
        value = self.value(asked)
        if value is None:
            problem = SUBJECT_UNINITIALIZED if asked.existing else SUBJECT_REQUIRED
            raise Refusal(problem, subject=self.subject.column, strategy=self.strategy)
        return value in self._caller.claims

    def exists(self, asked: Asked) -> bool:
        """By the data."""
        return self.value(asked) in self.organizations()

    def lister(self) -> Keep:
        """For many."""
        read = self._value.reader()
        organizations = self.organizations()
        return lambda item: read(item) in organizations

    def joins(self) -> Sequence[Sequence[Rows]]:
        """One view."""
        read, claims = self._value.reader(), self._caller.claims

        def rows(item: Item) -> tuple[int, int]:
            sources = self._sources(read(item))
            return len(sources), len(sources & claims)

        return ((rows,),)

    def _sources(self, value: Any) -> frozenset[int]:
        """The education organizations that reach a value, each a row of the view."""
        hierarchy, own = self._reach.hierarchy, frozenset({value})
        return hierarchy.below(own) if self.inverted else hierarchy.above(own)


class Connected(Related):
    """A person that the caller's education organizations must be connected to."""

    def __init__(
        self,
        strategy: str,
        subject: Subject,
        value: Value,
        caller: Caller,
        reach: Reach,
        *,
        view: View,
        known: Callable[[str, str], bool],
        own_refusal: bool,
    ) -> None:
        """`known` tells whether a person of a kind exists; `own_refusal`: one that does not is refused by itself."""
        super().__init__(strategy, subject, value, caller, reach)
        self.view = view
        self.views = (view,)
        self._known = known
        self._own_refusal = own_refusal

    def instance(self, asked: Asked) -> bool:
        """By the item and the claims alone."""
        if self._own_refusal and self.unresolved(asked):
            ids = ", ".join(str(each) for each in self._caller.education_organization_ids)
            raise Refusal(PERSON_UNRESOLVED, subject=self.subject.column, person=self.subject.kind, ids=ids)
        return False

    def exists(self, asked: Asked) -> bool:
        """By the data."""
        value = self.value(asked)
        return value is not None and self._reach.connected(self.view, value, self.organizations())

    def lister(self) -> Keep:
        """For many."""
        read, connected = self._value.reader(), self._reach.tester(self.view, self.organizations())
        return lambda item: connected(read(item))

    def unresolved(self, asked: Asked) -> bool:
        """As for any person."""
        value = self.value(asked)
        return value is None or not self._known(self.subject.kind, value)

    def _sources(self, value: Any) -> frozenset[int]:
        return self._reach.hierarchy.above(self._reach.organizations_of(self.view, value))


class InNamespace(Filter):
    """A namespace that must begin with one of the caller's prefixes."""

    names = ("Namespace",)

    def __init__(self, strategy: str, value: Value, prefixes: tuple[str, ...]) -> None:
        self.strategy = strategy
        self.prefixes = prefixes
        self._value = value
        self._folded = tuple(prefix.lower() for prefix in prefixes)

    def value(self, asked: Asked) -> Any:
        """The namespace of an item."""
        return self._value.of(asked.item)

    def instance(self, asked: Asked) -> bool:
        """By the item and the claims alone."""
        value = self.value(asked)
        if value is None or not value.strip():
            raise Refusal(NAMESPACE_UNINITIALIZED if asked.existing else NAMESPACE_REQUIRED, strategy=self.strategy)
        if not value.lower().startswith(self._folded):
            problem = NAMESPACE_MISMATCH_EXISTING if asked.existing else NAMESPACE_MISMATCH
            raise Refusal(problem, prefixes="', '".join(self.prefixes), namespace=value)
        return True

    def lister(self) -> Keep:
        """A list is compared by LIKE, which on PostgreSQL minds letter case; prefixes come into it as they are
        (NamespaceBasedAuthorizationFilterDefinitionsFactory.cs; before 6.0 …StrategyFilterConfigurator.cs).
        """
        read, prefixes = self._value.reader(), self.prefixes
        if not any(sign in prefix for prefix in prefixes for sign in _SIGNS):
            return lambda item: (read(item) or "").startswith(prefixes)
        like = re.compile("|".join(map(_like, prefixes)), re.DOTALL)
        return lambda item: like.match(read(item) or "") is not None


class Owned(Filter):
    """An item that carries one of the caller's ownership tokens."""

    names = ("CreatedByOwnershipTokenId",)

    def __init__(self, strategy: str, tokens: tuple[str | int, ...]) -> None:
        self.strategy = strategy
        self.tokens = tokens

    def instance(self, asked: Asked) -> bool:
        """By the item and the claims alone."""
        if asked.owner is None:
            raise Refusal(OWNERSHIP_UNINITIALIZED, strategy=self.strategy)
        if asked.owner not in self.tokens:
            raise Refusal(OWNERSHIP_MISMATCH)
        return True

    def lister(self) -> Keep:
        """For many."""
        tokens = self.tokens
        return lambda item: item.owner is not None and item.owner in tokens


class InView(Filter):
    """An item whose key to another entity stands in a custom view."""

    volatile = True
    throws = True

    def __init__(
        self,
        strategy: str,
        names: tuple[str, ...],
        values: tuple[Value, ...],
        holds: Callable[[tuple[Any, ...]], bool] | None,
    ) -> None:
        """`holds` tells whether a key stands in the view; None: there is no such view, and to look into it fails."""
        self.strategy = strategy
        self.names = names
        self._values = values
        self._holds = holds

    def value(self, asked: Asked) -> tuple[Any, ...]:
        """The key that is looked up."""
        return tuple(value.of(asked.item) for value in self._values)

    def instance(self, asked: Asked) -> bool:
        """By the item and the claims alone."""
        for name, value in zip(self.names, self.value(asked), strict=True):
            if value is None:
                if name.endswith("USI"):
                    return False
                subject = name.removesuffix("Id") if name.endswith(_DESCRIPTOR_ID) else name
                problem = VIEW_SUBJECT_UNINITIALIZED if asked.existing else VIEW_SUBJECT_REQUIRED
                raise Refusal(problem, subject=subject, strategy=self.strategy)
        return False

    def exists(self, asked: Asked) -> bool:
        """By the data."""
        key = self.value(asked)
        return None not in key and self._view()(key)

    def lister(self) -> Keep:
        """For many."""
        readers = tuple(value.reader() for value in self._values)
        holds = self._view()

        def keep(item: Item) -> bool:
            key = tuple(read(item) for read in readers)
            return None not in key and holds(key)

        return keep

    def _view(self) -> Callable[[tuple[Any, ...]], bool]:
        if self._holds is None:
            raise Refusal(SYSTEM_ERROR, why=Failed(f"there is no custom view {self.strategy}; configure one."))
        return self._holds
