"""Servers that tests talk to: one of their own in a thread, or one that is shared and runs elsewhere."""

import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from mockedfi.errors import UserError
from mockedfi.testing.control import ControlClient, HttpChannel, WsgiChannel

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication


DEFAULT_DISTRICT = "grand-bend"
Districts = str | os.PathLike[str] | tuple[str | os.PathLike[str], ...]
"""One by its name or its folder, or several."""
_SECONDS_TO_STOP = 10


@dataclass(frozen=True, slots=True)
class Home:
    """The server's default client at one API version, and whose education organizations the district has."""

    client: Mapping[str, Any]
    own: list[int]
    """The client's own, as far as they are there."""
    there: list[int]
    """All local education agencies."""


class Server(Protocol):
    """What `MockEdFi` needs of a server."""

    control: ControlClient
    homes: dict[str, "Home"]
    """By API version; kept by those who found them out."""

    @property
    def url(self) -> str:
        """Of the host, without a trailing slash."""

    @property
    def application(self) -> "WSGIApplication | None":
        """For calls without a socket; None where the server is elsewhere."""

    @property
    def versions(self) -> tuple[str, ...]:
        """The API versions, the default one first."""

    def stop(self) -> None:
        """Let go of it."""


class OwnServer:
    """A server in a thread of this process, on a free port, with its state in memory.

    Args:
        api_version: the one that it serves; None: the newest.
        districts: names or folders.
        settings: further settings by name, as ``mockedfi.create_app`` takes them.

    Raises:
        UserError: the settings name what is not there.
    """

    def __init__(
        self, api_version: str | None, districts: tuple[str, ...], settings: Mapping[str, Any] | None = None
    ) -> None:
        from mockedfi.dialect.versions import DEFAULT_VERSIONS  # noqa: PLC0415 - costs nothing until a test needs it
        from mockedfi.http.start import Running  # noqa: PLC0415 - the same
        from mockedfi.settings import load  # noqa: PLC0415 - the same

        chosen = {
            "api_versions": (api_version or DEFAULT_VERSIONS[0],),
            "districts": districts,
            "memory": True,
            "port": 0,
            "threads": 8,
            "token_per_client_limit": 0,
            **(settings or {}),
        }
        self.homes: dict[str, Home] = {}
        self.notices: list[str] = []
        """What the server has to say, a line each."""
        self._running: Running = Running(load(given=chosen), self.notices.append)
        self._thread = threading.Thread(target=self._running.run, name="mockedfi", daemon=True)
        self._thread.start()
        self.versions: tuple[str, ...] = tuple(chosen["api_versions"])
        self.url: str = self._running.url
        self.application: WSGIApplication = self._running.application
        self.control = ControlClient(WsgiChannel(self.application, self.url))

    def stop(self) -> None:
        """Let the requests under way finish, and close."""
        self._running.close()
        self._thread.join(_SECONDS_TO_STOP)


class SharedServer:
    """A server that runs elsewhere, and that others use too: each in a workspace of its own.

    Raises:
        ControlError: nobody answers there, or the caller may not steer the server.
    """

    application = None

    def __init__(self, url: str, control_key: str = "") -> None:
        self.url = url.rstrip("/")
        self.homes: dict[str, Home] = {}
        self._channel = HttpChannel(self.url, control_key)
        self.control = ControlClient(self._channel)
        self.versions: tuple[str, ...] = tuple(each["apiVersion"] for each in self.control.health()["versions"])

    def stop(self) -> None:
        """Let go of it; it runs on."""
        self._channel.close()


def named(districts: Districts) -> tuple[str, ...]:
    """Districts as the settings name them."""
    each = (districts,) if isinstance(districts, str | os.PathLike) else districts
    return tuple(os.fspath(district) for district in each)


def version_of(server: Server, asked: str | None) -> str:
    """The API version that is asked for, else the server's default one.

    Raises:
        UserError: the server does not serve it.
    """
    if asked is None:
        return server.versions[0]
    if asked not in server.versions:
        raise UserError(
            f"{server.url} serves API version {', '.join(server.versions)}; start it with --api-version {asked}"
        )
    return asked
