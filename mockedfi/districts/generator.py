"""From a definition to documents: every resource's rows and invented documents, after all that they refer to."""

from collections.abc import Iterator
from pathlib import Path

from mockedfi.districts.definition import Definition
from mockedfi.districts.documents import (
    Stream,
    attendance,
    calendars,
    learning,
    organizations,
    programs,
    staff,
    students,
)
from mockedfi.districts.read import read
from mockedfi.districts.shape import Document, Shaper
from mockedfi.districts.world import World
from mockedfi.model.catalogue import load

_DOMAINS = (organizations, calendars, students, staff, learning, attendance, programs)


def generate(definition: Path, data_standard: str) -> Iterator[tuple[str, Document]]:
    """(plural, document) for all documents of the district in folder `definition`, in the order of creation.

    Raises:
        UserError: the definition is missing or broken, or asks for what the data standard does not have.
    """
    return documents(read(definition, data_standard), Shaper(load(data_standard)))


def documents(definition: Definition, shaper: Shaper) -> Iterator[tuple[str, Document]]:
    """The same for a definition at hand."""
    world = World(definition)
    streams = _streams(world)
    wanted = {plural: shaper.resource(plural) for plural in (*definition.rows, *streams)}
    resources = {plural: resource for plural, resource in wanted.items() if resource is not None}
    for plural, resource in sorted(resources.items(), key=lambda item: (item[1].order, item[1].plural)):
        for row in definition.rows.get(plural, ()):
            yield resource.plural, shaper.shape(plural, world.year.filled_in(row))
        for raw in streams[plural](world) if plural in streams else ():
            yield resource.plural, shaper.shape(plural, raw)


def _streams(world: World) -> dict[str, Stream]:
    found = dict(organizations.SCHOOL_YEARS)
    if world.definition.agency is None:
        return found
    for domain in _DOMAINS:
        found |= domain.STREAMS
    return found | programs.streams(world)
