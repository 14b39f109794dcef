"""The documents of API profiles: one a valid profile, made at its first use.

Source: EdFi.Ods.Features/Profiles/ProfilesOpenApiContentProvider.cs.
"""

from functools import partial

from mockedfi.dialect import Dialect
from mockedfi.metadata.documents import Entry
from mockedfi.model.catalogue import Catalogue
from mockedfi.model.facts import Resource
from mockedfi.model.openapi import profiled
from mockedfi.model.openapi.marks import Json
from mockedfi.profiles.choice import media_type
from mockedfi.profiles.registry import Profile, Profiles

SECTION = "Profiles"
_DATA = "data/v3"


def profile_entries(profiles: Profiles, catalogue: Catalogue, dialect: Dialect, page_limit: int) -> list[Entry]:
    """One entry a profile that can be used."""
    return [
        Entry(
            SECTION,
            each.name,
            _DATA,
            partial(_described, each, catalogue, dialect, page_limit),
            section_path=f"{SECTION}/{each.name}",
        )
        for each in profiles
        if each.valid
    ]


def _described(profile: Profile, catalogue: Catalogue, dialect: Dialect, page_limit: int) -> Json:
    kept: list[dict[str, Resource]] = []
    for name, selections in profile.selections.items():
        resource = catalogue.resources[name]
        kept.append({usage: profile.compiled(resource, usage).scope.resource for usage in selections})

    def type_of(resource: Resource, usage: str) -> str:
        return media_type(resource, profile.name, usage)

    return profiled(catalogue, dialect, kept, type_of, page_limit)
