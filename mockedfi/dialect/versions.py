"""The table of API versions: which data standard and which security metadata each comes with."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One API version and its data files."""

    name: str
    """As users name it and URLs carry it: ``7.3``."""
    data_standard: str
    """Name of the catalogue and descriptor files: ``5.2``."""
    claim_sets: str
    """Name of the security metadata file: ``7.3``."""
    school_year: int
    """The school year that stands in the fixtures for "now"."""


VERSIONS = {
    each.name: each
    for each in (
        Version(name="5.2", data_standard="3.3", claim_sets="5.2", school_year=2011),
        Version(name="5.3", data_standard="3.3b", claim_sets="5.3", school_year=2011),
        Version(name="6.2", data_standard="4.0", claim_sets="6.2", school_year=2022),
        Version(name="7.1", data_standard="5.0", claim_sets="7.1", school_year=2022),
        Version(name="7.2", data_standard="5.1", claim_sets="7.2", school_year=2022),
        Version(name="7.3", data_standard="5.2", claim_sets="7.3", school_year=2022),
    )
}
DEFAULT_VERSIONS = ("7.3", "5.2")
