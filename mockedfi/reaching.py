"""How we reach a server when we are its client: its URL, whom we trust, and what to say when it cannot be reached.

May import: `errors`. Must not know: what is asked, how generated certificates are made.
"""

import ssl
from contextlib import suppress
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from mockedfi.errors import UserError

AUTHORITY = "authority.pem"
DEFAULT_URL = "http://127.0.0.1:54746"


def certificates() -> Path:
    """The folder that has a folder for each generated certificate: ``.mockedfi/https`` in the user's home."""
    return Path.home() / ".mockedfi" / "https"


def trusted() -> ssl.SSLContext:
    """Whom this machine trusts, and the servers of our own on it."""
    made = ssl.create_default_context()
    for authority in sorted(certificates().glob(f"*/{AUTHORITY}")):
        made.load_verify_locations(authority)
    return made


def connection(url: str, seconds: float) -> HTTPConnection:
    """A connection to the server of a URL, to be opened by its first request, for answers within so many seconds.

    Raises:
        UserError: it is no URL of a server.
    """
    place = parts(url)
    if place.scheme == "https":
        return HTTPSConnection(place.hostname or "", place.port, timeout=seconds, context=trusted())
    return HTTPConnection(place.hostname or "", place.port, timeout=seconds)


def parts(url: str) -> SplitResult:
    """The parts of a server's URL, host and scheme among them. Raises `UserError`: it is none."""
    with suppress(ValueError):
        found = urlsplit(url)
        if found.scheme in ("http", "https") and found.hostname and found.port != 0:
            return found
    raise UserError(f"{url} is no URL of a server; write it as {DEFAULT_URL}")


def why_not(url: str, error: object) -> str:
    """Why a server could not be asked, of what asking raised; and what to do about it."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the certificate of {url} is not trusted ({error.verify_message}); name its authority in SSL_CERT_FILE"
    if isinstance(error, ssl.SSLError):
        return f"what answers at {url} does not speak HTTPS; begin its URL with http://"
    why = getattr(error, "strerror", None) or error
    return f"no server answers at {url} ({why}); start one with mockedfi serve, or name it with --url"
