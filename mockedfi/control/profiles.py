"""Which API profiles a server knows: the packaged ones, and those of the configuration."""

from collections.abc import Callable, Iterable

from mockedfi.edition import Edition
from mockedfi.places import fixtures
from mockedfi.profiles.definition import Definition, read
from mockedfi.settings import Settings
from mockedfi.settings.values import nearest


def definitions(settings: Settings) -> list[Definition]:
    """Every profile; one of the configuration takes the place of a packaged one of its name.

    Raises:
        UserError: a file of the configuration cannot be read, is no XML or has no profile.
    """
    own = [each for file in settings.profiles for each in read(file)]
    taken = {each.name.lower() for each in own}
    files = sorted((fixtures() / "profiles").glob("*.xml"))
    return [*(each for file in files for each in read(file) if each.name.lower() not in taken), *own]


def announce(editions: Iterable[Edition], settings: Settings, notice: Callable[[str], None]) -> None:
    """Say what is wrong with the profiles of the configuration, and with their assignment, version by version."""
    for edition in editions:
        version = edition.dialect.version.name
        for line in edition.profiles.notices(settings.profiles):
            notice(f"{line} (API version {version})")
        for client in settings.clients:
            for name in client.profiles:
                if edition.profiles.defined(name) is None:
                    hint = nearest(name, [each.name for each in edition.profiles])
                    notice(f"client {client.key}: API version {version} has no valid profile {name}{hint}")
