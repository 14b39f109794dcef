"""The columns behind the members of OpenAPI classes: keys, descriptors, people."""

import re
from collections.abc import Iterable, Iterator, Mapping

from mockedfi.model.build import drafts, names
from mockedfi.model.build.documents import Documents, Schema
from mockedfi.model.build.drafts import Draft
from mockedfi.model.build.endpoints import entity_of, is_identity, owner_of, type_of
from mockedfi.model.build.report import Report
from mockedfi.model.build.structure import DESCRIPTOR
from mockedfi.model.build.tables import ED_FI, Column, Table

_NOT_MEMBERS = frozenset({"id", "link", "_etag", "_lastModifiedDate", "_ext"})
_UNIQUE_ID = "UniqueId"
_SURROGATE = "USI"
_WORD = re.compile(r"[A-Z]+[^A-Z]*")


class Columns:
    """Finds and makes columns; holds the tables known and drafted so far."""

    def __init__(self, documents: Documents, known: Mapping[str, Table], report: Report) -> None:
        self._documents = documents
        self._report = report
        self.tables: dict[str, Table] = dict(known)
        self._names = {(table.schema.prefix, table.entity.lower()): name for name, table in known.items()}

    def members(self, class_name: str) -> dict[str, Schema]:
        """The members of a class that are data."""
        found: Schema = next(self._documents.classes(class_name), {})
        return {name: schema for name, schema in found.get("properties", {}).items() if name not in _NOT_MEMBERS}

    def required(self, class_name: str) -> frozenset[str]:
        """The members of a class that must be given."""
        found: Schema = next(self._documents.classes(class_name), {})
        return frozenset(found.get("required", ()))

    def entity(self, class_name: str) -> str:
        """The name of a class's table: as known, else as spelled, with its schema if another has a class so named."""
        prefix = owner_of(class_name).prefix if "_" in class_name else ED_FI.prefix
        entity = entity_of(class_name)
        name = self._names.get((prefix, entity.lower()))
        if name is None:
            taken = {lower for _, lower in self._names}
            name = f"{prefix}.{entity}" if entity.lower() in taken else entity
            if "_" in class_name:
                self._names[prefix, entity.lower()] = name
        return name

    def target(self, class_name: str) -> str:
        """The table of a class that references lead to; its key is drafted if the table is not there yet."""
        name = self.entity(class_name)
        if name in self.tables:
            return name
        members = self.members(f"{class_name}Reference") or self._identity(class_name)
        entity = entity_of(class_name)
        unique = names.camel(entity) + _UNIQUE_ID
        draft = Draft(name, class_name)
        if list(members) == [unique]:
            draft.add(Column(f"{entity}{_SURROGATE}", "int32", required=True), identity=True)
            draft.add(_plain(f"{entity}{_UNIQUE_ID}", members[unique], required=True), identity=False)
        else:
            for key, schema in members.items():
                column = self.add(draft, key, schema, required=True, identity=True)
                person = self._person(key[:1].upper() + key[1:])
                if person and column.endswith(_SURROGATE):
                    draft.refer([(column, f"{person}{_SURROGATE}")], person)
        self.tables[name] = draft.table(root=True, shown=None)
        return name

    def _identity(self, class_name: str) -> dict[str, Schema]:
        return {name: schema for name, schema in self.members(class_name).items() if is_identity(schema)}

    def is_person(self, name: str) -> bool:
        """Whether a table's key is a surrogate behind a unique id."""
        return f"{self.tables[name].entity}{_UNIQUE_ID}" in self.tables[name].columns

    def name(self, draft: Draft, member: str) -> str:
        """The column behind a member."""
        capital = member[:1].upper() + member[1:]
        if member.endswith(DESCRIPTOR):
            return f"{self._spelled(capital, draft)}Id"
        person = self._person(capital)
        return capital.removesuffix(_UNIQUE_ID) + _SURROGATE if person and person != draft.name else capital

    def add(self, draft: Draft, member: str, schema: Schema, *, required: bool, identity: bool) -> str:
        """Add the column behind a member: descriptors and unique ids stand for keys."""
        column = self.name(draft, member)
        capital = member[:1].upper() + member[1:]
        if member.endswith(DESCRIPTOR):
            kind = self._kind(capital, draft)
            draft.add(Column(column, "int32", required), identity=identity)
            draft.refer([(column, self.tables[kind].primary_key[0])], kind)
        elif column != capital:
            draft.add(Column(column, "int32", required), identity=identity)
        else:
            draft.add(_plain(capital, schema, required=required), identity=identity)
        return column

    def _person(self, member: str) -> str | None:
        if not member.endswith(_UNIQUE_ID):
            return None
        end = member.removesuffix(_UNIQUE_ID)
        return max((name for name in self.tables if end.endswith(name) and self.is_person(name)), key=len, default=None)

    def _kind(self, member: str, draft: Draft) -> str:
        """The kind of descriptor; one that no document lists is drafted."""
        kind = self._known_kind(member, draft)
        if kind is None:
            text = f"it is taken for a {member}, which no document lists"
            self._report.add("guessed", f"{draft.name}.{member}", text)
            return self.add_descriptor(f"{owner_of(draft.class_name).prefix}_{names.camel(member)}", None)
        return kind

    def _known_kind(self, member: str, draft: Draft) -> str | None:
        """The longest known name of a kind of descriptor with which the member ends."""
        schema = owner_of(draft.class_name)
        kinds = (
            name
            for name, table in self.tables.items()
            if name != DESCRIPTOR
            and name.endswith(DESCRIPTOR)
            and member.lower().endswith(table.entity.lower())
            and (schema != ED_FI or table.schema == ED_FI)
        )
        return max(kinds, key=len, default=None)

    def _spelled(self, member: str, draft: Draft) -> str:
        """A descriptor's name with the capitals of its kind that camel case lowered, as of ``CTEProgramService``."""
        kind = self._known_kind(member, draft)
        entity = "" if kind is None else self.tables[kind].entity
        return member[: len(member) - len(entity)] + entity

    def add_descriptor(self, class_name: str, plural: str | None) -> str:
        """The table of a kind of descriptor."""
        self.tables.setdefault(DESCRIPTOR, drafts.descriptor_base())
        name = self.entity(class_name)
        self.tables[name] = drafts.descriptor(name, class_name, plural)
        return name

    def pairs(self, members: Mapping[str, Schema], target: str) -> Iterator[tuple[str, str]]:
        """(member of a reference, column of its target)."""
        table = self.tables[target]
        shown = {self._shown(column, table): column for column in table.primary_key}
        for key in members:
            if key.lower() in shown:
                yield key, shown[key.lower()]
            else:
                self._report.add("not placed", f"{target}Reference.{key}", "the target has no such key")

    def _shown(self, column: str, table: Table) -> str:
        if column.endswith(_SURROGATE):
            return f"{column.removesuffix(_SURROGATE)}{_UNIQUE_ID}".lower()
        return (column.removesuffix("Id") if self._is_descriptor(column, table) else column).lower()

    def _is_descriptor(self, column: str, table: Table) -> bool:
        """Whether a column holds a descriptor; a subtype's may be known of its base alone."""
        if any(key.columns == (column,) and key.target.endswith(DESCRIPTOR) for key in table.foreign_keys):
            return True
        owner = table.owner
        above = None if owner is None else dict(owner.pairs).get(column)
        return owner is not None and above is not None and self._is_descriptor(above, self.tables[owner.target])


def _plain(name: str, schema: Schema, *, required: bool) -> Column:
    type_ = type_of(schema)
    return Column(name, type_, required, schema.get("maxLength") if type_ == "string" else None)


def role_of(member: str, target: str) -> str:
    """What a reference's name says besides its target's."""
    shown = member.removesuffix("Reference")
    if not shown.lower().endswith(target.lower()):
        return ""
    found = shown[: len(shown) - len(target)]
    return found[:1].upper() + found[1:]


def candidates(role: str, target: str, key: str, others: Iterable[str]) -> list[str]:
    """What a reference's key may be called among the root's own columns, likeliest first.

    Besides the rule: words that target and key share are written once, and a target's last words may be left out.

    Args:
        others: the reference's keys, whose names mean themselves.
    """
    capital = key[:1].upper() + key[1:]
    found = [names.camel((role or target) + capital)]
    if not role:
        words = _WORD.findall(target)
        shared = next((count for count in range(len(words), 0, -1) if capital.startswith("".join(words[-count:]))), 0)
        if shared:
            found.append(names.camel("".join(words[:-shared]) + capital))
        found += [names.camel("".join(words[:count]) + capital) for count in range(len(words) - 1, 0, -1)]
    return [*(name for name in dict.fromkeys(found) if name not in others), key]
