"""Ways into APIs without documents: within the process, and over a socket."""

import threading
from collections.abc import Callable, Iterator

import pytest

from mockedfi.http.start import Running
from mockedfi.loading.doors import Inside, Outside
from mockedfi.settings import Settings
from tests.api import Api

KEY, SECRET = "open", "open-secret"


@pytest.fixture
def inside(serve: Callable[..., Api]) -> Callable[..., Inside]:
    """A door into an API of this process; without documents unless districts are named."""

    def opened(version: str = "7.3", *districts: str) -> Inside:
        api = serve(api_versions=(version,), districts=districts or ("empty",), token_per_client_limit=0)
        return Inside(api.instance, KEY, SECRET)

    return opened


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """The URL of a server with both default versions and no documents."""
    settings = Settings(port=0, memory=True, districts=("empty",), token_per_client_limit=0)
    running = Running(settings, pytest.fail)
    thread = threading.Thread(target=running.run)
    thread.start()
    yield running.url
    running.close()
    thread.join(timeout=20)


@pytest.fixture
def outside(url: str) -> Iterator[Callable[..., Outside]]:
    """A door into an API over a socket."""
    doors = []

    def opened(path: str = "") -> Outside:
        door = Outside(url + path, KEY, SECRET)
        doors.append(door)
        return door

    yield opened
    for door in doors:
        door.close()
