"""Search by text: ``q=FirstName:J* LastSurname:*son`` narrows a list to the items for which all of its terms hold.

Source: EdFi.Ods.Common/Models/Queries/QueryParameters.cs; EdFi.Ods.Common/Providers: Queries/QueryBuilderExtensions.cs
of 7.3, Criteria/AggregateRootCriteriaProviderBase.cs before.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mockedfi.dialect import Dialect
from mockedfi.explanations import Failed
from mockedfi.model.facts import Path, Resource
from mockedfi.model.plan import values_at
from mockedfi.problems import Refusal
from mockedfi.problems.data import SYSTEM_ERROR
from mockedfi.store.record import Document, Record

_TERM = re.compile(
    r"(?P<name>[a-z]+):(?:[\[{]\d+\sto\s\d+[\]}]|\[\d{4}-\d{1,2}-\d{1,2}\sto\s[\d\-]+\]|'\*?[a-z\s]+\*?'"
    r"|(?P<text>\*?[a-z]+\*?))",
    re.IGNORECASE | re.ASCII,
)
"""A term; but for one with a text, it counts for nothing."""


@dataclass(frozen=True, slots=True)
class Term:
    """A member whose text must be like another: an asterisk at an end stands for anything."""

    path: Path
    text: str

    def holds(self, document: Document) -> bool:
        """Whether it is."""
        return any(self._is_like(each) for each in values_at(document, self.path))

    def _is_like(self, value: str) -> bool:
        text, begins, ends = self.text.strip("*"), not self.text.startswith("*"), not self.text.endswith("*")
        if begins and ends:
            return value == text
        return value.startswith(text) if begins else value.endswith(text) if ends else text in value


class Search:
    """The members of one resource that can be searched: its own texts, under the names of its class.

    Since 7.3 the names are put into the query as they are, so columns are found in any case, but not those that a
    subtype shares with its base.
    """

    def __init__(self, resource: Resource, dialect: Dialect) -> None:
        self._any_case = dialect.data.searched_by_column
        shared = resource.identity if self._any_case and resource.base is not None else ()
        self._paths = {self._folded(member): path for member, path in _texts(resource) if path not in shared}

    def terms(self, text: str) -> list[Term]:
        """The terms of a search.

        Raises:
            Refusal: one is not about a text of the resource.
        """
        return [self._term(each["name"], each["text"]) for each in _TERM.finditer(text) if each["text"]]

    def _term(self, name: str, text: str) -> Term:
        path = self._paths.get(self._folded(name))
        if path is None:
            raise Refusal(SYSTEM_ERROR, why=Failed(f"{name} is no text that can be searched."))
        return Term(path, text)

    def _folded(self, name: str) -> str:
        return name.lower() if self._any_case else name


def searched(records: Sequence[Record], terms: Sequence[Term]) -> Sequence[Record]:
    """The records for which all terms hold."""
    if not terms:
        return records
    read = ((record, record.document()) for record in records)
    return [record for record, document in read if all(each.holds(document) for each in terms)]


def _texts(resource: Resource) -> Iterator[tuple[str, Path]]:
    """The columns of the root that hold a text itself; a person's unique id is in the person's own table alone."""
    for each in resource.properties:
        if each.type == "string" and (resource.person or each.person is None):
            yield each.member, (each.name,)
    references = {each.name for each in resource.references}
    for parameter in resource.parameters:
        if parameter.type == "string" and parameter.person is None and parameter.path[0] in references:
            yield parameter.member, parameter.path
