"""From settings to something that runs: a WSGI application, or a listening server."""

import logging
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mockedfi.control.host import Host
from mockedfi.http.certificates import Certificate, generated
from mockedfi.http.dispatch import Dispatcher
from mockedfi.http.server import HttpServer
from mockedfi.settings import ClientSettings, Settings, load

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

    from flask import Flask

log = logging.getLogger(__name__)


def create_app(config: Settings | Mapping[str, Any] | str | Path | None = None) -> "Flask":
    """The WSGI application, for any WSGI server.

    Args:
        config: settings, or a mapping of settings by name, or the path of a TOML file; None: the defaults.

    Raises:
        UserError: the settings cannot be taken.
    """
    return application(Host(_settings(config), log.warning))


def application(host: Host) -> "Flask":
    """The WSGI application of the API versions of a host."""
    from mockedfi.http.app import framework  # noqa: PLC0415 - whoever only listens imports Flask when it is needed

    app = framework(host)
    answer = app.wsgi_app
    app.wsgi_app = _dispatcher(host, lambda: answer)  # type: ignore[method-assign]
    return app


def _dispatcher(host: Host, framework: "Callable[[], WSGIApplication]") -> Dispatcher:
    return Dispatcher(host, framework)


def _settings(config: Settings | Mapping[str, Any] | str | Path | None) -> Settings:
    if isinstance(config, Settings):
        return config
    if isinstance(config, str | Path):
        return load(Path(config))
    return load(given=config)


def _certificate(settings: Settings) -> Certificate | None:
    """The certificate that the settings ask for: one's own, or a generated one. Raises `UserError`."""
    if settings.certificate is not None:
        return Certificate(settings.certificate)
    return generated(settings.host) if settings.https else None


class Running:
    """A server that listens: `run` answers requests until `close`, or an interrupt.

    Raises:
        UserError: the settings name what is not there, or the address cannot be listened on.
    """

    def __init__(self, settings: Settings, notice: Callable[[str], None]) -> None:
        self._made: WSGIApplication | None = None
        self._host = Host(settings, notice)
        dispatcher = _dispatcher(self._host, self._framework)
        try:
            self.certificate = _certificate(settings)
            """What HTTPS uses; None where it is HTTP."""
            encrypted = self.certificate.context() if self.certificate else None
            self._server = HttpServer(
                dispatcher, settings.host, settings.port, settings.threads, settings.body_max, encrypted
            )
        except BaseException:
            self._host.close()
            raise
        self.url = self._server.url
        self.application: WSGIApplication = dispatcher
        """What answers, for calls without a socket."""

    def _framework(self) -> "WSGIApplication":
        """Flask, imported and put together at the first call."""
        if self._made is None:
            from mockedfi.http.app import framework  # noqa: PLC0415 - see `Dispatcher`

            self._made = framework(self._host).wsgi_app
        return self._made

    @property
    def roots(self) -> tuple[str, ...]:
        """The paths below which API versions are served, the default one first."""
        return tuple(self._host.editions)

    @property
    def default_client(self) -> ClientSettings:
        """The client that is named when the server is ready."""
        return self._host.main.default_client

    def run(self) -> None:
        """Answer requests until `close`, or an interrupt."""
        self._server.run()

    def close(self) -> None:
        """Let the requests under way finish, write the state, close."""
        self._server.stop()
        self._host.close()
