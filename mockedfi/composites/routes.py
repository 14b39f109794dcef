"""From a path to the composite that it asks for.

Source: EdFi.Ods.Features/Conventions/CompositesRouteConvention.cs: the routes of every category hold in all of them.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mockedfi.composites.definition import Category, Composite
from mockedfi.model.build.names import plural

ROOT = "/composites/"
VERSION = "v1"
COMPOSITE_NAME = "compositename"
ID = "id"
_DEFAULT = ("{compositeName}", "{compositeName}/{id}")
_PLACEHOLDER = re.compile(r"\{([^:}]+)[^}]*\}")


@dataclass(frozen=True, slots=True)
class Route:
    """What a path asks for."""

    composite: Composite | None
    """None: there is no such one."""
    values: Mapping[str, str] = field(default_factory=dict)
    """By name in lower case: what narrows it, and the id."""


class Routes:
    """All routes of an API version."""

    def __init__(self, categories: Sequence[Category]) -> None:
        """`categories` of different names."""
        self._composites = {
            (each.organization.lower(), each.name.lower()): _named(each.composites) for each in categories
        }
        templates = dict.fromkeys([*(template for each in categories for template in each.routes), *_DEFAULT])
        self._templates = [[part for part in each.split("/") if part] for each in templates]

    def find(self, path: str) -> Route | None:
        """The composite at a path below a version's root; None: paths of this form lead nowhere."""
        version, *segments = path[len(ROOT) :].removesuffix("/").split("/")
        if version.lower() != VERSION or len(segments) < 3:
            return None
        composites = self._composites.get((segments[0].lower(), segments[1].lower()), {})
        for template in self._templates:
            values = _matched(template, segments[2:])
            if values is not None:
                return Route(composites.get(values.pop(COMPOSITE_NAME, "").lower()), values)
        return None


def _named(composites: Sequence[Composite]) -> dict[str, Composite]:
    """By both forms of their names, in lower case; the singular counts first."""
    by_plural = {plural(each.name).lower(): each for each in composites}
    return by_plural | {each.name.lower(): each for each in composites}


def _matched(template: Sequence[str], segments: Sequence[str]) -> dict[str, str] | None:
    """Values by placeholder, in lower case; None where the path is of another form."""
    if len(template) != len(segments):
        return None
    values = {}
    for part, segment in zip(template, segments, strict=True):
        placeholder = _PLACEHOLDER.fullmatch(part)
        if placeholder is not None and segment:
            values[placeholder[1].lower()] = segment
        elif part.lower() != segment.lower():
            return None
    return values
