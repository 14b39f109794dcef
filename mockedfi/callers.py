"""Who may steer the server and see why it decides as it does: this machine, and whoever has the control key.

A page that a browser on this machine shows is of this machine only if it came from here. Its name tells: a page from
elsewhere whose name was made to lead here (DNS rebinding) still names itself in the Host header.

May import: `exchange`. Must not know: what is steered.
"""

import hmac
from ipaddress import ip_address
from urllib.parse import unquote

from mockedfi.exchange import Request

KEY_HEADER = "mockedfi-control-key"
KEY_COOKIE = "mockedfi-control-key"
"""What the console keeps the key in; its value is quoted as in a URL."""


def may_steer(request: Request, key: str) -> bool:
    """Whether a request comes from this machine, or brings the control key; an empty key opens to nobody."""
    given = request.headers.get(KEY_HEADER) or _cookie(request)
    if key and hmac.compare_digest(given.encode(), key.encode()):
        return True
    return _is_loopback(request.remote) and _names_loopback(request.headers.get("host", "localhost"))


def _cookie(request: Request) -> str:
    pairs = (pair.strip().partition("=") for pair in request.headers.get("cookie", "").split(";"))
    return next((unquote(value) for name, _, value in pairs if name == KEY_COOKIE), "")


def _names_loopback(host: str) -> bool:
    """Whether a host, with or without port, is this machine by name or address."""
    name = host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]
    name = name.lower().rstrip(".")
    return name == "localhost" or name.endswith(".localhost") or _is_loopback(name)


def _is_loopback(text: str) -> bool:
    try:
        address = ip_address(text)
    except ValueError:
        return False
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback
