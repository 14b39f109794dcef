"""Builds tiny, invented data standards."""

import json
from pathlib import Path
from typing import Any

from mockedfi.model.build import command
from mockedfi.model.build.report import Report
from mockedfi.model.facts import Child, DataStandard, Node, Reference


def table(columns: str, key: str, *references: dict[str, Any], root: bool = True) -> dict[str, Any]:
    """A table in the notation of table facts: ``table("BoatId:int Colour:string(20)?", "BoatId")``."""
    facts: dict[str, Any] = {
        "columns": dict(column.split(":") for column in columns.split()),
        "primaryKey": key.split(),
        "foreignKeys": list(references),
    }
    return facts | {"aggregateRoot": True} if root else facts


def to(target: str, columns: str, referenced: str = "", **more: str) -> dict[str, Any]:
    """A foreign key."""
    key = {"columns": columns.split(), "references": target, **more}
    return key | {"referencedColumns": referenced.split()} if referenced else key


def part_of(target: str, columns: str, referenced: str = "") -> dict[str, Any]:
    """The foreign key of a child or a subtype."""
    return to(target, columns, referenced, onDelete="cascade")


def descriptors(*names: str) -> dict[str, Any]:
    """The base of descriptors and some kinds."""
    made = {
        "Descriptor": table(
            "DescriptorId:int Namespace:string(255) CodeValue:string(50) ShortDescription:string(75)"
            " Description:string(1024)?",
            "DescriptorId",
        )
    }
    for name in names:
        made[name] = table(f"{name}Id:int", f"{name}Id", part_of("Descriptor", f"{name}Id", "DescriptorId"), root=False)
    return made


class Builder:
    """Writes facts to files and compiles them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.report = Report()

    def __call__(
        self, tables: dict[str, Any] | None = None, *openapi: dict[str, Any], name: str = "tiny"
    ) -> DataStandard:
        documents = [self.file(f"openapi-{number}.json", each) for number, each in enumerate(openapi)]
        facts = self.file("tables.json", tables) if tables is not None else None
        standard, self.report = command.build(name, f"{name}.0", facts, documents)
        return standard

    def file(self, name: str, content: Any) -> Path:
        path = self.folder / name
        path.write_text(json.dumps(content), "utf-8")
        return path

    def notes(self, kind: str) -> list[str]:
        return [f"{note.place}: {note.text}" for note in self.report.notes if note.kind == kind]


def names(facts: Any) -> list[str]:
    return [each.name for each in facts]


def child(node: Node, name: str) -> Child:
    return next(each for each in node.children if each.name == name)


def reference(node: Node, name: str) -> Reference:
    return next(each for each in node.references if each.name == name)
