"""Table facts as far as OpenAPI documents alone tell them, so that the same rules make resources of them.

Query parameters are the root's columns. A reference's key is the first that exists of role + key (without a role:
target + key) and key. In a collection, a key without a role that is named as a key column of its parent is that column.
"""

from collections.abc import Mapping
from dataclasses import replace
from itertools import chain

from mockedfi.model.build import names
from mockedfi.model.build.columns import Columns, candidates, role_of
from mockedfi.model.build.documents import Documents, Schema
from mockedfi.model.build.drafts import Draft
from mockedfi.model.build.endpoints import Endpoint, endpoints, entity_of, is_identity, owner_of, reference_of
from mockedfi.model.build.report import Report
from mockedfi.model.build.structure import DESCRIPTOR
from mockedfi.model.build.tables import Table

_EXTENSIONS = "Extensions"
_REFERENCE = "Reference"


class FromOpenApi:
    """Drafts tables from documents, upon the tables of a base that are known already."""

    def __init__(self, documents: Documents, known: Mapping[str, Table], report: Report) -> None:
        """`known`: tables of resources, bases and descriptors that the documents may refer to; possibly none."""
        self.documents = documents
        self.report = report
        self.columns = Columns(documents, known, report)
        self.tables = self.columns.tables
        self.endpoints = [each for each in endpoints(documents) if self.columns.entity(each.class_name) not in known]
        self._addressed = {self.columns.entity(each.class_name) for each in self.endpoints}
        self._addressed |= {name for name, table in known.items() if table.shown is not None}

    def all(self) -> dict[str, Table]:
        """The known tables and those drafted."""
        resources = [each for each in self.endpoints if not each.is_descriptor]
        for each in self.endpoints:
            if each.is_descriptor:
                self.columns.add_descriptor(each.class_name, each.plural)
        for each in resources:
            self.columns.target(each.class_name)
        classes = sorted(set(self.documents.schemas()))
        for class_name in classes:
            if class_name.endswith(_REFERENCE) and "_" in class_name:
                self.columns.target(class_name.removesuffix(_REFERENCE))
        for each in resources:
            self._add_resource(each)
        for class_name in classes:
            if class_name.endswith(_EXTENSIONS):
                self._add_extensions(class_name)
        self._report_strangers()
        return self.tables

    def _report_strangers(self) -> None:
        """Note the targets of references that no document describes."""
        bases = {table.owner.target for table in self.tables.values() if table.owner is not None and not table.child}
        for name, table in self.tables.items():
            if table.root and name not in self._addressed and name not in bases:
                self.report.add("guessed", name, "only references tell of it: its address and members are unknown")

    def drafted(self) -> frozenset[str]:
        """The names of the resources that the documents bring."""
        return frozenset(self.columns.entity(each.class_name) for each in self.endpoints)

    def _add_resource(self, endpoint: Endpoint) -> None:
        name = self.columns.target(endpoint.class_name)
        draft = Draft(name, endpoint.class_name)
        members, required = self.columns.members(endpoint.class_name), self.columns.required(endpoint.class_name)
        surrogate = self.tables[name].primary_key[0] if self.columns.is_person(name) else None
        if surrogate:
            draft.add(self.tables[name].columns[surrogate], identity=True)
        known: dict[str, str] = {}
        for parameter, schema in endpoint.parameters.items():
            identity = is_identity(schema) and not surrogate
            needed = is_identity(schema) or parameter in required
            known[parameter] = self.columns.add(draft, parameter, schema, required=needed, identity=identity)
        for member, schema in members.items():
            class_name = reference_of(schema)
            if class_name and class_name.endswith(_REFERENCE):
                self._add_reference(draft, member, class_name, known, member in required)
            elif class_name is None and schema.get("type") != "array" and member not in known:
                self.columns.add(draft, member, schema, required=member in required, identity=False)
        base = self._base(name, members)
        if base:
            self._derive(draft, base)
        self.tables[name] = draft.table(root=base is None, shown=endpoint.plural)
        self._add_children(self.tables[name], members, base)

    def _add_reference(
        self, draft: Draft, member: str, class_name: str, known: Mapping[str, str], required: bool
    ) -> None:
        """A foreign key of a root, its columns found among the query parameters."""
        target = self.columns.target(class_name.removesuffix(_REFERENCE))
        members = self.columns.members(class_name)
        role = role_of(member, target)
        pairs = []
        for key, referenced in self.columns.pairs(members, target):
            wanted = candidates(role, target, key, members)
            column = next((known[name] for name in wanted if name in known), None)
            if column is None:
                text = f"no query parameter is called {' or '.join(wanted)}; it has its own column"
                self.report.add("guessed", f"{draft.name}.{member}.{key}", text)
                name = wanted[0] if role else key
                column = self.columns.add(draft, name, members[key], required=required, identity=False)
            draft.columns[column] = replace(draft.columns[column], required=draft.columns[column].required or required)
            pairs.append((column, referenced))
        draft.refer(pairs, target, member=_capital(member))

    def _base(self, name: str, members: Mapping[str, Schema]) -> str | None:
        """The abstract base: items of its collections are of classes that bear its name."""
        for schema in members.values():
            item = reference_of(schema.get("items", {}))
            if item and not entity_of(item).lower().startswith(name.lower()):
                base = self._abstract(item)
                if base:
                    return base
        return None

    def _abstract(self, class_name: str) -> str | None:
        """The class without an address of its own with whose name a class's name begins."""
        lower = entity_of(class_name).lower()
        found = [
            name
            for name, table in self.tables.items()
            if table.root and name not in self._addressed and lower.startswith(name.lower())
        ]
        return max(found, key=len, default=None)

    def _derive(self, draft: Draft, base: str) -> None:
        """Make a resource a subtype: its key is the base's, under the same names or under one of its own.

        Other columns that the base is known to have are the base's alone.
        """
        table = self.tables[base]
        key = sorted(draft.key, key=names.order)
        same = set(key) == set(table.primary_key)
        if not same and len(key) != len(table.primary_key):
            self.report.add("not placed", draft.name, f"its key is not that of its base {base}")
            return
        pairs = [(column, column if same else above) for column, above in zip(key, table.primary_key, strict=True)]
        draft.drop(column for column in table.columns if column not in table.primary_key)
        shared = [each for each in draft.foreign_keys if set(each.columns) <= set(table.primary_key)]
        draft.foreign_keys = [each for each in draft.foreign_keys if each not in shared]
        draft.refer(pairs, base, owned=True)
        missing = [each for each in shared if all(each.pairs != known.pairs for known in table.foreign_keys)]
        self.tables[base] = replace(table, foreign_keys=(*table.foreign_keys, *missing))

    def _add_children(self, parent: Table, members: Mapping[str, Schema], base: str | None = None) -> None:
        for member, schema in members.items():
            many = "items" in schema
            class_name = reference_of(schema["items"] if many else schema)
            if class_name is None or class_name.endswith(_REFERENCE):
                continue
            if base and entity_of(class_name).lower().startswith(base.lower()):
                self._add_child(self.tables[base], None, class_name, many=many)
            else:
                self._add_child(parent, member, class_name, many=many)

    def _add_child(self, parent: Table, shown: str | None, class_name: str, *, many: bool) -> None:
        """A child's table; without `shown`, its name follows from its class's."""
        name = self.columns.entity(class_name)
        if name in self.tables:
            return
        draft = Draft(name, class_name)
        for column in parent.primary_key:
            draft.add(replace(parent.columns[column], required=True), identity=True)
        draft.refer([(column, column) for column in parent.primary_key], parent.name, owned=True)
        members, required = self.columns.members(class_name), self.columns.required(class_name)
        for member, schema in members.items():
            if "$ref" not in schema and schema.get("type") != "array":
                identity = many and is_identity(schema)
                self.columns.add(draft, member, schema, required=member in required, identity=identity)
        for member, schema in members.items():
            reference = reference_of(schema)
            if reference and reference.endswith(_REFERENCE):
                self._add_child_reference(draft, parent, member, reference, member in required, many)
        self.tables[name] = draft.table(shown=shown, child=True)
        self._add_children(self.tables[name], members)

    def _add_child_reference(
        self, draft: Draft, parent: Table, member: str, class_name: str, required: bool, many: bool
    ) -> None:
        """A foreign key of a child: a key without a role that is named as the parent's is the parent's."""
        target = self.columns.target(class_name.removesuffix(_REFERENCE))
        members = self.columns.members(class_name)
        role = role_of(member, target)
        identity = many and required
        pairs = list(self.columns.pairs(members, target))
        own = {key: self.columns.name(draft, key) for key, _ in pairs}
        shared = set() if role else {column for column in own.values() if column in parent.primary_key}
        if identity and set(own.values()) <= shared:
            shared -= self._own_key(parent)
            text = "all its keys are named as the parent's; the parent's own property is taken for another one"
            self.report.add("guessed", f"{draft.name}.{member}", text)
        columns = []
        for key, referenced in pairs:
            column = own[key]
            if column in shared:
                text = f"it is taken for the {key} of {parent.name}, since their names agree"
                self.report.add("guessed", f"{draft.name}.{member}.{key}", text)
            else:
                separate = bool(role) or column in draft.columns
                name = names.camel((role or target) + _capital(key)) if separate else key
                column = self.columns.add(draft, name, members[key], required=required, identity=identity)
            columns.append((column, referenced))
        draft.refer(columns, target, member=_capital(member))

    def _own_key(self, table: Table) -> set[str]:
        """The columns of a key that no foreign key shares but those to descriptors."""
        referring = {column for key in table.foreign_keys if DESCRIPTOR not in key.target for column in key.columns}
        return set(table.primary_key) - referring

    def _add_extensions(self, class_name: str) -> None:
        """The objects that extensions add to a class: ``schoolExtensions`` lists them by extension."""
        extended = self.columns.entity(class_name.removesuffix(_EXTENSIONS))
        parent = self.tables.get(extended)
        listed = (each.get("properties", {}).items() for each in self.documents.classes(class_name))
        for name, schema in dict(chain.from_iterable(listed)).items():
            item = reference_of(schema)
            if item and parent is None:
                self.report.add("not placed", class_name, f"there is no {extended} to extend")
            elif item and parent is not None:
                text = f"it is called {owner_of(item).logical} in texts and {owner_of(item).physical} in the database"
                self.report.add("guessed", f"extension {name}", text)
                self._add_child(parent, name, item, many=False)


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
