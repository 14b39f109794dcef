"""A district's folder by its name, or by its path."""

from difflib import get_close_matches
from pathlib import Path

from mockedfi import places
from mockedfi.errors import UserError

DEFINITION = "district.toml"


def names() -> list[str]:
    """The districts that come with mockedfi."""
    return sorted(each.parent.name for each in _home().glob(f"*/{DEFINITION}"))


def find(name: str) -> Path:
    """The folder of the packaged district `name`, or `name` itself where it is such a folder.

    Raises:
        UserError: it is neither.
    """
    known = names()
    if name in known:
        return _home() / name
    folder = Path(name)
    if (folder / DEFINITION).is_file():
        return folder
    if folder.is_dir():
        raise UserError(f"{folder}: there is no {DEFINITION} in this folder, so it is no district")
    near = get_close_matches(name.lower(), known, n=1)
    hint = f"did you mean {near[0]!r}? " if near else ""
    raise UserError(f"there is no district {name!r}; {hint}known are {', '.join(known)}, or the path of a folder")


def documents_of(district: Path, data_standard: str) -> Path:
    """The folder that holds the district's materialised documents for a data standard."""
    return district / f"ds-{data_standard}"


def _home() -> Path:
    return places.fixtures() / "districts"
