"""Custom views: a strategy named ``{Entity}With…`` passes the items whose key to that entity stands in the view.

The reference looks into a database view ``auth.{strategy}``; here the view is configuration: a Python callable, or a
rule that says from which resource the keys come and what must hold there. Source: EdFi.Ods.Common/Security/
Authorization/CustomViewBasedAuthorizationStrategy.cs, EdFi.Ods.Api/Security/AuthorizationStrategies/CustomViewBased.
"""

import importlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mockedfi.errors import UserError
from mockedfi.model.catalogue import Catalogue
from mockedfi.model.facts import Path, Reference, Resource
from mockedfi.model.plan import fold_of
from mockedfi.problems.security import HINT_VIEW
from mockedfi.security.columns import columns, key_columns
from mockedfi.store.documents import Documents
from mockedfi.store.record import Record

_WITH = "With"
_DESCRIPTOR_ID = "DescriptorId"
_TESTS: Mapping[str, Callable[[str, str], bool]] = {
    "equals": lambda value, wanted: value == wanted,
    "starts_with": lambda value, wanted: value.startswith(wanted),
    "ends_with": lambda value, wanted: value.endswith(wanted),
    "contains": lambda value, wanted: wanted in value,
    "matches": lambda value, wanted: re.search(wanted, value) is not None,
}
_KEYS = ("name", "from", "key", "where", "callable")
_LOWER_CASE = re.compile(
    "a|about|above|across|after|against|along|among|an|and|around|as|at|before|behind|below|beneath|beside|between|"
    "beyond|by|despite|down|during|except|for|from|in|inside|into|like|near|of|off|on|onto|opposite|or|out|outside|"
    "over|past|round|since|than|the|through|to|towards|under|underneath|unlike|until|up|upon|via|with|within|without",
    re.IGNORECASE,
)
"""Words that the hint writes small (CustomAuthorizationViewHintProvider.cs)."""
_WORD = re.compile(r"[A-Z]{2,}(?![a-z])|[A-Z]+(?=[A-Z][a-z0-9])|[A-Z]?[a-z]+|[A-Z][a-z0-9]*")
"""EdFi.Common/Extensions/StringExtensions.cs, NormalizeCompositeTermForDisplay."""

Membership = Callable[[tuple[Any, ...]], bool]
"""Whether a key of the basis entity stands in the view."""


@dataclass(frozen=True, slots=True)
class CustomView:
    """One custom view, ready to be asked."""

    name: str
    basis: str
    """The resource or abstract base whose key it holds."""
    holds: Membership | None
    """None: there is none of this name."""


def basis_of(catalogue: Catalogue, strategy: str) -> str | None:
    """The entity that a strategy's name begins with; None if the name is not that of a custom view."""
    entity, found, _ = strategy.partition(_WITH)
    return entity if found and (entity in catalogue.resources or entity in catalogue.abstracts) else None


def hint_of(strategy: str) -> str:
    """What a denial by a custom view suggests."""
    words = [word.lower() if _LOWER_CASE.fullmatch(word) else word for word in _WORD.findall(strategy)]
    article = "an" if words[0][0] in "AEIOU" else "a"
    return HINT_VIEW.format(article=article, words=" ".join(words))


class CustomViews:
    """The custom views of one API version.

    `rows`: tables with `name`, and either `callable` (``module:function``, called with the key as a mapping of column
    to value and the documents) or `from` (plural of a resource or base), `key` (paths there, by default where that
    resource refers to the basis) and `where` (tables of `path` and a test: equals, starts_with, ends_with, contains,
    matches; a path goes through references to the documents they name).
    """

    def __init__(self, catalogue: Catalogue, documents: Documents, rows: Iterable[Mapping[str, Any]] = ()) -> None:
        self._catalogue = catalogue
        self._documents = documents
        self._views: dict[str, CustomView] = {}
        for row in rows:
            view = self._made(row)
            self._views[view.name] = view

    def find(self, strategy: str) -> CustomView | None:
        """The view of a strategy, be it there or not; None if the strategy's name is not that of a custom view."""
        basis = basis_of(self._catalogue, strategy)
        if basis is None:
            return None
        return self._views.get(strategy) or CustomView(strategy, basis, None)

    def _made(self, row: Mapping[str, Any]) -> CustomView:
        name = str(row.get("name", ""))
        basis = basis_of(self._catalogue, name)
        if basis is None:
            raise UserError(
                f"custom view {name!r}: its name must begin with a resource and With, as StudentWithTransportation"
            )
        unknown = [key for key in row if key not in _KEYS]
        if unknown:
            raise UserError(f"custom view {name}: {unknown[0]!r} is no key of a view; it has {', '.join(_KEYS)}")
        if "callable" in row:
            return CustomView(name, basis, self._called(name, basis, row["callable"]))
        return CustomView(name, basis, _Rule(self._catalogue, self._documents, name, basis, row).holds)

    def _called(self, name: str, basis: str, target: Callable[..., Any] | str) -> Membership:
        function = target if callable(target) else _imported(name, target)
        names = key_columns(self._catalogue, basis)
        documents = self._documents
        return lambda key: bool(function(dict(zip(names, key, strict=True)), documents))


def _imported(view: str, target: str) -> Callable[..., Any]:
    module, _, function = target.partition(":")
    try:
        found = getattr(importlib.import_module(module), function)
    except (ImportError, AttributeError, ValueError) as error:
        raise UserError(f"custom view {view}: {target!r}: {error}; write module:function") from None
    if not callable(found):
        raise UserError(f"custom view {view}: {target!r} is not callable")
    return found  # type: ignore[no-any-return]  # what a user's module holds is not known before


@dataclass(frozen=True, slots=True)
class _Condition:
    """One test of the values at a path."""

    path: Path
    test: Callable[[str, str], bool]
    wanted: str


class _Rule:
    """A declarative view: documents of one resource, what must hold in them, and where the basis' key stands."""

    def __init__(
        self, catalogue: Catalogue, documents: Documents, name: str, basis: str, row: Mapping[str, Any]
    ) -> None:
        self._catalogue = catalogue
        self._documents = documents
        self._name = name
        self._basis = basis
        self._sources = self._resources(str(row.get("from", basis)))
        self._folded = tuple(column.endswith(_DESCRIPTOR_ID) for column in key_columns(catalogue, basis))
        self._own = {each.name for each in self._sources} <= {each.name for each in catalogue.concrete(basis)}
        self._keys = () if self._own else self._key_paths(row.get("key"))
        self._conditions = tuple(self._condition(each) for each in row.get("where", ()))

    def holds(self, key: tuple[Any, ...]) -> bool:
        """Whether the key stands in the view."""
        return any(self._satisfied(record) for record in self._records(key))

    def _records(self, key: tuple[Any, ...]) -> Iterator[Record]:
        if self._own:
            if self._catalogue.concrete(self._basis)[0].descriptor:
                record = self._documents.descriptor(self._basis, key[0])
            else:
                record = self._documents.resolve(self._basis, key)
            if record is not None:
                yield record
            return
        (resource,) = self._sources
        for record in self._documents.table(resource.name).find(self._keys[0], key[0]):
            document = record.document()
            own = [_first(document, path) for path in self._keys]
            if all(_same(*each) for each in zip(own, key, self._folded, strict=True)):
                yield record

    def _satisfied(self, record: Record) -> bool:
        resource = self._catalogue.resources[record.resource]
        document = record.document()
        return all(
            any(
                condition.test(str(value), condition.wanted)
                for value in self._values(resource, document, condition.path)
            )
            for condition in self._conditions
        )

    def _values(self, resource: Resource, document: Mapping[str, Any], path: Path) -> Iterator[Any]:
        """The values at a path, which goes on in the document that a reference names where it is not a key of it."""
        head, *rest = path
        found = document.get(head)
        if found is None:
            return
        if not rest:
            yield from found if isinstance(found, list) else (found,)
            return
        reference = next((each for each in resource.references if each.name == head), None)
        if reference is not None and rest[0] not in found:
            record = self._documents.resolve(reference.target, self._key_of(reference, found))
            if record is not None:
                yield from self._values(self._catalogue.resources[record.resource], record.document(), tuple(rest))
            return
        for item in found if isinstance(found, list) else (found,):
            yield from self._values(resource, item, tuple(rest))

    def _key_of(self, reference: Reference, holder: Mapping[str, Any]) -> tuple[Any, ...]:
        """The target's key, in the order of its identity, as the store looks it up."""
        values = {key.value.name: key.value for key in reference.keys}
        names = self._catalogue.key_names(reference.target)
        return tuple(holder[name].lower() if fold_of(values[name]) else holder[name] for name in names)

    def _resources(self, plural: str) -> tuple[Resource, ...]:
        for base in self._catalogue.abstracts.values():
            if plural in (base.plural, base.name):
                return self._catalogue.concrete(base.name)
        for name, resource in self._catalogue.resources.items():
            if plural in (name, resource.plural):
                return (resource,)
        raise UserError(f"custom view {self._name}: there is no resource {plural!r}; `from` takes a plural")

    def _key_paths(self, given: Sequence[str] | None) -> tuple[Path, ...]:
        if given is not None:
            return tuple(tuple(path.split(".")) for path in given)
        if len(self._sources) == 1:
            paths = subject_paths(self._catalogue, self._sources[0], self._basis)
            if None not in paths:
                return tuple(path for path in paths if path is not None)
        raise UserError(f"custom view {self._name}: say in `key` where {self._basis}'s key stands in what `from` names")

    def _condition(self, row: Mapping[str, Any]) -> _Condition:
        tests = [name for name in row if name in _TESTS]
        if "path" not in row or len(tests) != 1 or len(row) != 2:
            raise UserError(f"custom view {self._name}: a condition is a path and one of {', '.join(_TESTS)}")
        return _Condition(tuple(str(row["path"]).split(".")), _TESTS[tests[0]], str(row[tests[0]]))


def subject_paths(catalogue: Catalogue, resource: Resource, basis: str) -> tuple[Path | None, ...]:
    """Where a resource carries each column of the basis' key: by its name, else by a role; None if it does not."""
    found = subject_columns(catalogue, resource, basis)
    return tuple(None if each is None else each[1] for each in found)


def subject_columns(catalogue: Catalogue, resource: Resource, basis: str) -> tuple[tuple[str, Path] | None, ...]:
    """(column, path) of each column of the basis' key in a resource, None if it has none."""
    own = columns(catalogue, resource)
    by_name = {column.name: column for column in own}
    found: list[tuple[str, Path] | None] = []
    for name in key_columns(catalogue, basis):
        column = by_name.get(name) or next((each for each in own if each.origin == (basis, name)), None)
        found.append(None if column is None else (column.name, column.path))
    return tuple(found)


def _first(document: Mapping[str, Any], path: Path) -> Any:
    value: Any = document
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _same(own: Any, wanted: Any, folded: bool) -> bool:
    return bool(own.lower() == wanted.lower() if folded and own is not None else own == wanted)
