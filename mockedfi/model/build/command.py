"""Builds a data standard's catalogue and writes it: what ``mockedfi model build`` does."""

from collections.abc import Sequence
from pathlib import Path

import orjson

from mockedfi.errors import UserError
from mockedfi.model.build import check, documents, sql, tables, write
from mockedfi.model.build.documents import Documents
from mockedfi.model.build.exceptions import EXCEPTIONS, OTHERS
from mockedfi.model.build.from_openapi import FromOpenApi
from mockedfi.model.build.members import Members
from mockedfi.model.build.report import Report
from mockedfi.model.build.resources import Resources
from mockedfi.model.build.structure import Structure
from mockedfi.model.build.tables import Table
from mockedfi.model.facts import DataStandard


def build(
    data_standard: str, version: str, table_facts: Path | None, openapi: Sequence[Path], statements: Sequence[Path] = ()
) -> tuple[DataStandard, Report]:
    """Compile a data standard from its table facts and the OpenAPI documents that complete them.

    Args:
        data_standard: its name, ``5.2``.
        version: as discovery prints it, ``5.2.0``.
        table_facts: a file in the notation of `tables`; without tables, the documents alone must do, and the report
            says what had to be guessed.
        openapi: documents, the most fitting first.
        statements: SQL that makes the tables, in place of `table_facts`.

    Raises:
        UserError: a file cannot be read, or its facts do not fit together.
    """
    report = Report()
    read = Documents([documents.read(path) for path in openapi])
    given = _given(table_facts, statements)
    if given:
        facts = tables.with_full_names(given, tables.class_names(read.schemas()), report)
    elif openapi:
        facts = FromOpenApi(read, {}, report).all()
    else:
        raise UserError("model build: nothing to build from; give --tables or --sql, --openapi or both")
    structure = Structure(facts)
    exceptions = EXCEPTIONS.get(data_standard, OTHERS)
    resources, abstracts = Resources(structure, Members(structure, read, exceptions)).all()
    if given:
        check.foreign_keys(structure, report)
        check.tables(resources.values(), structure, exceptions, report)
        if openapi:
            check.documents(resources.values(), read, report)
    return DataStandard(data_standard, version, resources, abstracts), report


def _given(table_facts: Path | None, statements: Sequence[Path]) -> dict[str, Table]:
    """The tables, from either source; none if there is neither."""
    if table_facts is not None and statements:
        raise UserError("model build: the tables are given twice; give --tables or --sql")
    if table_facts is not None:
        return tables.read(table_facts)
    return tables.made(sql.facts(statements)) if statements else {}


def save(standard: DataStandard, target: Path) -> None:
    """Write a catalogue: the same bytes for the same facts."""
    target.write_bytes(write.packed(write.catalogue(standard)))


def pack(source: Path, target: Path) -> None:
    """Write a JSON file as a compact, sorted, compressed one, as claim sets and descriptors are packaged."""
    try:
        content = orjson.dumps(orjson.loads(source.read_bytes()), option=orjson.OPT_SORT_KEYS)
    except (OSError, ValueError) as error:
        raise UserError(f"{source}: not a JSON file ({error})") from error
    target.write_bytes(write.packed(content))
