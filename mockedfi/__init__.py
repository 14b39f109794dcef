"""mockedfi: the Ed-Fi ODS/API in one ``pip install``, for people who write and test Ed-Fi clients.

``mockedfi.create_app(config)`` is the WSGI application, `MockEdFi` a server for one test. Importing the package alone
costs nothing.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mockedfi.http.start import create_app
    from mockedfi.testing.mock import MockEdFi

__version__ = "0.1.0"

__all__ = ["MockEdFi", "__version__", "create_app"]

_PLACES = {"create_app": "mockedfi.http.start", "MockEdFi": "mockedfi.testing.mock"}


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - the server is imported by those who make one

    return getattr(import_module(_PLACES[name]), name)
