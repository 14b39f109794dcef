"""mockedfi: the Ed-Fi ODS/API in one ``pip install``, for people who write and test Ed-Fi clients.

``mockedfi.create_app(config)`` is the WSGI application; importing the package alone costs nothing.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mockedfi.http.start import create_app

__version__ = "0.1.0"

__all__ = ["__version__", "create_app"]


def __getattr__(name: str) -> Any:
    if name != "create_app":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from mockedfi.http.start import create_app  # noqa: PLC0415 - the server is imported by those who make one

    return create_app
