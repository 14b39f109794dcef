"""Tables in the making, from the members of a class."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from mockedfi.model.build import names
from mockedfi.model.build.endpoints import owner_of
from mockedfi.model.build.structure import DESCRIPTOR
from mockedfi.model.build.tables import Column, ForeignKey, Table


@dataclass(slots=True)
class Draft:
    """A table in the making."""

    name: str
    class_name: str
    key: list[str] = field(default_factory=list)
    columns: dict[str, Column] = field(default_factory=dict)
    foreign_keys: list[ForeignKey] = field(default_factory=list)

    def add(self, column: Column, *, identity: bool) -> None:
        """Add a column, or learn that a known one is required or part of the key."""
        known = self.columns.get(column.name)
        self.columns[column.name] = known if known is not None and known.required else column
        if identity and column.name not in self.key:
            self.key.append(column.name)

    def drop(self, columns: Iterable[str]) -> None:
        """Take columns out, and the foreign keys that hold one."""
        dropped = set(columns)
        self.columns = {name: each for name, each in self.columns.items() if name not in dropped}
        self.foreign_keys = [each for each in self.foreign_keys if dropped.isdisjoint(each.columns)]

    def refer(
        self, pairs: Sequence[tuple[str, str]], target: str, *, member: str | None = None, owned: bool = False
    ) -> None:
        """Add a foreign key, unless it is there."""
        key = ForeignKey(tuple(pairs), target, owned, cascade=False, order=len(self.foreign_keys), member=member)
        if all(key.pairs != each.pairs or key.target != each.target for each in self.foreign_keys):
            self.foreign_keys.append(key)

    def table(self, *, shown: str | None, root: bool = False, child: bool = False) -> Table:
        """The table, its key in the order of names, as the reference's tool writes keys."""
        return Table(
            name=self.name,
            physical=self.name.rpartition(".")[2].lower(),
            columns=self.columns,
            primary_key=tuple(sorted(self.key, key=names.order)),
            foreign_keys=tuple(self.foreign_keys),
            root=root,
            child=child,
            schema=owner_of(self.class_name),
            shown=shown,
        )


def descriptor_base() -> Table:
    """The base of descriptors, which no document shows as a class."""
    text = {"Namespace": 255, "CodeValue": 50, "ShortDescription": 75, "Description": 1024}
    columns = [Column("DescriptorId", "int32", required=True)]
    columns += [Column(name, "string", name != "Description", length) for name, length in text.items()]
    columns += [Column(name, "date", required=False) for name in ("EffectiveBeginDate", "EffectiveEndDate")]
    return Table(
        name=DESCRIPTOR,
        physical=DESCRIPTOR.lower(),
        columns={each.name: each for each in columns},
        primary_key=("DescriptorId",),
        foreign_keys=(),
        root=True,
    )


def descriptor(name: str, class_name: str, plural: str | None) -> Table:
    """The table of one kind of descriptor."""
    draft = Draft(name, class_name)
    key = f"{name.rpartition('.')[2]}Id"
    draft.add(Column(key, "int32", required=True), identity=True)
    draft.refer([(key, "DescriptorId")], DESCRIPTOR, owned=True)
    return draft.table(shown=plural)
