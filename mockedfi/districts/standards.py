"""Where data standards differ in names and values. All else that differs, the catalogue says.

The generator speaks the newest data standard. A history gives, for an older one, what it calls a thing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from string import ascii_lowercase

from mockedfi.since import at

_PARENTS = {"contacts": "parents", "studentContactAssociations": "studentParentAssociations"}
_PARENT_MEMBERS = {"contactUniqueId": "parentUniqueId", "contactReference": "parentReference"}

RESOURCES: Mapping[str, Mapping[str, str]] = {"3.3": _PARENTS, "5.0": {}}
"""Plural of a resource: newest name to the data standard's."""

MEMBERS: Mapping[str, Mapping[str, str]] = {"3.3": _PARENT_MEMBERS, "5.0": {}}
"""Member of a document: newest name to the data standard's."""

_RACES: Mapping[str, Mapping[str, str]] = {
    "RaceDescriptor": {
        "American Indian or Alaska Native": "American Indian - Alaska Native",
        "Black or African American": "Black - African American",
        "Native Hawaiian or Pacific Islander": "Native Hawaiian - Pacific Islander",
    }
}
VALUES: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "3.3": {
        **_RACES,
        "StaffClassificationDescriptor": {"School Counselor": "School Counselors"},
        "LocalEducationAgencyCategoryDescriptor": {"Regular public school district": "Independent"},
        "PostSecondaryInstitutionLevelDescriptor": {"Baccalaureate College": "Four or more years"},
        "PerformanceLevelDescriptor": {"Did Not Meet Standard": "Below Basic"},
        "AssessmentPeriodDescriptor": {"Beginning of Year": "BOY", "End of Year": "EOY"},
        "ProviderCategoryDescriptor": {"Child care center": "Center-EC with SA"},
        "SpecialEducationSettingDescriptor": {
            "Inside regular class between 40-79% of the day": "Inside reg class between 40-79% of the day"
        },
    },
    "4.0": _RACES,
    "5.1": {},
}
"""Kind of descriptor, newest code value, the data standard's code value."""


@dataclass(frozen=True, slots=True)
class Names:
    """What one data standard calls things."""

    resources: Mapping[str, str]
    newest_members: Mapping[str, str]
    """The data standard's name of a member to the newest one."""
    values: Mapping[str, Mapping[str, str]]


def names_of(data_standard: str) -> Names:
    """The names of a data standard; revisions of one, as ``3.3b``, share them.

    Raises:
        KeyError: it is older than the oldest known.
    """
    number = data_standard.rstrip(ascii_lowercase)
    return Names(
        resources=at(RESOURCES, number),
        newest_members={name: newest for newest, name in at(MEMBERS, number).items()},
        values=at(VALUES, number),
    )
