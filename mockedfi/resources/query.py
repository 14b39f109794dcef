"""Query by example: which query parameters narrow a list, and the rows that they leave.

Source: EdFi.Ods.Common/Providers/Queries/Criteria/SpecificationAggregateQueryCriteriaApplicator.cs; the request classes
made by Utilities/CodeGeneration/EdFi.Ods.CodeGen/Mustache/Requests.mustache.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from mockedfi.bodies.values import truth_of
from mockedfi.dialect import Dialect
from mockedfi.explanations import Failed
from mockedfi.model.facts import TEXT_TYPES, Parameter, Path, Resource
from mockedfi.model.plan import values_at
from mockedfi.problems import Refusal
from mockedfi.problems.data import CRITERION_INVALID, CRITERION_UNREADABLE, SYSTEM_ERROR
from mockedfi.resources.convert import Mismatch
from mockedfi.resources.paging import NULL, Bound
from mockedfi.resources.texts import DEFAULTS, date_with_time, text_converter
from mockedfi.store.documents import Documents, Record, Table

_DASHED = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_GUID = re.compile(rf"[0-9a-f]{{32}}|{_DASHED}|\{{{_DASHED}\}}|\({_DASHED}\)", re.IGNORECASE | re.ASCII)
_NO_ID = "0" * 32


@dataclass(frozen=True, slots=True)
class Criterion:
    """One member that must equal one value."""

    path: Path
    value: Any
    fold: bool
    """Compare without regard to case."""
    surrogate: bool = False
    """The value is the number of the item, which its document does not carry."""
    parameter: Parameter | None = None
    """Where the reference compares a number, not the value: of a descriptor or of a person."""
    optional: bool = False
    """The column of the parameter may be null."""
    text: str = ""
    """The value as it was given."""
    collection: str = ""
    """The collection whose items have the member."""

    def holds(self, record: Record) -> bool:
        """Whether any value at the path equals."""
        if self.surrogate:
            return bool(record.number == self.value)
        return self.is_among(values_at(record.document(), self.path))

    def is_among(self, values: Sequence[Any]) -> bool:
        """Whether one of the values equals."""
        return any(each.lower() == self.value for each in values) if self.fold else self.value in values


class Query:
    """The query parameters of one resource."""

    def __init__(self, resource: Resource, dialect: Dialect) -> None:
        self._members_as_json = dialect.errors.members_as_json
        self._parameters = {
            each.name.lower(): (each, _converter(each, resource)) for each in resource.parameters if each.name != "id"
        }
        self._takes_id = any(each.name == "id" for each in resource.parameters)
        self._identity = resource.identity
        self._fold_key = resource.descriptor
        self._surrogate = (resource.surrogate.name,) if resource.surrogate else ()
        self._number_narrows = dialect.data.descriptor_number_narrows
        self._collections = {each.name for each in resource.children}
        self._optional = {each.name for each in resource.references if not each.required}
        self._unifications = resource.unifications

    def criteria(self, given: Mapping[str, str]) -> tuple[list[Criterion], str | None, Bound]:
        """What must hold, the id asked for, and what speaks against each parameter.

        Values that are their type's default do not narrow, unknown names are ignored.
        """
        found: list[Criterion] = []
        bound: dict[str, list[str]] = {}
        for name, text in given.items():
            if name not in self._parameters:
                continue
            parameter, typed = self._parameters[name]
            place = self._place(parameter)
            bound[place] = []
            if not text.strip():  # of a text it leaves the parameter out
                bound[place] = [] if parameter.type in TEXT_TYPES else [NULL.format(text=text)]
                continue
            try:
                value = typed(text)
            except Mismatch:
                bound[place] = [f"The value '{text}' is not valid for {parameter.member}."]
                continue
            if self._narrows(parameter, value):
                fold = parameter.type == "descriptor"
                found.append(
                    Criterion(
                        parameter.path,
                        value.lower() if fold else value,
                        fold,
                        surrogate=parameter.path == self._surrogate,
                        parameter=parameter if parameter.descriptor or parameter.person else None,
                        optional=self._nullable(parameter.path),
                        collection=parameter.path[0] if parameter.path[0] in self._collections else "",
                        text=text,
                    )
                )
        id = guid(given.get("id", "")) if self._takes_id else None
        if "id" in given and self._takes_id:
            bound["id" if self._members_as_json else "Id"] = [] if id else [_wrong_id(given["id"])]
        return found, None if id == _NO_ID else id, bound

    def _narrows(self, parameter: Parameter, value: Any) -> bool:
        if parameter.path == self._surrogate and not self._number_narrows:
            return False
        return parameter.type in TEXT_TYPES or value not in DEFAULTS

    def _nullable(self, path: Path) -> bool:
        """Whether only optional references have the column."""
        paths = next((each for each in self._unifications if path in each), (path,))
        return all(each[0] in self._optional for each in paths)

    def _place(self, parameter: Parameter) -> str:
        """Where an error is: members of references are none of the resource, so theirs keep the class's name."""
        own = self._members_as_json and len(parameter.path) == 1
        return parameter.path[0] if own else parameter.member

    def candidates(self, table: Table, criteria: list[Criterion]) -> list[Record]:
        """The rows for which `criteria` hold, found through the key or an index, in the table's order of creation."""
        by_path = {each.path: each.value for each in criteria}
        collections = {each.collection for each in criteria if each.collection}
        together = [[each for each in criteria if each.collection == name] for name in collections]
        rows: Sequence[Record | None]
        if self._surrogate in by_path:
            rows = [table.by_number(by_path[self._surrogate])]
        elif all(path in by_path for path in self._identity):
            key = tuple(by_path[path] for path in self._identity)
            rows = [table.by_key(tuple(part.lower() for part in key) if self._fold_key else key)]
        else:
            first = max(criteria, key=lambda each: each.path in self._identity)
            rows = table.find(first.path, first.value)
            criteria = [each for each in criteria if each is not first]
        found = [row for row in rows if row is not None and all(each.holds(row) for each in criteria)]
        return [row for row in found if all(_at_one_item(row, each) for each in together)]


class Numbers:
    """The numbers by which the reference compares descriptors and persons, where there are none."""

    def __init__(self, dialect: Dialect) -> None:
        self._by_cache = dialect.rules.descriptors_by_cache
        self._unknown_person_ignored = dialect.data.unknown_person_ignored
        self._form_refused = dialect.data.descriptor_query_checked
        self._references_first = dialect.data.reference_descriptors_first

    def check_references(self, criteria: Sequence[Criterion], documents: Documents) -> None:
        """Look up the descriptors of references, in a version that does so before authorization.

        Raises:
            Refusal: one is none.
        """
        for each in criteria if self._references_first else ():
            if each.parameter is not None and each.parameter.descriptor and len(each.path) > 1 and not each.collection:
                self._narrows(each, each.parameter, documents)

    def settled(self, criteria: list[Criterion], documents: Documents) -> list[Criterion]:
        """The criteria that narrow.

        Raises:
            Refusal: a descriptor is unknown, or is none.
        """
        return [each for each in criteria if each.parameter is None or self._narrows(each, each.parameter, documents)]

    def _narrows(self, criterion: Criterion, parameter: Parameter, documents: Documents) -> bool:
        """Source: EdFi.Ods.Common/Extensions/ObjectExtensions.cs, Mustache/Entities_PropertyAccessors.mustache."""
        value = criterion.value
        if parameter.descriptor is None:
            ignored = self._unknown_person_ignored and criterion.optional
            return not ignored or documents.table(parameter.person or "").by_key((value,)) is not None
        if "#" in value and not self._by_cache:
            return True
        if documents.descriptor(parameter.descriptor, value) is not None:
            return True
        if not self._form_refused:
            what = f"{criterion.text!r} for {parameter.member} is no value of {parameter.descriptor} that there is."
            raise Refusal(SYSTEM_ERROR, why=Failed(what))
        own = len(parameter.path) == 1 or not self._references_first
        problem = CRITERION_INVALID if own else CRITERION_UNREADABLE
        raise Refusal(problem, member=parameter.member, descriptor=parameter.descriptor, value=criterion.text)


def _converter(parameter: Parameter, resource: Resource) -> Callable[[str], Any]:
    """What makes values of a parameter's texts: a date loses its time, but for the key of a subtype.

    Source: Mustache/Entities_PropertyAccessors.mustache; IsNonDerivedDateProperty in EdFi.Ods.CodeGen/Generators.
    """
    if parameter.type == "date" and resource.base is not None and parameter.path in resource.identity:
        return date_with_time
    return text_converter(parameter.type)


def _at_one_item(record: Record, criteria: Sequence[Criterion]) -> bool:
    """Whether one item of a collection meets all criteria upon its members."""
    if len(criteria) < 2:
        return True
    items = record.document().get(criteria[0].collection, ())
    return any(all(each.is_among(values_at(item, each.path[1:])) for each in criteria) for item in items)


def parsed(query: str) -> dict[str, str]:
    """Query parameters by name in lower case; the first of several wins."""
    found: dict[str, str] = {}
    for name, value in parse_qsl(query, keep_blank_values=True) if query else ():
        found.setdefault(name.lower(), value)
    return found


def flag(query: str, name: str) -> bool:
    """Whether a parameter beside those that are bound says yes: its name counts letter by letter, a blank is a no.

    Raises:
        Refusal: it says neither (``Convert.ToBoolean`` of .NET).
    """
    if name not in query:
        return False
    text = dict(reversed(parse_qsl(query, keep_blank_values=True))).get(name, "")
    said = truth_of(text) if text.strip() else False
    if said is None:
        raise Refusal(SYSTEM_ERROR, why=Failed(f"{name} is neither true nor false: {text!r}."))
    return said


def _wrong_id(text: str) -> str:
    return f"The value '{text}' is not valid for Id." if text.strip() else NULL.format(text=text)


def guid(text: str) -> str | None:
    """An identifier in any of the forms of a GUID, as 32 hex digits; None where it is none."""
    match = _GUID.fullmatch(text.strip())
    return None if match is None else match[0].strip("{}()").replace("-", "").lower()
