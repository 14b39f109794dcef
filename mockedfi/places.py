"""Where the files that come with mockedfi lie.

May import: nothing of ours. Must not know: what is in the files.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def fixtures() -> Path:
    """The folder of districts, clients, profiles and claim sets: in the package, or beside it in a checkout."""
    installed = _PACKAGE / "fixtures"
    return installed if installed.is_dir() else _PACKAGE.parent / "fixtures"
